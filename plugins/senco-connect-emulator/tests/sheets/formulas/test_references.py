"""What a reference means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Paper


@pytest.fixture
def filled(paper: Paper) -> Paper:
    """A1:B3 hold 1 2, 3 4, 5 6; C1:C3 hold texts; Year 7 holds 100 in A1."""
    return paper.fill("A1", [[1, 2, "x"], [3, 4, "y"], [5, 6, None]]).write({"'Year 7'!A1": 100})


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A1", 1), ("=$A$2", 3), ("=b3", 6), ("=SUM(A1:B2)", 10), ("=SUM(B2:A1)", 10), ("=SUM(A:A)", 9),
        ("=SUM(A:B)", 21), ("=SUM(2:2)", 7), ("=SUM(2:3)", 18), ("=SUM(A2:A)", 8), ("=SUM($A2:$B)", 18), ("=SUM(A2:2)", 7),
        ("=Sheet1!A1", 1), ("=sheet1!a1", 1), ("='Sheet1'!A1", 1), ("='Year 7'!A1", 100), ("=SUM('Year 7'!A:A,A1)", 101),
        ("=COUNTA(A1:C9)", 8), ("=LOG10(100)", 2),
    ],
)  # fmt: skip
def test_a_reference_means_its_cells(filled: Paper, formula: str, value: float) -> None:
    assert filled.write({"F20": formula}).value("F20") == value


@pytest.mark.fact("R")
def test_a_reference_to_a_blank_cell_of_another_sheet_is_blank(filled: Paper) -> None:
    assert filled.write({"F20": "='Year 7'!H9"}).told("F20") == {}


@pytest.mark.fact("C")
def test_a_bare_range_means_the_cell_of_the_formulas_own_row_or_column(filled: Paper) -> None:
    filled.write({"F2": "=A1:A3", "B9": "=A2:B2", "F9": "=A1:A3", "F3": "=A1:A3*10"})
    assert filled.value("F2") == 3
    assert filled.value("B9") == 4
    assert filled.told("F9")["errorValue"] == {"type": "VALUE", "message": "An array value could not be found."}
    assert filled.value("F3") == 50


@pytest.mark.fact("R")
@pytest.mark.parametrize("name", ["PRICES", "prices"])
def test_a_named_range_means_its_cells_whatever_its_case(filled: Paper, name: str) -> None:
    cells = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}
    filled.book.named_ranges.append({"namedRangeId": "1", "name": "Prices", "range": cells})
    assert filled.write({"F20": f"=SUM({name})"}).value("F20") == 9
    assert filled.write({"F20": f"=ROWS({name})"}).value("F20") == 3


def test_a_sheets_title_with_a_quote_is_written_with_two(filled: Paper) -> None:
    filled.book.sheets[1].properties["title"] = "Year 7's"
    assert filled.write({"F20": "='Year 7''s'!A1"}).value("F20") == 100


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=ROW()", 20), ("=COLUMN()", 6), ("=ROW(B10)", 10), ("=COLUMN(AA1)", 27), ("=ROWS(A1:B3)", 3),
        ("=COLUMNS(A1:B3)", 2), ("=COLUMNS({1,2,3})", 3), ('=ROW("text")', "N_A"),
        ("=ADDRESS(1,27)", "$AA$1"), ("=ADDRESS(1,1,4)", "A1"), ("=ADDRESS(1,1,2)", "A$1"), ("=ADDRESS(1,1,3)", "$A1"),
        ("=ADDRESS(10,3,1,FALSE)", "R10C3"), ("=ADDRESS(5,5,4,FALSE)", "R[5]C[5]"),
        ('=ADDRESS(1,2,4,TRUE,"Year 7")', "'Year 7'!B1"),
        ('=INDIRECT("B2")', 4), ('=SUM(INDIRECT("A"&1&":A"))', 9), ("=INDIRECT(\"'Year 7'!A1\")", 100),
        ('=INDIRECT("")', "REF"), ('=INDIRECT("no such")', "REF"), ("=COLUMN(INDIRECT(ADDRESS(1,2)))", 2),
        ("=OFFSET(A1,1,1)", 4), ("=SUM(OFFSET(A1,0,0,3,1))", 9), ("=SUM(OFFSET(A1:B1,1,0))", 7), ("=OFFSET(A1,-1,0)", "REF"),
        ("=ISREF(A1)", True), ('=ISREF("A1")', False), ("=ISFORMULA(A1)", False), ("=ISFORMULA(F20)", True),
        ("=ISFORMULA({1})", "N_A"),
    ],
)  # fmt: skip
def test_functions_that_look_at_places(filled: Paper, formula: str, value: object) -> None:
    assert filled.write({"F20": formula}).value("F20") == value


def test_a_link_shows_its_words_and_a_picture_is_no_value(result: Callable[[str], Any]) -> None:
    assert result('=HYPERLINK("https://school.example","Plan")') == "Plan"
    assert result('=HYPERLINK("https://school.example")') == "https://school.example"
    assert result('=IMAGE("https://school.example/a.png")') is None


def test_a_formula_can_be_shown(paper: Paper) -> None:
    assert paper.write({"A1": "=1+1", "A2": "=FORMULATEXT(A1)"}).value("A2") == "=1+1"


@pytest.mark.fact("C")
def test_where_the_comma_is_decimal_arguments_are_parted_by_semicolons(german: Paper) -> None:
    german.write({"A1": "=SUM(1,5;2)", "A2": "={1\\2;3\\4}", "A4": "=SUM(1,2,3)", "A5": '="2,5"*2', "A6": '=1/4&""'})
    assert german.value("A1") == 3.5
    assert german.value("B3") == 4
    assert german.value("A4") == "ERROR"
    assert german.value("A5") == 5
    assert german.value("A6") == "0,25"


@pytest.mark.fact("C")
def test_a_semicolon_parts_arguments_everywhere(result: Callable[[str], Any]) -> None:
    assert result("=SUM(1;2)") == 3
