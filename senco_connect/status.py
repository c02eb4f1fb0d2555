"""Say how a school stands: what past runs did, what waits, and what stops the next run."""

from __future__ import annotations

from typing import NamedTuple

from senco_connect.errors import SencoError
from senco_connect.run import Planned
from senco_connect.school import School
from senco_connect.store.history import RunSummary, last_runs

__all__ = ["Status", "status_of"]


class Status(NamedTuple):
    """The state's serial, its last runs, and the plan that waits; where none can be made, ``problem`` says why."""

    serial: int
    runs: tuple[RunSummary, ...]
    planned: Planned | None
    problem: SencoError | None = None


def status_of(school: School, *, runs: int = 5) -> Status:
    """Look at the state and at every store; writes nothing.  Raises StateNotTrusted, for then nothing is known."""
    with school.state() as state:
        serial, past = state.memory().serial, last_runs(state, runs)
    try:
        return Status(serial, past, school.plan())
    except SencoError as problem:
        return Status(serial, past, None, problem)
