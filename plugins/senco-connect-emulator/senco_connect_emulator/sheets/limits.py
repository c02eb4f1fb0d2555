"""How large a spreadsheet may be; one that would be larger is refused."""

from __future__ import annotations

from senco_connect_emulator.errors import Refused, invalid
from senco_connect_emulator.sheets.model import Book

__all__ = ["CELLS", "CHARACTERS", "COLUMNS", "check_size", "check_text"]

CELLS = 20_000_000
COLUMNS = 18_278
CHARACTERS = 50_000


def check_size(book: Book) -> None:
    """Refuse a book with too many cells, empty ones counted, or a sheet with too many columns."""
    sizes = [(sheet.row_count, sheet.column_count) for sheet in book.sheets if "gridProperties" in sheet.properties]
    if sum(rows * columns for rows, columns in sizes) > CELLS:
        raise _above("cells in the workbook", f"{CELLS} cells")
    if max(columns for _, columns in sizes) > COLUMNS:
        raise _above("columns in the sheet", f"{COLUMNS} columns")


def _above(what: str, limit: str) -> Refused:
    return invalid(f"This action would increase the number of {what} above the limit of {limit}.")


def check_text(text: str) -> None:
    """Refuse a text that is longer than a cell may hold."""
    if len(text) > CHARACTERS:
        raise invalid(f"Your input contains more than the maximum of {CHARACTERS} characters in a single cell.")
