"""Rewrite a formula when what it refers to goes elsewhere; all but the references stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from senco_connect_emulator.sheets.a1 import quoted
from senco_connect_emulator.sheets.formulas.references import Corner, Reference, read_reference, sheet_title
from senco_connect_emulator.sheets.formulas.tokens import tokens

__all__ = ["Move", "moved", "relocated", "sheet_deleted", "sheet_renamed"]

LOST = "#REF!"


class Move(NamedTuple):
    """Rows or columns of one sheet that came or went, seen from a formula on its own sheet.

    ``by`` lines were put before line ``at``, counted from 0; below 0 so many
    were taken out from there on.
    """

    sheet_title: str
    own_title: str
    dimension: str
    at: int
    by: int


def moved(formula: str, change: Move) -> str:
    """Let references follow their cells; a range grows and shrinks, and what is gone becomes #REF!.

    A ``$`` makes no difference: it is a matter of copying.
    """

    def follow(text: str) -> str:
        reference = read_reference(text)
        title = sheet_title(reference.prefix) if reference.prefix else change.own_title
        return _followed(reference, change) if title.casefold() == change.sheet_title.casefold() else text

    return _rewritten(formula, follow)


def relocated(formula: str, rows: int, columns: int) -> str:
    """Write the formula as it is after it was copied so many rows down and columns right; what has a ``$`` stays."""

    def shift(text: str) -> str:
        reference = read_reference(text)
        first = _shifted(reference.first, rows, columns)
        last = _shifted(reference.last, rows, columns) if reference.last else None
        if first is None or (reference.last and last is None):
            return reference.prefix + LOST
        return reference._replace(first=first, last=last).text

    return _rewritten(formula, shift)


def sheet_renamed(formula: str, old: str, new: str) -> str:
    """Write a sheet's new name wherever the formula uses the old one."""

    def rename(text: str) -> str:
        prefix, mark, body = text.rpartition("!") if not text.endswith("!") else _broken(text)
        return f"{quoted(new)}!{body}" if mark and sheet_title(prefix).casefold() == old.casefold() else text

    return _rewritten(formula, rename, ("reference", "error"))


def sheet_deleted(formula: str, title: str) -> str:
    """Put #REF! in the place of every reference to a sheet that is no more."""

    def lose(text: str) -> str:
        prefix = read_reference(text).prefix
        return LOST if prefix and sheet_title(prefix).casefold() == title.casefold() else text

    return _rewritten(formula, lose)


def _broken(text: str) -> tuple[str, str, str]:
    """Part ``Sheet1!#REF!``, whose last mark belongs to the error."""
    prefix, mark, error = text.rpartition("#")
    return prefix.removesuffix("!"), mark if prefix else "", f"#{error}"


def _rewritten(formula: str, change: Callable[[str], str], kinds: tuple[str, ...] = ("reference",)) -> str:
    if not formula.startswith("="):
        return formula
    return "".join(change(token.text) if token.kind in kinds else token.text for token in tokens(formula))


def _followed(reference: Reference, change: Move) -> str:
    first, last = reference.first, reference.last or reference.first
    if change.dimension == "ROWS":
        span = _span(first.row, last.row, change)
        if span is None:
            return reference.prefix + LOST
        first, last = first._replace(row=span[0]), last._replace(row=span[1])
    else:
        span = _span(first.column, last.column, change)
        if span is None:
            return reference.prefix + LOST
        first, last = first._replace(column=span[0]), last._replace(column=span[1])
    return reference._replace(first=first, last=last if reference.last else None).text


def _span(start: int | None, end: int | None, change: Move) -> tuple[int | None, int | None] | None:
    """Give where a span begins and ends afterwards; None where nothing is left of it."""
    if start is not None and end is not None and start > end:
        turned = _span(end, start, change)
        return (turned[1], turned[0]) if turned else None
    if change.by > 0:
        return _pushed(start, change), _pushed(end, change)
    low, high = _pulled(start, change, change.at), _pulled(end, change, change.at - 1)
    return None if low is not None and high is not None and low > high else (low, high)


def _pushed(line: int | None, change: Move) -> int | None:
    return line + change.by if line is not None and line >= change.at else line


def _pulled(line: int | None, change: Move, lost: int) -> int | None:
    """Give where a line is after others went; ``lost`` if it went with them."""
    if line is None or line < change.at:
        return line
    return line + change.by if line >= change.at - change.by else lost


def _shifted(corner: Corner, rows: int, columns: int) -> Corner | None:
    row = _stepped(corner.row, 0 if corner.row_fixed else rows)
    column = _stepped(corner.column, 0 if corner.column_fixed else columns)
    return None if -1 in {row, column} else corner._replace(row=row, column=column)


def _stepped(line: int | None, by: int) -> int | None:
    """Move a line; -1 where it leaves the grid."""
    return None if line is None else max(line + by, -1)
