"""Count, sum and average, with conditions or without."""

from __future__ import annotations

import math
from collections.abc import Sequence

from senco_connect_emulator.sheets.formulas.areas import Area, Block, Value
from senco_connect_emulator.sheets.formulas.criteria import places
from senco_connect_emulator.sheets.formulas.functions.blocks import every, numbers, single
from senco_connect_emulator.sheets.formulas.functions.shapes import Here, Table, of
from senco_connect_emulator.sheets.formulas.values import CellError, Failed, Grid, read_number

__all__ = ["FUNCTIONS"]


def _count(*values: Value) -> int:
    """Count numbers; a text that is given by itself counts if it shows one."""
    return sum(map(_numbers_in, values))


def _numbers_in(value: Value) -> int:
    if isinstance(value, Grid | Area):
        return sum(type(one) is float for one in value.flat())
    if isinstance(value, str):
        return read_number(value, "en_US") is not None
    return isinstance(value, float | bool)


def _count_filled(*values: Value) -> int:
    return sum(value is not None for value in every(values))


def _count_blank(*values: Value) -> int:
    cells = sum(value.height * value.width if isinstance(value, Grid | Area) else 1 for value in values)
    return cells - sum(value is not None and value != "" for value in every(values))


def _count_unique(*values: Value) -> int:
    return len({(type(value), value) for value in every(values) if value is not None and value != ""})


def _average(*values: Value) -> float:
    found = numbers("AVERAGE", values)
    if not found:
        raise Failed("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return math.fsum(found) / len(found)


def _extreme(name: str, values: Sequence[Value]) -> float:
    found = numbers(name, values)
    if not found:
        return 0.0
    return max(found) if name == "MAX" else min(found)


def _met(here: Here, name: str, conditions: Sequence[Value]) -> Sequence[int]:
    """Give the places, counted along the rows, at which every pair of range and condition holds."""
    if len({_size(block) for block in conditions[::2]}) > 1:
        raise Failed("VALUE", f"Array arguments to {name} are of different size.")
    pairs = zip(conditions[::2], conditions[1::2], strict=True)
    met, *others = sorted((places(_block(value), single(wanted), here.locale) for value, wanted in pairs), key=len)
    for other in others:
        allowed = set(other)
        met = [at for at in met if at in allowed]
    return met


def _block(value: Value) -> Block:
    return value if isinstance(value, Grid | Area) else Grid([[value]])


def _size(value: Value) -> tuple[int, int]:
    return (value.height, value.width) if isinstance(value, Grid | Area) else (1, 1)


def _picked(value: Value, chosen: Sequence[int]) -> list[float]:
    """Give the numbers at places of a block."""
    values = _block(value).flat()
    count = len(values)
    found = []
    for one in [values[at] for at in chosen if at < count]:
        if isinstance(one, CellError):
            raise Failed(*one)
        if type(one) is float:
            found.append(one)
    return found


def _of_one(here: Here, name: str, given: Sequence[Value]) -> list[float]:
    """Give the numbers that SUMIF and AVERAGEIF mean: those of the range itself or those beside it."""
    block = given[0]
    summed = given[2] if len(given) > 2 else block
    if isinstance(summed, Area) and _size(summed) != _size(block):
        top, left, _, _ = summed.box
        summed = summed.part((top, left, top + _size(block)[0], left + _size(block)[1]))
    return _picked(summed, _met(here, name, given[:2]))


def _of_many(here: Here, name: str, given: Sequence[Value]) -> list[float]:
    if _size(given[0]) != _size(given[1]):
        raise Failed("VALUE", f"Array arguments to {name} are of different size.")
    return _picked(given[0], _met(here, name, given[1:]))


def _mean(found: Sequence[float], name: str) -> float:
    if not found:
        raise Failed("DIVIDE_BY_ZERO", f"Evaluation of function {name} caused a divide by zero error.")
    return math.fsum(found) / len(found)


FUNCTIONS: Table = {
    "COUNT": of("r (r)", _count),
    "COUNTA": of("r (r)", _count_filled),
    "COUNTBLANK": of("r (r)", _count_blank),
    "COUNTUNIQUE": of("r (r)", _count_unique),
    "AVERAGE": of("r (r)", _average),
    "MAX": of("r (r)", lambda *values: _extreme("MAX", values)),
    "MIN": of("r (r)", lambda *values: _extreme("MIN", values)),
    "COUNTIF": of("r e", lambda here, *given: len(_met(here, "COUNTIF", given)), placed=True),
    "COUNTIFS": of("r e (r e)", lambda here, *given: len(_met(here, "COUNTIFS", given)), placed=True),
    "SUMIF": of("r e a?", lambda here, *given: math.fsum(_of_one(here, "SUMIF", given)), placed=True),
    "SUMIFS": of("a a e (a e)", lambda here, *given: math.fsum(_of_many(here, "SUMIFS", given)), placed=True),
    "AVERAGEIF": of("r e a?", lambda here, *given: _mean(_of_one(here, "AVERAGEIF", given), "AVERAGEIF"), placed=True),
    "AVERAGEIFS": of(
        "a a e (a e)", lambda here, *given: _mean(_of_many(here, "AVERAGEIFS", given), "AVERAGEIFS"), placed=True
    ),
    "MAXIFS": of("a a e (a e)", lambda here, *given: max(_of_many(here, "MAXIFS", given), default=0.0), placed=True),
    "MINIFS": of("a a e (a e)", lambda here, *given: min(_of_many(here, "MINIFS", given), default=0.0), placed=True),
}
