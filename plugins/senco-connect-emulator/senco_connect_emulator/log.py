"""What was asked: one entry for each request, so that a test can bound what a client costs."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Entry", "Log"]


class Entry(NamedTuple):
    """A request: the method's id ("token" for a login, "batch" for a batch around its parts, "" where nothing fits),
    what it answered (0 nothing) and what it cost.

    ``reads``, ``writes`` and ``units`` are quota: Sheets and Docs count reads and writes, Drive counts units.
    ``sent`` and ``received`` are the bytes of the answer's and the request's body; ``part`` tells one call of a batch.
    ``applied`` tells that the request had its effect, whatever the answer was.
    """

    method: str
    verb: str
    path: str
    status: int
    who: str
    reads: int = 0
    writes: int = 0
    units: int = 0
    sent: int = 0
    received: int = 0
    part: bool = False
    applied: bool = False


class Log(list[Entry]):
    """The requests since it was cleared."""

    def of(self, prefix: str) -> list[Entry]:
        """Give the requests whose method begins so, such as ``sheets.`` or ``drive.files.list``."""
        return [entry for entry in self if entry.method.startswith(prefix)]

    @property
    def round_trips(self) -> int:
        """How often the client waited for the network: the parts of a batch are one."""
        return sum(1 for entry in self if not entry.part)
