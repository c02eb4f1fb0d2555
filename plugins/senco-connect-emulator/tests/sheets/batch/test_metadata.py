"""Developer metadata: made, found, changed, and what a data filter means."""

from __future__ import annotations

from typing import Any

import pytest


def row(index: int) -> dict[str, Any]:
    return {"dimensionRange": {"dimension": "ROWS", "startIndex": index, "endIndex": index + 1}}


def make(desk: Any, key: str, location: Any, **more: Any) -> Any:
    told = {"metadataKey": key, "location": location, "visibility": "DOCUMENT", **more}
    return desk.one("createDeveloperMetadata", developerMetadata=told)["developerMetadata"]


def search(desk: Any, *filters: Any, **params: Any) -> list[str]:
    told = desk.api.told("POST", "/developerMetadata:search", {"dataFilters": list(filters)}, **params)
    return [one["developerMetadata"]["metadataKey"] for one in told.get("matchedDeveloperMetadata", ())]


def lookup(**told: Any) -> dict[str, Any]:
    return {"developerMetadataLookup": told}


@pytest.fixture
def four(desk: Any) -> Any:
    """Metadata on the spreadsheet, the sheet, the second row and the third column."""
    make(desk, "book", {"spreadsheet": True})
    make(desk, "sheet", {"sheetId": 0})
    make(desk, "row", row(1), metadataValue="pupil 7", metadataId=7)
    make(desk, "column", {"dimensionRange": {"dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}})
    return desk


@pytest.mark.fact("D", "6")
def test_metadata_is_told_where_it_is(four: Any) -> None:
    told = four.get(includeGridData=True)
    assert [one["metadataKey"] for one in told["developerMetadata"]] == ["book"]
    assert [one["metadataKey"] for one in told["sheets"][0]["developerMetadata"]] == ["sheet"]
    data = told["sheets"][0]["data"][0]
    assert data["columnMetadata"][2]["developerMetadata"][0]["metadataKey"] == "column"
    (found,) = data["rowMetadata"][1]["developerMetadata"]
    place = {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    assert found == {
        "metadataId": 7, "metadataKey": "row", "metadataValue": "pupil 7",
        "location": {"locationType": "ROW", "dimensionRange": place}, "visibility": "DOCUMENT",
    }  # fmt: skip
    assert four.api.told("GET", "/developerMetadata/7") == found
    assert four.api.ask("GET", "/developerMetadata/8")[0] == 404


@pytest.mark.fact("D", "6")
@pytest.mark.parametrize(
    ("told", "keys"),
    [
        (lookup(metadataKey="row"), ["row"]),
        (lookup(metadataKey="row", metadataValue="pupil 8"), []),
        (lookup(metadataId=7, metadataValue="pupil 7"), ["row"]),
        (lookup(locationType="COLUMN"), ["column"]),
        (lookup(visibility="DOCUMENT"), ["book", "sheet", "row", "column"]),
        (lookup(metadataLocation={"sheetId": 0}), ["sheet", "row", "column"]),
        (lookup(metadataLocation={"sheetId": 0}, locationMatchingStrategy="EXACT_LOCATION"), ["sheet"]),
        (lookup(metadataLocation={"spreadsheet": True}), ["book"]),
        (lookup(metadataLocation=row(1), locationMatchingStrategy="EXACT_LOCATION"), ["row"]),
        (lookup(metadataLocation=row(3), locationType="ROW"), []),
        ({"a1Range": "A2:B2"}, ["sheet", "row"]),
        ({"gridRange": {"startColumnIndex": 2}}, ["sheet", "row", "column"]),
    ],
)
def test_a_lookup_must_meet_all_that_it_names(four: Any, told: Any, keys: list[str]) -> None:
    assert search(four, told) == keys


@pytest.mark.fact("D", "6")
def test_each_match_tells_the_filters_that_found_it(four: Any) -> None:
    filters = [lookup(metadataKey="row"), lookup(metadataId=7), lookup(metadataKey="sheet")]
    told = four.api.told("POST", "/developerMetadata:search", {"dataFilters": filters})["matchedDeveloperMetadata"]
    assert [one["dataFilters"] for one in told] == [filters[:2], filters[2:]]


@pytest.mark.fact("D", "6")
def test_the_spreadsheet_intersects_nothing_that_may_be_asked_for(four: Any) -> None:
    told = lookup(metadataLocation={"spreadsheet": True}, locationMatchingStrategy="INTERSECTING_LOCATION")
    four.api.refused("POST", "/developerMetadata:search", {"dataFilters": [told]})


@pytest.mark.fact("D", "6")
def test_metadata_needs_a_key_a_visibility_and_one_line(desk: Any) -> None:
    for bad in ({"metadataKey": ""}, {"visibility": "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED"}, {"location": {}},
                {"location": {"dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 3}}}, {"location": row(1000)}):  # fmt: skip
        told = {"metadataKey": "k", "location": row(0), "visibility": "DOCUMENT", **bad}
        assert desk.refused({"createDeveloperMetadata": {"developerMetadata": told}})


@pytest.mark.fact("C", "6")
def test_an_id_in_use_is_refused_or_replaced_as_the_switch_says(four: Any) -> None:
    told = {"metadataId": 7, "metadataKey": "other", "location": row(2), "visibility": "DOCUMENT"}
    said = four.refused({"createDeveloperMetadata": {"developerMetadata": told}})
    assert said.endswith("Cannot add developer metadata with ID [7] because developer metadata with that ID already exists.")
    four.world.switches.repeated_metadata_refused = False
    make(four, "other", row(2), metadataId=7)
    assert search(four, lookup(metadataId=7)) == ["other"]


@pytest.mark.fact("D", "6")
def test_metadata_is_changed_and_deleted_by_filter(four: Any) -> None:
    told = four.one("updateDeveloperMetadata", dataFilters=[lookup(metadataId=7)], developerMetadata={"metadataValue": "pupil 9", "location": row(4)}, fields="metadataValue,location")
    assert told["developerMetadata"][0]["metadataValue"] == "pupil 9"
    assert told["developerMetadata"][0]["location"]["dimensionRange"]["startIndex"] == 4
    assert len(four.one("deleteDeveloperMetadata", dataFilter=lookup(locationType="ROW"))["deletedDeveloperMetadata"]) == 1
    assert four.batch({"deleteDeveloperMetadata": {"dataFilter": lookup(metadataId=7)}}) == [{"deleteDeveloperMetadata": {}}]


@pytest.mark.fact("D", "6")
def test_what_a_project_keeps_to_itself_others_do_not_see(desk: Any) -> None:
    make(desk, "own", row(0), visibility="PROJECT")
    assert search(desk, lookup(metadataKey="own")) == ["own"]
    other = desk.world.directory.identity("teacher@school.example", ["https://www.googleapis.com/auth/spreadsheets"], "another app")
    desk.api.tokens["teacher@school.example"] = desk.world.directory.issue(other, now=desk.world.clock.seconds)
    assert search(desk, lookup(metadataKey="own"), who="teacher@school.example") == []


@pytest.mark.fact("D", "6")
def test_a_spreadsheet_is_read_by_filter(four: Any) -> None:
    four.fill(["a", "b", "c"], ["d", "e", "f"])
    body = {"dataFilters": [lookup(metadataKey="row")], "includeGridData": True}
    (sheet,) = four.api.told("POST", ":getByDataFilter", body)["sheets"]
    (data,) = sheet["data"]
    assert data["startRow"] == 1
    assert [cell["formattedValue"] for cell in data["rowData"][0]["values"]] == ["d", "e", "f"]
    told = four.api.told("POST", ":getByDataFilter", {"dataFilters": [lookup(metadataKey="none")]})
    assert told.get("sheets", []) == []
