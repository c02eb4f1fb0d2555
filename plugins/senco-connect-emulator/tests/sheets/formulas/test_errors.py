"""What a formula says that can't be worked out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from senco_connect_emulator.errors import Refused

from .conftest import Paper


@pytest.mark.parametrize("formula", ["=1+", "=(1", "=1)", "=SUM(1", "=1 2", "={1,2", "=,", '="a', "=#FOO!", "=1;2"])
def test_a_formula_that_cannot_be_read_is_a_parse_error(paper: Paper, formula: str) -> None:
    told = paper.write({"A1": formula}).told("A1")
    assert told == {"errorValue": {"type": "ERROR", "message": "Formula parse error."}}


@pytest.mark.fact("R")
def test_an_unknown_function_is_named(message: Callable[[str], str], result: Callable[[str], Any]) -> None:
    assert result("=nope(1)") == "NAME"
    assert message("=nope(1)") == "Unknown function: 'NOPE'."


@pytest.mark.fact("C")
def test_an_unknown_name_is_named(message: Callable[[str], str], result: Callable[[str], Any]) -> None:
    assert result("=pupils") == "NAME"
    assert message("=pupils") == "Unknown range name: 'PUPILS'."


@pytest.mark.fact("R")
def test_an_unknown_sheet_is_named(message: Callable[[str], str], result: Callable[[str], Any]) -> None:
    assert result("=Missing!A1") == "REF"
    assert message("=SUM('No such'!A1:A3)") == "Unresolved sheet name 'No such'."


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("=IF(1)", "Wrong number of arguments to IF. Expected between 2 and 3 arguments, but got 1 arguments."),
        ("=ABS(1,2)", "Wrong number of arguments to ABS. Expected 1 arguments, but got 2 arguments."),
        ("=SUM()", "Wrong number of arguments to SUM. Expected at least 1 arguments, but got 0 arguments."),
    ],
)
def test_a_wrong_number_of_arguments_is_not_available(
    message: Callable[[str], str], result: Callable[[str], Any], formula: str, words: str
) -> None:
    assert result(formula) == "N_A"
    assert message(formula) == words


def test_a_cell_outside_the_grid_is_a_broken_reference(result: Callable[[str], Any]) -> None:
    assert result("=A2000") == "REF"
    assert result("=ZZ1") == "REF"


@pytest.mark.parametrize(
    ("literal", "kind"),
    [("#REF!", "REF"), ("#N/A", "N_A"), ("#DIV/0!", "DIVIDE_BY_ZERO"), ("#NAME?", "NAME"), ("#VALUE!", "VALUE"), ("#NUM!", "NUM")],
)  # fmt: skip
def test_an_error_may_be_written_as_itself(result: Callable[[str], Any], literal: str, kind: str) -> None:
    assert result(f"={literal}") == kind
    assert result(f"=IFERROR(1+{literal},5)") == 5


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "number"), [("1/0", 2), ('"x"+1', 3), ("Missing!A1", 4), ("NOPE()", 5), ("SQRT(-1)", 6), ("NA()", 7)]
)
def test_errors_have_numbers(result: Callable[[str], Any], formula: str, number: int) -> None:
    assert result(f"=ERROR.TYPE({formula})") == number


def test_a_function_that_needs_the_network_says_that_there_is_none(message: Callable[[str], str]) -> None:
    assert message('=IMPORTRANGE("key","A1")') == "senco-emulator has no network: IMPORTRANGE fetches nothing."
    assert message('=IMPORTXML("http://school.example","//a")').endswith("IMPORTXML fetches nothing.")


def test_a_function_of_googles_that_is_not_built_is_refused_and_gives_no_wrong_value(paper: Paper) -> None:
    with pytest.raises(Refused, match="does not implement the spreadsheet function QUERY") as refused:
        paper.write({"A1": '=QUERY(B1:C9,"select B")'}).value("A1")
    assert not refused.value.built


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ("=LAMBDA(x,x+1)(2)", "the spreadsheet function LAMBDA"), ("=MAP({1,2},LAMBDA(x,x*2))", "the spreadsheet function MAP"),
        ("=SUM(Register[Mark])", "references to tables in formulas"),
    ],
)  # fmt: skip
def test_what_google_reads_and_the_emulator_does_not_is_no_parse_error(paper: Paper, formula: str, what: str) -> None:
    with pytest.raises(Refused, match=what):
        paper.write({"A1": formula}).value("A1")
