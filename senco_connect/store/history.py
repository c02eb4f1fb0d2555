"""What was done to one cell, newest first, from the operations of past runs."""

from __future__ import annotations

from typing import NamedTuple

from senco_connect.explain import Entry
from senco_connect.store.images import open_image
from senco_connect.store.state import State

__all__ = ["RunSummary", "history_of", "last_runs"]


class RunSummary(NamedTuple):
    """One run of the past."""

    id: str
    serial: int
    at: str
    outcome: str
    counts: str


def history_of(state: State, key: str, field: str) -> tuple[Entry, ...]:
    """List the operations on a pupil's field, and the making of the row that brought it."""
    rows = state.connection.execute(
        "SELECT run.id, run.at, kind, why, operation.outcome, image, operation.id FROM operation"
        " JOIN run ON run.id = operation.run WHERE key = ? AND field IN (?, '') AND kind NOT IN ('NewFolder', 'RenameFolder')"
        " ORDER BY run.serial DESC, operation.id",
        (key, field),
    )
    entries = []
    for run, at, kind, why, outcome, image, op in rows:
        shown = open_image(state.secret, image, bound_to=run + op) if image else None
        before, after = shown or (None, None)
        entries.append(Entry(run, at, kind, why, outcome, before, after))
    return tuple(entries)


def last_runs(state: State, number: int = 10) -> tuple[RunSummary, ...]:
    """List the last runs, newest first."""
    rows = state.connection.execute(
        "SELECT id, serial, at, outcome, counts FROM run ORDER BY serial DESC LIMIT ?", (number,)
    )
    return tuple(RunSummary(*row) for row in rows)
