"""Which line of a register holds the headings and which column is which field.

A column is known by the mark that the library put on it (a workbook's defined name,
a spreadsheet's metadata); where that is lost, by the heading.  The two are checked against each other, and what
fits neither stops the run: a value in the wrong column is worse than none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from senco_connect.errors import RegisterRefused
from senco_connect.record import FIELDS, KEY_LABEL
from senco_connect.record.headings import meanings, name_columns, plain_heading

__all__ = ["KEY", "Layout", "Marks", "find_layout", "header_line", "label"]

# The key column's place among the fields, as in NewColumn.
KEY: Final = ""
# mis-exports.md 3, title rows: a public reader scans as far for a heading.
_TITLE_ROWS: Final = 15
_IDENTIFYING: Final = {KEY, "upn", "admission_no", "mis_id", "surname", "full_name", "forename", "preferred_forename"}


class Marks(NamedTuple):
    """Our marks on one tab: the line of the headings, the column of each field, the fields whose column is gone."""

    line: int | None
    columns: Mapping[str, int]
    lost: frozenset[str]


class Layout(NamedTuple):
    """The line of the headings, the column of each field (KEY for the key column) and the headings themselves."""

    line: int
    columns: Mapping[str, int]
    headings: Mapping[int, str]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that have a column, from left to right."""
        return tuple(sorted((f for f in self.columns if f != KEY), key=self.columns.__getitem__))

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings of columns that are people's own."""
        used = set(self.columns.values())
        return tuple(text for column, text in self.headings.items() if column not in used)


def label(field: str) -> str:
    """Give the heading that a new column of the field gets."""
    return FIELDS[field].label if field != KEY else KEY_LABEL


def header_line(grid: Sequence[Sequence[object]], columns: Mapping[str, str]) -> int | None:
    """Find the line of the headings under merged titles: the one that names most fields, or None.

    It has to name at least two, one of which says who the pupil is.
    """
    best, line = 1, None
    for number, row in enumerate(grid[:_TITLE_ROWS], start=1):
        headings = _texts(row)
        chosen = _chosen(headings, columns)
        named = {field for field in (*chosen.values(), *_usual(headings, chosen).values()) if field is not None}
        if len(named) > best and named & _IDENTIFYING:
            best, line = len(named), number
    return line


def find_layout(grid: Sequence[Sequence[object]], line: int, *, marks: Marks, columns: Mapping[str, str]) -> Layout:
    """Settle the column of each field; RegisterRefused where one is gone, double or contradicts its mark.

    The configuration speaks first, then the marks, then the usual headings.
    """
    headings = _texts(grid[line - 1] if line <= len(grid) else ())
    # Who names a column in senco.toml knows better than a mark that a copy may have carried off.
    chosen = _chosen(headings, columns)
    marked = {column: field for field, column in marks.columns.items() if column not in chosen}
    _refuse_contradictions(headings, marked)
    known = marked | chosen
    found = _single(known | _usual(headings, known), headings)
    _refuse_lost(marks.lost | set(filter(None, columns.values())), found, columns)
    return Layout(line, found, headings)


def _texts(row: Iterable[object]) -> dict[int, str]:
    return {column: str(cell).strip() for column, cell in enumerate(row, start=1) if str(cell).strip()}


def _chosen(headings: Mapping[int, str], columns: Mapping[str, str]) -> dict[int, str | None]:
    """Give the columns that the configuration speaks of: column -> field, None where it is people's own."""
    wanted = {_numbered(heading): field or None for heading, field in columns.items()}
    seen: Counter[str] = Counter()
    chosen = {}
    for column, text in headings.items():
        plain = plain_heading(text)
        seen[plain] += 1
        if (plain, seen[plain]) in wanted:
            chosen[column] = wanted[plain, seen[plain]]
    return chosen


def _numbered(heading: str) -> tuple[str, int]:
    # "SEN status#2" is the second column of that heading.
    text, mark, number = heading.rpartition("#")
    return (plain_heading(text), int(number)) if mark and number.isdecimal() else (plain_heading(heading), 1)


def _usual(headings: Mapping[int, str], known: Mapping[int, str | None]) -> dict[int, str | None]:
    """Name by its heading each column that nothing else names.

    Another word for a field that has its column is people's own; the same
    heading again is a doubt, so it is named a second time.
    """
    plain = {column: plain_heading(text) for column, text in headings.items() if known.get(column, KEY) is not None}
    taken = {field: plain.get(column, "") for column, field in known.items() if field is not None}
    # A name given to one of two equal headings must not be taken for both.
    once = Counter(plain.values())
    sure = {headings[c]: f for c, f in known.items() if f and once[plain.get(c, "")] == 1}
    naming = name_columns([headings[column] for column in plain], extra=sure)
    found = zip(plain, naming.columns, strict=True)
    named = {column: h.field for column, h in found if column not in known and (h.field or _is_key(h.text))}
    return {column: field for column, field in named.items() if taken.get(field) in {None, plain[column]}}


def _is_key(heading: str) -> bool:
    return plain_heading(heading) == plain_heading(KEY_LABEL)


def _single(columns: Mapping[int, str | None], headings: Mapping[int, str]) -> dict[str, int]:
    """Turn column -> field around; two columns of one field are refused."""
    found: dict[str, int] = {}
    for column, field in sorted(columns.items()):
        if field is not None and found.setdefault(field, column) != column:
            texts = " and ".join(f'"{headings.get(c, "")}"' for c in (found[field], column))
            raise RegisterRefused(
                f"Two columns of the register hold {label(field)}: {texts}.",
                'Rename or remove one, or say which is meant under "columns" in senco.toml ("" leaves one out).',
                code="X203",
                column=label(field),
            )
    return found


def _refuse_lost(known: Iterable[str], found: Mapping[str, int], columns: Mapping[str, str]) -> None:
    """Stop where a column that was known has neither its mark nor its heading."""
    let_go = {field for heading, chosen in columns.items() if not chosen for field in meanings(heading)}
    for field in sorted(set(known) - found.keys() - let_go):
        raise RegisterRefused(
            f'The column "{label(field)}" of the register is gone: neither its mark nor its heading is there.',
            "Undo the change, or write the heading over an empty column."
            + (f' To do without it, add "{label(field)}" = "" under "columns" in senco.toml.' if field != KEY else ""),
            code="X202",
            column=label(field),
        )


def _refuse_contradictions(headings: Mapping[int, str], marked: Mapping[int, str]) -> None:
    """Stop where a heading now names another field than the one its column was marked with."""
    for column, field in marked.items():
        heading = headings.get(column, "")
        named = KEY if _is_key(heading) else name_columns([heading]).columns[0].field or field
        # A heading that may mean several things, this field among them, contradicts nothing.
        if named != field and field not in meanings(heading):
            raise RegisterRefused(
                f'The column that held {label(field)} is now headed "{heading}".',
                "Give each column its own heading back (move columns by inserting, not by copying).",
                code="X204",
                column=heading,
            )
