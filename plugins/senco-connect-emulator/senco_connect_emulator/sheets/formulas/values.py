"""What formulas reckon with: numbers, texts, booleans, blanks (None), errors, and blocks of them.

A number is a float, a date the number of days since 1899-12-30.  An error is a
value like any other; where a function can't take it, ``Failed`` carries it to
the function's caller.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from senco_connect_emulator.sheets.formulas.tokens import has_decimal_comma
from senco_connect_emulator.sheets.parsing import parse_entered

__all__ = [
    "CellError", "Failed", "Grid", "Scalar", "compared", "equal", "extended", "key_of", "number_text", "order",
    "positions", "read_number", "scalar_of", "text_of",
]  # fmt: skip

NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\s*")
TYPES = {
    "#DIV/0!": "DIVIDE_BY_ZERO", "#N/A": "N_A", "#NAME?": "NAME", "#REF!": "REF", "#VALUE!": "VALUE", "#NUM!": "NUM",
    "#NULL!": "NULL_VALUE", "#ERROR!": "ERROR",
}  # fmt: skip


class CellError(NamedTuple):
    """An error as a value: its type as the API names it, and the words that the window shows."""

    type: str
    message: str = ""

    @property
    def literal(self) -> str:
        """The error as a cell shows it."""
        return next((shown for shown, kind in TYPES.items() if kind == self.type), "#ERROR!")


class Failed(Exception):
    """A function came to an error."""

    def __init__(self, type: str, message: str = "") -> None:
        super().__init__(message)
        self.error = CellError(type, message)


Scalar: TypeAlias = float | str | bool | CellError | None


class Grid:
    """A block of values that a formula came to; every row has the same length."""

    __slots__ = ("rows",)

    def __init__(self, rows: Sequence[Sequence[Scalar]]) -> None:
        self.rows = rows

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    def at(self, row: int, column: int) -> Scalar:
        """Give one value."""
        return self.rows[row][column]

    def flat(self) -> list[Scalar]:
        """Give the values along the rows."""
        return [value for row in self.rows for value in row]

    def positions(self) -> Mapping[object, Sequence[int]]:
        """Tell at which places, counted along the rows, each value stands; texts are folded."""
        return positions(self.flat())


def read_number(text: str, locale: str) -> float | None:
    """Read a text as the number, percentage, sum of money, date or time that it shows; None where it shows none."""
    plain = text.replace(".", "").replace(",", ".") if has_decimal_comma(locale) else text
    if NUMBER.fullmatch(plain):
        number = float(plain)
        return number if math.isfinite(number) else None
    if not any(letter.isdigit() for letter in text):
        return None
    value, _ = parse_entered(text, locale)
    return float(value["numberValue"]) if "numberValue" in value else None


def number_text(value: float, locale: str = "en_US") -> str:
    """Write a number as a formula does that joins it to a text: at most 15 digits count."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}".replace("e", "E")
    return text.replace(".", ",") if has_decimal_comma(locale) else text


def text_of(value: Scalar, locale: str = "en_US") -> str:
    """Give a value as text; an error can't be."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        raise Failed(*value)
    return number_text(value, locale)


def order(value: Scalar) -> tuple[int, Any]:
    """Give what a value sorts by: numbers, then texts whatever their case, then FALSE and TRUE, errors, blanks last."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.casefold()
    if value is None:
        return 4, 0
    if isinstance(value, CellError):
        return 3, value.type
    return 0, value


def compared(left: Scalar, right: Scalar) -> int:
    """Compare two values: below 0, 0 or above 0.  A blank is the 0, the empty text or the FALSE of the other side."""
    if isinstance(left, CellError):
        raise Failed(*left)
    if isinstance(right, CellError):
        raise Failed(*right)
    one, other = order(_like(left, right)), order(_like(right, left))
    return (one > other) - (one < other)


def equal(left: Scalar, right: Scalar) -> bool:
    """Tell whether two values are the same to ``=``."""
    return compared(left, right) == 0


def key_of(value: Scalar) -> object:
    """Give what two values share that are the same to a lookup: the case of letters does not count, the type does."""
    if isinstance(value, str):
        return value.casefold()
    return value if type(value) is float or value is None else (type(value), value)


def positions(values: Sequence[Scalar]) -> Mapping[object, Sequence[int]]:
    """Tell at which places each value stands."""
    found: dict[object, list[int]] = {}
    for place, value in enumerate(values):
        found.setdefault(key_of(value), []).append(place)
    return found


def _like(value: Scalar, other: Scalar) -> Scalar:
    if value is not None:
        return value
    if isinstance(other, str):
        return ""
    return False if isinstance(other, bool) else 0.0


def scalar_of(value: dict[str, Any] | None) -> Scalar:
    """Give the value that an ExtendedValue holds; a formula must have been worked out before."""
    if not value:
        return None
    kind, held = next(iter(value.items()))
    if kind == "errorValue":
        return CellError(held.get("type", "ERROR"), held.get("message", ""))
    return float(held) if kind == "numberValue" else held


def extended(value: Scalar) -> dict[str, Any]:
    """Give a value as the API's ExtendedValue; a blank is an empty object."""
    if value is None:
        return {}
    if isinstance(value, bool | str):
        return {"boolValue" if isinstance(value, bool) else "stringValue": value}
    if isinstance(value, CellError):
        return {"errorValue": {"type": value.type, "message": value.message}}
    return _extended_number(value)


def _extended_number(value: float) -> dict[str, Any]:
    if not math.isfinite(value):
        return {"errorValue": {"type": "NUM", "message": "Numeric value is too large to be displayed."}}
    return {"numberValue": int(value) if value == int(value) and abs(value) < 1e15 else value}
