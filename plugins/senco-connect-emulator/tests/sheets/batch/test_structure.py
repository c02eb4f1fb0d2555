"""How structure is told and kept, fact by fact: what JSON leaves out, what goes along with rows, what is a cell's own."""

from __future__ import annotations

from typing import Any

import pytest
from senco_connect_emulator.drive.editors import EDITORS, SPREADSHEET

LIST = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "E"}, {"userEnteredValue": "K"}]}, "strict": True, "showCustomUi": True}


def rows(start: int, end: int) -> dict[str, Any]:
    return {"dimension": "ROWS", "startIndex": start, "endIndex": end}


def mark(desk: Any, row: int, **told: Any) -> Any:
    made = {"metadataKey": "pupil", "location": {"dimensionRange": rows(row, row + 1)}, "visibility": "DOCUMENT", **told}
    return desk.one("createDeveloperMetadata", developerMetadata=made)["developerMetadata"]


def places(desk: Any) -> dict[str, int]:
    """Where the marked rows are, by value."""
    body = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "pupil"}}]}
    found = [one["developerMetadata"] for one in desk.api.told("POST", "/developerMetadata:search", body).get("matchedDeveloperMetadata", ())]
    return {one["metadataValue"]: one["location"]["dimensionRange"]["startIndex"] for one in found}


@pytest.mark.fact("R", "6")
def test_the_first_sheet_has_an_id_and_its_ranges_do_not_tell_it(desk: Any, area: Any) -> None:
    desk.one("mergeCells", range=area(0, 2, 0, 2), mergeType="MERGE_ALL")
    sheet = desk.sheet()
    assert sheet["properties"]["sheetId"] == 0
    assert "sheetId" not in sheet["merges"][0]


@pytest.mark.fact("R", "6")
def test_a_range_tells_an_edge_of_nought(desk: Any, area: Any) -> None:
    desk.one("mergeCells", range=area(0, 2, 0, 2), mergeType="MERGE_ALL")
    assert desk.sheet()["merges"] == [{"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}]


@pytest.mark.fact("R", "6")
def test_a_range_on_another_sheet_names_it(desk: Any, area: Any) -> None:
    desk.one("addSheet", properties={"sheetId": 7})
    desk.one("mergeCells", range=area(0, 2, 0, 2, sheet=7), mergeType="MERGE_ALL")
    assert desk.sheet(1)["merges"][0]["sheetId"] == 7


@pytest.mark.fact("R", "6")
def test_what_is_false_is_not_told(desk: Any) -> None:
    assert "hidden" not in desk.sheet()["properties"]
    desk.one("addSheet", properties={"hidden": True})
    assert desk.sheet(1)["properties"]["hidden"] is True


@pytest.mark.fact("R", "6")
def test_a_channel_of_nought_is_not_told(desk: Any, area: Any) -> None:
    look = {"userEnteredFormat": {"backgroundColor": {"red": 1, "green": 0, "blue": 0}}}
    desk.one("repeatCell", range=area(0, 1, 0, 1), cell=look, fields="userEnteredFormat.backgroundColor")
    assert desk.cell("A1")["userEnteredFormat"]["backgroundColor"] == {"red": 1}


@pytest.mark.fact("R", "6")
@pytest.mark.parametrize("fields", ["sheets.properties.title", "sheets/properties/title", "sheets(properties(title))", "sheets(properties/title)"])
def test_a_mask_has_three_spellings(desk: Any, fields: str) -> None:
    assert desk.get(fields=fields) == {"sheets": [{"properties": {"title": "Sheet1"}}]}


@pytest.mark.fact("R", "6")
def test_a_mask_that_asks_for_cells_gets_them_without_the_parameter(desk: Any) -> None:
    desk.fill(["x"])
    told = desk.get(fields="sheets.data.rowData.values.formattedValue", includeGridData=False)
    assert told["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "x"


@pytest.mark.fact("R", "6")
def test_a_mask_without_cells_gets_none_whatever_the_parameter_says(desk: Any) -> None:
    desk.fill(["x"])
    assert "data" not in desk.get(fields="sheets.properties", includeGridData=True)["sheets"][0]


@pytest.mark.fact("D", "6")
def test_a_new_grid_is_of_a_thousand_rows_and_26_columns(desk: Any) -> None:
    told = desk.one("addSheet", properties={"title": "Plans"})["properties"]["gridProperties"]
    assert told == {"rowCount": 1000, "columnCount": 26}


@pytest.mark.fact("D", "6")
def test_requests_are_carried_out_in_order(desk: Any) -> None:
    desk.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Plans"}}},
        {"updateSheetProperties": {"properties": {"sheetId": 5, "title": "Old plans"}, "fields": "title"}},
        {"addSheet": {"properties": {"sheetId": 6, "title": "Plans"}}},
    )
    assert [sheet["properties"]["title"] for sheet in desk.get()["sheets"]] == ["Sheet1", "Old plans", "Plans"]


@pytest.mark.fact("D", "6")
def test_metadata_without_an_id_gets_one_of_its_own(desk: Any) -> None:
    assert mark(desk, 0)["metadataId"] != mark(desk, 1)["metadataId"]


@pytest.mark.fact("D", "6")
def test_metadata_goes_on_one_column_a_sheet_or_the_spreadsheet_too(desk: Any) -> None:
    places = ({"spreadsheet": True}, {"sheetId": 0}, {"dimensionRange": {"dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}})
    kinds = [mark(desk, 0, location=place)["location"]["locationType"] for place in places]
    assert kinds == ["SPREADSHEET", "SHEET", "COLUMN"]


@pytest.mark.fact("D", "6")
@pytest.mark.parametrize(
    ("request_", "row"),
    [
        ({"insertDimension": {"range": rows(0, 2)}}, 6),
        ({"deleteDimension": {"range": rows(0, 2)}}, 2),
        ({"moveDimension": {"source": rows(4, 5), "destinationIndex": 1}}, 1),
        ({"insertDimension": {"range": rows(8, 9)}}, 4),
        ({"deleteDimension": {"range": rows(8, 9)}}, 4),
    ],
)
def test_metadata_stays_with_its_row(desk: Any, request_: Any, row: int) -> None:
    mark(desk, 4, metadataValue="A1")
    desk.batch(request_)
    assert places(desk) == {"A1": row}


@pytest.mark.fact("D", "6")
def test_metadata_goes_with_its_row(desk: Any) -> None:
    mark(desk, 4, metadataValue="A1")
    desk.one("deleteDimension", range=rows(3, 6))
    assert places(desk) == {}


@pytest.mark.fact("D", "6")
def test_what_a_document_shows_every_project_reads(desk: Any) -> None:
    mark(desk, 0, metadataValue="A1")
    teacher = "teacher@school.example"
    other = desk.world.directory.identity(teacher, ["https://www.googleapis.com/auth/spreadsheets"], "another app")
    desk.api.tokens[teacher] = desk.world.directory.issue(other, now=desk.world.clock.seconds)
    body = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "pupil"}}]}
    assert len(desk.api.told("POST", "/developerMetadata:search", body, who=teacher)["matchedDeveloperMetadata"]) == 1


@pytest.mark.fact("C", "6")
def test_a_row_that_is_copied_takes_its_key_along_and_no_metadata(desk: Any) -> None:
    desk.fill(["A1", "Ada"])
    mark(desk, 0, metadataValue="A1")
    source, into = ({"startRowIndex": at, "endRowIndex": at + 1} for at in (0, 3))
    desk.one("copyPaste", source=source, destination=into, pasteType="PASTE_NORMAL")
    assert desk.values("A4:B4") == [["A1", "Ada"]]
    assert places(desk) == {"A1": 0}


@pytest.mark.fact("D", "6")
def test_a_rule_may_take_its_choices_from_a_range(desk: Any, area: Any) -> None:
    rule = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!D2:D4"}]}, "strict": True}
    desk.one("setDataValidation", range=area(0, 1, 0, 1), rule=rule)
    assert desk.cell("A1")["dataValidation"] == rule


@pytest.mark.fact("D", "6")
def test_writing_values_gives_no_rule_to_new_rows(desk: Any, area: Any) -> None:
    desk.one("setDataValidation", range=area(0, 2, 0, 1), rule=LIST)
    desk.api.update("A1", [["E"], ["K"]])
    desk.api.append("A1", [["E"]])
    assert "dataValidation" in desk.cell("A2") and "dataValidation" not in desk.cell("A3")


@pytest.mark.fact("D", "6")
def test_a_rule_alone_can_be_pasted(desk: Any, area: Any) -> None:
    desk.fill(["E"])
    desk.one("setDataValidation", range=area(0, 1, 0, 1), rule=LIST)
    desk.one("copyPaste", source=area(0, 1, 0, 1), destination=area(1, 3, 0, 1), pasteType="PASTE_DATA_VALIDATION")
    told = desk.cell("A3")
    assert told["dataValidation"] == LIST
    assert "userEnteredValue" not in told


@pytest.mark.fact("C", "6")
def test_a_strict_rule_turns_no_program_away(desk: Any, area: Any) -> None:
    desk.one("setDataValidation", range=area(0, 1, 0, 1), rule=LIST)
    desk.api.update("A1", [["Z"]])
    assert desk.values("A1") == [["Z"]]


@pytest.mark.fact("D", "6")
def test_conditional_formats_are_told_apart_by_their_place(desk: Any, area: Any) -> None:
    for text in ("E", "K"):
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]}
        rule = {"ranges": [area(0, 9, 0, 1)], "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}}}
        desk.one("addConditionalFormatRule", rule=rule, index=0)
    desk.one("deleteConditionalFormatRule", sheetId=0, index=0)
    (left,) = desk.sheet()["conditionalFormats"]
    assert left["booleanRule"]["condition"]["values"] == [{"userEnteredValue": "E"}]


@pytest.mark.fact("D", "6")
def test_a_filter_view_has_an_id(desk: Any, area: Any) -> None:
    told = desk.one("addFilterView", filter={"title": "Mine", "range": area(0, 9)})["filter"]
    assert isinstance(told["filterViewId"], int)


@pytest.mark.fact("D", "6")
def test_alternating_colours_have_an_id(desk: Any, area: Any) -> None:
    colours = {"firstBandColor": {"red": 1}, "secondBandColor": {"blue": 1}}
    told = desk.one("addBanding", bandedRange={"range": area(0, 9, 0, 3), "rowProperties": colours})["bandedRange"]
    assert isinstance(told["bandedRangeId"], int)


@pytest.mark.fact("R", "6")
@pytest.mark.parametrize("what", [{"dimension": "ROWS"}, {"dimension": "COLUMNS"}])
def test_not_all_rows_or_columns_can_be_deleted(desk: Any, what: Any) -> None:
    assert desk.refused({"deleteDimension": {"range": what}})


@pytest.mark.fact("R", "6")
def test_the_only_sheet_can_not_be_deleted(desk: Any) -> None:
    assert desk.refused({"deleteSheet": {"sheetId": 0}})


@pytest.mark.fact("R", "4")
def test_not_all_sheets_can_be_hidden(desk: Any) -> None:
    said = desk.refused({"updateSheetProperties": {"properties": {"hidden": True}, "fields": "hidden"}})
    assert said == "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."


@pytest.mark.fact("R", "6")
def test_two_sheets_do_not_share_a_name(desk: Any) -> None:
    assert "already exists" in desk.refused({"addSheet": {"properties": {"title": "Sheet1"}}})


@pytest.fixture
def table(desk: Any, area: Any) -> str:
    """A table whose second column has a dropdown."""
    desk.fill(["UPN", "Status"], ["A1", "E"])
    dropdown = {"columnIndex": 1, "columnName": "Status", "columnType": "DROPDOWN", "dataValidationRule": {"condition": LIST["condition"]}}
    given = {"name": "Pupils", "range": area(0, 2, 0, 2), "columnProperties": [{"columnIndex": 0, "columnName": "UPN", "columnType": "TEXT"}, dropdown]}
    return str(desk.one("addTable", table=given)["table"]["tableId"])


@pytest.mark.fact("D", "6")
def test_the_rule_of_a_column_is_its_tables(desk: Any, table: str) -> None:
    column = desk.sheet()["tables"][0]["columnProperties"][1]
    assert (column["columnType"], column["dataValidationRule"]["condition"]) == ("DROPDOWN", LIST["condition"])


@pytest.mark.fact("D", "6")
def test_without_its_table_a_column_has_lost_its_rule(desk: Any, table: str) -> None:
    desk.one("deleteTable", tableId=table)
    assert "tables" not in desk.sheet()
    assert "dataValidation" not in desk.cell("B2")


@pytest.mark.fact("D", "6")
def test_a_table_is_changed_by_its_id(desk: Any, table: str) -> None:
    desk.one("updateTable", table={"tableId": table, "name": "Children"}, fields="name")
    assert desk.sheet()["tables"][0]["name"] == "Children"


@pytest.mark.fact("D", "6")
def test_cells_are_appended_to_a_table(desk: Any, table: str) -> None:
    cells = [{"userEnteredValue": {"stringValue": text}} for text in ("A2", "K")]
    desk.one("appendCells", tableId=table, rows=[{"values": cells}], fields="userEnteredValue")
    assert desk.values("A3:B3") == [["A2", "K"]]
    assert desk.sheet()["tables"][0]["range"]["endRowIndex"] == 3


@pytest.mark.fact("D", "6")
@pytest.mark.parametrize("kind", ["updateCells", "appendCells"])
def test_a_text_that_begins_like_a_formula_is_a_text(desk: Any, kind: str) -> None:
    cell = {"userEnteredValue": {"stringValue": "=1+1"}}
    where: dict[str, Any] = {"start": {}} if kind == "updateCells" else {"sheetId": 0}
    desk.one(kind, rows=[{"values": [cell]}], fields="userEnteredValue", **where)
    assert desk.values("A1") == [["=1+1"]]
    assert desk.cell("A1")["effectiveValue"] == {"stringValue": "=1+1"}


@pytest.mark.fact("C", "6")
def test_a_csv_gives_away_what_looks_like_a_formula(desk: Any) -> None:
    desk.api.update("A1", [["=1+1"]])
    assert EDITORS[SPREADSHEET].export(desk.world, desk.api.id, "text/csv") == b"=1+1"
