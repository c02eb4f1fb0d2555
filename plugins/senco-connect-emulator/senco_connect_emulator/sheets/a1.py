"""Ranges as text and as numbers: A1 and R1C1 notation, sheet names, named ranges and GridRanges.

A ``Reference`` is what a text says, a corner that it leaves open being None; an
``Area`` is the part of a grid that it means.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from senco_connect_emulator.errors import Refused, invalid
from senco_connect_emulator.sheets.model import Book, Sheet

__all__ = [
    "Area", "Reference", "area_of", "cell_name", "column_index", "column_letters", "grid_range", "parse_range",
    "quoted", "read_range",
]  # fmt: skip

_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?(?:\$?0*([1-9]\d{0,8}))?")
_CELL = re.compile(r"[A-Za-z]{1,3}0*[1-9]\d{0,8}")
_R1C1 = re.compile(r"[Rr]([1-9]\d*)?[Cc]([1-9]\d*)?")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Corners = tuple[int | None, int | None, int | None, int | None]


class Area(NamedTuple):
    """A rectangle of a sheet, counted from 0, half open, inside the grid; ``bounded`` tells which edges were said."""

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int
    bounded: tuple[bool, bool, bool, bool] = (True, True, True, True)

    def a1(self) -> str:
        """Write it as answers do: the title in quotes only where it needs them, one cell without a colon."""
        return f"{quoted(self.sheet.title)}!{_block(self.top, self.left, self.bottom, self.right)}"


class Reference(NamedTuple):
    """A range before it meets its grid; ``single`` tells that one cell was named and no block."""

    sheet: Sheet
    top: int | None = None
    left: int | None = None
    bottom: int | None = None
    right: int | None = None
    single: bool = False

    def area(self) -> Area:
        """Cut the range to its grid; one that begins outside is refused."""
        sheet = self.sheet
        top, left = self.top or 0, self.left or 0
        if top >= sheet.row_count or left >= sheet.column_count:
            raise self.exceeds()
        bottom = sheet.row_count if self.bottom is None else min(self.bottom, sheet.row_count)
        right = sheet.column_count if self.right is None else min(self.right, sheet.column_count)
        edges = (self.top is not None, self.left is not None, self.bottom is not None, self.right is not None)
        return Area(sheet, top, left, max(bottom, top), max(right, left), edges)

    def whole(self) -> Area:
        """Give the area of a range that lies in the grid with every edge it says."""
        if (self.bottom or 0) > self.sheet.row_count or (self.right or 0) > self.sheet.column_count:
            raise self.exceeds()
        return self.area()

    def a1(self) -> str:
        """Write it as it stands, whatever the grid."""
        bottom = self.sheet.row_count if self.bottom is None else self.bottom
        right = self.sheet.column_count if self.right is None else self.right
        return f"{quoted(self.sheet.title)}!{_block(self.top or 0, self.left or 0, bottom, right)}"

    def exceeds(self) -> Refused:
        """Make the refusal of a range outside its grid."""
        limits = f"Max rows: {self.sheet.row_count}, max columns: {self.sheet.column_count}"
        return invalid(f"Range ({self.a1()}) exceeds grid limits. {limits}")


def read_range(book: Book, text: str) -> Area:
    """Find what a text names, cut to the grid.  Raises Refused."""
    return parse_range(book, text).area()


def parse_range(book: Book, text: str) -> Reference:
    """Find what a text names: cells, a named range or a whole sheet.

    As Google says, a cell goes before a named range and a named range before a
    sheet; a sheet in single quotes is always a sheet.
    """
    title, mark, cells = _halves(text.strip())
    if mark:
        sheet, corners = book.titled(title), _corners(cells)
        if sheet is None:
            raise _unreadable(text)
        return _reference(_grid(sheet, text), corners, cells) if corners else _named(book, cells, text)
    if title is None:
        return _bare(book, cells, text)
    sheet = book.titled(title)
    if sheet is None:
        raise _unreadable(text)
    return Reference(_grid(sheet, text))


def _bare(book: Book, name: str, text: str) -> Reference:
    if (corners := _corners(name)) is not None:
        first = next((sheet for sheet in book.sheets if not sheet.properties.get("hidden")), book.sheets[0])
        return _reference(_grid(first, text), corners, name)
    sheet = None if any(_bears(named, name) for named in book.named_ranges) else book.titled(name)
    return Reference(_grid(sheet, text)) if sheet else _named(book, name, text)


def _named(book: Book, name: str, text: str) -> Reference:
    # A named range is the spreadsheet's, whatever sheet is said before it.
    for named in book.named_ranges:
        if _bears(named, name):
            return _from_grid_range(book, named["range"])
    raise _unreadable(text)


def _bears(named: dict[str, Any], name: str) -> bool:
    return bool(named["name"].casefold() == name.casefold())


def _halves(text: str) -> tuple[Any, bool, str]:
    # Gives (title or None, whether "!" parts it from cells, cells): the title of a quoted name without its quotes.
    if text.startswith("'"):
        end = _closing_quote(text)
        if end > 0:
            title = text[1:end].replace("''", "'")
            if end == len(text) - 1:
                return title, False, ""
            if text[end + 1] == "!":
                return title, True, text[end + 2 :]
    title, mark, cells = text.rpartition("!")
    return (title, True, cells) if mark else (None, False, text)


def _closing_quote(text: str) -> int:
    at = 1
    while (at := text.find("'", at)) > 0:
        if text[at + 1 : at + 2] != "'":
            return at
        at += 2
    return -1


def _unreadable(text: str) -> Refused:
    return invalid(f"Unable to parse range: {text}")


def _grid(sheet: Sheet, text: str) -> Sheet:
    if "gridProperties" not in sheet.properties:
        raise _unreadable(text)
    return sheet


def _reference(sheet: Sheet, corners: Corners, cells: str) -> Reference:
    return Reference(sheet, *corners, single=":" not in cells)


@lru_cache(maxsize=4096)
def _corners(text: str) -> Corners | None:
    first, colon, second = text.partition(":")
    one = _corner(first)
    other = _corner(second) if colon else one
    if one is None or other is None or (not colon and None in one):
        return None
    if one == (None, None) or other == (None, None):
        return None
    top, bottom = _span(one[0], other[0])
    left, right = _span(one[1], other[1])
    return top, left, bottom, right


def _span(one: int | None, other: int | None) -> tuple[int | None, int | None]:
    # "A5:A" begins in row 5 and is open below; "B2:A1" is A1:B2.
    if one is None or other is None:
        return (one if other is None else other), None
    return min(one, other), max(one, other) + 1


def _corner(text: str) -> tuple[int | None, int | None] | None:
    if found := _CORNER.fullmatch(text):
        letters, digits = found.groups()
        return int(digits) - 1 if digits else None, column_index(letters) if letters else None
    if found := _R1C1.fullmatch(text):
        row, column = found.groups()
        return int(row) - 1 if row else None, int(column) - 1 if column else None
    return None


def area_of(book: Book, grid_range: dict[str, Any]) -> Area:
    """Give the area that a GridRange means: no sheetId is sheet 0, and a missing edge that of the grid."""
    reference = _from_grid_range(book, grid_range)
    sheet, top, left = reference.sheet, reference.top or 0, reference.left or 0
    if top > sheet.row_count or left > sheet.column_count:
        raise reference.exceeds()
    if top == sheet.row_count or left == sheet.column_count:
        return Area(sheet, top, left, top, left)
    return reference.area()


def _from_grid_range(book: Book, told: dict[str, Any]) -> Reference:
    sheet = book.sheet(told.get("sheetId", 0))
    if sheet is None or "gridProperties" not in sheet.properties:
        raise invalid(f"No grid with id: {told.get('sheetId', 0)}")
    top, left = told.get("startRowIndex"), told.get("startColumnIndex")
    return Reference(sheet, top, left, told.get("endRowIndex"), told.get("endColumnIndex"))


def grid_range(area: Area) -> dict[str, Any]:
    """Give an area as a GridRange, with the edges that were said."""
    edges = {
        "startRowIndex": area.top, "startColumnIndex": area.left,
        "endRowIndex": area.bottom, "endColumnIndex": area.right,
    }  # fmt: skip
    said = {name: edge for (name, edge), is_said in zip(edges.items(), area.bounded, strict=True) if is_said}
    order = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return {"sheetId": area.sheet.id, **{name: said[name] for name in order if name in said}}


def column_letters(index: int) -> str:
    """Name a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Count a column from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_name(row: int, column: int) -> str:
    """Name a cell: (0, 0) is A1."""
    return f"{column_letters(column)}{row + 1}"


def quoted(title: str) -> str:
    """Write a sheet's title as ranges do: in quotes where it isn't a plain word, or could be taken for a cell."""
    if _PLAIN_TITLE.fullmatch(title) and not _CELL.fullmatch(title) and not _R1C1.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def _block(top: int, left: int, bottom: int, right: int) -> str:
    if bottom - top <= 1 and right - left <= 1:
        return cell_name(top, left)
    return f"{cell_name(top, left)}:{cell_name(bottom - 1, right - 1)}"
