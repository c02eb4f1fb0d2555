"""The methods that write values where they are told to: update, batchUpdate and batchUpdateByDataFilter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from senco_connect_emulator.call import Answer, Call, answers
from senco_connect_emulator.errors import Refused, invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.metadata import areas_of, told_filter
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.opening import open_book, save_book
from senco_connect_emulator.sheets.values.cells import is_entered
from senco_connect_emulator.sheets.values.targets import Target, target_named, target_on
from senco_connect_emulator.sheets.values.writing import Written, by_rows, told_totals, told_update, write_block

__all__ = ["refuse_other_range"]

Json = dict[str, Any]


@answers("sheets.spreadsheets.values.update")
def update_values(call: Call) -> Answer:
    """Write values into a range."""
    entered = is_entered(call.params.get("valueInputOption"))
    book = open_book(call, writing=True).copy()
    refuse_other_range(call)
    target = target_named(book, call.params["range"])
    written = write_block(call, book, target, by_rows(call.body), entered=entered)
    save_book(call, book)
    told = {**call.params, "majorDimension": call.body.get("majorDimension", "ROWS")}
    return told_update(book, written, told, _asked(target, written))


@answers("sheets.spreadsheets.values.batchUpdate")
def batch_update_values(call: Call) -> Answer:
    """Write values into several ranges, all or none."""
    return _batch(call, lambda book, one: [(target_named(book, one.get("range", "")), {})])


@answers("sheets.spreadsheets.values.batchUpdateByDataFilter")
def batch_update_by_filter(call: Call) -> Answer:
    """Write values into every range that a filter matches, all or none."""
    def targets(book: Book, one: Json) -> list[tuple[Target, Json]]:
        data_filter = one.get("dataFilter", {})
        told = {"dataFilter": told_filter(data_filter)}
        return [(target_on(area), told) for area in areas_of(book, data_filter, call.who)]

    return _batch(call, targets)


def _batch(call: Call, targets: Callable[[Book, Json], list[tuple[Target, Json]]]) -> Answer:
    entered = is_entered(call.body.get("valueInputOption"))
    book = open_book(call, writing=True).copy()
    done: list[tuple[Written, Area, Json, Json]] = []
    for place, one in enumerate(call.body.get("data", [])):
        with _naming(place):
            for target, more in targets(book, one):
                written = write_block(call, book, target, by_rows(one), entered=entered)
                done.append((written, _asked(target, written), one, more))
    save_book(call, book)
    responses = [_told(call, book, one) for one in done]
    told: Json = {"spreadsheetId": book.id, **told_totals([written for written, *_ in done])}
    return {**told, "responses": responses} if responses else told


def _told(call: Call, book: Book, done: tuple[Written, Area, Json, Json]) -> Json:
    written, asked, one, more = done
    told = told_update(book, written, {**call.body, "majorDimension": one.get("majorDimension", "ROWS")}, asked)
    if more:
        del told["spreadsheetId"]
    return {**told, **more}


@contextmanager
def _naming(place: int) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        if refused.built and refused.code == 400:
            refused.message = f"Invalid data[{place}]: {refused.message}"
        raise


def _asked(target: Target, written: Written) -> Area:
    # The values that an answer tells are those of the whole range that was asked, not only of what was written.
    area = written.area
    bottom, right = target.bottom or area.bottom, target.right or area.right
    return Area(area.sheet, area.top, area.left, max(bottom, area.bottom), max(right, area.right))


def refuse_other_range(call: Call) -> None:
    """Refuse a body that spells its range otherwise than the address does, quotes and all."""
    asked, said = call.params["range"], call.body.get("range")
    if said and said != asked:
        raise invalid(f"Request range[{asked}] does not match value's range[{said}]")
