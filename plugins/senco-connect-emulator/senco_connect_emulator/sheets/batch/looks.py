"""What cells look like and what they take: borders, validation rules, conditional formats, alternating colours."""

from __future__ import annotations

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area
from senco_connect_emulator.sheets.batch.fields import changed, read_fields
from senco_connect_emulator.sheets.batch.kinds import Clash, Json, Step, applies, area, grid, whole_range
from senco_connect_emulator.sheets.batch.tables import refuse_typed
from senco_connect_emulator.sheets.conditions import check_condition
from senco_connect_emulator.sheets.model import Book, Cell, Sheet
from senco_connect_emulator.sheets.parsing import parse_entered
from senco_connect_emulator.sheets.parts import dropped, only, some, swapped, without
from senco_connect_emulator.sheets.protection import guard, overlaps
from senco_connect_emulator.sheets.proto import spoken, stored, theme_of
from senco_connect_emulator.sheets.walking import cell_at, held, places

__all__ = ["ranges_of"]

_FACING = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}


@applies("setDataValidation")
def set_data_validation(step: Step, asked: Json) -> None:
    """Give every cell of a range a rule; without one, the rules that they have are taken away."""
    into = area(step.book, asked.get("range", {}))
    guard(step.world, step.book, into, step.who)
    refuse_typed(into)
    rule = stored("DataValidationRule", asked["rule"], theme_of(step.book)) if "rule" in asked else None
    if rule is not None:
        check_condition(rule.get("condition", {}), where="data validation")
    # Where rules are taken away, what was never written has none.
    for row, column in places(into) if rule else [place[:2] for place in held(into)]:
        kept = without(into.sheet.cell(row, column), "dataValidation")
        into.sheet.put(row, column, {**kept, **some({"dataValidation": rule})})


@applies("updateBorders")
def update_borders(step: Step, asked: Json) -> None:
    """Draw lines around and between the cells of a range; a line belongs to one of the two cells beside it."""
    into = area(step.book, asked.get("range", {}))
    guard(step.world, step.book, into, step.who)
    lines = {side: _line(step, told) for side, told in without(asked, "range").items()}
    for row, column in places(into):
        if edges := _edges(into, row, column, lines):
            into.sheet.put(row, column, _bordered(cell_at(into.sheet, row, column), edges))
    for side, beside in only(_neighbours(into), lines).items():
        _rub_out(beside, _FACING[side])


def _line(step: Step, told: Json) -> Json | None:
    if told.get("style", "NONE") in {"NONE", "STYLE_UNSPECIFIED"}:
        return None
    line = stored("Border", told, theme_of(step.book))
    widths = {"SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}
    line = {"style": line["style"], "width": widths.get(line["style"], 1), **line}
    return {"color": {}, "colorStyle": {"rgbColor": {}}, **line}


def _edges(into: Area, row: int, column: int, lines: dict[str, Json | None]) -> dict[str, Json | None]:
    names = {
        "top": "top" if row == into.top else "innerHorizontal",
        "bottom": "bottom" if row == into.bottom - 1 else "innerHorizontal",
        "left": "left" if column == into.left else "innerVertical",
        "right": "right" if column == into.right - 1 else "innerVertical",
    }
    return {side: lines[name] for side, name in names.items() if name in lines}


def _bordered(cell: Cell, edges: dict[str, Json | None]) -> Cell:
    looks = cell.get("userEnteredFormat", {})
    borders = some({**looks.get("borders", {}), **edges})
    looks = without(looks, "borders") | some({"borders": borders})
    return without(cell, "userEnteredFormat") | some({"userEnteredFormat": looks})


def _neighbours(into: Area) -> dict[str, Area]:
    return {
        "top": into._replace(top=into.top - 1, bottom=into.top),
        "bottom": into._replace(top=into.bottom, bottom=into.bottom + 1),
        "left": into._replace(left=into.left - 1, right=into.left),
        "right": into._replace(left=into.right, right=into.right + 1),
    }


def _rub_out(beside: Area, side: str) -> None:
    inside = beside._replace(top=max(beside.top, 0), left=max(beside.left, 0))
    for row, column, cell in held(inside):
        if side in cell.get("userEnteredFormat", {}).get("borders", ()):
            beside.sheet.put(row, column, _bordered(cell, {side: None}))


def ranges_of(book: Book, told: list[Json]) -> tuple[Sheet, list[Json]]:
    """Give ranges that lie on one sheet as they are stored."""
    if not told:
        raise invalid("No ranges specified.")
    areas = [(area(book, one).sheet, one) for one in told]
    if len({sheet.id for sheet, _ in areas}) > 1:
        raise invalid("All ranges must be on the same sheet.")
    return areas[0][0], [whole_range(sheet, one) for sheet, one in areas]


@applies("addConditionalFormatRule")
def add_conditional_format_rule(step: Step, asked: Json) -> None:
    """Put a rule among the others of its sheet, before all where no place is said."""
    sheet, rule = _rule(step, asked.get("rule", {}))
    index = asked.get("index", 0)
    if not 0 <= index <= len(sheet.conditional_formats):
        raise _no_rule(sheet, index)
    sheet.conditional_formats.insert(index, rule)


def _no_rule(sheet: Sheet, index: int) -> Exception:
    return invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")


def _rule(step: Step, told: Json) -> tuple[Sheet, Json]:
    sheet, ranges = ranges_of(step.book, told.get("ranges", []))
    rule = stored("ConditionalFormatRule", {**told, "ranges": ranges}, theme_of(step.book))
    if "booleanRule" in rule and "gradientRule" in rule:
        raise Clash("rule", "gradientRule", ".rule")
    if "booleanRule" in rule:
        check_condition(rule["booleanRule"].get("condition", {}), where="conditional formatting")
    elif "gradientRule" in rule:
        rule["gradientRule"] = _gradient(step.book, rule["gradientRule"])
    else:
        raise invalid("No rule specified.")
    return sheet, rule


def _gradient(book: Book, rule: Json) -> Json:
    return {
        name: _point(book, rule.get(name, {}))
        for name in ("minpoint", "midpoint", "maxpoint")
        if name in rule or name != "midpoint"
    }


def _point(book: Book, point: Json) -> Json:
    kind = point.get("type")
    if not kind:
        raise invalid("No interpolationPointType specified.")
    if kind in {"MIN", "MAX"}:
        return without(point, "value")
    if not point.get("value"):
        raise invalid("InterpolationPoint.value is required.")
    if not point["value"].startswith("=") and "numberValue" not in parse_entered(point["value"], book.locale)[0]:
        raise invalid(f"Invalid InterpolationPoint.value: {point['value']}")
    return point


@applies("updateConditionalFormatRule")
def update_conditional_format_rule(step: Step, asked: Json) -> Json:
    """Replace a rule, or move it to another place."""
    index = asked.get("index", 0)
    if "rule" in asked:
        sheet, rule = _rule(step, asked["rule"])
        _check_index(sheet, index)
        old, sheet.conditional_formats[index] = sheet.conditional_formats[index], rule
        return _told_rules(index, index, old, rule)
    sheet, to = grid(step.book, asked.get("sheetId", 0)), asked.get("newIndex", 0)
    _check_index(sheet, index)
    _check_index(sheet, to)
    rule = sheet.conditional_formats.pop(index)
    sheet.conditional_formats.insert(to, rule)
    return _told_rules(index, to, rule, rule)


def _check_index(sheet: Sheet, index: int) -> None:
    if not 0 <= index < len(sheet.conditional_formats):
        raise _no_rule(sheet, index)


def _told_rules(old_index: int, new_index: int, old: Json, new: Json) -> Json:
    told = {"oldIndex": old_index, "newIndex": new_index}
    indexes = {name: index for name, index in told.items() if index}
    return {"newRule": spoken(new), **indexes, "oldRule": spoken(old)}


@applies("deleteConditionalFormatRule")
def delete_conditional_format_rule(step: Step, asked: Json) -> Json:
    """Delete a rule; those behind it move up."""
    sheet, index = grid(step.book, asked.get("sheetId", 0)), asked.get("index", 0)
    _check_index(sheet, index)
    return {"rule": spoken(sheet.conditional_formats.pop(index))}


@applies("addBanding")
def add_banding(step: Step, asked: Json) -> Json:
    """Give a range alternating colours."""
    given = asked.get("bandedRange", {})
    into = area(step.book, given.get("range", {}))
    _refuse_banded(into, None)
    banded_id = given.get("bandedRangeId") or step.world.ids.number()
    if any(one["bandedRangeId"] == banded_id for sheet in step.book.sheets for one in sheet.banded):
        raise invalid(f"A banded range with id {banded_id} already exists.")
    if "rowProperties" not in given and "columnProperties" not in given:
        raise invalid("At least one of rowProperties or columnProperties must be specified.")
    told = stored(
        "BandedRange", {**given, "range": whole_range(into.sheet, given.get("range", {}))}, theme_of(step.book)
    )
    told = {"bandedRangeId": banded_id, **without(told, "bandedRangeId")}
    into.sheet.banded.append(told)
    return {"bandedRange": spoken(told)}


def _refuse_banded(into: Area, but: Json | None) -> None:
    if any(one is not but and overlaps(one["range"], into) for one in into.sheet.banded):
        raise invalid(
            "You cannot add alternating background colors to a range that already has alternating background colors."
        )


@applies("updateBanding")
def update_banding(step: Step, asked: Json) -> None:
    """Change what the fields name of alternating colours."""
    given = asked.get("bandedRange", {})
    fields = read_fields(asked.get("fields", ""), "BandedRange")
    sheet, old = _banded(step.book, given.get("bandedRangeId", 0))
    new = stored("BandedRange", given, theme_of(step.book))
    told = changed(old, new, without(fields, "bandedRangeId"))
    into = area(step.book, told.get("range", {}))
    if into.sheet is not sheet:
        raise invalid("A banded range can not be moved to another sheet.")
    _refuse_banded(into, old)
    sheet.banded = swapped(sheet.banded, old, told)


@applies("deleteBanding")
def delete_banding(step: Step, asked: Json) -> None:
    """Take alternating colours away."""
    sheet, old = _banded(step.book, asked.get("bandedRangeId", 0))
    sheet.banded = dropped(sheet.banded, old)


def _banded(book: Book, banded_id: int) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for one in sheet.banded:
            if one["bandedRangeId"] == banded_id:
                return sheet, one
    raise invalid(f"No banded range with id: {banded_id}")
