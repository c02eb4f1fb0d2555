"""What was noticed while a file was read: findings that stay few, and elements nobody reads."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from senco_connect.snapshot import Finding

__all__ = ["GIVEN_TWICE", "NOT_UNDERSTOOD", "RANKS", "SET_ASIDE", "TWO_STATUSES", "Note", "Notes"]


class Note(NamedTuple):
    """A code, with its line in docs/adapters/ctf.md, and words that hold nothing of the file."""

    code: str
    words: str


NOT_UNDERSTOOD: Final = "F030"
SET_ASIDE: Final = Note("F028", "this begins like a formula: the pupil was left out; correct it in the MIS")
RANKS: Final = Note("F052", "the ranks of the needs are not 1, 2, 3 ... once each: check their order in the MIS")
TWO_STATUSES: Final = Note(
    "F053", "two SEN periods may be the current one: the status was not read; date them in the MIS"
)
GIVEN_TWICE: Final = Note("F054", "this is given twice and differs: it was not read; correct it in the MIS")

# A fault in every record is one matter for a person, not three hundred thousand.
_LISTED: Final = 50
# More kinds of elements than any CTF has are not worth their memory.
_NAMED: Final = 400


class Notes:
    """Findings at the line that is being read; of one kind in one element the first fifty, then their number.

    Pupils that were left out are listed every one, because a guard counts them.
    """

    def __init__(self) -> None:
        self.line = 0
        self.is_left_out = False
        self.unused: dict[str, None] = {}
        self._found: list[Finding] = []
        self._seen: Counter[tuple[str, str]] = Counter()

    def set_aside(self, tag: str, field: str) -> None:
        """Leave the record out, for what this element holds."""
        self.is_left_out = True
        self.add(SET_ASIDE, tag=tag, field=field)

    def pass_over(self, tag: str) -> None:
        """Name an element that nobody reads."""
        if len(self.unused) < _NAMED:
            self.unused[tag] = None

    def add(self, note: Note, *, tag: str, field: str = "") -> None:
        """Note something about an element of the record that is being read."""
        self._seen[note.code, tag] += 1
        if self._seen[note.code, tag] <= _LISTED or note is SET_ASIDE:
            self._found.append(Finding(note.code, note.words, self.line, tag, field))

    def findings(self) -> tuple[Finding, ...]:
        """Give what was found, then how many more there are of each kind."""
        rest = (
            Finding(code, f"{count - _LISTED} more records are like those listed", None, tag)
            for (code, tag), count in self._seen.items()
            if count > _LISTED and code != SET_ASIDE.code
        )
        return (*self._found, *rest)
