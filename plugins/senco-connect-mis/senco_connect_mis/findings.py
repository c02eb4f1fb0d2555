"""What was found in a file: stable codes, and a list that stays short.

Each code has its heading in docs/reference/codes.md.  F020 to F027 and F038 refuse
the file; the others stand beside rows that were read.
"""

from __future__ import annotations

import sys
from collections import Counter
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

# A whole column that is not understood is one matter for a person, not sixty thousand.
_LISTED: Final = 50
_LIMITS: Final = {LOST_LETTERS: 1, SET_ASIDE: sys.maxsize}


def opening(token: str) -> str:
    """Give the word for a file as it opens a sentence: "The export"."""
    return token[:1].upper() + token[1:]


class Problem(NamedTuple):
    """What is doubtful about a cell: a code and words that hold nothing of the cell."""

    code: str
    words: str


class Findings:
    """Findings in the order of discovery; of one code in one column the first few by line, then their number.

    Rows that were set aside are listed every one: a guard counts them, so that
    a pupil who was not read is not taken for a leaver.
    """

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def add(self, problem: Problem, lines: Iterable[int], *, column: str = "", field: str = "") -> None:
        """Note a problem at each of these lines of a column."""
        seen = (problem.code, column, field)
        listed = list(lines)
        room = max(0, _limit(problem.code) - self._seen[seen])
        self._seen[seen] += len(listed)
        self._found += (Finding(problem.code, problem.words, line, column, field) for line in listed[:room])

    def note(self, code: str, words: str, *, line: int | None = None) -> None:
        """Note something about the file as a whole."""
        self._found.append(Finding(code, words, line))

    def all(self) -> tuple[Finding, ...]:
        """Give what was found, with one line for the rest of each long list."""
        rest = (
            Finding(
                code, f"{count - _limit(code)} more cells of this column are like those listed", None, column, field
            )
            for (code, column, field), count in self._seen.items()
            if count > _limit(code)
        )
        return (*self._found, *rest)


def _limit(code: str) -> int:
    return _LIMITS.get(code, _LISTED)
