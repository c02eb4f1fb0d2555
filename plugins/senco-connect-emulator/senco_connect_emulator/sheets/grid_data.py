"""Cells, rows and columns as spreadsheets.get tells them when it is asked for grid data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.conditional import formats_by_cell
from senco_connect_emulator.sheets.defaults import DEFAULT_FORMAT
from senco_connect_emulator.sheets.formulas.spilling import may_spill
from senco_connect_emulator.sheets.metadata import told_metadata
from senco_connect_emulator.sheets.model import Book, Cell, Sheet
from senco_connect_emulator.sheets.parts import only, some
from senco_connect_emulator.sheets.proto import as_link, spoken, theme_of
from senco_connect_emulator.sheets.rendering import effective, number_format, shown

__all__ = ["cell_data", "formulas_of", "grid_data"]

Json = dict[str, Any]
HEIGHT, WIDTH = 21, 100

_LINK = re.compile(r"""=\s*HYPERLINK\s*\(\s*"((?:[^"]|"")*)\"""", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+|mailto:\S+", re.IGNORECASE)
_ALIGNED = {"numberValue": "RIGHT", "boolValue": "CENTER", "errorValue": "CENTER"}
# In the order in which answers tell them.
_ORDER = (
    "numberFormat", "backgroundColor", "borders", "padding", "horizontalAlignment", "verticalAlignment", "wrapStrategy",
    "textDirection", "textFormat", "hyperlinkDisplayType", "textRotation", "backgroundColorStyle",
)  # fmt: skip
_KEPT = ("note", "textFormatRuns", "dataValidation", "pivotTable", "chipRuns", "dataSourceTable")


def grid_data(book: Book, area: Area, metadata: list[Json]) -> Json:
    """Tell an area: its cells without the empty ones at the end, and every row and column of it."""
    told: Json = {}
    if area.top:
        told["startRow"] = area.top
    if area.left:
        told["startColumn"] = area.left
    rows = _Teller(book, area).rows()
    if rows:
        told["rowData"] = rows
    told["rowMetadata"] = _lines(area.sheet, metadata, rows=True, span=(area.top, area.bottom))
    told["columnMetadata"] = _lines(area.sheet, metadata, rows=False, span=(area.left, area.right))
    return told


class _Teller:
    """Tells the cells of an area; formats are worked out once for all cells that have the same."""

    def __init__(self, book: Book, area: Area) -> None:
        self._book, self._area = book, area
        self._formats: dict[tuple[int, str], Json] = {}
        self._default = book.properties.get("defaultFormat", DEFAULT_FORMAT)
        # What a spreadsheet says of its font is a list of families; a cell shows the theme's.
        self._family = book.properties.get("spreadsheetTheme", {}).get("primaryFontFamily", "Arial")
        self._theme = theme_of(book)
        self._conditional = formats_by_cell(book, area) if area.sheet.conditional_formats else {}

    def rows(self) -> list[Json]:
        area = self._area
        # A formula may fill cells below and beside all that were ever written.
        spills = any(may_spill(formula, self._book.locale) for formula in formulas_of(area.sheet))
        end = area.bottom if spills else min(area.bottom, len(area.sheet.rows))
        rows = [self._row(row, spills=spills) for row in range(area.top, end)]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _row(self, row: int, *, spills: bool) -> Json:
        area, rows = self._area, self._area.sheet.rows
        cells = rows[row][area.left : area.right] if row < len(rows) else []
        if spills:
            cells += [None] * (area.right - area.left - len(cells))
        values = [self.cell(row, column, cell) for column, cell in enumerate(cells, area.left)]
        while values and not values[-1]:
            values.pop()
        return {"values": values} if values else {}

    def cell(self, row: int, column: int, cell: Cell | None) -> Json:
        value = effective(self._book, self._area.sheet, row, column)
        if not cell and not value:
            return {}
        return self._told((row, column), cell or {}, value)

    def _told(self, place: tuple[int, int], cell: Cell, value: Json) -> Json:
        told = only(cell, {"userEnteredValue"})
        text = ""
        # An empty text, which a formula may come to, is not told; nor what it looks like.
        if value and value.get("stringValue") != "":
            text = shown(self._book, self._area.sheet, *place)
            told |= {"effectiveValue": value, "formattedValue": text}
        told |= only(cell, {"userEnteredFormat"})
        link = _hyperlink(cell, text)
        # The spreadsheet's own format is not told where there is nothing to be seen in it.
        if told or value or place in self._conditional:
            told["effectiveFormat"] = self._shape(place, cell, next(iter(value), ""), link)
        told |= some({"hyperlink": link})
        return told | dict(spoken(only(cell, _KEPT)))

    def _shape(self, place: tuple[int, int], cell: Cell, kind: str, link: str) -> Json:
        shape = self._format(cell.get("userEnteredFormat"), kind)
        if kind == "numberValue" and "formulaValue" in cell.get("userEnteredValue", ()) and "numberFormat" not in shape:
            inferred = number_format(self._book, self._area.sheet, *place)
            shape = {"numberFormat": {"type": inferred["type"]}, **shape} if inferred else shape
        if link:
            text = as_link(shape["textFormat"], link, self._theme)
            shape = {**shape, "textFormat": text, "hyperlinkDisplayType": "LINKED"}
        return _over(shape, self._conditional.get(place, ()))

    def _format(self, given: Json | None, kind: str) -> Json:
        key = (id(given), kind)
        if key not in self._formats:
            self._formats[key] = self._merged(given or {}, kind)
        return self._formats[key]

    def _merged(self, given: Json, kind: str) -> Json:
        text = {**self._default["textFormat"], "fontFamily": self._family, **given.get("textFormat", {})}
        told = {**self._default, **given, "textFormat": text}
        if kind:
            told.setdefault("horizontalAlignment", _ALIGNED.get(kind, "LEFT"))
            told.setdefault("hyperlinkDisplayType", "PLAIN_TEXT")
        return {name: told[name] for name in _ORDER if name in told}


def _over(shape: Json, formats: Sequence[Json]) -> Json:
    # Of two rules that say different things the first is seen.
    for one in reversed(formats):
        shape = {**shape, **one, "textFormat": {**shape["textFormat"], **one.get("textFormat", {})}}
    return shape


def cell_data(book: Book, sheet: Sheet, row: int, column: int) -> Json:
    """Give a cell as the API tells it: what was entered and what it comes to."""
    area = Area(sheet, row, column, row + 1, column + 1)
    return _Teller(book, area).cell(row, column, sheet.cell(row, column))


def formulas_of(sheet: Sheet) -> set[str]:
    """Give every formula of a sheet's cells."""
    cells = (cell for line in sheet.rows for cell in line if cell)
    return {
        cell["userEnteredValue"]["formulaValue"] for cell in cells if "formulaValue" in cell.get("userEnteredValue", ())
    }


def _hyperlink(cell: Cell, text: str) -> str:
    if link := cell.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri"):
        return str(link)
    entered = cell.get("userEnteredValue", {})
    if "formulaValue" in entered:
        found = _LINK.match(entered["formulaValue"])
        return found[1].replace('""', '"') if found else ""
    return text if ":" in text and _ADDRESS.fullmatch(text) else ""


def _lines(sheet: Sheet, metadata: list[Json], *, rows: bool, span: tuple[int, int]) -> list[Json]:
    own, size = (sheet.row_properties, HEIGHT) if rows else (sheet.column_properties, WIDTH)
    by_line: dict[int, list[Json]] = {}
    for one in metadata:
        place = one["location"].get("dimensionRange", {})
        if (place.get("sheetId"), place.get("dimension")) == (sheet.id, "ROWS" if rows else "COLUMNS"):
            by_line.setdefault(place["startIndex"], []).append(told_metadata(one))
    return [_line(own.get(line, {}), size, by_line.get(line)) for line in range(*span)]


def _line(own: Json, size: int, metadata: list[Json] | None) -> Json:
    told = {name: own[name] for name in ("hiddenByFilter", "hiddenByUser") if own.get(name)}
    told["pixelSize"] = own.get("pixelSize", size)
    return {**told, "developerMetadata": metadata} if metadata else told
