"""A register being changed: what it shows so far, and the parts that will be written."""

from __future__ import annotations

from functools import cached_property

from senco_connect.layout import KEY
from senco_connect.record import BLANK, FIELDS, MISSING, Value
from senco_connect_local.content import cell_content, words
from senco_connect_local.look import Look
from senco_connect_local.parts import Parts
from senco_connect_local.reading import snapshot
from senco_connect_local.sheet_xml import SheetXml
from senco_connect_local.styles_xml import Styles

__all__ = ["Draft"]


class Draft:
    """The register after the operations so far.

    ``shown`` is line -> field -> text of each pupil's line, ``keys`` key ->
    lines, ``columns`` field -> column; ``touched`` holds every cell written.
    """

    def __init__(self, look: Look) -> None:
        seen = snapshot(look)
        self.look = look
        self.parts = Parts(look.package)
        self.columns = dict(look.layout.columns)
        self.shown: dict[int, dict[str, Value]] = {row.line: dict(seen.cells(row)) for row in seen.rows}
        self.keys: dict[str, list[int]] = {}
        for row in seen.rows:
            self.keys.setdefault(row.key, []).append(row.line)
        self.touched: set[tuple[int, int]] = set()

    @cached_property
    def sheet(self) -> SheetXml:
        """The register's tab, parsed when the first cell is to be written."""
        return SheetXml(self.parts.root(self.look.tab.part))

    @cached_property
    def styles(self) -> Styles:
        """The workbook's styles."""
        return Styles(self.parts)

    @property
    def last_line(self) -> int:
        """The last pupil's line, or the headings' where there is no pupil."""
        return max(self.shown, default=self.look.layout.line)

    def shows(self, line: int, field: str, text: str) -> bool:
        """Whether a pupil's line shows this fact; an unread cell shows none."""
        # A line or a column of this draft's own is blank until something is written there.
        seen = self.shown[line].get(field, BLANK if field in self.columns else MISSING)
        compare = FIELDS[field].kind.compare if field in FIELDS else str
        return isinstance(seen, str) and compare(seen) == compare(text)

    def sample(self, field: str) -> object:
        """Give the first filled cell of a column: the way in which it is written there."""
        # The workbook as it was read, not as it is written: else the order of operations would decide.
        column = self.columns[field]
        lines = range(self.look.layout.line + 1, len(self.look.sheet.grid) + 1)
        return next((cell for line in lines if (cell := self.look.cell(line, column)) != ""), "")

    def is_free(self, line: int, column: int) -> bool:
        """Whether nothing stands in a cell, and nothing was put there."""
        taken = self.look.sheet.hollow.formulas, self.touched
        return self.look.cell(line, column) == "" and not any((line, column) in places for places in taken)

    def write(self, line: int, field: str, text: str) -> None:
        """Put a fact of a pupil into its cell."""
        column = self.columns[field]
        content = cell_content(field, text, like=self.sample(field), from_1904=self.look.workbook.from_1904)
        style = self.styles.fit(self.sheet.style(line, column), content)
        self._put(line, column)
        self.sheet.put(line, column, content, style=style)
        if field == KEY:
            self.keys.setdefault(text, []).append(line)
        self.shown.setdefault(line, {})[field] = text

    def write_heading(self, column: int, text: str) -> None:
        """Put a heading right of the others, in their style."""
        line = self.look.layout.line
        style = self.sheet.style(line, column - 1)
        self._put(line, column)
        self.sheet.put(line, column, words(text), style=style)

    def _put(self, line: int, column: int) -> None:
        self.parts.change(self.look.tab.part)
        self.touched.add((line, column))
