"""The cells of one worksheet part: looked up by address, and set one at a time.

Only the cell that is named changes; its style stays, and no formula is ever
written, moved or removed on the register's tab.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from senco_connect.errors import RegisterRefused
from senco_connect_local.addresses import Area, address, read_address, read_area, read_line
from senco_connect_local.content import Content
from senco_connect_local.parts import append_child, main, place_child

__all__ = ["ORDER", "SheetXml"]

# CT_Worksheet of ECMA-376: the children of a worksheet stand in this order.
ORDER: Final = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems "
    "tableParts extLst"
)
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# What says how a row looks; its number, its outline and whether it is hidden are its own.
_ROW_LOOKS: Final = ("s", "customFormat", "ht", "customHeight")


class SheetXml:
    """The parsed worksheet; lines and columns count from 1."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._data = place_child(root, "sheetData", ORDER)
        self._rows = {_number(row.get("r")): row for row in self._data.iterchildren(main("row"))}
        self._cells: dict[int, dict[int, etree._Element]] = {}
        self._merged = [area for cell in root.iter(main("mergeCell")) if (area := read_area(cell.get("ref", "")))]
        self._arrays = [area for f in self._data.iter(main("f")) if (area := read_area(f.get("ref", "")))]

    def refusal(self, line: int, column: int) -> str:
        """Say why a cell must not be written, "" if it may."""
        cell = self._row_cells(line).get(column)
        if cell is not None and cell.find(main("f")) is not None:
            return "a formula stands there"
        # Cells that an array formula spills into hold a value and no formula.
        if any(area.holds(line, column) for area in self._arrays):
            return "the result of a formula stands there"
        if any(area.holds(line, column) for area in self._merged):
            return "the cell is merged with others"
        return ""

    def style(self, line: int, column: int) -> int:
        """Give the style a cell shows: its own, its row's or its column's."""
        cell = self._row_cells(line).get(column)
        if cell is not None:
            return int(cell.get("s", "0"))
        row = self._rows.get(line)
        if row is not None and row.get("customFormat") in {"1", "true"}:
            return int(row.get("s", "0"))
        for span in self.root.iterfind(f"{main('cols')}/{main('col')}"):
            if int(span.get("min", "0")) <= column <= int(span.get("max", "0")):
                return int(span.get("style", "0"))
        return 0

    def put(self, line: int, column: int, content: Content, *, style: int) -> None:
        """Set a cell; what it held before goes, its place and its style stay."""
        cell = self._cell(line, column)
        for child in list(cell):
            cell.remove(child)
        # cm and vm point at the rich value that stood there.
        for attribute in ("t", "cm", "vm"):
            cell.attrib.pop(attribute, "")
        if style:
            cell.set("s", str(style))
        if content.type:
            cell.set("t", content.type)
        if content.type == "inlineStr":
            text = append_child(append_child(cell, "is"), "t")
            text.text = content.text
            text.set(_SPACE, "preserve")
        elif content.type:
            append_child(cell, "v").text = content.text
        self._widen_dimension(line, column)

    def copy_looks(self, source: int, line: int) -> None:
        """Give a line the row format and the cell styles of another, where it has none of its own."""
        # A line that people formatted ahead is taken as it is.
        above = self._rows.get(source)
        if above is None or line in self._rows:
            return
        row = self._row(line)
        row.attrib.update({name: above.get(name, "") for name in _ROW_LOOKS if above.get(name) is not None})
        for column, cell in self._row_cells(source).items():
            if cell.get("s"):
                self._cell(line, column).set("s", cell.get("s", ""))

    def drop_below(self, line: int) -> None:
        """Remove the rows under a line, contents and all."""
        for number in [n for n in self._rows if n > line]:
            self._data.remove(self._rows.pop(number))
            self._cells.pop(number, None)

    def columns_of(self, line: int) -> list[int]:
        """List the columns that have a cell in a line."""
        return sorted(self._row_cells(line))

    def _row_cells(self, line: int) -> dict[int, etree._Element]:
        if line not in self._cells:
            row = self._rows.get(line)
            cells = row.iterchildren(main("c")) if row is not None else ()
            self._cells[line] = {_column(cell.get("r")): cell for cell in cells}
        return self._cells[line]

    def _row(self, line: int) -> etree._Element:
        if line not in self._rows:
            row = append_child(self._data, "row", r=str(line))
            before = [number for number in self._rows if number < line]
            if before:
                self._rows[max(before)].addnext(row)
            else:
                self._data.insert(0, row)
            self._rows[line] = row
            self._cells[line] = {}
        return self._rows[line]

    def _cell(self, line: int, column: int) -> etree._Element:
        row, cells = self._row(line), self._row_cells(line)
        if column not in cells:
            cell = append_child(row, "c", r=address(line, column))
            before = [number for number in cells if number < column]
            if before:
                cells[max(before)].addnext(cell)
            else:
                row.insert(0, cell)
            cells[column] = cell
            # spans is a hint for readers; a wrong one is worse than none.
            row.attrib.pop("spans", "")
        return cells[column]

    def _widen_dimension(self, line: int, column: int) -> None:
        dimension = self.root.find(main("dimension"))
        area = read_area(dimension.get("ref", "")) if dimension is not None else None
        if dimension is not None and area is not None and not area.holds(line, column):
            wider = Area(min(area.top, line), min(area.left, column), max(area.bottom, line), max(area.right, column))
            dimension.set("ref", wider.text())


def _number(text: str | None) -> int:
    line = read_line(text or "")
    if line is None:
        raise _no_addresses()
    return line


def _column(text: str | None) -> int:
    place = read_address(text or "")
    if place is None:
        raise _no_addresses()
    return place[1]


def _no_addresses() -> RegisterRefused:
    return RegisterRefused(
        "The workbook was written by a program that leaves the addresses of cells out.",
        "Open it in Excel, save it, then run again.",
        code="X303",
    )
