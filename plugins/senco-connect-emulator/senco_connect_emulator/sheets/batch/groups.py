"""Groups of rows or columns: lines that were grouped so many times, and the runs that this makes at each depth."""

from __future__ import annotations

from collections import Counter

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.batch.dimensions import set_line
from senco_connect_emulator.sheets.batch.fields import read_fields
from senco_connect_emulator.sheets.batch.kinds import Json, Lines, Step, applies, dimension
from senco_connect_emulator.sheets.model import Sheet
from senco_connect_emulator.sheets.parts import only, some, without
from senco_connect_emulator.sheets.proto import spoken

__all__ = ["runs"]

_DEEPEST = 8


@applies("addDimensionGroup")
def add_dimension_group(step: Step, asked: Json) -> Json:
    """Group rows or columns once more."""
    sheet, rows, start, end = dimension(step.book, asked.get("range", {}))
    _refuse_outside(sheet, rows, end)
    depths = _depths(sheet, rows)
    depths.update(range(start, end))
    if max(depths.values()) > _DEEPEST:
        raise invalid(f"Groups can not be deeper than {_DEEPEST}.")
    _set_control(sheet, rows)
    return _regrouped(sheet, rows, depths)


def _set_control(sheet: Sheet, rows: bool) -> None:
    # The first group of a sheet puts its buttons behind the groups.
    if not _groups(sheet, rows):
        grid = {**sheet.properties["gridProperties"], f"{'row' if rows else 'column'}GroupControlAfter": True}
        sheet.properties = {**sheet.properties, "gridProperties": grid}


def _refuse_outside(sheet: Sheet, rows: bool, end: int) -> None:
    size = sheet.row_count if rows else sheet.column_count
    if end > size:
        raise invalid(f"range.endIndex is larger than current grid size ({size})")


@applies("deleteDimensionGroup")
def delete_dimension_group(step: Step, asked: Json) -> Json:
    """Take one depth of grouping away from rows or columns."""
    sheet, rows, start, end = dimension(step.book, asked.get("range", {}))
    depths = _depths(sheet, rows)
    if not any(depths[line] for line in range(start, end)):
        raise invalid("There is no group in the specified range.")
    depths.subtract(line for line in range(start, end) if depths[line])
    return _regrouped(sheet, rows, depths)


def _groups(sheet: Sheet, rows: bool) -> list[Json]:
    return sheet.row_groups if rows else sheet.column_groups


def _depths(sheet: Sheet, rows: bool) -> Counter[int]:
    spans = [group["range"] for group in _groups(sheet, rows)]
    return Counter(line for span in spans for line in range(span["startIndex"], span["endIndex"]))


def runs(depths: Counter[int]) -> list[tuple[int, int, int]]:
    """Give the groups that line depths make, as (start, end, depth), outer before inner."""
    deepest = max(depths.values(), default=0)
    return [(start, end, depth) for depth in range(1, deepest + 1) for start, end in _runs_at(depths, depth)]


def _runs_at(depths: Counter[int], depth: int) -> list[tuple[int, int]]:
    lines = sorted(line for line, deep in depths.items() if deep >= depth)
    starts = [line for line in lines if depths[line - 1] < depth]
    ends = [line + 1 for line in lines if depths[line + 1] < depth]
    return list(zip(starts, ends, strict=True))


def _regrouped(sheet: Sheet, rows: bool, depths: Counter[int]) -> Json:
    closed = {_key(group) for group in _groups(sheet, rows) if group.get("collapsed")}
    groups = [_group(sheet, rows, run, shut=run in closed) for run in runs(depths)]
    if rows:
        sheet.row_groups = groups
    else:
        sheet.column_groups = groups
    return some({"dimensionGroups": spoken(groups)})


def _group(sheet: Sheet, rows: bool, run: tuple[int, int, int], *, shut: bool) -> Json:
    start, end, depth = run
    name = "ROWS" if rows else "COLUMNS"
    place = {"sheetId": sheet.id, "dimension": name, "startIndex": start, "endIndex": end}
    return {"range": place, "depth": depth, **some({"collapsed": shut})}


def _key(group: Json) -> tuple[int, int, int]:
    return group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]


@applies("updateDimensionGroup")
def update_dimension_group(step: Step, asked: Json) -> None:
    """Open or close a group, which shows or hides its rows or columns."""
    given = asked.get("dimensionGroup", {})
    fields = read_fields(asked.get("fields", ""), "DimensionGroup")
    lines = dimension(step.book, given.get("range", {}))
    groups = _groups(lines.sheet, lines.rows)
    keys = [_key(group) for group in groups]
    wanted = (lines.start, lines.end, given.get("depth", 0))
    if wanted not in keys:
        raise invalid("There is no group with the specified range and depth.")
    if "collapsed" in fields:
        place, shut = keys.index(wanted), some(only(given, {"collapsed"}))
        groups[place] = without(groups[place], "collapsed") | shut
        _hide(lines, bool(shut))


def _hide(lines: Lines, shut: bool) -> None:
    for line in range(lines.start, lines.end):
        set_line(lines.told, line, without(lines.told.get(line), "hiddenByUser") | some({"hiddenByUser": shut}))
