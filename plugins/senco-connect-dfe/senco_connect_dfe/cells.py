"""Read the text of one kind of element into canonical text, each spelling once."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from senco_connect.record import BLANK, FIELDS, MISSING, Reading, Value
from senco_connect.record.kinds import ULN, UPN
from senco_connect_dfe.notes import NOT_UNDERSTOOD, Note, Notes

__all__ = ["IDENTITY", "Cells", "is_over", "small_number", "text_of"]

IDENTITY: Final = frozenset({
    "upn", "former_upn", "uln", "surname", "forename", "middle_names", "preferred_surname", "preferred_forename",
})  # fmt: skip

_REMEMBERED: Final = 8_192
_EMPTY: Final = Reading(BLANK)
_NUMBERS: Final[Mapping[str | None, int]] = {figures: n for n in range(1, 100) for figures in (str(n), f"{n:02d}")}


def text_of(parent: Element, tag: str) -> str:
    """Give the text of the element of this name inside another, "" where there is none."""
    return (parent.findtext(tag) or "").strip()


def small_number(text: str | None) -> int:
    """Give the number from 1 to 99 that a text means, 0 for any other."""
    return _NUMBERS.get(text) or _NUMBERS.get((text or "").strip(), 0)


def is_over(end: str | None, today: str) -> bool:
    """Whether what ends on this ISO day is past on the day the file was made; with no end it is not.

    If the file does not say when it was made (""), every end is past.
    """
    day = (end or "").strip()
    return day != "" and (not today or day <= today)


class Cells(dict[str | None, Value]):
    """The canonical values of one field, by the text in the file; an element without text is blank.

    What was just read without doubt is in it, and remembered up to a bound: most
    texts of a school occur many times.  A doubtful text is read and noted each time.
    """

    def __init__(self, tag: str, field: str, notes: Notes, *, fixed: Mapping[str | None, Value] | None = None) -> None:
        self.tag = tag
        self.field = field
        self._notes = notes
        self._read = FIELDS[field].kind.read
        self._is_identity = field in IDENTITY
        # Numbers that name one child are not worth remembering: none comes twice.
        self._bound = 0 if FIELDS[field].kind in (UPN, ULN) else _REMEMBERED
        self._fixed: dict[str | None, Value] = {None: BLANK, "": BLANK}
        self._fixed.update(fixed or {})
        super().__init__(self._fixed)

    def __missing__(self, text: str) -> str:
        """Read a text that is not remembered."""
        value, problem = self._read(text) if text.strip() else _EMPTY
        if problem or (self._is_identity and not text[0].isalnum()):
            self._note(text, problem)
        elif self._bound:
            self._remember(text, value)
        return value

    def of(self, parent: Element | None) -> Value:
        """Read the element of this name inside another; MISSING where there is none."""
        text = None if parent is None else parent.findtext(self.tag)
        return MISSING if text is None else self[text]

    def _note(self, text: str, problem: str | None) -> None:
        if self._is_identity and _is_formula_like(text):
            self._notes.set_aside(self.tag, self.field)
        elif problem:
            self._notes.add(Note(NOT_UNDERSTOOD, problem), tag=self.tag, field=self.field)

    def _remember(self, text: str, value: str) -> None:
        if len(self) >= self._bound:
            self.clear()
            self.update(self._fixed)
        self[text] = value


def _is_formula_like(text: str) -> bool:
    # safety.md 28.  A line feed before a text is the layout of the XML, and no part of it.
    body = text.lstrip() if text.startswith("\n") else text.lstrip(" ")
    return unicodedata.normalize("NFKC", body).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
