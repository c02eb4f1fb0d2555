"""A register being changed: what it shows so far, and the cells, lines and columns that will be written."""

from __future__ import annotations

from senco_connect.layout import KEY
from senco_connect.record import BLANK, FIELDS, MISSING, Value
from senco_connect_google.content import Content, cell_content, words
from senco_connect_google.look import Look
from senco_connect_google.reading import snapshot

__all__ = ["Draft"]

Place = tuple[int, int]


class Draft:
    """The register after the operations so far.

    ``shown`` is line -> field -> text of each pupil's line, ``keys`` key ->
    lines, ``columns`` field -> column.  Lines from ``first_new`` on are this draft's
    own, and so are columns from ``first_column`` on: they are pushed in blank, so that nothing
    of anybody's can stand there.  ``cells`` are the writes, ``signs`` the fields by
    which a line that gets its key was recognised.
    """

    def __init__(self, look: Look) -> None:
        seen = snapshot(look)
        self.look = look
        self.columns = dict(look.layout.columns)
        self.shown: dict[int, dict[str, Value]] = {row.line: dict(seen.cells(row)) for row in seen.rows}
        self.keys: dict[str, list[int]] = {}
        for row in seen.rows:
            self.keys.setdefault(row.key, []).append(row.line)
        self.cells: dict[Place, Content] = {}
        self.written: dict[Place, str] = {}
        self.signs: dict[int, frozenset[str]] = {}
        self.last_line = max(self.shown, default=look.layout.line)
        self.first_new = self.last_line + 1
        self.new_lines = 0
        self.first_column = max([look.tab.width, *look.layout.headings, *self.columns.values()]) + 1
        self.new_columns: list[str] = []

    def shows(self, line: int, field: str, text: str) -> bool:
        """Whether a pupil's line shows this fact; an unread cell shows none."""
        # A line or a column of this draft's own is blank until something is written there.
        seen = self.shown[line].get(field, BLANK if field in self.columns else MISSING)
        compare = FIELDS[field].kind.compare if field in FIELDS else str
        return isinstance(seen, str) and compare(seen) == compare(text)

    def refusal(self, line: int, column: int) -> str:
        """Say why a cell of the sheet is not written to; "" where it may be."""
        if line >= self.first_new:
            return ""
        if (line, column) in self.look.tab.formulas:
            return "a formula stands in the cell"
        return "the cell is merged with others" if self.look.tab.is_merged(line, column) else ""

    def sample(self, field: str) -> object:
        """Give the first filled cell of a column: the way in which it is written there."""
        # The sheet as it was read, not as it is written: else the order of operations would decide.
        column = self.columns[field]
        lines = range(self.look.layout.line + 1, len(self.look.tab.grid) + 1)
        return next((cell for line in lines if (cell := self.look.tab.cell(line, column)) != ""), "")

    def old_line(self, key: str) -> int | None:
        """Give the one line that has a key and was there before; None where none has, or several have."""
        lines = self.keys.get(key, []) if key else []
        return lines[0] if len(lines) == 1 and lines[0] < self.first_new else None

    def has_written(self, key: str, field: str) -> bool:
        """Whether something was put into a pupil's cell."""
        return any(self.written.get((line, self.columns.get(field, 0))) == field for line in self.keys.get(key, ()))

    def write(self, line: int, field: str, text: str) -> None:
        """Put a fact of a pupil into its cell."""
        place = line, self.columns[field]
        content = cell_content(field, text, like=self.sample(field))
        # A cell that shows days already keeps the way in which it shows them.
        self.cells[place] = content._replace(is_day=content.is_day and place not in self.look.tab.dated)
        self.written[place] = field
        if field == KEY:
            self.keys.setdefault(text, []).append(line)
        self.shown.setdefault(line, {})[field] = text

    def add_line(self) -> int:
        """Push in a line under the last pupil."""
        self.new_lines += 1
        return self.first_new + self.new_lines - 1

    def add_column(self, field: str, heading: str) -> None:
        """Push in a column right of everything."""
        column = self.first_column + len(self.new_columns)
        self.columns[field] = column
        self.new_columns.append(field)
        self.cells[self.look.layout.line, column] = words(heading)
