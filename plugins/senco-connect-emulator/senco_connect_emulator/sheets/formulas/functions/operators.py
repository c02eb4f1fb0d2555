"""The operators, which are functions too and are named as such in errors."""

from __future__ import annotations

from senco_connect_emulator.sheets.formulas.functions.shapes import Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Scalar, compared

__all__ = ["FUNCTIONS", "power"]


def _divide(left: float, right: float) -> float:
    if right == 0:
        raise Failed("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
    return left / right


def power(base: float, exponent: float) -> float:
    """Raise to a power; what is no real number is an error."""
    if base == 0 and exponent < 0:
        raise Failed("NUM", f"POWER({base:g},{exponent:g}) evaluates to infinity.")
    if base < 0 and _is_odd_root(exponent):
        return -float((-base) ** exponent)
    result = base**exponent
    if isinstance(result, complex):
        raise Failed("NUM", f"POWER({base:g},{exponent:g}) evaluates to an imaginary number.")
    return float(result)


def _is_odd_root(exponent: float) -> bool:
    """Tell whether an exponent is a third, a fifth and so on: of these a number below 0 has a real root."""
    root = round(1 / exponent) if exponent else 0
    return root % 2 == 1 and abs(root) > 1 and abs(exponent * root - 1) < 1e-12


def _between(value: Scalar, lower: Scalar, upper: Scalar, with_lower: bool = True, with_upper: bool = True) -> bool:
    above, below = compared(value, lower), compared(upper, value)
    return above >= (not with_lower) and below >= (not with_upper)


FUNCTIONS: Table = {
    "ADD": of("o o", lambda left, right: left + right),
    "MINUS": of("o o", lambda left, right: left - right),
    "MULTIPLY": of("o o", lambda left, right: left * right),
    "DIVIDE": of("o o", _divide),
    "POW": of("o o", power),
    "POWER": of("n n", power),
    "UMINUS": of("o", lambda value: -value),
    "UPLUS": of("s", lambda value: value),
    "UNARY_PERCENT": of("o", lambda value: value / 100),
    "CONCAT": of("t t", lambda left, right: left + right),
    "EQ": of("s s", lambda left, right: compared(left, right) == 0),
    "NE": of("s s", lambda left, right: compared(left, right) != 0),
    "LT": of("s s", lambda left, right: compared(left, right) < 0),
    "LTE": of("s s", lambda left, right: compared(left, right) <= 0),
    "GT": of("s s", lambda left, right: compared(left, right) > 0),
    "GTE": of("s s", lambda left, right: compared(left, right) >= 0),
    "ISBETWEEN": of("s s s b? b?", _between),
}
