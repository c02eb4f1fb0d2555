"""Which column of a file holds which field: the school's mapping, else the usual headings.

A mapping names every heading it uses.  The second column with one heading is
"SEN status#2", a column without one is "Column 5".  Two headings that fit one
field are a question for a person; two columns that a mapping gives to one field
are read both, and have to agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from senco_connect.adapters import ColumnGuess
from senco_connect.errors import ConfigProblem, InputRefused
from senco_connect.record import FIELDS
from senco_connect.record.headings import Heading, Naming, name_columns, plain_heading
from senco_connect_mis.findings import MAPPING

__all__ = ["IDENTIFIERS", "WHO", "Column", "Columns", "Vocabulary", "numbered"]

IDENTIFIERS = ("upn", "mis_id", "admission_no")
WHO = (*IDENTIFIERS, "surname", "full_name", "forename", "preferred_surname", "preferred_forename")
"""Fields of which a row needs one to be a pupil's, the surest first."""

Words = Callable[[Sequence[str]], Mapping[str, str]]


class Column(NamedTuple):
    """A column that is read: its place (from 0), its heading as people name it, its field."""

    position: int
    heading: str
    field: str


class Columns(NamedTuple):
    """The columns of a file that are read, its width, and the headings of what is dropped."""

    used: tuple[Column, ...]
    width: int
    unused: tuple[str, ...]

    def of(self, field: str) -> tuple[Column, ...]:
        """Give the columns of one field."""
        return tuple(c for c in self.used if c.field == field)

    def fields(self) -> tuple[str, ...]:
        """Give the fields in the order of their first columns."""
        return tuple(dict.fromkeys(c.field for c in self.used))

    def who(self) -> list[int]:
        """Give the places of the columns that say who a row is about, the surest first."""
        return [c.position for field in WHO for c in self.of(field)]


class Vocabulary(NamedTuple):
    """How headings are understood: the school's mapping (empty: none), and the words of one system.

    ``words`` gives, for the headings of a file, what that system's headings
    mean; "" leaves a column out.
    """

    mapping: Mapping[str, str]
    words: Words

    def score(self, headings: Sequence[str]) -> int:
        """Count the headings that are understood; 0 where none of them says who a row is about."""
        # With a mapping the heading that names pupils may be the missing one: that is then said.
        if self.mapping:
            return len(self._mapped(headings))
        fields = [c.field for c in self.naming(headings).columns if c.field]
        return len(fields) if any(f in WHO for f in fields) else 0

    def naming(self, headings: Sequence[str]) -> Naming:
        """Name the columns by their headings alone."""
        words = {plain_heading(h): f for h, f in self.words(headings).items()}
        words |= dict.fromkeys(filter(_is_name_format, map(plain_heading, headings)), "full_name")
        # A heading that is left out is not told, so that it can't be taken for another.
        told = [h if words.get(plain_heading(h), h) else "" for h in headings]
        naming = name_columns(told, extra={h: f for h, f in words.items() if f})
        columns = tuple(map(_as_shown, naming.columns, numbered(headings), headings))
        return naming._replace(columns=columns)

    def guesses(self, headings: Sequence[str]) -> tuple[ColumnGuess, ...]:
        """Propose a field for each heading, with the reason."""
        return tuple(ColumnGuess(c.text, c.position, c.field, c.why) for c in self.naming(headings).columns)

    def columns(self, headings: Sequence[str], token: str) -> Columns:
        """Settle the columns, or raise InputRefused where the headings don't allow it."""
        pairs = self._by_mapping(headings, token) if self.mapping else self._by_headings(headings, token)
        used = tuple(Column(n, text, field) for n, (text, field) in enumerate(pairs) if field)
        unused = tuple(text for text, field in pairs if field is None)
        return Columns(used, len(headings), unused)

    def _by_headings(self, headings: Sequence[str], token: str) -> list[tuple[str, str | None]]:
        naming = self.naming(headings)
        if naming.questions:
            raise InputRefused(
                f"Headings of {token} can be read in more than one way.",
                "Name the field of each in the source's columns in senco.toml (senco init asks).",
                code=MAPPING,
                also=naming.questions,
            )
        return [(c.text, c.field or None) for c in naming.columns]

    def _by_mapping(self, headings: Sequence[str], token: str) -> list[tuple[str, str | None]]:
        self._check_fields()
        self._check_headings(headings, token)
        fields = dict(self._mapped(headings))
        return [(text, fields.get(n)) for n, text in enumerate(numbered(headings))]

    def _check_fields(self) -> None:
        if not set(WHO) & set(self.mapping.values()):
            raise ConfigProblem(
                "None of the source's columns in senco.toml says which pupil a row is about.",
                "Name the column with the UPN, the admission number or the surname.",
            )
        strangers = sorted(heading for heading, field in self.mapping.items() if field and field not in FIELDS)
        if strangers:
            raise ConfigProblem(
                "In the source's columns of senco.toml these headings stand for no field: "
                + ", ".join(strangers)
                + ".",
                "Look the name up with senco init, or leave the column out with an empty name.",
            )

    def _check_headings(self, headings: Sequence[str], token: str) -> None:
        shown = set(map(_plain, numbered(headings)))
        # A column that is left out need not be there: whoever dropped it from the report did what was asked.
        missing = [heading for heading, field in self.mapping.items() if field and _plain(heading) not in shown]
        if missing:
            raise InputRefused(
                f'Column "{missing[0]}" is missing in {token}.',
                "Add it to the report in the MIS, or take it out of the columns in senco.toml; then run again.",
                code=MAPPING,
                column=missing[0],
                also=[f'Column "{heading}" is missing too.' for heading in missing[1:]],
            )

    def _mapped(self, headings: Sequence[str]) -> list[tuple[int, str]]:
        fields = {_plain(heading): field for heading, field in self.mapping.items()}
        texts = enumerate(map(_plain, numbered(headings)))
        return [(n, fields[text]) for n, text in texts if text in fields]


def numbered(headings: Sequence[str]) -> list[str]:
    """Tell headings apart: "SEN status", "SEN status#2"; a blank one is "Column 3".

    >>> numbered(["UPN", "", "upn"])
    ['UPN', 'Column 2', 'upn#2']
    """
    texts = [" ".join(h.split()) or f"Column {n}" for n, h in enumerate(headings, start=1)]
    seen: Counter[str] = Counter()
    told = []
    for text in texts:
        seen[plain_heading(text)] += 1
        count = seen[plain_heading(text)]
        told.append(text if count == 1 else f"{text}#{count}")
    return told


def _as_shown(column: Heading, text: str, heading: str) -> Heading:
    left_out = heading.strip() and not column.text
    return column._replace(text=text, why="another column says it better" if left_out else column.why)


def _plain(text: str) -> tuple[str, str]:
    # The number of a repeated heading is no part of its words: "Need 2" is not "Need#2".
    words, mark, number = text.rpartition("#")
    return (plain_heading(words), number) if mark and number.isdecimal() else (plain_heading(text), "")


def _is_name_format(heading: str) -> bool:
    # Arbor writes the chosen format into the heading: "Name in format Surname, Forename".
    return heading.startswith("nameinformat")
