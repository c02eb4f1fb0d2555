"""Spreadsheets and sheets that are new: made as described, or copied from another."""

from __future__ import annotations

from senco_connect_emulator.call import Answer, Call, answers
from senco_connect_emulator.drive.editors import SPREADSHEET
from senco_connect_emulator.errors import Refused, forbidden, invalid
from senco_connect_emulator.sheets.books import View, spreadsheet
from senco_connect_emulator.sheets.copying import copied_sheet
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.making import made_book
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.opening import open_book, save_book

__all__ = ["copy_to", "create_spreadsheet"]


@answers("sheets.spreadsheets.create")
def create_spreadsheet(call: Call) -> Answer:
    """Make a spreadsheet as asked; its Drive file lies in My Drive."""
    world, who = call.world, call.who
    title = call.body.get("properties", {}).get("title") or "Untitled spreadsheet"
    # What can't be made is refused before there is a file.
    made_book(world, who, "-", title, call.body)
    try:
        file = world.drive.new_file(who, title, SPREADSHEET)
    except Refused as refused:
        raise (forbidden() if refused.code == 403 else refused) from None
    book = made_book(world, who, file["id"], title, call.body)
    world.books[book.id] = book
    cells = any(sheet.get("data") for sheet in call.body.get("sheets", ()))
    return spreadsheet(book, View(world, who, None, cells))


@answers("sheets.spreadsheets.sheets.copyTo")
def copy_to(call: Call) -> Answer:
    """Copy a sheet into another spreadsheet, or its own, at the end."""
    source = open_book(call).sheet(call.params["sheetId"])
    if source is None:
        raise invalid(f"No grid with id: {call.params['sheetId']}")
    target_id = call.body.get("destinationSpreadsheetId", "")
    other = call._replace(params={**call.params, "spreadsheetId": target_id})
    book = open_book(other, writing=True).copy()
    properties = {
        "sheetId": call.world.ids.number(),
        "title": _copy_title(book, source.title),
        "index": len(book.sheets),
    }
    sheet = copied_sheet(call.world, source, properties)
    book.sheets.append(sheet)
    check_size(book)
    save_book(other, book)
    return dict(sheet.properties)


def _copy_title(book: Book, title: str) -> str:
    name, number = f"Copy of {title}", 0
    while book.titled(name):
        number += 1
        name = f"Copy of {title} {number}"
    return name
