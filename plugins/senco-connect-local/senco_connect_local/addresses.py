"""Cell addresses and ranges of a worksheet, as numbers that count from 1."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = [
    "MAX_COLUMN",
    "MAX_LINE",
    "Area",
    "address",
    "column_letters",
    "column_number",
    "read_address",
    "read_area",
    "read_line",
]

MAX_LINE = 1_048_576
MAX_COLUMN = 16_384
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_LINE = re.compile(r"\$?([0-9]{1,7})")


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, line: int, column: int) -> bool:
        """Whether the cell lies in the rectangle."""
        return self.top <= line <= self.bottom and self.left <= column <= self.right

    def text(self, *, fixed: bool = False) -> str:
        """Write the range as a workbook does: "A1:C9", or "$A$1:$C$9" where it is fixed."""
        first, last = (address(*corner, fixed=fixed) for corner in ((self.top, self.left), (self.bottom, self.right)))
        return first if first == last else f"{first}:{last}"


def column_letters(column: int) -> str:
    """Name a column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Count a column from its letters.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(line: int, column: int, *, fixed: bool = False) -> str:
    """Write the address of one cell, "C5" or "$C$5"."""
    mark = "$" if fixed else ""
    return f"{mark}{column_letters(column)}{mark}{line}"


def read_address(text: str) -> tuple[int, int] | None:
    """Give (line, column) of "C5" or "$C$5"; None where the text is no address."""
    match = _ADDRESS.fullmatch(text)
    return (int(match[2]), column_number(match[1])) if match else None


def read_line(text: str) -> int | None:
    """Give the number of a line; None where the text is none."""
    match = _LINE.fullmatch(text)
    return int(match[1]) if match else None


def read_area(text: str) -> Area | None:
    """Give the rectangle of "A1:C9", "A1", "A:C" or "1:3"; None where the text is no range."""
    first, _, last = text.partition(":")
    start, end = _corner(first, 1, 1), _corner(last or first, MAX_LINE, MAX_COLUMN)
    if start is None or end is None:
        return None
    return Area(start[0], start[1], end[0], end[1])


def _corner(text: str, line: int, column: int) -> tuple[int, int] | None:
    # A whole column or line leaves the other number out; it then reaches to the sheet's edge.
    if found := read_address(text):
        return found
    if match := _COLUMN.fullmatch(text):
        return line, column_number(match[1])
    number = read_line(text)
    return (number, column) if number is not None else None
