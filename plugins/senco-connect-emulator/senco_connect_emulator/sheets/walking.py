"""Walk the cells of an area."""

from __future__ import annotations

from collections.abc import Iterator

from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.model import Cell, Sheet

__all__ = ["cell_at", "held", "places"]


def places(area: Area) -> Iterator[tuple[int, int]]:
    """Walk every place of an area, row by row."""
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            yield row, column


def held(area: Area) -> Iterator[tuple[int, int, Cell]]:
    """Walk the cells of an area that hold anything; the sheet may be changed on the way."""
    for row in range(area.top, min(area.bottom, len(area.sheet.rows))):
        for column, cell in enumerate(area.sheet.rows[row][area.left : area.right], area.left):
            if cell:
                yield row, column, cell


def cell_at(sheet: Sheet, row: int, column: int) -> Cell:
    """Give what is stored in a cell; an empty object where nothing is."""
    return sheet.cell(row, column) or {}
