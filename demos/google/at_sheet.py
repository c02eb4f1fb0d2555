"""A person at the register in Google Sheets, who finds cells as they are shown and does everything by hand."""

from __future__ import annotations

from typing import Any, Final

from senco_connect_emulator.people import Person
from senco_connect_local.demo.entries import Typed
from senco_connect_local.demo.register import HEADING_LINE, TAB

from demos.google.cells import as_read, as_typed

__all__ = ["AtSheet"]

_WIDE: Final = 70


class AtSheet:
    """Has the register's tab open; what is typed is there for everybody at once."""

    def __init__(self, person: Person, spreadsheet: str) -> None:
        self._person, self._spreadsheet = person, spreadsheet
        self._tab = person.sheet(spreadsheet, TAB)

    def types(self, admission_no: str, heading: str, value: Typed) -> None:
        """Type over one cell; None clears it."""
        where = self._cell(admission_no, heading)
        if value is None:
            self._tab.clear(where)
        else:
            self._tab.type(where, as_typed(value))

    def sees(self, admission_no: str, heading: str) -> object:
        """Read one cell; a day is a date, an empty cell None."""
        where = f"'{TAB}'!{self._cell(admission_no, heading)}"
        told = self._person.do(
            "sheets.spreadsheets.get", spreadsheetId=self._spreadsheet, ranges=[where], includeGridData=True
        )
        rows: list[dict[str, Any]] = told["sheets"][0]["data"][0].get("rowData", [])
        value = as_read(rows[0]["values"][0]) if rows and rows[0].get("values") else ""
        return None if value == "" else value

    def renames(self, heading: str, new: str) -> None:
        """Type another heading over a heading."""
        self._tab.rename_heading(heading, new, row=HEADING_LINE)

    def inserts_column_before(self, heading: str, new: str) -> None:
        """Insert a column, give it a heading and draw it wide enough for that."""
        letter = self._letter(heading)
        self._tab.insert_columns(letter)
        self._tab.type(f"{letter}{HEADING_LINE}", new)
        at = self._column(new)
        place = {"sheetId": self._tab.sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        wide = {"range": place, "properties": {"pixelSize": _WIDE}, "fields": "pixelSize"}
        self._tab.change({"updateDimensionProperties": wide})

    def sorts_by(self, *headings: str) -> None:
        """Sort the filter's range by columns, as a person does in the menu: whole lines, with all that is on them."""
        shown = self._tab.read(f"{HEADING_LINE}:{HEADING_LINE}")[0]
        lines = self._tab.read(f"{self._letter('Adm No')}{HEADING_LINE + 1}:{self._letter('Adm No')}")
        area = {
            "sheetId": self._tab.sheet_id, "startRowIndex": HEADING_LINE, "startColumnIndex": 0,
            "endRowIndex": HEADING_LINE + sum(1 for line in lines if line[0]), "endColumnIndex": len(shown),
        }  # fmt: skip
        order = [{"dimensionIndex": shown.index(heading), "sortOrder": "ASCENDING"} for heading in headings]
        self._tab.change({"sortRange": {"range": area, "sortSpecs": order}})

    def save(self) -> None:
        """Do nothing: Sheets keeps every key that is pressed."""

    def _cell(self, admission_no: str, heading: str) -> str:
        letter = self._letter("Adm No")
        numbers = [line[0] for line in self._tab.read(f"{letter}{HEADING_LINE + 1}:{letter}")]
        wanted = admission_no.lstrip("0")
        line = next(n for n, number in enumerate(numbers, HEADING_LINE + 1) if number.lstrip("0") == wanted)
        return f"{self._letter(heading)}{line}"

    def _column(self, heading: str) -> int:
        shown: list[str] = self._tab.read(f"{HEADING_LINE}:{HEADING_LINE}")[0]
        return shown.index(heading)

    def _letter(self, heading: str) -> str:
        first, second = divmod(self._column(heading), 26)
        return f"{chr(64 + first) if first else ''}{chr(65 + second)}"
