"""What a value given by a client becomes in a cell: as it is (RAW), or as if a person typed it (USER_ENTERED)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from senco_connect_emulator.sheets.locales import Locale, locale_of
from senco_connect_emulator.sheets.parsing.dates import may_be_moment, typed_moment
from senco_connect_emulator.sheets.parsing.numbers import typed_number

__all__ = ["ERRORS", "parse_entered", "raw"]

Json = dict[str, Any]

# The error values of cells: what the window shows, and the API's name for it.
ERRORS = {
    "#ERROR!": "ERROR", "#NULL!": "NULL_VALUE", "#DIV/0!": "DIVIDE_BY_ZERO", "#VALUE!": "VALUE", "#REF!": "REF",
    "#NAME?": "NAME", "#NUM!": "NUM", "#N/A": "N_A",
}  # fmt: skip
_DIGIT = re.compile(r"\d")
_ONLY_SIGNS = re.compile(r"[+\-=\s]*")


def raw(value: Any) -> Json:
    """Take a value as it is: text stays text, whatever it looks like; {} where it is empty."""
    if isinstance(value, str):
        return {"stringValue": value} if value else {}
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"numberValue": value}


def parse_entered(value: Any, locale: str, *, year: int | None = None) -> tuple[Json, Json | None]:
    """Take a value as if a person typed it: gives the value, and the number format that the cell takes from it.

    ``year`` is the one in which a date without a year lies: this year, if it isn't said.
    """
    if not isinstance(value, str):
        return raw(value), None
    if not value or value == "'":
        return {}, None
    if value[0] == "'":
        return {"stringValue": value[1:]}, None
    if value[0] == "=" and len(value) > 1:
        return {"formulaValue": value}, None
    told = locale_of(locale)
    if may_be_moment(value, told) and _DIGIT.search(value):
        typed = typed_number(value, told) or typed_moment(value, told, year or datetime.now(UTC).year)
        if typed is not None:
            return {"numberValue": typed[0]}, typed[1]
    return _word(value, told), None


def _word(text: str, locale: Locale) -> Json:
    upper = text.upper()
    if upper in {"TRUE", locale.true}:
        return {"boolValue": True}
    if upper in {"FALSE", locale.false}:
        return {"boolValue": False}
    if upper in ERRORS:
        return {"errorValue": {"type": ERRORS[upper]}}
    if text[0] in "+-" and not _ONLY_SIGNS.fullmatch(text):
        return {"formulaValue": "=" + text}
    return {"stringValue": text}
