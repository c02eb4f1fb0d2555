"""Sheets added, copied, renamed, moved, hidden and deleted; the properties of the spreadsheet itself."""

from __future__ import annotations

import sys
from functools import cache
from zoneinfo import available_timezones

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.fields import Fields, changed, read_fields
from senco_connect_emulator.sheets.batch.kinds import Json, Step, applies
from senco_connect_emulator.sheets.copying import copied_sheet
from senco_connect_emulator.sheets.formulas import sheet_deleted, sheet_renamed
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.model import Book, Sheet, new_sheet
from senco_connect_emulator.sheets.parts import dropped, only
from senco_connect_emulator.sheets.protection import guard, guard_sheet
from senco_connect_emulator.sheets.proto import spoken, stored, theme_of
from senco_connect_emulator.sheets.shifting import delete_lines, rewrite_formulas

__all__ = ["added_sheet", "check_properties", "free_title"]

_PLAIN = ("hidden", "tabColor", "tabColorStyle", "rightToLeft")


@applies("addSheet")
def add_sheet(step: Step, asked: Json) -> Json:
    """Add a sheet, at the end where no index is given."""
    sheet = added_sheet(step, asked.get("properties", {}))
    return {"properties": spoken(sheet.properties)}


def added_sheet(step: Step, given: Json) -> Sheet:
    """Put a new sheet with the given properties into the book."""
    book = step.book
    title = given["title"] if given.get("title") else free_title(book)
    _check_title(book, title)
    if given.get("sheetType", "GRID") != "GRID":
        raise invalid(f"Sheets of type {given['sheetType']} can not be added.")
    sheet = new_sheet(_new_id(step, given.get("sheetId")), title, 0)
    told = stored("SheetProperties", {name: given[name] for name in _PLAIN if name in given}, theme_of(book))
    size = {"rowCount": 1000, "columnCount": 26, **stored("GridProperties", given.get("gridProperties", {}))}
    sheet.properties = {**sheet.properties, "gridProperties": size, **told}
    _check_frozen(sheet)
    _insert(book, sheet, given.get("index", len(book.sheets)))
    check_size(book)
    return sheet


def free_title(book: Book) -> str:
    """Give the first of Sheet1, Sheet2 … that no sheet has."""
    number = len(book.sheets) + 1
    while book.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _new_id(step: Step, given: int | None) -> int:
    if given is None:
        return step.world.ids.number()
    if given < 0:
        raise invalid("Sheet id must be non-negative.")
    if step.book.sheet(given):
        raise invalid(f"Sheet with id {given} already exists.")
    return given


def _check_title(book: Book, title: str, *, but: Sheet | None = None) -> None:
    if not title:
        raise invalid("The sheet name cannot be empty.")
    if len(title) > 100:
        raise invalid("The sheet name cannot be greater than 100 characters.")
    other = book.titled(title)
    if other is not None and other is not but:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _insert(book: Book, sheet: Sheet, index: int) -> None:
    if not 0 <= index <= len(book.sheets):
        raise invalid(f"Sheet index {index} is out of bounds: there are {len(book.sheets)} sheets.")
    book.sheets.insert(index, sheet)
    _number(book)


def _number(book: Book) -> None:
    for index, sheet in enumerate(book.sheets):
        sheet.properties = {**sheet.properties, "index": index}


def _known(book: Book, sheet_id: int) -> Sheet:
    sheet = book.sheet(sheet_id)
    if sheet is None:
        raise invalid(f"No sheet with id: {sheet_id}")
    return sheet


@applies("deleteSheet")
def delete_sheet(step: Step, asked: Json) -> None:
    """Delete a sheet and all that belongs to it; formulas that named it are broken."""
    book, sheet = step.book, _known(step.book, asked.get("sheetId", 0))
    _refuse_last(dropped(book.sheets, sheet))
    guard(step.world, book, Area(sheet, 0, 0, sys.maxsize, sys.maxsize), step.who)
    book.sheets.remove(sheet)
    _number(book)
    book.named_ranges = [one for one in book.named_ranges if one["range"].get("sheetId") != sheet.id]
    book.metadata = [one for one in book.metadata if not _is_on(one["location"], sheet.id)]
    rewrite_formulas(book, lambda _, text: sheet_deleted(text, sheet.title))


def _refuse_last(others: list[Sheet]) -> None:
    if not others:
        raise invalid("You can't remove all the sheets in a document.")
    if all(other.properties.get("hidden") for other in others):
        raise invalid("You can't remove all the visible sheets in a document.")


def _is_on(location: Json, sheet_id: int) -> bool:
    return bool(location.get("dimensionRange", location).get("sheetId") == sheet_id)


@applies("duplicateSheet")
def duplicate_sheet(step: Step, asked: Json) -> Json:
    """Copy a sheet within the book; where no place is said the copy comes first."""
    source = _known(step.book, asked.get("sourceSheetId", 0))
    title = asked.get("newSheetName") or _copy_title(step.book, source.title)
    _check_title(step.book, title)
    properties = {"sheetId": _new_id(step, asked.get("newSheetId")), "title": title}
    sheet = copied_sheet(step.world, source, properties)
    _insert(step.book, sheet, asked.get("insertSheetIndex", 0))
    check_size(step.book)
    return {"properties": spoken(sheet.properties)}


def _copy_title(book: Book, title: str) -> str:
    name, number = f"Copy of {title}", 1
    while book.titled(name):
        number += 1
        name = f"Copy of {title} {number}"
    return name


@applies("updateSheetProperties")
def update_sheet_properties(step: Step, asked: Json) -> None:
    """Change what the fields name of a sheet's properties."""
    given = asked.get("properties", {})
    sheet = _known(step.book, given.get("sheetId", 0))
    fields = read_fields(asked.get("fields", ""), "SheetProperties")
    guard_sheet(step.world, step.book, sheet, step.who)
    if "title" in fields:
        _rename(step.book, sheet, given.get("title", ""))
    new = stored("SheetProperties", only(given, _PLAIN), theme_of(step.book))
    sheet.properties = changed(sheet.properties, new, only(fields, _PLAIN))
    if all(other.properties.get("hidden") for other in step.book.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    if "gridProperties" in fields:
        _regrid(step.book, sheet, given.get("gridProperties", {}), fields["gridProperties"])
    if "index" in fields:
        _reorder(step.book, sheet, given.get("index", len(step.book.sheets)))


def _rename(book: Book, sheet: Sheet, title: str) -> None:
    _check_title(book, title, but=sheet)
    old = sheet.title
    sheet.properties = {**sheet.properties, "title": title}
    if old != title:
        rewrite_formulas(book, lambda _, text: sheet_renamed(text, old, title))


def _reorder(book: Book, sheet: Sheet, index: int) -> None:
    # Counted before the move: to put the first of three behind the second takes index 2.
    now = book.sheets.index(sheet)
    if not 0 <= index <= len(book.sheets):
        raise invalid(f"Sheet index {index} is out of bounds: there are {len(book.sheets)} sheets.")
    book.sheets.remove(sheet)
    book.sheets.insert(index - 1 if index > now else index, sheet)
    _number(book)


def _regrid(book: Book, sheet: Sheet, given: Json, fields: Fields) -> None:
    old = sheet.properties["gridProperties"]
    told = changed(old, stored("GridProperties", given), fields or read_fields("*", "GridProperties"))
    rows, columns = told.get("rowCount", 0), told.get("columnCount", 0)
    if rows < 1 or columns < 1:
        raise invalid(f"You can't delete all the {'rows' if rows < 1 else 'columns'} on the sheet.")
    if rows < sheet.row_count:
        delete_lines(book, sheet, True, rows, sheet.row_count)
    if columns < sheet.column_count:
        delete_lines(book, sheet, False, columns, sheet.column_count)
    sheet.properties = {**sheet.properties, "gridProperties": told}
    _check_frozen(sheet)
    check_size(book)


def _check_frozen(sheet: Sheet) -> None:
    grid = sheet.properties["gridProperties"]
    for frozen, count, name in (
        ("frozenRowCount", "rowCount", "rows"),
        ("frozenColumnCount", "columnCount", "columns"),
    ):
        if grid.get(frozen, 0) >= grid[count]:
            raise invalid(f"You can't freeze all visible {name} on the sheet.")


@applies("updateSpreadsheetProperties")
def update_spreadsheet_properties(step: Step, asked: Json) -> None:
    """Change what the fields name of the spreadsheet's properties."""
    fields = read_fields(asked.get("fields", ""), "SpreadsheetProperties")
    given = stored("SpreadsheetProperties", asked.get("properties", {}), theme_of(step.book))
    given = only(given, fields)
    check_properties(given)
    if "defaultFormat" in fields and given.get("defaultFormat"):
        raise invalid("Updating the default format of a spreadsheet is not supported.")
    kept = {name: inner for name, inner in fields.items() if name in given or name in {"iterativeCalculationSettings"}}
    step.book.properties = changed(step.book.properties, given, kept)


def check_properties(given: Json) -> None:
    """Refuse a locale or a time zone that does not exist."""
    if "locale" in given and not given["locale"].replace("_", "").replace("-", "").isalnum():
        raise invalid(f"Unsupported locale: {given['locale']}")
    if "timeZone" in given and _zones() and given["timeZone"] not in _zones():
        raise invalid(f"Invalid time zone: {given['timeZone']}")


@cache
def _zones() -> frozenset[str]:
    # Nothing where the system has no list of them, as Windows may not: then every name is believed.
    return frozenset(available_timezones())
