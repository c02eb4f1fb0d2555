"""Rows sorted, and rows put into a chance order."""

from __future__ import annotations

import random
from collections.abc import Callable

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area, cell_name
from senco_connect_emulator.sheets.batch.blocks import Lifted, lift, pasted, put_rows
from senco_connect_emulator.sheets.batch.kinds import Json, Step, applies, area
from senco_connect_emulator.sheets.model import Sheet
from senco_connect_emulator.sheets.ordering import is_empty, sort_key
from senco_connect_emulator.sheets.protection import guard, overlaps

__all__ = ["sort_area"]

Line = list[Lifted]


@applies("sortRange")
def sort_range(step: Step, asked: Json) -> None:
    """Sort the rows of a range by one column or several; rows that are hidden stay where they are."""
    specs = asked.get("sortSpecs", [])
    if not specs:
        raise invalid("Must specify at least one sort spec.")
    sort_area(step, area(step.book, asked.get("range", {})), specs)


def sort_area(step: Step, into: Area, specs: list[Json]) -> None:
    """Sort the rows of an area, header rows being the caller's to leave out."""
    for spec in specs:
        if not into.left <= spec.get("dimensionIndex", 0) < into.right:
            raise invalid("sortSpecs.dimensionIndex must be inside the range.")
    guard(step.world, step.book, into, step.who)
    _refuse_merges(into)

    def ordered(lines: list[Line]) -> list[Line]:
        for spec in reversed(specs):
            lines = _sorted(lines, spec.get("dimensionIndex", 0) - into.left, spec.get("sortOrder") == "DESCENDING")
        return lines

    _rearrange(step, into, ordered)


def _refuse_merges(into: Area) -> None:
    for merge in into.sheet.merges:
        if overlaps(merge, into) and merge["endRowIndex"] - merge["startRowIndex"] > 1:
            first = cell_name(merge["startRowIndex"], merge["startColumnIndex"])
            last = cell_name(merge["endRowIndex"] - 1, merge["endColumnIndex"] - 1)
            raise invalid(
                f"You can't sort a range containing vertical merges. There is a vertical merge at {first}:{last}"
            )


def _sorted(lines: list[Line], column: int, descending: bool) -> list[Line]:
    full = [line for line in lines if not is_empty(line[column].value)]
    empty = [line for line in lines if is_empty(line[column].value)]
    return sorted(full, key=lambda line: sort_key(line[column].value), reverse=descending) + empty


@applies("randomizeRange")
def randomize_range(step: Step, asked: Json) -> None:
    """Put the rows of a range into a chance order, the same for the same seed of the world."""
    into = area(step.book, asked.get("range", {}))
    guard(step.world, step.book, into, step.who)
    chance = random.Random(step.world.ids.number())
    _rearrange(step, into, lambda lines: chance.sample(lines, len(lines)))


def _rearrange(step: Step, into: Area, ordered: Callable[[list[Line]], list[Line]]) -> None:
    sheet = into.sheet
    lines = [line for line in lift(step.book, _filled(into)) if not _is_hidden(sheet, line[0].row)]
    rows = [line[0].row for line in lines]
    moves = {}
    for row, line in zip(rows, ordered(lines), strict=True):
        moves[line[0].row] = row
        cells = [pasted(None, lifted, "PASTE_NORMAL", (row - lifted.row, 0)) for lifted in line]
        put_rows(sheet, (row, into.left), [cells])
    if step.world.switches.metadata_follows_sort and _takes_whole_rows(into):
        step.book.metadata = [_followed(one, sheet.id, moves) for one in step.book.metadata]


def _filled(into: Area) -> Area:
    # Below the last row that was ever written there is nothing to sort.
    return into._replace(bottom=max(into.top, min(into.bottom, len(into.sheet.rows))))


def _is_hidden(sheet: Sheet, row: int) -> bool:
    told = sheet.row_properties.get(row, {})
    return bool(told.get("hiddenByUser") or told.get("hiddenByFilter"))


def _takes_whole_rows(into: Area) -> bool:
    # Where the rows hold more than what is sorted, it is the cells that move and not the rows.
    lines = into.sheet.rows[into.top : into.bottom]
    return not any(any(line[: into.left]) or any(line[into.right :]) for line in lines)


def _followed(metadata: Json, sheet_id: int, moves: dict[int, int]) -> Json:
    place = metadata["location"].get("dimensionRange")
    if not place or place["sheetId"] != sheet_id or place["dimension"] != "ROWS" or place["startIndex"] not in moves:
        return metadata
    row = moves[place["startIndex"]]
    return {
        **metadata,
        "location": {**metadata["location"], "dimensionRange": {**place, "startIndex": row, "endIndex": row + 1}},
    }
