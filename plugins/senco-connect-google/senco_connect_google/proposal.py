"""Propose a field for each heading of a sheet that people keep, with what a person has to answer first."""

from __future__ import annotations

from collections.abc import Iterator

from senco_connect.adapters import ColumnGuess, Proposal
from senco_connect.record import KEY_LABEL
from senco_connect.record.headings import name_columns, plain_heading
from senco_connect_google.aids import column_letters
from senco_connect_google.book import Book, Tab
from senco_connect_google.config import SheetsConfig
from senco_connect_google.look import find_tab, heading_line, marks_on

__all__ = ["propose_columns"]


def propose_columns(book: Book, config: SheetsConfig) -> Proposal:
    """Name what can be named; two columns that fit one field are a question, never a guess."""
    tab = find_tab(book, config)
    line = heading_line(tab, marks_on(book, tab), config)
    headings = [str(tab.cell(line, column)).strip() for column in range(1, tab.width + 1)]
    naming = name_columns(headings, extra=dict(filter(all, config.columns.items())))
    columns = [c for c in naming.columns if c.text and plain_heading(c.text) != plain_heading(KEY_LABEL)]
    return Proposal(
        tuple(ColumnGuess(c.text, c.position, c.field, c.why) for c in columns),
        naming.questions,
        tuple(_notes(tab, line)),
    )


def _notes(tab: Tab, line: int) -> Iterator[str]:
    yield f"The headings stand on line {line}."
    formulas = sorted({column for row, column in tab.formulas if row > line})
    if formulas:
        letters = ", ".join(map(column_letters, formulas))
        yield f"Columns {letters} hold formulas: they are read as they last showed, and nothing is written there."
