"""Where numbers lie and how far they spread."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Sequence

from senco_connect_emulator.sheets.formulas.areas import Value
from senco_connect_emulator.sheets.formulas.functions.blocks import numbers
from senco_connect_emulator.sheets.formulas.functions.shapes import Table, of
from senco_connect_emulator.sheets.formulas.values import Failed

__all__ = ["FUNCTIONS"]


def _some(name: str, values: Sequence[Value], least: int = 1) -> list[float]:
    found = numbers(name, values)
    if len(found) < least:
        if least > 1 or name.startswith(("STDEV", "VAR")):
            raise Failed("DIVIDE_BY_ZERO", f"Evaluation of function {name} caused a divide by zero error.")
        raise Failed("NUM", f"{name} has no valid input data.")
    return found


def _spread(name: str, work: Callable[[Sequence[float]], float], least: int) -> Callable[..., float]:
    return lambda *values: float(work(_some(name, values, least)))


def _mode(*values: Value) -> float:
    value, count = Counter(_some("MODE", values)).most_common(1)[0]
    if count < 2:
        raise Failed("N_A", "Dataset for function MODE does not contain a value that occurs more than once.")
    return value


def _nth(name: str, *, largest: bool) -> Callable[[Value, int], float]:
    def work(values: Value, position: int) -> float:
        found = sorted(_some(name, [values]), reverse=largest)
        if not 1 <= position <= len(found):
            said = f"Function {name} parameter 2 value {position} is out of range."
            raise Failed("NUM", said)
        return found[position - 1]

    return work


def _rank(value: float, values: Value, ascending: bool = False) -> int:
    found = _some("RANK", [values])
    if value not in found:
        raise Failed("N_A", "Function RANK parameter 1 value was not found in parameter 2.")
    return 1 + sum(one < value if ascending else one > value for one in found)


def _rank_average(value: float, values: Value, ascending: bool = False) -> float:
    return _rank(value, values, ascending) + (sum(one == value for one in _some("RANK", [values])) - 1) / 2


def _percentile(values: Value, share: float, name: str = "PERCENTILE") -> float:
    found = sorted(_some(name, [values]))
    if not 0 <= share <= 1:
        said = f"Function {name} parameter 2 value is {share:g}. Valid values are between 0 and 1 inclusive."
        raise Failed("NUM", said)
    place = share * (len(found) - 1)
    low = math.floor(place)
    high = min(low + 1, len(found) - 1)
    return found[low] + (found[high] - found[low]) * (place - low)


def _quartile(values: Value, number: int) -> float:
    if not 0 <= number <= 4:
        said = f"Function QUARTILE parameter 2 value is {number}. Valid values are between 0 and 4 inclusive."
        raise Failed("NUM", said)
    return _percentile(values, number / 4, "QUARTILE")


FUNCTIONS: Table = {
    "MEDIAN": of("r (r)", lambda *values: statistics.median(_some("MEDIAN", values))),
    "MODE": of("r (r)", _mode),
    "STDEV": of("r (r)", _spread("STDEV", statistics.stdev, 2)),
    "STDEV.S": of("r (r)", _spread("STDEV.S", statistics.stdev, 2)),
    "STDEVP": of("r (r)", _spread("STDEVP", statistics.pstdev, 1)),
    "STDEV.P": of("r (r)", _spread("STDEV.P", statistics.pstdev, 1)),
    "VAR": of("r (r)", _spread("VAR", statistics.variance, 2)),
    "VAR.S": of("r (r)", _spread("VAR.S", statistics.variance, 2)),
    "VARP": of("r (r)", _spread("VARP", statistics.pvariance, 1)),
    "VAR.P": of("r (r)", _spread("VAR.P", statistics.pvariance, 1)),
    "LARGE": of("r i", _nth("LARGE", largest=True)),
    "SMALL": of("r i", _nth("SMALL", largest=False)),
    "RANK": of("n r b?", _rank),
    "RANK.EQ": of("n r b?", _rank),
    "RANK.AVG": of("n r b?", _rank_average),
    "PERCENTILE": of("r n", _percentile),
    "PERCENTILE.INC": of("r n", _percentile),
    "QUARTILE": of("r i", _quartile),
    "QUARTILE.INC": of("r i", _quartile),
}
