"""The steps of one run, in order: observe, plan, guard, commit, apply, verify, acknowledge.

Everything above ``apply_plan`` only reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from senco_connect.adapters import Tools
from senco_connect.errors import StalePlan, Stopped
from senco_connect.guards import Limits, Refusal, refusals
from senco_connect.identity import rows_at_rest
from senco_connect.observing import Stores, needed_pupils, observe_sources
from senco_connect.plan import Inputs, Plan, Rules, make_plan
from senco_connect.store import State
from senco_connect.store.stamp import check_stamp
from senco_connect.tokens import Tokens

if TYPE_CHECKING:
    from senco_connect.apply import Applied
    from senco_connect.leasing import Lease
    from senco_connect.store.writing import Run

__all__ = ["Planned", "apply_plan", "plan_run", "stop_at"]


class Planned(NamedTuple):
    """A plan, what it was made from, and the guards that tripped."""

    plan: Plan
    inputs: Inputs
    refusals: tuple[Refusal, ...]


def plan_run(stores: Stores, state: State, rules: Rules, *, limits: Limits, laestab: str, tools: Tools) -> Planned:
    """Observe every store, plan and guard; writes nothing."""
    memory = state.memory()
    register = stores.register.read() if stores.register else None
    if register is not None:
        check_stamp(register.stamp, state, memory)
    at_rest, attention = frozenset[str](), None
    # Other rules may decide otherwise what they left at rest: then everybody is looked at.
    if memory.facts.get("rules", "") == rules.digest():
        at_rest = rows_at_rest(register, memory, Tokens(memory.secret)) if register else at_rest
        attention = needed_pupils(register, memory, at_rest)
    source = observe_sources(stores, memory, attention=attention, tools=tools)
    folders = stores.filing.read() if stores.filing else None
    inputs = Inputs(memory, source, register, folders, rules, at_rest)
    plan = make_plan(inputs)
    return Planned(plan, inputs, refusals(plan, inputs, limits, laestab=laestab))


def apply_plan(
    planned: Planned,
    stores: Stores,
    state: State,
    *,
    wanted: str,
    approved: bool,
    tools: Tools,
    shown: Mapping[str, str] | None = None,
    lease: Lease | None = None,
) -> Applied:
    """Commit the decision, write, look, and acknowledge what arrived.

    ``wanted`` is the id of the plan that was shown; another one is stale.
    ``shown`` is what that plan was made from, where it is known.
    ``approved`` lifts the guards that a person may lift.  Raises StalePlan or Stopped,
    and Locked where the ``lease`` under which the stores were observed was lost.
    """
    from senco_connect.apply import Applied, send
    from senco_connect.store.writing import commit, drop_old_images

    plan = planned.plan
    if wanted != plan.id:
        raise _stale(plan, shown)
    stop_at(planned.refusals, approved=approved, command=f"senco apply --approve {plan.id}")
    if plan.is_empty and planned.inputs.source.same and not plan.quiet:
        drop_old_images(state, tools.now())
        return Applied((), {})
    run = commit(state, plan, planned.inputs, tools.now())
    applied = Applied((), {})
    if not plan.is_empty:
        applied = send(plan, stores.register, stores.filing, stamp=run.stamp, lease=lease)
    _acknowledge(state, run, planned, applied, tools)
    return applied


_INPUTS = {
    "export": "the export",
    "register": "the register",
    "folders": "the pupil folders",
    "state": "the state, by another run",
    "rules": "the rules in senco.toml",
    "configuration": "senco.toml or the version",
}


def _stale(plan: Plan, shown: Mapping[str, str] | None) -> StalePlan:
    cure = f"Read the new plan, {plan.id}, and apply that."
    if shown is None:
        return StalePlan("That is not the plan now, nor is it known any more what it was made from.", cure, code="E032")
    changed = [words for name, words in _INPUTS.items() if shown.get(name, "") != plan.inputs.get(name, "")]
    return StalePlan(f"What the plan was made from has changed since: {'; '.join(changed)}.", cure, code="E032")


def _acknowledge(state: State, run: Run, planned: Planned, applied: Applied, tools: Tools) -> None:
    from senco_connect.store.writing import acknowledge

    # What was sent is not what is there: only a register that bears the run's mark has taken its batch.
    landed = applied.stamp == run.stamp
    acknowledge(
        state, run if landed else run._replace(stamp=planned.inputs.memory.facts.get("stamp", "")),
        applied.done, applied.left, listed=planned.plan.lists_matters if landed else "", at=tools.now(),
    )  # fmt: skip


def stop_at(tripped: Sequence[Refusal], *, approved: bool, command: str) -> None:
    """Raise Stopped where a guard stands that nobody approved, or nobody may; ``command`` is how to approve."""
    standing = [r for r in tripped if not (r.approvable and approved)]
    if not standing:
        return
    may = all(r.approvable for r in tripped)
    how = f"Nothing was written. To approve: `{command}`." if may else "Nothing was written."
    others = [f"{r.words} {r.cure}" for r in standing[1:]]
    raise Stopped(standing[0].words, standing[0].cure, code="E030", also=[*others, how])
