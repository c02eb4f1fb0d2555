"""Let tables, filters, dropdowns and coloured ranges reach a new line or column, where they reached the old edge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from senco_connect_local.addresses import Area, read_area
from senco_connect_local.parts import Parts, append_child, main, related

__all__ = ["grow_down", "grow_right", "table_around", "widen_table"]

Grow = Callable[[Area], Area]

_X14: Final = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM_SQREF: Final = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_IN_NAME: Final = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+:\$?[A-Z]{1,3}\$?[0-9]+")
# Names of Excel's own that belong to a tab's filter and print range; people's names stay as they are.
_OWN_NAMES: Final = ("_xlnm._FilterDatabase", "_xlnm.Print_Area")


def grow_down(parts: Parts, part: str, place: int, *, first: int, last: int) -> None:
    """Let every range that ended on the last line take in the next one.

    ``first`` is the first line of data; ``place`` the tab's place among the
    tabs.  A range of the last line alone means that line, and stays, unless
    there is no other line yet.
    """

    def taller(area: Area) -> Area:
        ends_here = area.bottom == last and (area.top < last or last <= first)
        return area._replace(bottom=last + 1) if ends_here else area

    sheet = parts.change(part)
    for element in _ranged(sheet):
        _regrow(element, "sqref", taller)
    for element in _extension_ranges(sheet):
        element.text = _grown(element.text or "", taller)
    for element in (*sheet.iterfind(main("autoFilter")), *_table_ranges(parts, part, taller)):
        _regrow(element, "ref", taller)
    _regrow_names(parts, place, taller)


def grow_right(parts: Parts, part: str, place: int, *, line: int, column: int) -> None:
    """Let the filter and the print range that ended left of a new column take it in, so that a sort moves it too.

    ``line`` holds the headings.
    """

    def wider(area: Area) -> Area:
        return area._replace(right=column) if area.right == column - 1 and area.top <= line <= area.bottom else area

    for element in parts.change(part).iterfind(main("autoFilter")):
        _regrow(element, "ref", wider)
    _regrow_names(parts, place, wider)


def table_around(parts: Parts, part: str, line: int) -> tuple[str, Area] | None:
    """Find the table whose headings stand on a line: its part and its range."""
    for name in related(parts, part, "table"):
        area = read_area(parts.root(name).get("ref", ""))
        if area and area.top == line:
            return name, area
    return None


def widen_table(parts: Parts, name: str, heading: str) -> None:
    """Add a column to the right end of a table."""
    table = parts.change(name)
    columns = table.find(main("tableColumns"))
    if columns is None:
        return
    # Ids are never given twice, so that formulas keep meaning the column they meant.
    number = max((int(c.get("id", "0")) for c in columns), default=0) + 1
    append_child(columns, "tableColumn", id=str(number), name=heading)
    columns.set("count", str(len(columns)))
    for element in (table, *table.iterfind(main("autoFilter"))):
        _regrow(element, "ref", lambda area: area._replace(right=area.right + 1))


def _ranged(sheet: etree._Element) -> Iterator[etree._Element]:
    yield from sheet.iterfind(main("conditionalFormatting"))
    yield from sheet.iterfind(f"{main('dataValidations')}/{main('dataValidation')}")


def _extension_ranges(sheet: etree._Element) -> Iterator[etree._Element]:
    # A sparkline has such a range, too, and must keep to its one cell.
    for rule in sheet.iter(_X14 + "conditionalFormatting", _X14 + "dataValidation"):
        yield from rule.iterfind(_XM_SQREF)


def _table_ranges(parts: Parts, part: str, grow: Grow) -> Iterator[etree._Element]:
    for name in related(parts, part, "table"):
        table = parts.root(name)
        if _grown(table.get("ref", ""), grow) != table.get("ref", ""):
            parts.change(name)
            yield table
            yield from table.iterfind(main("autoFilter"))


def _regrow_names(parts: Parts, place: int, grow: Grow) -> None:
    # Excel repairs a workbook whose hidden filter name says something else than its filter.
    workbook = parts.root("xl/workbook.xml")
    for name in workbook.iterfind(f"{main('definedNames')}/{main('definedName')}"):
        if name.get("name") in _OWN_NAMES and name.get("localSheetId") == str(place):
            text = _IN_NAME.sub(lambda match: _grown(match[0], grow, fixed=True), name.text or "")
            if text != name.text:
                parts.change("xl/workbook.xml")
                name.text = text


def _regrow(element: etree._Element, attribute: str, grow: Grow) -> None:
    element.set(attribute, _grown(element.get(attribute, ""), grow))


def _grown(ranges: str, grow: Grow, *, fixed: bool = False) -> str:
    """Apply to each of the ranges in a text; one that does not change is left as it is written."""
    return " ".join(_grown_one(text, grow, fixed) for text in ranges.split())


def _grown_one(text: str, grow: Grow, fixed: bool) -> str:
    area = read_area(text)
    if area is None or grow(area) == area:
        return text
    return grow(area).text(fixed=fixed)
