"""Read the register with a second reader, and compare it cell by cell with what it was."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from python_calamine import load_workbook

from senco_connect_local.demo.register import HEADING_LINE, TAB

__all__ = ["Changed", "Grid", "changed_cells", "read_grid"]

Grid = list[list[object]]


class Changed(NamedTuple):
    """A cell that shows something else than before: its line, the heading above it, and both texts."""

    line: int
    heading: str
    old: object
    new: object


def read_grid(path: Path) -> Grid:
    """Give every cell of the register's tab, from its first line and column."""
    sheet = load_workbook(path).get_sheet_by_name(TAB)
    return [list(line) for line in sheet.to_python(skip_empty_area=False)]


def changed_cells(before: Grid, after: Grid) -> list[Changed]:
    """List the cells that differ; a cell that one of the two does not have is blank."""
    headings = after[HEADING_LINE - 1]
    nothing: list[object] = []
    return [
        Changed(number, str(heading), old, new)
        for number, (was, now) in enumerate(zip_longest(before, after, fillvalue=nothing), start=1)
        for heading, old, new in zip_longest(headings, was, now, fillvalue="")
        if old != new
    ]
