"""A spreadsheet as Google makes one, and a short way to ask for changes and to look."""

from __future__ import annotations

from typing import Any

import pytest
from senco_connect_emulator.sheets.defaults import default_properties

Json = dict[str, Any]


class Desk:
    """Sends batches to one spreadsheet through the whole way of a request but for the socket."""

    def __init__(self, api: Any) -> None:
        self.api = api
        api.book.properties = default_properties("Register")
        # Two people share it, so that a protection has somebody to keep out.
        file = api.world.drive.files[api.id]
        colleague = {"id": "7", "type": "user", "role": "writer", "emailAddress": "teacher@school.example"}
        api.world.drive.put({**file, "permissions": [*file["permissions"], colleague]})

    @property
    def book(self) -> Any:
        """The book as it is now."""
        return self.api.book

    @property
    def world(self) -> Any:
        """The world it lies in."""
        return self.api.world

    def batch(self, *requests: Json, **params: Any) -> list[Json]:
        """Apply requests; gives the replies."""
        return self.api.told("POST", ":batchUpdate", {"requests": list(requests)}, **params)["replies"]  # type: ignore[no-any-return]

    def one(self, kind: str, **asked: Any) -> Json:
        """Apply one request; gives what its reply says."""
        (reply,) = self.batch({kind: asked})
        return reply.get(kind, {})  # type: ignore[no-any-return]

    def refused(self, *requests: Json, who: str = "senco@school.example") -> str:
        """Apply requests that are refused; gives the message."""
        return self.api.refused("POST", ":batchUpdate", {"requests": list(requests)}, who=who)  # type: ignore[no-any-return]

    def fill(self, *rows: list[Any], at: tuple[int, int] = (0, 0), sheet: int = 0) -> None:
        """Write rows of plain values from a corner; a text beginning with = is a formula, None is nothing."""
        start = {"sheetId": sheet, "rowIndex": at[0], "columnIndex": at[1]}
        given = [{"values": [_cell(value) for value in row]} for row in rows]
        self.one("updateCells", start=start, rows=given, fields="userEnteredValue")

    def values(self, cells: str = "A1:Z30", **params: Any) -> Any:
        """Read the values of a range as they are, or the formulas with ``valueRenderOption``."""
        return self.api.values(cells, **{"valueRenderOption": "UNFORMATTED_VALUE", **params})

    def formulas(self, cells: str) -> Any:
        """Read a range with its formulas."""
        return self.values(cells, valueRenderOption="FORMULA")

    def get(self, **params: Any) -> Json:
        """Read the spreadsheet."""
        return self.api.told("GET", "", **params)  # type: ignore[no-any-return]

    def sheet(self, index: int = 0, **params: Any) -> Json:
        """Read one sheet."""
        return self.get(**params)["sheets"][index]  # type: ignore[no-any-return]

    def cell(self, name: str) -> Json:
        """Read one cell with all that the API tells of it."""
        rows = self.get(ranges=name, includeGridData=True)["sheets"][0]["data"][0].get("rowData", [{}])
        return rows[0].get("values", [{}])[0]  # type: ignore[no-any-return]

    def lines(self, what: str = "rowMetadata", index: int = 0) -> list[Json]:
        """Read what is said of the rows or columns of a sheet."""
        return self.sheet(index, includeGridData=True)["data"][0][what]  # type: ignore[no-any-return]


def _cell(value: Any) -> Json:
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, str):
        return {"userEnteredValue": {"formulaValue" if value.startswith("=") else "stringValue": value}}
    return {"userEnteredValue": {"numberValue": value}}


@pytest.fixture
def desk(api: Any) -> Desk:
    """One empty spreadsheet of the SENCO's, which a teacher may edit."""
    return Desk(api)


@pytest.fixture
def area() -> Any:
    """Makes a GridRange on the first sheet: rows, then columns, half open; None is open."""

    def made(top: int | None, bottom: int | None, left: int | None = None, right: int | None = None, sheet: int = 0) -> Json:
        edges = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
        return {"sheetId": sheet, **{name: edge for name, edge in edges.items() if edge is not None}}

    return made
