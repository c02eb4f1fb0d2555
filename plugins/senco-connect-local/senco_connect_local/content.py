"""What is put into a cell for a canonical text: a day, a number, a yes or no, or words.

There is no formula type: text that begins with = + - @ is written as text and
stays text (safety.md rules 4 and 28).  A column keeps its own way of writing,
taken from its first filled cell.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Final, Literal, NamedTuple

from senco_connect.layout import KEY
from senco_connect.record import FIELDS
from senco_connect.record.kinds import DAY, FLAG, NUMBER, tidy

__all__ = ["MAX_TEXT", "Content", "cell_content", "escaped", "flag_words", "iso_day", "words"]

MAX_TEXT: Final = 32_767
_PAIRS: Final = (("Yes", "No"), ("Y", "N"), ("TRUE", "FALSE"), ("T", "F"), ("1", "0"))
_PAIR_OF: Final = {word.casefold(): pair for pair in _PAIRS for word in pair}
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A number keeps fifteen digits and no leading zero.
_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
# What XML cannot hold, and what Excel would itself take for such an escape.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Content(NamedTuple):
    """A cell's type as the file format names it ("" blank), its text, and the number format it needs."""

    type: Literal["", "n", "b", "inlineStr"]
    text: str
    shows: Literal["", "day", "number"] = ""


def cell_content(field: str, text: str, *, like: object, from_1904: bool) -> Content:
    """Decide how a canonical text stands in a column whose first filled cell is ``like``."""
    kind = FIELDS[field].kind if field != KEY else None
    if not text:
        return Content("", "")
    if kind is DAY and (serial := _serial(text, from_1904)) is not None:
        return Content("n", str(serial), "day")
    if kind is NUMBER and _is_finite(text):
        return Content("n", text, "number")
    if kind is FLAG and text in {"true", "false"}:
        return _flag(text == "true", like)
    # A text among numbers sorts to the end and wears a green corner.
    if kind is not None and isinstance(like, int | float) and _WHOLE.fullmatch(text):
        return Content("n", text, "number")
    return words(text)


def words(text: str) -> Content:
    """Stand as text, whatever it looks like."""
    return Content("inlineStr", escaped(text)) if text else Content("", "")


def flag_words(like: object) -> tuple[str, str]:
    """Give the pair of words in which a column says yes and no."""
    return _PAIR_OF.get(tidy(like).casefold(), _PAIRS[0])


def escaped(text: str) -> str:
    """Write characters that XML cannot hold as Excel does, _x0007_, and keep such text apart from its look-alike."""
    return _UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def iso_day(text: str) -> date | None:
    """Give the day of a canonical text; None where it is no day, which "20140102" and "2014-W01-2" are not."""
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def _flag(value: bool, like: object) -> Content:
    if isinstance(like, bool):
        return Content("b", "1" if value else "0")
    word = flag_words(like)[0 if value else 1]
    return Content("n", word) if isinstance(like, int | float) and word in {"1", "0"} else words(word)


def _serial(text: str, from_1904: bool) -> int | None:
    """Count a day as the workbook does; None where it is no day, or one before March 1900 that Excel miscounts."""
    day = iso_day(text)
    if day is None:
        return None
    days = (day - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30))).days
    return days if days >= (0 if from_1904 else 61) else None


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and text.isascii() and "_" not in text
    except ValueError:
        return False
