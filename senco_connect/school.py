"""The object a Python user holds: one school, its stores and its state.

>>> from senco_connect import School
>>> school = School.open("senco.toml")      # doctest: +SKIP
>>> planned = school.plan()                 # doctest: +SKIP
>>> school.apply(planned)                   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from senco_connect.adapters import Adapter, Filing, Progress, Register, Source, Tools
from senco_connect.config import Config, Part, load_config
from senco_connect.errors import ConfigProblem
from senco_connect.observing import Stores
from senco_connect.run import Planned, apply_plan, plan_run
from senco_connect.store import State, open_state, run_lock

if TYPE_CHECKING:
    from senco_connect.apply import Applied
    from senco_connect.leasing import Lease
    from senco_connect.explain import Explanation
    from senco_connect.record.models import Pupil
    from senco_connect.undoing import PlannedUndo

__all__ = ["School", "Synced", "Undone"]

_Kind = TypeVar("_Kind", bound=Adapter)


class Synced(NamedTuple):
    """A plan, and what was seen to have arrived of it."""

    planned: Planned
    applied: Applied


class Undone(NamedTuple):
    """An undo as it was planned, and what was seen to have arrived of it."""

    planned: PlannedUndo
    applied: Applied


class School:
    """One school: plan a run, apply it, look at its pupils.  Opening reads the configuration and nothing else."""

    def __init__(self, config: Config, tools: Tools) -> None:
        self.config = config
        self.tools = tools

    @classmethod
    def open(cls, path: str | Path = "senco.toml", *, progress: Progress | None = None) -> School:
        """Open the school that a configuration file describes; raises ConfigProblem."""
        file = Path(path)
        config = load_config(file)
        tools = Tools(folder=file.parent)
        return cls(config, tools._replace(progress=progress) if progress else tools)

    @property
    def stores(self) -> Stores:
        """The adapters that the configuration names, made ready; nothing is read yet."""
        register, filing = self.config.register, self.config.filing
        return Stores(
            sources=tuple((p.place.partition(".")[2], _made(p, Source, self.tools)) for p in self.config.sources),
            register=_made(register, Register, self.tools) if register else None,
            filing=_made(filing, Filing, self.tools) if filing else None,
        )

    def plan(self) -> Planned:
        """Look at every store and say what a run would do; writes nothing outside the state folder."""
        with open_state(self.config.state) as state:
            planned = self._planned(state)
        if not planned.plan.is_empty:
            from senco_connect.store.plans import remember

            # A row that can't be found any more is told by no seal; on a quiet day it makes no difference.
            self._check_file()
            remember(self.config.state, planned.plan.id, planned.plan.inputs)
        return planned

    def apply(self, planned: Planned | None = None, *, approved: str = "") -> Applied:
        """Make the plan again and apply it; raises StalePlan if it is no longer the one given.

        Raises Stopped where a guard trips.  ``approved`` is the id of the plan
        that a person has read: it lifts, for that plan, the guards that a person may lift.
        """
        return self.sync(planned.plan.id if planned else "", approved=approved).applied

    def sync(self, plan_id: str = "", *, approved: str = "") -> Synced:
        """Plan and apply as ``apply`` does, the plan known by its id; give the plan as well."""
        from senco_connect.store.plans import inputs_of

        with self._writing() as (stores, state, lease):
            now = self._planned(state)
            wanted = approved or plan_id or now.plan.id
            applied = apply_plan(
                now, stores, state, wanted=wanted, approved=bool(approved), tools=self.tools,
                shown=inputs_of(self.config.state, wanted), lease=lease,
            )  # fmt: skip
        return Synced(now, applied)

    def plan_undo(self, run: str) -> PlannedUndo:
        """Say what an undo of a past run would put back, and what it would leave; writes nothing.

        ``run`` is an id as `senco status` shows it, its part before the dash, or "last".
        """
        from senco_connect.undoing import plan_undo_of

        with open_state(self.config.state) as state:
            return plan_undo_of(run, self.stores, state, self.config.rules, limits=self.config.limits)

    def undo(self, run: str, plan_id: str, *, approved: bool = False) -> Undone:
        """Put back what a past run wrote and nobody changed since, if that is what the plan of this id says.

        Raises StalePlan if it is another plan now, and Stopped where a guard trips;
        ``approved`` lifts the guards that a person may lift.
        """
        from senco_connect.undoing import apply_undo, plan_undo_of

        with self._writing() as (stores, state, lease):
            now = plan_undo_of(run, stores, state, self.config.rules, limits=self.config.limits)
            applied = apply_undo(now, stores, state, wanted=plan_id, approved=approved, tools=self.tools, lease=lease)
        return Undone(now, applied)

    def unlock(self, number: str) -> None:
        """Free the register from a run that is known to be dead; ``number`` is the one it holds the register under.

        Raises ConfigProblem where the register is not held under that number.
        """
        from senco_connect.leasing import unlock

        with run_lock(self.config.state):
            unlock(self.stores.register, number)

    def explain(self, pupil: str, field: str) -> Explanation:
        """Say how a cell came to show what it shows: who, when, from which export line, by which rule.

        ``field`` is a name, a label or a usual heading.  Raises ConfigProblem for a
        field or a pupil that nobody knows.
        """
        from senco_connect.explain import explain_cell, field_named
        from senco_connect.store.history import history_of

        with open_state(self.config.state) as state:
            planned = self._planned(state)
            register = planned.inputs.register
            name = field_named(field, register.headings if register else ())
            entries = history_of(state, pupil, name)
            is_known = state.memory().knows(pupil)
        if not is_known and pupil not in planned.plan.joined:
            raise ConfigProblem("No pupil has that key.", "`senco plan` and the register show the keys.", code="E020")
        return explain_cell(pupil, name, planned.plan, entries, ownership=self.config.rules.ownership)

    def pupils(self) -> Iterator[Pupil]:
        """Walk the pupils as the sources show them now, typed, in the order of the export."""
        from senco_connect.listing import pupils_of

        with open_state(self.config.state) as state:
            yield from pupils_of(self.stores, state, self.tools, ownership=self.config.rules.ownership)

    @contextmanager
    def state(self) -> Iterator[State]:
        """Open the school's state, for looking."""
        with open_state(self.config.state) as state:
            yield state

    @contextmanager
    def _writing(self) -> Iterator[tuple[Stores, State, Lease]]:
        """Hold what a writing run needs: the run lock, the state as the last run left it, the register's lease."""
        from senco_connect.leasing import take_lease

        stores, folder = self.stores, self.config.state
        with run_lock(folder):
            self._check_file()
            with open_state(folder) as state, take_lease(stores.register, folder, self.tools) as lease:
                yield stores, state, lease

    def _check_file(self) -> None:
        from senco_connect.store.verify import verify_file

        verify_file(self.config.state)

    def _planned(self, state: State) -> Planned:
        config = self.config
        return plan_run(
            self.stores, state, config.rules, limits=config.limits, laestab=config.laestab, tools=self.tools
        )


def _made(part: Part, kind: type[_Kind], tools: Tools) -> _Kind:
    adapter = part.adapter(part.config, tools)
    if not isinstance(adapter, kind):
        raise ConfigProblem(
            f'{part.place}: the adapter "{part.adapter.name}" is not a {kind.__name__.lower()}.',
            "Name one that is; `senco adapters` lists them.",
            code="E026",
        )
    return adapter
