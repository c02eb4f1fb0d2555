"""The functions by their names, family by family."""

from __future__ import annotations

from senco_connect_emulator.sheets.formulas.functions import (
    arithmetic,
    arrays,
    calendar,
    choices,
    counting,
    information,
    joining,
    lookup,
    network,
    operators,
    patterns,
    places,
    statistics,
    subtotals,
    text,
    workdays,
)
from senco_connect_emulator.sheets.formulas.functions.shapes import Table

__all__ = ["FUNCTIONS"]

FAMILIES = (
    arithmetic, arrays, calendar, choices, counting, information, joining, lookup, network,
    operators, patterns, places, statistics, subtotals, text, workdays,
)  # fmt: skip

FUNCTIONS: Table = {name: function for family in FAMILIES for name, function in family.FUNCTIONS.items()}
