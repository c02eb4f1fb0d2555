"""Where the rows and cells of a table are among the marks of its segment."""

from __future__ import annotations

from typing import NamedTuple

from senco_connect_emulator.docs.batch.edit import Edit, Json, Place
from senco_connect_emulator.docs.defaults import cell_style, points
from senco_connect_emulator.docs.model import CELL, END, ROW, TABLE, Mark, new_paragraph
from senco_connect_emulator.errors import invalid

__all__ = ["Grid", "cell_marks", "find_cell", "find_grid", "row_marks"]


class Grid(NamedTuple):
    """A table: where it starts, where its END is, and for each row where its mark and its cells' marks are."""

    place: Place
    end: int
    rows: list[tuple[int, list[int]]]

    def row_end(self, row: int) -> int:
        """Where a row ends: where the next begins, or the table ends."""
        return self.rows[row + 1][0] if row + 1 < len(self.rows) else self.end

    def cell_end(self, row: int, column: int) -> int:
        """Where a cell ends."""
        cells = self.rows[row][1]
        return cells[column + 1] if column + 1 < len(cells) else self.row_end(row)

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.place.marks[self.place.at].thing["columns"])


def find_grid(edit: Edit, location: Json) -> Grid:
    """Find the table that starts at a Location."""
    place = edit.place(location)
    if place.marks[place.at].char != TABLE:
        raise invalid("The provided table start location is invalid.")
    rows: list[tuple[int, list[int]]] = []
    depth, at = 1, place.at
    while depth:
        at += 1
        char = place.marks[at].char
        depth += (char == TABLE) - (char == END)
        if depth == 1 and char == ROW:
            rows.append((at, []))
        elif depth == 1 and char == CELL:
            rows[-1][1].append(at)
    return Grid(place, at, rows)


def find_cell(edit: Edit, told: Json) -> tuple[Grid, int, int]:
    """Find the table, the row and the column of a TableCellLocation."""
    grid = find_grid(edit, told.get("tableStartLocation", {}))
    row, column = told.get("rowIndex", 0), told.get("columnIndex", 0)
    if not 0 <= row < len(grid.rows) or not 0 <= column < len(grid.rows[row][1]):
        raise invalid("The provided table cell location is invalid.")
    return grid, row, column


def cell_marks(style: Json) -> list[Mark]:
    """Make an empty cell; what is typed in it begins in this text style."""
    return [Mark(CELL, {}, cell_style()), new_paragraph()._replace(style=style)]


def row_marks(columns: int, style: Json) -> list[Mark]:
    """Make a row of empty cells."""
    return [Mark(ROW, {}, {"minRowHeight": points()}), *(mark for _ in range(columns) for mark in cell_marks(style))]
