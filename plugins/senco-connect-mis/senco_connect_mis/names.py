"""Split a pupil's name that stands in one cell, where its order is plain."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Name", "split_name"]


class Name(NamedTuple):
    """A surname and the forenames."""

    surname: str
    forename: str


def split_name(text: str) -> Name | None:
    """Give surname and forename, or None where a person has to say which is which.

    A comma follows the surname; capitals mark it; of two plain words the first
    is the forename, as English is written.  Three words or more may be split in
    two ways ("Mary Ann Lee"), so they are not.

    >>> split_name("Sample, Ada May"), split_name("Ada SAMPLE"), split_name("Ada May Sample")
    (Name(surname='Sample', forename='Ada May'), Name(surname='SAMPLE', forename='Ada'), None)
    """
    if "," in text:
        return _by_comma(text)
    words = text.split()
    # An initial is capital anyway and marks nothing.
    loud = [word.isupper() and len(word) > 1 for word in words]
    if any(loud) and not all(loud):
        return _by_capitals(words, loud)
    return Name(words[1], words[0]) if len(words) == 2 else None


def _by_comma(text: str) -> Name | None:
    parts = [part.strip() for part in text.split(",")]
    return Name(*parts) if len(parts) == 2 and all(parts) else None


def _by_capitals(words: list[str], loud: list[bool]) -> Name | None:
    count = sum(loud)
    if all(loud[:count]):
        return Name(" ".join(words[:count]), " ".join(words[count:]))
    if all(loud[-count:]):
        return Name(" ".join(words[-count:]), " ".join(words[:-count]))
    return None
