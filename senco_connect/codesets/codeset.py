"""A Department code set as data: its codes, labels, other spellings and years of validity."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Final, NamedTuple

__all__ = ["Code", "CodeSet"]


class Code(NamedTuple):
    """One code: what it is called, how else it is written, and when it is valid (ISO days, "" is open)."""

    code: str
    label: str
    spellings: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    note: str = ""


# Texts, not patterns: where every cell holds a code, none of them is needed.
_MARKS: Final = r"[\W_]+"
_GAP: Final = r"(?<!\d) | (?!\d)"
# One space on each side: a run of them, looked at from each of its places, takes the square of its length.
_DASH: Final = r"\s[-–—]\s"


def _plain(text: str) -> str:
    """Reduce a spelling to what is compared: letters and digits, '&' read as 'and'.

    Figures that something stands between stay apart: "Year 1/2" is not "Year 12".
    """
    words = unicodedata.normalize("NFKC", text).casefold().replace("&", "and")
    return re.sub(_GAP, "", re.sub(_MARKS, " ", words).strip())


class CodeSet:
    """A named table of codes, with one lookup that never guesses.

    Labels and spellings are matched whole: part of a word names nothing
    ("vi" is inside "provision").  Where two codes share a spelling, the earlier has it.
    """

    def __init__(self, name: str, source: str, codes: tuple[Code, ...]) -> None:
        self.name = name
        self.source = source
        self.codes = codes
        self.by_code = {c.code: c for c in codes}

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        return {
            _plain(spelling): c.code
            for c in reversed(self.codes)
            for spelling in (c.code, c.label, f"{c.code} {c.label}", f"{c.label} {c.code}", *c.spellings)
        }

    def find(self, text: str) -> str | None:
        """Give the code that a cell names by code, by label or as "K - SEN support"; None is unknown."""
        if text in self.by_code:
            return text
        if "?" in text:
            # Whoever types a question mark is not sure.
            return None
        return self._spelled.get(_plain(text)) or self._before_dash(text)

    def _before_dash(self, text: str) -> str | None:
        # A school may write its own words after the official code ("E - EHCP"), but "7 - 8" names two.
        head, *tail = re.split(_DASH, text.strip(), maxsplit=1)
        code = head.strip().upper()
        if not tail or code not in self.by_code:
            return None
        return code if self._spelled.get(_plain(tail[0]), code) == code else None

    def is_live(self, code: str) -> bool:
        """Tell whether the code may be written today; old codes are read and reported only."""
        return not self.by_code[code].valid_to

    def live(self) -> tuple[Code, ...]:
        """List the codes that may be chosen from a dropdown, in the Department's order."""
        return tuple(c for c in self.codes if not c.valid_to)
