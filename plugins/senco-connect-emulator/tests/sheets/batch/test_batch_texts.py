"""Texts found, replaced, trimmed and split; rows that repeat; cells shifted and merged."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.fact("D")
def test_what_was_replaced_is_counted(desk: Any) -> None:
    desk.one("addSheet", properties={"sheetId": 5})
    desk.fill(["cat cat", "Cat"], ["=\"cat\""], ["dog"])
    desk.fill(["cat"], sheet=5)
    told = desk.one("findReplace", find="cat", replacement="cow", allSheets=True, includeFormulas=True)
    assert told == {"valuesChanged": 3, "formulasChanged": 1, "rowsChanged": 3, "sheetsChanged": 2, "occurrencesChanged": 5}
    assert desk.formulas("A1:B3") == [["cow cow", "cow"], ["=\"cow\""], ["dog"]]


def test_nothing_found_is_counted_as_nothing(desk: Any) -> None:
    assert desk.batch({"findReplace": {"find": "x", "sheetId": 0}}) == [{"findReplace": {}}]


def test_case_whole_cells_and_ranges_narrow_what_is_replaced(desk: Any, area: Any) -> None:
    desk.fill(["cat", "Cat", "catalogue"], ["cat"])
    desk.one("findReplace", find="cat", replacement="x", range=area(0, 1), matchCase=True, matchEntireCell=True)
    assert desk.values() == [["x", "Cat", "catalogue"], ["cat"]]


@pytest.mark.fact("D")
def test_a_regular_expression_may_give_back_what_it_found(desk: Any) -> None:
    desk.fill(["1 January 2000", "2 February 2001"])
    desk.one("findReplace", find=r"(\d+) (\w+) (\d+)", replacement="$3-$2", searchByRegex=True, sheetId=0)
    assert desk.values() == [["2000-January", "2001-February"]]
    assert "regular expression" in desk.refused({"findReplace": {"find": "(", "searchByRegex": True, "sheetId": 0}})


def test_formulas_are_left_alone_unless_they_are_asked_for(desk: Any) -> None:
    desk.fill(["=1+1", 11])
    assert desk.one("findReplace", find="1", replacement="2", sheetId=0) == {"valuesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 2}
    assert desk.formulas("A1:B1") == [["=1+1", 22]]


@pytest.mark.fact("D")
def test_space_around_and_inside_texts_is_trimmed_and_stays_text(desk: Any, area: Any) -> None:
    desk.fill(["  a \t b\n", " =1", "fine", 5])
    assert desk.one("trimWhitespace", range=area(0, 1)) == {"cellsChangedCount": 2}
    assert desk.values() == [["a b", "=1", "fine", 5]]


def test_a_column_is_split_at_a_delimiter(desk: Any, area: Any) -> None:
    desk.fill(["Smith, Ada"], ["1,2,3"])
    desk.one("textToColumns", source=area(0, 2, 0, 1), delimiterType="COMMA")
    assert desk.values() == [["Smith", "Ada"], [1, 2, 3]]
    desk.fill(["a|b"])
    desk.one("textToColumns", source=area(0, 1, 0, 1), delimiterType="CUSTOM", delimiter="|")
    assert desk.values("A1:B1") == [["a", "b"]]


@pytest.mark.fact("D")
def test_rows_that_repeat_an_earlier_one_are_deleted_whatever_their_case(desk: Any, area: Any) -> None:
    desk.fill(["a", 1, "out"], ["A", 1, "side"], ["a", 2, "stays"], ["b", 1])
    assert desk.one("deleteDuplicates", range=area(0, 4, 0, 2)) == {"duplicatesRemovedCount": 1}
    assert desk.values() == [["a", 1, "out"], ["a", 2, "side"], ["b", 1, "stays"]]
    columns = [{"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}]
    assert desk.one("deleteDuplicates", range=area(0, 3, 0, 2), comparisonColumns=columns) == {"duplicatesRemovedCount": 1}
    assert desk.values("A1:B3") == [["a", 1], ["b", 1]]


def test_cells_are_put_in_and_taken_out(desk: Any, area: Any) -> None:
    desk.fill(["a", "b"], ["c", "d"])
    desk.one("insertRange", range=area(0, 1, 0, 1), shiftDimension="ROWS")
    assert desk.values() == [["", "b"], ["a", "d"], ["c"]]
    desk.one("deleteRange", range=area(0, 1, 0, 1), shiftDimension="ROWS")
    desk.one("insertRange", range=area(0, 1, 0, 1), shiftDimension="COLUMNS")
    assert desk.values() == [["", "a", "b"], ["c", "d"]]
    desk.one("deleteRange", range=area(0, 1, 0, 2), shiftDimension="COLUMNS")
    assert desk.values() == [["b"], ["c", "d"]]


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("MERGE_ALL", [(0, 2, 0, 2)]),
        ("MERGE_ROWS", [(0, 1, 0, 2), (1, 2, 0, 2)]),
        ("MERGE_COLUMNS", [(0, 2, 0, 1), (0, 2, 1, 2)]),
    ],
)
def test_a_merge_is_of_the_whole_the_rows_or_the_columns(desk: Any, area: Any, kind: str, told: Any) -> None:
    desk.one("mergeCells", range=area(0, 2, 0, 2), mergeType=kind)
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    assert desk.sheet()["merges"] == [dict(zip(names, one, strict=True)) for one in told]


@pytest.mark.fact("C", "5")
def test_a_merge_keeps_the_value_of_its_corner_alone(desk: Any, area: Any) -> None:
    desk.fill(["a", "b"], ["c", "d"])
    desk.one("mergeCells", range=area(0, 2, 0, 2), mergeType="MERGE_ALL")
    assert desk.values() == [["a"]]
    desk.one("unmergeCells", range=area(0, 5))
    assert "merges" not in desk.sheet()


def test_a_merge_is_not_cut_through(desk: Any, area: Any) -> None:
    desk.one("mergeCells", range=area(0, 2, 0, 2))
    for kind in ("mergeCells", "unmergeCells"):
        assert desk.refused({kind: {"range": area(1, 3, 0, 2)}}).endswith("You must select all cells in a merged range to merge or unmerge them.")


@pytest.mark.fact("C")
def test_frozen_and_other_columns_are_not_merged(desk: Any, area: Any) -> None:
    desk.one("updateSheetProperties", properties={"gridProperties": {"frozenColumnCount": 1}}, fields="gridProperties.frozenColumnCount")
    assert desk.refused({"mergeCells": {"range": area(0, 1, 0, 2)}}).endswith("You can't merge frozen and non-frozen columns.")
