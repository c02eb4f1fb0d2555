"""Cells put in or taken out so that others shift; cells merged and parted."""

from __future__ import annotations

from collections.abc import Iterator

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.kinds import Json, Step, applies, area, range_of
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.model import Cell
from senco_connect_emulator.sheets.parts import only
from senco_connect_emulator.sheets.protection import guard, overlaps
from senco_connect_emulator.sheets.walking import cell_at, held

__all__ = ["merged"]

_TORN = "You must select all cells in a merged range to merge or unmerge them."


@applies("insertRange")
def insert_range(step: Step, asked: Json) -> None:
    """Put empty cells into a range; what was there shifts down or right."""
    into, down = area(step.book, asked.get("range", {})), _downwards(asked)
    sheet = into.sheet
    guard(step.world, step.book, _affected(into, down), step.who)
    _refuse_merges(_affected(into, down))
    if down:
        high = into.bottom - into.top
        block = _block(into._replace(bottom=max(into.bottom, len(sheet.rows))))
        _grow(step, into, rows=into.top + high + _filled(block))
        _put(into, into.top + high, into.left, block)
    else:
        wide = into.right - into.left
        block = _block(into._replace(right=max((len(line) for line in sheet.rows), default=into.right)))
        _grow(step, into, columns=into.left + wide + max(map(_width, block), default=0))
        _put(into, into.top, into.left + wide, block)
    _clear(into)


def _downwards(asked: Json) -> bool:
    if asked.get("shiftDimension") not in {"ROWS", "COLUMNS"}:
        raise invalid("No shift dimension specified.")
    return bool(asked["shiftDimension"] == "ROWS")


def _affected(into: Area, down: bool) -> Area:
    return into._replace(bottom=into.sheet.row_count) if down else into._replace(right=into.sheet.column_count)


def _refuse_merges(into: Area) -> None:
    if any(overlaps(merge, into) for merge in into.sheet.merges):
        raise invalid("You can't shift cells that are part of a merge.")


def _block(into: Area) -> list[list[Cell | None]]:
    sheet = into.sheet
    return [
        [sheet.cell(row, column) for column in range(into.left, into.right)] for row in range(into.top, into.bottom)
    ]


def _filled(block: list[list[Cell | None]]) -> int:
    return max((place for place, line in enumerate(block, 1) if any(line)), default=0)


def _width(line: list[Cell | None]) -> int:
    return max((place for place, cell in enumerate(line, 1) if cell), default=0)


def _grow(step: Step, into: Area, *, rows: int = 0, columns: int = 0) -> None:
    sheet = into.sheet
    sheet.resize(rows=max(rows, sheet.row_count), columns=max(columns, sheet.column_count))
    check_size(step.book)


def _put(into: Area, top: int, left: int, block: list[list[Cell | None]]) -> None:
    sheet = into.sheet
    for row, line in enumerate(block[: sheet.row_count - top], top):
        for column, cell in enumerate(line[: sheet.column_count - left], left):
            if cell or sheet.cell(row, column):
                sheet.put(row, column, cell)


def _clear(into: Area) -> None:
    for row, column, _ in held(into):
        into.sheet.put(row, column, None)


@applies("deleteRange")
def delete_range(step: Step, asked: Json) -> None:
    """Take the cells of a range out; what lies below or to the right takes their place."""
    gone, down = area(step.book, asked.get("range", {})), _downwards(asked)
    sheet = gone.sheet
    guard(step.world, step.book, _affected(gone, down), step.who)
    _refuse_merges(_affected(gone, down))
    if down:
        block = _block(gone._replace(top=gone.bottom, bottom=max(gone.bottom, len(sheet.rows))))
        _clear(gone._replace(bottom=sheet.row_count))
    else:
        end = max((len(line) for line in sheet.rows), default=gone.right)
        block = _block(gone._replace(left=gone.right, right=max(gone.right, end)))
        _clear(gone._replace(right=sheet.column_count))
    _put(gone, gone.top, gone.left, block)


@applies("mergeCells")
def merge_cells(step: Step, asked: Json) -> None:
    """Merge a range whole, row by row or column by column; the first cell's content is what stays."""
    into = area(step.book, asked.get("range", {}))
    guard(step.world, step.book, into, step.who)
    _refuse_torn(into)
    _refuse_frozen(into)
    into.sheet.merges = [merge for merge in into.sheet.merges if not overlaps(merge, into)]
    for part in merged(into, asked.get("mergeType", "MERGE_ALL")):
        _merge(part)


def merged(into: Area, kind: str) -> Iterator[Area]:
    """Give the blocks that a merge of a kind makes of a range; one cell alone is none."""
    if kind == "MERGE_COLUMNS":
        parts = [into._replace(left=column, right=column + 1) for column in range(into.left, into.right)]
    elif kind == "MERGE_ROWS":
        parts = [into._replace(top=row, bottom=row + 1) for row in range(into.top, into.bottom)]
    else:
        parts = [into]
    return (part for part in parts if (part.bottom - part.top) * (part.right - part.left) > 1)


def _merge(part: Area) -> None:
    sheet, corner = part.sheet, cell_at(part.sheet, part.top, part.left)
    first = next((cell for _, _, cell in held(part) if cell.get("userEnteredValue")), {})
    for row, column, cell in held(part):
        sheet.put(row, column, only(cell, {"userEnteredFormat", "dataValidation"}))
    if corner or first:
        sheet.put(part.top, part.left, {**only(first, {"userEnteredValue"}), **corner})
    sheet.merges.append(range_of(part))


def _refuse_torn(into: Area) -> None:
    for merge in into.sheet.merges:
        if overlaps(merge, into) and not _inside(merge, into):
            raise invalid(_TORN)


def _inside(merge: Json, into: Area) -> bool:
    rows = into.top <= merge["startRowIndex"] and merge["endRowIndex"] <= into.bottom
    return bool(rows and into.left <= merge["startColumnIndex"] and merge["endColumnIndex"] <= into.right)


def _refuse_frozen(into: Area) -> None:
    grid = into.sheet.properties["gridProperties"]
    for frozen, start, end, name in (
        (grid.get("frozenRowCount", 0), into.top, into.bottom, "rows"),
        (grid.get("frozenColumnCount", 0), into.left, into.right, "columns"),
    ):
        if start < frozen < end:
            raise invalid(f"You can't merge frozen and non-frozen {name}.")


@applies("unmergeCells")
def unmerge_cells(step: Step, asked: Json) -> None:
    """Part all merges in a range; one that it cuts through is refused."""
    into = area(step.book, asked.get("range", {}))
    guard(step.world, step.book, into, step.who)
    _refuse_torn(into)
    into.sheet.merges = [merge for merge in into.sheet.merges if not overlaps(merge, into)]
