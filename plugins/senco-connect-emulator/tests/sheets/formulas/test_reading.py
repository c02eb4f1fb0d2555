"""What clients read of formulas, through the methods of the API."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def calculated(api: Any) -> Any:
    """A sheet of names, marks and formulas, written as a person types."""
    rows = [["Ann", 12, "=B1*2", "=SEQUENCE(2)"], ["Bob", 15, "=B2/0"], ["Total", "=SUM(B1:B2)", "=TODAY()"]]
    api.update("A1:D3", rows, "USER_ENTERED")
    return api


def test_values_get_gives_what_formulas_come_to(calculated: Any) -> None:
    expected = [["Ann", "12", "24", "1"], ["Bob", "15", "#DIV/0!", "2"], ["Total", "27", "11/27/2026"]]
    assert calculated.values("A1:D3") == expected


def test_unformatted_values_are_numbers_and_errors_as_they_are_shown(calculated: Any) -> None:
    assert calculated.values("B2:D3", valueRenderOption="UNFORMATTED_VALUE") == [[15, "#DIV/0!", 2], [27, 46353]]


def test_formulas_are_given_as_they_were_typed(calculated: Any) -> None:
    assert calculated.values("C1:D1", valueRenderOption="FORMULA") == [["=B1*2", "=SEQUENCE(2)"]]


def test_what_is_written_into_the_way_of_an_array_blocks_it(calculated: Any) -> None:
    calculated.update("D2", [["note"]])
    assert calculated.values("D1:D2") == [["#REF!"], ["note"]]


def test_a_formula_that_is_not_built_fails_the_reading_of_it(calculated: Any) -> None:
    calculated.update("F1", [['=QUERY(A1:B2,"select A")']], "USER_ENTERED")
    said = calculated.refused("GET", "/values/F1")
    assert said == "senco-emulator does not implement the spreadsheet function QUERY."
