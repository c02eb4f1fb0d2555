"""A spreadsheet in memory, in the shapes of the API: what is stored, never what is worked out from it.

A cell is a CellData object that holds what a person or a client gave
(``userEnteredValue``, ``userEnteredFormat``, ``note``, ``dataValidation``,
``textFormatRuns``, ``hyperlink``, ``pivotTable``, ``chipRuns``); the effective and the formatted value are
worked out when it is read.  Cells are replaced and never changed in place, so
that a copy of a book, which every batch begins with, is a copy of its lists.
Every GridRange that is stored names its sheet and all four edges that it has.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from senco_connect_emulator.clock import Clock

__all__ = ["Book", "Cell", "Sheet", "new_sheet"]

Cell = dict[str, Any]
Json = dict[str, Any]

ROWS, COLUMNS = 1000, 26


class Sheet:
    """One tab.  ``rows`` holds as many rows and cells as were ever filled; the grid may be larger, never smaller.

    The lists hold objects of the API: ``merges`` GridRanges, ``conditional_formats`` ConditionalFormatRules,
    ``protected`` ProtectedRanges, ``filter_views``, ``banded``, ``charts``, ``tables``, ``row_groups`` and
    ``column_groups`` as their names say; ``row_properties`` and ``column_properties`` DimensionProperties by index.
    """

    LISTS = (
        "merges", "conditional_formats", "protected", "filter_views", "banded", "charts", "slicers", "tables",
        "row_groups", "column_groups",
    )  # fmt: skip

    def __init__(self, properties: Json) -> None:
        self.properties = properties
        self.rows: list[list[Cell | None]] = []
        self.row_properties: dict[int, Json] = {}
        self.column_properties: dict[int, Json] = {}
        self.basic_filter: Json | None = None
        self.merges: list[Json] = []
        self.conditional_formats: list[Json] = []
        self.protected: list[Json] = []
        self.filter_views: list[Json] = []
        self.banded: list[Json] = []
        self.charts: list[Json] = []
        self.slicers: list[Json] = []
        self.tables: list[Json] = []
        self.row_groups: list[Json] = []
        self.column_groups: list[Json] = []

    @property
    def id(self) -> int:
        """The sheet's id; the first of a new book has 0."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """The tab's name."""
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        """How many rows the grid has."""
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def column_count(self) -> int:
        """How many columns the grid has."""
        return int(self.properties["gridProperties"]["columnCount"])

    def resize(self, rows: int | None = None, columns: int | None = None) -> None:
        """Give the grid this many rows and columns; what is beyond them is gone."""
        grid = dict(self.properties["gridProperties"])
        if rows is not None:
            grid["rowCount"] = rows
            del self.rows[rows:]
        if columns is not None:
            grid["columnCount"] = columns
            self.rows = [row[:columns] for row in self.rows]
        self.properties = {**self.properties, "gridProperties": grid}

    def cell(self, row: int, column: int) -> Cell | None:
        """Give what is stored in a cell; None where nothing ever was."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def put(self, row: int, column: int, cell: Cell | None) -> None:
        """Store a cell; the caller has made sure that the grid holds it.  An empty one is stored as None."""
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        if len(line) <= column:
            line.extend([None] * (column + 1 - len(line)))
        line[column] = cell or None

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Walk the cells that hold anything, as (row, column, cell)."""
        for row, line in enumerate(self.rows):
            for column, cell in enumerate(line):
                if cell:
                    yield row, column, cell

    def copy(self) -> Sheet:
        """Copy the lists; cells and the objects in the lists are shared, for they are replaced and never changed."""
        other = copy.copy(self)
        other.rows = [list(row) for row in self.rows]
        other.row_properties, other.column_properties = dict(self.row_properties), dict(self.column_properties)
        for name in self.LISTS:
            setattr(other, name, list(getattr(self, name)))
        return other

    def snapshot(self) -> Json:
        """Give the sheet as JSON."""
        kept: Json = {name: getattr(self, name) for name in self.LISTS if getattr(self, name)}
        kept |= {"properties": self.properties, "rows": self.rows, "basic_filter": self.basic_filter}
        kept["row_properties"] = {str(at): told for at, told in self.row_properties.items()}
        kept["column_properties"] = {str(at): told for at, told in self.column_properties.items()}
        return copy.deepcopy(kept)

    @classmethod
    def restored(cls, told: Json) -> Sheet:
        """Make the sheet that a snapshot tells."""
        told = copy.deepcopy(told)
        sheet = cls(told["properties"])
        sheet.rows, sheet.basic_filter = told["rows"], told["basic_filter"]
        sheet.row_properties = {int(at): one for at, one in told["row_properties"].items()}
        sheet.column_properties = {int(at): one for at, one in told["column_properties"].items()}
        for name in cls.LISTS:
            setattr(sheet, name, told.get(name, []))
        return sheet


class Book:
    """A spreadsheet: the id is that of its Drive file; ``metadata`` holds DeveloperMetadata with their locations.

    ``calculated`` keeps what formulas came to, ``workings`` what they need among themselves; both are emptied by
    ``changed``, which everybody who stored something calls.  ``clock`` tells TODAY and NOW; whoever opens a book for
    somebody gives it the world's.  ``formula_lines`` keeps, by sheet, the rows with formulas while rows move.
    """

    def __init__(self, id: str, properties: Json) -> None:
        self.id = id
        self.properties = properties
        self.sheets: list[Sheet] = []
        self.named_ranges: list[Json] = []
        self.metadata: list[Json] = []
        self.calculated: dict[tuple[int, int, int], Json] = {}
        self.workings: object = None
        self.formula_lines: dict[int, list[list[Cell | None]]] = {}
        self.clock = Clock()

    @property
    def locale(self) -> str:
        """The language and country by which text is read and numbers are shown."""
        return str(self.properties.get("locale", "en_US"))

    @property
    def title(self) -> str:
        """The spreadsheet's name; the Drive file's is the same."""
        return str(self.properties["title"])

    def sheet(self, sheet_id: int) -> Sheet | None:
        """Find a sheet by its id."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def titled(self, title: str) -> Sheet | None:
        """Find a sheet by its name; the case of letters does not count, as in the window."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def changed(self) -> None:
        """Forget what formulas came to, and where they are."""
        self.calculated, self.workings, self.formula_lines = {}, None, {}

    def copy(self) -> Book:
        """Copy the book, cheaply: a batch works on a copy, which is thrown away where the batch fails."""
        other = copy.copy(self)
        other.sheets = [sheet.copy() for sheet in self.sheets]
        other.named_ranges, other.metadata = list(self.named_ranges), list(self.metadata)
        other.changed()
        return other

    def snapshot(self) -> Json:
        """Give the book as JSON."""
        told: Json = {"id": self.id, "properties": self.properties}
        told |= {"named_ranges": self.named_ranges, "metadata": self.metadata}
        return {**copy.deepcopy(told), "sheets": [sheet.snapshot() for sheet in self.sheets]}

    @classmethod
    def restored(cls, told: Json) -> Book:
        """Make the book that a snapshot tells."""
        book = cls(told["id"], copy.deepcopy(told["properties"]))
        book.sheets = [Sheet.restored(sheet) for sheet in told["sheets"]]
        book.named_ranges, book.metadata = copy.deepcopy(told["named_ranges"]), copy.deepcopy(told["metadata"])
        return book


def new_sheet(sheet_id: int, title: str, index: int, *, rows: int = ROWS, columns: int = COLUMNS) -> Sheet:
    """Make an empty grid."""
    grid = {"rowCount": rows, "columnCount": columns}
    return Sheet({"sheetId": sheet_id, "title": title, "index": index, "sheetType": "GRID", "gridProperties": grid})
