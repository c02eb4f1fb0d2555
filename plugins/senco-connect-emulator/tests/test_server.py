"""The emulator on a real socket: what travels, how a connection ends, and how a test holds it."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest
from senco_connect_emulator import Emulator
from senco_connect_emulator.call import METHODS, NoContent
from senco_connect_emulator.clock import Clock
from senco_connect_emulator.faults import Rule
from senco_connect_emulator.server import listen

pytest_plugins = ["pytester"]

BOOK = {"spreadsheetId": "BOOK", "properties": {"title": "Élan", "locale": "en_GB"}}


class Line:
    """One connection to an emulator, kept open."""

    def __init__(self, google: Emulator) -> None:
        self.token = google.token("senco@school.example")
        self.connection = http.client.HTTPConnection(google.url.removeprefix("http://"), timeout=10)

    def ask(self, verb: str, target: str, body: bytes = b"", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        told = {"Authorization": f"Bearer {self.token}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        self.connection.request(verb, target, body or None, told)
        response = self.connection.getresponse()
        return response, response.read()


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    monkeypatch.setitem(METHODS, "sheets.spreadsheets.get", lambda call: BOOK)
    monkeypatch.setitem(METHODS, "sheets.spreadsheets.batchUpdate", lambda call: {"spreadsheetId": call.origin})
    with Emulator(clock=Clock(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))) as made:
        yield made


@pytest.fixture
def line(google: Emulator) -> Iterator[Line]:
    made = Line(google)
    yield made
    made.connection.close()


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


class TestAnswers:
    @pytest.mark.fact("R", "4")
    def test_json_is_indented_and_ends_in_a_line_break(self, line: Line) -> None:
        response, body = line.ask("GET", "/v4/spreadsheets/BOOK?fields=properties.title")
        assert response.headers["content-type"] == "application/json; charset=UTF-8"
        assert body == '{\n  "properties": {\n    "title": "Élan"\n  }\n}\n'.encode()
        assert response.headers["content-length"] == str(len(body))

    @pytest.mark.fact("D")
    def test_json_may_be_had_in_one_line(self, line: Line) -> None:
        _, body = line.ask("GET", "/v4/spreadsheets/BOOK?prettyPrint=false&fields=properties.title&$.xgafv=2&alt=json")
        assert body == '{"properties":{"title":"Élan"}}\n'.encode()

    def test_the_date_is_the_worlds(self, google: Emulator, line: Line) -> None:
        assert line.ask("GET", "/v4/spreadsheets/B")[0].headers["date"] == "Fri, 27 Nov 2026 09:00:00 GMT"
        google.clock.move(61)
        assert line.ask("GET", "/v4/spreadsheets/B")[0].headers["date"] == "Fri, 27 Nov 2026 09:01:01 GMT"

    def test_a_wrong_date_can_be_asked_for(self, google: Emulator, line: Line) -> None:
        google.faults.add(Rule("sheets.*", "date", amount=-86400))
        assert line.ask("GET", "/v4/spreadsheets/B")[0].headers["date"] == "Thu, 26 Nov 2026 09:00:00 GMT"

    @pytest.mark.fact("R")
    def test_a_path_that_no_api_has_is_a_page(self, line: Line) -> None:
        response, body = line.ask("GET", "/v4/<b>")
        assert (response.status, response.headers["content-type"]) == (404, "text/html; charset=UTF-8")
        assert b"The requested URL <code>/v4/&lt;b&gt;</code> was not found on this server." in body

    def test_what_is_not_built_says_so_in_a_header(self, google: Emulator, line: Line) -> None:
        response, body = line.ask("GET", "/drive/v3/apps/1")
        assert (response.status, response.headers["X-Senco-Emulator"]) == (400, "not implemented")
        assert "does not implement drive.apps.get" in json.loads(body)["error"]["message"]
        assert google.app.unbuilt == ["senco-emulator does not implement drive.apps.get."]

    @pytest.mark.fact("R", "8")
    @pytest.mark.parametrize("path", ["/drive/v2/files", "/upload/drive/v2/files/F"])
    def test_an_older_drive_is_not_built(self, google: Emulator, line: Line, path: str) -> None:
        assert line.ask("GET", path)[0].status == 400
        assert google.app.unbuilt

    def test_a_body_that_is_no_json_is_refused(self, line: Line) -> None:
        response, body = line.ask("POST", "/v4/spreadsheets/B:batchUpdate", b"{")
        assert (response.status, json.loads(body)["error"]["status"]) == (400, "INVALID_ARGUMENT")

    def test_a_method_may_be_named_in_a_header_and_a_long_query_travel_as_a_form(self, line: Line) -> None:
        headers = {"X_HTTP_Method_Override": "GET", "Content_Type": "application/x-www-form-urlencoded"}
        _, body = line.ask("POST", "/v4/spreadsheets/B?prettyPrint=false", b"fields=spreadsheetId", **headers)
        assert body == b'{"spreadsheetId":"BOOK"}\n'

    def test_addresses_are_made_of_the_host_that_the_client_used(self, google: Emulator, line: Line) -> None:
        _, body = line.ask("POST", "/v4/spreadsheets/B:batchUpdate", b"{}", Host="google.test:9")
        assert json.loads(body)["spreadsheetId"] == "http://google.test:9"

    def test_a_body_may_come_in_pieces(self, google: Emulator, line: Line) -> None:
        told = {"Authorization": f"Bearer {line.token}", "Transfer-Encoding": "chunked"}
        pieces = iter([b'{"requ', b'ests": [],', b' "x": 1}'])
        line.connection.request("POST", "/v4/spreadsheets/B:batchUpdate", pieces, told, encode_chunked=True)
        assert b'Unknown name \\"x\\"' in line.connection.getresponse().read()


class TestConnections:
    @pytest.mark.fact("R", "3")
    def test_a_connection_stays_open_between_requests(self, line: Line) -> None:
        line.ask("GET", "/v4/spreadsheets/B")
        first = line.connection.sock
        line.ask("POST", "/v4/spreadsheets/B:batchUpdate", b"{}")
        assert line.connection.sock is first is not None

    def test_an_answer_is_not_held_back(self, line: Line) -> None:
        line.ask("GET", "/v4/spreadsheets/B")
        taken = []
        for _ in range(20):
            started = time.monotonic()
            line.ask("GET", "/v4/spreadsheets/B")
            taken.append(time.monotonic() - started)
        # The quickest of them, for a busy machine holds back some.
        assert min(taken) < 0.04, "each answer waits 40 ms for a client's acknowledgement"

    def test_a_request_that_is_cut_off_has_no_effect(self, google: Emulator, line: Line) -> None:
        host, _, port = google.url.removeprefix("http://").partition(":")
        head = f"POST /v4/spreadsheets/B:batchUpdate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {line.token}\r\n"
        with socket.create_connection((host, int(port))) as sock:
            sock.sendall(head.encode() + b'Content-Length: 100\r\n\r\n{"requests": []}')
        assert line.ask("GET", "/v4/spreadsheets/B")[0].status == 200
        assert [entry.method for entry in google.log] == ["sheets.spreadsheets.get"]
        assert google.app.broken == []

    @pytest.mark.parametrize("kind, seen", [
        ("drop", http.client.RemoteDisconnected), ("reset", ConnectionResetError), ("cut", http.client.IncompleteRead),
    ])  # fmt: skip
    @pytest.mark.parametrize("when", ["before", "after"])
    def test_a_connection_ends_in_three_ways(self, google: Emulator, line: Line, kind: str, seen: type, when: Any) -> None:
        line.ask("GET", "/v4/spreadsheets/B")
        google.faults.add(Rule("sheets.*", kind, when=when))
        with pytest.raises(seen):
            line.ask("GET", "/v4/spreadsheets/B")
        assert google.log[-1].applied == (when == "after" or kind == "cut")
        line.connection.close()
        assert line.ask("GET", "/v4/spreadsheets/B")[0].status == 200

    def test_a_stall_keeps_nobody_else_waiting(self, google: Emulator, line: Line, closing: ExitStack) -> None:
        google.faults.add(Rule("sheets.spreadsheets.get", "stall", amount=4, when="after"))
        slow = Line(google)
        closing.callback(slow.connection.close)
        slow.connection.request("GET", "/v4/spreadsheets/B", headers={"Authorization": f"Bearer {slow.token}"})
        time.sleep(0.1)
        started = time.monotonic()
        assert line.ask("GET", "/v4/spreadsheets/B")[0].status == 200
        assert time.monotonic() - started < 3.5
        assert slow.connection.getresponse().status == 200
        assert time.monotonic() - started > 3.5

    def test_a_request_that_stalls_before_its_effect_has_it_late(self, google: Emulator, closing: ExitStack) -> None:
        google.faults.add(Rule("sheets.spreadsheets.get", "stall", amount=0.3))
        slow = Line(google)
        closing.callback(slow.connection.close)
        slow.connection.request("GET", "/v4/spreadsheets/B", headers={"Authorization": f"Bearer {slow.token}"})
        time.sleep(0.1)
        assert list(google.log) == []
        slow.connection.getresponse().read()
        assert [entry.applied for entry in google.log] == [True]

    def test_it_stops_soon_though_a_request_stalls(self, closing: ExitStack) -> None:
        with Emulator() as google:
            google.faults.add(Rule("", "stall", amount=60))
            waiting = Line(google)
            closing.callback(waiting.connection.close)
            waiting.connection.request("GET", "/v4/spreadsheets/B")
            time.sleep(0.1)
            started = time.monotonic()
        # A tenth of a second on a machine that has nothing else to do.
        assert time.monotonic() - started < 20
        assert google.app.broken == []

    def test_a_port_in_use_is_refused(self) -> None:
        with listen() as taken, pytest.raises(OSError):
            listen(taken.getsockname()[1])

    def test_only_this_machine_can_connect(self) -> None:
        with listen() as sock:
            assert sock.getsockname()[0] == "127.0.0.1"
            assert sock.proto == socket.IPPROTO_TCP


class TestHandles:
    def test_somebody_may_act_between_two_calls(self, google: Emulator, line: Line) -> None:
        seen: list[str] = []

        @google.between
        def act(request: Any) -> None:
            seen.append(f"{len(google.log)} {request.path}")

        line.ask("GET", "/v4/spreadsheets/A")
        line.ask("GET", "/v4/spreadsheets/B")
        assert seen == ["0 /v4/spreadsheets/A", "1 /v4/spreadsheets/B"]

    def test_the_log_tells_what_each_request_was_and_cost(self, google: Emulator, line: Line) -> None:
        _, body = line.ask("GET", "/v4/spreadsheets/B")
        line.ask("POST", "/v4/spreadsheets/B:batchUpdate", b'{"requests": []}')
        read, write = google.log.of("sheets.")
        assert (read.method, read.verb, read.status, read.who) == ("sheets.spreadsheets.get", "GET", 200, "senco@school.example")
        assert (read.reads, read.writes, read.sent) == (1, 0, len(body))
        assert (write.reads, write.writes, write.received) == (0, 1, 16)

    def test_what_breaks_inside_is_no_google_trouble(self, google: Emulator, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(METHODS, "sheets.spreadsheets.get", lambda call: 1 / 0)
        line.ask("GET", "/v4/spreadsheets/B")
        with pytest.raises(AssertionError, match="the emulator broke: ZeroDivisionError"):
            google.require_honest()

    def test_a_second_world_knows_nothing_of_the_first(self, google: Emulator) -> None:
        google.add_user("ada@school.example")
        with Emulator() as other:
            assert other.url != google.url
            assert other.world.directory.accounts() == []


class TestFixture:
    @pytest.mark.parametrize(
        "body, errors, told",
        [
            ("assert emulator.url.startswith('http://127.0.0.1:')", 0, ""),
            ("get('/drive/v3/apps/1')", 1, "does not implement drive.apps.get"),
            ("emulator.faults.add(Rule('sheets.*', 503))", 1, "no request met these faults"),
            ("emulator.faults.add(Rule('', 503)); get('/v4/spreadsheets/B')", 0, ""),
        ],
    )
    def test_a_test_that_tested_less_than_it_seems_fails_at_its_end(
        self, pytester: pytest.Pytester, body: str, errors: int, told: str
    ) -> None:
        pytester.makepyfile(
            f"""
            import urllib.error
            import urllib.request
            from senco_connect_emulator.faults import Rule

            def test_it(emulator):
                def get(path):
                    token = emulator.token("ada@school.example")
                    request = urllib.request.Request(emulator.url + path, headers={{"Authorization": "Bearer " + token}})
                    try:
                        urllib.request.urlopen(request).read()
                    except urllib.error.HTTPError as error:
                        error.close()

                {body}
            """
        )
        result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
        result.assert_outcomes(passed=1, errors=errors)
        if told:
            result.stdout.fnmatch_lines([f"*{told}*"])


class TestHeaders:
    @pytest.mark.fact("R")
    def test_sheets_calls_its_answers_private_and_drive_forbids_to_keep_them(self, line: Line) -> None:
        sheets = line.ask("GET", "/v4/spreadsheets/B")[0].headers
        assert (sheets["cache-control"], sheets.get_all("vary")) == ("private", ["Origin", "X-Origin", "Referer"])
        drive = line.ask("GET", "/drive/v3/files")[0].headers
        assert drive["cache-control"] == "no-cache, no-store, max-age=0, must-revalidate"
        assert (drive["server"], drive["x-content-type-options"]) == ("ESF", "nosniff")

    @pytest.mark.fact("R")
    def test_an_answer_without_a_body_says_so(self, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(METHODS, "drive.files.delete", lambda call: NoContent())
        response, body = line.ask("DELETE", "/drive/v3/files/F")
        assert (response.status, body, response.headers["content-length"]) == (204, b"", "0")
        assert line.ask("GET", "/v4/spreadsheets/B")[0].status == 200
