"""What is tried: the seeds and words of one kind of input, and what must hold for any input of that kind.

``look`` gives a verdict ("accepted", or the code of the refusal) and raises Broken
where something that must hold does not; every other exception that leaves it is a
finding as well.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import IO, NamedTuple

from senco_connect.adapters import ReadFile
from senco_connect.errors import SencoError
from senco_connect.record import FIELDS
from senco_connect.snapshot import Snapshot

__all__ = [
    "ACCEPTED", "ALL", "CANARY", "Broken", "Held", "Target", "attempt", "check_refusal", "check_snapshot", "check_words",
    "file_line_count", "is_turn",
    "samples",
]  # fmt: skip

ROOT = Path(__file__).resolve().parents[2]
ACCEPTED = "accepted"
ALL = -1
CANARY = "Canarychild"
_CANARY = re.compile(r"canarychild|H001999926001|H801200001001|Exampleby|Tamsin|Übung", re.IGNORECASE)


class Target(NamedTuple):
    """One kind of input; ``measured`` are the modules whose branches are counted.

    ``look(data, turn)`` always reads the input; the dearer checks are shared out
    over the turns 0 to 3, and all of them are done where the turn is ALL.
    """

    name: str
    seeds: Sequence[bytes]
    look: Callable[[bytes, int], str]
    mutated: Callable[[bytes, Random], bytes]
    measured: Sequence[str]


class Broken(AssertionError):
    """Something that must hold for every input does not."""


class Held(ReadFile):
    """An export in memory: the disk is no part of what is tried."""

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        super().__init__(Path("Übung export"))
        self._data = data

    def head(self, size: int = 65_536) -> bytes:
        return self._data[:size]

    @property
    def size(self) -> int:
        return len(self._data)

    @property
    def modified(self) -> str:
        return "2026-11-23"

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        yield io.BytesIO(self._data)


def samples(plugin: str, *patterns: str) -> list[bytes]:
    """Give a plugin's own samples, a child's name in them exchanged for the canary."""
    folder = ROOT / "plugins" / plugin / "tests" / "samples"
    paths = sorted(path for pattern in patterns for path in folder.glob(pattern))
    return [path.read_bytes().replace(b"Example", CANARY.encode()) for path in paths]


def is_turn(turn: int, own: int) -> bool:
    """Whether a check that has this turn of its own is done now."""
    return turn in (own, ALL)


def attempt(read: Callable[..., Snapshot], *given: object) -> Snapshot | SencoError:
    """Read, and give what a caller would see: a snapshot or a refusal of our own."""
    try:
        return read(*given)
    except SencoError as refusal:
        return refusal


def check_refusal(refusal: SencoError, lines: int) -> str:
    """Check that a refusal tells nothing of the file and points into it; give its code."""
    for words in (str(refusal), repr(refusal), refusal.code, refusal.cure, refusal.column or "", *refusal.also):
        check_words(words)
    if refusal.__cause__ is not None:
        # A traceback would print it; of what else it was raised from a refusal says nothing.
        check_words(str(refusal.__cause__))
    check_line(refusal.line, lines)
    return refusal.code or type(refusal).__name__


def check_snapshot(snapshot: Snapshot, lines: int) -> None:
    """Check the shape of what was read, and that its findings tell nothing of the file."""
    if not set(snapshot.fields) <= set(FIELDS):
        raise Broken("a field that is not declared")
    if any(len(row.values) != len(snapshot.fields) for row in snapshot.rows):
        raise Broken("a row of another width")
    for row in snapshot.rows:
        check_line(row.line, lines)
    for finding in snapshot.findings:
        check_words(finding.code)
        check_words(finding.words)
        check_line(finding.line, lines)


def check_line(line: int | None, lines: int) -> None:
    """Check that a line is one of the file's."""
    if line is not None and not 1 <= line <= lines:
        raise Broken(f"line {line} of {lines}")


def check_words(words: str) -> None:
    """Check that no canary is in a text that a person or a log gets."""
    if _CANARY.search(words):
        raise Broken("a canary in the words: " + _CANARY.sub("<canary>", words))


def file_line_count(data: bytes) -> int:
    """Give a number of lines that no way of counting passes."""
    return data.count(b"\n") + data.count(b"\r") + 1
