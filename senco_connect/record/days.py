"""Read a day as English schools write it; slash dates are day first, always.

Two-figure years, words and Excel serial numbers in text are not read: they are
proposals for a person (practice.md, rules for writing 8).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

__all__ = ["plain_day", "read_day"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

# Exports write a day as a moment: "2017-09-15T00:00:00", "15/09/2017 00:00".  Another hour is no plain day.
_MIDNIGHT = r"(T| +)00:00(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)?\Z"


def plain_day(text: str) -> str | None:
    """Read 03/04/2015 and 2015-04-03 at once, as nearly every day of an export is written; None proves nothing."""
    is_slashed = len(text) == 10 and text[2] == text[5] == "/"
    day = f"{text[6:]}-{text[3:5]}-{text[:2]}" if is_slashed else text
    # Python reads more than such days, of weeks for example, but nothing else with dashes in these places.
    if len(day) != 10 or not day[4] == day[7] == "-":
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def read_day(text: str) -> str | None:
    """Give the ISO day of a text, or None where a person has to say which day is meant.

    >>> read_day("03/04/2015"), read_day("16 Dec 2025"), read_day("1st March 2025"), read_day("3.9.25")
    ('2015-04-03', '2025-12-16', '2025-03-01', None)
    """
    if plain := plain_day(text):
        return plain
    parts = _parts(text) if text.isascii() else None
    if parts is None:
        return None
    year, month, day = parts
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _parts(text: str) -> tuple[int, int, int] | None:
    body = re.sub(_MIDNIGHT, "", text) if ":" in text else text
    for mark in "-/.":
        pieces = [p.strip() for p in body.split(mark)]
        if len(pieces) == 3:
            return _figures(pieces) or _with_month_name(pieces)
    return _with_month_name(body.replace(",", " ").split())


def _figures(pieces: list[str]) -> tuple[int, int, int] | None:
    if not (all(pieces) and "".join(pieces).isdecimal()):
        return None
    first, month, last = pieces
    if len(month) > 2:
        return None
    if len(first) == 4 and len(last) <= 2:
        return int(first), int(month), int(last)
    if len(last) == 4 and len(first) <= 2:
        return int(last), int(month), int(first)
    return None


def _with_month_name(pieces: list[str]) -> tuple[int, int, int] | None:
    if len(pieces) != 3:
        return None
    day, month, year = pieces
    number = _MONTHS.get(month.rstrip(".").casefold())
    if day[-2:].casefold() in {"st", "nd", "rd", "th"}:
        day = day[:-2]
    # More figures than a day has may be more than Python takes for a number.
    if number is None or not (day.isdecimal() and len(day) <= 2 and year.isdecimal() and len(year) == 4):
        return None
    return int(year), number, int(day)
