"""Rows sorted: the order of kinds, several keys, formulas, hidden rows, metadata."""

from __future__ import annotations

from typing import Any

import pytest


def sort(desk: Any, place: Any, *keys: tuple[int, str]) -> None:
    desk.one("sortRange", range=place, sortSpecs=[{"dimensionIndex": column, "sortOrder": order} for column, order in keys])


@pytest.mark.fact("D")
def test_numbers_come_before_text_before_truths_before_errors_and_blanks_last(desk: Any, area: Any) -> None:
    desk.fill(["b"], [True], [None], ["=1/0"], [10], ["a"], [2], [False])
    sort(desk, area(0, 9, 0, 1), (0, "ASCENDING"))
    assert [row[0] for row in desk.values("A1:A9")] == [2, 10, "a", "b", False, True, "#DIV/0!"]
    sort(desk, area(0, 9, 0, 1), (0, "DESCENDING"))
    assert [row[0] for row in desk.values("A1:A9")] == ["#DIV/0!", True, False, "b", "a", 10, 2]


def test_a_later_key_parts_what_an_earlier_one_finds_equal(desk: Any, area: Any) -> None:
    desk.fill(["b", 1], ["a", 1], ["b", 2], ["a", 2])
    sort(desk, area(0, 4, 0, 2), (0, "ASCENDING"), (1, "DESCENDING"))
    assert desk.values() == [["a", 2], ["a", 1], ["b", 2], ["b", 1]]


def test_cells_beside_the_range_stay_and_formulas_go_along_with_their_row(desk: Any, area: Any) -> None:
    desk.fill([2, "=A1*10", "beside"], [1, "=A2*10", "too"])
    sort(desk, area(0, 2, 0, 2), (0, "ASCENDING"))
    assert desk.formulas("A1:C2") == [[1, "=A1*10", "beside"], [2, "=A2*10", "too"]]


@pytest.mark.fact("C")
def test_rows_that_are_hidden_stay_where_they_are(desk: Any, area: Any) -> None:
    desk.fill([3], [2], [1])
    desk.one("updateDimensionProperties", range={"dimension": "ROWS", "startIndex": 1, "endIndex": 2}, properties={"hiddenByUser": True}, fields="hiddenByUser")
    sort(desk, area(0, 3, 0, 1), (0, "ASCENDING"))
    assert desk.values() == [[1], [2], [3]]
    desk.fill([3], [9], [1])
    sort(desk, area(0, 3, 0, 1), (0, "ASCENDING"))
    assert desk.values() == [[1], [9], [3]]


@pytest.mark.fact("C", "6")
@pytest.mark.parametrize(("follows", "row"), [(True, 2), (False, 1)])
def test_metadata_follows_its_row_where_the_switch_says_so(desk: Any, area: Any, follows: bool, row: int) -> None:
    desk.world.switches.metadata_follows_sort = follows
    desk.fill(["Name"], ["Zoe"], ["Ada"])
    place = {"dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    desk.one("createDeveloperMetadata", developerMetadata={"metadataKey": "zoe", "location": place, "visibility": "DOCUMENT"})
    sort(desk, area(1, 3), (0, "ASCENDING"))
    assert desk.values() == [["Name"], ["Ada"], ["Zoe"]]
    assert desk.book.metadata[0]["location"]["dimensionRange"]["startIndex"] == row


def test_metadata_stays_where_only_a_part_of_the_row_is_sorted(desk: Any, area: Any) -> None:
    desk.fill(["Zoe", "key 1"], ["Ada", "key 2"])
    place = {"dimensionRange": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}}
    desk.one("createDeveloperMetadata", developerMetadata={"metadataKey": "zoe", "location": place, "visibility": "DOCUMENT"})
    sort(desk, area(0, 2, 0, 1), (0, "ASCENDING"))
    assert desk.book.metadata[0]["location"]["dimensionRange"]["startIndex"] == 0


@pytest.mark.fact("C")
def test_a_range_with_a_vertical_merge_is_not_sorted(desk: Any, area: Any) -> None:
    desk.one("mergeCells", range=area(1, 3, 0, 2))
    request = {"sortRange": {"range": area(0, 5), "sortSpecs": [{"dimensionIndex": 0}]}}
    assert desk.refused(request).endswith("You can't sort a range containing vertical merges. There is a vertical merge at A2:B3")


def test_notes_and_looks_go_along(desk: Any, area: Any) -> None:
    desk.fill([2], [1])
    desk.one("updateCells", start={}, rows=[{"values": [{"note": "two"}]}], fields="note")
    sort(desk, area(0, 2, 0, 1), (0, "ASCENDING"))
    assert desk.cell("A2")["note"] == "two"
    assert "note" not in desk.cell("A1")


def test_a_chance_order_is_the_same_for_the_same_world(desk: Any, area: Any) -> None:
    desk.fill(*([number] for number in range(20)))
    desk.one("randomizeRange", range=area(0, 20, 0, 1))
    told = [row[0] for row in desk.values("A1:A20")]
    assert told != sorted(told) and sorted(told) == list(range(20))
