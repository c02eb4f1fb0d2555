"""Operators, their order, and what they make of values of other types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Result = Callable[[str], Any]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", 7), ("=(1+2)*3", 9), ("=7-2-1", 4), ("=8/4/2", 1), ("=2*3^2", 18), ("=-2^2", 4), ("=2^-1", 0.5),
        ("=50%", 0.5), ("=200*5%", 10), ("=--3", 3), ("=+4", 4), ("=1e3", 1000), ("=.5+1.", 1.5),
        ("=1&2+3", "15"), ("=1+1=2", True), ('="a"&"b"="ab"', True), (" =1".strip(), 1), ("= 1 + 2 ", 3),
    ],
)  # fmt: skip
def test_operators_bind_in_the_usual_order(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


@pytest.mark.fact("R")
def test_a_sum_of_binary_fractions_is_given_with_all_its_digits(result: Result) -> None:
    assert result("=0.1+0.2") == 0.30000000000000004


@pytest.mark.fact("D")
def test_a_quote_within_a_text_is_written_twice(result: Result) -> None:
    assert result('="say ""yes"""') == 'say "yes"'


@pytest.mark.fact("R")
@pytest.mark.parametrize(("formula", "value"), [('="3"+4', 7), ("=TRUE+1", 2), ("=FALSE*8", 0), ('="50%"*2', 1)])
def test_a_text_that_shows_a_number_and_a_boolean_are_reckoned_with(result: Result, formula: str, value: float) -> None:
    assert result(formula) == value


@pytest.mark.fact("R")
def test_a_text_that_shows_no_number_is_named_with_its_function_and_place(message: Callable[[str], str]) -> None:
    said = "But 'x' is a text and cannot be coerced to a number."
    assert message('="x"+1') == f"Function ADD parameter 1 expects number values. {said}"
    assert message('=2*"x"') == f"Function MULTIPLY parameter 2 expects number values. {said}"
    assert message('=SUM(1,"x")') == f"Function SUM parameter 2 expects number values. {said}"


@pytest.mark.fact("C")
def test_an_empty_text_is_no_number_to_an_operator(result: Result) -> None:
    assert result('=""+1') == "VALUE"


@pytest.mark.fact("R")
def test_an_empty_text_is_zero_to_a_function_of_a_number(result: Result) -> None:
    assert result('=EXP("")') == 1
    assert result('=DAY("")') == 30


@pytest.mark.fact("R")
def test_to_divide_by_zero_is_an_error_of_its_own(result: Result, message: Callable[[str], str]) -> None:
    assert result("=1/0") == "DIVIDE_BY_ZERO"
    assert message("=1/0") == "Function DIVIDE parameter 2 cannot be zero."


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('="a"="A"', True), ('="1"=1', False), ("=TRUE=1", False), ('="TRUE"=TRUE', False), ('="b">"a"', True),
        ('="z">9', True), ('=FALSE>"z"', True), ("=0>=FALSE", False), ("=3<>4", True), ('="a"<="A"', True),
    ],
)  # fmt: skip
def test_numbers_come_before_texts_and_texts_before_booleans(result: Result, formula: str, value: bool) -> None:
    assert result(formula) is value


@pytest.mark.fact("C")
@pytest.mark.parametrize("other", ["0", '""', "FALSE"])
def test_a_blank_equals_nought_the_empty_text_and_false(result: Result, other: str) -> None:
    assert result(f"=A1={other}") is True


def test_a_blank_is_nought_in_a_sum_and_nothing_in_a_text(result: Result) -> None:
    assert result("=A1+1") == 1
    assert result('="<"&A1&">"') == "<>"


def test_an_error_goes_through_whatever_uses_it(result: Result) -> None:
    assert result("=1+1/0") == "DIVIDE_BY_ZERO"
    assert result('=NA()&"x"') == "N_A"
    assert result("=SUM(1,NA())") == "N_A"
    assert result("=NA()=1") == "N_A"


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "shown"),
    [("=1/3&\"\"", "0.333333333333333"), ("=1E15&\"\"", "1E+15"), ("=TRUE&\"\"", "TRUE"), ("=-0.5&\"\"", "-0.5"), ("=12&\"\"", "12")],
)  # fmt: skip
def test_a_number_that_is_joined_to_a_text_shows_at_most_fifteen_digits(result: Result, formula: str, shown: str) -> None:
    assert result(formula) == shown


def test_a_number_too_great_is_an_error(result: Result) -> None:
    assert result("=1E308*10") == "NUM"
    assert result("=EXP(1000)") == "NUM"
    assert result("=1E999") == "NUM"
    assert result("=STDEVP(1E308*10,1)") == "NUM"


@pytest.mark.fact("R")
def test_the_operators_are_functions_too(result: Result) -> None:
    assert result("=ADD(1,2)") == 3
    assert result('=CONCAT("a","b")') == "ab"
    assert result("=UPLUS(\"x\")") == "x"
    assert result("=ISBETWEEN(1,1,2,FALSE)") is False


def test_a_long_sum_needs_no_deep_stack(result: Result) -> None:
    assert result("=" + "+".join(["1"] * 3000)) == 3000
