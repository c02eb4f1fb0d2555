"""A formula as Google keeps it: references in capitals, ranges from their upper left corner, sheets by their names."""

from __future__ import annotations

from senco_connect_emulator.sheets.a1 import quoted
from senco_connect_emulator.sheets.formulas.references import Corner, Reference, read_reference, sheet_title
from senco_connect_emulator.sheets.formulas.tokens import tokens
from senco_connect_emulator.sheets.model import Book

__all__ = ["canonical"]


def canonical(formula: str, book: Book) -> str:
    """Give a formula as it is stored; all that is no reference stays as it was typed."""
    if not formula.startswith("="):
        return formula
    parts = (
        _reference(token.text, book) if token.kind == "reference" else token.text
        for token in tokens(formula[1:], book.locale)
    )
    return "=" + "".join(parts)


def _reference(text: str, book: Book) -> str:
    reference = read_reference(text)
    prefix = reference.prefix
    if prefix and (sheet := book.titled(sheet_title(prefix))):
        prefix = f"{quoted(sheet.title)}!"
    if reference.last is None:
        return reference._replace(prefix=prefix).text
    first, last = _corners(reference.first, reference.last)
    one = first == last and first.row is not None and first.column is not None
    return Reference(prefix, first, None if one else last).text


def _corners(one: Corner, other: Corner) -> tuple[Corner, Corner]:
    first, last = one, other
    if one.row is not None and other.row is not None and one.row > other.row:
        first = first._replace(row=other.row, row_fixed=other.row_fixed)
        last = last._replace(row=one.row, row_fixed=one.row_fixed)
    if one.column is not None and other.column is not None and one.column > other.column:
        first = first._replace(column=other.column, column_fixed=other.column_fixed)
        last = last._replace(column=one.column, column_fixed=one.column_fixed)
    return first, last
