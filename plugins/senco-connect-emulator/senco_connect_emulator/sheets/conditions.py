"""Conditions of filters, rules and formats: which are well formed, and whether a cell meets one."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.rendering import effective, shown
from senco_connect_emulator.sheets.validating import keeps_to

__all__ = ["check_condition", "holds"]

Json = dict[str, Any]

_NO_VALUE = {"BLANK", "NOT_BLANK", "TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID"}
_TWO = {"NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN", "DATE_BETWEEN", "DATE_NOT_BETWEEN"}
_MANY = {"ONE_OF_LIST", "BOOLEAN", "TEXT_EQ", "TEXT_NOT_EQ", "NUMBER_EQ", "NUMBER_NOT_EQ", "DATE_EQ", "DATE_NOT_EQ"}
_NOT_IN_RULES = {"BLANK", "NOT_BLANK", "TEXT_STARTS_WITH", "TEXT_ENDS_WITH", "TEXT_NOT_EQ"}
_ONLY_RULES = {"ONE_OF_RANGE", "ONE_OF_LIST", "BOOLEAN"}


def check_condition(condition: Json, *, where: str) -> None:
    """Refuse a condition of no type, of one that does not belong there, or with too few or too many values."""
    kind, values = condition.get("type", ""), condition.get("values", [])
    if not kind or kind.endswith("UNSPECIFIED"):
        raise invalid("No condition type specified.")
    if kind in (_NOT_IN_RULES if where == "data validation" else _ONLY_RULES):
        raise invalid(f"ConditionType '{kind}' is not supported in {where}.")
    _check_values(kind, values)
    if any("relativeDate" in value for value in values) and not kind.startswith("DATE_"):
        raise invalid("Relative dates are not supported here.")


def _check_values(kind: str, values: list[Json]) -> None:
    least, most = _counts(kind)
    if not least <= len(values) <= most:
        told = f"exactly {least}" if least == most else f"at least {least}"
        raise invalid(f"ConditionType '{kind}' requires {told} ConditionValues, but {len(values)} were given.")


def _counts(kind: str) -> tuple[int, int]:
    if kind in _NO_VALUE:
        return 0, 0
    if kind in _TWO:
        return 2, 2
    if kind == "BOOLEAN":
        return 0, 2
    return (1, 10_000) if kind in _MANY else (1, 1)


def holds(book: Book, place: Area, condition: Json) -> bool:
    """Tell whether the cell at an area's corner meets a condition; one that can't be worked out is met."""
    kind = condition["type"]
    text = shown(book, place.sheet, place.top, place.left)
    given = [value.get("userEnteredValue", "") for value in condition.get("values", ())]
    if kind in {"BLANK", "NOT_BLANK"}:
        return bool(text) is (kind == "NOT_BLANK")
    if kind in {"TEXT_EQ", "TEXT_NOT_EQ"}:
        return (text.casefold() in {one.casefold() for one in given}) is (kind == "TEXT_EQ")
    if kind == "DATE_IS_VALID":
        return "numberValue" in effective(book, place.sheet, place.top, place.left)
    return any("relativeDate" in value for value in condition.get("values", ())) or keeps_to(
        book, place, {"condition": condition}
    )
