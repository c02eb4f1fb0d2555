"""Look over a worksheet's bytes for what calamine does not tell: its true size, and cells that show no value.

calamine lays a sheet out as a full rectangle, so one cell far away would take
gigabytes; and it gives the same empty text for a blank cell, for a formula that
has no stored value and for an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple, TypeVar
from xml.parsers import expat

from senco_connect.errors import InputRefused
from senco_connect_local.addresses import read_address, read_line

__all__ = ["MAX_COLUMNS", "MAX_LINES", "Hollow", "hollow_cells", "refuse_giant"]

Place = TypeVar("Place", int, tuple[int, int])

MAX_LINES: Final = 20_000
MAX_COLUMNS: Final = 400
# 2,000 pupils by 60 columns are 120,000; the rest is room for blank ones between.
_MAX_CELLS: Final = 2_000_000
# Any line from 5,000 or column from DA on: rare in a register, so only then are the cells counted one by one.
_FAR: Final = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{0,3}(?:[5-9]\d{3}|\d{5})|(?:[A-Za-z]{3,}|[D-Zd-z][A-Za-z])\d)""")
_SHEET: Final = re.compile(rb"<(\w+:)?worksheet\b")
# Texts, not patterns: most registers hold no formula, and whoever needs one compiles it once.
_VALUE: Final = rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]"
_EMPTY: Final = rb"<(?:\w+:)?v\s*(?:/>|>\s*</)"
_REFERENCE: Final = rb"""\sr=["']([A-Z]+[0-9]+)["']"""
_ERROR: Final = rb"""t=["']e["']"""
_TEXT_TYPE: Final = rb"""\st=["']str["']"""
_ERROR_TYPE: Final = rb"""\st=["']e["']"""


class Hollow(NamedTuple):
    """Cells (line, column) that hold a formula, and cells that show no value although they are not blank."""

    formulas: frozenset[tuple[int, int]]
    valueless: frozenset[tuple[int, int]]


def refuse_giant(xml: bytes) -> None:
    """Refuse a sheet whose filled cells reach further than a register does (safety.md rule 23)."""
    if not _FAR.search(xml):
        return
    lines, columns = _extent(xml)
    if lines > MAX_LINES or columns > MAX_COLUMNS or lines * columns > _MAX_CELLS:
        raise InputRefused(
            f"The tab reaches to line {lines:,} and column {columns:,}; "
            f"at most {MAX_LINES:,} lines and {MAX_COLUMNS} columns are read.",
            "Delete what stands far below or far right of the register.",
            code="X105",
        )


def hollow_cells(xml: bytes) -> Hollow:
    """Find the formulas, and the cells without a value: an error, or a formula nobody has calculated yet."""
    prefix = _prefix(xml)
    formulas = list(_cells_around(xml, re.compile(b"<" + prefix + rb"f[\s>/]"), prefix))
    # "t="e"" may also be words that somebody typed; in the cell's own tag it is its type.
    errors = [c for c in _cells_around(xml, re.compile(_ERROR), prefix) if re.search(_ERROR_TYPE, _tag(c))]
    valueless = [cell for cell in formulas if not _has_value(cell)] + errors
    return Hollow(frozenset(map(_place, formulas)), frozenset(map(_place, valueless)))


def _prefix(xml: bytes) -> bytes:
    # Programs built on the OpenXML SDK write <x:c> where Excel writes <c>.
    match = _SHEET.search(xml)
    return (match[1] or b"") if match else b""


def _has_value(cell: bytes) -> bool:
    # =IF(A1=7,"K","") that gave nothing has a value, the empty text; one that was never calculated has none.
    empty_text = re.search(_TEXT_TYPE, _tag(cell)) and re.search(_EMPTY, cell)
    return bool(re.search(_VALUE, cell) or empty_text)


def _cells_around(xml: bytes, pattern: re.Pattern[bytes], prefix: bytes) -> Iterator[bytes]:
    end = xml.rfind(b"sheetData>")
    return (_cell(xml, found.start(), prefix) for found in pattern.finditer(xml, 0, end))


def _cell(xml: bytes, inside: int, prefix: bytes) -> bytes:
    """Cut out the cell that a position lies in."""
    start = xml.rfind(b"<" + prefix + b"c", 0, inside + 1)
    end = xml.find(b"</" + prefix + b"c>", inside)
    return xml[start : max(end, inside)]


def _tag(cell: bytes) -> bytes:
    return cell.partition(b">")[0]


def _place(cell: bytes) -> tuple[int, int]:
    match = re.search(_REFERENCE, _tag(cell))
    place = read_address(match[1].decode("ascii")) if match else None
    if place is None:
        raise InputRefused(
            "The workbook was written by a program that leaves the addresses of cells out.",
            "Open it in Excel, save it, then run again.",
            code="X106",
        )
    return place


def _extent(xml: bytes) -> tuple[int, int]:
    """Count to the last line and column that hold a value, as calamine would."""
    reach = _Reach()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reach.start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise _damaged() from None
    return reach.lines, reach.columns


def _damaged() -> InputRefused:
    return InputRefused("The tab is damaged.", "Restore an earlier version.", code="X106")


class _Reach:
    """Follows rows and cells; a cell without an address stands right of the one before it."""

    def __init__(self) -> None:
        self.lines = self.columns = 0
        self._line = self._column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if kind == "row":
            self._line = _given(attributes, read_line) or self._line + 1
            self._column = 0
        elif kind == "c":
            self._line, self._column = _given(attributes, read_address) or (self._line, self._column + 1)
        elif kind in {"v", "is"}:
            self.lines = max(self.lines, self._line)
            self.columns = max(self.columns, self._column)


def _given(attributes: Mapping[str, str], read: Callable[[str], Place | None]) -> Place | None:
    """Give the place that a row or cell says it has, None where it says none; InputRefused for one that can't be."""
    place = read(attributes["r"]) if "r" in attributes else None
    # calamine would make something of it, and end the program for want of memory.
    if place is None and "r" in attributes:
        raise _damaged()
    return place
