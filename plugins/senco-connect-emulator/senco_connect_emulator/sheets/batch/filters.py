"""The filter of a sheet, which hides rows for everybody, and filter views, which are only kept."""

from __future__ import annotations

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.dimensions import set_line
from senco_connect_emulator.sheets.batch.fields import changed, read_fields
from senco_connect_emulator.sheets.batch.kinds import Json, Step, applies, area, grid, range_of, whole_range
from senco_connect_emulator.sheets.batch.names import named
from senco_connect_emulator.sheets.batch.sorting import sort_area
from senco_connect_emulator.sheets.batch.tables import table_named
from senco_connect_emulator.sheets.conditional import meeting
from senco_connect_emulator.sheets.conditions import check_condition
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.parts import dropped, some, swapped, without
from senco_connect_emulator.sheets.proto import spoken, stored, theme_of
from senco_connect_emulator.sheets.rendering import shown

__all__ = ["filter_rows"]


@applies("setBasicFilter")
def set_basic_filter(step: Step, asked: Json) -> None:
    """Filter a range: its first row is the header, the others are sorted and hidden as asked."""
    given = asked.get("filter", {})
    place = table_named(step.book, given["tableId"])[1]["range"] if given.get("tableId") else given.get("range", {})
    into = area(step.book, place)
    told = _filter(step, "BasicFilter", {**given, "range": range_of(into)})
    _show_all(into.sheet)
    into.sheet.basic_filter = told
    body = into._replace(top=into.top + 1)
    if told.get("sortSpecs") and body.top < body.bottom:
        sort_area(step, body, told["sortSpecs"])
        step.book.changed()
    filter_rows(step.book, body, told.get("filterSpecs", []))


def _filter(step: Step, message: str, given: Json) -> Json:
    told = stored(message, given, theme_of(step.book))
    specs = _criteria(told)
    for criteria in specs.values():
        if "condition" in criteria:
            check_condition(criteria["condition"], where="filters")
    listed = [{"columnIndex": column, "filterCriteria": criteria} for column, criteria in specs.items()]
    both = {"criteria": {str(column): criteria for column, criteria in specs.items()}, "filterSpecs": listed}
    return without(told, "criteria", "filterSpecs") | some(both)


def _criteria(told: Json) -> dict[int, Json]:
    # The older form is a map; answers tell both, whichever was sent.
    if told.get("filterSpecs"):
        return {spec.get("columnIndex", 0): spec.get("filterCriteria", {}) for spec in told["filterSpecs"]}
    return {int(column): criteria for column, criteria in told.get("criteria", {}).items()}


def filter_rows(book: Book, body: Area, specs: list[Json]) -> None:
    """Hide the rows of an area that do not meet every criterion."""
    rows = range(body.top, body.bottom)
    passing = set(rows)
    for spec in specs:
        passing.intersection_update(_passing(book, body, spec))
    for row in rows:
        if row not in passing:
            told = body.sheet.row_properties.get(row, {})
            set_line(body.sheet.row_properties, row, {**told, "hiddenByFilter": True})


def _passing(book: Book, body: Area, spec: Json) -> list[int]:
    sheet, column, criteria = body.sheet, spec.get("columnIndex", 0), spec.get("filterCriteria", {})
    hidden = set(criteria.get("hiddenValues", ()))
    rows = [row for row in range(body.top, body.bottom) if not hidden or shown(book, sheet, row, column) not in hidden]
    if "condition" not in criteria:
        return rows
    places = [(row, column) for row in rows]
    return [row for row, _ in meeting(book, sheet, criteria["condition"], (body.top, column), places)]


def _show_all(sheet: Sheet) -> None:
    for row, told in list(sheet.row_properties.items()):
        set_line(sheet.row_properties, row, without(told, "hiddenByFilter"))


@applies("clearBasicFilter")
def clear_basic_filter(step: Step, asked: Json) -> None:
    """Take the filter of a sheet away and show all rows that it hid."""
    sheet = grid(step.book, asked.get("sheetId", 0))
    sheet.basic_filter = None
    _show_all(sheet)


@applies("addFilterView")
def add_filter_view(step: Step, asked: Json) -> Json:
    """Keep a filter view."""
    given = asked.get("filter", {})
    view_id = given.get("filterViewId") or step.world.ids.number()
    if any(one["filterViewId"] == view_id for sheet in step.book.sheets for one in sheet.filter_views):
        raise invalid(f"A filter view with id {view_id} already exists.")
    sheet, told = _view(step, {**given, "filterViewId": view_id})
    sheet.filter_views.append(told)
    return {"filter": spoken(told)}


def _view(step: Step, given: Json) -> tuple[Sheet, Json]:
    place = given.get("range", {})
    if given.get("namedRangeId"):
        place = named(step.book, given["namedRangeId"])["range"]
    elif given.get("tableId"):
        place = table_named(step.book, given["tableId"])[1]["range"]
    sheet = area(step.book, place).sheet
    title = given.get("title") or _free_title(sheet)
    told = _filter(step, "FilterView", {**given, "range": whole_range(sheet, place)})
    return sheet, {
        "filterViewId": given["filterViewId"],
        "title": title,
        **{n: i for n, i in told.items() if n not in {"filterViewId", "title"}},
    }


def _free_title(sheet: Sheet) -> str:
    titles, number = {one["title"] for one in sheet.filter_views}, 1
    while f"Filter {number}" in titles:
        number += 1
    return f"Filter {number}"


@applies("updateFilterView")
def update_filter_view(step: Step, asked: Json) -> None:
    """Change what the fields name of a filter view."""
    given = asked.get("filter", {})
    fields = dict(read_fields(asked.get("fields", ""), "FilterView"))
    sheet, old = _kept(step.book, given.get("filterViewId", 0))
    if {"criteria", "filterSpecs"} & fields.keys():
        fields |= {"criteria": {}, "filterSpecs": {}}
    told = changed(old, given, without(fields, "filterViewId"))
    other, told = _view(step, told)
    if other is not sheet:
        raise invalid("A filter view can not be moved to another sheet.")
    sheet.filter_views = swapped(sheet.filter_views, old, told)


@applies("duplicateFilterView")
def duplicate_filter_view(step: Step, asked: Json) -> Json:
    """Copy a filter view."""
    sheet, old = _kept(step.book, asked.get("filterId", 0))
    told = {**old, "filterViewId": step.world.ids.number(), "title": f"Copy of {old['title']}"}
    sheet.filter_views.append(told)
    return {"filter": spoken(told)}


@applies("deleteFilterView")
def delete_filter_view(step: Step, asked: Json) -> None:
    """Delete a filter view."""
    sheet, old = _kept(step.book, asked.get("filterId", 0))
    sheet.filter_views = dropped(sheet.filter_views, old)


def _kept(book: Book, view_id: int) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for one in sheet.filter_views:
            if one["filterViewId"] == view_id:
                return sheet, one
    raise invalid(f"No filter view with id: {view_id}")
