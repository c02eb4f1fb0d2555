"""Propose a field for each heading of a workbook that people keep, with what a person has to answer first."""

from __future__ import annotations

from collections.abc import Iterator

from senco_connect.adapters import ColumnGuess, Proposal
from senco_connect.record import KEY_LABEL
from senco_connect.record.headings import name_columns, plain_heading
from senco_connect_local.addresses import column_letters
from senco_connect_local.config import XlsxConfig
from senco_connect_local.look import Sheet, find_tab, heading_line, marks_on
from senco_connect_local.package import Package
from senco_connect_local.workbook import read_workbook

__all__ = ["propose_columns"]


def propose_columns(data: bytes, config: XlsxConfig) -> Proposal:
    """Name what can be named; two columns that fit one field are a question, never a guess."""
    package = Package(data)
    workbook = read_workbook(package)
    tab, sheet = find_tab(package, workbook, config)
    line = heading_line(sheet.grid, marks_on(workbook, tab), config)
    # Our marks stay where the headings were, though somebody emptied the tab.
    cells = sheet.grid[line - 1] if line <= len(sheet.grid) else ()
    headings = [str(cell).strip() for cell in cells]
    naming = name_columns(headings, extra={heading: field for heading, field in config.columns.items() if field})
    columns = [c for c in naming.columns if c.text and plain_heading(c.text) != plain_heading(KEY_LABEL)]
    return Proposal(
        tuple(ColumnGuess(c.text, c.position, c.field, c.why) for c in columns),
        naming.questions,
        tuple(_notes(sheet, line)),
    )


def _notes(sheet: Sheet, line: int) -> Iterator[str]:
    yield f"The headings stand on line {line}."
    formulas = sorted({column for row, column in sheet.hollow.formulas if row > line})
    if formulas:
        letters = ", ".join(map(column_letters, formulas))
        yield f"Columns {letters} hold formulas: they are read as they last showed, and nothing is written there."
