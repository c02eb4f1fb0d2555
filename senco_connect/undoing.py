"""The steps of an undo, in order, as those of a run: observe, plan, guard, commit, apply, verify, acknowledge.

No export is read: a bad one is often the reason for an undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from senco_connect.adapters import Tools
from senco_connect.errors import StalePlan
from senco_connect.guards import Limits, refusals
from senco_connect.observing import Stores
from senco_connect.plan import Inputs, Rules
from senco_connect.run import Planned, stop_at
from senco_connect.snapshot import Snapshot
from senco_connect.store import State
from senco_connect.store.history import past_run
from senco_connect.store.stamp import check_stamp
from senco_connect.undo import Undo, plan_undo

if TYPE_CHECKING:
    from senco_connect.apply import Applied
    from senco_connect.leasing import Lease

__all__ = ["PlannedUndo", "apply_undo", "plan_undo_of"]

# What the guards take for the export that was accepted last.
_NO_EXPORT = Snapshot((), (), "", same=True)


class PlannedUndo(NamedTuple):
    """An undo, and its writes as a plan that was made from what the register and the folders show."""

    undo: Undo
    planned: Planned


def plan_undo_of(run: str, stores: Stores, state: State, rules: Rules, *, limits: Limits) -> PlannedUndo:
    """Look at the register and the folders, plan the undo of a run and guard it; writes nothing.

    Raises ConfigProblem where no run is called that.
    """
    memory = state.memory()
    past = past_run(state, run)
    register = stores.register.read() if stores.register else None
    if register is not None:
        check_stamp(register.stamp, state, memory)
    has_renamed = any(done.kind == "RenameFolder" for done in past.done)
    folders = stores.filing.read() if stores.filing and has_renamed else None
    inputs = Inputs(memory, _NO_EXPORT, register, folders, rules)
    undo = plan_undo(past, inputs)
    return PlannedUndo(undo, Planned(undo.plan, inputs, refusals(undo.plan, inputs, limits)))


def apply_undo(
    planned: PlannedUndo,
    stores: Stores,
    state: State,
    *,
    wanted: str,
    approved: bool,
    tools: Tools,
    lease: Lease | None = None,
) -> Applied:
    """Commit, write, look and note what arrived; the shadows stay, so that what was put back counts as an edit.

    ``wanted`` is the id of the plan that was shown; ``approved`` lifts the guards
    that a person may lift.  Raises StalePlan or Stopped, and Locked where the
    ``lease`` was lost.
    """
    from senco_connect.apply import Applied, send
    from senco_connect.store.writing import acknowledge, commit_undo

    undo, (plan, inputs, _) = planned
    _stop(planned, wanted, is_approved=approved)
    if plan.is_empty:
        return Applied((), {})
    run = commit_undo(state, undo, inputs, tools.now())
    # A register in which nothing is put back is not written for its mark alone.
    register = stores.register if plan.operations else None
    applied = send(plan, register, stores.filing, stamp=run.stamp, lease=lease)
    stamp = run.stamp if applied.stamp == run.stamp else inputs.memory.facts.get("stamp", "")
    acknowledge(state, run._replace(stamp=stamp), applied.done, applied.left, listed="", at=tools.now())
    return applied


def _stop(planned: PlannedUndo, wanted: str, *, is_approved: bool) -> None:
    undo, (plan, _, tripped) = planned
    if wanted != plan.id:
        raise StalePlan(
            "What the undo was planned from has changed since.",
            f"Read it again: `senco undo {undo.run}`, now {plan.id}.",
            code="E032",
        )
    stop_at(tripped, approved=is_approved, command=f"senco undo {undo.run} --approve {plan.id}")
