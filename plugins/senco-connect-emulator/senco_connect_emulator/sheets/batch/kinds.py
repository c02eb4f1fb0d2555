"""The kinds of request that a batch can hold: one function each, and what all of them work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from senco_connect_emulator.errors import Refused, invalid
from senco_connect_emulator.sheets.a1 import Area, Reference
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.parts import only

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World

__all__ = [
    "KINDS",
    "Clash",
    "Json",
    "Lines",
    "Step",
    "applies",
    "area",
    "dimension",
    "grid",
    "range_of",
    "whole_range",
]

Json = dict[str, Any]
_EDGES = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
_ORDER = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


class Clash(Refused):
    """A message in which two fields of one choice are set; ``path`` leads there from the request."""

    def __init__(self, choice: str, second: str, path: str = "") -> None:
        super().__init__(400, f"oneof field '{choice}' is already set. Cannot set '{second}'")
        self.path = path


class Step(NamedTuple):
    """What a request works on: the copy of the book that becomes the book where all goes well, and who asks."""

    world: World
    book: Book
    who: Identity


Applier = Callable[[Step, Json], "Json | None"]
KINDS: dict[str, Applier] = {}


def applies(*kinds: str) -> Callable[[Applier], Applier]:
    """Register the function that carries out these kinds; it gives what the reply says, None for nothing."""

    def register(applier: Applier) -> Applier:
        KINDS.update(dict.fromkeys(kinds, applier))
        return applier

    return register


def grid(book: Book, sheet_id: int) -> Sheet:
    """Find a sheet by its id, or refuse."""
    sheet = book.sheet(sheet_id)
    if sheet is None:
        raise invalid(f"No grid with id: {sheet_id}")
    return sheet


def area(book: Book, told: Json) -> Area:
    """Give what a GridRange means; every edge that it says must lie in the grid, and hold something between."""
    sheet = grid(book, told.get("sheetId", 0))
    if min(only(told, _EDGES).values(), default=0) < 0:
        raise invalid("Range indexes must be non-negative.")
    top, left, bottom, right = (told.get(name) for name in _EDGES)
    found = Reference(sheet, top, left, bottom, right).whole()
    for start, end, name in ((found.top, found.bottom, "Row"), (found.left, found.right, "Column")):
        if end <= start:
            raise invalid(f"range.end{name}Index must be greater than range.start{name}Index.")
    return found


class Lines(NamedTuple):
    """Rows or columns of a sheet, from where to where."""

    sheet: Sheet
    rows: bool
    start: int
    end: int

    @property
    def size(self) -> int:
        """How many of them the grid has."""
        return self.sheet.row_count if self.rows else self.sheet.column_count

    @property
    def name(self) -> str:
        """What one of them is called."""
        return "row" if self.rows else "column"

    @property
    def told(self) -> dict[int, Json]:
        """The properties of the sheet's rows, or of its columns."""
        return self.sheet.row_properties if self.rows else self.sheet.column_properties


def dimension(book: Book, told: Json) -> Lines:
    """Give what a DimensionRange means; an open end is the grid's."""
    sheet = grid(book, told.get("sheetId", 0))
    if told.get("dimension") not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    rows = told["dimension"] == "ROWS"
    start = told.get("startIndex", 0)
    end = told.get("endIndex", sheet.row_count if rows else sheet.column_count)
    if start < 0:
        raise invalid("range.startIndex must be non-negative.")
    if end <= start:
        raise invalid("range.endIndex must be greater than range.startIndex.")
    return Lines(sheet, rows, start, end)


def whole_range(sheet: Sheet, told: Json) -> Json:
    """Give a GridRange as it is stored: it names its sheet, and the edges that it had."""
    return {"sheetId": sheet.id, **{name: told[name] for name in _ORDER if name in told}}


def range_of(told: Area) -> Json:
    """Give an area as a GridRange with all its edges."""
    edges = zip(_EDGES, (told.top, told.left, told.bottom, told.right), strict=True)
    return whole_range(told.sheet, dict(edges))
