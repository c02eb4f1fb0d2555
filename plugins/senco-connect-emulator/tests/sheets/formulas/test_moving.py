"""Formulas after what they refer to went elsewhere."""

from __future__ import annotations

import pytest
from senco_connect_emulator.sheets.formulas import Move, moved, relocated, sheet_deleted, sheet_renamed


def after(formula: str, dimension: str, at: int, by: int, *, sheet: str = "Sheet1") -> str:
    """Give a formula of Sheet1 after lines came (by > 0) or went from a sheet."""
    return moved(formula, Move(sheet, "Sheet1", dimension, at, by))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=A3", "=A3"), ("=A4", "=A6"), ("=$A$4", "=$A$6"), ("=SUM(A1:A10)", "=SUM(A1:A12)"), ("=SUM(A4:A10)", "=SUM(A6:A12)"),
        ("=SUM(A1:A3)", "=SUM(A1:A3)"), ("=SUM(A:A)", "=SUM(A:A)"), ("=SUM(2:5)", "=SUM(2:7)"), ("=SUM(A2:A)", "=SUM(A2:A)"),
        ("=SUM(A5:A)", "=SUM(A7:A)"), ("=SUM(A10:A1)", "=SUM(A12:A1)"),
    ],
)  # fmt: skip
def test_rows_that_come_push_references_down_and_widen_ranges(formula: str, expected: str) -> None:
    assert after(formula, "ROWS", 3, 2) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=A3", "=A3"), ("=A4", "=#REF!"), ("=A6", "=A4"), ("=SUM(A1:A10)", "=SUM(A1:A8)"), ("=SUM(A4:A10)", "=SUM(A4:A8)"),
        ("=SUM(A1:A4)", "=SUM(A1:A3)"), ("=SUM(A4:A5)", "=SUM(#REF!)"), ("=SUM(2:5)", "=SUM(2:3)"), ("=SUM(A4:A)", "=SUM(A4:A)"),
        ("=SUM(A9:A)", "=SUM(A7:A)"),
    ],
)  # fmt: skip
def test_rows_that_go_pull_references_up_and_narrow_ranges(formula: str, expected: str) -> None:
    assert after(formula, "ROWS", 3, -2) == expected


@pytest.mark.parametrize(
    ("by", "formula", "expected"),
    [
        (1, "=B2+C3", "=C2+D3"), (1, "=SUM(A:C)", "=SUM(A:D)"), (1, "=SUM(2:3)", "=SUM(2:3)"), (1, "=A1", "=A1"),
        (-1, "=B2+C3", "=#REF!+B3"), (-1, "=SUM(A:C)", "=SUM(A:B)"), (-1, "=SUM(B:B)", "=SUM(#REF!)"), (1, "=Z1", "=AA1"),
    ],
)  # fmt: skip
def test_columns_come_and_go_as_rows_do(by: int, formula: str, expected: str) -> None:
    assert after(formula, "COLUMNS", 1, by) == expected


def test_only_references_to_the_sheet_are_moved() -> None:
    formula = "=A5+Other!A5+'Sheet1'!A5"
    assert after(formula, "ROWS", 0, 1) == "=A6+Other!A5+'Sheet1'!A6"
    assert after(formula, "ROWS", 0, 1, sheet="Other") == "=A5+Other!A6+'Sheet1'!A5"
    assert after("=Other!A1", "ROWS", 0, -1, sheet="Other") == "=Other!#REF!"


def test_what_is_no_reference_stays_as_it_was_typed() -> None:
    formula = '= log10( a5 ) & "A5" &  A5 '
    assert after(formula, "ROWS", 0, 1) == '= log10( A6 ) & "A5" &  A6 '
    assert after("A5", "ROWS", 0, 1) == "A5"


def test_a_copy_takes_what_has_no_dollar_along() -> None:
    assert relocated("=A1+$A1+A$1+$A$1", 2, 1) == "=B3+$A3+B$1+$A$1"
    assert relocated("=SUM(B2:B$5,A:A,1:1)", 1, 1) == "=SUM(C3:C$5,B:B,2:2)"
    assert relocated("='Year 7'!A1", 1, 0) == "='Year 7'!A2"


def test_a_copy_that_would_leave_the_grid_is_broken() -> None:
    assert relocated("=A1+B2", -1, 0) == "=#REF!+B1"
    assert relocated("=SUM(A1:B2)", 0, -1) == "=SUM(#REF!)"


def test_a_new_title_is_written_wherever_the_old_one_was() -> None:
    formula = "=Sheet1!A1+'Sheet1'!B2+Other!C3+\"Sheet1!A1\""
    assert sheet_renamed(formula, "Sheet1", "Register") == "=Register!A1+Register!B2+Other!C3+\"Sheet1!A1\""
    assert sheet_renamed("=Sheet1!A1", "sheet1", "Year 7's") == "='Year 7''s'!A1"
    assert sheet_renamed("=Sheet1!#REF!", "Sheet1", "Register") == "=Register!#REF!"


def test_a_reference_to_a_deleted_sheet_is_broken() -> None:
    assert sheet_deleted("=Old!A1+A1+'Old'!B:B", "old") == "=#REF!+A1+#REF!"
