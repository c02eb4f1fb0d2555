"""Read the table of a workbook as rows of text, as if it had been saved as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from senco_connect.adapters import ReadFile
from senco_connect.errors import InputRefused
from senco_connect.record.kinds import tidy
from senco_connect_mis.columns import Vocabulary
from senco_connect_mis.findings import FOREIGN_KIND, MAPPING, NO_HEADINGS, TOO_MUCH, opening
from senco_connect_mis.header_row import Line, Top, find_top
from senco_connect_mis.limits import CELL_CHARACTERS, SHEET_ROWS
from senco_connect_mis.records import Block
from senco_connect_mis.workbook_guard import harmless

__all__ = ["Sheet", "find_sheet", "sheets_with_pupils"]

# The number of a sheet (from 1) and its rows.
Grid = tuple[int, list[list[str]]]
# The same, as the reader of workbooks gives them: numbers and days are no texts yet.
Laid = tuple[int, list[list[Any]]]

# What nobody sees is last year's list, or another program's.
_A_VISIBLE_TABLE = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
# Above this a number in a workbook has lost its last figures.
_LAST_WHOLE_NUMBER = 10**15


class Sheet(NamedTuple):
    """A sheet with a row of headings: its number (from 1), that row, and all rows as text."""

    number: int
    top: Top
    rows: Sequence[Sequence[str]]

    def block(self) -> Block:
        """Give the rows below the headings; lines are the sheet's row numbers."""
        rows = self.rows[self.top.last_line :]
        first = self.top.last_line + 1
        return Block(range(first, first + len(rows)), rows, [b""] * len(rows))


def find_sheet(file: ReadFile, vocabulary: Vocabulary) -> Sheet:
    """Give the one sheet with a table of pupils, or raise InputRefused where that is not plain."""
    best = sheets_with_pupils(file, vocabulary)
    if vocabulary.mapping:
        # The school's own headings may tell apart what usual ones don't.
        most = max(sheet.top.score for sheet in best)
        best = [sheet for sheet in best if sheet.top.score == most]
    if len(best) > 1:
        numbers = ", ".join(str(sheet.number) for sheet in best)
        raise InputRefused(
            f"Sheets {numbers} of {file.token} all hold tables of pupils.",
            "Keep the one to be read in a workbook of its own.",
            code=MAPPING,
        )
    return best[0]


def sheets_with_pupils(file: ReadFile, vocabulary: Vocabulary) -> list[Sheet]:
    """Give the visible sheets with a row of headings that are understood, at least one."""
    sheets = [
        Sheet(number, top, rows)
        for number, rows in _visible_sheets(file)
        if (top := find_top((Line(n, n, row) for n, row in enumerate(rows, start=1)), vocabulary))
    ]
    if not sheets:
        raise InputRefused(
            f"No sheet of {file.token} has a row of headings with a name, UPN or admission number.",
            "Give its columns headings in one of the first 15 rows, or name them in senco.toml (senco init asks).",
            code=NO_HEADINGS,
        )
    # Counted only where pupils are: a sheet of postcodes may be as long as it likes.
    for sheet in sheets:
        _check_size(file, sheet)
    return sheets


def _visible_sheets(file: ReadFile) -> list[Grid]:
    workbook = harmless(file)
    try:
        grids = _grids(CalamineWorkbook.from_filelike(workbook))
    except (CalamineError, OSError, ValueError):
        raise InputRefused(
            f"{opening(file.token)} can't be read as an Excel workbook.",
            "Open it in a spreadsheet program, save it as .xlsx again, and use that file.",
            code=FOREIGN_KIND,
        ) from None
    return [(number, list(map(_texts, grid))) for number, grid in grids]


def _grids(book: CalamineWorkbook) -> list[Laid]:
    with book:
        kinds = [(sheet.typ, sheet.visible) for sheet in book.sheets_metadata]
        shown = [n for n, kind in enumerate(kinds) if kind == _A_VISIBLE_TABLE]
        return [(n + 1, book.get_sheet_by_index(n).to_python(skip_empty_area=False)) for n in shown]


def _texts(row: list[Any]) -> list[str]:
    # Only texts can be joined: there is no quicker way to see that nothing is left to do.
    try:
        "".join(row)
    except TypeError:
        return [cell if type(cell) is str else _text(cell) for cell in row]
    return row


def _text(cell: object) -> str:
    if isinstance(cell, float) and abs(cell) >= _LAST_WHOLE_NUMBER:
        return f"{cell:E}"
    return tidy(cell)


def _check_size(file: ReadFile, sheet: Sheet) -> None:
    if len(sheet.rows) - sheet.top.last_line > SHEET_ROWS:
        what, cure = f"Sheet {sheet.number} of {file.token} has more than {SHEET_ROWS} rows.", "Export it as CSV UTF-8."
        raise InputRefused(what, cure, code=TOO_MUCH)
    for line, row in enumerate(sheet.rows, start=1):
        if len("".join(row)) > CELL_CHARACTERS and max(map(len, row)) > CELL_CHARACTERS:
            what = f"Line {line} of {file.token} has a cell of more than {CELL_CHARACTERS} characters."
            raise InputRefused(what, "Shorten it and export again.", code=TOO_MUCH, line=line)
