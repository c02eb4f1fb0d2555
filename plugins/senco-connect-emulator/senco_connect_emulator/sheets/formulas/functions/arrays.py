"""Functions that come to an array: sorted, filtered, turned, counted out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import NoneType
from typing import Any, TypeAlias

from senco_connect_emulator.sheets.formulas.areas import Area, Value
from senco_connect_emulator.sheets.formulas.coercion import Slot, as_boolean, as_number, at_least
from senco_connect_emulator.sheets.formulas.functions.blocks import every, rows_of
from senco_connect_emulator.sheets.formulas.functions.shapes import Table, of
from senco_connect_emulator.sheets.formulas.values import CellError, Failed, Grid, Scalar, order

__all__ = ["FUNCTIONS"]

Row: TypeAlias = Sequence[Scalar]

BLANK = order(None)
IGNORED: dict[int, tuple[type, ...]] = {1: (NoneType,), 2: (CellError,), 3: (NoneType, CellError)}


def _turned(rows: Sequence[Row]) -> list[Row]:
    return [list(column) for column in zip(*rows, strict=True)]


def _without_end(rows: Sequence[Row]) -> Sequence[Row]:
    """Leave out the blank rows at the end: a column that is open below would else end in a thousand of them."""
    end = len(rows)
    while end > 1 and all(value is None for value in rows[end - 1]):
        end -= 1
    return rows[:end]


def _unique(values: Value, by_column: bool = False, exactly_once: bool = False) -> Grid:
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in _lines(values, by_column):
        # Unlike comparisons, UNIQUE tells a from A.
        found.setdefault(tuple((type(value), value) for value in row), []).append(row)
    kept = [same[0] for same in found.values() if len(same) == 1 or not exactly_once]
    if not kept:
        raise Failed("N_A", "No unique values are found.")
    return _grid(kept, by_column)


def _lines(values: Value, across: bool) -> Sequence[Row]:
    return _turned(rows_of(values)) if across else rows_of(values)


def _grid(lines: Sequence[Row], across: bool) -> Grid:
    return Grid(_turned(lines) if across else lines)


def _sorted(values: Value, *columns: Value) -> Grid:
    """Sort rows by columns in turn, each given as its number or as a column of the same height; blanks come last."""
    rows = _without_end(rows_of(values))
    if len(rows) == 1:
        return Grid(rows)
    at = list(range(len(rows)))
    by = list(zip(columns[::2] or (1.0,), columns[1::2] or (True,), strict=False))
    # The last column first: sorting leaves equals in the order that they had.
    for column, up in reversed(by):
        keys = [order(value) for value in _sort_column(rows, column)]
        at = _in_order(at, keys, as_boolean(_one(up), Slot("SORT", 3)))
    return Grid([rows[place] for place in at])


def _in_order(at: list[int], keys: Sequence[tuple[int, Any]], up: bool) -> list[int]:
    """Blanks stay below, whichever way the rest goes."""
    filled = [place for place in at if keys[place] != BLANK]
    blank = [place for place in at if keys[place] == BLANK]
    return sorted(filled, key=keys.__getitem__, reverse=not up) + blank


def _sort_column(rows: Sequence[Row], column: Value) -> Sequence[Scalar]:
    if isinstance(column, Grid | Area) and column.height > 1:
        keys = [row[0] for row in rows_of(column)]
        if len(keys) < len(rows):
            raise Failed("VALUE", "SORT has mismatched range sizes.")
        return keys
    number = at_least(1, int(as_number(_one(column), Slot("SORT", 2))), Slot("SORT", 2), "VALUE")
    if number > len(rows[0]):
        said = f"Function SORT parameter 2 value is {number}. Valid values are between 1 and {len(rows[0])} inclusive."
        raise Failed("VALUE", said)
    return [row[number - 1] for row in rows]


def _one(value: Value) -> Scalar:
    return value.at(0, 0) if isinstance(value, Grid | Area) else value


def _filtered(values: Value, *conditions: Value) -> Grid:
    rows = rows_of(values)
    first = rows_of(conditions[0])
    across = len(first) == 1 and len(first[0]) > 1 and len(rows[0]) > 1
    lines = _lines(values, across)
    masks = [_mask(condition, across, len(lines)) for condition in conditions]
    kept = [line for line, flags in zip(lines, zip(*masks, strict=True), strict=True) if all(map(_holds, flags))]
    if not kept:
        raise Failed("N_A", "No matches are found in FILTER evaluation.")
    return _grid(kept, across)


def _mask(condition: Value, across: bool, wanted: int) -> Sequence[Scalar]:
    rows = rows_of(condition)
    flags = rows[0] if across else [row[0] for row in rows]
    if len(flags) != wanted:
        expected = f"row count: 1. column count: {wanted}" if across else f"row count: {wanted}. column count: 1"
        said = f"FILTER has mismatched range sizes. Expected {expected}."
        raise Failed("N_A", f"{said} Actual row count: {len(rows)}, column count: {len(rows[0])}.")
    return flags


def _holds(value: Scalar) -> bool:
    return not isinstance(value, CellError | str) and bool(value)


def _sequence(rows: int, columns: int = 1, start: float = 1.0, step: float = 1.0) -> Grid:
    at_least(1, rows, Slot("SEQUENCE", 1))
    at_least(1, columns, Slot("SEQUENCE", 2))
    return Grid([[start + step * (row * columns + column) for column in range(columns)] for row in range(rows)])


def _flattened(*values: Value) -> Grid:
    return Grid([[value] for block in values for row in rows_of(block) for value in row])


def _constrained(values: Value, rows: int, columns: int) -> Grid:
    at_least(0, rows, Slot("ARRAY_CONSTRAIN", 2))
    at_least(0, columns, Slot("ARRAY_CONSTRAIN", 3))
    return Grid([row[:columns] for row in rows_of(values)[:rows]])


def _stacked(*values: Value) -> Grid:
    blocks = [row for value in values for row in rows_of(value)]
    return Grid(_filled_up(blocks))


def _side_by_side(*values: Value) -> Grid:
    return Grid(_turned(_filled_up([row for value in values for row in _turned(rows_of(value))])))


def _filled_up(rows: Sequence[Row]) -> list[Row]:
    width = max(map(len, rows))
    return [[*row, *[CellError("N_A")] * (width - len(row))] for row in rows]


def _chosen(across: bool) -> Callable[..., Grid]:
    """Make CHOOSEROWS or CHOOSECOLS; a number below 0 counts from the end."""

    def work(values: Value, *numbers: Value) -> Grid:
        lines = _lines(values, across)
        return _grid([_line(lines, number) for number in every(numbers)], across)

    return work


def _line(lines: Sequence[Row], number: Scalar) -> Row:
    at = int(number) if isinstance(number, float) else 0
    if not 1 <= abs(at) <= len(lines):
        raise Failed("VALUE", f"There is no row or column {at}.")
    return lines[at - 1 if at > 0 else at]


def _in_line(down: bool) -> Callable[..., Grid]:
    """Make TOCOL or TOROW; 1 leaves out blanks, 2 errors, 3 both."""

    def work(values: Value, ignored: int = 0, by_column: bool = False) -> Grid:
        left_out = IGNORED.get(ignored, ())
        found = [value for row in _lines(values, by_column) for value in row if not isinstance(value, left_out)]
        return _grid([found], across=down)

    return work


FUNCTIONS: Table = {
    "UNIQUE": of("r b? b?", _unique, arrays=True),
    "SORT": of("r (r)", _sorted, arrays=True),
    "FILTER": of("r r (r)", _filtered, arrays=True),
    "TRANSPOSE": of("r", lambda value: Grid(_turned(rows_of(value))), arrays=True),
    "SEQUENCE": of("i i? n? n?", _sequence),
    "FLATTEN": of("r (r)", _flattened, arrays=True),
    "ARRAY_CONSTRAIN": of("r i i", _constrained, arrays=True),
    "VSTACK": of("r (r)", _stacked, arrays=True),
    "HSTACK": of("r (r)", _side_by_side, arrays=True),
    "CHOOSEROWS": of("r r (r)", _chosen(across=False), arrays=True),
    "CHOOSECOLS": of("r r (r)", _chosen(across=True), arrays=True),
    "TOCOL": of("r i? b?", _in_line(down=True), arrays=True),
    "TOROW": of("r i? b?", _in_line(down=False), arrays=True),
}
