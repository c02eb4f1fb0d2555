"""What a cell says to those who read it: its value, its text, its formula."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from senco_connect_emulator.sheets.formats import DATED, shown_number, shown_text
from senco_connect_emulator.sheets.formulas import evaluate, spilled
from senco_connect_emulator.sheets.formulas.spilling import may_spill
from senco_connect_emulator.sheets.inferred import inferred_format
from senco_connect_emulator.sheets.model import Book, Cell, Sheet
from senco_connect_emulator.sheets.parsing import ERRORS

__all__ = ["ERROR_TEXTS", "Reader", "effective", "number_format", "rendered", "shown"]

Json = dict[str, Any]

# What the window shows for each type of error.
ERROR_TEXTS = {kind: text for text, kind in ERRORS.items()} | {"LOADING": "Loading..."}


def effective(book: Book, sheet: Sheet, row: int, column: int) -> Json:
    """Give the value of a cell as an ExtendedValue: a formula's is what it comes to; {} where there is none."""
    value: Json = (sheet.cell(row, column) or {}).get("userEnteredValue") or {}
    if value and "formulaValue" not in value:
        return value
    return evaluate(book, sheet, row, column) if value else spilled(book, sheet, row, column)


def number_format(book: Book, sheet: Sheet, row: int, column: int) -> Json | None:
    """Give the number format by which a cell is shown: its own, or that which its formula brings along."""
    return _format(book, sheet, sheet.cell(row, column) or {})


def _format(book: Book, sheet: Sheet, cell: Cell) -> Json | None:
    own: Json | None = cell["userEnteredFormat"].get("numberFormat") if "userEnteredFormat" in cell else None
    if own is None and (formula := cell.get("userEnteredValue", {}).get("formulaValue")):
        return inferred_format(book, sheet, formula)
    return own


def shown(book: Book, sheet: Sheet, row: int, column: int) -> str:
    """Give a cell as the window shows it; "" where it is empty."""
    text = Reader(book, sheet).cell(row, column)
    return "" if text is None else str(text)


def rendered(book: Book, sheet: Sheet, row: int, column: int, *, render: str = "", dates: str = "") -> Any:
    """Give a cell as values.get does."""
    value = Reader(book, sheet, render, dates).cell(row, column)
    return "" if value is None else value


class Reader:
    """Reads the cells of a sheet under one pair of render options; an empty cell is None."""

    def __init__(self, book: Book, sheet: Sheet, render: str = "", dates: str = "") -> None:
        self._book, self._sheet, self._locale = book, sheet, book.locale
        self._numbers = render in {"UNFORMATTED_VALUE", "FORMULA"}
        self._formulas = render == "FORMULA"
        self._dates_as_text = dates == "FORMATTED_STRING"

    def rows(self, top: int, left: int, bottom: int, right: int) -> list[list[Any]]:
        """Give the rows of a block, each cut after its last filled cell; empty ones at the end are left out."""
        told = _formulas_of(self._book, self._sheet)
        # What a formula fills may lie below and beside every cell that was ever written.
        end = bottom if told["spills"] else min(bottom, len(self._sheet.rows))
        read = self._calculated_row if told["formulas"] else self._plain_row
        read = self._whole_row if told["spills"] else read
        rows = [read(row, left, right) for row in range(top, end)]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def cell(self, row: int, column: int) -> Any:
        """Give one cell."""
        cell = self._sheet.cell(row, column) or {}
        value = cell.get("userEnteredValue") or {}
        if formula := value.get("formulaValue"):
            return formula if self._formulas else self._calculated(cell, row, column)
        value = value or effective(self._book, self._sheet, row, column)
        return self._value(value, cell) if value else None

    def _plain_row(self, row: int, left: int, right: int) -> list[Any]:
        values: list[Any] = []
        add = values.append
        for cell in self._sheet.rows[row][left:right]:
            value = cell.get("userEnteredValue") if cell else None
            if not value:
                add(None)
            elif (text := value.get("stringValue")) is not None and "userEnteredFormat" not in cell:  # type: ignore[operator]
                add(text)
            else:
                add(self._value(value, cell or {}))
        return _cut(values)

    def _calculated_row(self, row: int, left: int, right: int) -> list[Any]:
        line = self._sheet.rows[row][left:right]
        return _cut([self._filled(cell, row, column) if cell else None for column, cell in enumerate(line, left)])

    def _whole_row(self, row: int, left: int, right: int) -> list[Any]:
        return _cut([self.cell(row, column) for column in range(left, right)])

    def _filled(self, cell: Cell, row: int, column: int) -> Any:
        value = cell.get("userEnteredValue")
        if not value:
            return None
        if formula := value.get("formulaValue"):
            return formula if self._formulas else self._calculated(cell, row, column)
        return self._value(value, cell)

    def _calculated(self, cell: Cell, row: int, column: int) -> Any:
        value = effective(self._book, self._sheet, row, column)
        # A formula that comes to nothing is still something in its cell.
        return self._value(value, cell) if value else ""

    def _value(self, value: Json, cell: Cell) -> Any:
        if (number := value.get("numberValue")) is not None:
            return self._number(number, cell)
        if (text := value.get("stringValue")) is not None:
            return text if self._numbers else shown_text(text, cell.get("userEnteredFormat", {}).get("numberFormat"))
        if (truth := value.get("boolValue")) is not None:
            return truth if self._numbers else "TRUE" if truth else "FALSE"
        return ERROR_TEXTS.get(value["errorValue"].get("type", ""), "#ERROR!")

    def _number(self, number: float, cell: Cell) -> Any:
        if self._numbers and not self._dates_as_text:
            return _whole(number)
        told = _format(self._book, self._sheet, cell)
        if self._numbers and (told or {}).get("type") not in DATED:
            return _whole(number)
        return shown_number(number, told, self._locale)


def _whole(number: float) -> float:
    # JSON knows one kind of number: 43831, never 43831.0.
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 1e15 else number


def _cut(values: list[Any]) -> list[Any]:
    while values and values[-1] is None:
        values.pop()
    return values


def _formulas_of(book: Book, sheet: Sheet) -> Json:
    # Tells whether the sheet has a formula at all, and one that may fill other cells than its own.
    key = (sheet.id, -1, -1)
    if key not in book.calculated:
        found = {
            cell["userEnteredValue"]["formulaValue"]
            for line in sheet.rows
            for cell in line
            if cell and "formulaValue" in cell.get("userEnteredValue", ())
        }
        spills = any(_may_spill(formula, book.locale) for formula in found)
        book.calculated[key] = {"formulas": bool(found), "spills": spills}
    return book.calculated[key]


@lru_cache(maxsize=16384)
def _may_spill(formula: str, locale: str) -> bool:
    return may_spill(formula, locale)
