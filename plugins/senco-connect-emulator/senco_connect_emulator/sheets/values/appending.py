"""Append values: below the last table that a range holds, or at the range where it holds none."""

from __future__ import annotations

from typing import Any, NamedTuple

from senco_connect_emulator.call import Answer, Call, answers
from senco_connect_emulator.sheets.a1 import Area, area_of, read_range
from senco_connect_emulator.sheets.batch.dimensions import inherit
from senco_connect_emulator.sheets.batch.kinds import Step
from senco_connect_emulator.sheets.batch.tables import grow_table
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.opening import open_book, save_book
from senco_connect_emulator.sheets.protection import overlaps
from senco_connect_emulator.sheets.shifting import insert_lines
from senco_connect_emulator.sheets.values.cells import is_entered
from senco_connect_emulator.sheets.values.regions import last_region
from senco_connect_emulator.sheets.values.targets import Target
from senco_connect_emulator.sheets.values.updating import refuse_other_range
from senco_connect_emulator.sheets.values.writing import by_rows, told_update, write_block

__all__: list[str] = []

Json = dict[str, Any]


class _Place(NamedTuple):
    sheet: Sheet
    top: int
    left: int
    table: Area | None
    typed: bool = False


@answers("sheets.spreadsheets.values.append")
def append_values(call: Call) -> Answer:
    """Write rows after the last row of a table."""
    entered = is_entered(call.params.get("valueInputOption"))
    book = open_book(call, writing=True).copy()
    refuse_other_range(call)
    values = by_rows(call.body)
    place = _place(call, book, read_range(book, call.params["range"]), len(values))
    if call.params.get("insertDataOption") == "INSERT_ROWS" and values and not place.typed:
        _insert(book, place.sheet, place.top, len(values))
    target = Target(place.sheet, place.top, place.left, None, None, call.params["range"])
    width = max(map(len, values), default=0)
    target.make_room(book, len(values), width)
    written = write_block(call, book, target, values, entered=entered)
    save_book(call, book)
    told = {**call.params, "majorDimension": call.body.get("majorDimension", "ROWS")}
    table: Json = {"tableRange": place.table.a1()} if place.table else {}
    return {"spreadsheetId": book.id, **table, "updates": told_update(book, written, told)}


def _place(call: Call, book: Book, area: Area, rows: int) -> _Place:
    for table in reversed(area.sheet.tables):
        if overlaps(table["range"], area):
            return _in_table(call, book, area.sheet, table, rows)
    region = last_region(area)
    if region is None:
        return _Place(area.sheet, area.top, area.left, None)
    return _Place(area.sheet, region.bottom, region.left, region)


def _in_table(call: Call, book: Book, sheet: Sheet, table: Json, rows: int) -> _Place:
    before = area_of(book, table["range"])
    top, left = grow_table(Step(call.world, book, call.who), sheet, table, rows)
    return _Place(sheet, top, left, before, typed=True)


def _insert(book: Book, sheet: Sheet, at: int, rows: int) -> None:
    insert_lines(book, sheet, True, at, rows)
    check_size(book)
    if at:
        inherit(sheet, True, (at, at + rows), at - 1)
