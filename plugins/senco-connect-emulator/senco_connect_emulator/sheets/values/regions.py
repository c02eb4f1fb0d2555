"""Where the tables of a sheet are, as appending sees them: blocks of filled cells with nothing around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.model import Sheet

__all__ = ["last_region"]

Box = tuple[int, int, int, int]


def last_region(area: Area) -> Area | None:
    """Find the last table that has a cell in an area; where no cell is filled, the one around it, or none."""
    sheet = area.sheet
    last = _last_filled(area)
    if last is not None:
        return _area(sheet, _grown(sheet, (last[0], last[1], last[0] + 1, last[1] + 1)))
    around = [box for box in _boxes(sheet) if _meet(box, area)]
    return _area(sheet, around[-1]) if around else None


def _area(sheet: Sheet, box: Box) -> Area:
    return Area(sheet, *box)


def _is_filled(cell: Any) -> bool:
    return bool(cell and cell.get("userEnteredValue"))


def _last_filled(area: Area) -> tuple[int, int] | None:
    rows = area.sheet.rows
    for row in range(min(area.bottom, len(rows)) - 1, area.top - 1, -1):
        line = rows[row]
        for column in range(min(area.right, len(line)) - 1, area.left - 1, -1):
            if _is_filled(line[column]):
                return row, column
    return None


def _grown(sheet: Sheet, box: Box) -> Box:
    # Rows first, then columns, until nothing filled touches the box, not even at a corner.
    while True:
        before = box
        box = _with_rows(sheet, box)
        box = _with_columns(sheet, box)
        if box == before:
            return box


def _with_rows(sheet: Sheet, box: Box) -> Box:
    top, left, bottom, right = box
    while top and _row_filled(sheet, top - 1, left, right):
        top -= 1
    while _row_filled(sheet, bottom, left, right):
        bottom += 1
    return top, left, bottom, right


def _row_filled(sheet: Sheet, row: int, left: int, right: int) -> bool:
    return row < len(sheet.rows) and any(map(_is_filled, sheet.rows[row][max(left - 1, 0) : right + 1]))


def _with_columns(sheet: Sheet, box: Box) -> Box:
    top, left, bottom, right = box
    lines = sheet.rows[max(top - 1, 0) : bottom + 1]
    while left and any(len(line) >= left and _is_filled(line[left - 1]) for line in lines):
        left -= 1
    while any(len(line) > right and _is_filled(line[right]) for line in lines):
        right += 1
    return top, left, bottom, right


def _boxes(sheet: Sheet) -> Iterator[Box]:
    found: list[Box] = []
    for row, column, cell in sheet.cells():
        own = (row, column, row + 1, column + 1)
        if _is_filled(cell) and not any(_meet(box, _area(sheet, own)) for box in found):
            box = _grown(sheet, own)
            found.append(box)
            yield box


def _meet(box: Box, area: Area) -> bool:
    top, left, bottom, right = box
    return top < area.bottom and area.top < bottom and left < area.right and area.left < right
