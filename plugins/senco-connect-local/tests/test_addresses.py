"""Addresses and ranges, there and back."""

from __future__ import annotations

import pytest
from openpyxl.utils import get_column_letter
from senco_connect_local.addresses import (
    MAX_COLUMN,
    MAX_LINE,
    Area,
    address,
    column_letters,
    column_number,
    read_address,
    read_area,
)


def test_every_column_is_named_as_openpyxl_names_it() -> None:
    for column in range(1, MAX_COLUMN + 1):
        assert column_letters(column) == get_column_letter(column)
        assert column_number(column_letters(column)) == column


def test_an_address_is_read_back() -> None:
    assert read_address(address(7, 28, fixed=True)) == read_address("AB7") == (7, 28)


@pytest.mark.parametrize("text", ["", "7", "A", "A1B", "#REF!", "ABCD1", "A-1"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text) is None


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("B2", Area(2, 2, 2, 2)),
        ("$B$2:$C$9", Area(2, 2, 9, 3)),
        ("B:C", Area(1, 2, MAX_LINE, 3)),
        ("2:3", Area(2, 1, 3, MAX_COLUMN)),
    ],
)
def test_a_range_is_a_rectangle(text: str, area: Area) -> None:
    assert read_area(text) == area


def test_a_range_is_written_as_workbooks_write_it() -> None:
    assert Area(2, 2, 9, 3).text() == "B2:C9"
    assert Area(2, 2, 2, 2).text(fixed=True) == "$B$2"
    assert read_area("Sheet!A1") is None
