"""values.update, batchUpdate, batchUpdateByDataFilter and the clearing methods."""

from __future__ import annotations

import time
from typing import Any

import pytest

COLLEAGUE = "teacher@school.example"


@pytest.mark.fact("R")
def test_a_single_cell_is_the_corner_of_what_is_written(api: Any) -> None:
    block = [["A1", "B1", "", "D1"], ["", "b2", "", ""], ["", "", "", ""], ["A4", "B4", "", "D4"]]
    api.add_sheet("D3")
    assert api.update("'D3'!A1", block) == {
        "spreadsheetId": api.id,
        "updatedRange": "'D3'!A1:D4",
        "updatedRows": 4,
        "updatedColumns": 4,
        "updatedCells": 16,
    }


@pytest.mark.fact("D", "5")
def test_null_leaves_a_cell_alone_and_an_empty_text_empties_it(api: Any) -> None:
    api.update("A1", [["a", "b", "c"]])
    api.update("A1", [[None, "", "C"]])
    assert api.values("A1:C1") == [["a", "", "C"]]


@pytest.mark.fact("R", "5")
def test_counts_are_of_cells_that_were_written(api: Any) -> None:
    told = api.update("A1:D4", [[None, None, None, None], [None, "x"], [None], [None, None, None, "y"]])
    assert (told["updatedRows"], told["updatedColumns"], told["updatedCells"]) == (2, 2, 2)


def test_nothing_written_has_no_counts(api: Any) -> None:
    assert api.update("A1:B2", [[None]]) == {"spreadsheetId": api.id, "updatedRange": "Sheet1!A1"}


@pytest.mark.fact("R")
@pytest.mark.parametrize(("asked", "told"), [("A:A", "Sheet1!A1:A2"), ("Sheet1", "Sheet1!A1:A2"), ("A1:D9", "Sheet1!A1:A2")])
def test_the_updated_range_is_what_the_values_cover(api: Any, asked: str, told: str) -> None:
    assert api.update(asked, [["x"], ["y"]])["updatedRange"] == told


@pytest.mark.fact("R")
def test_a_short_row_leaves_the_cells_behind_it_alone(api: Any) -> None:
    api.update("A1", [["a", "b"], ["c", "d"]])
    api.update("A1", [["A"], ["C", "D"]])
    assert api.values("A1:B2") == [["A", "b"], ["C", "D"]]


@pytest.mark.fact("R", "5")
def test_notes_and_validation_stay_when_a_value_is_written(api: Any) -> None:
    api.sheet.put(0, 0, {"note": "asked by the class teacher", "dataValidation": RULE})
    api.update("A1", [["K"]])
    assert api.sheet.cell(0, 0).keys() == {"note", "dataValidation", "userEnteredValue"}


@pytest.mark.fact("D")
def test_columns_as_the_major_dimension_go_downwards(api: Any) -> None:
    told = api.update("A1:B3", [["a", "b"], ["c", "d", "e"]], body={"majorDimension": "COLUMNS"})
    assert (told["updatedRange"], told["updatedCells"]) == ("Sheet1!A1:B3", 5)
    assert api.values("A1:B3") == [["a", "c"], ["b", "d"], ["", "e"]]


@pytest.mark.fact("D", "5")
def test_raw_values_stay_as_they_are(api: Any) -> None:
    api.update("A1", [["=1+1", "0123", "1/2/2026", "50%", "TRUE", "'x", 5, 1.5, True]])
    told = api.values("A1:I1", valueRenderOption="UNFORMATTED_VALUE")
    assert told == [["=1+1", "0123", "1/2/2026", "50%", "TRUE", "'x", 5, 1.5, True]]


@pytest.mark.fact("R", "5")
def test_entered_values_are_read_as_typing_is(api: Any) -> None:
    api.update("A1", [["=1+1", "0123", "2020-01-01", "50%", "TRUE", "'0123", "2,000,000.01", "+1+2"]], "USER_ENTERED")
    assert api.values("A1:H1") == [["2", "123", "2020-01-01", "50%", "TRUE", "0123", "2,000,000.01", "3"]]


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize("params", [{}, {"valueInputOption": "INPUT_VALUE_OPTION_UNSPECIFIED"}])
def test_how_values_are_meant_must_be_said(api: Any, params: dict[str, str]) -> None:
    words = "'valueInputOption' is required but not specified"
    assert api.refused("PUT", "/values/A1", {"values": [["x"]]}, **params) == words
    assert api.refused("POST", "/values/A1:append", {"values": [["x"]]}, **params) == words
    assert api.refused("POST", "/values:batchUpdate", {"data": [{"range": "A1", "values": [["x"]]}], **params}) == words


@pytest.mark.fact("R", "4")
@pytest.mark.parametrize(
    ("asked", "values", "words"),
    [
        ("'Sheet1'!A1:A1", [["x", "y"]], "Requested writing within range ['Sheet1'!A1], but tried writing to column [B]"),
        ("'Sheet1'!A1:A1", [["x"], ["y"]], "Requested writing within range ['Sheet1'!A1], but tried writing to row [2]"),
        ("Sheet1!A2:C4", [["x"]] * 4, "Requested writing within range [Sheet1!A2:C4], but tried writing to row [5]"),
        ("Sheet1!A:B", [["x"] * 3], "Requested writing within range [Sheet1!A1:B1000], but tried writing to column [C]"),
    ],
)
def test_a_block_that_is_larger_than_its_range_is_refused(api: Any, asked: str, values: Any, words: str) -> None:
    assert api.refused("PUT", f"/values/{asked}", {"values": values}, valueInputOption="RAW") == words
    assert api.values("Sheet1") is None


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("asked", "range_told"),
    [("Sheet1!A1001", "Sheet1!A1001"), ("Sheet1!A1:Z2000", "Sheet1!A1:Z2000"), ("'Sheet1'!AA1", "Sheet1!AA1")],
)
def test_a_range_outside_the_grid_is_not_written(api: Any, asked: str, range_told: str) -> None:
    words = f"Range ({range_told}) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert api.refused("PUT", f"/values/{asked}", {"values": [["x"]]}, valueInputOption="RAW") == words
    data = {"valueInputOption": "RAW", "data": [{"range": asked, "values": [["x"]]}]}
    assert api.refused("POST", "/values:batchUpdate", data) == f"Invalid data[0]: {words}"


@pytest.mark.fact("D", "5")
def test_a_block_that_runs_past_the_grid_makes_it_larger(api: Any) -> None:
    told = api.update("Z999", [["x", "y"]] * 3)
    assert told["updatedRange"] == "Sheet1!Z999:AA1001"
    assert (api.sheet.row_count, api.sheet.column_count) == (1001, 27)


def test_a_switch_lets_the_grid_refuse_what_runs_past_it(api: Any) -> None:
    api.world.switches.writes_grow_grid = False
    words = api.refused("PUT", "/values/'Sheet1'!A999", {"values": [["x"]] * 3}, valueInputOption="RAW")
    assert words == "Requested writing within range ['Sheet1'!A999], but tried writing to row [1001]"
    words = api.refused("PUT", "/values/Sheet1!Z1", {"values": [["x", "y"]]}, valueInputOption="RAW")
    assert words == "Requested writing within range [Sheet1!Z1], but tried writing to column [AA]"
    api.update("Z999", [["x"]] * 2)
    assert api.append("Z999", [["x", "y"]])["updates"]["updatedRange"] == "Sheet1!Z1001:AA1001"


@pytest.mark.fact("R", "4")
def test_a_value_that_is_no_list_of_lists_is_named(api: Any) -> None:
    words = api.refused("PUT", "/values/A1", {"values": ["x"]}, valueInputOption="RAW")
    assert words == "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"x\""


@pytest.mark.fact("C")
def test_a_cell_can_hold_no_list_and_no_object(api: Any) -> None:
    words = api.refused("PUT", "/values/A1", {"values": [["x"], ["y", {"a": 1}]]}, valueInputOption="RAW")
    assert words.startswith('Invalid values[1][1]: struct_value \t {\n  fields {\n    key: "a"\n')
    words = api.refused("PUT", "/values/A1", {"values": [[[1, "ä"]]]}, valueInputOption="USER_ENTERED")
    one, two = "number_value: 1.0", 'string_value: "\\303\\244"'
    assert words == f"Invalid values[0][0]: list_value \t {{\n  values {{\n    {one}\n  }}\n  values {{\n    {two}\n  }}\n}}\n"
    assert api.values("Sheet1") is None


@pytest.mark.fact("D")
def test_the_values_come_back_where_that_is_asked(api: Any) -> None:
    api.update("C1", [["before"]])
    told = api.update(
        "A1:C1", [["=1+1"]], "USER_ENTERED", includeValuesInResponse=True, responseValueRenderOption="UNFORMATTED_VALUE"
    )
    assert told["updatedData"] == {"range": "Sheet1!A1:C1", "majorDimension": "ROWS", "values": [[2, "", "before"]]}


@pytest.mark.fact("R", "5")
def test_totals_of_a_batch_count_a_column_once(api: Any) -> None:
    row = [["A1", "B1", "", "D1"]]
    body = {"valueInputOption": "RAW", "data": [{"range": "'Sheet1'!A1:D1", "values": row}, {"range": "'Sheet1'!A4:D4", "values": row}]}
    told = api.told("POST", "/values:batchUpdate", body)
    one = {"spreadsheetId": api.id, "updatedRows": 1, "updatedColumns": 4, "updatedCells": 4}
    assert told == {
        "spreadsheetId": api.id,
        "totalUpdatedRows": 2,
        "totalUpdatedColumns": 4,
        "totalUpdatedCells": 8,
        "totalUpdatedSheets": 1,
        "responses": [{**one, "updatedRange": "Sheet1!A1:D1"}, {**one, "updatedRange": "Sheet1!A4:D4"}],
    }


@pytest.mark.fact("D", "5")
def test_one_bad_range_leaves_the_whole_batch_undone(api: Any) -> None:
    body = {"valueInputOption": "RAW", "data": [{"range": "A1", "values": [["x"]]}, {"range": "Gone!A1", "values": [["y"]]}]}
    assert api.refused("POST", "/values:batchUpdate", body) == "Invalid data[1]: Unable to parse range: Gone!A1"
    assert api.values("Sheet1") is None


@pytest.mark.fact("D", "6")
def test_a_filter_says_where_values_go(api: Any) -> None:
    api.update("A1", [["k1", "Ada"], ["k2", "Ben"]])
    where = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    api.book.metadata = [
        {"metadataId": 5, "metadataKey": "pupil", "metadataValue": "k2", "visibility": "DOCUMENT",
         "location": {"locationType": "ROW", "dimensionRange": where}}
    ]  # fmt: skip
    lookup = {"developerMetadataLookup": {"metadataId": 5}}
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": lookup, "values": [[None, "Benny"]]}]}
    told = api.told("POST", "/values:batchUpdateByDataFilter", body)
    assert told["responses"] == [
        {"updatedRange": "Sheet1!A2:B2", "updatedRows": 1, "updatedColumns": 1, "updatedCells": 1, "dataFilter": lookup}
    ]
    assert api.values("A1:B2") == [["k1", "Ada"], ["k2", "Benny"]]


@pytest.mark.fact("D")
def test_values_that_exceed_what_a_filter_matches_are_refused(api: Any) -> None:
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": {"a1Range": "Sheet1!A1:B1"}, "values": [["x"], ["y"]]}]}
    words = "Invalid data[0]: Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]"
    assert api.refused("POST", "/values:batchUpdateByDataFilter", body) == words


@pytest.mark.fact("D", "5")
def test_clearing_takes_values_and_leaves_the_rest(api: Any) -> None:
    api.update("A1", [["50%", "x"]], "USER_ENTERED")
    api.sheet.put(0, 1, {**api.sheet.cell(0, 1), "note": "asked by the class teacher"})
    told = api.told("POST", "/values/A1:B1:clear", {})
    assert told == {"spreadsheetId": api.id, "clearedRange": "Sheet1!A1:B1"}
    assert api.values("Sheet1") is None
    assert api.sheet.cell(0, 0) == {"userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}}
    assert api.sheet.cell(0, 1) == {"note": "asked by the class teacher"}


@pytest.mark.fact("D")
def test_what_was_cleared_is_told_within_the_grid(api: Any) -> None:
    assert api.told("POST", "/values/Sheet1!B2:ZZZ:clear", {})["clearedRange"] == "Sheet1!B2:Z1000"
    told = api.told("POST", "/values:batchClear", {"ranges": ["A1", "B2:C"]})
    assert told == {"spreadsheetId": api.id, "clearedRanges": ["Sheet1!A1", "Sheet1!B2:C1000"]}


def test_what_filters_match_is_cleared(api: Any) -> None:
    api.update("A1", [["a", "b"], ["c", "d"]])
    told = api.told("POST", "/values:batchClearByDataFilter", {"dataFilters": [{"a1Range": "A2:B2"}]})
    assert told == {"spreadsheetId": api.id, "clearedRanges": ["Sheet1!A2:B2"]}
    assert api.values("Sheet1") == [["a", "b"]]


@pytest.fixture
def shared(api: Any) -> Any:
    """The spreadsheet, which a colleague may edit but for its first column."""
    file = api.world.drive.files[api.id]
    permission = {"id": "42", "type": "user", "role": "writer", "emailAddress": COLLEAGUE, "kind": "drive#permission"}
    api.world.drive.put({**file, "permissions": [*file.get("permissions", []), permission]})
    api.sheet.protected = [
        {"protectedRangeId": 9, "range": {"sheetId": 0, "startColumnIndex": 0, "endColumnIndex": 1}, "editors": {"users": []}}
    ]
    return api


@pytest.mark.fact("R", "4")
def test_a_reader_may_not_write(api: Any) -> None:
    file = api.world.drive.files[api.id]
    permission = {"id": "42", "type": "user", "role": "reader", "emailAddress": COLLEAGUE, "kind": "drive#permission"}
    api.world.drive.put({**file, "permissions": [*file.get("permissions", []), permission]})
    assert api.ask("GET", "/values/A1", who=COLLEAGUE)[0] == 200
    status, answer = api.ask("PUT", "/values/A1", {"values": [["x"]]}, who=COLLEAGUE, valueInputOption="RAW")
    assert (status, answer["error"]["message"]) == (403, "The caller does not have permission")


PROTECTED = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


@pytest.mark.fact("C", "4")
def test_a_protected_cell_fails_the_whole_batch(shared: Any) -> None:
    body = {"valueInputOption": "RAW", "data": [{"range": "B1", "values": [["x"]]}, {"range": "A1", "values": [["y"]]}]}
    assert shared.refused("POST", "/values:batchUpdate", body, who=COLLEAGUE) == f"Invalid data[1]: {PROTECTED}"
    assert shared.values("Sheet1") is None


def test_a_protected_cell_is_neither_written_nor_cleared_nor_appended_to(shared: Any) -> None:
    assert shared.refused("PUT", "/values/A1", {"values": [["x"]]}, who=COLLEAGUE, valueInputOption="RAW") == PROTECTED
    assert shared.refused("POST", "/values/A1:B2:clear", {}, who=COLLEAGUE) == PROTECTED
    assert shared.refused("POST", "/values/A1:append", {"values": [["x"]]}, who=COLLEAGUE, valueInputOption="RAW") == PROTECTED


def test_a_block_may_pass_over_protected_cells_with_null(shared: Any) -> None:
    body = {"values": [[None, "x"], [None, "y"]]}
    shared.told("PUT", "/values/A1:B2", body, who=COLLEAGUE, valueInputOption="RAW")
    assert shared.values("A1:B2") == [["", "x"], ["", "y"]]


def test_the_owner_and_the_editors_of_a_protected_range_may_write_there(shared: Any) -> None:
    shared.update("A1", [["x"]])
    shared.sheet.protected[0]["editors"]["users"].append(COLLEAGUE)
    shared.update("A1", [["y"]], who=COLLEAGUE)
    assert shared.values("A1") == [["y"]]


RULE = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "K"}, {"userEnteredValue": "E"}]}, "strict": True}


@pytest.mark.fact("C", "6")
def test_validation_does_not_bind_the_api(api: Any) -> None:
    api.sheet.put(0, 0, {"dataValidation": RULE})
    api.update("A1", [["Z"]])
    assert api.values("A1") == [["Z"]]
    assert api.sheet.cell(0, 0)["dataValidation"] == RULE


def test_a_switch_lets_strict_validation_refuse(api: Any) -> None:
    api.world.switches.validation_enforced = True
    api.sheet.put(0, 0, {"dataValidation": RULE})
    words = api.refused("PUT", "/values/A1", {"values": [["Z"]]}, valueInputOption="RAW")
    assert words == "The data you entered in cell A1 violates the data validation rules set on this cell."
    api.update("A1", [["K"]])
    api.update("A1", [[""]])
    api.sheet.put(0, 0, {"dataValidation": {**RULE, "strict": False}})
    api.update("A1", [["Z"]])


@pytest.mark.parametrize(
    ("kind", "given", "good", "bad"),
    [
        ("NUMBER_GREATER", ["4"], 5, 4),
        ("NUMBER_BETWEEN", ["1", "3"], 2, 4),
        ("NUMBER_BETWEEN", ["1", "3"], 2, "two"),
        ("DATE_IS_VALID", [], 46023, "some day"),
        ("DATE_AFTER", ["1/1/2026"], 46024, 46023),
        ("TEXT_CONTAINS", ["send"], "SEND register", "register"),
        ("TEXT_IS_EMAIL", [], "a@school.example", "school"),
        ("BOOLEAN", [], True, "yes"),
        ("ONE_OF_RANGE", ["=Sheet1!C1:C2"], "yes", "maybe"),
    ],
)
def test_rules_are_judged_by_their_condition(api: Any, kind: str, given: list[str], good: Any, bad: Any) -> None:
    api.world.switches.validation_enforced = True
    api.update("C1", [["yes"], ["no"]])
    values = [{"userEnteredValue": one} for one in given]
    api.sheet.put(0, 0, {"dataValidation": {"condition": {"type": kind, "values": values}, "strict": True}})
    api.update("A1", [[good]])
    assert "violates the data validation rules" in api.refused("PUT", "/values/A1", {"values": [[bad]]}, valueInputOption="RAW")


@pytest.mark.fact("R")
@pytest.mark.parametrize(("verb", "path"), [("PUT", ""), ("POST", ":append")])
def test_a_body_that_spells_its_range_otherwise_is_refused(api: Any, verb: str, path: str) -> None:
    body = {"range": "'Sheet1'!A1", "values": [["x"]]}
    words = api.refused(verb, f"/values/Sheet1!A1{path}", body, valueInputOption="RAW")
    assert words == "Request range[Sheet1!A1] does not match value's range['Sheet1'!A1]"
    api.update("Sheet1!A1", [["x"]], body={"range": "Sheet1!A1"})


@pytest.mark.fact("D", "7")
def test_a_cell_holds_no_more_than_50000_characters(api: Any) -> None:
    words = "Your input contains more than the maximum of 50000 characters in a single cell."
    for option in ("RAW", "USER_ENTERED"):
        assert api.refused("PUT", "/values/A1", {"values": [["x" * 50001]]}, valueInputOption=option) == words


def test_a_refused_write_leaves_nothing(api: Any) -> None:
    before = api.book.snapshot()
    api.refused("PUT", "/values/A1", {"values": [["x"], [{"a": 1}]]}, valueInputOption="RAW")
    assert api.book.snapshot() == before


def test_a_cell_formatted_as_text_keeps_what_is_typed(api: Any) -> None:
    api.sheet.put(0, 0, {"userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}})
    api.update("A1", [["0123"]], "USER_ENTERED")
    assert api.values("A1", valueRenderOption="UNFORMATTED_VALUE") == [["0123"]]


def test_a_cell_keeps_the_date_format_that_somebody_chose(api: Any) -> None:
    api.sheet.put(0, 0, {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "d mmmm yyyy"}, "wrapStrategy": "WRAP"}})
    api.update("A1", [["2026-01-02"]], "USER_ENTERED")
    assert api.values("A1") == [["2 January 2026"]]
    assert api.sheet.cell(0, 0)["userEnteredFormat"]["wrapStrategy"] == "WRAP"


def test_a_number_typed_into_a_percent_cell_is_a_percentage(api: Any) -> None:
    api.update("A1", [["50%"]], "USER_ENTERED")
    api.update("A1", [["5"]], "USER_ENTERED")
    assert api.values("A1") == [["5%"]]
    api.update("A1", [[0.5]], "USER_ENTERED")
    assert api.values("A1") == [["50%"]]


def test_raw_values_leave_the_format_alone(api: Any) -> None:
    api.update("A1", [["50%"]], "USER_ENTERED")
    api.update("A1", [[0.25]])
    assert api.values("A1") == [["25%"]]


def test_a_large_register_is_written_in_a_moment(api: Any) -> None:
    block = [[f"{row} {column}" for column in range(60)] for row in range(2000)]
    start = time.process_time()
    assert api.update("A1", block)["updatedCells"] == 120_000
    # Half a second on a slow machine; the bound is for a slower one.
    assert time.process_time() - start < 5
