"""What becomes of a formula's references when the rows or columns that they name are moved elsewhere."""

from __future__ import annotations

import sys
from typing import NamedTuple

from senco_connect_emulator.sheets.formulas.references import Corner, Reference, read_reference, sheet_title
from senco_connect_emulator.sheets.formulas.tokens import tokens

__all__ = ["Carried", "carried", "carried_span"]


class Carried(NamedTuple):
    """A block of rows or columns of a sheet, put before ``to`` (counted before it left)."""

    title: str
    rows: bool
    start: int
    end: int
    to: int

    @property
    def by(self) -> int:
        """How far the block goes."""
        return self.to - self.end if self.to > self.start else self.to - self.start

    def line(self, line: int) -> int:
        """Give the new place of one line."""
        if self.start <= line < self.end:
            return line + self.by
        size = self.end - self.start
        if self.end <= line < self.to:
            return line - size
        return line + size if self.to <= line < self.start else line


def carried_span(start: int | None, end: int | None, move: Carried) -> tuple[int | None, int | None] | None:
    """Give the new ends of a span: it goes with a block that holds it, and else loses or gains what the block takes."""
    # An open end lies behind everything.
    low, high = _carried(start or 0, sys.maxsize if end is None else end, move)
    if high <= low:
        return None
    return None if start is None else low, None if end is None else high


def _carried(low: int, high: int, move: Carried) -> tuple[int, int]:
    if move.start <= low and high <= move.end:
        return low + move.by, high + move.by
    holds_all = low <= min(move.start, move.to) and max(move.end, move.to) <= high
    return (low, high) if holds_all else _crossed(low, high, move)


def _crossed(low: int, high: int, move: Carried) -> tuple[int, int]:
    left, right = _without(low, move), _without(high, move)
    size = move.end - move.start
    place = move.to - size if move.to >= move.end else move.to
    return left + size * (left >= place), right + size * (right > place)


def _without(edge: int, move: Carried) -> int:
    return edge - max(0, min(edge, move.end) - move.start)


def carried(formula: str, own_title: str, move: Carried) -> str:
    """Give the formula of a sheet with its references after a move."""
    if not formula.startswith("="):
        return formula
    parts = [
        _reference(token.text, own_title, move) if token.kind == "reference" else token.text
        for token in tokens(formula[1:])
    ]
    return "=" + "".join(parts)


def _reference(text: str, own_title: str, move: Carried) -> str:
    reference = read_reference(text)
    title = sheet_title(reference.prefix) if reference.prefix else own_title
    if title.casefold() != move.title.casefold():
        return text
    if reference.last is None:
        return reference._replace(first=_placed(reference.first, move)).text
    return _range(reference, reference.last, move)


def _placed(corner: Corner, move: Carried) -> Corner:
    if move.rows:
        return corner if corner.row is None else corner._replace(row=move.line(corner.row))
    return corner if corner.column is None else corner._replace(column=move.line(corner.column))


def _range(reference: Reference, last: Corner, move: Carried) -> str:
    first = reference.first
    start, end = (first.row, last.row) if move.rows else (first.column, last.column)
    span = carried_span(start, None if end is None else end + 1, move)
    if span is None:
        return reference.text
    low, high = span[0], None if span[1] is None else span[1] - 1
    if move.rows:
        return reference._replace(first=first._replace(row=low), last=last._replace(row=high)).text
    return reference._replace(first=first._replace(column=low), last=last._replace(column=high)).text
