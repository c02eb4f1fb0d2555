"""What the tests share: a clock that nobody waits for, and a Google that misbehaves on request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from senco_connect_google.transport import Login, Transport

from senco_connect.adapters import Tools


@dataclass
class FakeTime:
    """A clock that moves when somebody sleeps, and notes how long."""

    now: float = 1_000.0
    slept: list[float] = field(default_factory=list)
    drawn: int = 0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def number(self) -> str:
        self.drawn += 1
        return f"{self.drawn:012x}"

    def tools(self, folder: Path = Path("nowhere")) -> Tools:
        return Tools(folder, monotonic=self.monotonic, sleep=self.sleep, number=self.number)


class Moody(ThreadingHTTPServer):
    """Answers each request with the next of ``moods``, or well when none is left."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.moods: list[Callable[[_Handler], None]] = []
        self.seen: list[tuple[str, str, bytes, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Moody
    protocol_version = "HTTP/1.1"

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.seen.append((self.command, self.path, body, self.headers.get("authorization", "")))
        mood = self.server.moods.pop(0) if self.server.moods else says(200, {"good": True})
        mood(self)

    do_GET = do_POST = do_PATCH = _take  # noqa: N815

    def log_message(self, *args: Any) -> None:
        pass


def says(status: int, body: Any, *, kind: str = "application/json", **headers: str) -> Callable[[_Handler], None]:
    """Answer with a body: JSON, or text as it is."""

    def mood(handler: _Handler) -> None:
        sent = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        handler.send_response(status)
        handler.send_header("content-type", kind)
        handler.send_header("content-length", str(len(sent)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(sent)

    return mood


def hangs_up(handler: _Handler) -> None:
    """Close without an answer."""
    handler.close_connection = True
    handler.connection.close()


def cut_short(handler: _Handler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", "500")
    handler.end_headers()
    handler.wfile.write(b'{"half": ')
    handler.wfile.flush()
    hangs_up(handler)


@pytest.fixture
def moody() -> Iterator[Moody]:
    """Serve moods on a real socket."""
    server = Moody()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


class Key:
    """Credentials whose tokens are t1, t2, …"""

    def __init__(self) -> None:
        self.token = "t1"
        self.valid = True

    def refresh(self, request: Any) -> None:
        self.token = f"t{int(self.token[1:]) + 1}"


@pytest.fixture
def time() -> FakeTime:
    """Give a clock of the test's own."""
    return FakeTime()


@pytest.fixture
def transport(moody: Moody, time: FakeTime) -> Transport:
    """Give a transport to the moody server."""
    return Transport(Login(Key()), time.tools(), endpoint=moody.url)


@pytest.fixture
def key() -> Key:
    """Give credentials that are always renewed."""
    return Key()


@pytest.fixture
def moods() -> Any:
    """Give the ways in which the server can answer."""

    class Moods:
        pass

    given: Any = Moods()
    given.says, given.hangs_up, given.cut_short = says, hangs_up, cut_short
    return given


ROBOT = "register@invented-school.iam.gserviceaccount.com"
HEAD = "senco@school.example"


class Office:
    """A school's Google: an emulator, a shared drive, the SENCO who runs it and the library's service account."""

    def __init__(self, google: Any, folder: Path) -> None:
        self.google = google
        self.folder = folder
        self.session = requests.Session()
        self.time = FakeTime()
        sleep = self.time.sleep

        def wait(seconds: float) -> None:
            sleep(seconds)
            google.clock.move(seconds)

        self._tools = self.time.tools(folder)._replace(sleep=wait)
        google.add_user(HEAD)
        (folder / "key.json").write_text(json.dumps(google.add_service_account(ROBOT)), "utf-8")
        self.drive = self.ask("POST", "/drive/v3/drives", {"name": "SEND"}, requestId="one")["id"]
        member = {"type": "user", "role": "fileOrganizer", "emailAddress": ROBOT}
        self.ask("POST", f"/drive/v3/files/{self.drive}/permissions", member, sendNotificationEmail=False)

    def ask(self, verb: str, path: str, body: Any = None, *, who: str = HEAD, **params: Any) -> Any:
        """Call the API as somebody, with no client of ours."""
        headers = {"authorization": f"Bearer {self.google.token(who)}"}
        query = {"supportsAllDrives": "true"} | {k: str(v).lower() if isinstance(v, bool) else v for k, v in params.items()}
        query = query if path.startswith("/drive") else params
        answer = self.session.request(verb, self.google.url + path, json=body, headers=headers, params=query)
        if answer.status_code == 429:
            # A person has all the time in the world.
            self.google.clock.move(61)
            return self.ask(verb, path, body, who=who, **params)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.text else None

    def make(self, name: str, parent: str, *, who: str = HEAD, **more: Any) -> str:
        """Make a file, a folder where nothing else is said; give its id."""
        kind = {"mimeType": "application/vnd.google-apps.folder"}
        return str(self.ask("POST", "/drive/v3/files", {"name": name, "parents": [parent], **kind, **more}, who=who)["id"])

    def spreadsheet(self, name: str) -> str:
        """Make a spreadsheet in the shared drive, in the school's own locale."""
        id = self.make(name, self.drive, mimeType="application/vnd.google-apps.spreadsheet")
        locale = {"properties": {"locale": "en_GB"}, "fields": "locale"}
        self.ask("POST", f"/v4/spreadsheets/{id}:batchUpdate", {"requests": [{"updateSpreadsheetProperties": locale}]})
        return id

    def files(self) -> list[dict[str, Any]]:
        """List everything in the drive."""
        found: list[dict[str, Any]] = []
        token = ""
        while True:
            page = self.ask(
                "GET", "/drive/v3/files", pageSize=1000, corpora="drive", driveId=self.drive, q="trashed=false",
                includeItemsFromAllDrives=True, fields="nextPageToken,files(id,name,parents,mimeType,appProperties)",
                **({"pageToken": token} if token else {}),
            )  # fmt: skip
            found += page.get("files", [])
            token = page.get("nextPageToken", "")
            if not token:
                return found

    def tools(self) -> Tools:
        """Give a world in which nobody waits: to sleep is to move its clock, and Google's with it."""
        return self._tools


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open the school's Google for one test; what the emulator does not do fails it."""
    from senco_connect_emulator import Emulator

    with Emulator() as google:
        yield Office(google, tmp_path)
        google.require_honest()
