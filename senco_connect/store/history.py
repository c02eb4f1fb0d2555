"""What past runs did: to one cell, newest first, and all that one of them did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from senco_connect.errors import ConfigProblem
from senco_connect.explain import Entry
from senco_connect.store.images import open_image
from senco_connect.store.seals import damaged, seal
from senco_connect.store.state import State
from senco_connect.undo import Done, PastRun

__all__ = ["RunSummary", "history_of", "last_runs", "past_run"]


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
    seen = open_image(secret, image, bound_to=run + op) if image else None
    return Entry(run, at, kind, why, outcome, seen and seen.before, seen and seen.after)


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


def past_run(state: State, name: str) -> PastRun:
    """Give all that a run did, by its id or the part of it before the dash; "last" is the last one that wrote.

    What a run that was cut off meant to do may have arrived, so it counts; what was
    seen not to arrive does not.  Raises ConfigProblem where no run is called that.
    """
    run = _run_named(state, name)
    rows = state.connection.execute(
        "SELECT seal, image, run, id, key, field, kind, why, token, outcome FROM operation WHERE run = ? ORDER BY id",
        (run,),
    )
    return PastRun(run, tuple(_arrived(state.secret, rows.fetchall())))


def _run_named(state: State, name: str) -> str:
    runs = last_runs(state, -1)
    if name == "last":
        name = next((_meant(run) for run in runs if _wrote(run)), "")
    for run in runs:
        if name in (run.id, run.id.partition("-")[0]):
            return run.id
    raise ConfigProblem("No run is called that.", "`senco status` shows the last runs.", code="E008")


def _wrote(run: RunSummary) -> bool:
    counts = json.loads(run.counts)
    return bool(counts["operations"] or counts["folders"])


def _meant(run: RunSummary) -> str:
    # The same command goes on from where an undo was cut off.
    undone = json.loads(run.counts).get("undoes") if run.outcome == "intended" else ""
    return undone or run.id


def _arrived(secret: bytes, rows: list[tuple[Any, ...]]) -> Iterator[Done]:
    for mark, image, *row in rows:
        if seal(secret, *row) != mark:
            raise damaged()
        run, op, key, field, kind, _, _, outcome = row
        if outcome in ("done", "intended"):
            seen = open_image(secret, image, bound_to=run + op) if image else None
            yield Done(kind, key, field, *(seen or (None, None)))
