"""Write a moment by a section of a pattern: years to milliseconds, names by locale, durations in whole hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from senco_connect_emulator.sheets.formats.patterns import Mark, Section
from senco_connect_emulator.sheets.locales import Locale
from senco_connect_emulator.sheets.serials import moment

__all__ = ["date_text"]


# Milliseconds in an hour, a minute and a second.
_UNITS = {"h": 3_600_000, "m": 60_000, "s": 1000}


def date_text(number: float, section: Section, locale: Locale) -> str | None:
    """Write it; None where no such moment is."""
    marks = section.marks
    at = moment(_rounded(number, marks))
    if at is None:
        return None
    halves = any(mark.kind == "half" for mark in marks)
    texts = []
    for place, mark in enumerate(marks):
        if mark.kind == "elapsed":
            texts.append(_elapsed(number, mark.text, marks))
        elif mark.kind == "half":
            texts.append(_half(at, mark.text))
        elif mark.kind == "digit":
            texts.append(_fraction(at, marks, place))
        elif mark.kind == "date":
            texts.append(_date_part(at, _letter(marks, place), len(mark.text), locale, halves))
        else:
            texts.append(locale.decimal if mark.kind == "point" and _is_digit(marks, place + 1) else mark.text)
    return "".join(texts)


def _rounded(number: float, marks: Sequence[Mark]) -> float:
    # To as many places of a second as are shown; whole seconds are cut.
    places = sum(mark.kind == "digit" for mark in marks)
    return round(number * 86400, places) / 86400 if places else number


def _is_digit(marks: Sequence[Mark], place: int) -> bool:
    return place < len(marks) and marks[place].kind == "digit"


def _half(at: datetime, text: str) -> str:
    told = "AM" if at.hour < 12 else "PM"
    if text.lower() != "a/p":
        return told
    return told[0] if text.isupper() else told[0].lower()


def _letter(marks: Sequence[Mark], place: int) -> str:
    # "m" means minutes beside hours or seconds, and months anywhere else.
    letter = marks[place].text[0]
    if letter != "m" or len(marks[place].text) > 2:
        return letter.lower()
    told = [mark for mark in marks[:place] if mark.kind in {"date", "elapsed"}]
    after = [mark for mark in marks[place + 1 :] if mark.kind in {"date", "elapsed"}]
    minutes = (told and told[-1].text[0] == "h") or (after and after[0].text[0] == "s")
    return "minute" if minutes else "m"


def _date_part(at: datetime, letter: str, width: int, locale: Locale, halves: bool) -> str:
    if letter == "y":
        return f"{at.year:04d}" if width > 2 else f"{at.year % 100:02d}"
    if letter == "m" and width > 2:
        return _named(at.month - 1, width, locale.months, locale.short_months)
    if letter == "d" and width > 2:
        return _named(at.weekday(), width, locale.days, locale.short_days)
    numbers: dict[str, Callable[[], int]] = {
        "d": lambda: at.day, "m": lambda: at.month, "minute": lambda: at.minute, "s": lambda: at.second,
        "h": lambda: (at.hour % 12 or 12) if halves else at.hour,
    }  # fmt: skip
    return str(numbers[letter]()).zfill(min(width, 2))


def _named(index: int, width: int, names: Sequence[str], short: Sequence[str]) -> str:
    if width == 3:
        return short[index]
    return names[index][0] if width == 5 else names[index]


def _elapsed(number: float, text: str, marks: Sequence[Mark]) -> str:
    # The largest unit that is told counts them all; a smaller one what is left over.
    larger = [mark.text[0] for mark in marks if mark.kind == "elapsed" and _UNITS[mark.text[0]] > _UNITS[text[0]]]
    milliseconds = round(abs(number) * 86_400_000)
    if larger:
        milliseconds %= min(_UNITS[letter] for letter in larger)
    sign = "-" if number < 0 and not larger else ""
    return sign + str(milliseconds // _UNITS[text[0]]).zfill(len(text))


def _fraction(at: datetime, marks: Sequence[Mark], place: int) -> str:
    # The first, second and third 0 after the seconds' point are tenths, hundredths and thousandths.
    start = place
    while start and marks[start - 1].kind == "digit":
        start -= 1
    digits = f"{at.microsecond // 1000:03d}"
    return digits[place - start : place - start + 1] or "0"
