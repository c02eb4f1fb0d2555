"""Count days at work: not at weekends and not on the holidays that are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from senco_connect_emulator.sheets.formulas.areas import Value
from senco_connect_emulator.sheets.formulas.functions.blocks import numbers
from senco_connect_emulator.sheets.formulas.functions.calendar import day, serial
from senco_connect_emulator.sheets.formulas.functions.shapes import Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Scalar

__all__ = ["FUNCTIONS"]

MASK = re.compile("(?!1{7})[01]{7}")
SATURDAY_SUNDAY = frozenset({5, 6})
# 1 is Saturday and Sunday, 2 Sunday and Monday and so on; 11 is Sunday alone, 12 Monday.
WEEKENDS: dict[object, frozenset[int]] = {
    **{float(number): frozenset({(number + 4) % 7, (number + 5) % 7}) for number in range(1, 8)},
    **{float(number): frozenset({(number - 12) % 7}) for number in range(11, 18)},
}


def _holidays(name: str, given: Sequence[Value]) -> frozenset[date]:
    if any(isinstance(value, str) for value in given):
        raise Failed("VALUE", f"Function {name} parameter 3 expects number values. But '{given[0]}' is a text.")
    return frozenset(day(value, name, 3) for value in numbers(name, given))


def _weekend(value: Scalar) -> frozenset[int]:
    """Read which days are free: a number as Google lists them, or seven digits from Monday on, 1 for a free day."""
    if isinstance(value, str) and MASK.fullmatch(value):
        return frozenset(at for at, digit in enumerate(value) if digit == "1")
    days = WEEKENDS.get(1.0 if value is None else value)
    if days is not None:
        return days
    raise Failed("NUM", "Function NETWORKDAYS.INTL parameter 3 value is not a valid weekend.")


def _between(start: float, end: float, free: frozenset[int], holidays: frozenset[date]) -> int:
    first, last = day(start, "NETWORKDAYS"), day(end, "NETWORKDAYS", 2)
    low, high = min(first, last), max(first, last)
    days = (low + timedelta(days=at) for at in range((high - low).days + 1))
    count = sum(one.weekday() not in free and one not in holidays for one in days)
    return count if first <= last else -count


def _after(start: float, count: int, free: frozenset[int], holidays: frozenset[date]) -> float:
    at, step = day(start, "WORKDAY"), timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        at += step
        left -= at.weekday() not in free and at not in holidays
    return serial(at)


def _network_days(start: float, end: float, *given: Value) -> int:
    return _between(start, end, SATURDAY_SUNDAY, _holidays("NETWORKDAYS", given))


def _network_days_by(start: float, end: float, free: Scalar = None, *given: Value) -> int:
    return _between(start, end, _weekend(free), _holidays("NETWORKDAYS.INTL", given))


def _work_day(start: float, count: int, *given: Value) -> float:
    return _after(start, count, SATURDAY_SUNDAY, _holidays("WORKDAY", given))


def _work_day_by(start: float, count: int, free: Scalar = None, *given: Value) -> float:
    return _after(start, count, _weekend(free), _holidays("WORKDAY.INTL", given))


FUNCTIONS: Table = {
    "NETWORKDAYS": of("n n r?", _network_days),
    "NETWORKDAYS.INTL": of("n n s? r?", _network_days_by),
    "WORKDAY": of("n i r?", _work_day),
    "WORKDAY.INTL": of("n i s? r?", _work_day_by),
}
