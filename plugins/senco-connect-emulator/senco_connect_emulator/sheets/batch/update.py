"""spreadsheets.batchUpdate: the requests applied to a copy, which is kept where all of them went well."""

from __future__ import annotations

from senco_connect_emulator.call import Answer, Call, answers
from senco_connect_emulator.sheets.a1 import read_range
from senco_connect_emulator.sheets.batch import apply_requests
from senco_connect_emulator.sheets.batch.kinds import Json
from senco_connect_emulator.sheets.books import View, spreadsheet, wants_grid_data
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.opening import open_book, save_book

__all__ = ["batch_update"]


@answers("sheets.spreadsheets.batchUpdate")
def batch_update(call: Call) -> Answer:
    """Apply the requests, all or none, and give a reply for each."""
    old = open_book(call, writing=True)
    book = old.copy()
    replies = apply_requests(call.world, book, call.body.get("requests", []), call.who)
    answer: Json = {"spreadsheetId": book.id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        answer["updatedSpreadsheet"] = _updated(call, book)
    save_book(call, book)
    if book.title != old.title:
        call.world.drive.rename(book.id, book.title, call.who)
    return answer


def _updated(call: Call, book: Book) -> Json:
    ranges = call.body.get("responseRanges", [])
    areas = [read_range(book, text) for text in ranges] if ranges else None
    cells = wants_grid_data(call, call.body.get("responseIncludeGridData", False), within="updatedSpreadsheet")
    return spreadsheet(book, View(call.world, call.who, areas, cells))
