"""Rows and columns: inserted, appended, deleted, moved, resized and hidden."""

from __future__ import annotations

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.fields import changed, read_fields
from senco_connect_emulator.sheets.batch.kinds import Json, Lines, Step, applies, dimension, grid
from senco_connect_emulator.sheets.batch.tables import name_columns
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.parts import only, without
from senco_connect_emulator.sheets.protection import guard, guard_sheet
from senco_connect_emulator.sheets.proto import stored
from senco_connect_emulator.sheets.rendering import shown
from senco_connect_emulator.sheets.shifting import delete_lines, insert_lines, move_lines

__all__ = ["lines_area"]

_WIDTH, _HEIGHT = 100, 21


def lines_area(sheet: Sheet, rows: bool, start: int, end: int) -> Area:
    """Give whole rows or columns as an area."""
    if rows:
        return Area(sheet, start, 0, end, sheet.column_count)
    return Area(sheet, 0, start, sheet.row_count, end)


@applies("insertDimension")
def insert_dimension(step: Step, asked: Json) -> None:
    """Insert rows or columns, which look like those before or behind them."""
    lines, before = dimension(step.book, asked.get("range", {})), asked.get("inheritFromBefore", False)
    _refuse_insertion(lines, before)
    sheet, rows, start, end = lines
    guard_sheet(step.world, step.book, sheet, step.who)
    insert_lines(step.book, sheet, rows, start, end - start)
    check_size(step.book)
    if not rows:
        name_columns(sheet)
    inherit(sheet, rows, (start, end), start - 1 if before else end)


def _refuse_insertion(lines: Lines, before: bool) -> None:
    if lines.start > lines.size:
        raise invalid(f"range.startIndex is larger than current grid size ({lines.size})")
    if lines.start == lines.size and not before:
        raise invalid(f"range.startIndex must be less than the grid size ({lines.size}) if inheritFromBefore is false.")
    if lines.start == 0 and before:
        raise invalid("range.startIndex must be greater than 0 if inheritFromBefore is true.")


def inherit(sheet: Sheet, rows: bool, lines: tuple[int, int], model: int) -> None:
    """Give new rows or columns the size and the formats of another."""
    told = sheet.row_properties if rows else sheet.column_properties
    if "pixelSize" in told.get(model, {}):
        told.update({line: {"pixelSize": told[model]["pixelSize"]} for line in range(*lines)})
    if rows:
        _inherit_row(sheet, lines, model)
    else:
        _inherit_column(sheet, lines, model)


def _inherit_row(sheet: Sheet, lines: tuple[int, int], model: int) -> None:
    for column, cell in enumerate(sheet.rows[model] if model < len(sheet.rows) else ()):
        if cell and "userEnteredFormat" in cell:
            for row in range(*lines):
                sheet.put(row, column, {"userEnteredFormat": cell["userEnteredFormat"]})


def _inherit_column(sheet: Sheet, lines: tuple[int, int], model: int) -> None:
    for row in range(len(sheet.rows)):
        cell = sheet.cell(row, model)
        if cell and "userEnteredFormat" in cell:
            for column in range(*lines):
                sheet.put(row, column, {"userEnteredFormat": cell["userEnteredFormat"]})


@applies("appendDimension")
def append_dimension(step: Step, asked: Json) -> None:
    """Add rows or columns at the end."""
    sheet = grid(step.book, asked.get("sheetId", 0))
    length = asked.get("length", 0)
    if asked.get("dimension") not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    if length < 1:
        raise invalid("Length must be greater than 0.")
    guard_sheet(step.world, step.book, sheet, step.who)
    if asked["dimension"] == "ROWS":
        sheet.resize(rows=sheet.row_count + length)
    else:
        sheet.resize(columns=sheet.column_count + length)
    check_size(step.book)


@applies("deleteDimension")
def delete_dimension(step: Step, asked: Json) -> None:
    """Delete rows or columns with all that hangs on them."""
    lines = dimension(step.book, asked.get("range", {}))
    _refuse_deletion(lines)
    sheet, rows, start, end = lines
    guard(step.world, step.book, lines_area(sheet, rows, start, end), step.who)
    delete_lines(step.book, sheet, rows, start, end)
    _refreeze(sheet, rows, start, end)


def _refuse_deletion(lines: Lines) -> None:
    size, name = lines.size, lines.name
    if lines.end > size:
        told = f"Tried to delete {name} index {max(lines.start, size)} but there are only {size} {name}s."
        raise invalid(f"Cannot delete a {name} that doesn't exist. {told}")
    if lines.end - lines.start >= size:
        raise invalid(f"You can't delete all the {name}s on the sheet.")
    frozen = lines.sheet.properties["gridProperties"].get(f"frozen{name.title()}Count", 0)
    if frozen and lines.start <= frozen and lines.end >= size:
        raise invalid(f"You can't delete all the non-frozen {name}s on the sheet.")


def _refreeze(sheet: Sheet, rows: bool, start: int, end: int) -> None:
    grid_properties, name = dict(sheet.properties["gridProperties"]), "frozenRowCount" if rows else "frozenColumnCount"
    frozen = grid_properties.pop(name, 0)
    left = frozen - max(0, min(end, frozen) - start)
    if left:
        grid_properties[name] = left
    sheet.properties = {**sheet.properties, "gridProperties": grid_properties}


@applies("moveDimension")
def move_dimension(step: Step, asked: Json) -> None:
    """Move rows or columns before another, which is counted before they leave."""
    lines = dimension(step.book, asked.get("source", {}))
    (sheet, rows, start, end), size, name = lines, lines.size, lines.name
    to = asked.get("destinationIndex", 0)
    if end > size or not 0 <= to <= size:
        raise invalid(f"Cannot move a {name} that doesn't exist. There are only {size} {name}s.")
    if start < to < end:
        raise invalid("destinationIndex can not be inside the source range.")
    _refuse_torn_merges(sheet, rows, (start, end), to)
    guard(step.world, step.book, lines_area(sheet, rows, start, end), step.who)
    if to not in {start, end}:
        move_lines(step.book, sheet, rows, (start, end), to)


def _refuse_torn_merges(sheet: Sheet, rows: bool, block: tuple[int, int], to: int) -> None:
    name, axis = ("row", "Row") if rows else ("column", "Column")
    for merge in sheet.merges:
        low, high = merge[f"start{axis}Index"], merge[f"end{axis}Index"]
        cut = any(low < edge < high for edge in (*block, to))
        if cut:
            raise invalid(
                f"Sorry, it is not possible to move a {name} to a position that crosses a merged cell."
                " Please unmerge and try again."
            )


@applies("updateDimensionProperties")
def update_dimension_properties(step: Step, asked: Json) -> None:
    """Set the size of rows or columns, or hide them."""
    wanted = only(read_fields(asked.get("fields", ""), "DimensionProperties"), {"pixelSize", "hiddenByUser"})
    if "dataSourceSheetRange" in asked:
        raise invalid("The sheet is not a data source sheet.")
    lines = dimension(step.book, asked.get("range", {}))
    given = stored("DimensionProperties", asked.get("properties", {}))
    _check_lines(lines, given)
    guard_sheet(step.world, step.book, lines.sheet, step.who)
    for line in range(lines.start, lines.end):
        set_line(lines.told, line, changed(lines.told.get(line, {}), given, wanted))


def _check_lines(lines: Lines, given: Json) -> None:
    if lines.end > lines.size:
        raise invalid(f"range.endIndex is larger than current grid size ({lines.size})")
    if given.get("pixelSize", 0) < 0:
        raise invalid("pixelSize must be non-negative.")


def set_line(told: dict[int, Json], line: int, properties: Json) -> None:
    """Store the properties of a row or column; none where it has nothing of its own."""
    if properties:
        told[line] = properties
    else:
        told.pop(line, None)


@applies("autoResizeDimensions")
def auto_resize_dimensions(step: Step, asked: Json) -> None:
    """Make columns as wide as their texts, by a rule of thumb, and rows as high as their lines."""
    lines = dimension(step.book, asked.get("dimensions", {}))
    usual, most = _HEIGHT if lines.rows else _WIDTH, _needed(step.book, lines)
    for line in range(lines.start, min(lines.end, lines.size)):
        size, own = most.get(line, usual), without(lines.told.get(line), "pixelSize")
        set_line(lines.told, line, own if size == usual else {**own, "pixelSize": size})


def _needed(book: Book, lines: Lines) -> dict[int, int]:
    most: dict[int, int] = {}
    for row, column, _ in lines.sheet.cells():
        line, text = row if lines.rows else column, shown(book, lines.sheet, row, column)
        most[line] = max(most.get(line, 0), _height(text) if lines.rows else _width(text))
    return most


def _height(text: str) -> int:
    return _HEIGHT * (1 + text.count("\n"))


def _width(text: str) -> int:
    return 7 * max(map(len, text.split("\n"))) + 9
