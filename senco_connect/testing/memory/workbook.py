"""A register as it lies in the school, and what people do to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from senco_connect.adapters import Batch, Mark, Matter
from senco_connect.record import BLANK, FIELDS, KEY_LABEL
from senco_connect.record.headings import Naming, name_columns

__all__ = ["Workbook", "heading_of"]

FIRST_LINE = 2


def heading_of(field: str) -> str:
    """Give the heading under which a new register shows a field; "" is the key column."""
    return FIELDS[field].label if field else KEY_LABEL


class Workbook:
    """The rows of a register, by heading, and the hands of the people who edit it.

    A line counts as on screen: the headings are line 1.  ``where`` is a line or
    a pupil's key, ``column`` a field's name ("" the key) or a heading.  A
    workbook without headings is one that nobody has made yet.  ``batches`` keeps
    every batch that landed, so that a test can say that nothing was written.
    """

    def __init__(self, headings: Sequence[str] = (), rows: Iterable[Mapping[str, str]] = ()) -> None:
        self.headings = list(headings)
        self.rows = [dict.fromkeys(self.headings, BLANK) | dict(row) for row in rows]
        self.matters: tuple[Matter, ...] = ()
        self.stamp = ""
        self.mark = Mark()
        self.batches: list[Batch] = []

    @classmethod
    def of(cls, fields: Sequence[str], pupils: Iterable[Mapping[str, str]] = ()) -> Workbook:
        """Make a register with these fields, and pupils given by field; "" is the key."""
        rows = [{heading_of(field): pupil.get(field, BLANK) for field in fields} for pupil in pupils]
        return cls([heading_of(field) for field in fields], rows)

    # --- what is on screen

    @property
    def naming(self) -> Naming:
        """Tell which heading names which field now."""
        return name_columns(self.headings)

    @property
    def columns(self) -> dict[str, str]:
        """Map each field that the headings name to its heading, in the order of the sheet."""
        named = {column.field: column.text for column in self.naming.columns if column.field}
        return {BLANK: KEY_LABEL, **named} if KEY_LABEL in self.headings else named

    def lines(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Walk the lines on which something is written."""
        for line, row in enumerate(self.rows, start=FIRST_LINE):
            if any(text.strip() for text in row.values()):
                yield line, row

    def cells(self) -> list[list[str]]:
        """Give every cell as a person sees it, the headings first."""
        return [list(self.headings), *([row[h] for h in self.headings] for row in self.rows)]

    def shows(self, where: str | int, column: str) -> str:
        """Give the text of one cell."""
        return self._row(where)[self._heading(column)]

    def keyed(self, key: str) -> list[dict[str, str]]:
        """List the rows that carry a key."""
        return [row for row in self.rows if row.get(KEY_LABEL) == key]

    # --- what a person does

    def type(self, where: str | int, column: str, text: str) -> str:
        """Type over a cell; give the text that stood there, which the person saw."""
        row, heading = self._row(where), self._heading(column)
        replaced, row[heading] = row[heading], text
        return replaced

    def clear(self, where: str | int, column: str) -> str:
        """Empty a cell; give the text that stood there."""
        return self.type(where, column, BLANK)

    def sort_by(self, column: str, *, descending: bool = False) -> None:
        """Sort whole rows."""
        heading = self._heading(column)
        self.rows.sort(key=lambda row: row[heading], reverse=descending)

    def sort_leaving_keys_behind(self, column: str, *, descending: bool = False) -> None:
        """Sort a selection that the key column is not part of: every key is now on another child's row."""
        keys = [row[KEY_LABEL] for row in self.rows]
        self.sort_by(column, descending=descending)
        for row, key in zip(self.rows, keys, strict=True):
            row[KEY_LABEL] = key

    def insert_row(self, line: int, cells: Mapping[str, str] | None = None) -> None:
        """Push in a row above this line, with cells given by column."""
        row = dict.fromkeys(self.headings, BLANK)
        row |= {self._heading(column): text for column, text in (cells or {}).items()}
        self.rows.insert(line - FIRST_LINE, row)

    def copy_row(self, where: str | int) -> None:
        """Copy a row, key and all, to the end."""
        self.rows.append(dict(self._row(where)))

    def remove_row(self, where: str | int) -> None:
        """Delete a row."""
        # By itself and not by what is in it: a copy is equal.
        gone = self._row(where)
        self.rows = [row for row in self.rows if row is not gone]

    def rename_heading(self, column: str, heading: str) -> None:
        """Type over a heading."""
        old = self._heading(column)
        self.headings[self.headings.index(old)] = heading
        for row in self.rows:
            row[heading] = row.pop(old)

    def insert_column(self, heading: str, *, before: str | None = None) -> None:
        """Push in an empty column, at the right end unless told before which."""
        place = len(self.headings) if before is None else self.headings.index(self._heading(before))
        self.headings.insert(place, heading)
        for row in self.rows:
            row[heading] = BLANK

    def remove_column(self, column: str) -> None:
        """Delete a column with all that is in it."""
        heading = self._heading(column)
        self.headings.remove(heading)
        for row in self.rows:
            del row[heading]

    # --- what an adapter does

    def draft(self) -> Workbook:
        """Copy the sheet, to work on until it is accepted whole."""
        return Workbook(self.headings, self.rows)

    def accept(self, draft: Workbook, batch: Batch) -> None:
        """Take over a draft in one step, with the batch's open matters, if it has any to list, and stamp."""
        self.headings, self.rows = draft.headings, draft.rows
        self.matters = self.matters if batch.matters is None else batch.matters
        self.stamp = batch.stamp
        self.batches.append(batch)

    def _heading(self, column: str) -> str:
        return column if column in self.headings else self.columns[column]

    def _row(self, where: str | int) -> dict[str, str]:
        if isinstance(where, int):
            return self.rows[where - FIRST_LINE]
        return self.keyed(where)[0]
