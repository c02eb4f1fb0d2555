"""The adapters in memory keep every rule of the kit; what stands on them may trust them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from senco_connect.adapters import Register, Tools
from senco_connect.testing.contracts import Desk, FilingContract, RegisterContract, Shelf, SourceContract
from senco_connect.testing.memory import (
    Cabinet,
    MemoryFiling,
    MemoryRegister,
    MemorySource,
    Workbook,
)


class JsonLines:
    """How the rules change an export that is no delimited text."""

    def lacking_columns(self, content: bytes) -> Iterator[bytes]:
        head, rows = _parsed(content)
        for place in range(len(head["fields"])):
            fields = head["fields"][:place] + head["fields"][place + 1 :]
            yield _written({**head, "fields": fields}, [row[:place] + row[place + 1 :] for row in rows])

    def other_headings(self, content: bytes) -> Iterator[bytes]:
        head, rows = _parsed(content)
        for place in range(len(head["fields"])):
            fields = [*head["fields"][:place], "unheard of", *head["fields"][place + 1 :]]
            yield _written({**head, "fields": fields}, rows)

    def other_orders(self, content: bytes) -> Iterator[bytes]:
        head, *records = content.splitlines(keepends=True)
        yield b"".join([head, *reversed(records)])


def _parsed(content: bytes) -> tuple[dict, list[list]]:
    head, *rows = [json.loads(line) for line in content.splitlines()]
    return head, rows


def _written(head: dict, rows: list[list]) -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in [head, *rows]).encode()


class MemoryDesk:
    """A person at a workbook in memory."""

    def __init__(self, workbook: Workbook, adapter: type[MemoryRegister] = MemoryRegister) -> None:
        self.workbook = workbook
        self.adapter = adapter
        self.type = workbook.type
        self.sort = workbook.sort_by
        self.insert_row = workbook.insert_row
        self.cells = workbook.cells

    def register(self) -> Register:
        return self.adapter.on(self.workbook)

    def matters(self) -> list[str]:
        return [matter.words for matter in self.workbook.matters]


class MemoryShelf(Cabinet):
    """A person at a cabinet in memory."""

    def __init__(self, adapter: type[MemoryFiling] = MemoryFiling) -> None:
        super().__init__()
        self.adapter = adapter
        for folder in ("Pupils", "Pupils/Old plans", "Staff"):
            self.put(folder)
        self.put("Pupils/Old plans/plan.txt", b"a plan")
        self.put("Staff/rota.txt", b"a rota")

    def filing(self) -> MemoryFiling:
        return self.adapter.on(self)


class TestMemorySource(JsonLines, SourceContract):
    adapter = MemorySource
    samples = "samples/memory"


class TestMemoryRegister(RegisterContract):
    adapter = MemoryRegister

    def open_desk(self, folder: Path, lines: Sequence[Sequence[str]]) -> Desk:
        headings, *rows = lines or [[]]
        return MemoryDesk(Workbook(headings, [dict(zip(headings, row, strict=True)) for row in rows]), self.adapter)


class TestMemoryFiling(FilingContract):
    adapter = MemoryFiling

    def open_shelf(self, folder: Path) -> Shelf:
        return MemoryShelf(self.adapter)

    def open_nowhere(self, folder: Path) -> MemoryFiling:
        return self.adapter.on(Cabinet(), Tools(folder / "offline"))
