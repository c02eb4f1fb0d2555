"""A batch as a whole: order, replies, all or none, and how a refusal names its request."""

from __future__ import annotations

import time
from typing import Any

import pytest

ADD = {"addSheet": {"properties": {"title": "Plans"}}}


@pytest.mark.fact("D", "6")
def test_replies_mirror_the_requests_and_are_empty_where_nothing_is_said(desk: Any, area: Any) -> None:
    first, second, third = desk.batch({"unmergeCells": {"range": area(0, 1)}}, ADD, {"unmergeCells": {"range": area(0, 1)}})
    assert first == {} == third
    assert second["addSheet"]["properties"]["title"] == "Plans"


@pytest.mark.fact("R")
def test_a_kind_that_has_an_answer_gives_one_even_where_it_says_nothing(desk: Any) -> None:
    span = {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 2}
    assert desk.batch({"addDimensionGroup": {"range": span}}, {"deleteDimensionGroup": {"range": span}})[1] == {"deleteDimensionGroup": {}}


@pytest.mark.fact("R", "4")
def test_a_batch_with_a_bad_request_changes_nothing(desk: Any) -> None:
    said = desk.refused(ADD, {"updateSheetProperties": {"properties": {"hidden": True}, "fields": "hidden"}}, ADD)
    assert said == 'Invalid requests[2].addSheet: A sheet with the name "Plans" already exists. Please enter another name.'
    assert len(desk.get()["sheets"]) == 1


@pytest.mark.fact("R")
def test_a_batch_of_nothing_is_refused(desk: Any) -> None:
    assert desk.refused() == "Must specify at least one request."


def test_a_request_of_no_kind_is_refused(desk: Any) -> None:
    assert desk.refused({}).startswith("Invalid requests[0]")


@pytest.mark.fact("R")
def test_a_request_of_two_kinds_is_refused(desk: Any) -> None:
    said = desk.refused(ADD | {"deleteSheet": {"sheetId": 0}})
    assert said == "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'"


@pytest.mark.fact("C", "6")
def test_lists_in_the_list_of_requests_are_flattened(desk: Any) -> None:
    assert len(desk.batch([ADD], [[{"clearBasicFilter": {"sheetId": 0}}]])) == 2  # type: ignore[list-item]


@pytest.mark.fact("R")
def test_an_unknown_sheet_is_named(desk: Any, area: Any) -> None:
    request = {"repeatCell": {"range": area(0, 1, sheet=7), "cell": {}, "fields": "note"}}
    assert desk.refused(request) == "Invalid requests[0].repeatCell: No grid with id: 7"
    assert desk.refused({"deleteSheet": {"sheetId": 7}}) == "Invalid requests[0].deleteSheet: No sheet with id: 7"


@pytest.mark.fact("R")
def test_a_mask_of_nothing_is_refused(desk: Any, area: Any) -> None:
    said = desk.refused({"repeatCell": {"range": area(0, 1), "cell": {"note": "x"}}})
    assert said == "Invalid requests[0].repeatCell: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"


def test_a_mask_that_names_no_field_of_the_object_is_refused(desk: Any) -> None:
    request = {"updateSheetProperties": {"properties": {"title": "x"}, "fields": "properties.title"}}
    assert desk.refused(request) == "Invalid requests[0].updateSheetProperties: Invalid field: properties"


@pytest.mark.fact("R", "6")
def test_the_answer_may_hold_the_spreadsheet_with_or_without_its_cells(desk: Any) -> None:
    desk.fill(["x"])
    body = {"requests": [ADD], "includeSpreadsheetInResponse": True}
    told = desk.api.told("POST", ":batchUpdate", body)["updatedSpreadsheet"]
    assert [one["properties"]["title"] for one in told["sheets"]] == ["Sheet1", "Plans"]
    assert "data" not in told["sheets"][0]
    body = {**body, "requests": [{"deleteSheet": {"sheetId": told["sheets"][1]["properties"]["sheetId"]}}]}
    body |= {"responseIncludeGridData": True, "responseRanges": ["A1"]}
    told = desk.api.told("POST", ":batchUpdate", body)["updatedSpreadsheet"]
    assert told["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "x"


def test_what_google_can_do_and_the_emulator_cannot_is_marked(desk: Any) -> None:
    said = desk.api.ask("POST", ":batchUpdate", {"requests": [{"refreshDataSource": {"isAll": True}}]})
    assert said[0] == 400
    assert "senco-emulator does not implement" in said[1]["error"]["message"]


@pytest.mark.fact("R", "4")
def test_who_may_only_read_may_not_send_a_batch(desk: Any) -> None:
    file = desk.world.drive.files[desk.api.id]
    desk.world.drive.put({**file, "permissions": file["permissions"][:1]})
    status, told = desk.api.ask("POST", ":batchUpdate", {"requests": [ADD]}, who="teacher@school.example")
    assert (status, told["error"]["message"]) == (403, "The caller does not have permission")


def test_two_thousand_requests_are_answered_in_a_moment(desk: Any) -> None:
    desk.one("updateSheetProperties", properties={"gridProperties": {"rowCount": 2000}}, fields="gridProperties.rowCount")
    row = [{"values": [{"userEnteredValue": {"stringValue": f"text {place}"}} for place in range(20)]}]
    requests = [{"updateCells": {"start": {"rowIndex": line}, "rows": row, "fields": "userEnteredValue"}} for line in range(2000)]
    began = time.perf_counter()
    desk.batch(*requests)
    # A tenth of this where nobody else works; the bound is for a crowded machine.
    assert time.perf_counter() - began < 10


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"updateCells": {"start": {}, "range": {}, "fields": "note"}}, "'requests[0].update_cells' (oneof), oneof field 'area' is already set. Cannot set 'range'"),
        ({"findReplace": {"find": "x", "sheetId": 0, "allSheets": True}}, "'requests[0].find_replace' (oneof), oneof field 'scope' is already set. Cannot set 'allSheets'"),
        (
            {"addConditionalFormatRule": {"rule": {"ranges": [{}], "booleanRule": {}, "gradientRule": {}}}},
            "'requests[0].add_conditional_format_rule.rule' (oneof), oneof field 'rule' is already set. Cannot set 'gradientRule'",
        ),
    ],
)
def test_of_a_choice_one_field_may_be_set(desk: Any, request_: Any, words: str) -> None:
    assert desk.refused(request_) == f"Invalid value at {words}"
