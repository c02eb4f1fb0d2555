"""A register as a school keeps it: titles, colours, comments, a chart, own columns, formulas; nobody in it is real."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table
from senco_connect_local.config import XlsxConfig
from senco_connect_local.register import XlsxRegister

from senco_connect.adapters import Batch, Matter, Operation, Outcome, Tools
from senco_connect.snapshot import Snapshot

HEADINGS = [
    "Adno",
    "Surname",
    "Forename",
    "DOB",
    "Year",
    "SEN Status",
    "Primary Need",
    "PP",
    "Next Review",
    "Seat",
    "Age",
]
PUPILS: list[list[Any]] = [
    [
        "000101",
        "Sample-Pound",
        "Zoë",
        date(2013, 9, 4),
        7,
        "K",
        "SLCN",
        "Y",
        date(2026, 2, 3),
        "by the door",
        "=2026-13",
    ],
    ["000102", "O'Fiction", "Ben", date(2012, 1, 31), 8, "E - EHCP", "dyslexia?", "N", "Spring 2026", None, "=2026-12"],
    ["000103", "Madeup", "Carys", date(2013, 5, 1), 7, None, None, "N", None, "front", "=2026-13"],
]
HEADER_LINE = 3
FIRST_LINE = 4


def school_workbook(pupils: Iterable[list[Any]] = PUPILS, *, table: bool = False) -> openpyxl.Workbook:
    """Build the workbook with openpyxl: a summary tab with a chart, and the register under a merged title."""
    workbook = openpyxl.Workbook()
    summary = workbook.worksheets[0]
    summary.title = "Summary"
    summary.append(["On SEN support", "=COUNTIF('SEN Register'!F4:F9,\"K\")"])
    chart = BarChart()
    chart.add_data(Reference(summary, min_col=2, min_row=1, max_row=1))
    summary.add_chart(chart, "D4")
    sheet = workbook.create_sheet("SEN Register")
    sheet["A1"] = "Invented School: SEN register"
    sheet.merge_cells("A1:H1")
    sheet.append([])
    sheet.append(HEADINGS)
    for cell in sheet[HEADER_LINE]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", start_color="1F4E78")
    for pupil in pupils:
        sheet.append(pupil)
    last = sheet.max_row
    for line in range(FIRST_LINE, last + 1):
        sheet.cell(line, 1).number_format = "@"
        sheet.cell(line, 2).fill = PatternFill("solid", start_color="FFF2CC")
        for column in (4, 9):
            sheet.cell(line, column).number_format = "dd/mm/yyyy"
    sheet["G5"].comment = Comment("Ask home about this", "SENCO")
    sheet.column_dimensions["B"].width = 31
    sheet.row_dimensions[5].hidden = True
    area = f"A{HEADER_LINE}:{get_column_letter(len(HEADINGS))}{last}"
    if table:
        sheet.add_table(Table(displayName="Register", ref=area))
    else:
        sheet.auto_filter.ref = area
    amber = PatternFill("solid", end_color="FFC000")
    sheet.conditional_formatting.add(f"F{FIRST_LINE}:F{last}", CellIsRule("equal", ['"E"'], fill=amber))
    return workbook


def edit_member(path: Path, name: str, change: Callable[[str], str]) -> None:
    """Change the text of one member of a workbook."""
    rewrite(path, {name: change(zipfile.ZipFile(path).read(name).decode()).encode()})


def rewrite(path: Path, changed: Mapping[str, bytes]) -> None:
    """Write a workbook again with some members new."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()} | dict(changed)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)


def as_excel_saves(path: Path) -> None:
    """Give the workbook what Excel adds: shared strings, stored values, a calculation chain, extensions, a picture."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))}
    sheets = sorted(name for name in members if name.startswith("xl/worksheets/sheet"))
    shared: list[str] = []

    def share(match: re.Match[str]) -> str:
        shared.append(match[2])
        return f'{match[1]}t="s"><v>{len(shared) - 1}</v></c>'

    for name in sheets:
        text = re.sub(r'(<c [^>]*)t="inlineStr"><is>(.*?)</is></c>', share, members[name], flags=re.DOTALL)
        text = re.sub(r"</f><v\s*/?>(</v>)?", "</f><v>13</v>", text)
        text = text.replace(
            "<worksheet ",
            '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
            'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ',
        )
        members[name] = re.sub(r'<row r="(\d+)"', r'<row r="\1" x14ac:dyDescent="0.25"', text)
    strings = "".join(f"<si>{text}</si>" for text in shared)
    members["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}" count="{len(shared)}">{strings}</sst>'
    members["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="K4" i="2"/><c r="B1" i="1"/></calcChain>'
    members["xl/threadedComments/threadedComment1.xml"] = "<ThreadedComments/>"
    relations = members["xl/_rels/workbook.xml.rels"]
    for kind, target in (("sharedStrings", "sharedStrings.xml"), ("calcChain", "calcChain.xml")):
        new = f'<Relationship Id="x{kind}" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
        relations = relations.replace("</Relationships>", new)
        override = (
            f'<Override PartName="/xl/{target}" '
            f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/></Types>'
        )
        members["[Content_Types].xml"] = members["[Content_Types].xml"].replace("</Types>", override)
    members["xl/_rels/workbook.xml.rels"] = relations
    rewrite(
        path, {name: text.encode() for name, text in members.items()} | {"xl/media/image1.png": b"\x89PNG invented"}
    )


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Book:
    """A workbook on disk with a register adapter over it."""

    path: Path
    config: XlsxConfig

    @property
    def register(self) -> XlsxRegister:
        return XlsxRegister(self.config, Tools(folder=self.path.parent))

    def read(self) -> Snapshot:
        return self.register.read()

    def apply(self, *operations: Operation, matters: tuple[Matter, ...] = (), stamp: str = "L/1") -> list[Outcome]:
        return list(self.register.apply(Batch(operations, matters, stamp)))

    def shown(self) -> dict[str, dict[str, Any]]:
        """Give key -> field -> text of the register as the adapter reads it."""
        snapshot = self.read()
        return {row.key: dict(snapshot.cells(row)) for row in snapshot.rows}

    def sheet(self) -> Any:
        """Give the register's tab as openpyxl, the second reader, sees it."""
        return openpyxl.load_workbook(self.path)["SEN Register"]

    def members(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.path) as package:
            return {name: package.read(name) for name in package.namelist()}

    def edit(self, change: Callable[[Any], object]) -> None:
        """Let a person change the register in a program that saves as openpyxl does."""
        workbook = openpyxl.load_workbook(self.path)
        change(workbook["SEN Register"])
        workbook.save(self.path)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """The school's register, as Excel saved it, never touched by the library."""
    folder = tmp_path / "Ünsere Schule"
    folder.mkdir()
    path = folder / "SEN register 2026.xlsx"
    school_workbook().save(path)
    as_excel_saves(path)
    return Book(path, XlsxConfig("xlsx", path.name))


@pytest.fixture
def keyed(book: Book) -> Book:
    """The same register, taken over: a key column, and keys on three lines."""
    from senco_connect.adapters import Link, NewColumn

    links = [Link(f"l{n}", f"key{n}", n + 3, {"admission_no": f"00010{n}"}, "adopted") for n in (1, 2, 3)]
    assert {o.result.value for o in book.apply(NewColumn("c", "", "adopted"), *links)} == {"done"}
    return book


@pytest.fixture(name="edit_member")
def edit_member_fixture() -> Callable[[Path, str, Callable[[str], str]], None]:
    """Give the function that changes the text of one member of a workbook."""
    return edit_member


@pytest.fixture(name="school_workbook")
def school_workbook_fixture() -> Callable[..., openpyxl.Workbook]:
    """Give the function that builds the school's workbook."""
    return school_workbook


@pytest.fixture(name="rewrite")
def rewrite_fixture() -> Callable[[Path, Mapping[str, bytes]], None]:
    """Give the function that writes a workbook again with some members new."""
    return rewrite


@pytest.fixture
def make_book() -> Callable[[Path], Book]:
    """Give the function that puts a register adapter over a workbook."""
    return lambda path: Book(path, XlsxConfig("xlsx", path.name))
