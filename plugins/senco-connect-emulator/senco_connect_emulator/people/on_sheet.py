"""A person at one tab of a spreadsheet.  Rows are numbered and columns lettered as the window shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from senco_connect_emulator.people.acting import Actor
from senco_connect_emulator.sheets.a1 import cell_name, column_index, grid_range, quoted, read_range
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.rendering import shown

__all__ = ["OnSheet"]

Json = dict[str, Any]


class OnSheet:
    """Does with a tab what people do.  The tab is kept by its id: it stays the same one under another name."""

    def __init__(self, person: Actor, spreadsheet_id: str, sheet_id: int) -> None:
        self._person, self.spreadsheet_id, self.sheet_id = person, spreadsheet_id, sheet_id

    @property
    def _book(self) -> Book:
        return self._person.world.books[self.spreadsheet_id]

    @property
    def _sheet(self) -> Sheet:
        found = self._book.sheet(self.sheet_id)
        if found is None:
            raise LookupError("The tab is no longer there.")
        return found

    @property
    def title(self) -> str:
        """The tab's name."""
        return self._sheet.title

    def read(self, cells: str) -> list[list[str]]:
        """Read a range as it is shown."""
        area = read_range(self._book, self._named(cells))
        rows, columns = range(area.top, area.bottom), range(area.left, area.right)
        return [[shown(self._book, area.sheet, row, column) for column in columns] for row in rows]

    def type(self, cell: str, text: str) -> None:
        """Type into a cell and press Enter.  A strict validation rule turns away what it does not allow."""
        with _enforced(self._person):
            self._write(cell, [[text]])

    def paste(self, cell: str, block: str | Sequence[Sequence[Any]]) -> None:
        """Paste a block over the cells from this one on, from a list of rows or as tabs and lines.

        What is empty in it empties cells; what rules the cells have does not hold it up.
        """
        rows = [line.split("\t") for line in block.splitlines()] if isinstance(block, str) else block
        self._write(cell, [["" if value is None else value for value in row] for row in rows])

    def _write(self, cells: str, rows: Sequence[Sequence[Any]]) -> None:
        where = {"spreadsheetId": self.spreadsheet_id, "range": self._named(cells)}
        self._person.do("sheets.spreadsheets.values.update", {"values": rows}, **where, valueInputOption="USER_ENTERED")

    def clear(self, cells: str) -> None:
        """Select a range and press Delete."""
        where = {"spreadsheetId": self.spreadsheet_id, "range": self._named(cells)}
        self._person.do("sheets.spreadsheets.values.clear", {}, **where)

    def copy(self, cells: str, to: str) -> None:
        """Copy a range and paste it at another cell, with formats, notes and rules."""
        request = {"source": self._range(cells), "destination": self._range(to), "pasteType": "PASTE_NORMAL"}
        self.change({"copyPaste": request})

    def cut(self, cells: str, to: str) -> None:
        """Cut a range out and paste it at another cell."""
        corner = self._range(to)
        place = {"rowIndex": corner["startRowIndex"], "columnIndex": corner["startColumnIndex"]}
        start = {"sheetId": self.sheet_id, **place}
        self.change({"cutPaste": {"source": self._range(cells), "destination": start, "pasteType": "PASTE_NORMAL"}})

    def sort(self, cells: str, column: str, *, descending: bool = False) -> None:
        """Sort a range by a column.  What lies beside the range stays where it is, as the window lets it."""
        order = "DESCENDING" if descending else "ASCENDING"
        specs = [{"dimensionIndex": column_index(column), "sortOrder": order}]
        self.change({"sortRange": {"range": self._range(cells), "sortSpecs": specs}})

    def sort_rows(self, column: str, *, descending: bool = False) -> None:
        """Sort the whole sheet by a column, as its column menu does: frozen rows stay on top, or the first one."""
        frozen = self._sheet.properties["gridProperties"].get("frozenRowCount", 0) or 1
        last = cell_name(self._sheet.row_count - 1, self._sheet.column_count - 1)
        self.sort(f"A{frozen + 1}:{last}", column, descending=descending)

    def filter(self, cells: str, column: str = "", *, hide: Sequence[str] = ()) -> None:
        """Put a filter on a range; rows that show one of these values in the column are hidden."""
        told: Json = {"range": self._range(cells)}
        if column:
            told["filterSpecs"] = [
                {"columnIndex": column_index(column), "filterCriteria": {"hiddenValues": list(hide)}}
            ]  # fmt: skip
        self.change({"setBasicFilter": {"filter": told}})

    def unfilter(self) -> None:
        """Take the filter off."""
        self.change({"clearBasicFilter": {"sheetId": self.sheet_id}})

    def insert_rows(self, before: int, count: int = 1) -> None:
        """Insert empty rows above this one."""
        self.change({"insertDimension": {"range": self._rows(before, count), "inheritFromBefore": before > 1}})

    def delete_rows(self, first: int, count: int = 1) -> None:
        """Delete rows from this one on."""
        self.change({"deleteDimension": {"range": self._rows(first, count)}})

    def hide_rows(self, first: int, count: int = 1) -> None:
        """Hide rows from this one on."""
        self._hide(self._rows(first, count), hidden=True)

    def show_rows(self, first: int, count: int = 1) -> None:
        """Show hidden rows again."""
        self._hide(self._rows(first, count), hidden=False)

    def insert_columns(self, before: str, count: int = 1) -> None:
        """Insert empty columns left of this one."""
        self.change({"insertDimension": {"range": self._columns(before, count), "inheritFromBefore": before != "A"}})

    def delete_columns(self, first: str, count: int = 1) -> None:
        """Delete columns from this one on."""
        self.change({"deleteDimension": {"range": self._columns(first, count)}})

    def hide_columns(self, first: str, count: int = 1) -> None:
        """Hide columns from this one on."""
        self._hide(self._columns(first, count), hidden=True)

    def move_rows(self, first: int, before: int, count: int = 1) -> None:
        """Drag rows to above another one."""
        self.change({"moveDimension": {"source": self._rows(first, count), "destinationIndex": before - 1}})

    def move_column(self, column: str, before: str) -> None:
        """Drag a column to left of another one."""
        self.change({"moveDimension": {"source": self._columns(column, 1), "destinationIndex": column_index(before)}})

    def rename_heading(self, old: str, new: str, row: int = 1) -> None:
        """Type another heading over one."""
        for column in range(self._sheet.column_count):
            if shown(self._book, self._sheet, row - 1, column) == old:
                self.type(cell_name(row - 1, column), new)
                return
        raise LookupError(f"Row {row} has no heading {old}.")

    def rename_tab(self, title: str) -> None:
        """Give the tab another name."""
        self._set_properties(title=title)

    def hide_tab(self) -> None:
        """Hide the tab."""
        self._set_properties(hidden=True)

    def duplicate_tab(self, title: str = "") -> OnSheet:
        """Duplicate the tab and sit down at the new one."""
        request = {"sourceSheetId": self.sheet_id, "insertSheetIndex": self._sheet.properties["index"] + 1}
        request |= {"newSheetName": title} if title else {}
        [reply] = self.change({"duplicateSheet": request})
        return OnSheet(self._person, self.spreadsheet_id, reply["duplicateSheet"]["properties"]["sheetId"])

    def delete_tab(self) -> None:
        """Delete the tab."""
        self.change({"deleteSheet": {"sheetId": self.sheet_id}})

    def dropdown(self, cells: str, choices: Sequence[str], *, strict: bool = True) -> None:
        """Let cells offer these choices, in place of what they offered; no choices take the dropdown away."""
        values = [{"userEnteredValue": choice} for choice in choices]
        rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": strict, "showCustomUi": True}
        self.change({"setDataValidation": {"range": self._range(cells), **({"rule": rule} if choices else {})}})

    def note(self, cell: str, text: str) -> None:
        """Leave a note at a cell."""
        self.change({"repeatCell": {"range": self._range(cell), "cell": {"note": text}, "fields": "note"}})

    def colour(self, cells: str, red: float, green: float, blue: float) -> None:
        """Give cells a background."""
        style = {"backgroundColor": {"red": red, "green": green, "blue": blue}}
        cell = {"userEnteredFormat": style}
        fields = "userEnteredFormat.backgroundColor"
        self.change({"repeatCell": {"range": self._range(cells), "cell": cell, "fields": fields}})

    def change(self, *requests: Json) -> list[Json]:
        """Do anything else that batchUpdate knows."""
        body, where = {"requests": list(requests)}, {"spreadsheetId": self.spreadsheet_id}
        replies: list[Json] = self._person.do("sheets.spreadsheets.batchUpdate", body, **where)["replies"]
        return replies

    def _set_properties(self, **properties: Any) -> None:
        told = {"properties": {"sheetId": self.sheet_id, **properties}, "fields": ",".join(properties)}
        self.change({"updateSheetProperties": told})

    def _hide(self, lines: Json, *, hidden: bool) -> None:
        told = {"range": lines, "properties": {"hiddenByUser": hidden}, "fields": "hiddenByUser"}
        self.change({"updateDimensionProperties": told})

    def _named(self, cells: str) -> str:
        return f"{quoted(self.title)}!{cells}"

    def _range(self, cells: str) -> Json:
        return grid_range(read_range(self._book, self._named(cells)))

    def _rows(self, first: int, count: int) -> Json:
        return {"sheetId": self.sheet_id, "dimension": "ROWS", "startIndex": first - 1, "endIndex": first - 1 + count}

    def _columns(self, first: str, count: int) -> Json:
        start = column_index(first)
        return {"sheetId": self.sheet_id, "dimension": "COLUMNS", "startIndex": start, "endIndex": start + count}


@contextmanager
def _enforced(person: Actor) -> Iterator[None]:
    switches = person.world.switches
    before, switches.validation_enforced = switches.validation_enforced, True
    try:
        yield
    finally:
        switches.validation_enforced = before
