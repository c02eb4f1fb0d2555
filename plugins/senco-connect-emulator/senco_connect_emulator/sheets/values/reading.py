"""Read values: one range, several, or those that data filters match."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from senco_connect_emulator.call import Answer, Call, answers
from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area, read_range
from senco_connect_emulator.sheets.metadata import areas_of, told_filter
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.opening import open_book
from senco_connect_emulator.sheets.rendering import Reader

__all__ = ["Options", "filtered_areas", "read_values"]

Json = dict[str, Any]


class Options(NamedTuple):
    """How values are told: by rows or by columns, formatted or not, moments as numbers or as text."""

    dimension: str
    render: str
    dates: str

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Options:
        """Take them from a request, with Google's defaults."""
        dimension = told.get("majorDimension", "ROWS")
        return cls(
            "COLUMNS" if dimension == "COLUMNS" else "ROWS",
            told.get("valueRenderOption", "FORMATTED_VALUE"),
            told.get("dateTimeRenderOption", "SERIAL_NUMBER"),
        )


def read_values(book: Book, area: Area, options: Options) -> Json:
    """Give an area as a ValueRange; one that is empty has no values."""
    reader = Reader(book, area.sheet, options.render, options.dates)
    lines = reader.rows(area.top, area.left, area.bottom, area.right)
    if options.dimension == "COLUMNS":
        lines = [_cut(list(column)) for column in zip_longest(*lines)]
    told: Json = {"range": area.a1(), "majorDimension": options.dimension}
    if lines:
        told["values"] = [["" if value is None else value for value in line] for line in lines]
    return told


def _cut(values: list[Any]) -> list[Any]:
    while values and values[-1] is None:
        values.pop()
    return values


@answers("sheets.spreadsheets.values.get")
def get_values(call: Call) -> Answer:
    """Give the values of a range."""
    book = open_book(call)
    return read_values(book, read_range(book, call.params["range"]), Options.of(call.params))


@answers("sheets.spreadsheets.values.batchGet")
def batch_get_values(call: Call) -> Answer:
    """Give the values of several ranges, in the order in which they were asked."""
    book, options = open_book(call), Options.of(call.params)
    areas = [read_range(book, text) for text in call.params.get("ranges", [])]
    told = [read_values(book, area, options) for area in areas]
    return {"spreadsheetId": book.id, **({"valueRanges": told} if told else {})}


@answers("sheets.spreadsheets.values.batchGetByDataFilter")
def batch_get_by_filter(call: Call) -> Answer:
    """Give the values of each range that filters match, once, with the filters that matched it."""
    book, options = open_book(call), Options.of(call.body)
    found: dict[str, Json] = {}
    for data_filter, area in filtered_areas(call, book):
        matched = {"valueRange": read_values(book, area, options), "dataFilters": []} if area.a1() not in found else {}
        found.setdefault(area.a1(), matched)["dataFilters"].append(data_filter)
    return {"spreadsheetId": book.id, **({"valueRanges": list(found.values())} if found else {})}


def filtered_areas(call: Call, book: Book) -> list[tuple[Json, Area]]:
    """Give every area that a filter of the request matches, with the filter as answers repeat it."""
    filters = call.body.get("dataFilters", [])
    if not filters:
        raise invalid("Must specify at least one data filter.")
    return [(told_filter(one), area) for one in filters for area in areas_of(book, one, call.who)]
