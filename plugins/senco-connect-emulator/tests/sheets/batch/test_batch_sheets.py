"""Sheets: added, copied, renamed, moved, hidden, resized, deleted."""

from __future__ import annotations

from typing import Any

import pytest


def titles(desk: Any) -> list[str]:
    return [sheet["properties"]["title"] for sheet in desk.get()["sheets"]]


def rename(**properties: Any) -> dict[str, Any]:
    return {"updateSheetProperties": {"properties": properties, "fields": ",".join(name for name in properties if name != "sheetId")}}


@pytest.mark.fact("R", "6")
def test_a_new_sheet_is_told_whole(desk: Any) -> None:
    told = desk.one("addSheet", properties={"title": "Plans", "gridProperties": {"rowCount": 1, "columnCount": 1}})["properties"]
    sheet_id = told.pop("sheetId")
    assert sheet_id > 0
    assert told == {"title": "Plans", "index": 1, "sheetType": "GRID", "gridProperties": {"rowCount": 1, "columnCount": 1}}


@pytest.mark.fact("D", "6")
def test_a_sheet_without_a_name_or_size_gets_both(desk: Any) -> None:
    told = desk.one("addSheet")["properties"]
    assert told["title"] == "Sheet2"
    assert told["gridProperties"] == {"rowCount": 1000, "columnCount": 26}


@pytest.mark.fact("C", "6")
def test_an_id_or_a_name_in_use_is_refused(desk: Any) -> None:
    assert desk.refused({"addSheet": {"properties": {"sheetId": 0}}}).endswith("addSheet: Sheet with id 0 already exists.")
    assert desk.refused({"addSheet": {"properties": {"title": "SHEET1"}}}).endswith('"SHEET1" already exists. Please enter another name.')
    assert desk.refused({"addSheet": {"properties": {"title": "x" * 101}}}).endswith("cannot be greater than 100 characters.")


@pytest.mark.fact("R", "4")
def test_the_last_sheet_and_the_last_that_is_shown_stay(desk: Any) -> None:
    assert desk.refused({"deleteSheet": {"sheetId": 0}}) == "Invalid requests[0].deleteSheet: You can't remove all the sheets in a document."
    desk.one("addSheet", properties={"sheetId": 5, "hidden": True})
    assert desk.refused({"deleteSheet": {"sheetId": 0}}).endswith("You can't remove all the visible sheets in a document.")
    said = desk.refused(rename(sheetId=0, hidden=True))
    assert said == "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."


@pytest.mark.fact("R")
def test_a_sheet_needs_a_name(desk: Any) -> None:
    assert desk.refused(rename(sheetId=0, title="")).endswith("The sheet name cannot be empty.")


def test_formulas_follow_a_renamed_sheet_and_break_with_a_deleted_one(desk: Any) -> None:
    desk.one("addSheet", properties={"sheetId": 5, "title": "Plans"})
    desk.fill(["=Plans!A1", "=SUM(Plans!A1:A3)"])
    desk.batch(rename(sheetId=5, title="EHC plans"))
    assert desk.formulas("A1:B1") == [["='EHC plans'!A1", "=SUM('EHC plans'!A1:A3)"]]
    desk.one("deleteSheet", sheetId=5)
    assert desk.formulas("A1:B1") == [["=#REF!", "=SUM(#REF!)"]]


def test_what_belongs_to_a_sheet_goes_with_it(desk: Any, area: Any) -> None:
    desk.one("addSheet", properties={"sheetId": 5})
    desk.one("addNamedRange", namedRange={"name": "needs", "range": area(0, 2, sheet=5)})
    desk.one("createDeveloperMetadata", developerMetadata={"metadataKey": "k", "location": {"sheetId": 5}, "visibility": "DOCUMENT"})
    desk.one("deleteSheet", sheetId=5)
    assert "namedRanges" not in desk.get()
    assert desk.book.metadata == []


@pytest.mark.fact("D")
@pytest.mark.parametrize(("index", "order"), [(0, "CAB"), (1, "ACB"), (2, "ABC"), (3, "ABC")])
def test_a_place_is_counted_before_the_sheet_moves(desk: Any, index: int, order: str) -> None:
    desk.batch(rename(sheetId=0, title="A"), {"addSheet": {"properties": {"title": "B"}}}, {"addSheet": {"properties": {"title": "C", "sheetId": 3}}})
    desk.batch(rename(sheetId=3, index=index))
    assert "".join(titles(desk)) == order
    assert [sheet["properties"]["index"] for sheet in desk.get()["sheets"]] == [0, 1, 2]


@pytest.mark.fact("D")
def test_to_move_the_first_behind_the_second_takes_index_two(desk: Any) -> None:
    desk.one("addSheet", properties={"title": "B"})
    desk.batch(rename(sheetId=0, index=1))
    assert titles(desk) == ["Sheet1", "B"]
    desk.batch(rename(sheetId=0, index=2))
    assert titles(desk) == ["B", "Sheet1"]


@pytest.mark.fact("C")
def test_a_copy_comes_first_where_no_place_is_said_and_leaves_protections_behind(desk: Any, area: Any) -> None:
    desk.fill(["x", "=Sheet1!A1"])
    desk.one("addProtectedRange", protectedRange={"range": area(0, 1)})
    told = desk.one("duplicateSheet", sourceSheetId=0, newSheetId=9)["properties"]
    assert (told["title"], told["index"], told["sheetId"]) == ("Copy of Sheet1", 0, 9)
    assert desk.formulas("'Copy of Sheet1'!A1:B1") == [["x", "='Copy of Sheet1'!A1"]]
    assert "protectedRanges" not in desk.sheet(0)
    assert "protectedRanges" in desk.sheet(1)


@pytest.mark.fact("R", "6")
def test_the_grid_is_resized_with_slashes_in_the_mask(desk: Any) -> None:
    desk.fill(["a", "b"], ["c", "d"])
    grid = {"rowCount": 1, "columnCount": 1}
    desk.one("updateSheetProperties", properties={"gridProperties": grid}, fields="gridProperties/rowCount,gridProperties/columnCount")
    assert desk.sheet()["properties"]["gridProperties"] == grid
    assert desk.values("A:A") == [["a"]]


@pytest.mark.fact("R", "6")
def test_a_property_set_to_its_default_is_not_told(desk: Any) -> None:
    for hide in (True, False):
        desk.one("updateSheetProperties", properties={"gridProperties": {"hideGridlines": hide}}, fields="gridProperties.hideGridlines")
        assert ("hideGridlines" in desk.sheet()["properties"]["gridProperties"]) is hide


@pytest.mark.fact("R", "6")
def test_a_colour_is_told_twice_and_has_one_byte_a_channel(desk: Any) -> None:
    desk.one("updateSheetProperties", properties={"tabColor": {"red": 0.5, "green": 0, "blue": 1}}, fields="tabColor")
    told = desk.sheet()["properties"]
    assert told["tabColor"] == {"red": 0.49803922, "blue": 1}
    assert told["tabColorStyle"] == {"rgbColor": told["tabColor"]}


@pytest.mark.fact("D", "7")
def test_a_spreadsheet_has_at_most_twenty_million_cells_and_a_sheet_18278_columns(desk: Any) -> None:
    said = desk.refused({"addSheet": {"properties": {"gridProperties": {"rowCount": 1_000_000, "columnCount": 20}}}})
    assert said.endswith("above the limit of 20000000 cells.")
    assert desk.refused({"appendDimension": {"dimension": "COLUMNS", "length": 18_253}}).endswith("limit of 18278 columns.")


def test_the_name_of_the_spreadsheet_is_that_of_its_file(desk: Any) -> None:
    desk.one("updateSpreadsheetProperties", properties={"title": "SEN register", "locale": "en_GB"}, fields="title,locale")
    assert desk.get(fields="properties(title,locale)") == {"properties": {"title": "SEN register", "locale": "en_GB"}}
    assert desk.world.drive.files[desk.api.id]["name"] == "SEN register"


def test_all_rows_can_not_be_frozen(desk: Any) -> None:
    request = {"properties": {"gridProperties": {"frozenRowCount": 1000}}, "fields": "gridProperties.frozenRowCount"}
    assert "freeze all visible rows" in desk.refused({"updateSheetProperties": request})
