"""Find the row with the headings: reports put titles, dates and blank rows above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from senco_connect_mis.columns import Vocabulary
from senco_connect_mis.limits import COLUMNS, TOP_ROWS

__all__ = ["Line", "Top", "find_top"]


class Line(NamedTuple):
    """A row as stored: the lines it begins and ends on (from 1), and its cells."""

    first: int
    last: int
    cells: Sequence[str]


class Top(NamedTuple):
    """The row of headings, and how many rows with something in them stand above it."""

    headings: tuple[str, ...]
    line: int
    last_line: int
    above: int
    score: int


def find_top(lines: Iterable[Line], vocabulary: Vocabulary) -> Top | None:
    """Give the row, among the first fifteen, whose headings are understood best; None where none is.

    One of them has to say who a row is about: a title or a row of data does not.
    """
    # A row that is too wide is refused later; a million cells need not be held and looked up for that.
    rows = [row._replace(cells=row.cells[: COLUMNS + 1]) for row in islice(lines, TOP_ROWS)]
    scores = [vocabulary.score(row.cells) for row in rows]
    if not any(scores):
        return None
    # The first of equals: a header repeated further down is data, or a second table.
    place = scores.index(max(scores))
    above = sum(1 for row in rows[:place] if any(cell.strip() for cell in row.cells))
    found = rows[place]
    return Top(tuple(found.cells), found.first, found.last, above, scores[place])
