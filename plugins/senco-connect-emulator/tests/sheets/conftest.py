"""A spreadsheet that tests of the values methods talk to, through the whole way of a request but for the socket."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from senco_connect_emulator.app import App
from senco_connect_emulator.clock import Clock
from senco_connect_emulator.exchange import Request
from senco_connect_emulator.sheets.model import Book, Sheet, new_sheet
from senco_connect_emulator.world import World

OWNER, COLLEAGUE = "senco@school.example", "teacher@school.example"
SCOPES = ("https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/spreadsheets")


class ValuesApi:
    """Asks one spreadsheet, and tells what came back: the answer, or the error where ``refused`` asks."""

    def __init__(self, locale: str = "en_US") -> None:
        # The standing clock lies in 2026; each test makes far fewer requests than a minute allows, or moves it.
        self.clock = Clock(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
        self.world = World(clock=self.clock)
        self.app = App(self.world)
        self.tokens = {who: self._token(who) for who in (OWNER, COLLEAGUE)}
        owner = self.world.directory.identity(OWNER, SCOPES)
        file = self.world.drive.new_file(owner, "Register", "application/vnd.google-apps.spreadsheet")
        self.id: str = file["id"]
        book = Book(self.id, {"title": "Register", "locale": locale})
        book.sheets = [new_sheet(0, "Sheet1", 0)]
        self.world.books[self.id] = book

    def _token(self, who: str) -> str:
        directory = self.world.directory
        return str(directory.issue(directory.identity(who, SCOPES), now=self.clock.seconds))

    @property
    def book(self) -> Book:
        """The book as it is now."""
        return self.world.books[self.id]

    @property
    def sheet(self) -> Sheet:
        """The first sheet as it is now."""
        return self.book.sheets[0]

    def add_sheet(self, title: str, *, rows: int = 1000, columns: int = 26) -> Sheet:
        """Put another sheet behind those there are."""
        sheet = new_sheet(100 + len(self.book.sheets), title, len(self.book.sheets), rows=rows, columns=columns)
        self.book.sheets.append(sheet)
        return sheet

    def ask(self, verb: str, path: str, body: Any = None, *, who: str = OWNER, **params: Any) -> tuple[int, Any]:
        """Send one request; gives the status and the answer."""
        self.clock.move(2)
        query = urlencode({name: str(value).lower() if isinstance(value, bool) else value for name, value in params.items()}, doseq=True)
        headers = {"authorization": f"Bearer {self.tokens[who]}", "content-type": "application/json"}
        sent = b"" if body is None else json.dumps(body).encode()
        request = Request(verb, f"/v4/spreadsheets/{self.id}{path}", query, headers, sent, "http://localhost")
        response = self.app.answer(request)
        return response.status, json.loads(response.body)

    def told(self, verb: str, path: str, body: Any = None, **params: Any) -> Any:
        """Send a request that is answered."""
        status, answer = self.ask(verb, path, body, **params)
        assert status == 200, answer
        return answer

    def refused(self, verb: str, path: str, body: Any = None, **params: Any) -> str:
        """Send a request that is refused with a 400; gives the message."""
        status, answer = self.ask(verb, path, body, **params)
        assert status == 400, answer
        assert answer["error"]["status"] == "INVALID_ARGUMENT"
        return str(answer["error"]["message"])

    def get(self, cells: str, **params: Any) -> Any:
        """Read a range."""
        return self.told("GET", f"/values/{quote(cells, safe='')}", **params)

    def values(self, cells: str, **params: Any) -> Any:
        """Read the values of a range; None where there are none."""
        return self.get(cells, **params).get("values")

    def update(self, cells: str, values: Any, option: str = "RAW", **params: Any) -> Any:
        """Write into a range."""
        body = {"values": values, **params.pop("body", {})}
        return self.told("PUT", f"/values/{quote(cells, safe='')}", body, valueInputOption=option, **params)

    def append(self, cells: str, values: Any, option: str = "RAW", **params: Any) -> Any:
        """Append to a range."""
        return self.told("POST", f"/values/{quote(cells, safe='')}:append", {"values": values}, valueInputOption=option, **params)


@pytest.fixture
def api() -> ValuesApi:
    """A spreadsheet of the United States with one empty sheet."""
    return ValuesApi()


@pytest.fixture
def api_in() -> Callable[[str], ValuesApi]:
    """Makes such a spreadsheet of another country."""
    return ValuesApi
