"""Clients of the emulator's Drive that need no socket, and the people of one school."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from senco_connect_emulator.app import App
from senco_connect_emulator.clock import Clock
from senco_connect_emulator.drive.drives import new_drive
from senco_connect_emulator.exchange import Request
from senco_connect_emulator.world import World

AUTH = "https://www.googleapis.com/auth/"
FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
SHEET = "application/vnd.google-apps.spreadsheet"
DOC = "application/vnd.google-apps.document"
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@dataclass
class Answered:
    """An answer as a client sees it."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        """The one error that Drive lists, with the code."""
        told = self.json["error"]
        return {"code": told["code"], **told["errors"][0]}

    @property
    def reason(self) -> str:
        return f"{self.status} {self.json['error']['errors'][0]['reason']}"


class Client:
    """Somebody with a token."""

    def __init__(self, app: App, email: str, *, scopes: tuple[str, ...] = ("drive",), project: str = "") -> None:
        directory = app.world.directory
        self.app, self.email = app, email
        self.who = directory.identity(email, [AUTH + scope for scope in scopes], project)
        self.token = directory.issue(self.who, now=app.world.clock.seconds, lifetime=10**9)

    def ask(self, verb: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None, **params: Any) -> Answered:
        told = {name: str(value).lower() if isinstance(value, bool) else value for name, value in params.items()}
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        base = "/upload/drive/v3/" if "uploadType" in params else "/drive/v3/"
        given = {"authorization": f"Bearer {self.token}", "content-type": "application/json", **(headers or {})}
        answer = self.app.answer(Request(verb, base + path, urlencode(told), given, sent, "http://drive.test"))
        return Answered(answer.status, answer.body, dict(answer.headers))

    def get(self, path: str, **params: Any) -> Answered:
        return self.ask("GET", path, **params)

    def new(self, name: str, mime_type: str = FOLDER, parent: str = "", **more: Any) -> str:
        """Make a file and give its id; a client that knows shared drives."""
        body = {"name": name, "mimeType": mime_type, **({"parents": [parent]} if parent else {}), **more}
        answer = self.ask("POST", "files", body, supportsAllDrives=True)
        assert answer.status == 200, answer.json
        return str(answer.json["id"])

    def upload(self, data: bytes, mime_type: str = "text/plain", *, file_id: str = "", body: Any = None, **params: Any) -> Answered:
        """Send bytes with what is said of them."""
        metadata = json.dumps(body or {}).encode()
        parts = b"".join(
            b"--cut\r\nContent-Type: " + kind + b"\r\n\r\n" + part + b"\r\n"
            for kind, part in ((b"application/json", metadata), (mime_type.encode(), data))
        )
        headers = {"content-type": "multipart/related; boundary=cut"}
        verb, path = ("PATCH", f"files/{file_id}") if file_id else ("POST", "files")
        params = {"supportsAllDrives": True, **params}
        return self.ask(verb, path, parts + b"--cut--", headers=headers, uploadType="multipart", **params)

    def blob(self, name: str, data: bytes = b"", mime_type: str = "text/plain", **body: Any) -> str:
        """Upload a blob and give its id."""
        answer = self.upload(data, mime_type, body={"name": name, **body})
        assert answer.status == 200, answer.json
        return str(answer.json["id"])

    def file(self, file_id: str, fields: str = "*") -> Any:
        answer = self.get(f"files/{file_id}", fields=fields, supportsAllDrives=True)
        assert answer.status == 200, answer.json
        return answer.json

    def change(self, file_id: str, body: Any = None, **params: Any) -> Answered:
        return self.ask("PATCH", f"files/{file_id}", body or {}, **{"supportsAllDrives": True, **params})

    def names(self, q: str = "", **params: Any) -> list[str]:
        """The names that files.list finds, sorted unless an order is asked for."""
        answer = self.get("files", q=q, fields="files(name)", **params)
        assert answer.status == 200, answer.json
        found = [file["name"] for file in answer.json["files"]]
        return found if "orderBy" in params else sorted(found)

    def share(self, file_id: str, email: str = "", role: str = "reader", kind: str = "user", **body: Any) -> Answered:
        told = {"type": kind, "role": role, **({"emailAddress": email} if email else {}), **body}
        return self.ask("POST", f"files/{file_id}/permissions", told, supportsAllDrives=True, fields="*")

    def unshare(self, file_id: str, permission_id: str) -> Answered:
        return self.ask("DELETE", f"files/{file_id}/permissions/{permission_id}", supportsAllDrives=True)


@pytest.fixture
def world() -> World:
    return World(clock=Clock(START))


@pytest.fixture
def app(world: World) -> App:
    return App(world)


@pytest.fixture
def client(app: App) -> Callable[..., Client]:
    """Make a client for anybody."""
    return lambda email, **told: Client(app, email, **told)


@pytest.fixture
def ada(client: Callable[..., Client]) -> Client:
    return client("ada@school.example")


@pytest.fixture
def ben(client: Callable[..., Client]) -> Client:
    return client("ben@school.example")


@pytest.fixture
def robot(app: App) -> Client:
    """A service account."""
    app.world.directory.add_service_account("robot@senco.iam.gserviceaccount.com", token_uri="http://drive.test/token")
    return Client(app, "robot@senco.iam.gserviceaccount.com")


@pytest.fixture
def shared(world: World, ada: Client, robot: Client) -> str:
    """A shared drive that ada manages; the robot is its content manager."""
    drive_id = new_drive(world.drive, ada.who, "SEND")
    assert ada.share(drive_id, robot.email, "fileOrganizer").status == 200
    return drive_id
