"""Break an adapter on purpose, at one call, and let a person act between any two.

    with Script(crash_after("apply")) as script:
        register = script.around(MemoryRegister.on(workbook))
        ...

A script counts the calls of all adapters it stands around, over every restart
inside it.  A fault that never fired proves nothing: leaving the script is then
an error.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from senco_connect.adapters import Adapter, Outcome, Result
from senco_connect.errors import SencoError, TryAgain

__all__ = [
    "Crash", "Fault", "Script", "answer_lost", "crash_after", "crash_before", "crash_within", "outcome_unknown",
    "refused_before",
]  # fmt: skip

AnyAdapter = TypeVar("AnyAdapter", bound=Adapter)
Call = Callable[..., Any]

CALLS = ("read", "read_since", "read_mark", "write_mark", "apply", "create", "write_back")


class Crash(BaseException):
    """The machine stopped here.  No ``except Exception`` sees it; the test that planned it does."""


class Fault(NamedTuple):
    """What happens at the ``nth`` call (from 1) of this name.

    ``lands`` says whether the call is made all the same, ``only`` with how many
    of its batch's operations.  Without an ``error`` every outcome is UNKNOWN.
    """

    call: str
    nth: int
    error: BaseException | None
    lands: bool
    only: int | None = None


def crash_before(call: str, nth: int = 1) -> Fault:
    """The machine stops before the call: nothing landed."""
    return Fault(call, nth, Crash(), lands=False)


def crash_after(call: str, nth: int = 1) -> Fault:
    """The machine stops after the call: it landed, and nobody noted it."""
    return Fault(call, nth, Crash(), lands=True)


def crash_within(operations: int, nth: int = 1) -> Fault:
    """The machine stops after this many operations of a folder batch, which is not applied whole."""
    return Fault("apply", nth, Crash(), lands=True, only=operations)


def refused_before(call: str, nth: int = 1, *, error: SencoError) -> Fault:
    """The call raises, and nothing landed: the file is open elsewhere, permission is gone."""
    return Fault(call, nth, error, lands=False)


def answer_lost(call: str = "apply", nth: int = 1) -> Fault:
    """The call landed, and its answer did not arrive."""
    return Fault(call, nth, TryAgain("The answer did not arrive.", "Run the same command again."), lands=True)


def outcome_unknown(nth: int = 1) -> Fault:
    """The batch landed, but the adapter can't say so: every outcome is UNKNOWN."""
    return Fault("apply", nth, None, lands=True)


class Script:
    """The faults of one test; ``actor`` is called before every call with its name, in the gap where people act."""

    def __init__(self, *faults: Fault, actor: Callable[[str], None] | None = None) -> None:
        self.waiting = list(faults)
        self.actor = actor
        self.calls: Counter[str] = Counter()

    def __enter__(self) -> Script:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        # Where the test fails anyway, its own error says more.
        if self.waiting and kind is None:
            missed = ", ".join(f"{fault.call} number {fault.nth}" for fault in self.waiting)
            raise AssertionError(f"these faults never fired: {missed}; calls made: {dict(self.calls)}")

    def around(self, adapter: AnyAdapter) -> AnyAdapter:
        """Give a twin of the adapter, with all its powers, whose calls follow this script."""
        # A wrapper of its own class would lose the optional powers, which are told by isinstance.
        twin = copy.copy(adapter)
        for name in CALLS:
            if hasattr(adapter, name):
                setattr(twin, name, self._followed(name, getattr(adapter, name)))
        return twin

    def _followed(self, name: str, made: Call) -> Call:
        def call(*arguments: Any) -> Any:
            if self.actor:
                self.actor(name)
            self.calls[name] += 1
            fault = next((f for f in self.waiting if (f.call, f.nth) == (name, self.calls[name])), None)
            if fault is None:
                return made(*arguments)
            self.waiting.remove(fault)
            return _struck(fault, made, arguments)

        return call


def _struck(fault: Fault, made: Call, arguments: tuple[Any, ...]) -> Any:
    if fault.only is not None:
        (batch,) = arguments
        arguments = (batch._replace(operations=batch.operations[: fault.only]),)
    outcomes = made(*arguments) if fault.lands else ()
    if fault.error:
        raise fault.error
    return [Outcome(outcome.id, Result.UNKNOWN, "the answer did not arrive") for outcome in outcomes]
