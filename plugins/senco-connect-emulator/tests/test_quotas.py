"""What requests cost, when a bucket is empty, and what is said then."""

from __future__ import annotations

from typing import Any

import pytest
from senco_connect_emulator.contract import services
from senco_connect_emulator.quotas import cost_of

VALUES = "/v4/spreadsheets/B/values/A1"
METHODS = {method.id: method for service in services().values() for method in service.methods}


@pytest.mark.fact("D", "7")
@pytest.mark.parametrize(
    "method, cost",
    [
        ("sheets.spreadsheets.get", (1, 0, 0)), ("sheets.spreadsheets.getByDataFilter", (1, 0, 0)),
        ("sheets.spreadsheets.developerMetadata.search", (1, 0, 0)),
        ("sheets.spreadsheets.values.batchGetByDataFilter", (1, 0, 0)),
        ("sheets.spreadsheets.values.batchUpdate", (0, 1, 0)), ("sheets.spreadsheets.batchUpdate", (0, 1, 0)),
        ("docs.documents.get", (1, 0, 0)), ("docs.documents.batchUpdate", (0, 1, 0)),
        ("drive.files.get", (0, 0, 5)), ("drive.files.list", (0, 0, 100)), ("drive.permissions.list", (0, 0, 100)),
        ("drive.files.create", (0, 0, 50)), ("drive.files.delete", (0, 0, 50)), ("drive.files.export", (0, 0, 200)),
        ("drive.files.generateIds", (0, 0, 5)), ("drive.about.get", (0, 0, 5)),
        ("drive.changes.getStartPageToken", (0, 0, 5)),
    ],
)  # fmt: skip
def test_a_method_has_its_price(method: str, cost: tuple[int, int, int]) -> None:
    assert cost_of(METHODS[method]) == cost


@pytest.mark.fact("D", "7")
def test_a_download_costs_more_than_a_look(spine: Any) -> None:
    spine.send("GET", "/drive/v3/files/F?alt=media")
    spine.send("GET", "/drive/v3/files/F")
    assert [entry.units for entry in spine.world.log] == [200, 5]


@pytest.mark.fact("R", "4")
def test_the_61st_read_of_a_minute_is_refused_with_all_that_google_tells(spine: Any) -> None:
    assert {spine.ask("GET", VALUES)[0] for _ in range(60)} == {200}
    error = spine.error("GET", VALUES)
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["message"] == (
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:415926535897'."
    )
    info, link = error["details"]
    assert info["reason"] == "RATE_LIMIT_EXCEEDED"
    assert info["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"
    assert info["metadata"]["quota_limit_value"] == "60"
    assert info["metadata"]["quota_unit"] == "1/min/{project}/{user}"
    assert link["@type"] == "type.googleapis.com/google.rpc.Help"


def test_a_refused_request_does_nothing(spine: Any) -> None:
    for _ in range(61):
        spine.ask("GET", VALUES)
    assert len(spine.calls) == 60
    assert [entry.reads for entry in spine.world.log][-2:] == [1, 0]


@pytest.mark.fact("D", "7")
def test_the_buckets_are_full_again_in_the_next_minute(spine: Any) -> None:
    for _ in range(61):
        spine.ask("GET", VALUES)
    spine.clock.move(60)
    assert spine.ask("GET", VALUES)[0] == 200


@pytest.mark.fact("D", "7")
def test_reads_writes_and_services_have_buckets_of_their_own(spine: Any) -> None:
    for _ in range(60):
        spine.ask("GET", VALUES)
    assert spine.ask("POST", "/v4/spreadsheets/B:batchUpdate", {"requests": []})[0] == 200
    assert spine.ask("GET", "/v1/documents/D")[0] == 200
    assert spine.ask("GET", "/drive/v3/files/F")[0] == 200


@pytest.mark.fact("D", "7")
def test_five_busy_people_empty_the_projects_bucket_for_a_sixth(spine: Any) -> None:
    for name in "abcde":
        token = spine.token_of(f"{name}@school.example")
        assert {spine.ask("GET", VALUES, authorization=f"Bearer {token}")[0] for _ in range(60)} == {200}
    error = spine.error("GET", VALUES)
    assert "'Read requests per minute per project'" in error["message"]
    assert error["details"][0]["metadata"]["quota_limit_value"] == "300"


@pytest.mark.fact("R", "4")
def test_drive_tells_an_empty_bucket_with_a_403(spine: Any) -> None:
    assert {spine.ask("GET", "/drive/v3/files")[0] for _ in range(3250)} == {200}
    error = spine.error("GET", "/drive/v3/files")
    assert error["code"] == 403
    told = error["errors"][0]
    assert (told["domain"], told["reason"]) == ("usageLimits", "userRateLimitExceeded")
    assert told["message"].startswith("User Rate Limit Exceeded. Rate of requests for user exceed configured project quota.")
    assert told["extendedHelp"].startswith("https://console.developers.google.com/")


def test_quotas_that_are_not_enforced_are_still_counted(spine: Any) -> None:
    spine.world.quotas.enforced = False
    assert {spine.ask("GET", VALUES)[0] for _ in range(100)} == {200}
    assert sum(entry.reads for entry in spine.world.log.of("sheets.")) == 100


def test_a_malformed_request_costs_as_much_as_any_other(spine: Any) -> None:
    assert spine.ask("GET", VALUES + "?majorDimension=DIAGONAL")[0] == 400
    assert spine.world.log[0].reads == 1
