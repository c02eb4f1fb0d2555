"""Sums, counts and averages over cells, with conditions and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Paper

Result = Callable[[str], Any]


@pytest.fixture
def marks(paper: Paper) -> Paper:
    """A: names, B: years, C: marks, one of them missing, one a text, one a truth."""
    rows = [
        ["Name", "Year", "Mark"], ["Ann", 7, 12], ["Bob", 8, 15], ["anna", 7, None], ["Cy*", 7, "n/a"], ["", 8, 3], ["Dee", 7, True],
    ]  # fmt: skip
    return paper.fill("A1", rows)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(C:C)", 30), ("=SUM(C:C,2,TRUE)", 33), ("=COUNT(C:C)", 3), ("=COUNTA(C:C)", 6), ("=COUNTBLANK(C1:C8)", 2),
        ("=COUNTBLANK(A1:A7)", 1), ("=AVERAGE(C:C)", 10), ("=MAX(C:C)", 15), ("=MIN(C:C)", 3), ("=MEDIAN(C:C)", 12),
        ("=PRODUCT(C2:C3)", 180), ("=COUNTUNIQUE(B2:B7)", 2), ("=MAX(E:E)", 0), ("=COUNT(1,\"2\",\"x\",TRUE)", 3),
        ("=SUM(A:A)", 0), ("=AVERAGE(A:A)", "DIVIDE_BY_ZERO"),
    ],
)  # fmt: skip
def test_texts_truths_and_blanks_in_cells_are_passed_over(marks: Paper, formula: str, value: object) -> None:
    assert marks.write({"F20": formula}).value("F20") == value


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ("7", 4), ('"7"', 4), ('"=7"', 4), ('">7"', 2), ('">=7"', 6), ('"<>7"', 4), ('"<8"', 4), ("B3", 2), ('">"&7', 2),
    ],
)  # fmt: skip
def test_a_condition_compares_numbers_with_numbers(marks: Paper, condition: str, count: int) -> None:
    assert marks.write({"F20": f"=COUNTIF(B1:B8,{condition})"}).value("F20") == count


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ('"ann"', 1), ('"ann*"', 2), ('"*"', 7), ('"?nn?"', 1), ('"Cy~*"', 1), ('"<>Ann"', 7), ('"<>"', 7), ('""', 2), ('"="', 1),
        ('">b"', 4), ('"<c"', 4), ("TRUE", 0),
    ],
)  # fmt: skip
def test_a_condition_compares_texts_whatever_their_case_and_knows_wildcards(marks: Paper, condition: str, count: int) -> None:
    assert marks.write({"F20": f"=COUNTIF(A1:A8,{condition})"}).value("F20") == count


def test_a_condition_counts_truths_and_errors(marks: Paper) -> None:
    marks.write({"D1": "=NA()", "D2": "=1/0", "F20": "=COUNTIF(C:C,TRUE)", "F21": "=COUNTIF(D1:D9,NA())"})
    assert marks.column("F20:F21") == [1, 1]


@pytest.mark.fact("C")
def test_a_text_that_shows_the_number_meets_a_condition_of_it(paper: Paper) -> None:
    paper.fill("A1", [["5"], [5], ["05"]]).write({"B1": "=COUNTIF(A1:A3,5)", "B2": '=COUNTIF(A1:A3,">4")'})
    assert paper.column("B1:B2") == [2, 1]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=SUMIF(B:B,7,C:C)', 12), ('=SUMIF(B2:B7,">7",C2:C7)', 18), ('=SUMIF(C:C,">5")', 27), ('=SUMIF(B2:B7,8,C2)', 18),
        ('=SUMIFS(C:C,B:B,8,A:A,"b*")', 15), ('=COUNTIFS(B:B,7,A:A,"a*")', 2), ('=COUNTIFS(B2:B7,"<>7",C2:C7,">4")', 1),
        ('=AVERAGEIF(B:B,8,C:C)', 9), ('=AVERAGEIF(B:B,9,C:C)', "DIVIDE_BY_ZERO"), ('=AVERAGEIFS(C:C,B:B,8,C:C,">3")', 15),
        ('=MAXIFS(C:C,B:B,8)', 15), ('=MINIFS(C:C,B:B,8)', 3), ('=MAXIFS(C:C,B:B,9)', 0), ('=COUNTIFS(B1:B3,7,A1:A2,"x")', "VALUE"), ("=COUNTIFS(B1:B3,7,A1:A3)", "N_A"),
    ],
)  # fmt: skip
def test_conditions_choose_what_is_summed(marks: Paper, formula: str, value: object) -> None:
    assert marks.write({"F20": formula}).value("F20") == value


@pytest.mark.fact("D")
def test_a_subtotal_passes_over_hidden_rows_and_other_subtotals(paper: Paper) -> None:
    paper.fill("A1", [[1], [2], [4], ["=SUBTOTAL(9,A1:A3)"], [8]])
    paper.write({"B1": "=SUBTOTAL(9,A1:A5)", "B2": "=SUBTOTAL(109,A1:A5)", "B3": "=SUBTOTAL(102,A1:A5)", "B4": "=SUBTOTAL(12,A1:A5)"})
    assert paper.column("B1:B4") == [15, 15, 4, "VALUE"]
    paper.sheet.row_properties[0] = {"hiddenByUser": True}
    paper.sheet.row_properties[1] = {"hiddenByFilter": True}
    paper.book.changed()
    assert paper.column("B1:B3") == [13, 12, 2]


@pytest.mark.fact("R")
def test_ranges_of_sumifs_and_a_range_apart_must_be_cells(result: Result, message: Callable[[str], str]) -> None:
    assert result('=AVERAGEIF({5,10,15},"<12")') == 7.5
    assert result('=AVERAGEIF({1,2,3},">1",{10,20,30})') == "N_A"
    assert message('=AVERAGEIFS({10,20},{1,2},">1")') == "Argument must be a range."


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=AVERAGE(1,"two",3)', "VALUE"), ('=AVERAGE(1,"",3)', "VALUE"), ("=AVERAGE(TRUE,FALSE,2)", 1), ('=AVERAGE({1,"two",TRUE,4})', 2.5),
        ('=COUNTIF({},"x")', 0), ("=SUBTOTAL(9,{1,2})", "VALUE"), ("=SUBTOTAL(9)", 0), ('=COUNTBLANK({"",0})', 1), ("=COUNTUNIQUE(NA())", 1),
        ("=SUM({TRUE,1,2})", 3), ('=SUMPRODUCT({"a",2},{"b",3})', 6), ("=SUMPRODUCT(({1,2,3}>1)*{10,20,30})", 50),
        ("=SUMPRODUCT({1,2},{1,2,3})", "VALUE"), ('=COUNTUNIQUE({"Apple","apple"})', 2), ("=COUNTUNIQUE({TRUE,1,FALSE,0})", 4),
    ],
)  # fmt: skip
def test_what_counts_among_the_arguments(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=LARGE({3,1,2},2)", 2), ("=SMALL({3,1,2},1)", 1), ("=LARGE({1},2)", "NUM"), ("=RANK(2,{1,2,3})", 2), ("=RANK(2,{1,2,3},TRUE)", 2),
        ("=RANK(9,{1,2,3})", "N_A"), ("=STDEV({2,4,4,6})", 1.632993161855452), ("=STDEVP({2,4,4,6})", 1.4142135623730951),
        ("=VAR({1,3})", 2), ("=VARP({1,3})", 1), ("=STDEV(1)", "DIVIDE_BY_ZERO"), ("=MEDIAN({4,1,3,2})", 2.5), ("=MODE({1,2,2})", 2),
        ("=MODE({1,2})", "N_A"), ("=PERCENTILE({1,2,3,4,5},0.3)", 2.2), ("=QUARTILE({1,2,3,4},1)", 1.75), ("=PERCENTILE({1},2)", "NUM"),
    ],
)  # fmt: skip
def test_where_numbers_lie(result: Result, formula: str, value: object) -> None:
    assert result(formula) == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=ROUND(2.5)", 3), ("=ROUND(-2.5)", -3), ("=ROUND(2.675,2)", 2.68), ("=ROUND(1234,-2)", 1200), ("=ROUNDUP(1.01,1)", 1.1),
        ("=ROUNDUP(-1.2)", -2), ("=ROUNDDOWN(1.99,1)", 1.9), ("=TRUNC(-1.9)", -1), ("=INT(-1.5)", -2), ("=MOD(-7,3)", 2), ("=MOD(7,-3)", -2),
        ("=MOD(1,0)", "DIVIDE_BY_ZERO"), ("=QUOTIENT(-7,2)", -3), ("=ABS(-2)", 2), ("=SIGN(-2)", -1), ("=SQRT(9)", 3), ("=SQRT(-1)", "NUM"),
        ("=POWER(2,10)", 1024), ("=POWER(-1,0.5)", "NUM"), ("=CEILING(23.25,0.1)", 23.3), ("=CEILING(-7.5,-1)", -8), ("=CEILING(5,-1)", "NUM"),
        ("=CEILING(3,0)", 0), ("=FLOOR(-23.25,1)", -24), ("=FLOOR(5,0)", "DIVIDE_BY_ZERO"), ("=MROUND(7,3)", 6), ("=EVEN(-0.6)", -2),
        ("=ODD(2)", 3), ("=ROUND(PI(),4)", 3.1416), ("=LN(1)", 0), ("=LOG(8,2)", 3), ("=LOG(0)", "NUM"), ("=SUMSQ(3,4)", 25),
        ("=POWER(-8,1/3)", -2), ("=POWER(0,-1)", "NUM"), ("=POWER(0,0)", 1), ("=LOG(10,1)", "DIVIDE_BY_ZERO"), ("=MOD(1E15,7)", "NUM"), ("=MROUND(-10,3)", "NUM"),
    ],
)  # fmt: skip
def test_arithmetic(result: Result, formula: str, value: object) -> None:
    assert result(formula) == (pytest.approx(value) if isinstance(value, float) else value)


def test_random_numbers_are_the_books_own(paper: Paper) -> None:
    first = paper.write({"A1": "=RAND()", "A2": "=RANDBETWEEN(1,6)"}).column("A1:A2")
    assert 0 <= first[0] < 1
    assert first[1] in range(1, 7)
    paper.book.changed()
    assert paper.column("A1:A2") == first
