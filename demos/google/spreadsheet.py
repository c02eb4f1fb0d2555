"""Make a blank spreadsheet the register that a SENCO has kept: the demo's workbook, as Sheets imports it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from senco_connect_local.demo.entries import HEADINGS, Entry, Typed
from senco_connect_local.demo.people import SCHOOL
from senco_connect_local.demo.register import COLOURS, HEADING_LINE, REMARKS, TAB, help_formula

from demos.google.cells import cell

__all__ = ["register_requests"]

Json = dict[str, Any]
_MEETINGS: Final = 1_001
_SPARE_LINES: Final = 60
# Dots of the columns that are not as wide as most.
_WIDTHS: Final = {
    "Adm No": 60, "Surname": 140, "Forename": 92, "Yr": 34, "Form": 50, "SEN status": 60, "Primary need": 64,
    "Key worker": 128, "Strategies": 256, "Sessions": 66, "Minutes each": 62, "Help a week (min)": 74, "Notes": 172,
}  # fmt: skip
_WIDTH: Final = 78


def register_requests(tab: int, entries: Sequence[Entry]) -> list[Json]:
    """Give the requests of one batch: titles, headings, the children's lines, looks, a filter, a tab of her own."""
    last = HEADING_LINE + len(entries)
    return [
        {"updateSpreadsheetProperties": {"properties": {"locale": "en_GB"}, "fields": "locale"}},
        _tab(tab, last + _SPARE_LINES),
        _written(tab, [*_titles(), [], _headings(), *(_line(n, e) for n, e in enumerate(entries, HEADING_LINE + 1))]),
        *({"mergeCells": {"range": _area(tab, n, n, 0, len(HEADINGS)), "mergeType": "MERGE_ALL"}} for n in (1, 2)),
        *_widths(tab),
        *_colours(tab, last),
        {"setBasicFilter": {"filter": {"range": _area(tab, HEADING_LINE, last, 0, len(HEADINGS))}}},
        {"addSheet": {"properties": {"sheetId": _MEETINGS, "title": "Meetings"}}},
        _written(_MEETINGS, [[cell(text) for text in line] for line in _meetings()]),
    ]


def _tab(tab: int, lines: int) -> Json:
    # No columns are frozen: Sheets lets none be frozen that hold a part of a merged title.
    grid = {"rowCount": lines, "columnCount": len(HEADINGS), "frozenRowCount": HEADING_LINE}
    properties = {"sheetId": tab, "title": TAB, "gridProperties": grid}
    fields = "title,gridProperties(rowCount,columnCount,frozenRowCount)"
    return {"updateSheetProperties": {"properties": properties, "fields": fields}}


def _written(tab: int, rows: Sequence[Sequence[Json]]) -> Json:
    start = {"sheetId": tab, "rowIndex": 0, "columnIndex": 0}
    told = [{"values": list(row)} for row in rows]
    return {"updateCells": {"start": start, "rows": told, "fields": "userEnteredValue,userEnteredFormat,note"}}


def _titles() -> Iterator[list[Json]]:
    name = cell(f"{SCHOOL}: SEN register 2026-27")
    yield [name | {"userEnteredFormat": {"textFormat": {"bold": True, "fontSize": 14}}}]
    words = cell("Confidential. Do not print. Yellow: new this year. Green: settled.")
    yield [words | {"userEnteredFormat": {"textFormat": {"italic": True, "fontSize": 10}}}]


def _headings() -> list[Json]:
    looks = {
        "backgroundColorStyle": _rgb("305496"), "wrapStrategy": "WRAP", "verticalAlignment": "TOP",
        "textFormat": {"bold": True, "foregroundColorStyle": _rgb("FFFFFF")},
    }  # fmt: skip
    return [cell(heading) | {"userEnteredFormat": looks} for heading in HEADINGS]


def _line(line: int, entry: Entry) -> list[Json]:
    values = entry.cells | {"Help a week (min)": help_formula(line)}
    cells = {heading: cell(values[heading]) for heading in HEADINGS}
    looks = {heading: told.setdefault("userEnteredFormat", {}) for heading, told in cells.items()}
    # Cells of an imported table have a look of their own, the empty ones too.
    for look in looks.values():
        look["verticalAlignment"] = "BOTTOM"
    looks["Strategies"]["wrapStrategy"] = "WRAP"
    number = line - HEADING_LINE
    if number % 6 == 1:
        looks["Surname"]["backgroundColorStyle"] = _rgb(COLOURS[number // 6 % 2])
    if number in REMARKS:
        heading, words = REMARKS[number]
        cells[heading]["note"] = words
    return list(cells.values())


def _widths(tab: int) -> Iterator[Json]:
    for column, heading in enumerate(HEADINGS):
        where = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
        size = {"pixelSize": _WIDTHS.get(heading, _WIDTH), "hiddenByUser": heading == "UPN"}
        yield {"updateDimensionProperties": {"range": where, "properties": size, "fields": "pixelSize,hiddenByUser"}}


def _colours(tab: int, last: int) -> Iterator[Json]:
    first, status, review = HEADING_LINE + 1, HEADINGS.index("SEN status"), HEADINGS.index("Next review")
    status_letter, review_letter = (chr(ord("A") + column) for column in (status, review))
    plan, near = f'=LEFT(${status_letter}{first},1)="E"', f"AND(ISNUMBER({review_letter}{first}),"
    near = f"={near}{review_letter}{first}<DATE(2027,1,1))"
    everywhere = _area(tab, HEADING_LINE + 1, last, 0, len(HEADINGS))
    yield _rule(everywhere, plan, {"backgroundColorStyle": _rgb("DDEBF7")})
    red = {"textFormat": {"foregroundColorStyle": _rgb("C00000")}}
    yield _rule(_area(tab, HEADING_LINE + 1, last, review, review + 1), near, red)


def _rule(area: Json, formula: str, looks: Json) -> Json:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {"ranges": [area], "booleanRule": {"condition": condition, "format": looks}}
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def _meetings() -> Sequence[Sequence[Typed]]:
    return ("Date", "With", "Agreed"), (date(2026, 10, 8), "Educational psychologist", "Two visits this term")


def _area(tab: int, first: int, last: int, left: int, right: int) -> Json:
    """Give a range: lines as they are numbered, columns from 0, the right one left out."""
    return {
        "sheetId": tab, "startRowIndex": first - 1, "endRowIndex": last, "startColumnIndex": left,
        "endColumnIndex": right,
    }  # fmt: skip


def _rgb(hexadecimal: str) -> Json:
    red, green, blue = (int(hexadecimal[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}
