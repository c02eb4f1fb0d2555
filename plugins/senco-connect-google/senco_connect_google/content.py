"""What is put into a cell for a canonical text: a day, a number, a yes or no, or words.

There is no formula type: text that begins with = + - @ is sent as a string
value, which Sheets stores as it is (google.md 6; safety.md rules 4 and 28).  A
column keeps its own way of writing, taken from its first filled cell.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any, Final, NamedTuple

from senco_connect.codesets.codeset import CodeSet
from senco_connect.layout import KEY
from senco_connect.record import FIELDS, Owner
from senco_connect.record.kinds import DAY, FLAG, NUMBER, tidy

__all__ = ["DAY_FORMAT", "MAX_TEXT", "Content", "cell_content", "choices", "iso_day", "words"]

# google.md 7.
MAX_TEXT: Final = 50_000
DAY_FORMAT: Final = {"type": "DATE", "pattern": "dd/mm/yyyy"}
_EPOCH: Final = date(1899, 12, 30)
_PAIRS: Final = (("Yes", "No"), ("Y", "N"), ("TRUE", "FALSE"), ("T", "F"), ("1", "0"))
_PAIR_OF: Final = {word.casefold(): pair for pair in _PAIRS for word in pair}
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A number keeps fifteen digits and no leading zero.
_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
# JSON can carry halves of pairs, and Google refuses the whole batch for one.
_HALVES: Final = re.compile("[\x00\ud800-\udfff]")


class Content(NamedTuple):
    """A cell's value in Google's form ({} blank), and whether it has to show as a day."""

    value: dict[str, Any]
    is_day: bool = False


def cell_content(field: str, text: str, *, like: object) -> Content:
    """Decide how a canonical text stands in a column whose first filled cell is ``like``."""
    kind = FIELDS[field].kind if field != KEY else None
    if not text:
        return Content({})
    if kind is DAY and (day := iso_day(text)) is not None:
        return Content({"numberValue": (day - _EPOCH).days}, is_day=True)
    if kind is NUMBER and _is_finite(text):
        return _number(text)
    if kind is FLAG and text in {"true", "false"}:
        return _flag(text == "true", like)
    # A text among numbers sorts to the end.
    if kind is not None and _is_number(like) and _WHOLE.fullmatch(text):
        return _number(text)
    return words(text)


def words(text: str) -> Content:
    """Stand as text, whatever it looks like."""
    return Content({"stringValue": _HALVES.sub("�", text)} if text else {})


def choices(field: str, like: object) -> tuple[str, ...]:
    """Give what a dropdown of the field offers: live codes, or the column's own words for yes and no."""
    kind = FIELDS[field].kind
    # What the MIS alone decides is not chosen here.
    if kind.codes is not None and FIELDS[field].owner is not Owner.MIS:
        return _live(kind.codes)
    return () if kind is not FLAG or isinstance(like, bool) else _flag_words(like)


def _live(codes: CodeSet) -> tuple[str, ...]:
    return tuple(code.code for code in codes.live())


def iso_day(text: str) -> date | None:
    """Give the day of a canonical text; None where it is no day, which "20140102" and "2014-W01-2" are not."""
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def _number(text: str) -> Content:
    return Content({"numberValue": int(text) if _WHOLE.fullmatch(text) else float(text)})


def _flag_words(like: object) -> tuple[str, str]:
    return _PAIR_OF.get(tidy(like).casefold(), _PAIRS[0])


def _flag(value: bool, like: object) -> Content:
    if isinstance(like, bool):
        return Content({"boolValue": value})
    word = _flag_words(like)[0 if value else 1]
    return _number(word) if _is_number(like) and word in {"1", "0"} else words(word)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and text.isascii() and "_" not in text
    except ValueError:
        return False
