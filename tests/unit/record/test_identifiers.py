"""UPN and ULN checks against the Department's published and worked numbers."""

from __future__ import annotations

import pytest

from senco_connect.record.identifiers import (
    is_temporary_upn,
    uln_problem,
    upn_check_letter,
    upn_kind,
    upn_problem,
)

PERMANENT = """H801200001001 R674123101121 H308200022001 Z823412326105 D919207725003
N838401119042 H001999926001""".split()
TEMPORARY = ["D66540012307A", "G94220011905Q"]


@pytest.mark.parametrize("upn", PERMANENT)
def test_a_published_permanent_upn_is_right(upn: str) -> None:
    assert upn_problem(upn) is None
    assert upn_kind(upn) == "permanent"


@pytest.mark.parametrize("upn", TEMPORARY)
def test_a_temporary_upn_is_right_and_known_as_temporary(upn: str) -> None:
    assert upn_problem(upn) is None
    assert is_temporary_upn(upn)


@pytest.mark.parametrize("upn", PERMANENT + TEMPORARY)
def test_any_one_changed_digit_is_noticed(upn: str) -> None:
    """All place weights 2 to 13 are prime to 23, so one wrong digit always shows."""
    for place in range(1, 12):
        for digit in "0123456789".replace(upn[place], ""):
            changed = upn[:place] + digit + upn[place + 1 :]
            assert upn_problem(changed) is not None


@pytest.mark.parametrize(
    ("upn", "word"),
    [
        ("Z801200001001", "check letter"),
        ("R900400001001", "local authority"),
        ("H80120000100", "13 characters"),
        ("I801200001001", "never I, O or S"),
        ("h801200001001", "never I, O or S"),
        ("", "13 characters"),
    ],
)
def test_a_wrong_upn_is_told_by_its_fault(upn: str, word: str) -> None:
    problem = upn_problem(upn)
    assert problem is not None
    assert word in problem
    assert not upn or upn not in problem


def test_the_widely_copied_wrong_example_is_not_followed() -> None:
    """A vendor page works 207000016049 to letter Q; the true sum, 266, gives P."""
    assert upn_check_letter("?207000016049") == "P"


@pytest.mark.parametrize("uln", ["9276308686", "1020304056", "1234567899", "5000000012", "6172839453"])
def test_a_worked_uln_is_right(uln: str) -> None:
    assert uln_problem(uln) is None


def test_a_uln_whose_remainder_is_nought_has_no_check_digit() -> None:
    assert all(uln_problem(f"100000006{digit}") for digit in range(10))


@pytest.mark.parametrize("uln", ["", "0276308686", "927630868", "92763086866", "9276308687", "9999999999"])
def test_a_wrong_uln_is_noticed(uln: str) -> None:
    assert uln_problem(uln)
