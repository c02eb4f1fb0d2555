"""Validation rules, borders, conditional formats, alternating colours."""

from __future__ import annotations

from typing import Any

import pytest

LIST = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "E"}, {"userEnteredValue": "K"}]}, "strict": True, "showCustomUi": True}
RED = {"red": 1}


@pytest.mark.fact("D", "6")
def test_a_rule_is_the_cells_and_what_is_written_does_not_change_it(desk: Any, area: Any) -> None:
    desk.one("setDataValidation", range=area(1, 3, 0, 1), rule=LIST)
    desk.fill(["Z"], at=(1, 0))
    assert desk.cell("A2")["dataValidation"] == LIST
    assert desk.cell("A4") == {}
    desk.one("setDataValidation", range=area(0, 1000))
    assert "dataValidation" not in desk.cell("A2")


@pytest.mark.fact("D", "6")
def test_new_rows_have_no_rule(desk: Any, area: Any) -> None:
    desk.one("setDataValidation", range=area(1, 3, 0, 1), rule=LIST)
    desk.fill(["E"], ["K"], at=(1, 0))
    desk.one("appendCells", rows=[{"values": [{"userEnteredValue": {"stringValue": "E"}}]}], fields="userEnteredValue")
    assert "dataValidation" not in desk.cell("A4")


@pytest.mark.fact("D", "6")
def test_a_rule_with_a_range_follows_its_rows(desk: Any, area: Any) -> None:
    rule = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!D2:D4"}]}}
    desk.one("setDataValidation", range=area(0, 1, 0, 1), rule=rule)
    desk.one("insertDimension", range={"dimension": "ROWS", "startIndex": 1, "endIndex": 2})
    assert desk.cell("A1")["dataValidation"]["condition"]["values"] == [{"userEnteredValue": "=Sheet1!D3:D5"}]


def test_a_condition_needs_a_type_that_rules_know_and_its_values(desk: Any, area: Any) -> None:
    for condition in ({}, {"type": "ONE_OF_LIST"}, {"type": "NUMBER_BETWEEN", "values": [{"userEnteredValue": "1"}]}, {"type": "NOT_BLANK"}):
        assert desk.refused({"setDataValidation": {"range": area(0, 1), "rule": {"condition": condition}}})


def test_lines_are_drawn_around_and_between_cells(desk: Any, area: Any) -> None:
    line = {"style": "SOLID_THICK", "color": RED}
    desk.one("updateBorders", range=area(1, 3, 1, 3), top=line, innerVertical=line)
    told = desk.cell("B2")["userEnteredFormat"]["borders"]
    assert set(told) == {"top", "right"}
    assert told["top"] == {"style": "SOLID_THICK", "width": 3, "color": RED, "colorStyle": {"rgbColor": RED}}
    assert set(desk.cell("C3")["userEnteredFormat"]["borders"]) == {"left"}


@pytest.mark.fact("C")
def test_a_line_belongs_to_one_cell_alone(desk: Any, area: Any) -> None:
    desk.one("updateBorders", range=area(0, 1, 0, 1), bottom={"style": "SOLID"})
    desk.one("updateBorders", range=area(1, 2, 0, 1), top={"style": "DOTTED"})
    assert "userEnteredFormat" not in desk.cell("A1")
    desk.one("updateBorders", range=area(1, 2, 0, 1), top={"style": "NONE"})
    assert desk.cell("A2") == {}


def rule(area: Any, kind: str = "NOT_BLANK") -> dict[str, Any]:
    return {"ranges": [area(0, 5)], "booleanRule": {"condition": {"type": kind}, "format": {"textFormat": {"bold": True}}}}


@pytest.mark.fact("D", "6")
def test_formats_are_a_list_in_which_rules_have_places(desk: Any, area: Any) -> None:
    desk.batch({"addConditionalFormatRule": {"rule": rule(area)}}, {"addConditionalFormatRule": {"rule": rule(area, "BLANK"), "index": 0}})
    assert [one["booleanRule"]["condition"]["type"] for one in desk.sheet()["conditionalFormats"]] == ["BLANK", "NOT_BLANK"]
    moved = desk.one("updateConditionalFormatRule", sheetId=0, index=0, newIndex=1)
    assert (moved["newIndex"], "oldIndex" in moved) == (1, False)
    assert moved["newRule"] == moved["oldRule"]
    replaced = desk.one("updateConditionalFormatRule", index=0, rule=rule(area, "BLANK"))
    assert replaced["oldRule"]["booleanRule"]["condition"]["type"] == "NOT_BLANK"
    assert desk.one("deleteConditionalFormatRule", sheetId=0, index=1)["rule"] == replaced["newRule"]
    said = desk.refused({"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}})
    assert said.endswith("No conditional format on sheet: 0 at index: 1")


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("points", "words"),
    [
        ({"minpoint": {"type": "MIN"}}, "No interpolationPointType specified."),
        ({"minpoint": {"type": "NUMBER"}, "maxpoint": {"type": "MAX"}}, "InterpolationPoint.value is required."),
        ({"minpoint": {"type": "NUMBER", "value": "x"}, "maxpoint": {"type": "MAX"}}, "Invalid InterpolationPoint.value: x"),
    ],
)
def test_a_scale_of_colours_needs_its_points(desk: Any, area: Any, points: Any, words: str) -> None:
    said = desk.refused({"addConditionalFormatRule": {"rule": {"ranges": [area(0, 5)], "gradientRule": points}}})
    assert said == f"Invalid requests[0].addConditionalFormatRule: {words}"


@pytest.mark.fact("R")
def test_the_value_of_a_least_point_is_dropped(desk: Any, area: Any) -> None:
    points = {"minpoint": {"type": "MIN", "value": "2", "color": RED}, "maxpoint": {"type": "MAX", "color": RED}}
    desk.one("addConditionalFormatRule", rule={"ranges": [area(0, 5)], "gradientRule": points})
    told = desk.sheet()["conditionalFormats"][0]["gradientRule"]["minpoint"]
    assert told == {"type": "MIN", "color": RED, "colorStyle": {"rgbColor": RED}}


@pytest.mark.fact("R", "6")
def test_a_range_has_one_set_of_alternating_colours(desk: Any, area: Any) -> None:
    told = desk.one("addBanding", bandedRange={"range": area(0, 5), "rowProperties": {"firstBandColor": RED}})["bandedRange"]
    assert told["rowProperties"] == {"firstBandColor": RED, "firstBandColorStyle": {"rgbColor": RED}}
    said = desk.refused({"addBanding": {"bandedRange": {"range": area(4, 6), "rowProperties": {"firstBandColor": RED}}}})
    assert said.endswith("You cannot add alternating background colors to a range that already has alternating background colors.")
    new = {"bandedRangeId": told["bandedRangeId"], "rowProperties": {"secondBandColor": RED}}
    desk.one("updateBanding", bandedRange=new, fields="rowProperties.secondBandColor")
    assert set(desk.sheet()["bandedRanges"][0]["rowProperties"]) == {"firstBandColor", "firstBandColorStyle", "secondBandColor", "secondBandColorStyle"}
    desk.one("deleteBanding", bandedRangeId=told["bandedRangeId"])
    assert "bandedRanges" not in desk.sheet()


def test_what_a_rule_makes_of_a_cell_is_its_effective_format(desk: Any, area: Any) -> None:
    desk.fill(["E", 5], ["K", 1], ["", 9])
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": "E"}]}
    first = {"ranges": [area(0, 9, 0, 1)], "booleanRule": {"condition": condition, "format": {"backgroundColor": RED}}}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B1>3"}]}
    second = {"ranges": [area(0, 9, 0, 2)], "booleanRule": {"condition": condition, "format": {"textFormat": {"bold": True}}}}
    desk.batch({"addConditionalFormatRule": {"rule": first}}, {"addConditionalFormatRule": {"rule": second, "index": 1}})
    told = {name: desk.cell(name).get("effectiveFormat", {}) for name in ("A1", "B1", "A2", "B2", "B3")}
    assert told["A1"]["backgroundColor"] == RED
    assert told["A2"]["backgroundColor"] == {"red": 1, "green": 1, "blue": 1}
    assert [name for name, looks in told.items() if looks["textFormat"]["bold"]] == ["A1", "B1", "B3"]
    assert "userEnteredFormat" not in desk.cell("A1")
