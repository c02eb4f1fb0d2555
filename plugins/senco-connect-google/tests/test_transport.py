"""What the transport repeats, what it leaves to the caller, what it never says: the table of safety.md, line by line."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from senco_connect_google.policies import Kind, kind_of
from senco_connect_google.problems import AlreadyThere, OutcomeUnknown
from senco_connect_google.transport import Login, Request, Transport

from senco_connect.errors import AccessRefused, ConfigProblem, RegisterRefused, SencoError, Stopped, TryAgain

BOOK = "https://sheets.googleapis.com/v4/spreadsheets/canary-id"
BATCH = f"{BOOK}:batchUpdate"
FILE = "https://www.googleapis.com/drive/v3/files/canary-id"


def google(code: int, reason: str = "", status: str = "") -> dict[str, Any]:
    error: dict[str, Any] = {"code": code, "message": "canary-message"}
    if reason:
        error["errors"] = [{"domain": "usageLimits", "reason": reason, "message": "canary-message"}]
    return {"error": error | ({"status": status} if status else {})}


FAULTS = [500, 502, 503, 504, 408]


class TestReads:
    @pytest.mark.parametrize("status", FAULTS)
    def test_a_fault_is_repeated(self, transport: Transport, moody: Any, moods: Any, status: int) -> None:
        moody.moods = [moods.says(status, "overloaded", kind="text/html")]
        assert transport.ask("GET", BOOK) == {"good": True}

    @pytest.mark.parametrize("mood", ["hangs_up", "cut_short"])
    def test_a_broken_answer_is_repeated(self, transport: Transport, moody: Any, moods: Any, mood: str) -> None:
        moody.moods = [getattr(moods, mood)]
        assert transport.ask("GET", BOOK) == {"good": True}

    @pytest.mark.parametrize(("body", "kind"), [("<html>Sorry</html>", "text/html"), ('{"cut": ', "application/json")])
    def test_an_answer_that_is_no_json_is_repeated(
        self, transport: Transport, moody: Any, moods: Any, body: str, kind: str
    ) -> None:
        moody.moods = [moods.says(200, body, kind=kind)]
        assert transport.ask("GET", BOOK) == {"good": True}

    def test_too_many_calls_wait_as_long_as_google_asks(
        self, transport: Transport, moody: Any, moods: Any, time: Any
    ) -> None:
        moody.moods = [moods.says(429, google(429), retry_after="17")]
        transport.ask("GET", BOOK)
        assert time.slept == [17.0]

    def test_waits_are_drawn_between_nothing_and_twice_the_last_limit(
        self, transport: Transport, moody: Any, moods: Any, time: Any
    ) -> None:
        moody.moods = [moods.says(429, google(429))] * 9
        transport.ask("GET", BOOK)
        limits = [1, 2, 4, 8, 16, 32, 64, 64, 64]
        assert len(time.slept) == 9
        assert all(0 <= wait <= limit for wait, limit in zip(time.slept, limits, strict=True))

    def test_what_was_just_made_is_waited_for_a_minute(
        self, transport: Transport, moody: Any, moods: Any, time: Any
    ) -> None:
        moody.moods = [moods.says(404, google(404, "notFound"))] * 3
        assert transport.send(Request("GET", FILE, is_late=True)).json() == {"good": True}
        moody.moods = [moods.says(404, google(404, "notFound"))] * 40
        with pytest.raises(Stopped):
            transport.send(Request("GET", FILE, is_late=True))
        assert sum(time.slept) < 60 + 2 * 64

    def test_what_is_not_there_is_not_waited_for(self, transport: Transport, moody: Any, moods: Any) -> None:
        moody.moods = [moods.says(404, google(404, status="NOT_FOUND"))]
        with pytest.raises(RegisterRefused):
            transport.ask("GET", BOOK)
        assert len(moody.seen) == 1


class TestWrites:
    @pytest.mark.parametrize("status", FAULTS)
    def test_a_fault_leaves_the_outcome_unknown_and_is_not_repeated(
        self, transport: Transport, moody: Any, moods: Any, status: int
    ) -> None:
        moody.moods = [moods.says(status, google(status))]
        with pytest.raises(OutcomeUnknown):
            transport.ask("POST", BATCH, {})
        assert len(moody.seen) == 1

    @pytest.mark.parametrize("mood", ["hangs_up", "cut_short"])
    def test_a_broken_answer_leaves_the_outcome_unknown(
        self, transport: Transport, moody: Any, moods: Any, mood: str
    ) -> None:
        moody.moods = [getattr(moods, mood)]
        with pytest.raises(OutcomeUnknown):
            transport.ask("POST", BATCH, {})
        assert len(moody.seen) == 1

    def test_a_connection_that_went_stale_is_not_written_to_twice(
        self, transport: Transport, moody: Any, moods: Any
    ) -> None:
        transport.ask("GET", BOOK)
        moody.moods = [moods.hangs_up]
        with pytest.raises(OutcomeUnknown):
            transport.ask("POST", BATCH, {})
        assert [verb for verb, *_ in moody.seen] == ["GET", "POST"]

    @pytest.mark.parametrize(
        ("status", "reason"), [(429, ""), (403, "rateLimitExceeded"), (403, "userRateLimitExceeded")]
    )
    def test_what_was_not_done_for_its_rate_is_repeated(
        self, transport: Transport, moody: Any, moods: Any, status: int, reason: str
    ) -> None:
        moody.moods = [moods.says(status, google(status, reason))]
        assert transport.ask("POST", BATCH, {}) == {"good": True}

    def test_an_id_that_exists_tells_that_it_was_done_before(
        self, transport: Transport, moody: Any, moods: Any
    ) -> None:
        moody.moods = [moods.says(409, google(409, "duplicate"))]
        with pytest.raises(AlreadyThere):
            transport.ask("POST", FILE, {})

    def test_a_dry_run_lets_no_write_leave(self, moody: Any, time: Any, key: Any) -> None:
        dry = Transport(Login(key), time.tools(), endpoint=moody.url, is_dry=True)
        with pytest.raises(Stopped):
            dry.ask("POST", BATCH, {})
        with pytest.raises(Stopped):
            dry.as_http().request(FILE, "PATCH")
        assert moody.seen == []
        assert dry.ask("GET", BOOK) == {"good": True}

    def test_a_question_too_long_for_an_address_is_no_write(self) -> None:
        assert kind_of("POST", "/v4/spreadsheets/x:getByDataFilter") is Kind.READ
        assert kind_of("POST", "/v4/spreadsheets/x/values:batchGetByDataFilter") is Kind.READ
        assert kind_of("POST", "/v4/spreadsheets/x:batchUpdate") is Kind.WRITE
        assert kind_of("DELETE", "/drive/v3/files/x") is Kind.WRITE


class TestBoth:
    @pytest.mark.parametrize(("verb", "url"), [("GET", BOOK), ("POST", BATCH)])
    def test_a_token_that_ran_out_is_fetched_once_anew(
        self, transport: Transport, moody: Any, moods: Any, verb: str, url: str
    ) -> None:
        moody.moods = [moods.says(401, google(401, "authError"))]
        assert transport.ask(verb, url) == {"good": True}
        assert [bearer for *_, bearer in moody.seen] == ["Bearer t1", "Bearer t2"]

    def test_a_token_that_is_refused_twice_is_revoked(self, transport: Transport, moody: Any, moods: Any) -> None:
        moody.moods = [moods.says(401, google(401, "authError"))] * 2
        with pytest.raises(AccessRefused) as refused:
            transport.ask("GET", BOOK)
        assert refused.value.exit_code == 6
        assert len(moody.seen) == 2

    def test_five_faults_in_a_row_stop_everything_for_a_minute(
        self, transport: Transport, moody: Any, moods: Any, time: Any
    ) -> None:
        moody.moods = [moods.hangs_up] * 5
        with pytest.raises(TryAgain):
            transport.ask("GET", BOOK)
        with pytest.raises(TryAgain):
            transport.ask("GET", BOOK)
        assert len(moody.seen) == 5
        time.now += 60
        assert transport.ask("GET", BOOK) == {"good": True}

    def test_waiting_ends_after_ten_minutes(self, transport: Transport, moody: Any, moods: Any, time: Any) -> None:
        moody.moods = [moods.says(429, google(429), retry_after="150")] * 9
        with pytest.raises(TryAgain):
            transport.ask("GET", BOOK)
        assert sum(time.slept) == 600

    def test_half_of_the_quota_of_a_minute_is_left_to_others(self, transport: Transport, time: Any) -> None:
        for _ in range(30):
            transport.ask("GET", BOOK)
        assert time.slept == []
        transport.ask("POST", BATCH, {})
        assert time.slept == []
        transport.ask("GET", BOOK)
        assert time.slept == [60.0]

    def test_a_server_that_drips_is_hung_up_on(
        self, transport: Transport, moody: Any, moods: Any, time: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read = Transport._read

        def slowly(self: Transport, answer: Any, deadline: float) -> bytes:
            time.now += 300
            return read(self, answer, deadline)

        monkeypatch.setattr(Transport, "_read", slowly)
        with pytest.raises(OutcomeUnknown):
            transport.ask("POST", BATCH, {})

    @pytest.mark.parametrize(
        ("status", "body", "error", "code"),
        [
            (403, google(403, status="PERMISSION_DENIED"), AccessRefused, "X701"),
            (403, google(403, "accessNotConfigured"), AccessRefused, "X702"),
            (403, google(403, "insufficientPermissions"), AccessRefused, "X703"),
            (403, google(403, "storageQuotaExceeded"), AccessRefused, "X704"),
            (403, google(403, "dailyLimitExceeded"), TryAgain, "X705"),
            (403, google(403, "sharingRateLimitExceeded"), TryAgain, "X706"),
            (403, google(403, "domainPolicy"), AccessRefused, "X707"),
            (403, google(403, "teamDriveFileLimitExceeded"), Stopped, "X708"),
            (404, google(404, "notFound"), Stopped, "X711"),
            (400, google(400, "invalid"), Stopped, "X712"),
        ],
    )
    def test_a_refusal_becomes_an_error_that_says_the_cure_and_nothing_of_the_answer(
        self, transport: Transport, moody: Any, moods: Any, status: int, body: Any, error: type[SencoError], code: str
    ) -> None:
        moody.moods = [moods.says(status, body)]
        with pytest.raises(error) as refused:
            transport.ask("POST", FILE, {"name": "canary-name"})
        assert refused.value.code == code
        assert refused.value.cure
        told = "".join(traceback.format_exception_only(refused.value)) + repr(vars(refused.value))
        assert "canary" not in told
        assert refused.value.__cause__ is None

    def test_no_token_goes_anywhere_but_to_google(self, time: Any, key: Any) -> None:
        with pytest.raises(ConfigProblem):
            Transport(Login(key), time.tools(), endpoint="https://sheets.example.com")

    def test_the_real_service_keeps_its_own_address(self, time: Any, key: Any) -> None:
        assert Transport(Login(key), time.tools())._placed(BOOK) == BOOK


def test_the_api_client_sends_through_the_transport(transport: Transport, moody: Any, moods: Any) -> None:
    from senco_connect_google.drive_api import drive_service

    moody.moods = [moods.says(503, "overloaded", kind="text/html"), moods.says(200, {"id": "f1"})]
    drive = drive_service(transport)
    assert drive.files().get(fileId="f1", supportsAllDrives=True).execute() == {"id": "f1"}
    assert [verb for verb, *_ in moody.seen] == ["GET", "GET"]
    assert moody.seen[0][1].startswith("/drive/v3/files/f1?")
    moody.moods = [moods.hangs_up]
    with pytest.raises(OutcomeUnknown):
        drive.files().create(body={"id": "f1"}, supportsAllDrives=True).execute()
    assert len(moody.seen) == 3
