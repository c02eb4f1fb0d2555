"""Where conditional formats and formulas of filters hold, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.conditions import holds
from senco_connect_emulator.sheets.formulas import evaluate, relocated
from senco_connect_emulator.sheets.model import Book, Sheet

__all__ = ["formats_by_cell", "meeting"]

Json = dict[str, Any]
Place = tuple[int, int]


def formats_by_cell(book: Book, area: Area) -> dict[Place, list[Json]]:
    """Give the formats that the rules of a sheet put on the cells of an area, the first that counts first."""
    found: dict[Place, list[Json]] = {}
    for rule in area.sheet.conditional_formats:
        boolean = rule.get("booleanRule")
        if boolean:
            places = {place: None for told in rule["ranges"] for place in _shared(told, area)}
            first = rule["ranges"][0]
            corner = first.get("startRowIndex", 0), first.get("startColumnIndex", 0)
            for place in meeting(book, area.sheet, boolean["condition"], corner, places):
                found.setdefault(place, []).append(boolean.get("format", {}))
    return found


def _shared(told: Json, area: Area) -> Iterator[Place]:
    # Rows that were never written have nothing to show.
    bottom = min(area.bottom, told.get("endRowIndex", area.bottom), len(area.sheet.rows))
    right = min(area.right, told.get("endColumnIndex", area.right))
    for row in range(max(area.top, told.get("startRowIndex", 0)), bottom):
        for column in range(max(area.left, told.get("startColumnIndex", 0)), right):
            yield row, column


def meeting(book: Book, sheet: Sheet, condition: Json, corner: Place, places: Iterable[Place]) -> list[Place]:
    """Give those cells that meet a condition; a formula is written for the corner and goes along to the others."""
    if condition["type"] == "CUSTOM_FORMULA":
        return _by_formula(book, sheet, condition["values"][0].get("userEnteredValue", ""), corner, list(places))
    return [place for place in places if holds(book, Area(sheet, *place, place[0] + 1, place[1] + 1), condition)]


def _by_formula(book: Book, sheet: Sheet, formula: str, corner: Place, places: list[Place]) -> list[Place]:
    # Worked out in a new column on new rows of a copy, where no reference of theirs can meet them.
    trial = book.copy()
    spare = next(other for other in trial.sheets if other.id == sheet.id)
    top, left = spare.row_count, spare.column_count
    spare.resize(rows=top + len(places), columns=left + 1)
    for line, (row, column) in enumerate(places, top):
        moved = relocated(formula, row - corner[0], column - corner[1])
        spare.put(line, left, {"userEnteredValue": {"formulaValue": moved}})
    trial.changed()
    return [place for line, place in enumerate(places, top) if _is_true(evaluate(trial, spare, line, left))]


def _is_true(value: Json) -> bool:
    return bool(value.get("boolValue")) or bool(value.get("numberValue"))
