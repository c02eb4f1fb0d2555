"""Decide who may write a register that several machines reach: one run at a time, under a lease.

Pure: what has to be looked at, written or waited for is asked of the caller, who
answers.  No wall clock takes part.  A holder is dead when its mark has not moved
for a whole lease on the asking machine's own monotonic clock; a holder that was
only paused finds its fence gone when it wakes, and is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from typing import Any, NamedTuple

from senco_connect.batch import Mark
from senco_connect.errors import Locked

__all__ = ["LEASE", "LOOKS", "Look", "Seen", "Step", "Wait", "Write", "beaten", "released", "taking"]

# Longer than any run goes without a heartbeat, short enough to be waited for after a crash.
LEASE = 120.0
LOOKS = 12


class Look(NamedTuple):
    """Asks for the mark as it stands, and for the time on this machine's own clock: answer a Seen."""


class Seen(NamedTuple):
    """A mark, and when it was looked at."""

    mark: Mark
    at: float


class Write(NamedTuple):
    """Asks to write ``mark`` if ``expect`` still stands there: answer whether it was written."""

    expect: Mark
    mark: Mark


class Wait(NamedTuple):
    """Asks to wait; the answer does not matter."""

    seconds: float


Step = Look | Write | Wait


def taking(number: str, *, dead: Collection[str] = (), lease: float = LEASE) -> Generator[Step, Any, Mark]:
    """Take the lease under a random number, and give the mark; raise Locked where another run is at work.

    ``dead`` names holders that are known to have ended: their lease need not run out.
    """
    seen = first = yield Look()
    for _ in range(2 * LOOKS):
        mark = seen.mark
        is_free = not mark.holder or mark.holder in dead
        if not is_free and mark != first.mark:
            raise _held(mark, lease)
        if is_free or seen.at - first.at >= lease:
            mine = Mark(mark.number + 1, number)
            if (yield Write(mark, mine)):
                return mine
        else:
            yield Wait(lease / LOOKS)
        seen = yield Look()
    raise _held(seen.mark, lease)


def beaten(mark: Mark) -> Mark:
    """Give the mark after one more heartbeat."""
    return mark._replace(beat=mark.beat + 1)


def released(mark: Mark) -> Mark:
    """Give the mark that nobody holds; its number stays, so that the next one is higher."""
    return Mark(mark.number)


def _held(mark: Mark, lease: float) -> Locked:
    minutes = f"{max(1.0, lease / 60):.0f} minutes"
    return Locked(
        f"Another run is at work on this register, which it holds under {mark.holder or 'a number of its own'}.",
        f"Run again in {minutes}. If that machine is known to be dead, `senco unlock NUMBER` frees the register.",
        code="E053",
    )
