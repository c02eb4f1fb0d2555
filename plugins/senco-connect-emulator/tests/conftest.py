"""What the emulator's own tests share: the marker that grades a fact of Google's, and a spine whose methods only echo."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from senco_connect_emulator.app import App
from senco_connect_emulator.call import METHODS, Call, Content, NoContent
from senco_connect_emulator.clock import Clock
from senco_connect_emulator.exchange import Request, Response
from senco_connect_emulator.world import World

AUTH = "https://www.googleapis.com/auth/"
ORIGIN = "http://127.0.0.1:8086"


def pytest_configure(config: pytest.Config) -> None:
    words = "fact(grade, section): a fact about Google: D documented, R seen in real answers, C told by others"
    config.addinivalue_line("markers", f"{words}; docs/facts.py knows the sections")


class Spine:
    """The way of a request, but for the socket; what the methods were called with is kept."""

    def __init__(self) -> None:
        self.clock = Clock(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
        self.world = World(clock=self.clock)
        self.app = App(self.world)
        self.calls: list[Call] = []
        self.token = self.token_of("senco@school.example")

    def token_of(self, email: str, *scopes: str) -> str:
        """Log somebody in, with all scopes unless some are named."""
        directory = self.world.directory
        wanted = scopes or ("drive", "spreadsheets", "documents")
        return directory.issue(directory.identity(email, [AUTH + one for one in wanted]), now=self.clock.seconds)

    def send(self, verb: str, target: str, body: bytes = b"", **headers: str) -> Response:
        """Send a request as the one user, or as ``authorization`` says ("" nobody)."""
        path, _, query = target.partition("?")
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told.setdefault("authorization", f"Bearer {self.token}")
        return self.app.answer(Request(verb, path, query, {k: v for k, v in told.items() if v}, body, ORIGIN))

    def ask(self, verb: str, target: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Send JSON; gives the status and the JSON of the answer."""
        response = self.send(verb, target, b"" if body is None else json.dumps(body).encode(), **headers)
        return response.status, json.loads(response.body)

    def error(self, verb: str, target: str, body: Any = None, **headers: str) -> Any:
        """Send what is refused; gives the error."""
        status, told = self.ask(verb, target, body, **headers)
        assert told["error"]["code"] == status
        return told["error"]

    def echo(self, call: Call) -> Any:
        """Answer a call: media with media, a deletion with nothing, anything else with its id."""
        self.calls.append(call)
        if call.params.get("alt") == "media":
            return Content(b"0123456789", "text/plain")
        return NoContent() if call.method.verb == "DELETE" else {"id": str(len(self.calls)), "name": "echo"}


@pytest.fixture
def spine(monkeypatch: pytest.MonkeyPatch) -> Spine:
    """A spine; the services behind it are stood in for."""
    made = Spine()
    for method in ("create", "get", "list", "update", "delete", "export"):
        monkeypatch.setitem(METHODS, f"drive.files.{method}", made.echo)
    sheet = {"spreadsheetId": "BOOK", "properties": {"title": "Register", "locale": "en_GB"}}
    for method in ("get", "batchUpdate", "values.get", "values.update"):
        monkeypatch.setitem(METHODS, f"sheets.spreadsheets.{method}", lambda call: made.echo(call) and sheet)
    monkeypatch.setitem(METHODS, "docs.documents.get", lambda call: made.echo(call) and {"documentId": "DOC"})
    return made
