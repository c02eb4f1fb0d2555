"""Read the cells of one column to canonical values, each different text once.

What is not understood keeps its own words and gets a finding.  What a
spreadsheet program damaged is MISSING: its true value is elsewhere.  A cell that
could turn into a formula, or a birth that can't be, sets its whole row aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from senco_connect.record import BLANK, FIELDS, MISSING, Reading, Value
from senco_connect.record.days import plain_day, read_day
from senco_connect.record.identifiers import upn_problem
from senco_connect_mis.findings import (
    DAMAGED,
    LOST_LETTERS,
    NOT_UNDERSTOOD,
    SET_ASIDE,
    UNREADABLE,
    Problem,
)

__all__ = ["NOT_SHOWN", "Cells"]

NOT_SHOWN: Final = "\uffff"
"""Stands for a cell that a workbook holds but doesn't show: an error, a formula never worked out.

No file can hold this character: it is not one of XML's.
"""

# The newest thing a file can be older than: a copy may have lost the day its original was made.
_NOT_BEFORE: Final = "2026-01-01"
# Columns of all-different texts start anew now and then, so that memory stays bounded.
_KEPT: Final = 8_192
_OLDEST: Final = 26

_IDENTITY = frozenset({
    "upn", "former_upn", "admission_no", "mis_id", "surname", "forename", "preferred_surname", "preferred_forename",
    "full_name", "dob", "registration_group", "year_group",
})  # fmt: skip
_LONG_NUMBERS = frozenset({"upn", "former_upn", "uln", "admission_no", "mis_id", "contact_phone"})
_GROUPS = frozenset({"registration_group", "year_group"})
_NAMES = frozenset({"surname", "forename", "preferred_surname", "preferred_forename", "full_name"})

# What str.strip takes away, of ASCII.
_SPACES: Final = (" ", "\t", "\n", "\v", "\f", "\r", "\x1c", "\x1d", "\x1e", "\x1f")

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_FORMULA_MARKS = "=+-@＝＋－＠﹣﹢﹦﹫"
_FORMULA = re.compile(rf"\s*[{re.escape(_FORMULA_MARKS)}]|[^\S\t\r\n]*[\t\r\n]")
_POWER_OF_TEN = re.compile(r"\d+(?:\.\d+)?E\+\d+", re.IGNORECASE)
_SHORT_DAY = re.compile(rf"\d{{1,2}}[-/ ]{_MONTH}|{_MONTH}[-/ ]\d{{2,4}}", re.IGNORECASE)
_LOST = re.compile(r"\w\?|\?\w")

Check = tuple[Callable[[str], bool], Problem]
Checks = tuple[Check, ...]


class Cells(dict[str, Value]):
    """One column's values by the text of the cell; ``problems`` holds those that need a word."""

    def __init__(self, field: str, made: str, read: Callable[[str], Reading] | None = None) -> None:
        super().__init__()
        self.problems: dict[str, Problem] = {}
        self._read = read or FIELDS[field].kind.read
        self._before = tuple(_checks_of_text(field))
        self._after = tuple(_checks_of_value(field, made))
        # The name of a group may be a date in words: each is looked at.
        self._keeps_text = self._read is FIELDS["notes"].kind.read and field not in _GROUPS
        self._marks = tuple(_marks(field))
        self._plain = _PLAIN.get(FIELDS[field].kind.name, _never_plain)

    def read(self, cells: tuple[str, ...]) -> Sequence[Value]:
        """Give the values of some cells of the column."""
        if self._keeps_text and _are_plain(cells, self._marks):
            return cells
        if len(self) > _KEPT:
            self.clear()
            self.problems.clear()
        return list(map(self.__getitem__, cells))

    def __missing__(self, cell: str) -> Value:
        plain = self._plain(cell)
        if plain and not _first_problem(self._after, plain):
            self[cell] = plain
            return plain
        value, problem = self._reading(cell)
        self[cell] = value
        if problem:
            self.problems[cell] = problem
        return value

    def _reading(self, cell: str) -> tuple[Value, Problem | None]:
        # Letters and figures alone are no blank, formula, date or cut number; most cells are no more.
        if not cell.isalnum():
            if not cell.strip():
                return BLANK, None
            if problem := _first_problem(self._before, cell):
                return MISSING, problem
        text, words = self._read(cell)
        if words:
            return text, _not_understood(words)
        return text, _first_problem(self._after, text) if self._after else None


def _never_plain(cell: str) -> str | None:
    del cell
    return None


def _sound_upn(cell: str) -> str | None:
    return None if upn_problem(cell) else cell


# Nearly every pupil has texts of their own in these columns.  What is so plain is no formula, and no error.
_PLAIN: Final = {"day": plain_day, "UPN": _sound_upn}


def _first_problem(checks: Checks, text: str) -> Problem | None:
    for is_bad, problem in checks:
        if is_bad(text):
            return problem
    return None


@lru_cache(maxsize=256)
def _not_understood(words: str) -> Problem:
    return Problem(NOT_UNDERSTOOD, words)


def _are_plain(cells: tuple[str, ...], marks: Iterable[str]) -> bool:
    """Whether each of these texts is already its canonical form; quicker than to read cell by cell."""
    joined = "\0".join(("", *cells, ""))
    # Beyond ASCII there are too many kinds of space to look for each.
    spaces = _SPACES if joined.isascii() else ()
    if not spaces and tuple(map(str.strip, cells)) != cells:
        return False
    if any(space in joined and (f"\0{space}" in joined or f"{space}\0" in joined) for space in spaces):
        return False
    return not any(mark[-1] in joined and mark in joined for mark in marks)


def _marks(field: str) -> Iterator[str]:
    """What shows, in texts joined by NUL, that one of them needs a closer look."""
    yield from ("\r", "\xa0", NOT_SHOWN)
    if field in _IDENTITY:
        yield from ("\0" + mark for mark in _FORMULA_MARKS)
    if field in _LONG_NUMBERS:
        yield from ("E+", "e+")
    if field in _NAMES:
        yield "?"


def _checks_of_text(field: str) -> Iterator[Check]:
    yield _is_not_shown, Problem(UNREADABLE, "the workbook shows an error here, or a formula that was never worked out")
    if field in _IDENTITY:
        yield _begins_like_a_formula, Problem(SET_ASIDE, "the cell begins like a formula: its row was set aside")
    if field in _LONG_NUMBERS:
        yield _is_cut_number, Problem(DAMAGED, "a spreadsheet program cut a long number short")
    if field in _GROUPS:
        yield _is_day, Problem(DAMAGED, "a spreadsheet program turned the name of a group into a date")


def _checks_of_value(field: str, made: str) -> Iterator[Check]:
    if field == "dob":
        last = max(made, _NOT_BEFORE)
        first = f"{int(last[:4]) - _OLDEST}{last[4:]}"
        words = "no pupil was born on such a day: the row was set aside"
        yield lambda day: not first < day <= last, Problem(SET_ASIDE, words)
    if field in _NAMES:
        yield _lost_letters, Problem(LOST_LETTERS, "a question mark may stand for a letter that was lost")


def _is_not_shown(cell: str) -> bool:
    return cell == NOT_SHOWN


def _begins_like_a_formula(cell: str) -> bool:
    return _FORMULA.match(cell) is not None


def _is_cut_number(cell: str) -> bool:
    return _POWER_OF_TEN.fullmatch(cell.strip()) is not None


def _is_day(cell: str) -> bool:
    text = cell.strip()
    return _SHORT_DAY.fullmatch(text) is not None or read_day(text) is not None


def _lost_letters(text: str) -> bool:
    return "?" in text and _LOST.search(text) is not None
