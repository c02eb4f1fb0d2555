"""A Department code set as data: its codes, labels, other spellings and years of validity."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Code", "CodeSet"]


class Code(NamedTuple):
    """One code: what it is called, how else it is written, and when it is valid (ISO days, "" is open)."""

    code: str
    label: str
    spellings: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    note: str = ""


def _plain(text: str) -> str:
    """Reduce a spelling to what is compared: letters and digits, '&' read as 'and'."""
    return "".join(c for c in text.casefold().replace("&", "and") if c.isalnum())


class CodeSet:
    """A named table of codes, with one lookup that never guesses.

    Labels and spellings are matched whole: part of a word names nothing
    ("vi" is inside "provision").
    """

    def __init__(self, name: str, source: str, codes: tuple[Code, ...]) -> None:
        self.name = name
        self.source = source
        self.codes = codes
        self.by_code = {c.code: c for c in codes}
        self._spelled = {
            _plain(spelling): c.code
            for c in reversed(codes)
            for spelling in (c.code, c.label, f"{c.code} {c.label}", f"{c.label} {c.code}", *c.spellings)
        }

    def find(self, text: str) -> str | None:
        """Give the code that a cell names by code, by label or as "K - SEN support"; None is unknown."""
        plain = _plain(text)
        found = self._spelled.get(plain)
        if found is None and " - " in text:
            # A school may write its own words after the official code ("E - EHCP").
            head = text.split(" - ", 1)[0].strip().upper()
            found = head if head in self.by_code else None
        return found

    def is_live(self, code: str) -> bool:
        """Tell whether the code may be written today; old codes are read and reported only."""
        return not self.by_code[code].valid_to

    def live(self) -> tuple[Code, ...]:
        """List the codes that may be chosen from a dropdown, in the Department's order."""
        return tuple(c for c in self.codes if not c.valid_to)
