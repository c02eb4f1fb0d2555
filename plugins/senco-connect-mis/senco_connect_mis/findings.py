"""What was found in a file: stable codes, and where.

Each code has its heading in docs/reference/codes.md.  F020 to F027 and F038 refuse
the file; the others stand beside rows that were read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from senco_connect.snapshot import Finding

__all__ = [
    "BROKEN_RECORD",
    "CHANGED_MEANWHILE",
    "COLUMNS_DISAGREE",
    "DAMAGED",
    "ENCODING",
    "FOREIGN_KIND",
    "LOST_LETTERS",
    "MAPPING",
    "NAME_ORDER",
    "NOT_UNDERSTOOD",
    "NO_HEADINGS",
    "PASSED_OVER",
    "PERHAPS_LEFT",
    "ROWS_DISAGREE",
    "SET_ASIDE",
    "SEVERAL_SCHOOLS",
    "TOO_MUCH",
    "UNREADABLE",
    "UNSAFE_WORKBOOK",
    "Findings",
    "Problem",
    "opening",
]

FOREIGN_KIND: Final = "F020"
TOO_MUCH: Final = "F021"
UNSAFE_WORKBOOK: Final = "F022"
BROKEN_RECORD: Final = "F023"
ENCODING: Final = "F024"
NO_HEADINGS: Final = "F025"
MAPPING: Final = "F026"
SEVERAL_SCHOOLS: Final = "F027"
SET_ASIDE: Final = "F028"
PASSED_OVER: Final = "F029"
NOT_UNDERSTOOD: Final = "F030"
DAMAGED: Final = "F031"
COLUMNS_DISAGREE: Final = "F032"
ROWS_DISAGREE: Final = "F033"
NAME_ORDER: Final = "F034"
LOST_LETTERS: Final = "F035"
PERHAPS_LEFT: Final = "F036"
UNREADABLE: Final = "F037"
CHANGED_MEANWHILE: Final = "F038"


def opening(token: str) -> str:
    """Give the word for a file as it opens a sentence: "The export"."""
    return token[:1].upper() + token[1:]


class Problem(NamedTuple):
    """What is doubtful about a cell: a code and words that hold nothing of the cell."""

    code: str
    words: str


class Findings:
    """Findings in the order of discovery, every one: a cell that is not listed counts as understood."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(self, problem: Problem, lines: Iterable[int], *, column: str = "", field: str = "") -> None:
        """Note a problem at each of these lines of a column."""
        self._found += [Finding(problem.code, problem.words, line, column, field) for line in lines]

    def note(self, code: str, words: str, *, line: int | None = None) -> None:
        """Note something about the file as a whole."""
        self._found.append(Finding(code, words, line))

    def all(self) -> tuple[Finding, ...]:
        """Give what was found."""
        return tuple(self._found)
