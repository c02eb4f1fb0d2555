"""Gather findings for people: what is said many times of one column is said once, with a count and the first lines.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from senco_connect.snapshot import Finding
from senco_connect.telling.line import counted

__all__ = ["Group", "finding_document", "group_words", "grouped"]

_FIRST = 5


class Group(NamedTuple):
    """Findings of one code about one column; ``cells`` says how many, ``lines`` where all of them are."""

    code: str
    column: str
    words: str
    cells: int
    lines: tuple[int, ...]


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Gather findings by code, column and words."""
    found: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.code, finding.column, finding.words), []).append(finding)
    return tuple(Group(*about, len(each), tuple(_lines(each))) for about, each in sorted(found.items()))


def _lines(findings: Iterable[Finding]) -> Iterator[int]:
    return (finding.line for finding in findings if finding.line is not None)


def group_words(group: Group) -> str:
    """Say a group in one line, with the first of its lines.

    >>> group_words(Group("F033", "Born", "this is not a day", 2, (4, 9)))
    'F033 "Born", 2 cells (lines 4, 9): this is not a day'
    """
    column = f' "{group.column}"' if group.column else ""
    more = ", …" if len(group.lines) > _FIRST else ""
    lines = ", ".join(map(str, group.lines[:_FIRST]))
    cells = f", {counted(group.cells, 'cell')}" if group.column else ""
    where = f" (line{'s' if len(group.lines) > 1 else ''} {lines}{more})" if lines else ""
    return f"{group.code}{column}{cells}{where}: {group.words}"


def finding_document(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Give findings for programs; they hold no values."""
    return [finding._asdict() for finding in findings]
