"""A person at the register in Excel: finds a cell by heading and child, types, sorts, inserts, renames, saves.

Knows nothing of the library: marks and keys are simply part of the workbook,
and go where Excel would take them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from senco_connect_local.demo.entries import Typed
from senco_connect_local.demo.register import HEADING_LINE, TAB
from senco_connect_local.demo.shifting import insert_column
from senco_connect_local.demo.values import save_workbook

__all__ = ["Person"]

# Lines are laid aside here while they are sorted: far below any register.
_ASIDE: Final = 10_000


class Person:
    """Has the workbook open; nothing is on disk before ``save``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._workbook = load_workbook(path)
        self._values = load_workbook(path, data_only=True)

    def types(self, admission_no: str, heading: str, value: Typed) -> None:
        """Type over one cell; None clears it."""
        self._cell(admission_no, heading).value = value

    def sees(self, admission_no: str, heading: str) -> object:
        """Read one cell; a day is a date."""
        value = self._cell(admission_no, heading).value
        return value.date() if isinstance(value, datetime) else value

    def renames(self, heading: str, new: str) -> None:
        """Type another heading over a heading."""
        self._at(HEADING_LINE, self._column(heading)).value = new

    def inserts_column_before(self, heading: str, new: str) -> None:
        """Insert a column and give it a heading that looks like its neighbour."""
        place = self._column(heading)
        for book in (self._workbook, self._values):
            insert_column(book, book[TAB], place)
        cell, neighbour = (self._at(HEADING_LINE, column) for column in (place, place + 1))
        cell.value, cell.style = new, neighbour.style
        self._sheet.column_dimensions[get_column_letter(place)].width = 13

    def sorts_by(self, *headings: str) -> None:
        """Sort the lines of children by columns, as the filter's arrow does: whole lines, with all that is on them."""
        columns = [self._column(heading) for heading in headings]
        order = sorted(self._lines(), key=lambda line: [self._text(line, column) for column in columns])
        for book in (self._workbook, self._values):
            _move_lines(book[TAB], order)

    def save(self) -> None:
        """Save the workbook where it was."""
        shown = {
            (TAB, cell.coordinate): self._values[TAB][cell.coordinate].value
            for row in self._sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        save_workbook(self._workbook, self._path, shown=shown)

    @property
    def _sheet(self) -> Worksheet:
        sheet: Worksheet = self._workbook[TAB]
        return sheet

    def _cell(self, admission_no: str, heading: str) -> Cell:
        numbers = self._column("Adm No")
        fitting = (line for line in self._lines() if _is_number(self._at(line, numbers).value, admission_no))
        return self._at(next(fitting), self._column(heading))

    def _at(self, line: int, column: int) -> Cell:
        cell = self._sheet.cell(line, column)
        assert isinstance(cell, Cell)
        return cell

    def _text(self, line: int, column: int) -> str:
        return str(self._at(line, column).value or "").casefold()

    def _column(self, heading: str) -> int:
        return next(cell.column for cell in self._sheet[HEADING_LINE] if cell.value == heading)

    def _lines(self) -> Iterator[int]:
        numbers = self._column("Adm No")
        lines = range(HEADING_LINE + 1, self._sheet.max_row + 1)
        return (line for line in lines if self._at(line, numbers).value is not None)


def _is_number(shown: object, admission_no: str) -> bool:
    return str(shown).lstrip("0") == admission_no.lstrip("0")


def _move_lines(sheet: Worksheet, order: list[int]) -> None:
    """Put lines into a new order; a formula keeps pointing at its own line."""
    last = get_column_letter(sheet.max_column)
    for line in order:
        sheet.move_range(f"A{line}:{last}{line}", rows=_ASIDE, translate=True)
    for place, line in zip(sorted(order), order, strict=True):
        sheet.move_range(f"A{line + _ASIDE}:{last}{line + _ASIDE}", rows=place - line - _ASIDE, translate=True)
