"""A spreadsheet made as spreadsheets.create describes it: its sheets with their cells, names and metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.batch import apply_requests
from senco_connect_emulator.sheets.batch.fields import changed
from senco_connect_emulator.sheets.batch.sheets import check_properties
from senco_connect_emulator.sheets.books import empty_book
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.proto import stored

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World
from senco_connect_emulator.sheets.parts import without

__all__ = ["made_book"]

Json = dict[str, Any]
_CELLS = "userEnteredValue,userEnteredFormat,note,dataValidation,textFormatRuns"
# What a Sheet lists, by the request that makes one of it.
_OBJECTS = {
    "conditionalFormats": ("addConditionalFormatRule", "rule"), "filterViews": ("addFilterView", "filter"),
    "protectedRanges": ("addProtectedRange", "protectedRange"), "charts": ("addChart", "chart"),
    "bandedRanges": ("addBanding", "bandedRange"),
    "developerMetadata": ("createDeveloperMetadata", "developerMetadata"),
    "slicers": ("addSlicer", "slicer"), "tables": ("addTable", "table"),
}  # fmt: skip


def made_book(world: World, who: Identity, book_id: str, title: str, asked: Json) -> Book:
    """Make the book; a sheet that is described has an id of its own or a new one, and only the default sheet has 0."""
    book = empty_book(book_id, title)
    book.clock = world.clock
    given = stored("SpreadsheetProperties", asked.get("properties", {}))
    given.pop("title", None)
    given.pop("defaultFormat", None)
    check_properties(given)
    book.properties = changed(book.properties, given, {name: {} for name in given})
    sheets = asked.get("sheets", [])
    if sheets:
        _make_sheets(world, who, book, sheets)
    requests = [{"addNamedRange": {"namedRange": one}} for one in asked.get("namedRanges", ())]
    requests += [{"createDeveloperMetadata": {"developerMetadata": one}} for one in asked.get("developerMetadata", ())]
    if requests:
        apply_requests(world, book, requests, who)
    return book


def _make_sheets(world: World, who: Identity, book: Book, sheets: list[Json]) -> None:
    book.sheets = []
    for told in sheets:
        properties = without(told.get("properties"), "index")
        (reply,) = apply_requests(world, book, [{"addSheet": {"properties": properties}}], who)
        if requests := _filling(told, reply["addSheet"]["properties"]["sheetId"]):
            apply_requests(world, book, requests, who)
    if all(sheet.properties.get("hidden") for sheet in book.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    _order(book, [told.get("properties", {}).get("index") for told in sheets])


def _order(book: Book, indexes: list[int | None]) -> None:
    # Sheets lie as they are listed, unless each of them says where.
    if None in indexes:
        return
    by_id = {sheet.id: index for sheet, index in zip(book.sheets, indexes, strict=True)}
    book.sheets.sort(key=lambda sheet: by_id[sheet.id] or 0)
    for index, sheet in enumerate(book.sheets):
        sheet.properties = {**sheet.properties, "index": index}


def _filling(told: Json, sheet_id: int) -> list[Json]:
    requests: list[Json] = []
    for data in told.get("data", ()):
        start = {"sheetId": sheet_id, "rowIndex": data.get("startRow", 0), "columnIndex": data.get("startColumn", 0)}
        if data.get("rowData"):
            requests.append({"updateCells": {"start": start, "rows": data["rowData"], "fields": _CELLS}})
        requests += _sizes(data.get("rowMetadata", ()), sheet_id, "ROWS", data.get("startRow", 0))
        requests += _sizes(data.get("columnMetadata", ()), sheet_id, "COLUMNS", data.get("startColumn", 0))
    requests += [{"mergeCells": {"range": one, "mergeType": "MERGE_ALL"}} for one in told.get("merges", ())]
    for name, (kind, field) in _OBJECTS.items():
        requests += [{kind: {field: one}} for one in told.get(name, ())]
    if "basicFilter" in told:
        requests.append({"setBasicFilter": {"filter": told["basicFilter"]}})
    return requests


def _sizes(lines: list[Json], sheet_id: int, dimension: str, start: int) -> list[Json]:
    return [
        {
            "updateDimensionProperties": {
                "range": {"sheetId": sheet_id, "dimension": dimension, "startIndex": line, "endIndex": line + 1},
                "properties": properties,
                "fields": "pixelSize,hiddenByUser",
            }
        }
        for line, properties in enumerate(lines, start)
        if properties
    ]
