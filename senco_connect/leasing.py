"""Take, keep and give back the lease on a register, through the register's own power.

There is one thread of control: the heartbeat goes before each batch, and nothing
beats in the background.  The numbers under which this state's runs held a register
are kept beside the state, under its run lock: such a run has ended for certain.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from senco_connect.adapters import Leases, Mark, Register, Tools
from senco_connect.errors import ConfigProblem, SencoError
from senco_connect.lease import LOOKS, Look, Seen, Step, Wait, Write, beaten, released, taking

__all__ = ["Lease", "take_lease", "unlock"]

_NUMBERS_KEPT = 8


class Lease:
    """The right to write a register, for as long as the block runs; without a register that leases, nothing is held."""

    def __init__(self, register: Leases | None = None, mark: Mark | None = None) -> None:
        self._register = register
        self._mark = mark or Mark()

    @property
    def fence(self) -> str:
        """What each batch bears."""
        return self._mark.fence

    def beat(self) -> None:
        """Move the mark, so that others see a run at work; raise Locked if it is no longer this run's."""
        if self._register is None:
            return
        moved = beaten(self._mark)
        if not self._register.write_mark(self._mark, moved):
            moved = self._register.read_mark()
            moved.refuse_others(self.fence)
        self._mark = moved

    def __enter__(self) -> Lease:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        # What stops the process at once leaves the mark standing, as a power cut does.
        if self._register is not None and (kind is None or issubclass(kind, (Exception, KeyboardInterrupt))):
            # Where it was lost, or can't be reached, there is nothing to give back: it runs out by itself.
            with suppress(SencoError):
                self._register.write_mark(self._mark, released(self._mark))


def take_lease(register: Register | None, folder: Path, tools: Tools) -> Lease:
    """Take the lease on a register, if it is one that leases; raise Locked where another run holds it.

    ``folder`` is the state's, whose run lock is held.
    """
    if not isinstance(register, Leases):
        return Lease()
    number = tools.number()
    dead = _remembered(folder, number)
    return Lease(register, _carried_out(taking(number, dead=dead), register, tools))


def unlock(register: Register | None, number: str) -> None:
    """Release a lease that is held under this number; raise ConfigProblem where none is."""
    mark = register.read_mark() if isinstance(register, Leases) else Mark()
    if not (isinstance(register, Leases) and number and mark.holder == number):
        raise ConfigProblem(
            "The register is not held under that number.",
            "A run that finds it held says the number; if none says one, nothing needs unlocking.",
            code="E055",
        )
    if not register.write_mark(mark, released(mark)):
        raise ConfigProblem(
            "The run that holds the register is at work: its mark has just moved.", "Let it end.", code="E056"
        )


def _carried_out(steps: Generator[Step, Any, Mark], register: Leases, tools: Tools) -> Mark:
    answer: object = None
    waits = 0
    while True:
        try:
            step = steps.send(answer)
        except StopIteration as end:
            mark: Mark = end.value
            return mark
        match step:
            case Look():
                # The clock first: a look that takes long may not make the mark older than it is.
                answer = Seen(at=tools.monotonic(), mark=register.read_mark())
            case Write():
                answer = register.write_mark(step.expect, step.mark)
            case Wait():
                waits += 1
                tools.progress("waiting for another run to end", waits, LOOKS)
                tools.sleep(step.seconds)


def _remembered(folder: Path, number: str) -> list[str]:
    """Give the numbers of earlier runs of this state, and keep the new one with them."""
    file = folder / "leases"
    earlier = file.read_text("ascii", errors="replace").split() if file.exists() else []
    # Nobody else may read what lies in the state folder.
    file.touch(mode=0o600)
    # Before the mark is written: a crash in between must not lose whose it was.
    file.write_text("\n".join([number, *earlier][:_NUMBERS_KEPT]), "ascii", errors="replace")
    return earlier
