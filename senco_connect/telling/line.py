"""One line for a person to read, and the small words that all lines are made of.

Pure.
"""

from __future__ import annotations

from typing import NamedTuple

from senco_connect.record import FIELDS, KEY_LABEL

__all__ = ["Line", "counted", "label_of", "printable"]


class Line(NamedTuple):
    """One line about one pupil: + is new, ~ changes, ! needs a person, = is news that leads to no write.

    ``key`` is the pupil's key or number, "" where the line is about nobody;
    ``name`` is "" where none may be shown.
    """

    sign: str
    key: str
    name: str
    words: str


def label_of(field: str) -> str:
    """Give a field's label; "" is the key column."""
    return FIELDS[field].label if field else KEY_LABEL


def counted(count: int, one: str) -> str:
    """Say a number of things.

    >>> counted(1, "new row"), counted(3, "new row")
    ('1 new row', '3 new rows')
    """
    return f"{count} {one}{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    """Make a text fit for one line of a terminal: no control, hidden or direction mark acts there.

    >>> printable("two\\nlines"), printable("a\\x1b[2Jb")
    ('two ⏎ lines', 'a\\\\x1b[2Jb')
    """
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else _stand_in(mark) for mark in text)


def _stand_in(mark: str) -> str:
    if mark == "\n":
        return " ⏎ "
    return " " if mark.isspace() else mark.encode("unicode_escape").decode()
