"""What goes wrong on purpose: which request meets it, and whether the request had its effect."""

from __future__ import annotations

import json
from typing import Any

import pytest
from senco_connect_emulator.faults import Rule

FILE, BATCH = "/drive/v3/files/F", "/v4/spreadsheets/B:batchUpdate"


def meet(spine: Any, *rules: Rule) -> None:
    for rule in rules:
        spine.world.faults.add(rule)


def statuses(spine: Any, times: int, verb: str = "GET", target: str = FILE) -> list[int]:
    return [spine.send(verb, target).status for _ in range(times)]


class TestWhich:
    def test_the_first_request_meets_it_and_no_other(self, spine: Any) -> None:
        meet(spine, Rule("drive.files.get", 503))
        assert statuses(spine, 3) == [503, 200, 200]

    def test_the_nth_request_and_so_many_after_it(self, spine: Any) -> None:
        meet(spine, Rule("drive.files.get", 500, nth=2, times=2))
        assert statuses(spine, 5) == [200, 500, 500, 200, 200]

    def test_all_of_them(self, spine: Any) -> None:
        meet(spine, Rule("drive.files.get", 504, times=None))
        assert statuses(spine, 3) == [504] * 3

    @pytest.mark.parametrize("method, met", [
        ("drive.files.get", True), ("drive.*", True), ("*", True), ("", True),
        ("drive.files.g", False), ("drive.files.list", False), ("sheets.*", False), ("token", False), ("batch", False),
    ])  # fmt: skip
    def test_a_rule_names_a_method_or_how_some_begin(self, spine: Any, method: str, met: bool) -> None:
        meet(spine, Rule(method, 503))
        assert statuses(spine, 1) == [503 if met else 200]

    def test_a_rule_may_look_at_the_request(self, spine: Any) -> None:
        meet(spine, Rule("drive.files.get", 503, where=lambda request: request.path.endswith("/G")))
        assert [spine.send("GET", f"/drive/v3/files/{id}").status for id in "FGF"] == [200, 503, 200]

    def test_two_rules_each_count_for_themselves_and_the_first_is_met(self, spine: Any) -> None:
        meet(spine, Rule("drive.files.get", 500, nth=2), Rule("drive.*", 503, nth=2, times=2))
        assert statuses(spine, 4) == [200, 500, 503, 200]

    def test_a_rule_that_no_request_met_is_known(self, spine: Any) -> None:
        meet(spine, Rule("drive.files.get", 503), Rule("drive.files.list", 503), Rule("drive.files.get", 500, nth=9))
        statuses(spine, 2)
        assert [rule.kind for rule in spine.world.faults.unfired] == [503, 500]

    def test_a_login_meets_troubles_too(self, spine: Any) -> None:
        meet(spine, Rule("token", 503))
        assert spine.send("POST", "/token", b"grant_type=refresh_token").status == 503

    def test_a_kind_that_does_not_exist_is_refused_at_once(self) -> None:
        with pytest.raises(ValueError, match="no such trouble"):
            Rule("drive.*", 418)


class TestEffect:
    def test_before_means_that_nothing_happened(self, spine: Any) -> None:
        meet(spine, Rule("sheets.spreadsheets.batchUpdate", 503))
        assert statuses(spine, 1, "POST", BATCH) == [503]
        assert spine.calls == []
        entry = spine.world.log[0]
        assert (entry.status, entry.applied, entry.writes) == (503, False, 0)

    @pytest.mark.fact("C", "4")
    def test_after_means_that_it_happened_and_the_client_can_not_know(self, spine: Any) -> None:
        meet(spine, Rule("sheets.spreadsheets.batchUpdate", 503, when="after"))
        assert statuses(spine, 1, "POST", BATCH) == [503]
        assert len(spine.calls) == 1
        entry = spine.world.log[0]
        assert (entry.status, entry.applied, entry.writes) == (503, True, 1)

    @pytest.mark.parametrize("when, calls", [("before", 0), ("after", 1)])
    def test_an_answer_that_is_dropped_is_logged_as_none(self, spine: Any, when: Any, calls: int) -> None:
        meet(spine, Rule("sheets.*", "drop", when=when))
        assert statuses(spine, 1, "POST", BATCH) == [0]
        assert len(spine.calls) == calls

    def test_half_an_answer_comes_after_the_effect(self, spine: Any) -> None:
        meet(spine, Rule("sheets.*", "truncated"))
        response = spine.send("POST", BATCH)
        assert (response.status, len(spine.calls)) == (200, 1)
        with pytest.raises(ValueError):
            json.loads(response.body)


class TestAnswers:
    @pytest.mark.fact("R", "4")
    @pytest.mark.parametrize("status", [401, 408, 429, 500, 503, 504])
    @pytest.mark.parametrize("target", [FILE, "/v4/spreadsheets/B", "/v1/documents/D"])
    def test_a_status_comes_with_the_body_of_its_api(self, spine: Any, status: int, target: str) -> None:
        meet(spine, Rule("", status))
        error = spine.error("GET", target)
        assert error["code"] == status
        assert ("errors" in error) == (target == FILE)

    @pytest.mark.fact("R", "4")
    @pytest.mark.parametrize("kind, status", [(502, 502), ("html", 502)])
    def test_some_answers_are_pages(self, spine: Any, kind: Any, status: int) -> None:
        meet(spine, Rule("drive.*", kind))
        response = spine.send("GET", FILE)
        assert (response.status, dict(response.headers)["content-type"]) == (status, "text/html; charset=UTF-8")
        assert response.body.startswith(b"<!DOCTYPE html>")

    @pytest.mark.fact("R", "4")
    def test_a_page_may_have_any_status(self, spine: Any) -> None:
        meet(spine, Rule("drive.*", "html", status=429), Rule("drive.*", "html", status=200, nth=2))
        assert statuses(spine, 2) == [429, 200]

    def test_a_429_may_say_when_to_come_back(self, spine: Any) -> None:
        meet(spine, Rule("sheets.*", 429, amount=7))
        response = spine.send("GET", "/v4/spreadsheets/B")
        assert dict(response.headers)["retry-after"] == "7"
        assert json.loads(response.body)["error"]["status"] == "RESOURCE_EXHAUSTED"

    @pytest.mark.fact("D", "4")
    @pytest.mark.parametrize(
        "reason, domain",
        [
            ("userRateLimitExceeded", "usageLimits"), ("dailyLimitExceeded", "usageLimits"),
            ("storageQuotaExceeded", "global"), ("sharingRateLimitExceeded", "global"),
        ],
    )  # fmt: skip
    def test_a_403_has_its_reason(self, spine: Any, reason: str, domain: str) -> None:
        meet(spine, Rule("drive.*", reason))
        error = spine.error("GET", FILE)
        assert error["code"] == 403
        assert (error["errors"][0]["reason"], error["errors"][0]["domain"]) == (reason, domain)


class TestParts:
    def batch(self, spine: Any, count: int) -> str:
        part = "--b\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/files/F HTTP/1.1\r\n\r\n\r\n"
        body = (part * count + "--b--").encode()
        return spine.send("POST", "/batch/drive/v3", body, content_type="multipart/mixed; boundary=b").body.decode()

    def test_one_part_of_a_batch_fails(self, spine: Any) -> None:
        meet(spine, Rule("drive.files.get", "userRateLimitExceeded", nth=2))
        told = self.batch(spine, 3)
        assert (told.count("HTTP/1.1 200 OK"), told.count("HTTP/1.1 403 Forbidden")) == (2, 1)
        assert len(spine.calls) == 2

    def test_the_batch_as_a_whole_fails(self, spine: Any) -> None:
        meet(spine, Rule("batch", 503), Rule("batch", 503, nth=2, when="after"))
        assert '"code": 503' in self.batch(spine, 3)
        assert spine.calls == []
        self.batch(spine, 3)
        assert len(spine.calls) == 3

    def test_a_connection_does_not_end_for_a_part(self, spine: Any) -> None:
        meet(spine, Rule("drive.files.get", "drop"))
        assert self.batch(spine, 2).count("HTTP/1.1 200 OK") == 2
        assert len(spine.world.faults.unfired) == 1


class TestAsked:
    def test_what_only_drive_can_bring_about_is_asked_for_by_name(self, spine: Any) -> None:
        faults = spine.world.faults
        meet(spine, Rule("drive.files.list", "short_page", nth=2, amount=3))
        assert faults.asked("drive.files.list", "short_page") is None
        assert faults.asked("drive.files.list", "expired_token") is None
        rule = faults.asked("drive.files.list", "short_page")
        assert rule is not None
        assert rule.amount == 3
        assert faults.asked("drive.files.list", "short_page") is None
        assert faults.unfired == []

    def test_the_server_leaves_those_alone(self, spine: Any) -> None:
        meet(spine, Rule("drive.*", "list_lag", times=None))
        assert statuses(spine, 2) == [200, 200]
