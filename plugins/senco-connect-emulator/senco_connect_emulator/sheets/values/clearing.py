"""Clear values: what was typed goes, everything else of the cells stays."""

from __future__ import annotations

from collections.abc import Sequence

from senco_connect_emulator.call import Answer, Call, answers
from senco_connect_emulator.sheets.a1 import Area, read_range
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.opening import open_book, save_book
from senco_connect_emulator.sheets.protection import guard
from senco_connect_emulator.sheets.values.cells import emptied
from senco_connect_emulator.sheets.values.reading import filtered_areas

__all__: list[str] = []


@answers("sheets.spreadsheets.values.clear")
def clear_values(call: Call) -> Answer:
    """Clear a range."""
    book = open_book(call, writing=True).copy()
    area = read_range(book, call.params["range"])
    _clear(call, book, [area])
    return {"spreadsheetId": book.id, "clearedRange": area.a1()}


@answers("sheets.spreadsheets.values.batchClear")
def batch_clear_values(call: Call) -> Answer:
    """Clear several ranges."""
    book = open_book(call, writing=True).copy()
    areas = [read_range(book, text) for text in call.body.get("ranges", [])]
    return _told(call, book, areas)


@answers("sheets.spreadsheets.values.batchClearByDataFilter")
def batch_clear_by_filter(call: Call) -> Answer:
    """Clear every range that a filter matches."""
    book = open_book(call, writing=True).copy()
    return _told(call, book, [area for _, area in filtered_areas(call, book)])


def _told(call: Call, book: Book, areas: Sequence[Area]) -> Answer:
    _clear(call, book, areas)
    return {"spreadsheetId": book.id, **({"clearedRanges": [area.a1() for area in areas]} if areas else {})}


def _clear(call: Call, book: Book, areas: Sequence[Area]) -> None:
    for area in areas:
        guard(call.world, book, area, call.who)
        for line in area.sheet.rows[area.top : area.bottom]:
            line[area.left : area.right] = [cell and emptied(cell) for cell in line[area.left : area.right]]
    save_book(call, book)
