"""Believe a state only if the register was last written from it: the mark there names its lineage, serial and log."""

from __future__ import annotations

from senco_connect.errors import StateNotTrusted
from senco_connect.memory import Memory, Stamp
from senco_connect.store.audit import has_head
from senco_connect.store.state import State

__all__ = ["check_stamp"]

_CURE = "Run on the machine that wrote it. If its state is lost, move this state folder away: it is rebuilt."


def check_stamp(stamp: str, state: State, memory: Memory) -> None:
    """Raise StateNotTrusted where the register's stamp is of another state, or of one that knew more than this."""
    mark = Stamp.read(stamp)
    # A state that has left no mark yet may follow a lost one.
    if not mark.lineage or not memory.facts.get("stamp"):
        return
    if mark.lineage != memory.lineage or (mark.serial and int(mark.serial) > memory.serial):
        raise StateNotTrusted(
            "The register was last written from another state: a second machine, or a newer copy of this one.",
            _CURE,
            code="E075",
        )
    if mark.head and not has_head(state.connection, mark.head):
        raise StateNotTrusted(
            "The audit log does not hold the entry that the register names: it was cut off, or an older copy went on.",
            _CURE,
            code="E077",
        )
