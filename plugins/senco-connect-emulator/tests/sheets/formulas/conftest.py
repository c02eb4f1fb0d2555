"""Paper to write formulas on, and to read what they come to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from senco_connect_emulator.clock import Clock
from senco_connect_emulator.sheets.a1 import read_range
from senco_connect_emulator.sheets.formulas import evaluate
from senco_connect_emulator.sheets.model import Book, Sheet, new_sheet


class Paper:
    """A book of two sheets; a cell is named as formulas name it, those of the first sheet without its title."""

    def __init__(self, locale: str = "en_US") -> None:
        self.clock = Clock(datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
        self.book = Book("paper", {"title": "Paper", "locale": locale, "timeZone": "Europe/London"})
        self.book.sheets = [new_sheet(0, "Sheet1", 0), new_sheet(7, "Year 7", 1)]
        self.book.clock = self.clock

    @property
    def sheet(self) -> Sheet:
        """The first sheet."""
        return self.book.sheets[0]

    def write(self, cells: dict[str, Any]) -> Paper:
        """Write into cells; what begins with = is a formula."""
        for name, value in cells.items():
            area = read_range(self.book, name)
            area.sheet.put(area.top, area.left, {"userEnteredValue": entered(value)} if value is not None else None)
        self.book.changed()
        return self

    def fill(self, top_left: str, rows: list[list[Any]]) -> Paper:
        """Write a block."""
        start = read_range(self.book, top_left)
        for down, row in enumerate(rows):
            for across, value in enumerate(row):
                if value is not None:
                    start.sheet.put(start.top + down, start.left + across, {"userEnteredValue": entered(value)})
        self.book.changed()
        return self

    def told(self, name: str) -> dict[str, Any]:
        """Give the ExtendedValue of a cell."""
        area = read_range(self.book, name)
        return evaluate(self.book, area.sheet, area.top, area.left)

    def value(self, name: str) -> Any:
        """Give the value of a cell; an error is its type."""
        return plain(self.told(name))

    def column(self, name: str) -> list[Any]:
        """Give the values of a range, row by row."""
        area = read_range(self.book, name)
        cells = ((row, column) for row in range(area.top, area.bottom) for column in range(area.left, area.right))
        return [plain(evaluate(self.book, area.sheet, row, column)) for row, column in cells]


def entered(value: Any) -> dict[str, Any]:
    """Give what a cell stores."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"formulaValue" if value.startswith("=") else "stringValue": value}
    return {"numberValue": value}


def plain(told: dict[str, Any]) -> Any:
    """Give the value that an ExtendedValue holds, of an error its type, None of an empty one."""
    value = next(iter(told.values()), None)
    return value["type"] if isinstance(value, dict) else value


@pytest.fixture
def paper() -> Paper:
    """Two blank sheets, Sheet1 and Year 7."""
    return Paper()


@pytest.fixture
def german() -> Paper:
    """Paper of a country that writes 1,5."""
    return Paper("de_DE")


@pytest.fixture
def result(paper: Paper) -> Callable[[str], Any]:
    """What a formula comes to, written in F20 of a blank sheet; of an error its type."""
    return lambda formula: paper.write({"F20": formula}).value("F20")


@pytest.fixture
def message(paper: Paper) -> Callable[[str], str]:
    """The words of the error that a formula comes to."""
    return lambda formula: paper.write({"F20": formula}).told("F20")["errorValue"]["message"]
