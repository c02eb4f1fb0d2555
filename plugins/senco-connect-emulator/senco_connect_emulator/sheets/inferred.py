"""The number format that a formula brings along: a date's for TODAY(), that of the cell for a plain reference."""

from __future__ import annotations

import re
from typing import Any

from senco_connect_emulator.errors import Refused
from senco_connect_emulator.sheets.a1 import quoted, read_range
from senco_connect_emulator.sheets.model import Book, Sheet

__all__ = ["inferred_format"]

Json = dict[str, Any]
_OUTERMOST = re.compile(r"=\s*\+?\s*([A-Z]+)\s*\(", re.IGNORECASE)
_REFERENCE = re.compile(r"((?:'(?:[^']|'')+'|\w+)!)?\$?[A-Z]{1,3}\$?\d+(?![\w(])", re.IGNORECASE)
_DATES = frozenset({"TODAY", "DATE", "DATEVALUE", "EDATE", "EOMONTH", "WORKDAY"})
_KINDS = {"NOW": "DATE_TIME", "TIME": "TIME", "TIMEVALUE": "TIME", "TO_PERCENT": "PERCENT", "TO_DATE": "DATE"}
# Functions whose value is one of the values that they are given, and so looks like it.
_HAND_ON = frozenset(
    {
        "AVERAGE", "FILTER", "IF", "IFERROR", "IFNA", "IFS", "INDEX", "LARGE", "MAX", "MAXIFS", "MEDIAN", "MIN",
        "MINIFS", "SMALL", "SORT", "SUM", "SUMIF", "UNIQUE", "VLOOKUP",
    }
)  # fmt: skip
_DEPTH = 5


def inferred_format(book: Book, sheet: Sheet, formula: str, depth: int = _DEPTH) -> Json | None:
    """Work out what a cell without a format takes from its formula; None for the automatic format."""
    found = _OUTERMOST.match(formula)
    name = found.group(1).upper() if found else ""
    if name in _DATES:
        return {"type": "DATE"}
    if name in _KINDS:
        return {"type": _KINDS[name]}
    if name in {"IF", "IFS"}:
        # What a condition looks at is not what the formula comes to.
        formula = formula.partition(",")[2]
    return _of_references(book, sheet, formula, depth) if not name or name in _HAND_ON else None


def _of_references(book: Book, sheet: Sheet, formula: str, depth: int) -> Json | None:
    # Two dates subtracted, or a date multiplied, are no date any more.
    references = list(_REFERENCE.finditer(formula))
    if not references or not depth or any(sign in formula for sign in "*/^&<>"):
        return None
    told = [_of_cell(book, sheet, found, depth) for found in references]
    if "-" in formula and len(told) > 1:
        return None
    return next((one for one in told if one), None)


def _of_cell(book: Book, sheet: Sheet, found: re.Match[str], depth: int) -> Json | None:
    try:
        area = read_range(book, found.group() if found.group(1) else f"{quoted(sheet.title)}!{found.group()}")
    except Refused:
        return None
    cell = area.sheet.cell(area.top, area.left) or {}
    own: Json | None = cell.get("userEnteredFormat", {}).get("numberFormat")
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    return inferred_format(book, area.sheet, formula, depth - 1) if own is None and formula else own
