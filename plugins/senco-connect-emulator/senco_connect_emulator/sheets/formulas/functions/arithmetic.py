"""Sums and rounding."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from senco_connect_emulator.sheets.formulas.areas import Value
from senco_connect_emulator.sheets.formulas.functions.blocks import numbers, paired, sound
from senco_connect_emulator.sheets.formulas.functions.shapes import Here, Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Grid, Scalar

__all__ = ["FUNCTIONS"]

# Beyond it a remainder has no digits left that can be trusted.
LARGEST_QUOTIENT = 1_125_900_000_000


def _sum(*values: Value) -> float:
    return math.fsum(numbers("SUM", values))


def _product(*values: Value) -> float:
    found = numbers("PRODUCT", values)
    return math.prod(found) if found else 0.0


def _sum_of_products(*values: Value) -> float:
    return math.fsum(math.prod(map(_factor, row)) for row in zip(*paired("SUMPRODUCT", values), strict=True))


def _factor(value: Scalar) -> float:
    return value if type(sound(value)) is float else 0.0  # type: ignore[return-value]


def _rounded(mode: str) -> Callable[..., float]:
    """Round a number as it is shown: 2.675 goes up although the nearest binary number lies below it."""

    def work(value: float, places: float = 0) -> float:
        at = int(places)
        if not -300 < at < 300:
            return value if at > 0 else 0.0
        shown = Decimal(f"{value:.15g}")
        if at > -shown.as_tuple().exponent:  # type: ignore[operator]
            return value
        return float(shown.quantize(Decimal(1).scaleb(-at), rounding=mode))

    return work


def _root(value: float) -> float:
    if value < 0:
        raise Failed("NUM", f"Function SQRT parameter 1 value is {value:g}. It should be greater than or equal to 0.")
    return math.sqrt(value)


def _rest(dividend: float, divisor: float) -> float:
    if divisor == 0:
        raise Failed("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    if abs(dividend / divisor) >= LARGEST_QUOTIENT:
        raise Failed("NUM", "Function MOD evaluates to an out of range value.")
    return dividend - divisor * math.floor(dividend / divisor)


def _quotient(dividend: float, divisor: float) -> int:
    if divisor == 0:
        raise Failed("DIVIDE_BY_ZERO", "Function QUOTIENT parameter 2 cannot be zero.")
    return math.trunc(dividend / divisor)


def _multiple(name: str, towards: Callable[[float], int]) -> Callable[..., float]:
    def work(value: float, factor: float = 1) -> float:
        _check_factor(name, value, factor)
        # 0.3 / 0.1 is a little less than 3: what is whole to 12 digits is whole.
        return towards(round(value / factor, 12)) * factor if value and factor else 0.0

    return work


def _check_factor(name: str, value: float, factor: float) -> None:
    if factor == 0 and name == "FLOOR":
        raise Failed("DIVIDE_BY_ZERO", "Function FLOOR parameter 2 cannot be zero.")
    if value > 0 > factor or (name == "MROUND" and value < 0 < factor):
        said = f"Parameters of {name} must have same signs. But parameters are {value:g} and {factor:g}."
        raise Failed("NUM", said)


def _logarithm(value: float, base: float = 10) -> float:
    if value <= 0:
        raise Failed("NUM", f"Function LOG parameter 1 value is {value:g}. It should be greater than 0.")
    if base == 1:
        raise Failed("DIVIDE_BY_ZERO", "Function LOG parameter 2 cannot be 1.")
    if base <= 0:
        raise Failed("NUM", f"Function LOG parameter 2 value is {base:g}. It should be greater than 0.")
    return math.log10(value) if base == 10 else math.log(value, base)


def _random(here: Here) -> float:
    return here.random()


def _random_between(here: Here, low: float, high: float) -> int:
    lowest, highest = math.ceil(low), math.floor(high)
    if highest < lowest:
        message = f"Function RANDBETWEEN parameter 2 value is {high:g}. It should be greater than or equal to {low:g}."
        raise Failed("NUM", message)
    return lowest + int(here.random() * (highest - lowest + 1))


def _random_array(here: Here, rows: int = 1, columns: int = 1) -> Grid:
    return Grid([[here.random() for _ in range(columns)] for _ in range(rows)])


FUNCTIONS: Table = {
    "SUM": of("r (r)", _sum),
    "PRODUCT": of("r (r)", _product),
    "SUMPRODUCT": of("r (r)", _sum_of_products, arrays=True),
    "SUMSQ": of("r (r)", lambda *values: math.fsum(value * value for value in numbers("SUMSQ", values))),
    "ROUND": of("n n?", _rounded(ROUND_HALF_UP)),
    "ROUNDUP": of("n n?", _rounded(ROUND_UP)),
    "ROUNDDOWN": of("n n?", _rounded(ROUND_DOWN)),
    "TRUNC": of("n n?", _rounded(ROUND_DOWN)),
    "INT": of("n", math.floor),
    "MOD": of("n n", _rest),
    "QUOTIENT": of("n n", _quotient),
    "ABS": of("n", abs),
    "SIGN": of("n", lambda value: (value > 0) - (value < 0)),
    "SQRT": of("n", _root),
    "EXP": of("n", math.exp),
    "LN": of("n", lambda value: _logarithm(value, math.e)),
    "LOG": of("n n?", _logarithm),
    "LOG10": of("n", _logarithm),
    "CEILING": of("n n?", _multiple("CEILING", math.ceil)),
    "FLOOR": of("n n?", _multiple("FLOOR", math.floor)),
    "MROUND": of("n n", _multiple("MROUND", lambda value: math.floor(value + 0.5))),
    "EVEN": of("n", lambda value: math.copysign(math.ceil(abs(value) / 2) * 2, value)),
    "ODD": of("n", lambda value: math.copysign(math.ceil((abs(value) + 1) / 2) * 2 - 1, value)),
    "PI": of("", lambda: math.pi),
    "RAND": of("", _random, placed=True),
    "RANDBETWEEN": of("n n", _random_between, placed=True),
    "RANDARRAY": of("i? i?", _random_array, placed=True),
    "DEGREES": of("n", math.degrees),
    "RADIANS": of("n", math.radians),
}
