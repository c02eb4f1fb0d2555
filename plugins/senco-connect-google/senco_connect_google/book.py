"""A spreadsheet as it was answered: tabs, what their cells show, and the marks that the library left.

Google drops what has its default value: sheet 0 has no ``sheetId`` in a range,
an empty cell no value (google.md 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

__all__ = ["FIELD_MARK", "HEADING_MARK", "LIGHT_MASK", "MASK", "Book", "Grid", "Meta", "Protection", "Tab"]

Grid = Sequence[Sequence[object]]
Place = tuple[int, int]

# Developer metadata: on a column its field, on a line that the headings stand there.
FIELD_MARK: Final = "senco.field"
HEADING_MARK: Final = "senco.headings"
_META: Final = "developerMetadata(metadataId,metadataKey,metadataValue)"
_CELL: Final = "effectiveValue,userEnteredValue(formulaValue),effectiveFormat(numberFormat(type)),note"
_DATA: Final = f"data(startRow,startColumn,rowData(values({_CELL})),rowMetadata({_META}),columnMetadata({_META}))"
_TAB: Final = (
    "properties(sheetId,title,index,hidden,sheetType,gridProperties(rowCount,columnCount,frozenRowCount)),"
    "protectedRanges(protectedRangeId,range,description),merges,basicFilter,tables(tableId,range),"
    "conditionalFormats(booleanRule(condition(values)))"
)
LIGHT_MASK: Final = f"spreadsheetId,{_META},sheets({_TAB})"
MASK: Final = (
    f"spreadsheetId,properties(locale,importFunctionsExternalUrlAccessAllowed),{_META},sheets({_TAB},{_DATA})"
)
_EPOCH: Final = datetime(1899, 12, 30)


class Meta(NamedTuple):
    """One piece of developer metadata."""

    id: int
    key: str
    value: str


class Protection(NamedTuple):
    """A protected range: its id, what it covers and what it says."""

    id: int
    range: Mapping[str, Any]
    words: str


class Tab:
    """A tab; lines and columns count from 1.

    ``grid`` holds text, number, bool, day, and "" where nothing shows;
    ``formulas`` are cells that calculate, the spill of an array among them;
    ``valueless`` show an error; ``dated`` show a number as a day.
    """

    def __init__(self, told: Mapping[str, Any]) -> None:
        properties = told.get("properties", {})
        size = properties.get("gridProperties", {})
        self.id: int = properties.get("sheetId", 0)
        self.title: str = properties.get("title", "")
        self.is_shown = not properties.get("hidden", False) and properties.get("sheetType", "GRID") == "GRID"
        self.lines: int = size.get("rowCount", 0)
        self.columns: int = size.get("columnCount", 0)
        self.frozen: int = size.get("frozenRowCount", 0)
        self.protections = [
            Protection(p.get("protectedRangeId", 0), p.get("range", {}), p.get("description", ""))
            for p in told.get("protectedRanges", ())
        ]
        self.merges: list[Mapping[str, int]] = told.get("merges", [])
        self.filter: Mapping[str, Any] | None = told.get("basicFilter")
        self.tables: list[Mapping[str, Any]] = told.get("tables", [])
        self.rules = [_formula(rule) for rule in told.get("conditionalFormats", ())]
        self.grid: list[list[object]] = []
        self.formulas: dict[Place, str] = {}
        self.valueless: set[Place] = set()
        self.dated: set[Place] = set()
        self.notes: dict[Place, str] = {}
        self.line_marks: set[int] = set()
        self.column_marks: dict[int, str] = {}
        for part in told.get("data", ()):
            self._take(part)

    @property
    def width(self) -> int:
        """The last column that holds anything."""
        return max(map(len, self.grid), default=0)

    def cell(self, line: int, column: int) -> object:
        """Give what a cell shows, "" beyond the edges."""
        if line > len(self.grid) or column > len(row := self.grid[line - 1]):
            return ""
        return row[column - 1]

    def is_merged(self, line: int, column: int) -> bool:
        """Whether the cell lies in a merged block, whose first cell alone is seen."""
        return any(
            m.get("startRowIndex", 0) < line <= m.get("endRowIndex", line)
            and m.get("startColumnIndex", 0) < column <= m.get("endColumnIndex", column)
            for m in self.merges
        )

    def has_merges_below(self, line: int) -> bool:
        """Whether cells on this line or below are merged."""
        return any(m.get("endRowIndex", self.lines) >= line for m in self.merges)

    def _take(self, part: Mapping[str, Any]) -> None:
        top, left = part.get("startRow", 0), part.get("startColumn", 0)
        rows = part.get("rowData", ())
        # A plain value comes with an empty mask of its formula; where none does, a spill can't be told.
        tells = any(c.get("userEnteredValue") == {} for row in rows[:50] for c in row.get("values", ()))
        for line, row in enumerate(rows, start=top + 1):
            cells = row.get("values", ())
            shown = [self._shown(line, left + n, cell, tells=tells) for n, cell in enumerate(cells, start=1)]
            while shown and shown[-1] == "":
                shown.pop()
            if shown:
                self.grid.extend([] for _ in range(line - len(self.grid)))
                self.grid[line - 1] = [""] * left + shown
        heads = enumerate(part.get("rowMetadata", ()), start=top + 1)
        self.line_marks |= {line for line, one in heads if _marked(one, HEADING_MARK)}
        marks = {left + n: _marked(one, FIELD_MARK) for n, one in enumerate(part.get("columnMetadata", ()), start=1)}
        self.column_marks |= {column: field for column, field in marks.items() if field}

    def _shown(self, line: int, column: int, cell: Mapping[str, Any], *, tells: bool) -> object:
        if not cell:
            return ""
        kind = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("type", "")
        if kind in ("DATE", "DATE_TIME"):
            self.dated.add((line, column))
        if "note" in cell:
            self.notes[line, column] = cell["note"]
        value = cell.get("effectiveValue") or {}
        formula = cell.get("userEnteredValue", {}).get("formulaValue")
        if formula is not None or (tells and value and "userEnteredValue" not in cell):
            self.formulas[line, column] = formula or ""
        if "errorValue" in value:
            self.valueless.add((line, column))
        if "numberValue" in value:
            return _number(value["numberValue"], kind)
        return value.get("stringValue", value.get("boolValue", ""))


def _formula(rule: Mapping[str, Any]) -> str:
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", ())
    return next((str(value.get("userEnteredValue", "")) for value in values), "")


def _number(number: float, kind: str) -> object:
    if kind not in ("DATE", "DATE_TIME"):
        return number
    try:
        at = _EPOCH + timedelta(days=number)
    except OverflowError:
        return number
    return at.date() if float(number).is_integer() else at.replace(microsecond=0)


def _marked(one: Mapping[str, Any], key: str) -> str:
    ours = (m for m in one.get("developerMetadata", ()) if m.get("metadataKey") == key)
    return next((str(m.get("metadataValue", "")) for m in ours), "")


class Book:
    """A spreadsheet: its tabs and its own metadata."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.id: str = told.get("spreadsheetId", "")
        self.tabs = [Tab(sheet) for sheet in told.get("sheets", ())]
        self.metadata = [
            Meta(m.get("metadataId", 0), m.get("metadataKey", ""), str(m.get("metadataValue", "")))
            for m in told.get("developerMetadata", ())
        ]
        self.locale = str(told.get("properties", {}).get("locale", ""))
        self.calls_out = bool(told.get("properties", {}).get("importFunctionsExternalUrlAccessAllowed", False))

    @cached_property
    def kept(self) -> Mapping[str, Meta]:
        """What the library keeps with the spreadsheet, by key; of two, the later one counts."""
        return {meta.key: meta for meta in sorted(self.metadata)}

    def told(self, key: str) -> str:
        """Give a kept value, "" where there is none."""
        return self.kept[key].value if key in self.kept else ""

    def tab(self, id: int | str) -> Tab | None:
        """Find a tab by its id."""
        return next((tab for tab in self.tabs if str(tab.id) == str(id)), None)

    def titled(self, title: str) -> Tab | None:
        """Find a tab by its name, as people see it."""
        return next((tab for tab in self.tabs if tab.title.casefold() == title.casefold()), None)

    @property
    def protections(self) -> Iterator[Protection]:
        """Every protected range."""
        return (protection for tab in self.tabs for protection in tab.protections)

