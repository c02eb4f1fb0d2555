"""What a store is told to write, and what it answers.

Pure data.  Every write names the pupil key, the field, the text it expects to
find and why; where the cell stands is worked out when sending, never remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple

from senco_connect.errors import Locked

__all__ = [
    "Batch", "CellWrite", "FolderBatch", "FolderOperation", "Link", "Mark", "Matter", "NewColumn", "NewFolder",
    "NewRow", "Operation", "Outcome", "RenameFolder", "Result",
]  # fmt: skip


class Result(Enum):
    """What became of one operation."""

    DONE = "done"
    STALE = "stale"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Outcome(NamedTuple):
    """The result of the operation with this id, and why where it is not DONE."""

    id: str
    result: Result
    why: str = ""


class CellWrite(NamedTuple):
    """Set one cell, if it still shows ``expect``.

    Cells of one pupil with the same ``group`` ("" none) are one value: where one
    can't be written, none of them is.
    """

    id: str
    key: str
    field: str
    expect: str
    value: str
    why: str
    group: str = ""


class NewRow(NamedTuple):
    """Add a row for a pupil who has none."""

    id: str
    key: str
    values: Mapping[str, str]
    why: str


class Link(NamedTuple):
    """Write a pupil's key into the key cell of an existing row, if its cells still show ``expect``."""

    id: str
    key: str
    line: int
    expect: Mapping[str, str]
    why: str


class NewColumn(NamedTuple):
    """Add a column at the right end; ``field`` "" is the key column."""

    id: str
    field: str
    why: str


Operation = NewColumn | Link | NewRow | CellWrite


class Matter(NamedTuple):
    """An open matter as people see it on the Issues tab; ``shown`` gives each store's text."""

    kind: str
    key: str
    field: str
    shown: tuple[tuple[str, str], ...]
    owner: str
    words: str


class Batch(NamedTuple):
    """One atomic change of the register: operations in order, the open matters as they now stand, the new stamp.

    ``matters`` None leaves the list of open matters as it is.  ``fence`` is that of
    the lease under which it is sent; "" where there is none.  ``children`` tells by
    key what the pupil's row showed of whose it is when it was read: a row that
    shows another child now is written to by no CellWrite.
    """

    operations: tuple[Operation, ...]
    matters: tuple[Matter, ...] | None
    stamp: str
    fence: str = ""
    children: Mapping[str, Mapping[str, str]] = {}

    def to_strangers(self, shows: Callable[[str, str, str], bool]) -> set[str]:
        """Give the ids of writes to a row on which another child stands; ``shows(key, field, text)`` looks at it now.

        What the batch itself writes there is no stranger's, for it may be sent twice.
        """
        writes = [op for op in self.operations if isinstance(op, CellWrite)]
        signs = {key: {field: {text} for field, text in shown.items()} for key, shown in self.children.items()}
        for op in writes:
            if op.field in signs.get(op.key, ()):
                signs[op.key][op.field].add(op.value)
        strangers = {
            key
            for key, fields in signs.items()
            if not all(any(shows(key, field, text) for text in texts) for field, texts in fields.items())
        }
        return {op.id for op in writes if op.key in strangers}


class Mark(NamedTuple):
    """Who may write a register: a holder ("" nobody) by its random number, and a heartbeat.

    ``number`` grows with each taking and never falls, so that a run which lost
    the lease while it was paused is told from the run that has it now.
    """

    number: int = 0
    holder: str = ""
    beat: int = 0

    @property
    def fence(self) -> str:
        """What a batch of the holder bears; "" where nobody holds the register."""
        return f"{self.number}:{self.holder}" if self.holder else ""

    def refuse_others(self, fence: str) -> None:
        """Raise Locked for a batch that does not bear this fence: nothing of it may be written."""
        if fence != self.fence:
            raise Locked(
                "The register is another run's to write now, or was unlocked by a person; nothing more was written.",
                "Run again when no other run is at work on this register.",
                code="E054",
            )


class NewFolder(NamedTuple):
    """Make a pupil's folder with its sections, marked with the key."""

    id: str
    key: str
    name: str
    sections: tuple[str, ...]
    why: str


class RenameFolder(NamedTuple):
    """Give a folder its new name, if it still has the one we gave it."""

    id: str
    key: str
    folder: str
    expect: str
    name: str
    why: str


FolderOperation = NewFolder | RenameFolder


class FolderBatch(NamedTuple):
    """Changes of the folder tree, in order."""

    operations: tuple[FolderOperation, ...]
