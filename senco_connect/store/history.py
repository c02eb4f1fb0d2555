"""What was done to one cell, newest first, from the operations of past runs."""

from __future__ import annotations

from typing import Any, NamedTuple

from senco_connect.explain import Entry
from senco_connect.store.images import open_image
from senco_connect.store.seals import damaged, seal
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
        "SELECT at, image, operation.seal, run, operation.id, key, field, kind, why, token, operation.outcome"
        " FROM operation JOIN run ON run.id = operation.run"
        " WHERE key = ? AND field IN (?, '') AND kind NOT IN ('NewFolder', 'RenameFolder')"
        " ORDER BY run.serial DESC, operation.id",
        (key, field),
    )
    return tuple(_entry(state.secret, *row) for row in rows)


def _entry(secret: bytes, at: str, image: bytes | None, mark: bytes, *row: Any) -> Entry:
    if seal(secret, *row) != mark:
        raise damaged()
    run, op, _, _, kind, why, _, outcome = row
    before, after = (open_image(secret, image, bound_to=run + op) if image else None) or (None, None)
    return Entry(run, at, kind, why, outcome, before, after)


def last_runs(state: State, number: int = 10) -> tuple[RunSummary, ...]:
    """List the last runs, newest first."""
    rows = state.connection.execute(
        "SELECT seal, id, serial, plan, at, outcome, counts FROM run ORDER BY serial DESC LIMIT ?", (number,)
    )
    return tuple(_summary(state.secret, *row) for row in rows)


def _summary(secret: bytes, mark: bytes, *row: Any) -> RunSummary:
    if seal(secret, *row) != mark:
        raise damaged()
    run, serial, _, at, outcome, counts = row
    return RunSummary(run, serial, at, outcome, counts)
