"""Tables: typed columns over a range, named by their header cells."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.fields import read_fields
from senco_connect_emulator.sheets.batch.kinds import Json, Step, applies, area, range_of
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.parts import dropped, some, swapped, without
from senco_connect_emulator.sheets.protection import guard, overlaps
from senco_connect_emulator.sheets.proto import spoken, stored, theme_of
from senco_connect_emulator.sheets.rendering import shown
from senco_connect_emulator.sheets.shifting import insert_lines
from senco_connect_emulator.sheets.walking import cell_at, held

__all__ = ["grow_table", "headers_written", "name_columns", "refuse_typed", "table_named"]


@applies("addTable")
def add_table(step: Step, asked: Json) -> Json:
    """Make a range a table."""
    given = asked.get("table", {})
    into = area(step.book, given.get("range", {}))
    guard(step.world, step.book, into, step.who)
    _refuse_overlap(into)
    name = given.get("name") or _free_name(step.book)
    _check_name(step.book, name)
    table_id = given.get("tableId") or step.world.ids.text(11)
    if any(table["tableId"] == table_id for _, table in _tables(step.book)):
        raise invalid(f"A table with id {table_id} already exists.")
    told = stored("TableRowsProperties", given.get("rowsProperties", {}), theme_of(step.book))
    table: Json = {"tableId": table_id, "name": name, "range": range_of(into)}
    table |= {"rowsProperties": told} if told else {}
    table["columnProperties"] = _columns(step, into, given.get("columnProperties", []), naming=True)
    into.sheet.tables = [*into.sheet.tables, table]
    return {"table": spoken(table)}


def _tables(book: Book) -> list[tuple[Sheet, Json]]:
    return [(sheet, table) for sheet in book.sheets for table in sheet.tables]


def _free_name(book: Book) -> str:
    names, number = {table["name"].casefold() for _, table in _tables(book)}, 1
    while f"table{number}" in names:
        number += 1
    return f"Table{number}"


def _check_name(book: Book, name: str, *, but: Json | None = None) -> None:
    for _, table in _tables(book):
        if table is not but and table["name"].casefold() == name.casefold():
            raise invalid(f'A table with the name "{name}" already exists. Please enter another name.')


def _refuse_overlap(into: Area, *, but: Json | None = None) -> None:
    if any(table is not but and overlaps(table["range"], into) for table in into.sheet.tables):
        raise invalid("You cannot add a table to a range that already has a table.")


def _columns(step: Step, into: Area, given: list[Json], *, naming: bool) -> list[Json]:
    told = {one.get("columnIndex", 0): stored("TableColumnProperties", one, theme_of(step.book)) for one in given}
    for index, column in told.items():
        if not 0 <= index < into.right - into.left:
            raise invalid(f"Column index {index} is outside of the table.")
        _check_column(column, naming=naming)
    return [_column(step, into, place, told.get(place)) for place in range(into.right - into.left)]


def _check_column(column: Json, *, naming: bool) -> None:
    kind, condition = column.get("columnType"), column.get("dataValidationRule", {}).get("condition")
    if kind == "DROPDOWN" and not condition:
        raise invalid("Condition must be set for dropdown column type.")
    if kind != "DROPDOWN" and condition:
        raise invalid("Cannot set condition for non-dropdown column type.")
    if not naming and not column.get("columnName"):
        raise invalid("Table header row cell must have a value.")


def _column(step: Step, into: Area, place: int, told: Json | None) -> Json:
    row, column = into.top, into.left + place
    # A column that is not described is called what its header says; one that is, and by no name, gets a new one.
    name = told.get("columnName") if told else _header(step.book, into.sheet, row, column)
    name = name or _free_column(step.book, into, place)
    if name != _header(step.book, into.sheet, row, column):
        kept = without(into.sheet.cell(row, column), "textFormatRuns")
        into.sheet.put(row, column, {**kept, "userEnteredValue": {"stringValue": name}})
    if told and told.get("columnType") == "BOOLEAN":
        _make_boolean(into, column)
    return {**some({"columnIndex": place}), "columnName": name, **without(told, "columnIndex", "columnName")}


def _header(book: Book, sheet: Sheet, row: int, column: int) -> str:
    return shown(book, sheet, row, column) if sheet.cell(row, column) else ""


def _free_column(book: Book, into: Area, place: int) -> str:
    taken = {
        _header(book, into.sheet, into.top, column)
        for column in range(into.left, into.right)
        if column != into.left + place
    }
    number = 1
    while f"Column {number}" in taken:
        number += 1
    return f"Column {number}"


def _make_boolean(into: Area, column: int) -> None:
    for row in range(into.top + 1, into.bottom):
        cell = cell_at(into.sheet, row, column)
        if "boolValue" not in cell.get("userEnteredValue", {}):
            into.sheet.put(row, column, {**cell, "userEnteredValue": {"boolValue": False}})


@applies("updateTable")
def update_table(step: Step, asked: Json) -> None:
    """Change what the fields name of a table; columns are replaced as a whole."""
    given = asked.get("table", {})
    fields = read_fields(asked.get("fields", ""), "Table")
    sheet, table = table_named(step.book, given.get("tableId", ""))
    new: Json = dict(table)
    if "name" in fields:
        _check_name(step.book, given.get("name", ""), but=table)
        new["name"] = given.get("name", "")
    if "range" in fields:
        new |= _reranged(step, table, given)
    if "rowsProperties" in fields:
        new["rowsProperties"] = stored("TableRowsProperties", given.get("rowsProperties", {}), theme_of(step.book))
    into = area(step.book, new["range"])
    guard(step.world, step.book, into, step.who)
    if "columnProperties" in fields:
        new["columnProperties"] = _columns(step, into, given.get("columnProperties", []), naming=False)
    sheet.tables = swapped(sheet.tables, table, new)


def _reranged(step: Step, table: Json, given: Json) -> Json:
    into = area(step.book, given.get("range", {}))
    _refuse_overlap(into, but=table)
    shift = into.left - table["range"]["startColumnIndex"]
    kept = {one.get("columnIndex", 0) - shift: one for one in table["columnProperties"]}
    wide = range(into.right - into.left)
    told = [{**kept[place], "columnIndex": place} for place in wide if place in kept]
    return {"range": range_of(into), "columnProperties": _columns(step, into, told, naming=True)}


@applies("deleteTable")
def delete_table(step: Step, asked: Json) -> None:
    """Delete a table with all that it holds; its columns' types and dropdowns go with it."""
    sheet, table = table_named(step.book, asked.get("tableId", ""))
    into = area(step.book, table["range"])
    guard(step.world, step.book, into, step.who)
    for row, column, _ in held(into):
        sheet.put(row, column, None)
    sheet.tables = dropped(sheet.tables, table)


def table_named(book: Book, table_id: str) -> tuple[Sheet, Json]:
    """Find a table by its id, or refuse."""
    for sheet, table in _tables(book):
        if table["tableId"] == table_id:
            return sheet, table
    raise invalid(f"No table with id: {table_id}")


def grow_table(step: Step, sheet: Sheet, table: Json, rows: int) -> tuple[int, int]:
    """Make room for more rows below a table's last with data; gives the corner where they go."""
    told = table["range"]
    top, left, right = told["startRowIndex"], told["startColumnIndex"], told["endColumnIndex"]
    filled = [
        row for row, _, cell in held(Area(sheet, top, left, told["endRowIndex"], right)) if "userEnteredValue" in cell
    ]
    first = max(filled, default=top) + 1
    end = max(told["endRowIndex"], first + rows)
    if end > sheet.row_count:
        sheet.resize(rows=end)
        check_size(step.book)
    if any(held(Area(sheet, told["endRowIndex"], left, end, right))):
        insert_lines(step.book, sheet, True, told["endRowIndex"], end - told["endRowIndex"])
    new = {**table, "range": {**told, "endRowIndex": end}}
    sheet.tables = [new if one["tableId"] == table["tableId"] else one for one in sheet.tables]
    return max(first, top + 1), left


def name_columns(sheet: Sheet) -> None:
    """Write the names of columns that came into a table into their empty header cells."""
    for table in sheet.tables:
        top, left = table["range"]["startRowIndex"], table["range"]["startColumnIndex"]
        for place, column in enumerate(table["columnProperties"], left):
            if "userEnteredValue" not in cell_at(sheet, top, place):
                sheet.put(top, place, {"userEnteredValue": {"stringValue": column["columnName"]}})


def headers_written(step: Step, into: Area) -> None:
    """Let a text written into a table's header name the column; a formula there becomes a plain name."""
    for table in into.sheet.tables:
        top = table["range"]["startRowIndex"]
        if into.top <= top < into.bottom and overlaps(table["range"], into):
            _rename_columns(step.book, into.sheet, table)


def _rename_columns(book: Book, sheet: Sheet, table: Json) -> None:
    top, left = table["range"]["startRowIndex"], table["range"]["startColumnIndex"]
    columns: list[Any] = []
    for place, column in enumerate(table["columnProperties"]):
        cell = cell_at(sheet, top, left + place)
        name = _header(book, sheet, top, left + place)
        if not name or "formulaValue" in cell.get("userEnteredValue", {}):
            name = f"Column {place + 1}"
            sheet.put(top, left + place, {**cell, "userEnteredValue": {"stringValue": name}})
        columns.append({**column, "columnName": name})
    new = {**table, "columnProperties": columns}
    sheet.tables = swapped(sheet.tables, table, new)


def refuse_typed(into: Area) -> None:
    """Refuse a validation rule on cells whose type their table's column says."""
    for table in into.sheet.tables:
        left = table["range"]["startColumnIndex"]
        for column in table["columnProperties"]:
            place = left + column.get("columnIndex", 0)
            if column.get("columnType") and into.left <= place < into.right and overlaps(table["range"], into):
                raise invalid("This operation is not allowed on cells in typed columns.")
