"""Tables, charts and slicers."""

from __future__ import annotations

from typing import Any

import pytest

LIST = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "E"}]}}


@pytest.fixture
def table(desk: Any, area: Any) -> Any:
    """A table of two columns, Name and Status, which is a dropdown."""
    desk.fill(["Name", "Status"], ["Ada", "E"])
    columns = [{"columnIndex": 1, "columnName": "Status", "columnType": "DROPDOWN", "dataValidationRule": LIST}]
    told = {"name": "Pupils", "range": area(0, 3, 0, 2), "columnProperties": columns}
    desk.table_id = desk.one("addTable", table=told)["table"]["tableId"]
    return desk


@pytest.mark.fact("C", "6")
def test_every_column_is_told_and_named_by_its_header(table: Any) -> None:
    assert table.sheet()["tables"][0]["columnProperties"] == [
        {"columnName": "Name"},
        {"columnIndex": 1, "columnName": "Status", "columnType": "DROPDOWN", "dataValidationRule": LIST},
    ]
    table.fill(["Pupil", "=1+2"])
    assert [one["columnName"] for one in table.sheet()["tables"][0]["columnProperties"]] == ["Pupil", "Column 2"]
    assert table.values("A1:B1") == [["Pupil", "Column 2"]]


@pytest.mark.fact("R", "6")
@pytest.mark.parametrize(
    ("column", "words"),
    [
        ({"columnType": "DROPDOWN"}, "Condition must be set for dropdown column type."),
        ({"columnType": "DOUBLE", "dataValidationRule": LIST}, "Cannot set condition for non-dropdown column type."),
    ],
)
def test_a_dropdown_has_a_list_and_nothing_else_has(desk: Any, area: Any, column: Any, words: str) -> None:
    said = desk.refused({"addTable": {"table": {"range": area(0, 3, 0, 2), "columnProperties": [column]}}})
    assert said == f"Invalid requests[0].addTable: {words}"


@pytest.mark.fact("C")
def test_columns_are_replaced_as_a_whole(table: Any) -> None:
    new = {"tableId": table.table_id, "columnProperties": [{"columnName": "Who", "columnType": "TEXT"}]}
    table.one("updateTable", table=new, fields="columnProperties")
    assert table.sheet()["tables"][0]["columnProperties"] == [{"columnName": "Who", "columnType": "TEXT"}, {"columnIndex": 1, "columnName": "Status"}]
    assert table.values("A1:B1") == [["Who", "Status"]]
    new = {"tableId": table.table_id, "columnProperties": [{"columnType": "TEXT"}]}
    assert table.refused({"updateTable": {"table": new, "fields": "columnProperties"}}).endswith("Table header row cell must have a value.")


@pytest.mark.fact("C", "6")
def test_a_typed_column_takes_no_rule_of_its_own(table: Any, area: Any) -> None:
    said = table.refused({"setDataValidation": {"range": area(1, 2, 1, 2), "rule": LIST}})
    assert said.endswith("This operation is not allowed on cells in typed columns.")


@pytest.mark.fact("D", "6")
def test_rows_are_appended_to_a_table_which_grows(table: Any) -> None:
    rows = [{"values": [{"userEnteredValue": {"stringValue": name}}]} for name in ("Ben", "Cy")]
    table.one("appendCells", tableId=table.table_id, rows=rows, fields="userEnteredValue")
    assert table.values("A1:A4") == [["Name"], ["Ada"], ["Ben"], ["Cy"]]
    assert table.sheet()["tables"][0]["range"]["endRowIndex"] == 4


def test_tables_do_not_overlap_or_share_a_name_and_go_with_their_cells(table: Any, area: Any) -> None:
    assert table.refused({"addTable": {"table": {"range": area(2, 5, 0, 2)}}})
    assert table.refused({"addTable": {"table": {"name": "pupils", "range": area(8, 9, 0, 2)}}})
    table.one("deleteTable", tableId=table.table_id)
    assert "tables" not in table.sheet()
    assert table.values() is None


def test_a_chart_is_kept_placed_and_follows_its_cells(desk: Any, area: Any) -> None:
    spec = {"title": "Needs", "pieChart": {"domain": {"sourceRange": {"sources": [area(0, 5, 0, 1)]}}}}
    told = desk.one("addChart", chart={"spec": spec, "position": {"overlayPosition": {"anchorCell": {"rowIndex": 2, "columnIndex": 3}}}})["chart"]
    assert told["position"]["overlayPosition"] == {"anchorCell": {"rowIndex": 2, "columnIndex": 3}, "widthPixels": 600, "heightPixels": 371}
    desk.one("insertDimension", range={"dimension": "ROWS", "startIndex": 0, "endIndex": 1})
    chart = desk.sheet()["charts"][0]
    assert chart["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 3
    assert chart["spec"]["pieChart"]["domain"]["sourceRange"]["sources"][0]["startRowIndex"] == 1
    desk.one("updateChartSpec", chartId=told["chartId"], spec={"title": "Other", "orgChart": {}})
    position = {"overlayPosition": {"widthPixels": 50}}
    moved = desk.one("updateEmbeddedObjectPosition", objectId=told["chartId"], newPosition=position, fields="widthPixels")
    assert moved["position"]["overlayPosition"]["widthPixels"] == 50
    desk.one("deleteEmbeddedObject", objectId=told["chartId"])
    assert "charts" not in desk.sheet()


def test_a_chart_may_have_a_sheet_of_its_own(desk: Any) -> None:
    chart = desk.one("addChart", chart={"spec": {"title": "Needs", "orgChart": {}}, "position": {"newSheet": True}})["chart"]
    told = desk.sheet(1)
    assert told["properties"] == {"sheetId": chart["position"]["sheetId"], "title": "Chart1", "index": 1, "sheetType": "OBJECT"}
    desk.one("deleteEmbeddedObject", objectId=chart["chartId"])
    assert len(desk.get()["sheets"]) == 1


def test_a_slicer_is_kept_and_changed(desk: Any, area: Any) -> None:
    slicer = {"spec": {"dataRange": area(0, 5), "columnIndex": 1, "title": "Year"}, "position": {"overlayPosition": {"anchorCell": {"rowIndex": 1}}}}
    slicer_id = desk.one("addSlicer", slicer=slicer)["slicer"]["slicerId"]
    desk.one("updateSlicerSpec", slicerId=slicer_id, spec={"title": "Need"}, fields="title")
    assert desk.sheet()["slicers"][0]["spec"]["title"] == "Need"


def test_a_column_inside_a_table_becomes_one_of_its_columns(table: Any) -> None:
    span = {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    table.one("insertDimension", range=span)
    told = table.sheet()["tables"][0]
    assert told["range"]["endColumnIndex"] == 3
    assert [one["columnName"] for one in told["columnProperties"]] == ["Name", "Column 2", "Status"]
    assert table.values("A1:C1") == [["Name", "Column 2", "Status"]]
    table.one("deleteDimension", range=span)
    assert [one.get("columnType") for one in table.sheet()["tables"][0]["columnProperties"]] == [None, "DROPDOWN"]
