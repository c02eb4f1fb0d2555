"""The emulator's time: real, or a test's own, moved by hand."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

__all__ = ["Clock", "rfc3339"]


class Clock:
    """Tells the time; ``Clock(start)`` stands still until ``move`` is called."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._moved = timedelta()

    @property
    def now(self) -> datetime:
        """The time now, in UTC."""
        return (self._start or datetime.fromtimestamp(time.time(), UTC)) + self._moved

    @property
    def seconds(self) -> float:
        """The time now as seconds since 1970."""
        return self.now.timestamp()

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self._moved += timedelta(seconds=seconds)


def rfc3339(at: datetime) -> str:
    """Write a moment as Google's answers do: UTC, milliseconds, Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
