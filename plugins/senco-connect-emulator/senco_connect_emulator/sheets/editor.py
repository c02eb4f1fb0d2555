"""What Drive asks of Sheets: a spreadsheet for a new file, a copy, another name, an export."""

from __future__ import annotations

import copy
import csv
import io
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.drive.editors import EDITORS, SPREADSHEET, EditorHooks
from senco_connect_emulator.errors import not_built
from senco_connect_emulator.sheets.books import empty_book
from senco_connect_emulator.sheets.model import Book, Sheet, new_sheet
from senco_connect_emulator.sheets.parsing import parse_entered
from senco_connect_emulator.sheets.rendering import Reader
from senco_connect_emulator.sheets.workbook import PDF, XLSX, as_pdf, as_workbook

if TYPE_CHECKING:
    from senco_connect_emulator.call import Content
    from senco_connect_emulator.world import World

__all__ = ["FORMATS", "as_table"]

_TABLES = {"text/csv": ",", "text/tab-separated-values": "\t"}
FORMATS = (*_TABLES, XLSX, PDF)


def create(world: World, file_id: str, name: str, upload: Content | None) -> None:
    """Make an empty spreadsheet, or one sheet of what was uploaded as CSV."""
    book = empty_book(file_id, name)
    if upload is not None and upload.body:
        kind = upload.mime_type.partition(";")[0].strip()
        if kind not in _TABLES:
            raise not_built(f"a spreadsheet made from {kind}")
        book.properties = {**book.properties, "timeZone": "America/Los_Angeles"}
        book.sheets = [new_sheet(world.ids.number(), "Sheet1", 0)]
        _fill(book, upload.body.decode("utf-8-sig"), _TABLES[kind])
    world.books[file_id] = book


def _fill(book: Book, text: str, delimiter: str) -> None:
    # As Google converts a file: read as if typed, in a grid just large enough, on a sheet of the file's name.
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    sheet = book.sheets[0]
    sheet.properties = {**sheet.properties, "title": book.title.removesuffix(".csv")[:100] or "Sheet1"}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value:
                sheet.put(row, column, _typed(value, book.locale))
    width = max((len(row) for row in rows), default=0)
    sheet.resize(rows=max(1000, len(rows)), columns=max(26, width))


def _typed(text: str, locale: str) -> dict[str, Any]:
    value, shape = parse_entered(text, locale)
    cell: dict[str, Any] = {"userEnteredValue": value}
    return {**cell, "userEnteredFormat": {"numberFormat": shape}} if shape else cell


def duplicate(world: World, source_id: str, file_id: str, name: str) -> None:
    """Copy a spreadsheet under another id; the ids inside it stay."""
    told = world.books[source_id].snapshot()
    book = Book.restored(copy.deepcopy(told))
    book.id, book.properties = file_id, {**book.properties, "title": name}
    world.books[file_id] = book


def export(world: World, file_id: str, mime_type: str) -> bytes:
    """Give the spreadsheet in another format; a text format has the first sheet alone."""
    book = world.books[file_id]
    book.clock = world.clock
    if mime_type in _TABLES:
        return as_table(book, book.sheets[0], _TABLES[mime_type])
    if mime_type == XLSX:
        return as_workbook(book)
    if mime_type == PDF:
        return as_pdf(book)
    raise not_built(f"the export of a spreadsheet as {mime_type}")


def as_table(book: Book, sheet: Sheet, delimiter: str) -> bytes:
    """Give a sheet as text, every cell as it is shown and every row as wide as the widest."""
    texts = _texts(book, sheet)
    if delimiter == "\t":
        return "\r\n".join("\t".join(map(_on_one_line, row)) for row in texts).encode()
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(texts)
    # The last line has no end.
    return stream.getvalue().removesuffix("\r\n").encode()


def _texts(book: Book, sheet: Sheet) -> list[list[str]]:
    rows = Reader(book, sheet).rows(0, 0, sheet.row_count, sheet.column_count)
    width = max(map(len, rows), default=0)
    return [["" if value is None else str(value) for value in row] + [""] * (width - len(row)) for row in rows]


def _on_one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ")


def rename(world: World, file_id: str, name: str) -> None:
    """Let the spreadsheet bear its file's new name."""
    book = world.books[file_id]
    if book.title != name:
        book.properties = {**book.properties, "title": name}


def discard(world: World, file_id: str) -> None:
    """Forget a spreadsheet whose file is gone."""
    world.books.pop(file_id, None)


EDITORS[SPREADSHEET] = EditorHooks(create, duplicate, export, rename, discard)
