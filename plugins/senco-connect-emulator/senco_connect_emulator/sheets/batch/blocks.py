"""Blocks of cells lifted out and put down elsewhere, with what each kind of paste takes along."""

from __future__ import annotations

from typing import Any, NamedTuple

from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.kinds import Json
from senco_connect_emulator.sheets.formulas import relocated
from senco_connect_emulator.sheets.model import Book, Cell, Sheet
from senco_connect_emulator.sheets.parts import only, some, without
from senco_connect_emulator.sheets.rendering import effective

__all__ = ["Lifted", "lift", "pasted", "put_rows", "transposed"]

_VALUES = ("userEnteredValue", "textFormatRuns", "chipRuns")
# The kinds that take one part of a cell alone.
_PARTS: dict[str, tuple[str, ...]] = {
    "PASTE_FORMAT": ("userEnteredFormat",),
    "PASTE_DATA_VALIDATION": ("dataValidation",),
    "PASTE_CONDITIONAL_FORMATTING": (),
}


class Lifted(NamedTuple):
    """A cell that was lifted: what is stored, what it came to, and where it was."""

    cell: Cell
    value: Json
    row: int
    column: int


def lift(book: Book, area: Area) -> list[list[Lifted]]:
    """Lift the cells of an area, row by row."""
    return [
        [_lifted(book, area.sheet, row, column) for column in range(area.left, area.right)]
        for row in range(area.top, area.bottom)
    ]


def _lifted(book: Book, sheet: Sheet, row: int, column: int) -> Lifted:
    cell = sheet.cell(row, column) or {}
    value = cell.get("userEnteredValue", {})
    return Lifted(cell, effective(book, sheet, row, column) if "formulaValue" in value else value, row, column)


def transposed(block: list[list[Lifted]]) -> list[list[Lifted]]:
    """Turn rows into columns."""
    return [list(line) for line in zip(*block, strict=True)]


def pasted(old: Cell | None, lifted: Lifted, kind: str, step: tuple[int, int] | None) -> Cell | None:
    """Give the cell after a paste; ``step`` tells how far a formula's references go along, None not at all."""
    taken = _taken(lifted, kind, step)
    if kind in {"PASTE_NORMAL", "PASTE_NO_BORDERS"}:
        return taken or None
    kept = {name: inner for name, inner in (old or {}).items() if name not in _replaced(kind)}
    return {**kept, **taken} or None


def _replaced(kind: str) -> tuple[str, ...]:
    if kind in {"PASTE_VALUES", "PASTE_FORMULA"}:
        return _VALUES
    return _PARTS.get(kind, ())


def _taken(lifted: Lifted, kind: str, step: tuple[int, int] | None) -> Json:
    if kind in _PARTS:
        return only(lifted.cell, _PARTS[kind])
    if kind == "PASTE_VALUES":
        return {} if "errorValue" in lifted.value else some({"userEnteredValue": lifted.value})
    taken = _relocated(only(lifted.cell, _VALUES) if kind == "PASTE_FORMULA" else lifted.cell, step)
    if kind == "PASTE_NO_BORDERS" and "userEnteredFormat" in taken:
        return {**taken, "userEnteredFormat": without(taken["userEnteredFormat"], "borders")}
    return taken


def _relocated(cell: Cell, step: tuple[int, int] | None) -> Cell:
    formula: Any = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula is None or step is None:
        return cell
    return {**cell, "userEnteredValue": {"formulaValue": relocated(formula, *step)}}


def put_rows(sheet: Sheet, corner: tuple[int, int], rows: list[list[Cell | None]]) -> None:
    """Put cells down from a corner; the grid holds them."""
    top, left = corner
    for row, line in enumerate(rows, top):
        for column, cell in enumerate(line, left):
            if cell or sheet.cell(row, column):
                sheet.put(row, column, cell)
