"""The made-up school and its register on disk, fresh for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from senco_connect_local.demo.entries import Entry, entries
from senco_connect_local.demo.people import Roll, invent_roll
from senco_connect_local.demo.register import write_register


@pytest.fixture(scope="session")
def roll() -> Roll:
    """Give everybody on roll; children can't change, so one roll does for all tests."""
    return invent_roll()


@pytest.fixture
def lines(roll: Roll) -> tuple[Entry, ...]:
    """Give what the SENCO typed."""
    return entries(roll)


@pytest.fixture
def register(tmp_path: Path, lines: tuple[Entry, ...]) -> Path:
    """Give the register's workbook as the SENCO keeps it."""
    path = tmp_path / "Ünsere Schule" / "SEN register.xlsx"
    path.parent.mkdir()
    write_register(path, lines)
    return path
