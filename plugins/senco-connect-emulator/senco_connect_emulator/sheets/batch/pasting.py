"""Copy and paste, cut and paste, text pasted in, and cells filled on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.blocks import Lifted, lift, pasted, put_rows, transposed
from senco_connect_emulator.sheets.batch.kinds import Json, Step, applies, area, grid, range_of
from senco_connect_emulator.sheets.batch.tables import headers_written
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.model import Cell, Sheet
from senco_connect_emulator.sheets.protection import guard, overlaps
from senco_connect_emulator.sheets.values.cells import cell_writer

__all__ = ["paste_text", "typed"]

_WHOLE = {"PASTE_NORMAL", "PASTE_NO_BORDERS"}


@applies("copyPaste")
def copy_paste(step: Step, asked: Json) -> None:
    """Copy cells elsewhere, as often as they fit into the destination."""
    kind, source = asked.get("pasteType", "PASTE_NORMAL"), area(step.book, asked.get("source", {}))
    block = lift(step.book, source)
    if asked.get("pasteOrientation") == "TRANSPOSE":
        block = transposed(block)
    into = _destination(step, asked.get("destination", {}), (len(block), len(block[0])))
    guard(step.world, step.book, into, step.who)
    put_rows(into.sheet, (into.top, into.left), [_line(into, block, row, kind) for row in range(into.top, into.bottom)])
    if kind in _WHOLE and asked.get("pasteOrientation") != "TRANSPOSE":
        _copy_merges(source, into)
    if kind in _WHOLE | {"PASTE_FORMAT", "PASTE_CONDITIONAL_FORMATTING"}:
        _copy_conditions(source, into)
    headers_written(step, into)


def _destination(step: Step, told: Json, size: tuple[int, int]) -> Area:
    # A destination that is no multiple of the source takes the source once.
    given = area(step.book, told)
    high, wide = given.bottom - given.top, given.right - given.left
    high = high if high % size[0] == 0 else size[0]
    wide = wide if wide % size[1] == 0 else size[1]
    bottom, right = given.top + high, given.left + wide
    _grow(step, given.sheet, bottom, right)
    return Area(given.sheet, given.top, given.left, bottom, right)


def _grow(step: Step, sheet: Sheet, rows: int, columns: int) -> None:
    if rows > sheet.row_count or columns > sheet.column_count:
        sheet.resize(rows=max(rows, sheet.row_count), columns=max(columns, sheet.column_count))
        check_size(step.book)


def _line(into: Area, block: list[list[Lifted]], row: int, kind: str) -> list[Cell | None]:
    source = block[(row - into.top) % len(block)]
    line = []
    for column in range(into.left, into.right):
        lifted = source[(column - into.left) % len(source)]
        step = (row - lifted.row, column - lifted.column)
        line.append(pasted(into.sheet.cell(row, column), lifted, kind, step))
    return line


def _copy_merges(source: Area, into: Area) -> None:
    inside = [merge for merge in source.sheet.merges if overlaps(merge, source)]
    into.sheet.merges = [merge for merge in into.sheet.merges if not overlaps(merge, into)]
    high, wide = source.bottom - source.top, source.right - source.left
    corners = [(top, left) for top in range(into.top, into.bottom, high) for left in range(into.left, into.right, wide)]
    for top, left in corners if inside else ():
        into.sheet.merges += [_shifted(one, into.sheet.id, top - source.top, left - source.left) for one in inside]


def _shifted(told: Json, sheet_id: int, rows: int, columns: int) -> Json:
    by = {"Row": rows, "Column": columns}
    moved = {name: edge + by["Row" if "Row" in name else "Column"] for name, edge in told.items() if name != "sheetId"}
    return {"sheetId": sheet_id, **moved}


def _copy_conditions(source: Area, into: Area) -> None:
    if source.sheet is not into.sheet:
        return
    into.sheet.conditional_formats = [_spread(rule, source, into) for rule in source.sheet.conditional_formats]


def _spread(rule: Json, source: Area, into: Area) -> Json:
    ranges = rule["ranges"]
    if not any(overlaps(told, source) for told in ranges) or any(_holds(told, into) for told in ranges):
        return rule
    return {**rule, "ranges": [*ranges, range_of(into)]}


def _holds(told: Json, into: Area) -> bool:
    corner = Area(into.sheet, into.top, into.left, into.top + 1, into.left + 1)
    other = Area(into.sheet, into.bottom - 1, into.right - 1, into.bottom, into.right)
    return overlaps(told, corner) and overlaps(told, other)


@applies("cutPaste")
def cut_paste(step: Step, asked: Json) -> None:
    """Move cells elsewhere; what they say stays as it was."""
    kind, source = asked.get("pasteType", "PASTE_NORMAL"), area(step.book, asked.get("source", {}))
    corner = asked.get("destination", {})
    sheet, top, left = (
        grid(step.book, corner.get("sheetId", 0)),
        corner.get("rowIndex", 0),
        corner.get("columnIndex", 0),
    )
    into = Area(sheet, top, left, top + source.bottom - source.top, left + source.right - source.left)
    _grow(step, sheet, into.bottom, into.right)
    guard(step.world, step.book, source, step.who)
    guard(step.world, step.book, into, step.who)
    block = lift(step.book, source)
    put_rows(source.sheet, (source.top, source.left), [[_emptied(one.cell, kind) for one in line] for line in block])
    rows = [
        [pasted(sheet.cell(top + down, left + right), one, kind, None) for right, one in enumerate(line)]
        for down, line in enumerate(block)
    ]
    put_rows(sheet, (top, left), rows)
    if kind in _WHOLE:
        _move_merges(source, into)


def _emptied(cell: Cell, kind: str) -> Cell | None:
    if kind in _WHOLE:
        return None
    gone = {"PASTE_FORMAT": {"userEnteredFormat"}, "PASTE_DATA_VALIDATION": {"dataValidation"}}
    names = gone.get(kind, {"userEnteredValue", "textFormatRuns", "chipRuns"})
    return {name: inner for name, inner in cell.items() if name not in names} or None


def _move_merges(source: Area, into: Area) -> None:
    moved = [
        _shifted(m, into.sheet.id, into.top - source.top, into.left - source.left)
        for m in source.sheet.merges
        if overlaps(m, source)
    ]
    source.sheet.merges = [merge for merge in source.sheet.merges if not overlaps(merge, source)]
    into.sheet.merges = [merge for merge in into.sheet.merges if not overlaps(merge, into)] + moved


@applies("pasteData")
def paste_data(step: Step, asked: Json) -> None:
    """Paste a text, its lines as rows and what the delimiter parts as cells, read as if a person typed it."""
    corner, text = asked.get("coordinate", {}), asked.get("data", "")
    if asked.get("html"):
        rows = _table(text)
    elif asked.get("delimiter"):
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=asked["delimiter"][0]))
    else:
        raise invalid("Either delimiter or html must be specified.")
    paste_text(step, corner, rows, asked.get("type", "PASTE_NORMAL"))


def paste_text(step: Step, corner: Json, rows: list[list[str]], kind: str = "PASTE_NORMAL") -> None:
    """Put rows of text down from a corner, growing the grid where they need more."""
    sheet, top, left = (
        grid(step.book, corner.get("sheetId", 0)),
        corner.get("rowIndex", 0),
        corner.get("columnIndex", 0),
    )
    wide = max((len(row) for row in rows), default=0)
    if not wide:
        return
    into = Area(sheet, top, left, top + len(rows), left + wide)
    _grow(step, sheet, into.bottom, into.right)
    guard(step.world, step.book, into, step.who)
    write = typed(step)
    if kind not in {"PASTE_FORMAT", "PASTE_DATA_VALIDATION", "PASTE_CONDITIONAL_FORMATTING"}:
        for row, texts in enumerate(rows, top):
            for column, text in enumerate(texts, left):
                sheet.put(row, column, write(sheet.cell(row, column), text))
    headers_written(step, into)


def typed(step: Step) -> Callable[[Cell | None, str], Cell | None]:
    """Give the function that makes the new cell of the old one and of what a person types over it."""
    return cell_writer(step.book, entered=True, year=step.world.clock.now.year)


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows = self.rows or [[]]
            self.rows[-1].append("")
            self._open = True
        elif tag == "br" and self._open:
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += re.sub(r"\s+", " ", data)


def _table(text: str) -> list[list[str]]:
    reader = _Cells()
    reader.feed(text)
    return reader.rows or [[re.sub(r"<[^>]*>", "", text).strip()]]
