"""The contract between the library and the systems a school has.

Three kinds of adapter: a Source reads exports, a Register reads and writes the
sheet that people edit, a Filing keeps folders.  Optional powers are classes of
their own.  Construction does no IO.  An adapter reads whole or raises, writes
only what a batch names, and never retries a write by itself.
"""

from __future__ import annotations

import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import IO, Any, ClassVar, NamedTuple, Protocol

from senco_connect.batch import (
    Batch,
    CellWrite,
    FolderBatch,
    FolderOperation,
    Link,
    Mark,
    Matter,
    NewColumn,
    NewFolder,
    NewRow,
    Operation,
    Outcome,
    RenameFolder,
    Result,
)  # fmt: skip
from senco_connect.snapshot import FolderSnapshot, Snapshot

__all__ = [
    "Adapter", "AdapterConfig", "Adopts", "Answer", "Batch", "CellWrite", "ColumnGuess", "Filing", "FolderBatch",
    "FolderOperation", "Known", "Leases", "Link", "MapsColumns", "Mark", "Match", "Matter", "NewColumn", "NewFolder",
    "NewRow", "Operation", "Outcome", "Powers", "Progress", "Proposal", "ReadFile", "ReadsChanges", "Register",
    "RenameFolder", "Result", "Source", "SourceConfig", "Tools", "WriteBackLine", "WritesBack",
]  # fmt: skip


# --- what an adapter is given


@dataclass(frozen=True, slots=True)
class AdapterConfig:
    """Base of every adapter's part of senco.toml.

    A frozen dataclass whose annotations pydantic checks when the file is read
    (unknown keys are refused); a checked config is kept, so that a quiet run
    need not load pydantic.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    adapter: str


@dataclass(frozen=True, slots=True)
class SourceConfig(AdapterConfig):
    """What every source needs: the file (a pattern takes the newest) and the mapping of its headings.

    ``columns`` maps headings to fields ("" leaves a column out); a heading that
    occurs twice is told apart as "SEN status#2".
    """

    file: str
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""


class Progress(Protocol):
    """Told how far long work has come; silent off a terminal."""

    def __call__(self, words: str, done: int, total: int | None) -> None:
        """Report that ``done`` of ``total`` steps of ``words`` are finished."""


def _quiet(words: str, done: int, total: int | None) -> None:  # noqa: ARG001
    return None


def _random_number() -> str:
    return os.urandom(6).hex()


class Tools(NamedTuple):
    """The world, handed in: the folder of the config, the clock, progress, and what a lease needs.

    ``monotonic`` counts seconds since some moment of this machine's own, and
    ``number`` gives a random number that nobody else gets.
    """

    folder: Path
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    progress: Progress = _quiet
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    number: Callable[[], str] = _random_number


class ReadFile:
    """An export on disk.  ``token`` stands for it in messages; its name and path never do."""

    __slots__ = ("path", "token")

    def __init__(self, path: Path, token: str = "the export") -> None:
        self.path = path
        self.token = token

    def head(self, size: int = 65_536) -> bytes:
        """Read the first bytes, at most 64 KiB."""
        with self.path.open("rb") as stream:
            return stream.read(size)

    @property
    def size(self) -> int:
        """Size in bytes."""
        return self.path.stat().st_size

    @property
    def modified(self) -> str:
        """The day the file was last changed (ISO, UTC)."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC).date().isoformat()

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open for reading bytes."""
        with self.path.open("rb") as stream:
            yield stream


class Known(Protocol):
    """What was accepted last time, for adapters that can skip unchanged records."""

    @property
    def secret(self) -> bytes:
        """Key of the record digests: blake2b(record, key=secret, digest_size=16)."""

    def records(self, layout: str) -> Mapping[bytes, str]:
        """Digest of each raw record accepted last time -> pupil key; empty if the layout was another."""


# --- what an adapter answers


class Answer(Enum):
    """Whether a file is this adapter's."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


class Match(NamedTuple):
    """An answer and its reason in words."""

    answer: Answer
    why: str


class ColumnGuess(NamedTuple):
    """A heading, the field it seems to name ("" none), and why; ``position`` counts from 1."""

    heading: str
    position: int
    field: str
    why: str


class Proposal(NamedTuple):
    """A proposed mapping, with what a person has to answer before it can be used."""

    columns: tuple[ColumnGuess, ...]
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Powers(NamedTuple):
    """What a register can promise about a write."""

    atomic: bool = True
    conditional: bool = True
    protects: bool = False
    max_bytes: int = 1_000_000


# --- for the office


class WriteBackLine(NamedTuple):
    """A value for the MIS office to type: who, which field, what the MIS had, what it should be."""

    key: str
    identifiers: Mapping[str, str]
    field: str
    had: str
    value: str


# --- the adapters


class Adapter(ABC):
    """Something that connects one outside system; named in senco.toml, found by entry point."""

    name: ClassVar[str]
    title: ClassVar[str]
    Config: ClassVar[type[AdapterConfig]]

    def __init__(self, config: Any, tools: Tools) -> None:
        self.config = config
        self.tools = tools


class Source(Adapter):
    """A MIS export."""

    Config: ClassVar[type[AdapterConfig]] = SourceConfig

    @abstractmethod
    def identify(self, file: ReadFile) -> Match:
        """Tell from the first 64 KiB whether the file is of this kind; never raises for a foreign file."""

    @abstractmethod
    def read(self, file: ReadFile) -> Snapshot:
        """Read the whole file, or raise InputRefused."""


class ReadsChanges(Source):
    """A source that can pass over records it has seen before."""

    @abstractmethod
    def read_since(self, file: ReadFile, known: Known) -> Snapshot:
        """Read as ``read`` does, but name unchanged pupils in ``unchanged`` instead of giving their rows."""


class MapsColumns(Source):
    """A source whose headings a school may choose."""

    @abstractmethod
    def propose(self, file: ReadFile) -> Proposal:
        """Propose a field for each heading; two that fit one field are a question, never a guess."""


class WritesBack(Source):
    """A source whose system can import a file."""

    @abstractmethod
    def write_back(self, lines: Sequence[WriteBackLine]) -> bytes:
        """Make the file that the system imports."""


class Register(Adapter):
    """A spreadsheet that people edit."""

    @abstractmethod
    def read(self) -> Snapshot:
        """Read the whole register, or raise RegisterRefused, InputRefused, Locked or AccessRefused."""

    @abstractmethod
    def apply(self, batch: Batch) -> Sequence[Outcome]:
        """Apply a batch whole; one outcome for each operation, in order.

        An operation whose ``expect`` is no longer shown is STALE and left out.
        """

    @abstractmethod
    def powers(self) -> Powers:
        """Say what this register can promise."""


class Leases(Register):
    """A register that several machines can reach, and that lets one of them write at a time.

    It keeps one mark, beside what people see.  ``apply`` raises Locked for a batch
    whose fence is not the mark's (``Mark.refuse_others``), and lets no mark be
    written between that look and the change.
    """

    @abstractmethod
    def read_mark(self) -> Mark:
        """Give the mark that was written last; ``Mark()`` where there was none ever."""

    @abstractmethod
    def write_mark(self, expect: Mark, mark: Mark) -> bool:
        """Write a mark if the one there is ``expect``, in one step; else do nothing and answer False."""


class Adopts(Register):
    """A register that can be taken over as people kept it, or made new."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether there is a register already."""

    @abstractmethod
    def propose(self) -> Proposal:
        """Propose a field for each heading that people use."""

    @abstractmethod
    def create(self) -> None:
        """Make an empty register with the default columns, dropdowns and tabs."""


class Filing(Adapter):
    """A tree of pupil folders."""

    @abstractmethod
    def read(self) -> FolderSnapshot:
        """List the pupil folders."""

    @abstractmethod
    def apply(self, batch: FolderBatch) -> Sequence[Outcome]:
        """Apply a batch in order; one outcome for each operation."""
