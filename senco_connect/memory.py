"""What is remembered between runs, as a plan sees it: tokens and ids, no values.

The store hands it out; a plan only reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

__all__ = ["AGREED", "Accepted", "Cells", "Memory", "Stamp", "Standing"]

AGREED = "agreed"

Cells = Mapping[str, bytes]


class Accepted(NamedTuple):
    """An export that was accepted: its digest and its own time."""

    digest: str
    made_at: str


class Standing(NamedTuple):
    """Where a pupil was last seen, and whether everything about them was at rest.

    ``quiet`` is the digest of the register row that left nothing to decide, b""
    where there is none; a ``waiting`` pupil is looked at whatever the files say.
    """

    in_export: bool
    in_register: bool
    quiet: bytes = b""
    waiting: bool = False


class Stamp(NamedTuple):
    """What a run leaves on the register: which state wrote it, how far that was, and the head of its audit log.

    A part is "" where an older version, or another hand, left none.
    """

    lineage: str
    serial: str = ""
    head: str = ""

    @classmethod
    def read(cls, stamp: str) -> Stamp:
        """Take a stamp apart."""
        lineage, serial, head = (*stamp.split(":", 2), "", "")[:3]
        return cls(lineage, serial if serial.isdecimal() else "", head)

    def __str__(self) -> str:
        """Give the stamp."""
        return ":".join(self)


class Memory(Protocol):
    """The questions a plan may ask of the state."""

    @property
    def secret(self) -> bytes:
        """The school's secret, with which tokens are made."""

    @property
    def lineage(self) -> str:
        """Which state this is; a new one begins whenever state is lost and rebuilt."""

    @property
    def serial(self) -> int:
        """How many runs have been committed."""

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """The exports accepted so far, newest last."""

    @property
    def facts(self) -> Mapping[str, str]:
        """School numbers, the register's stamp, the digest of the rules in force, by name."""

    @property
    def exported(self) -> Collection[str]:
        """The pupils of the last accepted export."""

    @property
    def registered(self) -> Mapping[str, Standing]:
        """The pupils who have or had a register row, and those waiting to be looked at again."""

    def knows(self, key: str) -> bool:
        """Whether the key was ever given to a pupil."""

    def cells(self, store: str, key: str) -> Cells | None:
        """Tokens of a store's shadow (or of what is agreed) by field; None where nothing is known."""

    def sent(self, stamp: str) -> Mapping[tuple[str, str], bytes]:
        """Tokens of the cells in the batch that left this stamp, by key and field; none once what arrived is noted."""

    def meant_names(self, key: str) -> Collection[bytes]:
        """Tokens of the names that runs which were cut off were to give the pupil's folder, and may have given it."""

    def prefetch(self, keys: Collection[str]) -> None:
        """Told which pupils will be asked about, so that they can be fetched together."""

    def expect(self, rows: int) -> None:
        """Told how many rows' identifiers will be looked up, so that many can be fetched together."""

    def holder(self, kind: str, token: bytes) -> str | None:
        """Name the pupil who bears an identifier."""

    def records(self, layout: str) -> Mapping[bytes, str]:
        """Digest of each raw record accepted last time under this layout -> pupil key."""
