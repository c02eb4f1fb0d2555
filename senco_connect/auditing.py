"""Verify a school's state and audit log whole, and that the register was last written from them."""

from __future__ import annotations

from typing import NamedTuple

from senco_connect.memory import Stamp
from senco_connect.school import School
from senco_connect.store.stamp import check_stamp
from senco_connect.store.verify import verify, verify_file, verify_log

__all__ = ["Verified", "entries_verified", "rows_verified", "verify_school"]


class Verified(NamedTuple):
    """What was looked at and holds; ``mark`` is the entry of the log that the register names, 0 where it names none."""

    entries: int = 0
    rows: int = 0
    mark: int = 0


def verify_school(school: School) -> Verified:
    """Look at all of it; raise StateNotTrusted at the first thing that is not what was written.

    Where there is no state yet nothing is looked at, and none is begun.
    """
    if not (school.config.state / "state.sqlite").exists():
        return Verified()
    entries, rows = entries_verified(school), rows_verified(school)
    return Verified(entries, rows, _mark_verified(school))


def entries_verified(school: School) -> int:
    """Count the entries of the audit log, each verified."""
    with school.state() as state:
        return verify_log(state)


def rows_verified(school: School) -> int:
    """Count the rows of the state, each verified; then look at the file as a whole."""
    with school.state() as state:
        rows = verify(state)
    verify_file(school.config.state)
    return rows


def _mark_verified(school: School) -> int:
    register = school.stores.register
    if register is None:
        return 0
    stamp = register.read().stamp
    with school.state() as state:
        memory = state.memory()
        check_stamp(stamp, state, memory)
        is_ours = Stamp.read(stamp).lineage == memory.lineage
    number = Stamp.read(stamp).head.partition(".")[0]
    return int(number) if is_ours and number else 0
