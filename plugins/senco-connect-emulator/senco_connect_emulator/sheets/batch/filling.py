"""autoFill: a series carried on from what stands there, or copied where it is none."""

from __future__ import annotations

import re

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.kinds import Clash, Json, Step, applies, area
from senco_connect_emulator.sheets.formulas import relocated
from senco_connect_emulator.sheets.model import Cell, Sheet
from senco_connect_emulator.sheets.parts import some, without
from senco_connect_emulator.sheets.protection import guard
from senco_connect_emulator.sheets.proto import number
from senco_connect_emulator.sheets.walking import cell_at

__all__ = ["filled_values"]

_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)
_NAMES = [
    names.split()
    for names in (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday", "Mon Tue Wed Thu Fri Sat Sun",
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    )
]  # fmt: skip


@applies("autoFill")
def auto_fill(step: Step, asked: Json) -> None:
    """Fill on from the cells of a source, or from those that hold something at the edge of a range."""
    if "sourceAndDestination" in asked and "range" in asked:
        raise Clash("area", max("range", "sourceAndDestination", key=list(asked).index))
    if "sourceAndDestination" in asked:
        source, along, length = _said(step, asked["sourceAndDestination"])
    elif "range" in asked:
        source, along, length = _found(area(step.book, asked["range"]))
    else:
        raise invalid("Must specify either range or sourceAndDestination.")
    into = _target(source, along, length)
    guard(step.world, step.book, into, step.who)
    for across in range(source.left, source.right) if along else range(source.top, source.bottom):
        _fill_line(source, across, along=along, length=length, alternate=asked.get("useAlternateSeries", False))


def _said(step: Step, told: Json) -> tuple[Area, bool, int]:
    source = area(step.book, told.get("source", {}))
    if told.get("dimension") not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    return source, told["dimension"] == "ROWS", told.get("fillLength", 0)


def _found(whole: Area) -> tuple[Area, bool, int]:
    sheet = whole.sheet
    rows = _leading(
        all(sheet.cell(row, column) for column in range(whole.left, whole.right))
        for row in range(whole.top, whole.bottom)
    )
    if 0 < rows < whole.bottom - whole.top:
        return whole._replace(bottom=whole.top + rows), True, whole.bottom - whole.top - rows
    columns = _leading(
        all(sheet.cell(row, column) for row in range(whole.top, whole.bottom))
        for column in range(whole.left, whole.right)
    )
    return whole._replace(right=whole.left + columns), False, whole.right - whole.left - columns


def _leading(flags: object) -> int:
    count = 0
    for flag in flags:  # type: ignore[attr-defined]
        if not flag:
            return count
        count += 1
    return count


def _target(source: Area, along: bool, length: int) -> Area:
    sheet = source.sheet
    start, end, most = (
        (source.top, source.bottom, sheet.row_count) if along else (source.left, source.right, sheet.column_count)
    )
    first, last = (end, end + length) if length >= 0 else (start + length, start)
    if first < 0 or last > most:
        raise invalid("The destination of the fill exceeds the grid.")
    return source._replace(top=first, bottom=last) if along else source._replace(left=first, right=last)


def _fill_line(source: Area, across: int, *, along: bool, length: int, alternate: bool) -> None:
    sheet, back = source.sheet, -1 if length < 0 else 1
    span = range(source.top, source.bottom) if along else range(source.left, source.right)
    models = [(place, _at(sheet, place, across, along)) for place in span][::back]
    values = filled_values([cell.get("userEnteredValue") for _, cell in models], abs(length), copies=alternate)
    for step, carried in enumerate(values, 1):
        place, model = models[(step - 1) % len(models)]
        at = models[-1][0] + step * back
        by, to = ((at - place, 0), (at, across)) if along else ((0, at - place), (across, at))
        value = some({"userEnteredValue": _moved(carried, *by)})
        sheet.put(*to, {**value, **without(model, "userEnteredValue", "note", "textFormatRuns")})


def _moved(value: Json | None, rows: int, columns: int) -> Json | None:
    if value and "formulaValue" in value:
        return {"formulaValue": relocated(value["formulaValue"], rows, columns)}
    return value


def _at(sheet: Sheet, place: int, across: int, along: bool) -> Cell:
    return cell_at(sheet, place, across) if along else cell_at(sheet, across, place)


def filled_values(given: list[Json | None], length: int, *, copies: bool = False) -> list[Json | None]:
    """Carry a line of values on: numbers by their step, numbered texts, days and months by one, others again.

    One number alone is copied, as in the window; ``copies`` turns both round.
    """
    if all(value and "numberValue" in value for value in given):
        numbers = [value["numberValue"] for value in given if value]
        return _numbers(numbers, length, goes_on=(len(given) > 1) is not copies)
    if len(given) == 1 and not copies:
        return [_following(given[0], place) for place in range(1, length + 1)]
    return [given[place % len(given)] for place in range(length)]


def _numbers(given: list[float], length: int, *, goes_on: bool) -> list[Json | None]:
    step = (given[-1] - given[0]) / (len(given) - 1) if len(given) > 1 else 1
    told = (given[-1] + step * place if goes_on else given[(place - 1) % len(given)] for place in range(1, length + 1))
    return [{"numberValue": number(one)} for one in told]


def _following(value: Json | None, by: int) -> Json | None:
    return {"stringValue": _next_text(value["stringValue"], by)} if value and "stringValue" in value else value


def _next_text(text: str, by: int) -> str:
    for names in _NAMES:
        if text in names:
            return names[(names.index(text) + by) % len(names)]
    if found := _NUMBERED.fullmatch(text):
        before, digits, after = found.groups()
        return f"{before}{int(digits) + by:0{len(digits)}d}{after}"
    return text
