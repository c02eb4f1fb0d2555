"""Cells as the Sheets API tells them, and the same cells as somebody types or reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from senco_connect_local.demo.entries import Typed

__all__ = ["as_read", "as_typed", "cell"]

Json = dict[str, Any]
# Day 0 of Sheets.
_EPOCH: Final = date(1899, 12, 30)
_DAY: Final = {"type": "DATE", "pattern": "dd/mm/yyyy"}


def cell(value: Typed) -> Json:
    """Make the cell that an imported workbook leaves: text stays text, whatever it looks like."""
    if isinstance(value, date):
        serial = (value - _EPOCH).days
        return {"userEnteredValue": {"numberValue": serial}, "userEnteredFormat": {"numberFormat": _DAY}}
    if isinstance(value, int):
        return {"userEnteredValue": {"numberValue": value}}
    if value and value.startswith("="):
        return {"userEnteredValue": {"formulaValue": value}}
    return {"userEnteredValue": {"stringValue": value}} if value else {}


def as_read(told: Mapping[str, Any]) -> object:
    """Read a cell as calamine reads one of a workbook: text, number, yes or no, day; "" where nothing stands."""
    value = told.get("effectiveValue", {})
    if "errorValue" in value:
        return f"#{value['errorValue']['type']}"
    number = value.get("numberValue")
    if number is None:
        return value.get("stringValue", value.get("boolValue", ""))
    shape = told.get("effectiveFormat", {}).get("numberFormat", {}).get("type")
    return _EPOCH + timedelta(days=int(number)) if shape == "DATE" else float(number)


def as_typed(value: str | int | date) -> str:
    """Give the keys that a person in England presses."""
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)
