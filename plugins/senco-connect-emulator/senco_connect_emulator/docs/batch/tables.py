"""The requests about tables: make one, add and take rows and columns, style them.  Cells are not merged."""

from __future__ import annotations

from senco_connect_emulator.docs.batch.edit import Edit, Json, Span, kind, paragraph_end
from senco_connect_emulator.docs.batch.grids import Grid, cell_marks, find_cell, find_grid, row_marks
from senco_connect_emulator.docs.batch.styles import masked
from senco_connect_emulator.docs.batch.text import style_at
from senco_connect_emulator.docs.model import END, TABLE, Mark
from senco_connect_emulator.errors import invalid

__all__: list[str] = []


@kind("insertTable")
def insert_table(edit: Edit, request: Json) -> Json:
    """Insert an empty table, after a newline: it starts one index after the place."""
    rows, columns = request.get("rows", 0), request.get("columns", 0)
    if rows < 1 or columns < 1:
        raise invalid("The number of rows and columns must be greater than 0.")
    place = edit.insertion(request)
    if place.segment in place.tab.footnotes:
        raise invalid("Tables cannot be inserted inside a footnote.")
    newline = edit.fresh(place.marks[paragraph_end(place.marks, place.at)])
    # The cells take on the style of the text that the table is put into, as the service has it.
    style = style_at(place.marks, place.at)
    head = Mark(TABLE, {}, {"columns": [{"widthType": "EVENLY_DISTRIBUTED"}] * columns})
    body = [mark for _ in range(rows) for mark in row_marks(columns, style)]
    edit.insert(place, [newline, head, *body, Mark(END, {}, {})])
    return {}


@kind("insertTableRow")
def insert_row(edit: Edit, request: Json) -> Json:
    """Insert an empty row above a cell's, or below."""
    grid, row, _ = find_cell(edit, request.get("tableCellLocation", {}))
    index = grid.row_end(row) if request.get("insertBelow") else grid.rows[row][0]
    edit.insert(grid.place._replace(at=index), row_marks(grid.columns, {}))
    return {}


@kind("insertTableColumn")
def insert_column(edit: Edit, request: Json) -> Json:
    """Insert an empty column left of a cell's, or right."""
    grid, _, column = find_cell(edit, request.get("tableCellLocation", {}))
    for row in reversed(range(len(grid.rows))):
        index = grid.cell_end(row, column) if request.get("insertRight") else grid.rows[row][1][column]
        edit.insert(grid.place._replace(at=index), cell_marks({}))
    at = column + 1 if request.get("insertRight") else column
    _set_columns(grid, [*_columns(grid)[:at], {"widthType": "EVENLY_DISTRIBUTED"}, *_columns(grid)[at:]])
    return {}


@kind("deleteTableRow")
def delete_row(edit: Edit, request: Json) -> Json:
    """Delete a cell's row; with the last the table goes."""
    grid, row, _ = find_cell(edit, request.get("tableCellLocation", {}))
    if len(grid.rows) == 1:
        _delete_table(edit, grid)
    else:
        edit.delete(_span(grid, grid.rows[row][0], grid.row_end(row)))
    return {}


@kind("deleteTableColumn")
def delete_column(edit: Edit, request: Json) -> Json:
    """Delete a cell's column; with the last the table goes."""
    grid, _, column = find_cell(edit, request.get("tableCellLocation", {}))
    if grid.columns == 1:
        _delete_table(edit, grid)
        return {}
    for row in reversed(range(len(grid.rows))):
        edit.delete(_span(grid, grid.rows[row][1][column], grid.cell_end(row, column)))
    _set_columns(grid, [*_columns(grid)[:column], *_columns(grid)[column + 1 :]])
    return {}


@kind("updateTableCellStyle")
def update_cell_style(edit: Edit, request: Json) -> Json:
    """Style the cells of a part of a table, or of all of it."""
    grid, cells = _cells(edit, request)
    for at in cells:
        new = request.get("tableCellStyle", {})
        style = masked(grid.place.marks[at].thing, new, request.get("fields", ""), "TableCellStyle")
        grid.place.marks[at] = grid.place.marks[at]._replace(thing=style)
    return {}


def _cells(edit: Edit, request: Json) -> tuple[Grid, list[int]]:
    if "tableRange" not in request:
        grid = find_grid(edit, request.get("tableStartLocation", {}))
        return grid, [at for _, cells in grid.rows for at in cells]
    part = request["tableRange"]
    grid, row, column = find_cell(edit, part.get("tableCellLocation", {}))
    rows, columns = part.get("rowSpan", 1), part.get("columnSpan", 1)
    if row + rows > len(grid.rows) or column + columns > grid.columns:
        raise invalid("The provided table range is invalid.")
    return grid, [at for _, cells in grid.rows[row : row + rows] for at in cells[column : column + columns]]


@kind("updateTableRowStyle")
def update_row_style(edit: Edit, request: Json) -> Json:
    """Style the rows that are named, or all."""
    grid = find_grid(edit, request.get("tableStartLocation", {}))
    for row in request.get("rowIndices") or range(len(grid.rows)):
        if not 0 <= row < len(grid.rows):
            raise invalid(f"The row index {row} is out of bounds.")
        at, new = grid.rows[row][0], request.get("tableRowStyle", {})
        style = masked(grid.place.marks[at].thing, new, request.get("fields", ""), "TableRowStyle")
        grid.place.marks[at] = grid.place.marks[at]._replace(thing=style)
    return {}


@kind("pinTableHeaderRows")
def pin_header_rows(edit: Edit, request: Json) -> Json:
    """Make the first rows headers, which come again on every page."""
    grid, count = find_grid(edit, request.get("tableStartLocation", {})), request.get("pinnedHeaderRowsCount", 0)
    for row, (at, _) in enumerate(grid.rows):
        style = {name: value for name, value in grid.place.marks[at].thing.items() if name != "tableHeader"}
        style |= {"tableHeader": True} if row < count else {}
        grid.place.marks[at] = grid.place.marks[at]._replace(thing=style)
    return {}


@kind("updateTableColumnProperties")
def update_columns(edit: Edit, request: Json) -> Json:
    """Set the width of the columns that are named, or of all."""
    grid = find_grid(edit, request.get("tableStartLocation", {}))
    columns, new = _columns(grid), request.get("tableColumnProperties", {})
    for column in request.get("columnIndices") or range(len(columns)):
        if not 0 <= column < len(columns):
            raise invalid(f"The column index {column} is out of bounds.")
        columns[column] = masked(columns[column], new, request.get("fields", ""), "TableColumnProperties")
    _set_columns(grid, columns)
    return {}


def _columns(grid: Grid) -> list[Json]:
    return list(grid.place.marks[grid.place.at].thing["columns"])


def _set_columns(grid: Grid, columns: list[Json]) -> None:
    place = grid.place
    place.marks[place.at] = place.marks[place.at]._replace(thing={"columns": columns})


def _delete_table(edit: Edit, grid: Grid) -> None:
    edit.delete(_span(grid, grid.place.at, grid.end + 1))


def _span(grid: Grid, start: int, end: int) -> Span:
    return Span(grid.place.tab, grid.place.segment, start, end)
