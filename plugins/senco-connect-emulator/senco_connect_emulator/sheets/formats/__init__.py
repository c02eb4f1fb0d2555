"""Numbers and text as cells show them, by the number format of the cell and the locale of the spreadsheet."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from senco_connect_emulator.sheets.formats.automatic import automatic
from senco_connect_emulator.sheets.formats.dates import date_text
from senco_connect_emulator.sheets.formats.numbers import number_text
from senco_connect_emulator.sheets.formats.patterns import Section, sections
from senco_connect_emulator.sheets.locales import locale_of

__all__ = ["DATED", "automatic", "pattern_of", "shown_number", "shown_text"]

# The types whose numbers are moments or durations.
DATED = frozenset({"DATE", "TIME", "DATE_TIME"})

NumberFormat = Mapping[str, Any]
_COMPARE = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


def pattern_of(number_format: NumberFormat | None, locale: str) -> str:
    """Give the pattern by which a cell is shown; "" where it has none."""
    if not number_format:
        return ""
    if pattern := number_format.get("pattern"):
        return "" if pattern.lower() == "general" else str(pattern)
    told = locale_of(locale)
    patterns = {
        "NUMBER": "#,##0.00", "PERCENT": "0.00%", "CURRENCY": told.money, "DATE": told.date, "TIME": told.time,
        "DATE_TIME": f"{told.date} hh:mm:ss" if "dd" in told.date else f"{told.date} h:mm:ss", "SCIENTIFIC": "0.00E+00",
        "TEXT": "@",
    }  # fmt: skip
    return patterns.get(number_format.get("type", ""), "")


def shown_number(number: float, number_format: NumberFormat | None, locale: str) -> str:
    """Write a number as a cell of this format shows it."""
    if not number_format:
        return automatic(number, locale_of(locale).decimal)
    return _shown(number, number_format.get("type", ""), number_format.get("pattern", ""), locale)


@lru_cache(maxsize=65536)
def _shown(number: float, kind: str, pattern: str, locale: str) -> str:
    pattern = pattern_of({"type": kind, "pattern": pattern}, locale)
    return _by_pattern(number, pattern, locale) if pattern else automatic(number, locale_of(locale).decimal)


def shown_text(text: str, number_format: NumberFormat | None) -> str:
    """Write a text: a pattern's fourth section, or one with an @, puts something around it."""
    if not number_format or "@" not in number_format.get("pattern", ""):
        return text
    for section in reversed(sections(number_format["pattern"])):
        if section.is_text:
            return "".join(text if mark.kind == "at" else mark.text for mark in section.marks)
    return text


def _by_pattern(number: float, pattern: str, locale: str) -> str:
    section, size, signed = _chosen(number, sections(pattern))
    told = locale_of(locale)
    if section.is_date:
        text = date_text(number, section, told)
        return automatic(number, told.decimal) if text is None else text
    sign = "-" if signed and number < 0 else ""
    return sign + number_text(size, section, told)


def _chosen(number: float, parts: tuple[Section, ...]) -> tuple[Section, float, bool]:
    # Gives the section, the number it writes and whether a minus is still to be put before it.
    if any(part.condition for part in parts):
        for part in parts:
            if part.condition is None or _COMPARE[part.condition[0]](number, part.condition[1]):
                return part, number, True
        return parts[-1], number, True
    numeric = [part for part in parts if not part.is_text] or list(parts)
    if number < 0 and len(numeric) > 1:
        return numeric[1], abs(number), False
    if number == 0 and len(numeric) > 2:
        return numeric[2], 0, False
    return numeric[0], number, True
