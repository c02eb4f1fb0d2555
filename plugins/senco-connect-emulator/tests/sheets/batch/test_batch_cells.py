"""Cells written, appended, repeated, copied, cut, pasted and filled on."""

from __future__ import annotations

from typing import Any

import pytest


def text(value: str) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": value}}


def paste(desk: Any, source: Any, destination: Any, kind: str = "PASTE_NORMAL", way: str = "NORMAL") -> None:
    desk.one("copyPaste", source=source, destination=destination, pasteType=kind, pasteOrientation=way)


@pytest.mark.fact("D")
def test_only_what_the_mask_names_is_written(desk: Any) -> None:
    cell = {**text("x"), "note": "a note", "userEnteredFormat": {"textFormat": {"bold": True, "italic": True}}}
    desk.one("updateCells", start={}, rows=[{"values": [cell]}], fields="note,userEnteredFormat.textFormat.bold")
    told = desk.cell("A1")
    assert "userEnteredValue" not in told
    assert told["note"] == "a note"
    assert told["userEnteredFormat"] == {"textFormat": {"bold": True}}
    desk.one("updateCells", start={}, rows=[{"values": [{"userEnteredFormat": {"textFormat": {"italic": True}}}]}], fields="userEnteredFormat(textFormat(italic))")
    assert desk.cell("A1")["userEnteredFormat"] == {"textFormat": {"bold": True, "italic": True}}


@pytest.mark.fact("D")
def test_a_named_field_that_is_left_out_is_cleared(desk: Any) -> None:
    desk.one("updateCells", start={}, rows=[{"values": [{**text("x"), "note": "a note"}]}], fields="*")
    desk.one("updateCells", start={}, rows=[{"values": [text("y")]}], fields="userEnteredValue,note")
    assert "note" not in desk.cell("A1")
    desk.one("updateCells", start={}, rows=[{"values": [{}]}], fields="*")
    assert desk.cell("A1") == {}


@pytest.mark.fact("C")
def test_a_range_is_cleared_where_no_row_reaches_and_a_corner_is_not(desk: Any, area: Any) -> None:
    desk.fill(["a", "b"], ["c", "d"])
    desk.one("updateCells", start={}, rows=[{"values": [text("x")]}], fields="userEnteredValue")
    assert desk.values() == [["x", "b"], ["c", "d"]]
    desk.one("updateCells", range=area(0, 2, 0, 2), rows=[{"values": [text("y")]}], fields="userEnteredValue")
    assert desk.values() == [["y"]]


@pytest.mark.fact("R")
def test_writing_beyond_the_grid_or_the_range_names_the_first_line_outside(desk: Any, area: Any) -> None:
    row = {"values": [text("x")]}
    request = {"updateCells": {"start": {"columnIndex": 26}, "rows": [row], "fields": "userEnteredValue"}}
    assert desk.refused(request) == "Invalid requests[0].updateCells: Attempting to write column: 26, beyond the last requested column of: 25"
    request = {"updateCells": {"start": {"rowIndex": 999}, "rows": [row, row], "fields": "userEnteredValue"}}
    assert desk.refused(request).endswith("Attempting to write row: 1000, beyond the last requested row of: 999")
    request = {"updateCells": {"range": area(0, 1), "rows": [row, row], "fields": "userEnteredValue"}}
    assert desk.refused(request).endswith("Attempting to write row: 1, beyond the last requested row of: 0")
    request = {"appendCells": {"rows": [{"values": [text("x")] * 27}], "fields": "userEnteredValue"}}
    assert desk.refused(request) == "Invalid requests[0].appendCells: Attempting to write column: 26, beyond the last requested column of: 25"


@pytest.mark.fact("R", "6")
def test_text_is_text_and_a_formula_is_a_formula(desk: Any) -> None:
    cells = [text("=1"), text("0123"), {"userEnteredValue": {"formulaValue": "=1+1"}}, {"userEnteredValue": {"numberValue": 5.0}}]
    desk.one("updateCells", start={}, rows=[{"values": cells}], fields="userEnteredValue")
    assert desk.values("A1:D1") == [["=1", "0123", 2, 5]]
    told = desk.cell("C1")
    assert told["userEnteredValue"] == {"formulaValue": "=1+1"}
    assert told["effectiveValue"] == {"numberValue": 2}


@pytest.mark.fact("D", "7")
def test_a_cell_holds_at_most_50000_characters(desk: Any) -> None:
    request = {"updateCells": {"start": {}, "rows": [{"values": [text("x" * 50_001)]}], "fields": "userEnteredValue"}}
    assert "50000 characters" in desk.refused(request)


@pytest.mark.fact("D")
def test_a_new_value_takes_the_runs_of_the_old_one_away(desk: Any) -> None:
    runs = [{"startIndex": 0, "format": {}}, {"startIndex": 2, "format": {"bold": True}}]
    desk.one("updateCells", start={}, rows=[{"values": [{**text("abcd"), "textFormatRuns": runs}]}], fields="userEnteredValue,textFormatRuns")
    assert desk.cell("A1")["textFormatRuns"] == [{"format": {}}, {"startIndex": 2, "format": {"bold": True}}]
    desk.fill(["other"])
    assert "textFormatRuns" not in desk.cell("A1")


@pytest.mark.fact("D")
def test_rows_are_appended_below_the_last_row_with_data_and_the_grid_grows(desk: Any) -> None:
    desk.one("updateSheetProperties", properties={"gridProperties": {"rowCount": 3}}, fields="gridProperties.rowCount")
    desk.fill(["a"], [None, "b"])
    desk.one("updateCells", start={"rowIndex": 2}, rows=[{"values": [{"note": "no data"}]}], fields="note")
    desk.one("appendCells", rows=[{"values": [text("c")]}, {"values": [text("d")]}], fields="userEnteredValue")
    assert desk.values("A1:B4") == [["a"], ["", "b"], ["c"], ["d"]]
    assert desk.sheet()["properties"]["gridProperties"]["rowCount"] == 4


@pytest.mark.fact("D")
def test_a_repeated_formula_goes_along_like_one_that_is_filled_down(desk: Any, area: Any) -> None:
    cell = {"userEnteredValue": {"formulaValue": "=A1+$A$1"}}
    desk.one("repeatCell", range=area(1, 4, 1, 3), cell=cell, fields="userEnteredValue")
    assert desk.formulas("B2:C4") == [["=A1+$A$1", "=B1+$A$1"], ["=A2+$A$1", "=B2+$A$1"], ["=A3+$A$1", "=B3+$A$1"]]


def test_a_repeated_format_leaves_what_is_written(desk: Any, area: Any) -> None:
    desk.fill(["a", "b"])
    desk.one("repeatCell", range=area(0, 1), cell={"userEnteredFormat": {"backgroundColor": {"red": 1}}}, fields="userEnteredFormat.backgroundColor")
    assert desk.values() == [["a", "b"]]
    assert desk.cell("Z1")["userEnteredFormat"]["backgroundColorStyle"] == {"rgbColor": {"red": 1}}


@pytest.mark.fact("C")
def test_a_range_must_lie_in_the_grid(desk: Any, area: Any) -> None:
    request = {"repeatCell": {"range": area(0, 1001, 0, 1), "cell": {"note": "x"}, "fields": "note"}}
    assert desk.refused(request).endswith("Range (Sheet1!A1:A1001) exceeds grid limits. Max rows: 1000, max columns: 26")


@pytest.fixture
def full(desk: Any) -> Any:
    """B2 with everything that a cell can have, and a formula beside it."""
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "x"}]}, "strict": True}
    look = {"textFormat": {"bold": True}, "borders": {"top": {"style": "SOLID"}}}
    cells = [{**text("x"), "note": "n", "dataValidation": rule, "userEnteredFormat": look}, {"userEnteredValue": {"formulaValue": "=B2&A$1"}}]
    desk.one("updateCells", start={"rowIndex": 1, "columnIndex": 1}, rows=[{"values": cells}], fields="*")
    return desk


@pytest.mark.fact("D", "6")
@pytest.mark.parametrize(
    ("kind", "has"),
    [
        ("PASTE_NORMAL", {"userEnteredValue", "note", "dataValidation", "userEnteredFormat"}),
        ("PASTE_NO_BORDERS", {"userEnteredValue", "note", "dataValidation", "userEnteredFormat"}),
        ("PASTE_VALUES", {"userEnteredValue"}),
        ("PASTE_FORMULA", {"userEnteredValue"}),
        ("PASTE_FORMAT", {"userEnteredFormat"}),
        ("PASTE_DATA_VALIDATION", {"dataValidation"}),
        ("PASTE_CONDITIONAL_FORMATTING", set()),
    ],
)
def test_a_paste_takes_along_what_its_kind_says(full: Any, area: Any, kind: str, has: set[str]) -> None:
    paste(full, area(1, 2, 1, 2), area(5, 6, 1, 2), kind)
    told = full.cell("B6")
    assert {name for name in told if name in {"userEnteredValue", "note", "dataValidation", "userEnteredFormat"}} == has
    if "userEnteredFormat" in has:
        assert ("borders" in told["userEnteredFormat"]) is (kind != "PASTE_NO_BORDERS")


def test_copied_formulas_go_along_and_pasted_values_are_what_they_came_to(full: Any, area: Any) -> None:
    paste(full, area(1, 2, 2, 3), area(5, 6, 2, 3))
    paste(full, area(1, 2, 2, 3), area(6, 7, 2, 3), "PASTE_VALUES")
    assert full.formulas("C6:C7") == [["=B6&A$1"], ["x"]]


@pytest.mark.fact("D")
def test_a_source_is_repeated_where_it_fits_into_the_destination(desk: Any, area: Any) -> None:
    desk.fill(["a"], ["b"])
    paste(desk, area(0, 2, 0, 1), area(2, 6, 0, 2))
    assert desk.values("A3:B6") == [["a", "a"], ["b", "b"], ["a", "a"], ["b", "b"]]
    paste(desk, area(0, 2, 0, 1), area(10, 13, 0, 1))
    assert desk.values("A11:A14") == [["a"], ["b"]]


def test_a_paste_may_turn_rows_into_columns_and_reach_over_itself(desk: Any, area: Any) -> None:
    desk.fill(["a", "b", "c"])
    paste(desk, area(0, 1, 0, 3), area(0, 1, 0, 1), way="TRANSPOSE")
    assert desk.values() == [["a", "b", "c"], ["b"], ["c"]]
    paste(desk, area(0, 3, 0, 1), area(1, 4, 0, 1))
    assert desk.values("A1:A4") == [["a"], ["a"], ["b"], ["c"]]


def test_cells_that_are_cut_take_everything_along_and_say_what_they_said(full: Any, area: Any) -> None:
    full.one("mergeCells", range=area(1, 2, 3, 5))
    full.one("cutPaste", source=area(1, 2, 1, 5), destination={"rowIndex": 7, "columnIndex": 0})
    assert full.formulas("A8:B8") == [["x", "=B2&A$1"]]
    assert full.cell("A8")["note"] == "n"
    assert full.cell("B2") == {}
    assert full.sheet()["merges"] == [{"startRowIndex": 7, "endRowIndex": 8, "startColumnIndex": 2, "endColumnIndex": 4}]


@pytest.mark.fact("D")
def test_pasted_text_is_read_as_if_typed_and_grows_the_grid(desk: Any) -> None:
    desk.one("pasteData", coordinate={"columnIndex": 25, "rowIndex": 999}, data="0123;x\n=1+1;TRUE", delimiter=";")
    assert desk.values("Z1000:AA1001") == [[123, "x"], [2, True]]
    desk.one("pasteData", coordinate={}, data="<table><tr><td>a</td><td>b <b>c</b></td></tr></table>", html=True)
    assert desk.values("A1:B1") == [["a", "b c"]]
    assert desk.refused({"pasteData": {"coordinate": {}, "data": "x"}})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([1, 2], [3, 4, 5]),
        ([1], [1, 1, 1]),
        (["Year 7"], ["Year 8", "Year 9", "Year 10"]),
        (["Fri"], ["Sat", "Sun", "Mon"]),
        (["a", "b"], ["a", "b", "a"]),
    ],
)
def test_cells_are_filled_on(desk: Any, area: Any, given: list[Any], told: list[Any]) -> None:
    desk.fill(*([one] for one in given))
    source = {"source": area(0, len(given), 0, 1), "dimension": "ROWS", "fillLength": 3}
    desk.one("autoFill", sourceAndDestination=source)
    assert [row[0] for row in desk.values("A:A")[len(given) :]] == told


def test_formulas_are_filled_on_into_the_rest_of_a_range(desk: Any, area: Any) -> None:
    desk.fill([1, "=A1*2"], [2], [3])
    desk.one("autoFill", range=area(0, 3, 1, 2))
    assert desk.values("B1:B3") == [[2], [4], [6]]


def test_a_strict_rule_binds_where_the_switch_says_so(desk: Any, area: Any) -> None:
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "K"}]}, "strict": True}
    desk.one("setDataValidation", range=area(0, 1, 0, 1), rule=rule)
    desk.fill(["x"])
    desk.world.switches.validation_enforced = True
    request = {"updateCells": {"start": {}, "rows": [{"values": [text("y")]}], "fields": "userEnteredValue"}}
    assert "violates the data validation rules set on this cell" in desk.refused(request)
    desk.fill(["K"])
