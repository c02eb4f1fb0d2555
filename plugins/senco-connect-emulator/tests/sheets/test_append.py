"""values.append: which table is found, and where the new rows go."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def tables(api: Any) -> Any:
    """The two tables of the documentation: A1:C2 and B4:D6."""
    api.update("A1", [["x", "y", "z"], ["x", "y", "z"], [], ["", "x", "y"], ["", "", "y", "z"], ["", "x", "y", "z"]])
    return api


@pytest.mark.fact("R", "5")
def test_the_first_row_of_an_empty_sheet_has_no_table(api: Any) -> None:
    assert api.append("'Sheet1'", [["one", "", "three"]]) == {
        "spreadsheetId": api.id,
        "updates": {
            "spreadsheetId": api.id,
            "updatedRange": "Sheet1!A1:C1",
            "updatedRows": 1,
            "updatedColumns": 3,
            "updatedCells": 3,
        },
    }


@pytest.mark.fact("R", "5")
def test_a_blank_column_splits_the_table_and_the_right_hand_part_is_taken(api: Any) -> None:
    api.append("Sheet1", [["one", "", "three"]])
    told = api.append("Sheet1", [["one", "", "three"]])
    assert (told["tableRange"], told["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:E2")
    assert api.append("Sheet1", [["one", "", "three"]])["updates"]["updatedRange"] == "Sheet1!E3:G3"


@pytest.mark.fact("R", "5")
def test_a_range_of_a1_pins_the_table(api: Any) -> None:
    api.append("Sheet1", [["one", "", "three"]])
    told = api.append("'Sheet1'!A1", [["one", "", "three"]])
    assert (told["tableRange"], told["updates"]["updatedRange"]) == ("Sheet1!A1", "Sheet1!A2:C2")


@pytest.mark.fact("D", "5")
@pytest.mark.parametrize("asked", ["Sheet1", "B4", "C5:D5", "B2:D4", "A3:G10"])
def test_the_last_table_in_the_range_is_taken(tables: Any, asked: str) -> None:
    told = tables.append(asked, [["new"]])
    assert (told["tableRange"], told["updates"]["updatedRange"]) == ("Sheet1!B4:D6", "Sheet1!B7")


@pytest.mark.fact("D", "5")
def test_a_cell_of_the_first_table_means_that_table(tables: Any) -> None:
    told = tables.append("A1", [["new"]])
    assert (told["tableRange"], told["updates"]["updatedRange"]) == ("Sheet1!A1:C2", "Sheet1!A3")


@pytest.mark.fact("D")
@pytest.mark.parametrize("asked", ["E4", "A4"])
def test_a_cell_of_no_table_is_where_the_rows_go(tables: Any, asked: str) -> None:
    told = tables.append(asked, [["new"]])
    assert "tableRange" not in told
    assert told["updates"]["updatedRange"] == f"Sheet1!{asked}"


def test_an_empty_cell_inside_a_table_means_that_table(tables: Any) -> None:
    assert tables.append("D4", [["new"]])["tableRange"] == "Sheet1!B4:D6"


@pytest.mark.fact("D", "5")
def test_rows_are_added_where_the_grid_ends(api: Any) -> None:
    api.update("A1", [["row"]] * 1000)
    told = api.append("Sheet1", [["x"] * 27] * 2)
    assert told["updates"]["updatedRange"] == "Sheet1!A1001:AA1002"
    assert (api.sheet.row_count, api.sheet.column_count) == (1002, 27)


@pytest.mark.fact("D", "5")
def test_appending_writes_over_what_is_below_unless_rows_are_inserted(tables: Any) -> None:
    tables.append("A1", [["1"], ["2"]])
    assert tables.values("A3:C4") == [["1"], ["2", "x", "y"]]


@pytest.mark.fact("D", "5")
def test_rows_can_be_inserted(tables: Any) -> None:
    told = tables.append("A1", [["1"], ["2"]], insertDataOption="INSERT_ROWS")
    assert told["updates"]["updatedRange"] == "Sheet1!A3:A4"
    assert tables.values("A3:D7") == [["1"], ["2"], [], ["", "x", "y"], ["", "", "y", "z"]]
    assert tables.sheet.row_count == 1002


@pytest.mark.fact("C")
def test_a_formula_counts_as_data_even_if_it_shows_nothing(api: Any) -> None:
    api.update("A1", [["name", "days"], ["Ada", '=""'], [None, '=""'], [None, '=""']], "USER_ENTERED")
    assert api.append("A1", [["Ben"]])["updates"]["updatedRange"] == "Sheet1!A5"


def test_formats_and_notes_are_no_data(api: Any) -> None:
    api.update("A1", [["x"]])
    api.sheet.put(1, 0, {"note": "nothing here", "userEnteredFormat": {"wrapStrategy": "WRAP"}})
    assert api.append("A1", [["y"]])["updates"]["updatedRange"] == "Sheet1!A2"
    assert api.sheet.cell(1, 0)["note"] == "nothing here"


@pytest.mark.fact("D")
def test_what_was_appended_comes_back_where_that_is_asked(api: Any) -> None:
    told = api.append(
        "A1", [["50%", "=1+1"]], "USER_ENTERED", includeValuesInResponse=True, responseValueRenderOption="UNFORMATTED_VALUE"
    )
    assert told["updates"]["updatedData"] == {"range": "Sheet1!A1:B1", "majorDimension": "ROWS", "values": [[0.5, 2]]}


@pytest.mark.fact("D")
def test_columns_as_the_major_dimension_turn_the_rows_over(api: Any) -> None:
    body = {"values": [["a", "b"], ["c", "d"]], "majorDimension": "COLUMNS"}
    api.told("POST", "/values/A1:append", body, valueInputOption="RAW")
    assert api.values("A1:B2") == [["a", "c"], ["b", "d"]]


def test_a_typed_table_grows_by_what_is_appended(api: Any) -> None:
    api.update("B2", [["key", "name"], ["k1", "Ada"]])
    api.update("B7", [["below"]])
    table_range = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 3}
    columns = [{"columnName": "key"}, {"columnIndex": 1, "columnName": "name"}]
    api.sheet.tables = [{"tableId": "t1", "name": "Pupils", "range": table_range, "columnProperties": columns}]
    told = api.append("B2", [["k2", "Ben"], ["k3", "Cy"]])
    assert (told["tableRange"], told["updates"]["updatedRange"]) == ("Sheet1!B2:C3", "Sheet1!B4:C5")
    assert api.sheet.tables[0]["range"]["endRowIndex"] == 5


def test_a_tall_table_is_found_quickly(api: Any) -> None:
    api.update("A1", [["x"] * 60] * 2000)
    assert api.append("Sheet1", [["y"]])["tableRange"] == "Sheet1!A1:BH2000"


@pytest.mark.fact("R")
def test_a_range_that_does_not_parse_is_refused(api: Any) -> None:
    assert api.refused("POST", "/values/Gone!A1:append", {"values": [["x"]]}, valueInputOption="RAW") == "Unable to parse range: Gone!A1"
