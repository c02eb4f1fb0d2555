"""Compare two exports of one school, without any state: who joined, who is gone, whose values changed.

Both are read by their adapter, so values are compared as canonical text: another
format of a date, another order of rows or columns is no change.  Records that
stand in both files, byte for byte, are not read at all where the adapter can
pass over them.
"""

from __future__ import annotations

from collections.abc import Iterator

from senco_connect.adapters import ReadFile, ReadsChanges, Source
from senco_connect.comparing.comparison import Comparison, Difference, Person
from senco_connect.comparing.sifting import Both, read_sifted
from senco_connect.identity import resolve_roll
from senco_connect.memory import Remembered, Standing
from senco_connect.record import FIELDS
from senco_connect.snapshot import Row, Snapshot
from senco_connect.tokens import Tokens

__all__ = ["compare", "read_both"]

# Nothing is kept of a comparison, so its tokens need no secret that lasts.
_SECRET = bytes(32)


def compare(old: Snapshot, new: Snapshot, passed: int = 0) -> Comparison:
    """Compare two snapshots; pupils are matched as a run matches them, by their identifiers alone.

    ``passed`` pupils are known to be alike and have no rows.
    """
    tokens = Tokens(_SECRET)
    before = resolve_roll(old, Remembered(_SECRET), tokens)
    known = Remembered(_SECRET, standings={key: Standing(True, False) for key in before.rows}, holders=before.bearers)
    after = resolve_roll(new, known, tokens)
    both = [key for key in after.rows if key in before.rows]
    pairs = _Pairs(old, new)
    found = {key: list(pairs.differences(before.rows[key], after.rows[key])) for key in both}
    differences = tuple(difference for differences in found.values() for difference in differences)
    joined = tuple(_person(new, row) for key, row in after.rows.items() if key not in before.rows)
    news = {None, *(difference.line for difference in differences), *(person.line for person in joined)}
    return Comparison(
        joined=joined,
        missing=tuple(_person(old, row) for key, row in before.rows.items() if key not in after.rows),
        rekeyed=tuple(
            (_person(old, before.rows[key]), _person(new, after.rows[key])) for key in both if key in after.rekeyed
        ),
        differences=differences,
        same=passed + sum(1 for differences in found.values() if not differences),
        doubts=(*(("old", doubt) for doubt in before.doubts), *(("new", doubt) for doubt in after.doubts)),
        findings=tuple(finding for finding in new.findings if finding.line in news),
        gone=tuple(name for name in old.fields if name not in new.fields),
        added=tuple(name for name in new.fields if name not in old.fields),
    )


class _Pairs:
    """Two snapshots with the fields that both show, laid out once for all pupils."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self._new = new
        places = {name: place for place, name in enumerate(old.fields)}
        self._places = [(n, places[n], at, FIELDS[n].kind.compare) for at, n in enumerate(new.fields) if n in places]

    def differences(self, old: Row, new: Row) -> Iterator[Difference]:
        """Give the fields whose values are two facts; what either does not show is none."""
        for name, before, after, same in self._places:
            was, now = old.values[before], new.values[after]
            if was != now and isinstance(was, str) and isinstance(now, str) and same(was) != same(now):
                person = _person(self._new, new)
                yield Difference(person.upn, person.name, name, was, now, new.line)


def _person(snapshot: Snapshot, row: Row) -> Person:
    shown = {name: value for name, value in snapshot.cells(row) if isinstance(value, str) and value}
    number = next((shown[n] for n in ("upn", "mis_id", "admission_no") if n in shown), "")
    return Person(number, ", ".join(shown[n] for n in ("surname", "forename") if n in shown), row.line)


def read_both(source: Source, old: ReadFile, new: ReadFile) -> Both:
    """Read two exports, where possible without the records that stand in both; raises what the adapter raises."""
    sifted = read_sifted(source, old, new) if isinstance(source, ReadsChanges) else None
    return sifted or Both(source.read(old), source.read(new))
