"""The reference source: reads the exports of a Mis in memory, whole or only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from senco_connect.adapters import (
    Answer,
    Known,
    Match,
    ReadFile,
    ReadsChanges,
    SourceConfig,
    Tools,
    WriteBackLine,
    WritesBack,
)
from senco_connect.errors import InputRefused
from senco_connect.record import BLANK, FIELDS, MISSING, Reading, Value
from senco_connect.snapshot import Finding, Row, Snapshot
from senco_connect.testing.memory.mis import KIND

__all__ = ["MemorySource"]

FIRST_LINE = 2


class Export(NamedTuple):
    """An export taken apart: what its first line says, and the raw records below it."""

    head: dict[str, Any]
    records: list[bytes]
    digest: str

    def lines(self) -> Iterable[tuple[int, bytes]]:
        """Walk the records with their lines, as a person counts them."""
        return enumerate(self.records, start=FIRST_LINE)

    @property
    def fields(self) -> list[str]:
        """The fields it provides."""
        return [field for field in self.head["fields"] if field in FIELDS]

    @property
    def layout(self) -> str:
        """What the meaning of a record depends on: the headings."""
        return _digest(json.dumps(self.head["fields"]).encode()).hex()


class Record(NamedTuple):
    """One raw record, its line, and its keyed digest where one was asked for."""

    line: int
    text: bytes
    raw: bytes = b""


class MemorySource(ReadsChanges, WritesBack):
    """A source that keeps every promise of the contract; its format is told in ``mis``."""

    name: ClassVar[str] = "memory-source"
    title: ClassVar[str] = "A MIS in memory"

    @classmethod
    def plain(cls) -> MemorySource:
        """Make one that reads whatever it is given."""
        return cls(SourceConfig(cls.name, file="memory.jsonl"), Tools(Path("nowhere")))

    def identify(self, file: ReadFile) -> Match:
        """Know an export by the words of its first line."""
        head, _, _ = file.head().partition(b"\n")
        if json.dumps(KIND).encode() in head:
            return Match(Answer.YES, "its first line says so")
        return Match(Answer.NO, "its first line is not one of ours")

    def read(self, file: ReadFile) -> Snapshot:
        """Read every record, or raise InputRefused."""
        export = self._export(file)
        return self._snapshot(export, [Record(line, text) for line, text in export.lines()])

    def read_since(self, file: ReadFile, known: Known) -> Snapshot:
        """Read the records whose digest was not accepted last time; name the pupils of the others."""
        export = self._export(file)
        accepted = known.records(export.layout)
        records = [Record(line, text, _digest(text, known.secret)) for line, text in export.lines()]
        return self._snapshot(export, [record for record in records if record.raw not in accepted])._replace(
            unchanged=frozenset(accepted[record.raw] for record in records if record.raw in accepted),
            layout=export.layout,
        )

    def write_back(self, lines: Sequence[WriteBackLine]) -> bytes:
        """Make the file that ``Mis.load`` imports."""
        changes = [{"identifiers": dict(line.identifiers), "field": line.field, "value": line.value} for line in lines]
        return "".join(json.dumps(change) + "\n" for change in changes).encode()

    def _export(self, file: ReadFile) -> Export:
        with file.open() as stream:
            content = stream.read()
        first, *records = content.splitlines() or [b""]
        head = self._json(first, line=1)
        if not isinstance(head, dict) or head.get("kind") != KIND or not _is_whole(head):
            raise _refused("The first line is not one of a memory export.", line=1)
        # An export cut off at a line's end is torn all the same.
        if head["pupils"] != len(records):
            raise _refused(f"The records of {file.token} are not as many as it says.")
        return Export(head, records, _digest(content).hex())

    def _snapshot(self, export: Export, records: Iterable[Record]) -> Snapshot:
        found: list[Finding] = []
        rows = [Row(BLANK, r.line, self._values(export, r, found), r.raw) for r in records]
        return Snapshot(
            fields=tuple(export.fields),
            rows=rows,
            digest=export.digest,
            made_at=export.head["made_at"],
            laestab=export.head["laestab"],
            partial=export.head["partial"],
            findings=tuple(found),
            unused=tuple(field for field in export.head["fields"] if field not in FIELDS),
            headings=tuple((field, field) for field in export.fields),
        )

    def _values(self, export: Export, record: Record, found: list[Finding]) -> tuple[Value, ...]:
        cells = self._json(record.text, line=record.line)
        if not isinstance(cells, list) or len(cells) != len(export.head["fields"]):
            raise _refused(f"Line {record.line} has more or fewer cells than there are fields.", line=record.line)
        values: list[Value] = []
        for field, cell in zip(export.head["fields"], cells, strict=True):
            if field in FIELDS:
                reading = self._reading(field, cell)
                values.append(MISSING if cell is None else reading.text)
                found += [Finding("M001", reading.problem, record.line, field, field)] if reading.problem else []
        return tuple(values)

    def _reading(self, field: str, cell: object) -> Reading:
        is_blank = cell is None or not str(cell).strip()
        return Reading(BLANK) if is_blank else FIELDS[field].kind.read(cell)

    def _json(self, text: bytes, *, line: int) -> Any:
        try:
            return json.loads(text)
        except ValueError:
            # The parser's own message quotes the text that it could not read.
            raise _refused(f"Line {line} is not JSON.", line=line) from None


def _is_whole(head: dict[str, Any]) -> bool:
    wanted = {"made_at": str, "laestab": str, "partial": bool, "fields": list, "pupils": int}
    fits = all(isinstance(head.get(name), kind) for name, kind in wanted.items())
    return fits and all(isinstance(field, str) for field in head["fields"])


def _refused(what: str, *, line: int | None = None) -> InputRefused:
    return InputRefused(what, "Export again.", code="M003", line=line)


def _digest(content: bytes, secret: bytes = b"") -> bytes:
    return blake2b(content, key=secret, digest_size=16).digest()
