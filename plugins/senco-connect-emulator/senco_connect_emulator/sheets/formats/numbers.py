"""Write a number by a section of a pattern: placeholders filled from the right, thousands, percent, powers of ten."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from senco_connect_emulator.sheets.formats.automatic import automatic, rounded
from senco_connect_emulator.sheets.formats.fractions import fraction_text
from senco_connect_emulator.sheets.formats.patterns import Mark, Section
from senco_connect_emulator.sheets.locales import Locale

__all__ = ["number_text"]


class _Digits(NamedTuple):
    whole: str
    fraction: str
    power: str


def number_text(number: float, section: Section, locale: Locale) -> str:
    """Write the size of a number; the caller has settled its sign."""
    marks = section.marks
    if (fraction := fraction_text(number, marks)) is not None:
        return fraction
    if not any(mark.kind in {"digit", "at"} for mark in marks):
        return "".join(mark.text for mark in marks)
    whole, fraction = _placeholders(marks)
    exact = Decimal(repr(abs(number))) / section.scale * 100 ** sum(mark.kind == "percent" for mark in marks)
    exponent = next((mark.text for mark in marks if mark.kind == "exponent"), "")
    digits = _scientific(exact, whole, fraction, exponent) if exponent else _plain(exact, whole, fraction)
    return _filled(marks, digits, section.grouped, locale, number)


def _placeholders(marks: Sequence[Mark]) -> tuple[str, str]:
    whole = fraction = ""
    seen = False
    for mark in marks:
        if mark.kind in {"point", "exponent"}:
            seen = True
        elif mark.kind == "digit":
            whole, fraction = (whole, fraction + mark.text) if seen else (whole + mark.text, fraction)
    return whole, fraction


def _plain(exact: Decimal, whole: str, fraction: str) -> _Digits:
    head, _, tail = f"{rounded(exact, len(fraction)):f}".partition(".")
    return _Digits(_padded(head.lstrip("0"), whole), _cut(tail, fraction), "")


def _scientific(exact: Decimal, whole: str, fraction: str, exponent: str) -> _Digits:
    power = exact.adjusted() - (len(whole) - 1) if exact else 0
    mantissa = rounded(exact.scaleb(-power), len(fraction))
    if mantissa and mantissa.adjusted() >= max(len(whole), 1):
        power += 1
        mantissa = rounded(exact.scaleb(-power), len(fraction))
    head, _, tail = f"{mantissa:f}".partition(".")
    sign = "-" if power < 0 else "+" if exponent[1] == "+" else ""
    told = f"{exponent[0]}{sign}{str(abs(power)).zfill(len(exponent) - 2)}"
    return _Digits(_padded(head.lstrip("0"), whole), _cut(tail, fraction), told)


def _padded(digits: str, placeholders: str) -> str:
    missing = placeholders[: max(len(placeholders) - len(digits), 0)]
    return missing.replace("#", "").replace("?", " ") + digits


def _cut(digits: str, placeholders: str) -> str:
    kept = digits
    while kept and placeholders[len(kept) - 1] != "0" and kept[-1] == "0":
        kept = kept[:-1]
    rest = placeholders[len(kept) :]
    return kept + "".join(" " for mark in rest if mark == "?")


def _filled(marks: Sequence[Mark], digits: _Digits, grouped: bool, locale: Locale, number: float) -> str:
    spread = _spread(marks, _with_groups(digits.whole, locale.group) if grouped else digits.whole)
    texts: list[str] = []
    fraction = list(digits.fraction)
    after = False
    for place, mark in enumerate(marks):
        if mark.kind == "digit":
            texts.append(spread.get(place, "") if not after else fraction.pop(0) if fraction else "")
        elif mark.kind == "point":
            after = True
            texts.append(spread.get(place, "") + locale.decimal)
        elif mark.kind == "exponent":
            after = True
            texts.append(digits.power)
        else:
            texts.append(automatic(number, locale.decimal) if mark.kind == "at" else mark.text)
    return "".join(texts)


def _spread(marks: Sequence[Mark], whole: str) -> dict[int, str]:
    # Each placeholder takes one digit from the right, with the separator after it; the leftmost takes what is left.
    places = []
    for place, mark in enumerate(marks):
        if mark.kind in {"point", "exponent"}:
            break
        if mark.kind == "digit":
            places.append(place)
    if not places:
        point = next((place for place, mark in enumerate(marks) if mark.kind == "point"), 0)
        return {point: whole}
    if _together(places):
        return {places[0]: whole}
    spread = {}
    for place in reversed(places[1:]):
        spread[place], whole = whole[-1:], whole[:-1]
    spread[places[0]] = whole
    return spread


def _together(places: Sequence[int]) -> bool:
    return places[-1] - places[0] == len(places) - 1


def _with_groups(digits: str, group: str) -> str:
    parts = []
    while len(digits) > 3:
        parts.append(digits[-3:])
        digits = digits[:-3]
    return group.join([digits, *reversed(parts)])
