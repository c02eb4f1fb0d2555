"""Walk the arguments of functions that take cells: what counts, what is passed over, what is an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from senco_connect_emulator.sheets.formulas.areas import Area, Value
from senco_connect_emulator.sheets.formulas.coercion import Slot, as_number
from senco_connect_emulator.sheets.formulas.values import CellError, Failed, Grid, Scalar

__all__ = ["every", "numbers", "paired", "rows_of", "single", "sound"]


def numbers(name: str, values: Sequence[Value]) -> list[float]:
    """Give the numbers among the arguments: texts in cells are passed over, texts given by themselves are not."""
    found: list[float] = []
    for position, value in enumerate(values, 1):
        if isinstance(value, Grid | Area):
            found += _numbers_of(value.flat())
        elif value is not None:
            found.append(as_number(value, Slot(name, position)))
    return found


def _numbers_of(values: list[Scalar]) -> list[float]:
    found = [value for value in values if type(value) is float]
    return found if len(found) == len(values) else [value for value in map(sound, values) if type(value) is float]


def sound(value: Scalar) -> Scalar:
    """Give a value that is no error."""
    if type(value) is CellError:
        raise Failed(*value)
    return value


def every(values: Sequence[Value]) -> Iterator[Scalar]:
    """Give all values among the arguments, blanks too."""
    for value in values:
        if isinstance(value, Grid | Area):
            yield from value.flat()
        else:
            yield value


def rows_of(value: Value) -> Sequence[Sequence[Scalar]]:
    """Give a block's rows; a single value is a block of one."""
    return value.rows if isinstance(value, Grid | Area) else [[value]]


def single(value: Value) -> Scalar:
    """Give the first value of a block, or the value itself."""
    return value.at(0, 0) if isinstance(value, Grid | Area) else value


def paired(name: str, blocks: Sequence[Value]) -> list[list[Scalar]]:
    """Give blocks of the same size as lists of their values, cell by cell."""
    grids = [Grid(rows_of(block)) for block in blocks]
    if len({(grid.height, grid.width) for grid in grids}) > 1:
        raise Failed("VALUE", f"{name} has mismatched range sizes.")
    return [grid.flat() for grid in grids]
