"""The library's own rules for a register, over HTTP, with a person whose hands are the API's and none of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from senco_connect_google.config import SheetsConfig
from senco_connect_google.register import SheetsRegister

from senco_connect.testing.contracts import RegisterContract


class SheetsDesk:
    """A person at a spreadsheet of the shared drive; what they type is taken as the window takes it."""

    def __init__(self, office: Any, lines: Sequence[Sequence[str]]) -> None:
        self.office = office
        self.id = "1NoSuchSpreadsheetAnywhere"
        if lines:
            self.id = office.spreadsheet("SEN register")
            self.put("A1", lines)

    def put(self, place: str, lines: Sequence[Sequence[str]]) -> None:
        self.office.ask(
            "PUT", f"/v4/spreadsheets/{self.id}/values/{place}", {"values": [list(line) for line in lines]},
            valueInputOption="USER_ENTERED",
        )  # fmt: skip

    def do(self, **request: Any) -> None:
        self.office.ask("POST", f"/v4/spreadsheets/{self.id}:batchUpdate", {"requests": [request]})

    def register(self) -> SheetsRegister:
        config = SheetsConfig("sheets", self.id, credentials="key.json", endpoint=self.office.google.url)
        return SheetsRegister(config, self.office.tools())

    def cells(self) -> list[list[str]]:
        shown = self.office.ask("GET", f"/v4/spreadsheets/{self.id}/values/A1:Z100").get("values", [])
        wide = max(map(len, shown), default=0)
        return [line + [""] * (wide - len(line)) for line in shown]

    def type(self, line: int, heading: str, text: str) -> None:
        column = self.cells()[0].index(heading)
        self.put(f"{chr(65 + column)}{line}", [[text]])

    def sort(self, heading: str) -> None:
        cells = self.cells()
        where = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": len(cells), "startColumnIndex": 0,
                 "endColumnIndex": len(cells[0])}  # fmt: skip
        order = {"dimensionIndex": cells[0].index(heading), "sortOrder": "ASCENDING"}
        self.do(sortRange={"range": where, "sortSpecs": [order]})

    def insert_row(self, line: int) -> None:
        where = {"sheetId": 0, "dimension": "ROWS", "startIndex": line - 1, "endIndex": line}
        self.do(insertDimension={"range": where, "inheritFromBefore": True})

    def matters(self) -> list[str]:
        tabs = self.office.ask("GET", f"/v4/spreadsheets/{self.id}", fields="sheets.properties.title")["sheets"]
        if "Issues" not in [tab["properties"]["title"] for tab in tabs]:
            return []
        shown = self.office.ask("GET", f"/v4/spreadsheets/{self.id}/values/Issues").get("values", [])
        return [" ".join(line) for line in shown]


class TestSheetsRegister(RegisterContract):
    @pytest.fixture(autouse=True)
    def _opened(self, office: Any) -> None:
        self.office = office

    def open_desk(self, folder: Path, lines: Sequence[Sequence[str]]) -> SheetsDesk:
        return SheetsDesk(self.office, lines)
