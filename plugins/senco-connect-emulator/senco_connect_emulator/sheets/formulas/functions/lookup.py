"""Find a value in a row or a column, and what stands beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from senco_connect_emulator.sheets.formulas.areas import Area, Block, Value
from senco_connect_emulator.sheets.formulas.coercion import Slot, at_least
from senco_connect_emulator.sheets.formulas.criteria import wildcards
from senco_connect_emulator.sheets.formulas.functions.shapes import Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Grid, Scalar, key_of, order, text_of

__all__ = ["FUNCTIONS"]


def _block(value: Value) -> Block:
    return value if isinstance(value, Grid | Area) else Grid([[value]])


def _part(block: Block, rows: slice, columns: slice) -> Block:
    """Cut a block; what is cut from cells are cells still."""
    if isinstance(block, Grid):
        return Grid([line[columns] for line in block.rows[rows]])
    top, left, _, _ = block.box
    high, wide = range(block.height)[rows], range(block.width)[columns]
    return block.part((top + high.start, left + wide.start, top + high.stop, left + wide.stop))


def _row(block: Block, at: int) -> Block:
    return _part(block, slice(at, at + 1), slice(None))


def _column(block: Block, at: int) -> Block:
    return _part(block, slice(None), slice(at, at + 1))


def _exact(key: Scalar, line: Block) -> int | None:
    """Give the first place of a value in a row or column; in a text ``*`` and ``?`` stand for any letters."""
    places = _like(key, line) if isinstance(key, str) and set(key) & set("*?~") else line.positions().get(key_of(key))
    return places[0] if places else None


def _like(pattern: str, line: Block) -> list[int]:
    wanted = wildcards(pattern)
    return [at for at, one in enumerate(line.flat()) if isinstance(one, str) and wanted.fullmatch(one)]


def _in_order(key: Scalar, line: Block) -> int | None:
    """Give the last place that doesn't lie after the value in a row or column that is sorted."""
    values = line.flat()
    while values and values[-1] is None:
        values.pop()
    at = bisect_right(values, order(key), key=order) - 1
    return at if at >= 0 and order(values[at])[0] == order(key)[0] else None


def _missing(key: Scalar, name: str) -> Failed:
    return Failed("N_A", f"Did not find value '{text_of(key)}' in {name} evaluation.")


def _vertical(key: Scalar, table: Value, index: int, is_sorted: bool = True) -> Scalar:
    block = _block(table)
    _check_index("VLOOKUP", index, block.width)
    return block.at(_place("VLOOKUP", key, _column(block, 0), is_sorted), index - 1)


def _horizontal(key: Scalar, table: Value, index: int, is_sorted: bool = True) -> Scalar:
    block = _block(table)
    _check_index("HLOOKUP", index, block.height)
    return block.at(index - 1, _place("HLOOKUP", key, _row(block, 0), is_sorted))


def _check_index(name: str, index: int, most: int) -> None:
    if at_least(1, index, Slot(name, 3), "VALUE") > most:
        raise Failed("REF", f"{name} evaluates to an out of bounds range.")


def _place(name: str, key: Scalar, line: Block, is_sorted: bool) -> int:
    at = _in_order(key, line) if is_sorted else _exact(key, line)
    if at is None:
        raise _missing(key, name)
    return at


def _match(key: Scalar, values: Value, kind: float = 1) -> int:
    line = _line(values, "MATCH")
    if kind > 0:
        at = _in_order(key, line)
    elif kind == 0:
        at = _exact(key, line)
    else:
        at = _in_falling_order(key, line)
    if at is None:
        raise _missing(key, "MATCH")
    return at + 1


def _line(values: Value, name: str) -> Block:
    block = _block(values)
    if block.height > 1 and block.width > 1:
        raise Failed("N_A", f"{name} range must be a single row or a single column.")
    return block


def _in_falling_order(key: Scalar, line: Block) -> int | None:
    found = None
    for at, value in enumerate(line.flat()):
        if order(value)[0] != order(key)[0]:
            continue
        if order(value) < order(key):
            break
        found = at
    return found


def _nearest(key: Scalar, line: Block, mode: int, backwards: bool) -> int | None:
    """Give the place of a value, or of the next smaller (mode -1) or larger (1), or of a match with wildcards (2)."""
    wild = mode == 2 and isinstance(key, str)
    places = _like(str(key), line) if wild else line.positions().get(key_of(key)) or _next_to(key, line.flat(), mode)
    return places[-1 if backwards else 0] if places else None


def _next_to(key: Scalar, values: Sequence[Scalar], mode: int) -> list[int]:
    wanted, keys = order(key), [order(value) for value in values]
    same = sorted({one for one in keys if one[0] == wanted[0]})
    at = bisect_left(same, wanted) - (mode < 0)
    if mode not in {-1, 1} or not 0 <= at < len(same):
        return []
    return [place for place, one in enumerate(keys) if one == same[at]]


def _xlookup(  # noqa: PLR0917
    key: Scalar, values: Value, results: Value, missing: Value = None, mode: int = 0, direction: int = 1
) -> Value:
    line, block = _line(values, "XLOOKUP"), _block(results)
    down = line.width == 1 and (line.height > 1 or block.height == 1)
    if _length(block, down) != _length(line, down):
        raise Failed("VALUE", "Array arguments to XLOOKUP are of different size.")
    at = _nearest(key, line, mode, direction < 0)
    if at is not None:
        return _row(block, at) if down else _column(block, at)
    if missing is None:
        raise _missing(key, "XLOOKUP")
    return missing


def _length(block: Block, down: bool) -> int:
    return block.height if down else block.width


def _xmatch(key: Scalar, values: Value, mode: int = 0, direction: int = 1) -> int:
    at = _nearest(key, _line(values, "XMATCH"), mode, direction < 0)
    if at is None:
        raise _missing(key, "XMATCH")
    return at + 1


def _lookup(key: Scalar, values: Value, results: Value = None) -> Scalar:
    """Search the longer side of a block, and give what stands at its other end, or in a row or column apart."""
    block = _block(values)
    down = block.height >= block.width
    line = _column(block, 0) if down else _row(block, 0)
    last = _column(block, block.width - 1) if down else _row(block, block.height - 1)
    at = _in_order(key, line)
    if at is None:
        raise _missing(key, "LOOKUP")
    found = last if results is None else _block(results)
    if at >= max(found.height, found.width):
        raise Failed("REF", "LOOKUP evaluates to an out of bounds range.")
    return found.at(at, 0) if found.height > 1 else found.at(0, at)


def _index(values: Value, row: int = 0, column: int = 0) -> Value:
    """Give one value, or the whole row or column where the other number is 0."""
    block = _block(values)
    if block.height == 1 and not column:
        # One number in a single row counts along it.
        row, column = 0, row
    for position, number, limit in ((2, row, block.height), (3, column, block.width)):
        if not 0 <= number <= limit:
            said = f"Function INDEX parameter {position} value is {number}."
            raise Failed("REF", f"{said} Valid values are between 0 and {limit} inclusive.")
    return _part(block, _slice(row), _slice(column))


def _slice(number: int) -> slice:
    return slice(number - 1, number) if number else slice(None)


FUNCTIONS: Table = {
    "VLOOKUP": of("s r i b?", _vertical),
    "HLOOKUP": of("s r i b?", _horizontal),
    "LOOKUP": of("s r r?", _lookup),
    "MATCH": of("s r n?", _match),
    "XMATCH": of("s r i? i?", _xmatch),
    "XLOOKUP": of("s r r e? i? i?", _xlookup),
    "INDEX": of("r i? i?", _index, arrays=True),
}
