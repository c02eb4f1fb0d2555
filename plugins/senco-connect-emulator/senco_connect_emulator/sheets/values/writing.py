"""Write a block of values into a sheet, and tell what was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Any, NamedTuple

from senco_connect_emulator.call import Call
from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.kinds import Step
from senco_connect_emulator.sheets.batch.tables import headers_written
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.sheets.protection import guard
from senco_connect_emulator.sheets.validating import refuse_invalid
from senco_connect_emulator.sheets.values.cells import CellWriter, Nested, cell_writer
from senco_connect_emulator.sheets.values.reading import Options, read_values
from senco_connect_emulator.sheets.values.targets import Target

__all__ = ["Written", "by_rows", "response_options", "told_totals", "told_update", "write_block"]

Json = dict[str, Any]
Block = Sequence[Sequence[Any]]


class Written(NamedTuple):
    """What became of a block: where it went, and the rows and columns in which a cell was written."""

    area: Area
    rows: frozenset[int]
    columns: frozenset[int]
    cells: int


def by_rows(told: Json) -> Block:
    """Give the values of a ValueRange by rows."""
    values: Block = told.get("values", [])
    return list(zip_longest(*values)) if told.get("majorDimension") == "COLUMNS" else values


def write_block(call: Call, book: Book, target: Target, values: Block, *, entered: bool) -> Written:
    """Write rows of values from the target's corner: null leaves a cell alone, and an empty text empties it."""
    width = max(map(len, values), default=0)
    if not call.world.switches.writes_grow_grid:
        target = target.within_grid()
    area = target.make_room(book, len(values), width)
    if not width:
        return Written(area._replace(bottom=area.top + 1, right=area.left + 1), frozenset(), frozenset(), 0)
    _guard(call, book, area, values)
    write = cell_writer(book, entered=entered, year=call.world.clock.now.year)
    written = _write_rows(area, values, write)
    if area.sheet.tables:
        headers_written(Step(call.world, book, call.who), area)
    if call.world.switches.validation_enforced:
        book.changed()
        refuse_invalid(book, area)
    return written


def _guard(call: Call, book: Book, area: Area, values: Block) -> None:
    # A cell that null leaves alone may well be protected.
    if not area.sheet.protected:
        return
    for row, given in enumerate(values, area.top):
        for start, end in _runs(given):
            run = Area(area.sheet, row, area.left + start, row + 1, area.left + end)
            guard(call.world, book, run, call.who)


def _runs(given: Sequence[Any]) -> Iterator[tuple[int, int]]:
    places = [at for at, value in enumerate(given) if value is not None]
    for _, run in groupby(enumerate(places), lambda told: told[1] - told[0]):
        run_places = [at for _, at in run]
        yield run_places[0], run_places[-1] + 1


def _write_rows(area: Area, values: Block, write: CellWriter) -> Written:
    sheet, left = area.sheet, area.left
    rows: set[int] = set()
    columns: set[int] = set()
    cells = 0
    for row, given in enumerate(values, area.top):
        width = len(given)
        line = _line(sheet, row, left + width)
        try:
            line[left : left + width] = [
                old if value is None else write(old, value)
                for old, value in zip(line[left : left + width], given, strict=True)
            ]
        except Nested as nested:
            raise _refused(nested, given, row - area.top) from None
        skipped = given.count(None)
        if width > skipped:
            rows.add(row)
            cells += width - skipped
            told = range(width) if not skipped else (at for at, value in enumerate(given) if value is not None)
            columns.update(left + at for at in told)
    return Written(area, frozenset(rows), frozenset(columns), cells)


def _line(sheet: Sheet, row: int, width: int) -> list[Any]:
    while len(sheet.rows) <= row:
        sheet.rows.append([])
    line = sheet.rows[row]
    if len(line) < width:
        line.extend([None] * (width - len(line)))
    return line


def _refused(nested: Nested, given: Sequence[Any], row: int) -> Exception:
    at = next(at for at, value in enumerate(given) if value is nested.value)
    return invalid(f"Invalid values[{row}][{at}]: {nested.told}")


def told_update(book: Book, written: Written, told: Json, asked: Area | None = None) -> Json:
    """Give the answer to one write; counts of nothing are left out.

    ``told`` is the request: where it wants the values back, they are those of ``asked``, the range that it named.
    """
    counts = {"updatedRows": len(written.rows), "updatedColumns": len(written.columns), "updatedCells": written.cells}
    answer: Json = {"spreadsheetId": book.id, "updatedRange": written.area.a1()}
    answer |= {name: count for name, count in counts.items() if count}
    if told.get("includeValuesInResponse"):
        answer["updatedData"] = read_values(book, asked or written.area, response_options(told))
    return answer


def response_options(told: Json) -> Options:
    """Give how an answer to a write tells values."""
    renamed = {
        "valueRenderOption": told.get("responseValueRenderOption", "FORMATTED_VALUE"),
        "dateTimeRenderOption": told.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
        "majorDimension": told.get("majorDimension", "ROWS"),
    }
    return Options.of(renamed)


def told_totals(written: Sequence[Written]) -> Json:
    """Give the totals of several writes: a row or column of a sheet counts once."""
    totals = {
        "totalUpdatedRows": len({(one.area.sheet.id, row) for one in written for row in one.rows}),
        "totalUpdatedColumns": len({(one.area.sheet.id, column) for one in written for column in one.columns}),
        "totalUpdatedCells": sum(one.cells for one in written),
        "totalUpdatedSheets": len({one.area.sheet.id for one in written if one.cells}),
    }
    return {name: count for name, count in totals.items() if count}
