"""What becomes of all that is anchored in a grid when its rows or columns are inserted, deleted or moved.

One rule for spans serves ranges of every kind: merges, protections, formats,
filters, tables, groups, charts, named ranges and metadata.  A span that begins at
an insertion goes down whole, one that holds the place inside it grows, and one of
which nothing is left is gone with all that hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from senco_connect_emulator.sheets.carrying import Carried, carried, carried_span
from senco_connect_emulator.sheets.formulas import Move, moved
from senco_connect_emulator.sheets.model import Book, Cell, Sheet
from senco_connect_emulator.sheets.parts import without
from senco_connect_emulator.sheets.proto import RANGE_KEYS

__all__ = [
    "GONE",
    "Change",
    "anchored",
    "delete_lines",
    "insert_lines",
    "move_lines",
    "rewrite_formulas",
    "rewritten_formulas",
]

Json = dict[str, Any]
Span = tuple[int | None, int | None]


class Change(NamedTuple):
    """Rows (or columns) of one sheet on the move, told by what becomes of a span and of a single line."""

    sheet_id: int
    rows: bool
    span: Callable[[int | None, int | None], Span | None]
    line: Callable[[int], int | None]


class _Gone:
    """Stands for what is not there any more."""


GONE = _Gone()
_ROWS = ("startRowIndex", "endRowIndex", "rowIndex", "ROWS")
_COLUMNS = ("startColumnIndex", "endColumnIndex", "columnIndex", "COLUMNS")


def insert_lines(book: Book, sheet: Sheet, rows: bool, at: int, by: int) -> None:
    """Put empty rows or columns before a place."""
    change = Change(
        sheet.id, rows, lambda start, end: _grown(start, end, at, by), lambda line: line + by if line >= at else line
    )
    if rows:
        if at < len(sheet.rows):
            sheet.rows[at:at] = [[] for _ in range(by)]
        sheet.resize(rows=sheet.row_count + by)
    else:
        for line in sheet.rows:
            if at < len(line):
                line[at:at] = [None] * by
        sheet.resize(columns=sheet.column_count + by)
        book.formula_lines.pop(sheet.id, None)
    _anchor_all(book, sheet, change)
    _move_references(book, sheet, rows, (at, by))


def delete_lines(book: Book, sheet: Sheet, rows: bool, start: int, end: int) -> None:
    """Take rows or columns out."""
    by = end - start
    change = Change(
        sheet.id,
        rows,
        lambda first, last: _shrunk(first, last, start, end),
        lambda line: None if start <= line < end else line - by if line >= end else line,
    )
    if rows:
        del sheet.rows[start:end]
        sheet.resize(rows=sheet.row_count - by)
    else:
        for line in sheet.rows:
            del line[start:end]
        sheet.resize(columns=sheet.column_count - by)
        book.formula_lines.pop(sheet.id, None)
    _anchor_all(book, sheet, change)
    _move_references(book, sheet, rows, (start, -by))


def move_lines(book: Book, sheet: Sheet, rows: bool, block: tuple[int, int], to: int) -> None:
    """Put rows or columns before another place, which is counted before they leave."""
    start, end = block
    move = Carried(sheet.title, rows, start, end, to)
    change = Change(sheet.id, rows, lambda first, last: carried_span(first, last, move), move.line)
    lines = sheet.row_count if rows else sheet.column_count
    if rows:
        sheet.rows.extend([] for _ in range(min(max(end, to), lines) - len(sheet.rows)))
        _carry(sheet.rows, start, end, to)
    else:
        for line in sheet.rows:
            line.extend([None] * (min(max(end, to), lines) - len(line)))
            _carry(line, start, end, to)
    _anchor_all(book, sheet, change)
    rewrite_formulas(book, lambda own, text: carried(text, own.title, move))


def _carry(lines: list[Any], start: int, end: int, to: int) -> None:
    block = lines[start:end]
    if to > start:
        lines[start:to] = lines[end:to] + block
    else:
        lines[to:end] = block + lines[to:start]


def _grown(start: int | None, end: int | None, at: int, by: int) -> Span:
    first = start + by if start is not None and start >= at else start
    last = end + by if end is not None and end > at else end
    return first, last


def _shrunk(start: int | None, end: int | None, first: int, last: int) -> Span | None:
    left = None if start is None else start - max(0, min(start, last) - first)
    right = None if end is None else end - max(0, min(end, last) - first)
    return None if right is not None and right <= (left or 0) else (left, right)


def anchored(value: Any, change: Change) -> Any:
    """Give a stored object as it is after a change, or GONE; the object itself is left alone."""
    if isinstance(value, list):
        return [kept for kept in (anchored(inner, change) for inner in value) if kept is not GONE]
    if not isinstance(value, dict):
        return value
    if "sheetId" in value and value.keys() <= RANGE_KEYS:
        return _place(value, change) if value["sheetId"] == change.sheet_id else value
    return _object(value, {name: anchored(inner, change) for name, inner in value.items()})


def _object(old: Json, new: Json) -> Any:
    if GONE in new.values():
        return GONE
    # A rule whose ranges are all gone has nothing to rule.
    return GONE if old.get("ranges") and not new["ranges"] else new


def _place(value: Json, change: Change) -> Any:
    start, end, single, name = _ROWS if change.rows else _COLUMNS
    if "dimension" in value:
        return _spanned(value, "startIndex", "endIndex", change) if value["dimension"] == name else value
    if value.keys() & {"rowIndex", "columnIndex"}:
        return {**value, single: _nearest(value.get(single, 0), change)}
    return _spanned(value, start, end, change) if value.keys() & {start, end} else value


def _nearest(line: int, change: Change) -> int:
    # A picture whose cell is deleted hangs on to what was above it.
    while (place := change.line(line)) is None and line:
        line -= 1
    return place or 0


def _spanned(value: Json, start: str, end: str, change: Change) -> Any:
    span = change.span(value.get(start), value.get(end))
    if span is None:
        return GONE
    edges = {name: edge for name, edge in zip((start, end), span, strict=True) if edge is not None}
    return {**value, **edges}


def _anchor_all(book: Book, sheet: Sheet, change: Change) -> None:
    if not change.rows:
        sheet.tables = [_with_columns(table, change) for table in sheet.tables]
    for other in book.sheets:
        for name in Sheet.LISTS:
            setattr(other, name, anchored(getattr(other, name), change))
    book.named_ranges = anchored(book.named_ranges, change)
    book.metadata = [kept for one in book.metadata if (kept := _anchored_metadata(one, change)) is not None]
    _anchor_own(sheet, change)


def _anchor_own(sheet: Sheet, change: Change) -> None:
    sheet.merges = [merge for merge in sheet.merges if _is_block(merge)]
    sheet.basic_filter = next(iter(anchored([sheet.basic_filter], change)), None)
    _anchor_lines(sheet, change)
    if not change.rows:
        _anchor_columns(sheet, change)


def _with_columns(table: Json, change: Change) -> Json:
    # A table counts its columns from its own first; one that is new inside it is named by its place.
    span = change.span(table["range"]["startColumnIndex"], table["range"]["endColumnIndex"])
    if span is None:
        return table
    old, (left, right) = table["range"]["startColumnIndex"], (span[0] or 0, span[1] or 0)
    placed = {change.line(old + one.get("columnIndex", 0)): one for one in table["columnProperties"]}
    columns = []
    for place in range(right - left):
        told = placed.get(left + place, {"columnName": f"Column {place + 1}"})
        index = {"columnIndex": place} if place else {}
        columns.append({**index, **without(told, "columnIndex")})
    return {**table, "columnProperties": columns}


def _anchored_metadata(metadata: Json, change: Change) -> Json | None:
    # There may be thousands, of which most stay or all move by as much.
    place = metadata["location"].get("dimensionRange", {})
    if (place.get("sheetId"), place.get("dimension")) != (change.sheet_id, "ROWS" if change.rows else "COLUMNS"):
        return metadata
    line = change.line(place["startIndex"])
    if line is None or line == place["startIndex"]:
        return None if line is None else metadata
    place = {**place, "startIndex": line, "endIndex": line + 1}
    return {**metadata, "location": {**metadata["location"], "dimensionRange": place}}


def _is_block(merge: Json) -> bool:
    rows, columns = merge["endRowIndex"] - merge["startRowIndex"], merge["endColumnIndex"] - merge["startColumnIndex"]
    return bool(rows * columns > 1)


def _anchor_lines(sheet: Sheet, change: Change) -> None:
    told = sheet.row_properties if change.rows else sheet.column_properties
    moved = {place: one for line, one in told.items() if (place := change.line(line)) is not None}
    if change.rows:
        sheet.row_properties = moved
    else:
        sheet.column_properties = moved


def _anchor_columns(sheet: Sheet, change: Change) -> None:
    # Filters, slicers and sorts name their columns by number.
    sheet.filter_views = [_columns_of(view, change) for view in sheet.filter_views]
    if sheet.basic_filter:
        sheet.basic_filter = _columns_of(sheet.basic_filter, change)


def _columns_of(view: Json, change: Change) -> Json:
    found = dict(view)
    for name, key in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
        if name in found:
            found[name] = _specs(found[name], key, change)
    if "criteria" in found:
        moved = ((change.line(int(column)), one) for column, one in found["criteria"].items())
        found["criteria"] = {str(line): one for line, one in moved if line is not None}
    return found


def _specs(specs: list[Json], key: str, change: Change) -> list[Json]:
    placed = [(spec, change.line(spec.get(key, 0))) for spec in specs]
    return [{**spec, key: line} for spec, line in placed if line is not None]


def _move_references(book: Book, sheet: Sheet, rows: bool, step: tuple[int, int]) -> None:
    at, by = step
    change = "ROWS" if rows else "COLUMNS"
    rewrite_formulas(book, lambda own, text: moved(text, Move(sheet.title, own.title, change, at, by)))


def rewrite_formulas(book: Book, rewritten: Callable[[Sheet, str], str]) -> None:
    """Rewrite every formula of the book: in cells, in validation rules and in conditional formats."""
    for sheet in book.sheets:
        if sheet.id not in book.formula_lines:
            # Found once for any number of rows that are put in, taken out or moved: the lists go where the rows go.
            book.formula_lines[sheet.id] = [line for line in sheet.rows if any(map(_has_formula, line))]
        rewritten_formulas(sheet, partial(rewritten, sheet), book.formula_lines[sheet.id])


def _has_formula(cell: Cell | None) -> bool:
    if not cell:
        return False
    if "formulaValue" in cell.get("userEnteredValue", ()):
        return True
    values = cell["dataValidation"]["condition"].get("values", ()) if "dataValidation" in cell else ()
    return any(value.get("userEnteredValue", "").startswith("=") for value in values)


def rewritten_formulas(
    sheet: Sheet, rewritten: Callable[[str], str], lines: list[list[Cell | None]] | None = None
) -> None:
    """Rewrite every formula of a sheet; ``lines`` are those of its rows that have any, where that is known."""
    for line in sheet.rows if lines is None else lines:
        for column, cell in enumerate(line):
            if _has_formula(cell):
                line[column] = _rewritten(cell, rewritten)
    sheet.conditional_formats = [_rewritten(rule, rewritten) for rule in sheet.conditional_formats]


def _rewritten(value: Any, rewritten: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_rewritten(inner, rewritten) for inner in value]
    if not isinstance(value, dict):
        return value
    found = {name: _rewritten(inner, rewritten) for name, inner in value.items()}
    for name in ("formulaValue", "userEnteredValue"):
        text = value.get(name)
        if isinstance(text, str) and text.startswith("="):
            found[name] = rewritten(text)
    return found
