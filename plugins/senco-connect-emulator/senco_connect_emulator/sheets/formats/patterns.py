"""Read a number format's pattern: sections by sign, and in each the marks that stand for digits, dates and text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Mark", "Section", "sections"]


class Mark(NamedTuple):
    """A piece of a pattern.

    ``kind`` is digit, point, literal, percent, exponent, at, date, elapsed or half (AM/PM); the rest is its text.
    """

    kind: str
    text: str


class Section(NamedTuple):
    """One of a pattern's sections; ``scale`` is what trailing commas divide by, ``condition`` as in [<100]."""

    marks: tuple[Mark, ...]
    is_date: bool
    is_text: bool
    grouped: bool
    scale: int
    condition: tuple[str, float] | None


_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<gap>.) | \*(?P<fill>.)
    | \[\$(?P<sign>[^\]-]*)(?:-[^\]]*)?\]
    | \[(?P<elapsed>h+|m+|s+)\] | \[(?P<condition>[<>]=?|<>|=)(?P<limit>-?[\d.]+)\] | \[(?P<colour>[^\]]*)\]
    | (?P<half>am/pm|a/p|am|pm) | (?P<date>d+|m+|y+|h+|s+)
    | (?P<exponent>e[+-]0+) | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<at>@)
    | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=2048)
def sections(pattern: str) -> tuple[Section, ...]:
    """Read a pattern."""
    return tuple(_section(part) for part in _parts(pattern))


def _parts(pattern: str) -> list[str]:
    parts, start = [], 0
    for token in _TOKEN.finditer(pattern):
        if token.lastgroup == "literal" and token.group() == ";":
            parts.append(pattern[start : token.start()])
            start = token.end()
    return [*parts, pattern[start:]][:4]


def _section(pattern: str) -> Section:
    tokens = [(token.lastgroup or "", token) for token in _TOKEN.finditer(pattern)]
    kinds = {kind for kind, _ in tokens}
    is_date = bool(kinds & {"date", "elapsed", "half"})
    marks: list[Mark] = []
    grouped, scale, pending = False, 1, 0
    for kind, token in tokens:
        if kind == "comma" and not is_date and any(mark.kind == "digit" for mark in marks):
            pending += 1
            continue
        if kind == "digit" and pending:
            grouped = grouped or all(mark.kind != "point" for mark in marks)
            pending = 0
        if kind in {"point", "exponent", "percent"} and pending:
            scale, pending = scale * 1000**pending, 0
        if (mark := _mark(kind, token)) is not None:
            marks.append(mark)
    scale *= 1000**pending
    return Section(tuple(marks), is_date, "at" in kinds, grouped, scale, _condition(tokens))


def _mark(kind: str, token: re.Match[str]) -> Mark | None:
    text = token.group()
    if kind in {"quoted", "escaped", "sign"}:
        return Mark("literal", token.group(kind))
    if kind == "gap":
        return Mark("literal", " ")
    if kind in {"fill", "condition", "limit", "colour"}:
        return None
    if kind == "elapsed":
        return Mark("elapsed", token.group("elapsed").lower())
    if kind == "date":
        # A large M is always a month; a small one may mean minutes.
        return Mark("date", text if text[0] == "M" else text.lower())
    return Mark("literal" if kind == "comma" else kind, text)


def _condition(tokens: list[tuple[str, re.Match[str]]]) -> tuple[str, float] | None:
    for _, token in tokens:
        if token.group("condition"):
            return token.group("condition"), float(token.group("limit"))
    return None
