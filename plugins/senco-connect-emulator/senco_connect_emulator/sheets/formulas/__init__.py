"""What formulas come to, and how they are rewritten when what they refer to moves."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.sheets.formulas.evaluation import calculate
from senco_connect_emulator.sheets.formulas.moving import Move, moved, relocated, sheet_deleted, sheet_renamed
from senco_connect_emulator.sheets.formulas.values import extended
from senco_connect_emulator.sheets.formulas.workings import Workings
from senco_connect_emulator.sheets.model import Book, Sheet

__all__ = ["Move", "evaluate", "moved", "relocated", "sheet_deleted", "sheet_renamed", "spilled"]


def evaluate(book: Book, sheet: Sheet, row: int, column: int) -> dict[str, Any]:
    """Give what the formula in a cell comes to, as an ExtendedValue; it is worked out once until the book changes.

    A cell that holds no formula gives what it holds, or what another's formula puts there.
    """
    workings = _workings(book)
    key = (sheet.id, row, column)
    if key not in book.calculated:
        book.calculated[key] = extended(workings.answer(sheet, row, column))
    return book.calculated[key]


def spilled(book: Book, sheet: Sheet, row: int, column: int) -> dict[str, Any]:
    """Give what another cell's formula puts into a cell that holds nothing itself; mostly nothing."""
    return extended(_workings(book).answer(sheet, row, column))


def _workings(book: Book) -> Workings:
    """Give the workings of the book as it is now; those of another day know another TODAY."""
    kept = book.workings
    if not isinstance(kept, Workings) or kept.is_stale:
        book.calculated.clear()
        kept = book.workings = Workings(book, calculate)
    return kept
