"""When a call is repeated, how long to wait, and when to stop trying: safety.md's table of retries.

A read is repeated.  A write is repeated only where Google says that it was not
done; where nobody can say, it is the caller's to look.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from enum import Enum
from hashlib import blake2b
from typing import Final

from tenacity import RetryCallState, Retrying

from senco_connect.adapters import Tools
from senco_connect.errors import TryAgain

__all__ = ["AFTER_A_BREAK", "Effort", "Kind", "Pace", "Passing", "Trouble", "kind_of"]

MAX_WAIT: Final = 64.0
BUDGET: Final = 600.0
BUDGET_SPAN: Final = 3_600.0
TRIES_IN_A_ROW: Final = 5
AFTER_A_BREAK: Final = 60.0
LATE_LISTING: Final = 60.0


class Kind(Enum):
    """What repeating a call would do: nothing, or perhaps everything a second time."""

    READ = "read"
    WRITE = "write"


# POST where an address would be too short for the question.
_ASKING: Final = (":getByDataFilter", ":batchGetByDataFilter", "/developerMetadata:search")


def kind_of(verb: str, path: str) -> Kind:
    """Tell a read from a write by what is sent, never by what the caller says."""
    asks = verb.upper() in {"GET", "HEAD"} or path.endswith(_ASKING)
    return Kind.READ if asks else Kind.WRITE


class Trouble(Enum):
    """Why a call is not over."""

    RATE = "too many calls: this one was not done"
    FAULT = "no answer that can be believed"
    LATE = "what was just made is not shown yet"


class Passing(Exception):
    """Something that may go away by itself; never leaves the transport."""

    def __init__(self, trouble: Trouble, wait: float | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.wait = wait


class Pace:
    """At most so many calls a minute: half of what Google allows, so that people's own add-ons have the rest."""

    PER_MINUTE: Final[Mapping[tuple[str, Kind], int]] = {
        ("sheets", Kind.READ): 30,
        ("sheets", Kind.WRITE): 30,
        ("drive", Kind.READ): 600,
        # Beside the quota there is a throttle of about three writes a second (google.md 7).
        ("drive", Kind.WRITE): 180,
    }

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._sent: dict[tuple[str, Kind], deque[float]] = {}

    def keep(self, service: str, kind: Kind) -> None:
        """Wait until one more call is within the pace."""
        sent = self._sent.setdefault((service, kind), deque())
        most = self.PER_MINUTE.get((service, kind), 60)
        now = self._tools.monotonic()
        if len(sent) >= most and now - sent[0] < 60:
            self._tools.sleep(60 - (now - sent[0]))
            now = self._tools.monotonic()
        while len(sent) >= most:
            sent.popleft()
        sent.append(now)


class Effort:
    """How hard to try: waits with full jitter, ten minutes of them in all, and a break after five faults in a row."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._faults = 0
        self._open_since = 0.0
        self._waits: deque[tuple[float, float]] = deque()

    def tries(self, kind: Kind, *, is_late: bool = False) -> Retrying:
        """Give tenacity's loop for one call; what it ends with is raised as it is."""
        started = self._tools.monotonic()

        def again(state: RetryCallState) -> bool:
            error = state.outcome.exception() if state.outcome else None
            if not isinstance(error, Passing):
                return False
            if error.trouble is Trouble.LATE:
                return is_late and self._tools.monotonic() - started < LATE_LISTING
            return error.trouble is Trouble.RATE or kind is Kind.READ

        return Retrying(
            retry=again, stop=self._is_over, wait=self._wait, sleep=self._sleep, reraise=True
        )

    def enter(self) -> None:
        """Refuse a call while the circuit is open: five faults in a row are no accident."""
        if self._faults < TRIES_IN_A_ROW:
            return
        if self._tools.monotonic() - self._open_since < AFTER_A_BREAK:
            raise TryAgain(
                "Google failed five times in a row, so nothing more was asked of it.",
                "Run again in some minutes; look at Google's Workspace status page if it goes on.",
                code="X717",
            )
        # One try tells whether it is over; another fault opens the circuit again at once.
        self._faults = TRIES_IN_A_ROW - 1

    def note(self, error: Passing | None) -> None:
        """Count a fault; anything else that Google answered shows that it is there."""
        if error is None or error.trouble is not Trouble.FAULT:
            self._faults = 0
            return
        self._faults += 1
        if self._faults >= TRIES_IN_A_ROW:
            self._open_since = self._tools.monotonic()

    def _is_over(self, state: RetryCallState) -> bool:
        return self._faults >= TRIES_IN_A_ROW or self._waited() + state.upcoming_sleep > BUDGET

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, Passing) and error.wait is not None:
            return error.wait
        return min(2.0 ** (state.attempt_number - 1), MAX_WAIT) * self._chance()

    def _chance(self) -> float:
        """Draw from 0 to 1 out of the random number that the tools give."""
        return int.from_bytes(blake2b(self._tools.number().encode(), digest_size=4).digest()) / 2**32

    def _waited(self) -> float:
        now = self._tools.monotonic()
        while self._waits and now - self._waits[0][0] > BUDGET_SPAN:
            self._waits.popleft()
        return sum(seconds for _, seconds in self._waits)

    def _sleep(self, seconds: float) -> None:
        self._waits.append((self._tools.monotonic(), seconds))
        self._tools.sleep(seconds)

