"""Whether cells keep to their validation rules, for those who want the rules to bind the API too."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from senco_connect_emulator.errors import Refused, invalid
from senco_connect_emulator.sheets.a1 import Area, cell_name, read_range
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.parsing import parse_entered
from senco_connect_emulator.sheets.rendering import effective, shown

__all__ = ["keeps_to", "refuse_invalid"]

Json = dict[str, Any]
_NUMBERS: dict[str, Callable[[float, list[float]], bool]] = {
    "GREATER": lambda number, told: number > told[0],
    "GREATER_THAN_EQ": lambda number, told: number >= told[0],
    "LESS": lambda number, told: number < told[0],
    "LESS_THAN_EQ": lambda number, told: number <= told[0],
    "EQ": lambda number, told: number == told[0],
    "NOT_EQ": lambda number, told: number != told[0],
    "BETWEEN": lambda number, told: told[0] <= number <= told[1],
    "NOT_BETWEEN": lambda number, told: not told[0] <= number <= told[1],
    "BEFORE": lambda number, told: number < told[0],
    "AFTER": lambda number, told: number > told[0],
    "ON_OR_BEFORE": lambda number, told: number <= told[0],
    "ON_OR_AFTER": lambda number, told: number >= told[0],
}
_TEXTS: dict[str, Callable[[str, str], bool]] = {
    "TEXT_CONTAINS": lambda text, told: told.casefold() in text.casefold(),
    "TEXT_NOT_CONTAINS": lambda text, told: told.casefold() not in text.casefold(),
    "TEXT_EQ": lambda text, told: text.casefold() == told.casefold(),
    "TEXT_STARTS_WITH": lambda text, told: text.casefold().startswith(told.casefold()),
    "TEXT_ENDS_WITH": lambda text, told: text.casefold().endswith(told.casefold()),
    "TEXT_IS_EMAIL": lambda text, _: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text)),
    "TEXT_IS_URL": lambda text, _: bool(re.match(r"(https?|ftp|mailto):\S+|www\.\S+", text)),
}


def refuse_invalid(book: Book, area: Area) -> None:
    """Refuse an area in which a cell breaks a strict rule; an empty cell breaks none."""
    for row in range(area.top, min(area.bottom, len(area.sheet.rows))):
        for column, cell in enumerate(area.sheet.rows[row][area.left : area.right], area.left):
            rule = cell.get("dataValidation") if cell and cell.get("userEnteredValue") else None
            if rule and rule.get("strict") and not keeps_to(book, area._replace(top=row, left=column), rule):
                words = "violates the data validation rules set on this cell."
                raise invalid(f"The data you entered in cell {cell_name(row, column)} {words}")


def keeps_to(book: Book, place: Area, rule: Json) -> bool:
    """Tell whether the cell at an area's corner keeps to a rule; a condition that nobody here knows is kept."""
    condition = rule["condition"]
    kind = condition["type"]
    given = [one.get("userEnteredValue", "") for one in condition.get("values", [])]
    text = shown(book, place.sheet, place.top, place.left)
    if kind == "ONE_OF_LIST":
        return text in given
    if kind == "ONE_OF_RANGE":
        return text in _choices(book, place, given[0])
    if kind in _TEXTS:
        return _TEXTS[kind](text, given[0] if given else "")
    value = effective(book, place.sheet, place.top, place.left)
    if kind == "BOOLEAN":
        return text in given if given else "boolValue" in value
    if kind.startswith(("NUMBER_", "DATE_")):
        return _number_keeps(book, kind, value, given)
    return True


def _choices(book: Book, place: Area, formula: str) -> set[str]:
    text = formula.removeprefix("=")
    own = place.sheet.title.replace("'", "''")
    try:
        area = read_range(book, text if "!" in text else f"'{own}'!{text}")
    except Refused:
        return set()
    bottom = min(area.bottom, len(area.sheet.rows))
    cells = ((row, column) for row in range(area.top, bottom) for column in range(area.left, area.right))
    return {shown(book, area.sheet, row, column) for row, column in cells}


def _number_keeps(book: Book, kind: str, value: Json, given: list[str]) -> bool:
    number = value.get("numberValue")
    if number is None:
        return False
    told = [parse_entered(one, book.locale)[0].get("numberValue") for one in given]
    compare = _NUMBERS.get(kind.partition("_")[2])
    if compare is None or None in told:
        return True
    return compare(number, [float(one) for one in told if one is not None])
