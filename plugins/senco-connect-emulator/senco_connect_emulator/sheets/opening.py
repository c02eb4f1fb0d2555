"""Open a spreadsheet for somebody, and put away what was changed."""

from __future__ import annotations

from senco_connect_emulator.call import Call
from senco_connect_emulator.errors import Refused
from senco_connect_emulator.sheets.model import Book

__all__ = ["open_book", "save_book"]


def open_book(call: Call, *, writing: bool = False) -> Book:
    """Find the spreadsheet that a call names, if the caller may read it, or write to it."""
    spreadsheet_id = call.params["spreadsheetId"]
    call.world.drive.require(call.who, spreadsheet_id, "writer" if writing else "reader", style="sheets")
    book = call.world.books.get(spreadsheet_id)
    if book is None:
        raise Refused(400, "This operation is not supported for this document", status="FAILED_PRECONDITION")
    book.clock = call.world.clock
    return book


def save_book(call: Call, book: Book) -> None:
    """Keep a changed copy in place of the book it was made from; the Drive file is newer by that."""
    book.changed()
    call.world.books[book.id] = book
    call.world.drive.touch(book.id, call.who)
