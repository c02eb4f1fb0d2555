"""Dates and times, which are days and parts of days since 1899-12-30."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable
from datetime import date, datetime, timedelta

from senco_connect_emulator.sheets.formulas.functions.shapes import Here, Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Scalar, read_number, text_of

__all__ = ["FUNCTIONS", "day", "serial"]

FIRST = date(1899, 12, 30).toordinal()
LAST = date.max.toordinal() - FIRST


def day(value: float, name: str = "DATE", position: int = 1) -> date:
    """Give the day that a number means."""
    whole = math.floor(value)
    if not 0 <= whole <= LAST:
        said = f"Function {name} parameter {position} value is {whole}. It should be greater than or equal to 0."
        raise Failed("NUM", said)
    return date.fromordinal(FIRST + whole)


def serial(at: date) -> float:
    """Give the number that means a day."""
    return float(at.toordinal() - FIRST)


def _date(year: int, month: int, of_month: int) -> float:
    """Months and days beyond their ends run on into the next year and month."""
    full = year + 1900 if 0 <= year < 1900 else year
    years, months = divmod(month - 1, 12)
    if not 1899 <= full + years <= 9999:
        said = f"Function DATE parameter 1 value is {year}."
        raise Failed("NUM", f"{said} Valid values are between 0 and 9999 inclusive.")
    result = date(full + years, months + 1, 1).toordinal() - FIRST + of_month - 1
    if not 0 <= result <= LAST:
        raise Failed("NUM", f"DATE({year},{month},{of_month}) is not a valid date.")
    return float(result)


def _now(here: Here) -> float:
    now: datetime = here.now
    return serial(now.date()) + (now.hour * 3600 + now.minute * 60 + now.second) / 86400


def _seconds(value: float) -> int:
    return round((value - math.floor(value)) * 86400) % 86400


def _weekday(value: float, kind: int = 1) -> int:
    at = day(value, "WEEKDAY").weekday()
    if 11 <= kind <= 17:
        return (at - (kind - 11)) % 7 + 1
    if kind not in {1, 2, 3}:
        said = f"Function WEEKDAY parameter 2 value is {kind}."
        raise Failed("NUM", f"{said} Valid values are between 1 and 3 inclusive.")
    return {1: (at + 1) % 7 + 1, 2: at + 1, 3: at}[kind]


def _week(value: float, kind: int = 1) -> int:
    """Give the number of the week; it begins on Sunday, or on the day that 11 to 17 name, and 21 counts as ISO does."""
    at = day(value, "WEEKNUM")
    if kind == 21:
        return at.isocalendar().week
    begins = {1: 6, 2: 0}.get(kind, kind - 11)
    if not 0 <= begins <= 6:
        raise Failed("NUM", f"Function WEEKNUM parameter 2 value is {kind}. It is not a valid type.")
    first = date(at.year, 1, 1)
    return ((at - first).days + (first.weekday() - begins) % 7) // 7 + 1


def shifted(value: float, months: int, name: str) -> date:
    """Move a day by months; a day that the month lacks becomes its last."""
    at = day(value, name)
    years, month = divmod(at.month - 1 + months, 12)
    year = at.year + years
    if not 1899 <= year <= 9999:
        raise Failed("NUM", f"Function {name} parameter 2 value is {months}. The result is out of range.")
    return date(year, month + 1, min(at.day, calendar.monthrange(year, month + 1)[1]))


def _month_end(value: float, months: int) -> float:
    at = shifted(value, months, "EOMONTH")
    return serial(at.replace(day=calendar.monthrange(at.year, at.month)[1]))


def _us(at: date) -> str:
    return f"{at.month}/{at.day}/{at.year}"


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _days_beyond_months(start: date, end: date) -> int:
    """Count days in the month before the end, which is how 31 January to 1 March comes to -2."""
    if end.day >= start.day:
        return end.day - start.day
    before = end.replace(day=1) - timedelta(days=1)
    return end.day - start.day + before.day


def _difference(start: float, end: float, unit: str) -> int:
    first, last = day(start, "DATEDIF"), day(end, "DATEDIF", 2)
    if first > last:
        said = f"Function DATEDIF parameter 1 ({_us(first)}) should be on or before Function DATEDIF parameter 2"
        raise Failed("NUM", f"{said} ({_us(last)}).")
    months = _months_between(first, last)
    counted: dict[str, Callable[[], int]] = {
        "D": lambda: (last - first).days,
        "M": lambda: months,
        "Y": lambda: months // 12,
        "YM": lambda: months % 12,
        "MD": lambda: _days_beyond_months(first, last),
        "YD": lambda: (last - shifted(start, months // 12 * 12, "DATEDIF")).days,
    }
    if unit.upper() not in counted:
        said = f"Function DATEDIF parameter 3 value is {unit}. Valid values are 'Y', 'M', 'D', 'MD', 'YM', 'YD'."
        raise Failed("NUM", said)
    return counted[unit.upper()]()


def _read(name: str, part: Callable[[float], float]) -> Callable[[Here, Scalar], float]:
    """Make DATEVALUE or TIMEVALUE, which read a text as a date or a time."""

    def work(here: Here, value: Scalar) -> float:
        number = read_number(value, here.locale) if isinstance(value, str) else None
        if number is None:
            raise Failed("VALUE", f"{name} parameter '{text_of(value, here.locale)}' cannot be parsed to date/time.")
        return part(number)

    return work


def _time(hour: int, minute: int, second: int) -> float:
    total = hour * 3600 + minute * 60 + second
    if total < 0:
        raise Failed("NUM", "TIME evaluates to an out of bounds value.")
    return total % 86400 / 86400


def _from_epoch(stamp: float, unit: int = 1) -> float:
    """Read a count of seconds, milliseconds or microseconds since 1970."""
    if stamp < 0 or unit not in {1, 2, 3}:
        position, number = (1, stamp) if stamp < 0 else (2, unit)
        raise Failed("NUM", f"Function EPOCHTODATE parameter {position} value is {number:g}, which is out of range.")
    return stamp / (1, 1000, 1000000)[unit - 1] / 86400 + serial(date(1970, 1, 1))


FUNCTIONS: Table = {
    "DATE": of("i i i", _date),
    "TODAY": of("", lambda here: serial(here.now.date()), placed=True),
    "NOW": of("", _now, placed=True),
    "YEAR": of("n", lambda value: day(value, "YEAR").year),
    "MONTH": of("n", lambda value: day(value, "MONTH").month),
    "DAY": of("n", lambda value: day(value, "DAY").day),
    "HOUR": of("n", lambda value: _seconds(value) // 3600),
    "MINUTE": of("n", lambda value: _seconds(value) // 60 % 60),
    "SECOND": of("n", lambda value: _seconds(value) % 60),
    "WEEKDAY": of("n i?", _weekday),
    "WEEKNUM": of("n i?", _week),
    "ISOWEEKNUM": of("n", lambda value: _week(value, 21)),
    "DATEDIF": of("n n t", _difference),
    "DAYS": of("n n", lambda end, start: math.floor(end) - math.floor(start)),
    "EDATE": of("n i", lambda value, months: serial(shifted(value, months, "EDATE"))),
    "EOMONTH": of("n i", _month_end),
    "DATEVALUE": of("s", _read("DATEVALUE", lambda number: float(math.floor(number))), placed=True),
    "TIMEVALUE": of("s", _read("TIMEVALUE", lambda number: number - math.floor(number)), placed=True),
    "EPOCHTODATE": of("n i?", _from_epoch),
    "TIME": of("i i i", _time),
}
