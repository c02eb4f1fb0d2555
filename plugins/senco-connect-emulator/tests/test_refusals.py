"""What a refusal looks like in each API, whatever the reason for it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from senco_connect_emulator.faults import Rule

FILE, BOOK, DOC = "/drive/v3/files/F", "/v4/spreadsheets/B", "/v1/documents/D"
USAGE = "usageLimits"


def meet(spine: Any, kind: Any, **told: Any) -> None:
    spine.world.faults.add(Rule("", kind, **told))


@pytest.mark.fact("R", "4")
@pytest.mark.parametrize("target", [BOOK, DOC])
def test_sheets_and_docs_tell_code_message_and_status(spine: Any, target: str) -> None:
    meet(spine, 500)
    assert spine.error("GET", target) == {"code": 500, "message": "Internal error encountered.", "status": "INTERNAL"}


@pytest.mark.fact("R", "4")
def test_drive_lists_errors_and_tells_no_status(spine: Any) -> None:
    meet(spine, 500)
    listed = [{"message": "Internal Error", "domain": "global", "reason": "internalError"}]
    assert spine.error("GET", FILE) == {"code": 500, "message": "Internal Error", "errors": listed}


@pytest.mark.fact("R", "4")
@pytest.mark.parametrize("target", [FILE, BOOK, DOC])
def test_a_refusal_is_json_that_ends_in_a_line_break(spine: Any, target: str) -> None:
    meet(spine, 500)
    response = spine.send("GET", target)
    assert dict(response.headers)["content-type"] == "application/json; charset=UTF-8"
    assert response.body.endswith(b"}\n")


@pytest.mark.fact("D", "4")
@pytest.mark.parametrize(
    ("reason", "domain"),
    [
        ("rateLimitExceeded", USAGE), ("userRateLimitExceeded", USAGE), ("dailyLimitExceeded", USAGE),
        ("insufficientFilePermissions", "global"), ("appNotAuthorizedToFile", "global"), ("domainPolicy", "global"),
        ("teamDriveMembershipRequired", "global"), ("cannotModifyInheritedTeamDrivePermission", "global"),
        ("storageQuotaExceeded", "global"), ("teamDriveFileLimitExceeded", "global"), ("teamDriveHierarchyTooDeep", "global"),
        ("myDriveHierarchyDepthLimitExceeded", "global"), ("numChildrenInNonRootLimitExceeded", "global"),
        ("sharingRateLimitExceeded", "global"), ("teamDrivesParentLimit", "global"),
        ("teamDrivesFolderMoveInNotSupported", "global"),
    ],
)  # fmt: skip
def test_a_403_of_drives_has_one_of_many_reasons(spine: Any, reason: str, domain: str) -> None:
    meet(spine, reason)
    error = spine.error("GET", FILE)
    told = error["errors"][0]
    assert (error["code"], told["reason"], told["domain"]) == (403, reason, domain)
    assert error["message"] == told["message"] != ""


@pytest.mark.fact("R", "4")
def test_what_was_shared_but_not_mailed_is_a_bad_request(spine: Any) -> None:
    meet(spine, "invalidSharingRequest", when="after")
    error = spine.error("POST", "/drive/v3/files", {"name": "x"})
    assert (error["code"], error["errors"][0]["reason"]) == (400, "invalidSharingRequest")
    assert spine.world.log[0].applied


@pytest.mark.fact("D", "4")
def test_too_many_requests_may_be_a_429_of_drives(spine: Any) -> None:
    meet(spine, 429)
    told = spine.error("GET", FILE)["errors"][0]
    assert (told["reason"], told["domain"]) == ("rateLimitExceeded", USAGE)


@pytest.mark.fact("R", "4")
def test_an_api_that_is_not_turned_on_tells_sheets_where_to_do_it(spine: Any) -> None:
    meet(spine, "accessNotConfigured")
    error = spine.error("GET", BOOK)
    info = next(one for one in error["details"] if one["@type"].endswith("ErrorInfo"))
    assert (error["code"], error["status"], info["reason"]) == (403, "PERMISSION_DENIED", "SERVICE_DISABLED")
    assert error["message"].startswith("Google Sheets API has not been used in project 415926535897 before or it is disabled.")
    assert info["metadata"]["activationUrl"] in error["message"]
    assert "errors" not in error


@pytest.mark.fact("R", "4")
def test_an_api_that_is_not_turned_on_is_a_limit_of_usage_to_drive(spine: Any) -> None:
    meet(spine, "accessNotConfigured")
    error = spine.error("GET", FILE)
    told = error["errors"][0]
    assert (error["code"], told["reason"], told["domain"]) == (403, "accessNotConfigured", USAGE)
    assert told["extendedHelp"].startswith("https://console.developers.google.com")


@pytest.mark.fact("R", "4")
@pytest.mark.parametrize("target", [FILE, BOOK])
def test_a_429_may_be_a_page_that_says_sorry(spine: Any, target: str) -> None:
    meet(spine, "html", status=429)
    response = spine.send("GET", target)
    assert response.status == 429
    assert b"<title>Sorry...</title>" in response.body


@pytest.mark.fact("C", "4")
@pytest.mark.parametrize("trouble", [500, 502, 503, 504, "drop", "reset"])
def test_after_a_5xx_or_silence_a_write_may_have_happened(spine: Any, trouble: Any) -> None:
    meet(spine, trouble, when="after")
    meet(spine, trouble, nth=2)
    for happened in (True, False):
        answer = spine.send("POST", f"{BOOK}:batchUpdate", json.dumps({"requests": []}).encode())
        assert answer.status == (trouble if isinstance(trouble, int) else 0)
        assert spine.world.log[-1].applied is happened


@pytest.mark.fact("D", "7")
def test_a_request_that_takes_too_long_ends_without_telling_what_came_of_it(spine: Any) -> None:
    meet(spine, 504, when="after")
    error = spine.error("POST", f"{BOOK}:batchUpdate", {"requests": []})
    assert (error["status"], error["message"]) == ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete.")
    assert spine.world.log[0].applied


@pytest.mark.fact("D", "7")
def test_a_service_account_is_one_user_to_the_quota(spine: Any) -> None:
    token = spine.token_of("robot@rehearsal.iam.gserviceaccount.com")
    answers = [spine.ask("GET", f"{BOOK}/values/A1", authorization=f"Bearer {token}")[0] for _ in range(61)]
    assert answers == [200] * 60 + [429]
    assert spine.ask("GET", f"{BOOK}/values/A1")[0] == 200


@pytest.mark.fact("D", "7")
def test_sheets_has_no_limit_for_a_day(spine: Any) -> None:
    for _ in range(24):
        assert {spine.ask("GET", f"{BOOK}/values/A1")[0] for _ in range(60)} == {200}
        spine.clock.move(60)


@pytest.mark.fact("D", "7")
def test_writes_are_as_many_as_reads(spine: Any) -> None:
    answers = [spine.ask("POST", f"{BOOK}:batchUpdate", {"requests": []})[0] for _ in range(61)]
    assert answers == [200] * 60 + [429]


@pytest.mark.fact("D", "7")
def test_the_buckets_have_googles_sizes(spine: Any) -> None:
    limits = {name: tuple(limit) for name, limit in spine.world.quotas.limits.items()}
    assert limits["sheets", "Read"] == limits["sheets", "Write"] == (60, 300)
    assert limits["drive", "Query"] == (325_000, 1_000_000)


@pytest.mark.fact("D", "7")
def test_a_large_request_is_taken(spine: Any) -> None:
    body = {"range": "A1", "values": [["x" * 1000] * 100] * 30}
    assert len(json.dumps(body)) > 2_000_000
    assert spine.ask("PUT", f"{BOOK}/values/A1?valueInputOption=RAW", body)[0] == 200


@pytest.mark.fact("C", "7")
def test_who_writes_too_fast_is_held_back_beside_the_quota(spine: Any) -> None:
    spine.world.faults.add(Rule("drive.files.create", "userRateLimitExceeded", nth=4))
    answers = [spine.ask("POST", "/drive/v3/files", {"name": "x"})[0] for _ in range(5)]
    assert answers == [200, 200, 200, 403, 200]
    assert spine.world.quotas.limits["drive", "Query"].user > 5 * 50
