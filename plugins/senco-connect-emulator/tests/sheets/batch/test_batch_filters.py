"""The filter of a sheet and filter views."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def table(desk: Any) -> Any:
    """A header and four rows."""
    desk.fill(["Name", "Status", "Year"], ["Ada", "E", 9], ["Ben", "K", 7], ["Cy", "E", 8], ["Dee", None, 10])
    return desk


def hidden(desk: Any) -> list[int]:
    return [row for row, line in enumerate(desk.lines()) if line.get("hiddenByFilter")]


@pytest.mark.fact("R", "6")
def test_a_filter_without_edges_has_those_of_the_grid(desk: Any) -> None:
    desk.one("setBasicFilter", filter={"range": {"sheetId": 0}})
    place = {"startRowIndex": 0, "endRowIndex": 1000, "startColumnIndex": 0, "endColumnIndex": 26}
    assert desk.sheet()["basicFilter"] == {"range": place}


@pytest.mark.parametrize(
    ("criteria", "rows"),
    [
        ({"hiddenValues": ["E"]}, [1, 3]),
        ({"hiddenValues": [""]}, [4]),
        ({"condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": "e"}]}}, [2, 4]),
        ({"condition": {"type": "BLANK"}}, [1, 2, 3]),
    ],
)
def test_rows_that_do_not_meet_the_criteria_are_hidden(table: Any, area: Any, criteria: Any, rows: list[int]) -> None:
    table.one("setBasicFilter", filter={"range": area(0, 5, 0, 3), "filterSpecs": [{"columnIndex": 1, "filterCriteria": criteria}]})
    assert hidden(table) == rows
    table.one("clearBasicFilter", sheetId=0)
    assert hidden(table) == []
    assert "basicFilter" not in table.sheet()


@pytest.mark.fact("D")
def test_both_forms_of_the_criteria_are_told_whichever_was_sent(table: Any, area: Any) -> None:
    table.one("setBasicFilter", filter={"range": area(0, 5, 0, 3), "criteria": {"2": {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "8"}]}}}})
    told = table.sheet()["basicFilter"]
    assert told["filterSpecs"] == [{"columnIndex": 2, "filterCriteria": told["criteria"]["2"]}]
    assert hidden(table) == [2, 3]


def test_a_filter_may_sort_below_its_header(table: Any, area: Any) -> None:
    table.one("setBasicFilter", filter={"range": area(0, 5, 0, 3), "sortSpecs": [{"dimensionIndex": 2, "sortOrder": "ASCENDING"}]})
    assert [row[0] for row in table.values("A1:A5")] == ["Name", "Ben", "Cy", "Ada", "Dee"]


@pytest.mark.fact("R")
def test_a_filter_knows_no_lists(table: Any, area: Any) -> None:
    spec = {"columnIndex": 1, "filterCriteria": {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "E"}]}}}
    said = table.refused({"setBasicFilter": {"filter": {"range": area(0, 5), "filterSpecs": [spec]}}})
    assert said.endswith("ConditionType 'ONE_OF_LIST' is not supported in filters.")


@pytest.mark.fact("D", "6")
def test_a_filter_view_is_kept_copied_changed_and_hides_nothing(table: Any, area: Any) -> None:
    spec = {"columnIndex": 1, "filterCriteria": {"hiddenValues": ["E"]}}
    view = table.one("addFilterView", filter={"range": area(0, 5, 0, 3), "filterSpecs": [spec]})["filter"]
    assert view["title"] == "Filter 1"
    assert hidden(table) == []
    copy = table.one("duplicateFilterView", filterId=view["filterViewId"])["filter"]
    assert copy == {**view, "filterViewId": copy["filterViewId"], "title": "Copy of Filter 1"}
    table.one("updateFilterView", filter={"filterViewId": view["filterViewId"], "title": "Plans"}, fields="title,filterSpecs")
    assert table.sheet()["filterViews"][0] == {"filterViewId": view["filterViewId"], "title": "Plans", "range": view["range"]}
    table.one("deleteFilterView", filterId=view["filterViewId"])
    assert len(table.sheet()["filterViews"]) == 1
    assert table.refused({"deleteFilterView": {"filterId": view["filterViewId"]}})


def test_a_filter_may_ask_a_formula(table: Any, area: Any) -> None:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=AND(B2="E",C2>8)'}]}
    table.one("setBasicFilter", filter={"range": area(0, 5, 0, 3), "filterSpecs": [{"columnIndex": 2, "filterCriteria": {"condition": condition}}]})
    assert hidden(table) == [2, 3, 4]
