"""Count every step of a run (a call to a store, a transaction of the state) and break one of them, or act before it."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from senco_connect.adapters import Adapter, FolderBatch, Outcome, Result
from senco_connect.errors import TryAgain
from senco_connect.observing import Stores
from senco_connect.store import State
from senco_connect.testing.faults import CALLS, Crash

__all__ = ["LATE", "PHASES", "STEP_LIMIT", "Break", "Steps", "WatchedState"]

AnyAdapter = TypeVar("AnyAdapter", bound=Adapter)

PHASES = ("before", "within", "after")
"""The machine stops before a step, when it is sent (half of what is not atomic landed), and when it is applied."""
LATE = ("answer lost", "unknown")
"""The step landed; an error came instead of its answer, or an answer that says nothing."""
STEP_LIMIT = 9
"""No run takes more steps than this: I10 looks at it."""


class Break(NamedTuple):
    """What goes wrong: at the step of this number (from 0), in this way."""

    at: int
    how: str


class Steps:
    """Walks the steps of one run; ``actor`` is told the number and name of each before it is taken."""

    def __init__(self, broken: Break | None = None, *, actor: Callable[[int, str], None] | None = None) -> None:
        self.broken = broken
        self.actor = actor
        self.watch: Callable[[str], None] | None = None
        self.names: list[str] = []

    @property
    def calls(self) -> Counter[str]:
        """How often each step was taken."""
        return Counter(self.names)

    def around(self, stores: Stores) -> Stores:
        """Give twins of the stores whose calls are steps."""
        register = self._twin(stores.register, "register") if stores.register else None
        filing = self._twin(stores.filing, "filing") if stores.filing else None
        return Stores(tuple((n, self._twin(s, "source")) for n, s in stores.sources), register, filing)

    def take(self, name: str) -> str:
        """Take a step: tell the actor, and say how it breaks ("" not)."""
        number = len(self.names)
        if self.actor:
            self.actor(number, name)
        self.names.append(name)
        how = self.broken.how if self.broken and self.broken.at == number else ""
        if how == "before":
            raise Crash
        if self.watch:
            self.watch(name)
        return how

    def _twin(self, adapter: AnyAdapter, store: str) -> AnyAdapter:
        twin = copy.copy(adapter)
        for name in CALLS:
            if hasattr(adapter, name):
                setattr(twin, name, self._step(f"{store}.{name}", getattr(adapter, name)))
        return twin

    def _step(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            how = self.take(name)
            if how == "within":
                if arguments and isinstance(arguments[0], FolderBatch):
                    # Folders are made one after another; a register's batch is atomic, and nothing of it landed.
                    batch = arguments[0]
                    made(batch._replace(operations=batch.operations[: len(batch.operations) // 2 or 1]))
                raise Crash
            outcome = made(*arguments)
            if how == "after":
                raise Crash
            if how == "answer lost":
                raise TryAgain("The answer did not arrive.", "Run the same command again.")
            if how == "unknown" and name.endswith(".apply"):
                return [Outcome(o.id, Result.UNKNOWN, "the answer did not arrive") for o in outcome]
            return outcome

        return call


class WatchedState(State):
    """A state whose transactions are steps."""

    steps: Steps

    @classmethod
    def of(cls, state: State, steps: Steps) -> WatchedState:
        """Watch an open state."""
        watched = cls(*state)
        watched.steps = steps
        return watched

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """All of it or nothing, but for the step that breaks."""
        how = self.steps.take("state.transaction")
        with super().transaction() as connection:
            yield connection
            if how == "within":
                raise Crash
        if how in {"after", "answer lost"}:
            raise Crash
