"""Which field a heading names: whole headings only, and never a guess between two.

"sen" is inside "Present", "Absent" and "Consent", so no part of a heading names
anything.  Headings that may mean several things are asked about.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from senco_connect.record.pupil import FIELDS

__all__ = ["Heading", "Naming", "meanings", "name_columns", "plain_heading"]


class Heading(NamedTuple):
    """One column of a file or sheet: its text, its place (from 1), the field it names ("" none) and why."""

    text: str
    position: int
    field: str
    why: str


class Naming(NamedTuple):
    """What the headings name, and the questions that stand in the way of using them."""

    columns: tuple[Heading, ...]
    questions: tuple[str, ...]


def plain_heading(text: str) -> str:
    """Reduce a heading to what is compared: NFKC, lower case, letters and digits.

    >>> plain_heading("SEN\\xa0 Status ")
    'senstatus'
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(filter(str.isalnum, plain.casefold()))


def meanings(heading: str) -> frozenset[str]:
    """Give every field that a heading may mean, surely or not.

    >>> sorted(meanings("Surname"))
    ['preferred_surname', 'surname']
    """
    plain = plain_heading(heading)
    sure = _sure().get(plain)
    return frozenset({*([sure] if sure else ()), *_maybe().get(plain, ()), *_asks().get(plain, ())})


def name_columns(headings: Sequence[str], *, extra: Mapping[str, str] | None = None) -> Naming:
    """Name the field of each heading.

    ``extra`` adds headings an adapter knows (heading -> field).  The same
    heading twice is kept twice, told apart by position; two different headings
    for one field are a question.
    """
    plain = [plain_heading(h) for h in headings]
    known = {plain_heading(h): f for h, f in (extra or {}).items()}
    named: dict[int, tuple[str, str]] = {}
    for place, heading in enumerate(plain):
        field = known.get(heading) or _sure().get(heading)
        if field:
            named[place] = (field, "its usual heading")
    taken = {field for field, _ in named.values()}
    for place, heading in enumerate(plain):
        if place in named:
            continue
        free = [f for f in _maybe().get(heading, ()) if f not in taken or _named_as(named, plain, f, heading)]
        if free:
            named[place] = (free[0], "no other column has it")
            taken.add(free[0])
    columns = tuple(
        Heading(text, place + 1, *named.get(place, ("", _why_not(plain[place])))) for place, text in enumerate(headings)
    )
    return Naming(columns, tuple(_questions(columns, plain)))


def _named_as(named: Mapping[int, tuple[str, str]], plain: Sequence[str], field: str, heading: str) -> bool:
    return any(f == field and plain[place] == heading for place, (f, _) in named.items())


def _why_not(heading: str) -> str:
    meanings = _asks().get(heading)
    if not heading:
        return "it has no heading"
    if meanings:
        return "it may mean " + " or ".join(meanings) + ": name the field in the mapping to use it"
    return "no field has this heading"


def _questions(columns: Iterable[Heading], plain: Sequence[str]) -> Iterable[str]:
    claims = Counter((c.field, plain[c.position - 1]) for c in columns if c.field)
    for field, number in Counter(field for field, _ in claims).items():
        if number > 1:
            texts = ", ".join(f'"{c.text}" (column {c.position})' for c in columns if c.field == field)
            yield f"Which column holds {FIELDS[field].label}: {texts}?"


@cache
def _sure() -> dict[str, str]:
    sure: dict[str, str] = {}
    for f in FIELDS.values():
        # "Surname" alone is the legal one only where nothing else is: a maybe-heading outranks name and label.
        weak = {plain_heading(h) for h in f.maybe + f.asks}
        own = [h for h in (f.name, f.label) if plain_heading(h) not in weak]
        for heading in (*own, *f.aliases):
            sure.setdefault(plain_heading(heading), f.name)
    return sure


@cache
def _maybe() -> dict[str, tuple[str, ...]]:
    return _several((h, f.name) for f in FIELDS.values() for h in f.maybe)


@cache
def _asks() -> dict[str, tuple[str, ...]]:
    return _several((h, f.name) for f in FIELDS.values() for h in f.asks)


def _several(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for heading, field in pairs:
        found.setdefault(plain_heading(heading), []).append(field)
    return {heading: tuple(fields) for heading, fields in found.items()}
