"""Rows and columns: what moves with them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest


def rows(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"dimension": "ROWS", "startIndex": start, "endIndex": end, **more}


def columns(start: int, end: int) -> dict[str, Any]:
    return {"dimension": "COLUMNS", "startIndex": start, "endIndex": end}


@pytest.fixture
def anchored(desk: Any, area: Any) -> Any:
    """One of everything on rows 5 to 7 of column B to C, and metadata on row 6."""
    place = area(4, 7, 1, 3)
    desk.batch(
        {"mergeCells": {"range": place}},
        {"addNamedRange": {"namedRange": {"name": "here", "range": place}}},
        {"addProtectedRange": {"protectedRange": {"range": place}}},
        {"addBanding": {"bandedRange": {"range": place, "rowProperties": {"firstBandColor": {"red": 1}}}}},
        {"addFilterView": {"filter": {"range": place}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [place], "booleanRule": {"condition": {"type": "NOT_BLANK"}}}}},
        {"setBasicFilter": {"filter": {"range": place}}},
        {"addDimensionGroup": {"range": rows(4, 7)}},
        {"createDeveloperMetadata": {"developerMetadata": {"metadataId": 1, "metadataKey": "k", "location": {"dimensionRange": rows(5, 6)}, "visibility": "DOCUMENT"}}},
        {"updateDimensionProperties": {"range": rows(5, 6), "properties": {"pixelSize": 50}, "fields": "pixelSize"}},
    )  # fmt: skip
    return desk


def spans(desk: Any) -> set[tuple[int, int]]:
    sheet, ranges = desk.sheet(), [one["range"] for one in desk.get()["namedRanges"]]
    ranges += [*sheet["merges"], sheet["basicFilter"]["range"], *sheet["conditionalFormats"][0]["ranges"]]
    ranges += [one["range"] for name in ("protectedRanges", "bandedRanges", "filterViews") for one in sheet[name]]
    found = {(one["startRowIndex"], one["endRowIndex"]) for one in ranges}
    group = sheet["rowGroups"][0]["range"]
    return found | {(group["startIndex"], group["endIndex"])}


def marked(desk: Any) -> int:
    return next(row for row, line in enumerate(desk.lines()) if line.get("developerMetadata"))


@pytest.mark.fact("C", "6")
@pytest.mark.parametrize(
    ("request_", "span", "row"),
    [
        ({"insertDimension": {"range": rows(0, 2)}}, (6, 9), 7),
        ({"insertDimension": {"range": rows(4, 6)}}, (6, 9), 7),
        ({"insertDimension": {"range": rows(5, 6)}}, (4, 8), 6),
        ({"insertDimension": {"range": rows(7, 9)}}, (4, 7), 5),
        ({"deleteDimension": {"range": rows(0, 3)}}, (1, 4), 2),
        ({"deleteDimension": {"range": rows(4, 5)}}, (4, 6), 4),
        ({"deleteDimension": {"range": rows(3, 5)}}, (3, 5), 3),
        ({"deleteDimension": {"range": rows(6, 9)}}, (4, 6), 5),
        ({"moveDimension": {"source": rows(0, 2), "destinationIndex": 9}}, (2, 5), 3),
        ({"moveDimension": {"source": rows(4, 7), "destinationIndex": 0}}, (0, 3), 1),
        ({"moveDimension": {"source": rows(4, 7), "destinationIndex": 20}}, (17, 20), 18),
    ],
)
def test_everything_on_rows_goes_where_the_rows_go(anchored: Any, request_: Any, span: tuple[int, int], row: int) -> None:
    anchored.batch(request_)
    assert spans(anchored) == {span}
    assert marked(anchored) == row
    # A row put in before it has its height.
    assert max(line for line, told in enumerate(anchored.lines()) if told["pixelSize"] == 50) == row


def test_what_is_on_deleted_rows_is_gone(anchored: Any) -> None:
    anchored.one("deleteDimension", range=rows(3, 8))
    assert set(anchored.sheet()) == {"properties"}
    assert "namedRanges" not in anchored.get()
    assert not any("developerMetadata" in line for line in anchored.lines())


@pytest.mark.fact("D", "6")
def test_metadata_is_deleted_with_its_row_and_stays_on_it_otherwise(desk: Any) -> None:
    for row in range(3):
        place = {"dimensionRange": rows(row, row + 1)}
        desk.one("createDeveloperMetadata", developerMetadata={"metadataKey": f"pupil{row}", "location": place, "visibility": "DOCUMENT"})
    desk.one("deleteDimension", range=rows(1, 2))
    kept = [(one["metadataKey"], one["location"]["dimensionRange"]["startIndex"]) for one in desk.book.metadata]
    assert kept == [("pupil0", 0), ("pupil2", 1)]


def test_references_follow_inserted_deleted_and_moved_rows(desk: Any) -> None:
    desk.fill([1, "=A3", "=SUM(A1:A4)"], [2], [3], [4])
    desk.one("insertDimension", range=rows(1, 2))
    assert desk.formulas("B1:C1") == [["=A4", "=SUM(A1:A5)"]]
    desk.one("deleteDimension", range=rows(1, 2))
    assert desk.formulas("B1:C1") == [["=A3", "=SUM(A1:A4)"]]
    desk.one("moveDimension", source=rows(2, 3), destinationIndex=8)
    assert desk.formulas("B1") == [["=A8"]]
    desk.one("deleteDimension", range=rows(7, 8))
    assert desk.formulas("B1") == [["=#REF!"]]


def test_columns_are_inserted_deleted_and_moved_alike(desk: Any) -> None:
    desk.fill(["a", "b", "c", "=B1&C1"])
    desk.one("insertDimension", range=columns(1, 2))
    assert desk.formulas("A1:E1") == [["a", "", "b", "c", "=C1&D1"]]
    desk.one("moveDimension", source=columns(2, 3), destinationIndex=5)
    assert desk.formulas("A1:E1") == [["a", "", "c", "=E1&C1", "b"]]
    desk.one("deleteDimension", range=columns(1, 2))
    assert desk.formulas("A1:D1") == [["a", "c", "=D1&B1", "b"]]
    assert desk.sheet()["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26}


def test_the_columns_of_a_filter_follow_their_columns(desk: Any, area: Any) -> None:
    spec = {"columnIndex": 2, "filterCriteria": {"hiddenValues": ["x"]}}
    desk.one("setBasicFilter", filter={"range": area(0, 5, 0, 4), "filterSpecs": [spec]})
    desk.one("insertDimension", range=columns(0, 1))
    told = desk.sheet()["basicFilter"]
    assert told["filterSpecs"] == [{"columnIndex": 3, "filterCriteria": {"hiddenValues": ["x"]}}]
    assert told["criteria"] == {"3": {"hiddenValues": ["x"]}}


@pytest.mark.fact("D", "6")
@pytest.mark.parametrize(("before", "row"), [(True, 0), (False, 1)])
def test_new_rows_look_like_those_before_or_behind_them_but_take_no_rule_along(desk: Any, before: bool, row: int) -> None:
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "K"}]}}
    cells = [{"userEnteredFormat": {"textFormat": {"bold": True}}, "dataValidation": rule}, {"userEnteredFormat": {"textFormat": {"italic": True}}}]
    desk.one("updateCells", start={}, rows=[{"values": [cell]} for cell in cells], fields="userEnteredFormat,dataValidation")
    desk.one("insertDimension", range=rows(1, 2), inheritFromBefore=before)
    assert desk.cell("A2")["userEnteredFormat"] == cells[row]["userEnteredFormat"]
    assert "dataValidation" not in desk.cell("A2")


@pytest.mark.fact("R", "6")
def test_what_rows_can_not_be_inserted_or_deleted(desk: Any) -> None:
    assert desk.refused({"insertDimension": {"range": rows(1001, 1002)}}).endswith("range.startIndex is larger than current grid size (1000)")
    said = desk.refused({"insertDimension": {"range": rows(1000, 1001)}})
    assert said.endswith("range.startIndex must be less than the grid size (1000) if inheritFromBefore is false.")
    said = desk.refused({"deleteDimension": {"range": rows(1000, 1001)}})
    assert said.endswith("Cannot delete a row that doesn't exist. Tried to delete row index 1000 but there are only 1000 rows.")
    said = desk.refused({"deleteDimension": {"range": rows(0, 1000)}})
    assert said == "Invalid requests[0].deleteDimension: You can't delete all the rows on the sheet."
    assert desk.refused({"deleteDimension": {"range": columns(0, 26)}}).endswith("You can't delete all the columns on the sheet.")
    desk.one("insertDimension", range=rows(1000, 1001), inheritFromBefore=True)


@pytest.mark.fact("C")
def test_rows_do_not_move_into_or_out_of_a_merge(desk: Any, area: Any) -> None:
    desk.one("mergeCells", range=area(2, 4, 0, 1))
    for source, to in ((rows(0, 1), 3), (rows(3, 4), 8)):
        said = desk.refused({"moveDimension": {"source": source, "destinationIndex": to}})
        assert said.endswith("to a position that crosses a merged cell. Please unmerge and try again.")


@pytest.mark.fact("D", "6")
def test_rows_have_21_pixels_and_columns_100_until_they_are_told_otherwise(desk: Any) -> None:
    desk.one("updateDimensionProperties", range=columns(1, 3), properties={"pixelSize": 250, "hiddenByUser": True}, fields="*")
    assert desk.lines("columnMetadata")[:4] == [
        {"pixelSize": 100}, {"hiddenByUser": True, "pixelSize": 250}, {"hiddenByUser": True, "pixelSize": 250}, {"pixelSize": 100},
    ]  # fmt: skip
    assert desk.lines()[0] == {"pixelSize": 21}
    desk.one("updateDimensionProperties", range=columns(1, 3), properties={"hiddenByUser": False}, fields="hiddenByUser")
    assert desk.lines("columnMetadata")[1] == {"pixelSize": 250}


def test_columns_fit_their_texts(desk: Any) -> None:
    desk.fill(["a very long text, much longer than a column is wide", "x"])
    desk.one("autoResizeDimensions", dimensions=columns(0, 3))
    wide, narrow, empty = (line["pixelSize"] for line in desk.lines("columnMetadata")[:3])
    assert wide > 200 > empty == 100 > narrow


def test_rows_are_added_at_the_end(desk: Any) -> None:
    desk.one("appendDimension", sheetId=0, dimension="ROWS", length=5)
    assert desk.sheet()["properties"]["gridProperties"]["rowCount"] == 1005
    assert desk.refused({"appendDimension": {"dimension": "ROWS", "length": 0}})


@pytest.mark.fact("D")
@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((1, 5), (2, 4), [(1, 5, 1), (2, 4, 2)]),
        ((2, 4), (1, 5), [(1, 5, 1), (2, 4, 2)]),
        ((1, 4), (2, 5), [(1, 5, 1), (2, 4, 2)]),
    ],
)
def test_groups_over_groups_are_deeper(desk: Any, first: Any, second: Any, told: Any) -> None:
    replies = desk.batch({"addDimensionGroup": {"range": columns(*first)}}, {"addDimensionGroup": {"range": columns(*second)}})
    groups = replies[1]["addDimensionGroup"]["dimensionGroups"]
    assert [(one["range"]["startIndex"], one["range"]["endIndex"], one["depth"]) for one in groups] == told


@pytest.mark.fact("D")
def test_taking_a_group_away_takes_one_depth_from_its_columns(desk: Any) -> None:
    desk.batch({"addDimensionGroup": {"range": columns(1, 5)}}, {"addDimensionGroup": {"range": columns(2, 4)}})
    groups = desk.one("deleteDimensionGroup", range=columns(3, 5))["dimensionGroups"]
    assert [(one["range"]["startIndex"], one["range"]["endIndex"], one["depth"]) for one in groups] == [(1, 4, 1), (2, 3, 2)]


@pytest.mark.fact("R")
def test_the_first_group_puts_its_button_behind_it(desk: Any) -> None:
    desk.one("addDimensionGroup", range=columns(0, 2))
    told = desk.sheet()
    assert told["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26, "columnGroupControlAfter": True}
    assert told["columnGroups"] == [{"range": {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 2}, "depth": 1}]


def test_a_closed_group_hides_its_rows(desk: Any) -> None:
    desk.one("addDimensionGroup", range=rows(1, 3))
    desk.one("updateDimensionGroup", dimensionGroup={"range": rows(1, 3), "depth": 1, "collapsed": True}, fields="collapsed")
    assert desk.sheet()["rowGroups"][0]["collapsed"] is True
    assert [line.get("hiddenByUser") for line in desk.lines()[:4]] == [None, True, True, None]


@pytest.mark.parametrize("together", [True, False])
def test_formulas_follow_whether_requests_come_in_one_batch_or_in_many(desk: Any, together: bool) -> None:
    def formula(row: int, text: str) -> dict[str, Any]:
        cell = {"userEnteredValue": {"formulaValue": text}}
        return {"updateCells": {"start": {"rowIndex": row, "columnIndex": 1}, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}

    requests = [
        formula(0, "=A9"),
        {"insertDimension": {"range": rows(3, 4)}},
        formula(1, "=A10"),
        {"insertDimension": {"range": columns(0, 1)}},
        {"deleteDimension": {"range": rows(4, 6)}},
        {"repeatCell": {"range": {"startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 2, "endColumnIndex": 3}, "cell": {"userEnteredValue": {"formulaValue": "=B8"}}, "fields": "userEnteredValue"}},
        {"moveDimension": {"source": rows(7, 8), "destinationIndex": 20}},
    ]  # fmt: skip
    for batch in [requests] if together else [[request] for request in requests]:
        desk.batch(*batch)
    assert desk.formulas("C1:C3") == [["=B20"], ["=B20"], ["=B20"]]
