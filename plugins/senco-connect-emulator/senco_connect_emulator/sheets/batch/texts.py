"""Texts found and replaced, trimmed, split into columns; rows that repeat others deleted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.blocks import put_rows
from senco_connect_emulator.sheets.batch.kinds import Clash, Json, Step, applies, area, dimension, grid
from senco_connect_emulator.sheets.batch.pasting import typed
from senco_connect_emulator.sheets.batch.tables import headers_written
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.model import Book, Cell, Sheet
from senco_connect_emulator.sheets.parts import some, without
from senco_connect_emulator.sheets.protection import guard
from senco_connect_emulator.sheets.rendering import effective, shown
from senco_connect_emulator.sheets.walking import held

__all__ = ["Replacer"]


class _Found(NamedTuple):
    """One cell that was changed."""

    sheet_id: int
    row: int
    is_formula: bool
    occurrences: int


@applies("findReplace")
def find_replace(step: Step, asked: Json) -> Json:
    """Replace a text in a range, a sheet or all sheets, and count what was changed."""
    if not asked.get("find"):
        raise invalid("The find text must not be empty.")
    change = Replacer(asked)
    found = [
        one
        for into in _scope(step, asked)
        for one in _replaced(step, into, change, formulas=asked.get("includeFormulas", False))
    ]
    return _counts(found)


def _counts(found: list[_Found]) -> Json:
    formulas = [one for one in found if one.is_formula]
    counts = {
        "valuesChanged": len(found) - len(formulas),
        "formulasChanged": len(formulas),
        "rowsChanged": len({(one.sheet_id, one.row) for one in found}),
        "sheetsChanged": len({one.sheet_id for one in found}),
        "occurrencesChanged": sum(one.occurrences for one in found),
    }
    return some(counts)


class Replacer:
    """Replaces as a request asks; gives the new text and how often it was found."""

    def __init__(self, asked: Json) -> None:
        regex = asked.get("searchByRegex", False)
        pattern = asked["find"] if regex else re.escape(asked["find"])
        self._whole = asked.get("matchEntireCell", False)
        # A regular expression minds the case of letters where nothing is said, as a text does not.
        flags = 0 if asked.get("matchCase") else re.IGNORECASE
        try:
            self._pattern = re.compile(pattern, flags | re.MULTILINE)
        except re.error:
            raise invalid(f"Invalid regular expression: {asked['find']}") from None
        given = asked.get("replacement", "")
        self._new = (
            re.sub(r"\$(\d+)", r"\\g<\1>", given.replace("\\", "\\\\")) if regex else given.replace("\\", "\\\\")
        )

    def __call__(self, text: str) -> tuple[str, int]:
        """Replace in a text."""
        if self._whole:
            found = self._pattern.fullmatch(text)
            return (found.expand(self._new), 1) if found else (text, 0)
        return self._pattern.subn(self._new, text)


def _scope(step: Step, asked: Json) -> list[Area]:
    scopes = [name for name in asked if name in _SCOPES]
    if len(scopes) > 1:
        raise Clash("scope", scopes[1])
    if not scopes:
        raise invalid("Must specify a scope: range, sheetId or allSheets.")
    return _SCOPES[scopes[0]](step.book, asked[scopes[0]])


_SCOPES: dict[str, Callable[[Book, Any], list[Area]]] = {
    "range": lambda book, told: [area(book, told)],
    "sheetId": lambda book, told: [_whole(grid(book, told))],
    "allSheets": lambda book, _: [_whole(sheet) for sheet in book.sheets if "gridProperties" in sheet.properties],
}


def _whole(sheet: Sheet) -> Area:
    return Area(sheet, 0, 0, sheet.row_count, sheet.column_count)


def _cells(into: Area) -> Iterator[tuple[int, int, Cell]]:
    return ((row, column, cell) for row, column, cell in held(into) if "userEnteredValue" in cell)


def _replaced(step: Step, into: Area, change: Replacer, *, formulas: bool) -> list[_Found]:
    found, write = [], typed(step)
    for row, column, cell in list(_cells(into)):
        formula = cell["userEnteredValue"].get("formulaValue")
        if formula and not formulas:
            continue
        text, times = change(formula or shown(step.book, into.sheet, row, column))
        if times:
            guard(step.world, step.book, Area(into.sheet, row, column, row + 1, column + 1), step.who)
            into.sheet.put(row, column, write(cell, text))
            found.append(_Found(into.sheet.id, row, bool(formula), times))
    if found:
        headers_written(step, into)
    return found


@applies("trimWhitespace")
def trim_whitespace(step: Step, asked: Json) -> Json:
    """Take space away around texts, and all but one of several inside."""
    into, count = area(step.book, asked.get("range", {})), 0
    guard(step.world, step.book, into, step.who)
    for row, column, cell in list(_cells(into)):
        text = cell["userEnteredValue"].get("stringValue")
        trimmed = None if text is None else " ".join(text.split())
        if trimmed != text:
            value = {"userEnteredValue": some({"stringValue": trimmed})}
            into.sheet.put(row, column, {**some(value), **without(cell, "userEnteredValue", "textFormatRuns")})
            count += 1
    headers_written(step, into)
    return some({"cellsChangedCount": count})


_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


@applies("textToColumns")
def text_to_columns(step: Step, asked: Json) -> None:
    """Split the texts of one column at a delimiter, into it and the columns to its right."""
    source = area(step.book, asked.get("source", {}))
    if source.right - source.left != 1:
        raise invalid("The source must span exactly one column.")
    cells = {row: shown(step.book, source.sheet, row, source.left) for row, _, _ in _cells(source)}
    delimiter = _delimiter(asked, list(cells.values()))
    parts = {row: text.split(delimiter) for row, text in cells.items()}
    right = source.left + max((len(texts) for texts in parts.values()), default=1)
    if right > source.sheet.column_count:
        source.sheet.resize(columns=right)
        check_size(step.book)
    into = source._replace(right=right)
    guard(step.world, step.book, into, step.who)
    write = typed(step)
    for row, texts in parts.items():
        for column, text in enumerate(texts, source.left):
            source.sheet.put(row, column, write(source.sheet.cell(row, column), text.strip()))
    headers_written(step, into)


def _delimiter(asked: Json, texts: list[str]) -> str:
    kind = asked.get("delimiterType", "")
    if kind == "CUSTOM":
        if not asked.get("delimiter"):
            raise invalid("A custom delimiter must be specified.")
        return str(asked["delimiter"])
    if kind in _DELIMITERS:
        return _DELIMITERS[kind]
    # Nothing or AUTODETECT: the one that parts most.
    return max((",", ";", "\t", "|", " "), key=lambda one: sum(text.count(one) for text in texts))


@applies("deleteDuplicates")
def delete_duplicates(step: Step, asked: Json) -> Json:
    """Delete the rows of a range that repeat an earlier one; what lies below moves up."""
    into = area(step.book, asked.get("range", {}))
    guard(step.world, step.book, into, step.who)
    columns = _compared(step, into, asked.get("comparisonColumns", []))
    bottom = min(into.bottom, len(into.sheet.rows))
    seen: set[tuple[object, ...]] = set()
    kept = []
    for row in range(into.top, bottom):
        key = tuple(_comparable(step, into.sheet, row, column) for column in columns)
        if key not in seen:
            seen.add(key)
            kept.append([into.sheet.cell(row, column) for column in range(into.left, into.right)])
    gone = len(range(into.top, bottom)) - len(kept)
    kept += [[None] * (into.right - into.left)] * gone
    put_rows(into.sheet, (into.top, into.left), kept)
    return some({"duplicatesRemovedCount": gone})


def _compared(step: Step, into: Area, told: list[Json]) -> list[int]:
    columns: list[int] = []
    for one in told:
        _, rows, start, end = dimension(step.book, {"sheetId": into.sheet.id, **one})
        if rows or start < into.left or end > into.right:
            raise invalid("comparisonColumns must be columns of the range.")
        columns += range(start, end)
    return columns or list(range(into.left, into.right))


def _comparable(step: Step, sheet: Sheet, row: int, column: int) -> object:
    value = effective(step.book, sheet, row, column)
    name = next(iter(value), "")
    told = value.get(name)
    return (name, told.casefold() if isinstance(told, str) else str(told))
