"""A register as it was seen in one moment, whose lines and columns are known again in the next."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Final

from senco_connect.layout import KEY, Layout
from senco_connect_google.book import Tab

__all__ = ["Image"]

Place = tuple[int, int]
# So many lines may be pushed in above the headings while a batch is on its way.
_FEW: Final = 50


class Image:
    """A tab with signs for its columns and lines.

    A column is told by its heading, which goes along when it is moved, while marks of ours may just have landed
    elsewhere.  A line is told by its key, or by all that stands on it but in the ``written`` columns.
    """

    def __init__(self, tab: Tab, layout: Layout, written: Collection[str], *, has_keys: bool) -> None:
        self.tab = tab
        self._layout = layout
        self._written = written
        self._has_keys = has_keys

    @cached_property
    def key_column(self) -> int | None:
        """The column of the keys."""
        known = self._layout.columns.get(KEY)
        name = self._layout.headings.get(known, "") if known else ""
        return next((column for column, other in self._names.items() if name and other == name), known)

    def column_sign(self, column: int) -> str:
        """Tell a column."""
        return self._names.get(column, "")

    def line_sign(self, line: int) -> object:
        """Tell a line."""
        key = self.tab.cell(line, self.key_column) if self._has_keys and self.key_column else ""
        return key if key != "" else self._rest_of(line)

    def _rest_of(self, line: int) -> object:
        columns = (column for column, name in self._names.items() if name not in self._written)
        shown = ((self.column_sign(column), self.tab.cell(line, column)) for column in columns)
        return frozenset(pair for pair in shown if pair[1] != "")

    def places(self, line: object, column: str) -> list[Place]:
        """Find the cells of a line and a column by their signs; several where they are alike."""
        columns = [number for number, name in self._names.items() if name == column]
        return [(number, other) for number in self._lines.get(line, ()) for other in columns]

    @cached_property
    def _names(self) -> dict[int, str]:
        line = self._headings_line
        return {column: str(self.tab.cell(line, column)).strip() for column in range(1, self.tab.width + 1)}

    @cached_property
    def _lines(self) -> dict[object, list[int]]:
        found: dict[object, list[int]] = {}
        for line in range(1, len(self.tab.grid) + 1):
            found.setdefault(self.line_sign(line), []).append(line)
        return found

    @property
    def _headings_line(self) -> int:
        """Find the line of the headings again: the one that has most of those that were looked at."""
        known = set(self._layout.headings.values())
        lines = range(1, min(len(self.tab.grid), self._layout.line + _FEW) + 1)
        alike = {line: len(known.intersection(map(str, self.tab.grid[line - 1]))) for line in lines}
        return max(alike, key=lambda line: (alike[line], -line), default=self._layout.line)
