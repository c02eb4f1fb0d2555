"""What values do over the wire, fact by fact: what is dropped, what is kept, what one request costs."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from senco_connect_emulator.exchange import Request

OWNER = "senco@school.example"


def sent(api: Any, verb: str, path: str, body: Any = None, **params: Any) -> Any:
    """Send a request with a header that would make it conditional elsewhere."""
    headers = {"authorization": f"Bearer {api.tokens[OWNER]}", "if-match": '"another version"'}
    target = f"/v4/spreadsheets/{api.id}{path}"
    return api.app.answer(Request(verb, target, urlencode(params), headers, json.dumps(body or {}).encode(), "http://localhost"))


@pytest.mark.fact("R", "5")
def test_a_row_is_asked_for_whole(api: Any) -> None:
    assert api.get("A1:1") == {"range": "Sheet1!A1:Z1", "majorDimension": "ROWS"}


@pytest.mark.fact("R", "5")
def test_a_sheets_name_is_answered_with_its_grid(api: Any) -> None:
    assert api.get("Sheet1")["range"] == "Sheet1!A1:Z1000"


@pytest.mark.fact("R", "5")
def test_a_blank_inside_a_row_is_an_empty_text(api: Any) -> None:
    api.update("A1", [["a", None, "c", None], [], ["d"], []])
    assert api.values("A1:D4") == [["a", "", "c"], [], ["d"]]


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize(
    ("typed", "value"),
    [("0123", 123), ("7e30", 7e30), ("2020-01-01", 43831), ("50%", 0.5), ("TRUE", True), ("'0123", "0123"), ("=1+1", 2), ("+1+2", 3)],
)
def test_what_is_entered_becomes_what_typing_it_gives(api: Any, typed: str, value: Any) -> None:
    api.update("A1", [[typed]], "USER_ENTERED")
    assert api.values("A1", valueRenderOption="UNFORMATTED_VALUE") == [[value]]


@pytest.mark.fact("R", "5")
def test_a_day_that_is_entered_brings_a_date_format(api: Any) -> None:
    api.update("A1", [["2020-01-01"]], "USER_ENTERED")
    assert api.sheet.cell(0, 0)["userEnteredFormat"]["numberFormat"]["type"] == "DATE"


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize("text", ["=1+1", "0123", "1/2/2026", "+44 7700 900123", "@home", "-1", "TRUE", "50%"])
def test_raw_text_stays_text_whatever_it_looks_like(api: Any, text: str) -> None:
    api.update("A1", [[text]])
    for option in ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"):
        assert api.values("A1", valueRenderOption=option) == [[text]]


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize("option", ["RAW", "USER_ENTERED"])
def test_numbers_and_truths_of_json_keep_their_kind(api: Any, option: str) -> None:
    api.update("A1", [[5, 1.5, True, False]], option)
    assert api.values("A1:D1", valueRenderOption="UNFORMATTED_VALUE") == [[5, 1.5, True, False]]


@pytest.mark.fact("D", "5")
def test_values_are_shown_as_text_unless_asked_otherwise(api: Any) -> None:
    api.update("A1", [["2020-01-01", "50%", "3"]], "USER_ENTERED")
    assert api.values("A1:C1") == [["2020-01-01", "50%", "3"]]


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize("render", ["UNFORMATTED_VALUE", "FORMULA"])
def test_moments_are_numbers_unless_asked_for_as_text(api: Any, render: str) -> None:
    api.update("A1", [["2020-01-01"]], "USER_ENTERED")
    assert api.values("A1", valueRenderOption=render) == [[43831]]
    assert api.values("A1", valueRenderOption=render, dateTimeRenderOption="SERIAL_NUMBER") == [[43831]]
    assert api.values("A1", valueRenderOption=render, dateTimeRenderOption="FORMATTED_STRING") == [["2020-01-01"]]


@pytest.mark.fact("R", "5")
def test_where_no_table_was_found_none_is_told(api: Any) -> None:
    assert "tableRange" not in api.append("Sheet1", [["a"]])
    assert api.append("Sheet1", [["b"]])["tableRange"] == "Sheet1!A1"


@pytest.mark.fact("D", "5")
def test_appending_adds_rows_to_a_full_grid(api: Any) -> None:
    api.update("A1000", [["last"]])
    assert api.append("A1000", [["more"]])["updates"]["updatedRange"] == "Sheet1!A1001"
    assert api.sheet.row_count == 1001


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize(
    ("verb", "path", "body", "params", "cost"),
    [
        ("GET", "/values:batchGet", None, {"ranges": ["A1", "B2", "C3"]}, (1, 0)),
        ("GET", "", None, {"ranges": ["A1", "B2"], "includeGridData": True}, (1, 0)),
        ("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": [{"range": "A1", "values": [["x"]]}] * 3}, {}, (0, 1)),
        ("POST", "/values:batchClear", {"ranges": ["A1", "B2"]}, {}, (0, 1)),
        ("POST", ":batchUpdate", {"requests": [{"addSheet": {}}] * 4}, {}, (0, 1)),
        ("POST", "/values:batchGetByDataFilter", {"dataFilters": [{"a1Range": "A1"}] * 5}, {}, (1, 0)),
    ],
)
def test_a_request_costs_one_whatever_it_holds(api: Any, verb: str, path: str, body: Any, params: Any, cost: Any) -> None:
    api.told(verb, path, body, **params)
    entry = api.world.log[-1]
    assert (entry.reads, entry.writes) == cost


@pytest.mark.fact("D", "5")
def test_a_batch_is_written_whole_or_not_at_all(api: Any) -> None:
    data = [{"range": "A1", "values": [["x"]]}, {"range": "Nowhere!A1", "values": [["y"]]}]
    api.refused("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert api.values("A1") is None


@pytest.mark.fact("D", "5")
def test_no_answer_of_sheets_has_an_etag(api: Any) -> None:
    for path in ("", "/values/A1"):
        response = sent(api, "GET", path)
        assert response.status == 200
        assert "etag" not in {name.lower() for name, _ in response.headers}
        assert b"etag" not in response.body and b"revision" not in response.body


@pytest.mark.fact("D", "5")
def test_sheets_writes_under_any_condition(api: Any) -> None:
    body = {"values": [["second"]]}
    assert sent(api, "PUT", "/values/A1", body, valueInputOption="RAW").status == 200
    assert api.values("A1") == [["second"]]
    assert sent(api, "POST", ":batchUpdate", {"requests": [{"addSheet": {}}]}).status == 200


@pytest.mark.fact("D", "6")
def test_a_value_that_matches_no_filter_is_written_nowhere(api: Any) -> None:
    lookup = {"developerMetadataLookup": {"metadataKey": "gone"}}
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": lookup, "values": [["x"]]}]}
    told = api.told("POST", "/values:batchUpdateByDataFilter", body)
    assert told.get("totalUpdatedCells", 0) == 0
    assert api.values("Sheet1") is None
