"""values.get, batchGet and batchGetByDataFilter: what is told of cells, and what is left out."""

from __future__ import annotations

import time
from typing import Any

import pytest


def put(api: Any, at: tuple[int, int], value: dict[str, Any], number_format: dict[str, str] | None = None) -> None:
    """Store a cell as a client's updateCells would."""
    told = {"userEnteredFormat": {"numberFormat": number_format}} if number_format else {}
    api.sheet.put(*at, {"userEnteredValue": value, **told})


@pytest.mark.fact("R", "5")
def test_an_empty_range_has_no_values(api: Any) -> None:
    assert api.get("A1:B1") == {"range": "Sheet1!A1:B1", "majorDimension": "ROWS"}


@pytest.mark.fact("R", "5")
def test_rows_are_ragged_and_empty_ones_at_the_end_are_left_out(api: Any) -> None:
    api.update("A1", [["A1", "B1", "", "D1"], ["", "b2", "", ""], ["", "", "", ""], ["A4", "B4", "", "D4"], [""]])
    assert api.get("A1:D9") == {
        "range": "Sheet1!A1:D9",
        "majorDimension": "ROWS",
        "values": [["A1", "B1", "", "D1"], ["", "b2"], [], ["A4", "B4", "", "D4"]],
    }


@pytest.mark.fact("R", "5")
def test_a_sheets_name_asks_for_its_whole_grid(api: Any) -> None:
    api.update("B2", [["x"]])
    assert api.get("Sheet1") == {"range": "Sheet1!A1:Z1000", "majorDimension": "ROWS", "values": [[], ["", "x"]]}


@pytest.mark.fact("R", "5")
def test_the_title_in_the_answer_is_quoted_only_where_it_must_be(api: Any) -> None:
    for title, told in (("D3", "'D3'!A1:D4"), ("Year 7", "'Year 7'!A1:D4"), ("Pupils", "Pupils!A1:D4")):
        api.add_sheet(title)
        assert api.get(f"'{title}'!A1:D4")["range"] == told


@pytest.mark.fact("D")
def test_columns_as_the_major_dimension_turn_the_block_over(api: Any) -> None:
    api.update("A1", [[1, 2], [3, 4, "x"]])
    told = api.get("A1:D3", majorDimension="COLUMNS", valueRenderOption="UNFORMATTED_VALUE")
    assert told == {"range": "Sheet1!A1:D3", "majorDimension": "COLUMNS", "values": [[1, 3], [2, 4], ["", "x"]]}


@pytest.mark.fact("D", "5")
def test_columns_lose_their_empty_ends(api: Any) -> None:
    api.update("A1", [["a", "", "c"], ["", "", "d"]])
    assert api.values("A1:E5", majorDimension="COLUMNS") == [["a"], [], ["c", "d"]]


@pytest.mark.fact("D", "5")
def test_formatted_values_are_text(api: Any) -> None:
    api.update("A1", [[1, 0.5, True, "x"]])
    assert api.values("A1:D1") == [["1", "0.5", "TRUE", "x"]]


@pytest.mark.fact("D", "5")
def test_unformatted_values_keep_their_type_and_whole_numbers_have_no_point(api: Any) -> None:
    api.update("A1", [["2020-01-01", "$1,234.50", "50%", "TRUE", "x", "7e30"]], "USER_ENTERED")
    told = api.values("A1:F1", valueRenderOption="UNFORMATTED_VALUE")
    assert told == [[43831, 1234.5, 0.5, True, "x", 7e30]]
    assert isinstance(told[0][0], int)


@pytest.mark.fact("D", "5")
def test_formulas_are_told_as_they_were_typed_and_moments_as_numbers(api: Any) -> None:
    api.update("A1", [["= 1 / 1024", "2020-01-01", "$5"]], "USER_ENTERED")
    assert api.values("A1:C1", valueRenderOption="FORMULA") == [["= 1 / 1024", 43831, 5]]
    assert api.values("A1:C1") == [["0.0009765625", "2020-01-01", "$5"]]


@pytest.mark.fact("D", "5")
def test_moments_are_told_as_text_where_that_is_asked(api: Any) -> None:
    api.update("A1", [["2020-01-01", "15:04", 5, "50%"]], "USER_ENTERED")
    for render in ("UNFORMATTED_VALUE", "FORMULA"):
        told = api.values("A1:D1", valueRenderOption=render, dateTimeRenderOption="FORMATTED_STRING")
        assert told == [["2020-01-01", "15:04", 5, 0.5]]


@pytest.mark.fact("D", "5")
def test_how_moments_are_told_does_not_matter_to_formatted_values(api: Any) -> None:
    api.update("A1", [["2020-01-01"]], "USER_ENTERED")
    assert api.values("A1", dateTimeRenderOption="SERIAL_NUMBER") == [["2020-01-01"]]


@pytest.mark.fact("D", "5")
def test_values_are_shown_in_the_spreadsheets_own_locale(api_in: Any) -> None:
    api = api_in("de_DE")
    api.update("A1", [["1.234,5", "1.2.2026", "0,5"]], "USER_ENTERED")
    assert api.values("A1:C1") == [["1.234,50", "1.2.2026", "0,5"]]
    assert api.values("A1:C1", valueRenderOption="UNFORMATTED_VALUE") == [[1234.5, 46054, 0.5]]


def test_errors_are_told_as_the_window_shows_them(api: Any) -> None:
    api.update("A1", [["=1/0", "#N/A"]], "USER_ENTERED")
    for render in ("FORMATTED_VALUE", "UNFORMATTED_VALUE"):
        assert api.values("A1:B1", valueRenderOption=render) == [["#DIV/0!", "#N/A"]]


def test_a_formula_that_comes_to_nothing_still_counts_as_a_cell(api: Any) -> None:
    api.update("A1", [['=""'], ['=""']], "USER_ENTERED")
    assert api.values("A1:B9") == [[""], [""]]


def test_an_array_fills_cells_that_hold_nothing(api: Any) -> None:
    api.update("B2", [["=SEQUENCE(2,2)"]], "USER_ENTERED")
    assert api.values("A1:D9") == [[], ["", "1", "2"], ["", "3", "4"]]
    assert api.values("A1:D9", valueRenderOption="FORMULA") == [[], ["", "=SEQUENCE(2,2)", 2], ["", 3, 4]]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("=A1", "2020-01-01"),
        ("=A1+7", "2020-01-08"),
        ("=A1-A1", "0"),
        ("=DATE(2026,1,2)", "1/2/2026"),
        ("=IF(A1>0,A1,)", "2020-01-01"),
        ("=B1*2", "1"),
        ("=MAX(A1:A1)", "2020-01-01"),
        ("=YEAR(A1)", "2020"),
    ],
)
def test_a_formula_brings_the_format_of_what_it_hands_on(api: Any, formula: str, told: str) -> None:
    api.update("A1", [["2020-01-01", "50%", formula]], "USER_ENTERED")
    assert api.values("C1") == [[told]]


def test_a_sheets_own_format_shows_its_values(api: Any) -> None:
    put(api, (0, 0), {"numberValue": 46023}, {"type": "DATE"})
    put(api, (0, 1), {"numberValue": 0.256}, {"type": "PERCENT", "pattern": "0.0%"})
    put(api, (0, 2), {"stringValue": "0123"}, {"type": "TEXT", "pattern": "@"})
    assert api.values("A1:C1") == [["1/1/2026", "25.6%", "0123"]]


@pytest.mark.fact("R", "4")
def test_a_range_that_cannot_be_read_is_named(api: Any) -> None:
    assert api.refused("GET", "/values/NOPE%21A5%3AF15") == "Unable to parse range: NOPE!A5:F15"


@pytest.mark.fact("R")
def test_one_that_begins_outside_the_grid_is_refused(api: Any) -> None:
    words = api.refused("GET", "/values/Sheet1%21AA1%3AAB2")
    assert words == "Range (Sheet1!AA1:AB2) exceeds grid limits. Max rows: 1000, max columns: 26"


def test_several_ranges_come_in_the_order_in_which_they_were_asked(api: Any) -> None:
    api.update("A1", [["a", "b"]])
    assert api.told("GET", "/values:batchGet", ranges=["B1", "A1:A2", "D9"]) == {
        "spreadsheetId": api.id,
        "valueRanges": [
            {"range": "Sheet1!B1", "majorDimension": "ROWS", "values": [["b"]]},
            {"range": "Sheet1!A1:A2", "majorDimension": "ROWS", "values": [["a"]]},
            {"range": "Sheet1!D9", "majorDimension": "ROWS"},
        ],
    }


def test_one_bad_range_refuses_the_batch(api: Any) -> None:
    assert api.refused("GET", "/values:batchGet", ranges=["A1", "Gone!A1"]) == "Unable to parse range: Gone!A1"


@pytest.mark.fact("D", "6")
def test_filters_that_match_the_same_range_are_told_together(api: Any) -> None:
    api.update("A1", [["a", "b"], ["c"]])
    filters = [{"a1Range": "A1:B2"}, {"gridRange": {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2}}, {"a1Range": "Sheet1!A1:B2"}]
    told = api.told("POST", "/values:batchGetByDataFilter", {"dataFilters": filters})
    assert [(one["valueRange"]["range"], len(one["dataFilters"])) for one in told["valueRanges"]] == [
        ("Sheet1!A1:B2", 2),
        ("Sheet1!A2:Z2", 1),
    ]
    assert told["valueRanges"][1]["valueRange"]["values"] == [["c"]]


@pytest.mark.fact("D", "6")
def test_a_row_is_found_by_its_metadata(api: Any) -> None:
    api.update("A1", [["key", "name"], ["k1", "Ada"], ["k2", "Ben"]])
    location = {"locationType": "ROW", "dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}}
    api.book.metadata = [
        {"metadataId": 5, "metadataKey": "pupil", "metadataValue": "k2", "location": location, "visibility": "DOCUMENT"}
    ]
    body = {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": "pupil", "metadataValue": "k2"}}],
        "majorDimension": "ROWS",
        "valueRenderOption": "UNFORMATTED_VALUE",
    }
    (found,) = api.told("POST", "/values:batchGetByDataFilter", body)["valueRanges"]
    assert found["valueRange"] == {"range": "Sheet1!A3:Z3", "majorDimension": "ROWS", "values": [["k2", "Ben"]]}


@pytest.mark.fact("R", "4")
def test_an_unknown_spreadsheet_is_not_found(api: Any) -> None:
    api.id = "1" + "x" * 43
    status, answer = api.ask("GET", "/values/A1")
    assert (status, answer["error"]["message"]) == (404, "Requested entity was not found.")


@pytest.mark.fact("R", "4")
def test_who_has_no_access_is_told_so(api: Any) -> None:
    status, answer = api.ask("GET", "/values/A1", who="teacher@school.example")
    assert (status, answer["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert answer["error"]["message"] == "The caller does not have permission"


def test_a_large_register_is_read_in_a_moment(api: Any) -> None:
    api.update("A1", [[f"{row} {column}" for column in range(60)] for row in range(2000)])
    start = time.process_time()
    assert len(api.values("Sheet1")) == 2000
    # Half a second on a slow machine; the bound is for a slower one.
    assert time.process_time() - start < 5


def test_today_is_a_date_by_the_worlds_clock(api: Any) -> None:
    api.update("A1", [["=TODAY()"]], "USER_ENTERED")
    assert api.values("A1") == [["11/27/2026"]]
    assert api.values("A1", valueRenderOption="UNFORMATTED_VALUE") == [[46353]]


def test_a_file_that_is_no_spreadsheet_is_refused(api: Any) -> None:
    owner = api.world.directory.identity("senco@school.example", ("https://www.googleapis.com/auth/drive",))
    api.id = api.world.drive.new_file(owner, "Notes", "text/plain")["id"]
    status, answer = api.ask("GET", "/values/A1")
    assert (status, answer["error"]["status"]) == (400, "FAILED_PRECONDITION")
    assert answer["error"]["message"] == "This operation is not supported for this document"
