"""A sheet copied, into its own book or another: cells and looks come along, and all that has an id gets a new one."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.sheets.formulas import sheet_renamed
from senco_connect_emulator.sheets.model import Sheet
from senco_connect_emulator.sheets.proto import RANGE_KEYS
from senco_connect_emulator.sheets.shifting import rewritten_formulas

if TYPE_CHECKING:
    from senco_connect_emulator.world import World
from senco_connect_emulator.sheets.parts import without

__all__ = ["copied_sheet", "object_id", "rehomed"]

Json = dict[str, Any]
_IDS = {
    "filter_views": "filterViewId",
    "banded": "bandedRangeId",
    "charts": "chartId",
    "slicers": "slicerId",
    "tables": "tableId",
}


def copied_sheet(world: World, source: Sheet, properties: Json) -> Sheet:
    """Give a copy with other properties (id, title, index); protections, as with Google, stay behind."""
    sheet = source.copy()
    sheet.properties = {**without(source.properties, "hidden"), **properties}
    for name in Sheet.LISTS:
        setattr(sheet, name, rehomed(copy.deepcopy(getattr(source, name)), source.id, sheet.id))
    sheet.basic_filter = rehomed(copy.deepcopy(source.basic_filter), source.id, sheet.id)
    sheet.protected = []
    for name, key in _IDS.items():
        fresh = [{**one, key: object_id(world, text=key == "tableId")} for one in getattr(sheet, name)]
        setattr(sheet, name, fresh)
    rewritten_formulas(sheet, lambda text: sheet_renamed(text, source.title, sheet.title))
    return sheet


def object_id(world: World, *, text: bool = False) -> Any:
    """Give a new id for something in a spreadsheet: a number, or for tables and named ranges a text."""
    number = world.ids.number()
    return str(number) if text else number


def rehomed(value: Any, old: int, new: int) -> Any:
    """Give stored objects with what they said of one sheet said of another."""
    if isinstance(value, list):
        return [rehomed(inner, old, new) for inner in value]
    if not isinstance(value, dict):
        return value
    if value.get("sheetId") == old and value.keys() <= RANGE_KEYS:
        return {**value, "sheetId": new}
    return {name: rehomed(inner, old, new) for name, inner in value.items()}
