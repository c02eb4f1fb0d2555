"""Numbers as people type them: thousands, decimals, percent, money, powers of ten, negatives in parentheses."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from senco_connect_emulator.sheets.locales import Locale

__all__ = ["Typed", "typed_number"]

# What a typed text comes to: the number, and the format that the cell takes from it.
Typed = tuple[float, dict[str, Any] | None]

_SIGNS = "$£€¥₹"
_SPACES = " \u00a0\u202f"


@cache
def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    separator = f"[{_SPACES}]" if group in _SPACES else "['’]" if group == "’" else re.escape(group)
    return re.compile(
        rf"""
        (?P<open>\()? (?P<sign>[+-])? (?:(?P<before>[{_SIGNS}])[{_SPACES}]?)? (?P<late>[+-])?
        (?: (?P<grouped>\d{{1,3}}(?:{separator}\d{{3}})+) | (?P<whole>\d+) )?
        (?: {re.escape(decimal)} (?P<fraction>\d*) )? (?: [eE] (?P<power>[+-]?\d{{1,3}}) )?
        (?:[{_SPACES}]?(?P<percent>%))? (?:[{_SPACES}]?(?P<after>[{_SIGNS}]))? (?P<close>\))?
        """,
        re.VERBOSE,
    )


def typed_number(text: str, locale: Locale) -> Typed | None:
    """Read a number; None where the text is none."""
    found = _pattern(locale.decimal, locale.group).fullmatch(text)
    if found is None:
        return None
    told = found.groupdict()
    if not _is_number(told):
        return None
    whole = re.sub(r"\D", "", told["grouped"] or "") or told["whole"] or "0"
    number = _value(whole, told["fraction"], told["power"])
    if number is None:
        return None
    if told["percent"]:
        number = float(f"{number}e-2") if isinstance(number, int) or "e" not in repr(number) else number / 100
    if told["open"] or "-" in (told["sign"], told["late"]):
        number = -number
    return number, _format(told, locale)


def _is_number(told: dict[str, Any]) -> bool:
    has_digits = bool(told["grouped"] or told["whole"] or told["fraction"])
    closed = (told["open"] is None) == (told["close"] is None)
    one_sign = sum(bool(told[name]) for name in ("open", "sign", "late")) <= 1
    one_unit = sum(bool(told[name]) for name in ("before", "after", "percent")) <= 1
    return has_digits and closed and one_sign and one_unit


def _value(whole: str, fraction: str | None, power: str | None) -> float | None:
    if not fraction and not power and len(whole) <= 15:
        return int(whole)
    number = float(f"{whole}.{fraction or 0}e{power or 0}")
    return None if number == float("inf") else number


def _format(told: dict[str, Any], locale: Locale) -> dict[str, Any] | None:
    places = ".00" if told["fraction"] else ""
    sign = told["before"] or told["after"]
    if sign:
        return {"type": "CURRENCY", "pattern": _money(sign, told, places, locale)}
    if told["percent"]:
        return {"type": "PERCENT", "pattern": f"0{places}%"}
    if told["power"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if told["grouped"]:
        return {"type": "NUMBER", "pattern": f"#,##0{places}"}
    return None


def _money(sign: str, told: dict[str, Any], places: str, locale: Locale) -> str:
    shown = f'"{sign}"' if sign == locale.currency else f"[${sign}]"
    return f"{shown}#,##0{places}" if told["before"] else f"#,##0{places}\\ {shown}"
