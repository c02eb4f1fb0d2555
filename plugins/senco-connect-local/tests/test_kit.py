"""The library's own rules for a register and a filing, with openpyxl and the disk as the people's hands."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from senco_connect_local.config import FoldersConfig, XlsxConfig
from senco_connect_local.folder_tree import MARKER
from senco_connect_local.folders import Folders
from senco_connect_local.register import XlsxRegister

from senco_connect.adapters import Tools
from senco_connect.testing.contracts import FilingContract, RegisterContract


class ExcelDesk:
    """A person with a spreadsheet program that saves as openpyxl does."""

    def __init__(self, path: Path, lines: Sequence[Sequence[str]]) -> None:
        self.path = path
        if lines:
            workbook = openpyxl.Workbook()
            for line in lines:
                workbook.worksheets[0].append(line)
            workbook.save(path)

    def register(self) -> XlsxRegister:
        return XlsxRegister(XlsxConfig("xlsx", self.path.name), Tools(self.path.parent))

    def _open(self) -> tuple[openpyxl.Workbook, Any]:
        workbook = openpyxl.load_workbook(self.path)
        return workbook, workbook.worksheets[0]

    def cells(self) -> list[list[str]]:
        _, sheet = self._open()
        return [[str(cell) if cell is not None else "" for cell in row] for row in sheet.values]

    def type(self, line: int, heading: str, text: str) -> None:
        workbook, sheet = self._open()
        column = [cell.value for cell in sheet[1]].index(heading) + 1
        sheet.cell(line, column, text)
        workbook.save(self.path)

    def sort(self, heading: str) -> None:
        workbook, sheet = self._open()
        headings, *lines = list(sheet.values)
        place = headings.index(heading)
        for number, line in enumerate(sorted(lines, key=lambda cells: str(cells[place] or "")), start=2):
            for column, cell in enumerate(line, start=1):
                sheet.cell(number, column).value = cell
        workbook.save(self.path)

    def insert_row(self, line: int) -> None:
        workbook, sheet = self._open()
        sheet.insert_rows(line)
        workbook.save(self.path)

    def matters(self) -> list[str]:
        workbook, _ = self._open()
        if "Issues" not in workbook.sheetnames:
            return []
        return [" ".join(str(cell) for cell in row if cell) for row in workbook["Issues"].values]


class TestXlsxRegister(RegisterContract):
    def open_desk(self, folder: Path, lines: Sequence[Sequence[str]]) -> ExcelDesk:
        return ExcelDesk(folder / "Register für alle.xlsx", lines)


class Explorer:
    """A person with a file browser, which does not show hidden files."""

    root = "03 Pupils"

    def __init__(self, place: Path) -> None:
        self.place = place
        self.put(f"{self.root}/Old plans/plan.txt", b"an old plan")
        self.put("01 Register and reports/report.txt", b"a report")

    def filing(self) -> Folders:
        return Folders(FoldersConfig("folders", self.root), Tools(self.place))

    def everything(self) -> Mapping[str, bytes | None]:
        paths = [path for path in self.place.rglob("*") if path.name != MARKER]
        return {p.relative_to(self.place).as_posix(): None if p.is_dir() else p.read_bytes() for p in paths}

    def put(self, path: str, content: bytes) -> None:
        file = self.place / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def rename(self, old: str, new: str) -> None:
        (self.place / old).rename(self.place / new)

    def copy(self, old: str, new: str) -> None:
        shutil.copytree(self.place / old, self.place / new)


class TestFolders(FilingContract):
    def open_shelf(self, folder: Path) -> Explorer:
        return Explorer(folder)

    def open_nowhere(self, folder: Path) -> Folders:
        return Folders(FoldersConfig("folders", "nowhere"), Tools(folder))
