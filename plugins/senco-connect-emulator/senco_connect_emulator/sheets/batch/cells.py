"""Cells written one by one, at the end of a sheet, or the same all over a range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.fields import Fields, changed, read_fields
from senco_connect_emulator.sheets.batch.kinds import Clash, Json, Step, applies, area, grid
from senco_connect_emulator.sheets.batch.tables import grow_table, headers_written, table_named
from senco_connect_emulator.sheets.canonical import canonical
from senco_connect_emulator.sheets.formulas import relocated
from senco_connect_emulator.sheets.limits import check_size, check_text
from senco_connect_emulator.sheets.model import Book, Cell, Sheet
from senco_connect_emulator.sheets.parts import only, some, without
from senco_connect_emulator.sheets.protection import guard
from senco_connect_emulator.sheets.proto import number, stored, theme_of
from senco_connect_emulator.sheets.validating import refuse_invalid

__all__ = ["cell_writer", "entered_value", "last_row_with_data"]

Writer = Callable[["Cell | None", Json], "Cell | None"]
_GIVEN = (
    "userEnteredValue",
    "userEnteredFormat",
    "note",
    "dataValidation",
    "textFormatRuns",
    "pivotTable",
    "chipRuns",
    "dataSourceTable",
)
_MESSAGES = {"userEnteredFormat": "CellFormat", "dataValidation": "DataValidationRule", "pivotTable": "PivotTable"}
_RUNS = {"textFormatRuns": "TextFormatRun", "chipRuns": "ChipRun"}


@applies("updateCells")
def update_cells(step: Step, asked: Json) -> None:
    """Write cells from a corner, or over a range, in which what is not given is cleared."""
    write = cell_writer(step, read_fields(asked.get("fields", ""), "CellData"))
    rows = asked.get("rows", [])
    if "range" in asked and "start" in asked:
        raise Clash("area", max("range", "start", key=list(asked).index))
    if "range" in asked:
        into = area(step.book, asked["range"])
    elif "start" in asked:
        into = _from_corner(step, asked["start"], rows)
    else:
        raise invalid("Must specify either start or range.")
    guard(step.world, step.book, into, step.who)
    _write_rows(into, rows, write, clears="range" in asked)
    _settle(step, into)


def _settle(step: Step, into: Area) -> None:
    headers_written(step, into)
    if step.world.switches.validation_enforced:
        step.book.changed()
        refuse_invalid(step.book, into)


def _from_corner(step: Step, start: Json, rows: list[Json]) -> Area:
    sheet, top, left = grid(step.book, start.get("sheetId", 0)), start.get("rowIndex", 0), start.get("columnIndex", 0)
    wide = max((len(row.get("values", ())) for row in rows), default=0)
    if top + len(rows) > sheet.row_count:
        raise _beyond("row", max(top, sheet.row_count), sheet.row_count - 1)
    if left + wide > sheet.column_count:
        raise _beyond("column", max(left, sheet.column_count), sheet.column_count - 1)
    return Area(sheet, top, left, top + len(rows), left + wide)


def _beyond(what: str, index: int, last: int) -> Exception:
    return invalid(f"Attempting to write {what}: {index}, beyond the last requested {what} of: {last}")


def _write_rows(into: Area, rows: list[Json], write: Writer, *, clears: bool) -> None:
    if len(rows) > into.bottom - into.top:
        raise _beyond("row", into.bottom, into.bottom - 1)
    width = into.right - into.left
    for row in range(into.top, into.bottom):
        values = rows[row - into.top].get("values", []) if row - into.top < len(rows) else []
        if len(values) > width:
            raise _beyond("column", into.right, into.right - 1)
        if clears and len(values) < width:
            values = [*values, *([{}] * (width - len(values)))]
        _write_line(into.sheet, row, into.left, values, write)


def _write_line(sheet: Sheet, row: int, left: int, values: list[Json], write: Writer) -> None:
    line = _line(sheet, row, left + len(values))
    for column, given in enumerate(values, left):
        line[column] = write(line[column], given)


def _line(sheet: Sheet, row: int, right: int) -> list[Cell | None]:
    while len(sheet.rows) <= row:
        sheet.rows.append([])
    line = sheet.rows[row]
    if len(line) < right:
        line.extend([None] * (right - len(line)))
    return line


def cell_writer(step: Step, fields: Fields) -> Writer:
    """Give the function that makes the new cell of the old one and what is given, as the fields say."""
    wanted = only(fields, _GIVEN)
    erased = _RUNS.keys() - wanted.keys() if "userEnteredValue" in wanted else set()
    if wanted.keys() == {"userEnteredValue"}:
        return _value_writer(step.book, erased)
    return _masked_writer(step.book, wanted, erased)


def _masked_writer(book: Book, wanted: Fields, erased: set[str]) -> Writer:
    def write(old: Cell | None, given: Json) -> Cell | None:
        if given.get("dataValidation"):
            book.formula_lines = {}
        new = {name: _stored(name, given[name], book) for name in wanted if name in given}
        return some(without(changed(old or {}, new, wanted), *erased)) or None

    return write


def _value_writer(book: Book, erased: set[str]) -> Writer:
    # By far the commonest write of all: a register's own.
    def write(old: Cell | None, given: Json) -> Cell | None:
        told = given.get("userEnteredValue")
        new = {"userEnteredValue": value} if told and (value := entered_value(told, book)) else {}
        if not old or old.keys() == {"userEnteredValue"}:
            return new or None
        return {**new, **without(old, "userEnteredValue", *erased)} or None

    return write


def entered_value(told: Json, book: Book) -> Json | None:
    """Give a value as it is stored; an empty text is no value."""
    if len(told) > 1:
        raise Clash("value", list(told)[1], ".rows.values.user_entered_value")
    if "stringValue" in told:
        check_text(told["stringValue"])
        return told if told["stringValue"] else None
    if "numberValue" in told:
        return {"numberValue": number(told["numberValue"])}
    if "formulaValue" in told:
        return _formula(told["formulaValue"], book)
    return told or None


def _formula(text: str, book: Book) -> Json | None:
    check_text(text)
    book.formula_lines = {}
    return {"formulaValue": canonical(text if text.startswith("=") else f"={text}", book)} if text else None


def _stored(name: str, given: Any, book: Book) -> Any:
    if name == "userEnteredValue":
        return entered_value(given, book)
    if name in _MESSAGES:
        return stored(_MESSAGES[name], given, theme_of(book))
    if name in _RUNS:
        return [stored(_RUNS[name], run, theme_of(book)) for run in given]
    return given


@applies("appendCells")
def append_cells(step: Step, asked: Json) -> None:
    """Write rows below the last row with data, of the sheet or of a table, and add rows where the grid ends."""
    write = cell_writer(step, read_fields(asked.get("fields", ""), "CellData"))
    rows = asked.get("rows", [])
    wide = max((len(row.get("values", ())) for row in rows), default=0)
    if asked.get("tableId"):
        sheet, table = table_named(step.book, asked["tableId"])
        top, left = grow_table(step, sheet, table, len(rows))
    else:
        sheet = grid(step.book, asked.get("sheetId", 0))
        top, left = last_row_with_data(sheet), 0
    if left + wide > sheet.column_count:
        raise _beyond("column", sheet.column_count, sheet.column_count - 1)
    if top + len(rows) > sheet.row_count:
        sheet.resize(rows=top + len(rows))
        check_size(step.book)
    into = Area(sheet, top, left, top + len(rows), left + wide)
    guard(step.world, step.book, into, step.who)
    _write_rows(into, rows, write, clears=False)
    _settle(step, into)


def last_row_with_data(sheet: Sheet) -> int:
    """Give the number of the first row below all values."""
    for row in range(len(sheet.rows) - 1, -1, -1):
        if any(cell and cell.get("userEnteredValue") for cell in sheet.rows[row]):
            return row + 1
    return 0


@applies("repeatCell")
def repeat_cell(step: Step, asked: Json) -> None:
    """Write the same cell all over a range; a formula's references go along as when it is filled down."""
    into = area(step.book, asked.get("range", {}))
    guard(step.world, step.book, into, step.who)
    given = asked.get("cell", {})
    write = cell_writer(step, read_fields(asked.get("fields", ""), "CellData"))
    fresh = write(None, given)
    formula = given.get("userEnteredValue", {}).get("formulaValue")
    for row in range(into.top, into.bottom if fresh else min(into.bottom, len(into.sheet.rows))):
        if formula:
            wide = range(into.right - into.left)
            values = [_filled(given, formula, row - into.top, column) for column in wide]
            _write_line(into.sheet, row, into.left, values, write)
        else:
            _repeat_line(into, row, fresh, lambda old: write(old, given))
    _settle(step, into)


def _repeat_line(into: Area, row: int, fresh: Cell | None, write: Callable[[Cell], Cell | None]) -> None:
    line = _line(into.sheet, row, into.right)
    for column in range(into.left, into.right):
        old = line[column]
        line[column] = write(old) if old else fresh


def _filled(given: Json, formula: str, rows: int, columns: int) -> Json:
    return {**given, "userEnteredValue": {"formulaValue": relocated(formula, rows, columns)}}
