"""References as they are written: ``A1``, ``$A$1:B2``, ``A:A``, ``2:5``, ``A2:A``, with a sheet's name or without."""

from __future__ import annotations

import re
from typing import NamedTuple

from senco_connect_emulator.sheets.a1 import column_index, column_letters

__all__ = ["Corner", "Reference", "read_reference", "sheet_title"]

CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d*)")


class Corner(NamedTuple):
    """One end of a range, counted from 0; None where it is open (the row of ``A``, the column of ``2``)."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    @property
    def text(self) -> str:
        """The corner as it is written."""
        column = "" if self.column is None else "$" * self.column_fixed + column_letters(self.column)
        return column + ("" if self.row is None else "$" * self.row_fixed + str(self.row + 1))


class Reference(NamedTuple):
    """A cell or a range; ``prefix`` is the sheet's name as it is written, with its ``!``, or nothing."""

    prefix: str
    first: Corner
    last: Corner | None = None

    @property
    def text(self) -> str:
        """The reference as it is written."""
        return self.prefix + self.first.text + (f":{self.last.text}" if self.last else "")


def sheet_title(prefix: str) -> str:
    """Give the name of the sheet that a prefix like ``'Year 7'!`` means."""
    title = prefix.removesuffix("!")
    return title[1:-1].replace("''", "'") if title.startswith("'") else title


def read_reference(text: str) -> Reference:
    """Read a token of the kind ``reference``."""
    prefix, _, body = text.rpartition("!")
    first, colon, last = body.partition(":")
    return Reference(f"{prefix}!" if prefix else "", _corner(first), _corner(last) if colon else None)


def _corner(text: str) -> Corner:
    found = CORNER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    dollar, letters, second, digits = found.groups()
    column = column_index(letters) if letters else None
    fixed = second if letters else dollar
    return Corner(int(digits) - 1 if digits else None, column, bool(fixed), bool(letters and dollar))
