"""Dates, times and durations as people type them, each with the pattern that shows it as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from senco_connect_emulator.sheets.locales import Locale, locale_of
from senco_connect_emulator.sheets.parsing.numbers import Typed
from senco_connect_emulator.sheets.serials import serial

__all__ = ["may_be_moment", "typed_moment"]

_TIME = re.compile(
    r"(\d{1,4}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?(?:\s?([AaPp])\.?[Mm]\.?)?|(\d{1,2})\s?([AaPp])[Mm]"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_THREE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_TWO = re.compile(r"(\d{1,2})([-/])(\d{1,2})")
_WORD = r"(?P<month>[^\W\d_]{3,12})\.?"
_NAMED = tuple(
    re.compile(form)
    for form in (
        rf"(?P<day>\d{{1,2}})(?P<dot>\.?)(?P<gap>[ -]){_WORD}(?:(?P<gap2>,? |-)(?P<year>\d{{4}}|\d{{2}}))?",
        rf"{_WORD}(?P<gap>[ -])(?P<day>\d{{1,2}})(?:(?P<gap2>,? |-)(?P<year>\d{{4}}))?",
        rf"{_WORD}(?P<gap>,? |-)(?P<year>\d{{4}})",
    )
)
_SPLIT = re.compile(r"(.*?),? +(\d{1,2}(?::.*|\s?[AaPp][Mm]))")


class _Day(NamedTuple):
    day: date
    pattern: str


class _Time(NamedTuple):
    hours: int
    minutes: int
    seconds: float
    pattern: str


def may_be_moment(text: str, locale: Locale) -> bool:
    """Tell quickly that a text that begins with a letter can't be a date: no month or weekday begins so."""
    return not text[0].isalpha() or text[:2].casefold() in _beginnings(locale)


def typed_moment(text: str, locale: Locale, year: int) -> Typed | None:
    """Read a date, a time of day, both, or a duration; a date without a year is of the year given."""
    if time := _time(text):
        kind = {"type": "TIME", "pattern": time.pattern}
        return (time.hours * 3600 + time.minutes * 60 + time.seconds) / 86400, kind
    if day := _day(text, locale, year):
        return serial(day.day), {"type": "DATE", "pattern": day.pattern}
    if both := _SPLIT.fullmatch(text):
        return _both(both.group(1), both.group(2), locale, year)
    return None


def _both(first: str, second: str, locale: Locale, year: int) -> Typed | None:
    day, time = _day(first, locale, year), _time(second)
    if day is None or time is None or time.hours > 23:
        return None
    number = serial(day.day, time.hours, time.minutes, time.seconds)
    return number, {"type": "DATE_TIME", "pattern": f"{day.pattern} {time.pattern}"}


def _time(text: str) -> _Time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    if found.group(6):
        return _clock(int(found.group(6)), 0, 0, found.group(7), "h am/pm")
    hours, minutes, seconds, parts, half = found.group(1, 2, 3, 4, 5)
    if int(minutes) > 59 or int(seconds or 0) > 59:
        return None
    rest = ":mm" + (":ss" if seconds else "") + ("." + "0" * (len(parts) - 1) if parts else "")
    exact = float(f"{seconds or 0}{parts or ''}")
    if half:
        return _clock(int(hours), int(minutes), exact, half, f"h{rest} am/pm")
    head = "[h]" if int(hours) > 23 else "hh" if hours[0] == "0" and len(hours) > 1 else "h"
    return _Time(int(hours), int(minutes), exact, head + rest)


def _clock(hours: int, minutes: int, seconds: float, half: str, pattern: str) -> _Time | None:
    if not 1 <= hours <= 12:
        return None
    return _Time(hours % 12 + (12 if half in "Pp" else 0), minutes, seconds, pattern)


def _day(text: str, locale: Locale, year: int) -> _Day | None:
    if text[:1].isdigit() and (day := _of_numbers(text, locale, year)):
        return day
    text = _without_weekday(text, locale)
    for form in _NAMED:
        if found := form.fullmatch(text):
            return _of_words(found.groupdict(), locale, year)
    return None


def _of_numbers(text: str, locale: Locale, year: int) -> _Day | None:
    if found := _YEAR_FIRST.fullmatch(text):
        years, mark, month, day = found.groups()
        width = 2 if len(month) == len(day) == 2 else 1
        return _made(int(years), int(month), int(day), mark.join(("yyyy", "m" * width, "d" * width)))
    if found := _YEAR_MONTH.fullmatch(text):
        return _made(int(found.group(1)), int(found.group(2)), 1, f"yyyy-{'m' * len(found.group(2))}")
    if found := _THREE.fullmatch(text):
        return _in_order(found, locale, year)
    if found := _TWO.fullmatch(text):
        return _without_year(found, locale, year)
    return None


def _in_order(found: re.Match[str], locale: Locale, year: int) -> _Day | None:
    first, mark, second, years = found.groups()
    if mark == "." and mark not in locale.separators:
        return None
    order = locale.date_order.replace("y", "")
    told = dict(zip(order, (int(first), int(second)), strict=True))
    width = 2 if first[0] == "0" or second[0] == "0" else 1
    pattern = mark.join((order[0] * width, order[1] * width, "yyyy"))
    return _made(_full_year(years, year), told["m"], told["d"], pattern)


def _without_year(found: re.Match[str], locale: Locale, year: int) -> _Day | None:
    order = locale.date_order.replace("y", "")
    told = dict(zip(order, (int(found.group(1)), int(found.group(3))), strict=True))
    width = 2 if found.group(1)[0] == "0" or found.group(3)[0] == "0" else 1
    return _made(year, told["m"], told["d"], found.group(2).join((order[0] * width, order[1] * width)))


def _of_words(told: Mapping[str, Any], locale: Locale, year: int) -> _Day | None:
    month, width = _months(locale).get(told["month"].casefold(), (0, 0))
    years = _full_year(told["year"], year) if told["year"] else year
    day, gap, rest = told.get("day"), told["gap"], told.get("gap2") or ""
    name = "m" * width
    if day is None:
        return _made(years, month, 1, f"{name}{gap}yyyy")
    days = "dd" if day[0] == "0" else "d"
    parts = (days + told["dot"], name) if "dot" in told else (name, days)
    return _made(years, month, int(day), gap.join(parts) + (f"{rest}yyyy" if told["year"] else ""))


def _made(year: int, month: int, day: int, pattern: str) -> _Day | None:
    try:
        return _Day(date(year, month, day), pattern)
    except ValueError:
        return None


def _full_year(text: str, year: int) -> int:
    # Two digits mean the year that is at most 80 years ago or 20 years ahead.
    if len(text) == 4:
        return int(text)
    full = year - year % 100 + int(text)
    return full - 100 if full > year + 20 else full + 100 if full <= year - 80 else full


@cache
def _months(locale: Locale) -> dict[str, tuple[int, int]]:
    english = locale_of("en_US")
    names: dict[str, tuple[int, int]] = {"sept": (9, 3)}
    for told in (english, locale):
        names |= {name.casefold().rstrip("."): (at + 1, 3) for at, name in enumerate(told.short_months)}
        # "May" is both: typed alone it is the short name.
        names |= {name.casefold(): (at + 1, 4) for at, name in enumerate(told.months) if len(name) > 3}
    return names


def _without_weekday(text: str, locale: Locale) -> str:
    head, gap, rest = text.partition(" ")
    if gap and head.rstrip(",.").casefold() in _weekdays(locale):
        return rest
    return text


@cache
def _weekdays(locale: Locale) -> frozenset[str]:
    english = locale_of("en_US")
    names = (*english.days, *english.short_days, *locale.days, *locale.short_days)
    return frozenset(name.casefold().rstrip(".") for name in names)


@cache
def _beginnings(locale: Locale) -> frozenset[str]:
    return frozenset(name[:2] for name in (*_months(locale), *_weekdays(locale)))
