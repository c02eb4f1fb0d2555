"""Spreadsheets made, read and copied from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from senco_connect_emulator.call import Answer, Call, answers
from senco_connect_emulator.contract import parse_mask
from senco_connect_emulator.sheets.a1 import Area, read_range
from senco_connect_emulator.sheets.defaults import default_properties
from senco_connect_emulator.sheets.grid_data import grid_data
from senco_connect_emulator.sheets.metadata import areas_of, is_visible, told_metadata
from senco_connect_emulator.sheets.model import Book, Sheet, new_sheet
from senco_connect_emulator.sheets.opening import open_book
from senco_connect_emulator.sheets.protection import may_edit, overlaps
from senco_connect_emulator.sheets.proto import spoken

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World
from senco_connect_emulator.sheets.parts import only, some, without

__all__ = ["View", "empty_book", "spreadsheet", "told_protected", "wants_grid_data"]

Json = dict[str, Any]


class View(NamedTuple):
    """How a spreadsheet is to be told: to whom, the whole or some areas, with its cells or without."""

    world: World
    who: Identity
    areas: list[Area] | None = None
    cells: bool = False
    banded_tables: bool = True


def empty_book(book_id: str, title: str) -> Book:
    """Make a spreadsheet as a new one is: one empty sheet, whose id is 0."""
    book = Book(book_id, default_properties(title))
    book.sheets = [new_sheet(0, "Sheet1", 0)]
    return book


@answers("sheets.spreadsheets.get")
def get_spreadsheet(call: Call) -> Answer:
    """Give a spreadsheet; cells only where they are asked for."""
    book = open_book(call)
    ranges = call.params.get("ranges", [])
    areas = [read_range(book, text) for text in ranges] if ranges else None
    cells = wants_grid_data(call, call.params.get("includeGridData", False))
    return spreadsheet(book, View(call.world, call.who, areas, cells))


@answers("sheets.spreadsheets.getByDataFilter")
def get_by_data_filter(call: Call) -> Answer:
    """Give of a spreadsheet what any of the filters means."""
    book = open_book(call)
    filters = call.body.get("dataFilters", [])
    areas = [area for told in filters for area in areas_of(book, told, call.who)] if filters else None
    cells = wants_grid_data(call, call.body.get("includeGridData", False))
    return spreadsheet(book, View(call.world, call.who, areas, cells))


def wants_grid_data(call: Call, asked: bool, *, within: str = "") -> bool:
    """Tell whether cells are wanted: a mask says so where there is one, and the parameter where there is none."""
    text = call.params.get("fields", "")
    if not text:
        return asked
    mask = parse_mask(text, call.method)
    return _names(mask, (within, "sheets", "data") if within else ("sheets", "data"))


def _names(mask: Any, path: tuple[str, ...]) -> bool:
    # A mask that ends on the way there keeps all that is below.
    for name in path:
        if not mask:
            return True
        if name not in mask and "*" not in mask:
            return False
        mask = mask.get(name, mask.get("*"))
    return True


def spreadsheet(book: Book, view: View) -> Json:
    """Tell a spreadsheet as the API does."""
    told: Json = {"spreadsheetId": book.id, "properties": book.properties}
    told["sheets"] = [_sheet(book, sheet, view) for sheet in book.sheets if _is_asked(sheet, view)]
    told |= some({"namedRanges": spoken(book.named_ranges)})
    told["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    own = [
        told_metadata(one) for one in book.metadata if one["location"].get("spreadsheet") and is_visible(one, view.who)
    ]
    return told | some({"developerMetadata": own})


def _is_asked(sheet: Sheet, view: View) -> bool:
    return view.areas is None or any(area.sheet is sheet for area in view.areas)


_LISTS = {
    "conditionalFormats": "conditional_formats", "filterViews": "filter_views", "charts": "charts",
    "basicFilter": "basic_filter", "bandedRanges": "banded", "rowGroups": "row_groups", "columnGroups": "column_groups",
    "slicers": "slicers", "tables": "tables",
}  # fmt: skip


def _sheet(book: Book, sheet: Sheet, view: View) -> Json:
    known = [one for one in book.metadata if is_visible(one, view.who)]
    told = {"properties": sheet.properties, **_cells(book, sheet, view, known)}
    merges = [merge for merge in sheet.merges if _touches(sheet, merge, view)]
    told |= some({"merges": spoken(merges)} | {name: spoken(getattr(sheet, kept)) for name, kept in _LISTS.items()})
    protected = [told_protected(book, one, view) for one in sheet.protected]
    own = [told_metadata(one) for one in known if one["location"].get("sheetId") == sheet.id]
    return told | some({"protectedRanges": protected, "developerMetadata": own})


def _cells(book: Book, sheet: Sheet, view: View, known: list[Json]) -> Json:
    if not view.cells or "gridProperties" not in sheet.properties:
        return {}
    return {"data": [grid_data(book, area, known) for area in _areas(sheet, view)]}


def _areas(sheet: Sheet, view: View) -> list[Area]:
    if view.areas is None:
        return [Area(sheet, 0, 0, sheet.row_count, sheet.column_count)]
    return [area for area in view.areas if area.sheet is sheet]


def _touches(sheet: Sheet, merge: Json, view: View) -> bool:
    return view.areas is None or any(area.sheet is sheet and overlaps(merge, area) for area in view.areas)


def told_protected(book: Book, protected: Json, view: View) -> Json:
    """Give a protection as answers have it: whether who asks may edit, and to those alone who the editors are."""
    told: Json = spoken(protected)
    if not may_edit(view.world, book, protected, view.who):
        return without(told, "editors")
    return without(told, "editors") | {"requestingUserCanEdit": True} | only(told, {"editors"})
