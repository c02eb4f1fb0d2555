"""SUBTOTAL, which passes over rows that are hidden and over other subtotals."""

from __future__ import annotations

import re

from senco_connect_emulator.sheets.formulas.areas import Area, Value
from senco_connect_emulator.sheets.formulas.functions import arithmetic, counting, statistics
from senco_connect_emulator.sheets.formulas.functions.shapes import Function, Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Grid, Scalar

__all__ = ["FUNCTIONS"]

NAMES = ("AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "STDEV", "STDEVP", "SUM", "VAR", "VARP")
TABLE: Table = {**arithmetic.FUNCTIONS, **counting.FUNCTIONS, **statistics.FUNCTIONS}
SUBTOTAL = re.compile(r"\bSUBTOTAL\s*\(", re.IGNORECASE)


def _subtotal(code: int, *given: Value) -> Value:
    """Codes from 101 pass over rows that a person hid, all codes over those that a filter hides."""
    number = code - 100 if code > 100 else code
    if not 1 <= number <= len(NAMES):
        raise Failed("VALUE", f"Function SUBTOTAL parameter 1 value is {code}. It is not a valid function code.")
    function = TABLE[NAMES[number - 1]]
    assert isinstance(function, Function)
    hiding = ("hiddenByFilter", "hiddenByUser") if code > 100 else ("hiddenByFilter",)
    result: Value = function.work(Grid([[value] for one in given for value in _shown(_area(one), hiding)]))
    return result


def _area(value: Value) -> Area:
    if not isinstance(value, Area):
        raise Failed("VALUE", "Argument must be a range.")
    return value


def _shown(area: Area, hiding: tuple[str, ...]) -> list[Scalar]:
    sheet, (top, left, _, right) = area.sheet, area.box
    found: list[Scalar] = []
    for row in range(top, top + len(area.rows)):
        properties = sheet.row_properties.get(row, {})
        if not any(properties.get(name) for name in hiding):
            found += [
                area.at(row - top, column - left) for column in range(left, right) if not _is_one(area, row, column)
            ]
    return found


def _is_one(area: Area, row: int, column: int) -> bool:
    entered = (area.sheet.cell(row, column) or {}).get("userEnteredValue", {})
    return SUBTOTAL.search(entered.get("formulaValue", "")) is not None


FUNCTIONS: Table = {"SUBTOTAL": of("i (r)", _subtotal)}
