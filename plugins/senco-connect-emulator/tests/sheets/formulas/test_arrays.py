"""Formulas that come to more than one value, and the cells that they fill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from senco_connect_emulator.sheets.formulas import spilled

from .conftest import Paper


def test_an_array_fills_the_cells_beside_and_below(paper: Paper) -> None:
    paper.write({"B2": "={1,2;3,4}"})
    assert paper.column("A1:C3") == [None, None, None, None, 1, 2, None, 3, 4]


def test_a_cell_that_is_filled_can_be_asked_for_by_itself(paper: Paper) -> None:
    paper.write({"A1": "=SEQUENCE(3)"})
    assert spilled(paper.book, paper.sheet, 2, 0) == {"numberValue": 3}
    assert spilled(paper.book, paper.sheet, 3, 0) == {}


@pytest.mark.fact("R")
def test_an_array_overwrites_nothing(paper: Paper) -> None:
    paper.write({"B1": "=SEQUENCE(2,2)", "B2": "note"})
    assert paper.told("B1")["errorValue"] == {
        "type": "REF",
        "message": "Array result was not expanded because it would overwrite data in B2.",
    }
    assert paper.column("C1:C2") == [None, None]


def test_two_arrays_do_not_fill_the_same_cell(paper: Paper) -> None:
    paper.write({"A1": "=SEQUENCE(3,2)", "B1": None, "B3": None, "A5": 1, "C1": "=SEQUENCE(2)"})
    assert paper.column("A1:C1") == [1, 2, 1]
    paper.write({"B4": "=SEQUENCE(1,2)", "A1": "=SEQUENCE(4)", "C3": "=SEQUENCE(3)"})
    assert {paper.value("B4"), paper.value("C3")} >= {"REF"}


@pytest.mark.fact("C")
def test_an_array_that_leaves_the_grid_is_not_shown(paper: Paper) -> None:
    told = paper.write({"A999": "=SEQUENCE(3)"}).told("A999")
    assert told["errorValue"]["message"] == "Result was not automatically expanded, please insert more rows (1)."


def test_formulas_see_what_arrays_fill(paper: Paper) -> None:
    paper.write({"A1": "=SUM(B:B)", "B1": "=SEQUENCE(3)", "C1": "=ARRAYFORMULA(B1:B3*2)", "D3": "=C3+1", "E1": "=COUNT(C:C)"})
    assert [paper.value(cell) for cell in ("A1", "C3", "D3", "E1")] == [6, 6, 7, 3]


@pytest.mark.parametrize("first", ["A1", "B5", "A2"])
def test_an_array_may_lie_left_of_what_it_reads(paper: Paper, first: str) -> None:
    paper.write({"A1": "=SORT(C1:D)", "C1": 3, "D1": "c", "C2": 1, "D2": "a", "B5": "=UNIQUE(A1:A2)"})
    paper.value(first)
    assert paper.column("A1:B3") == [1, "a", 3, "c", None, None]
    assert paper.column("B5:B6") == [1, 3]


def test_arrays_that_wait_for_one_another_come_out_the_same_in_any_order(paper: Paper) -> None:
    paper.write({"A1": '=ARRAYFORMULA(B2:B4&"!")', "B2": "a", "B3": "=UNIQUE(C1:C9)", "C1": "q", "C2": "r"})
    assert paper.column("A1:A3") == ["a!", "q!", "r!"]


@pytest.mark.fact("D")
def test_arrayformula_works_through_columns(paper: Paper) -> None:
    paper.fill("A1", [[1, 10], [2, 20], [None, 30]])
    paper.write({"C1": "=ARRAYFORMULA(A1:A3+B1:B3)", "D1": '=ARRAYFORMULA(IF(A1:A3="","none",A1:A3*2))'})
    assert paper.column("C1:C3") == [11, 22, 30]
    assert paper.column("D1:D3") == [2, 4, "none"]
    paper.write({"C1": "=ARRAYFORMULA(LEN(A1:A3&B1:B3))", "D1": "=ARRAYFORMULA(A1:A3*{1,2})"})
    assert paper.column("C1:C3") == [3, 3, 2]
    assert paper.column("D1:E3") == [1, 2, 2, 4, 0, 0]


def test_a_column_open_below_is_worked_through_to_the_end_of_the_grid(paper: Paper) -> None:
    paper.fill("A1", [["n"], [1], [2]]).write({"B1": "=ARRAYFORMULA(A2:A)", "C2": "=ARRAYFORMULA(A2:A*1)"})
    assert paper.column("B1:B3") == [1, 2, None]
    assert paper.value("C1000") == 0


def test_without_arrayformula_the_first_value_counts(result: Callable[[str], Any]) -> None:
    assert result("=SEQUENCE(3,1,5)*2") == 10
    assert result("={1,2,3}+1") == 2


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("=UNIQUE({1;2;1;3})", [1, 2, 3]), ("=UNIQUE({1;2;1;3},FALSE,TRUE)", [2, 3]), ('=UNIQUE({"a";"A"})', ["a", "A"]),
        ("=SORT({3;1;2})", [1, 2, 3]), ("=SORT({3;1;2},1,FALSE)", [3, 2, 1]), ('=SORT({"b";"A";2})', [2, "A", "b"]),
        ("=FILTER({1;2;3;4},{1;2;3;4}>2)", [3, 4]), ("=FILTER({1;2;3},{1;0;1},{1;1;0})", [1]),
        ("=TRANSPOSE({1,2,3})", [1, 2, 3]), ("=FLATTEN({1,2},{3,4})", [1, 2, 3, 4]), ("=SEQUENCE(3,1,10,-5)", [10, 5, 0]),
        ("=VSTACK({1;2},3)", [1, 2, 3]), ("=CHOOSEROWS({1;2;3},-1,1)", [3, 1]), ("=TOCOL({1,2;3,4})", [1, 2, 3, 4]),
        ("=ARRAY_CONSTRAIN({1,2;3,4;5,6},2,1)", [1, 3]), ('=IFERROR({1;NA();3},"-")', [1, "-", 3]),
    ],
)  # fmt: skip
def test_functions_that_come_to_a_column(paper: Paper, formula: str, values: list[object]) -> None:
    paper.write({"A1": formula})
    assert paper.column(f"A1:A{len(values) + 1}") == [*values, None]


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ('=SPLIT("a-b-c","-")', ["a", "b", "c"]), ('=SPLIT("1,x","," )', [1, "x"]), ('=SPLIT("a--b","-")', ["a", "b"]),
        ('=SPLIT("a--b","-",TRUE,FALSE)', ["a", None, "b"]), ('=SPLIT("a12b1","12",FALSE)', ["a", "b1"]),
        ('=REGEXEXTRACT("Ann 7B","(\\w+) (\\d)")', ["Ann", "7"]), ("=HSTACK({1,2},3)", [1, 2, 3]),
        ("=FILTER({1,2,3},{1,0,1})", [1, 3]), ("=UNIQUE({1,1,2},TRUE)", [1, 2]), ("=CHOOSECOLS({1,2,3},3,1)", [3, 1]),
        ("=INDEX({1,2;3,4},2,0)", [3, 4]), ("=XLOOKUP(2,{1;2},{5,6;7,8})", [7, 8]), ("=IF(TRUE,{1,2})", [1, 2]),
    ],
)  # fmt: skip
def test_functions_that_come_to_a_row(paper: Paper, formula: str, values: list[object]) -> None:
    paper.write({"A1": formula})
    assert [paper.value(f"{letter}1") for letter in "ABCD"[: len(values) + 1]] == [*values, None]


@pytest.mark.fact("R")
def test_sort_leaves_a_single_row_as_it_is(result: Callable[[str], Any]) -> None:
    assert result("=INDEX(SORT({3,1,2}),1,1)") == 3


def test_sort_goes_by_several_columns_and_leaves_blanks_below(paper: Paper) -> None:
    paper.fill("A1", [["b", 1], ["a", 2], [None, 0], ["a", 1]]).write({"D1": "=SORT(A1:B,1,TRUE,2,FALSE)"})
    assert paper.column("D1:E4") == ["a", 2, "a", 1, "b", 1, None, 0]


@pytest.mark.fact("R")
def test_a_filter_that_nothing_passes_is_not_available(message: Callable[[str], str], result: Callable[[str], Any]) -> None:
    assert message("=FILTER({1;2},{FALSE;FALSE})") == "No matches are found in FILTER evaluation."
    assert result("=FILTER({1;2;3},{TRUE;FALSE})") == "N_A"


@pytest.mark.fact("R")
def test_an_array_of_nothing_is_a_broken_reference(result: Callable[[str], Any]) -> None:
    assert result("=ARRAY_CONSTRAIN({1,2},0,1)") == "REF"
    assert result("=TOCOL(A1:A3,1)") == "REF"


def test_columns_to_sort_by_are_as_long_as_what_is_sorted(result: Callable[[str], Any]) -> None:
    assert result("=SORT({3;1;2},{1;2},TRUE)") == "VALUE"


def test_rows_of_different_length_make_no_array(message: Callable[[str], str]) -> None:
    said = "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows."
    assert message("={1,2;3}") == said
