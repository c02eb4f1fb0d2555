"""Texts, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Callable

from senco_connect_emulator.sheets.formats import shown_number
from senco_connect_emulator.sheets.formulas.coercion import Slot, at_least
from senco_connect_emulator.sheets.formulas.criteria import wildcards
from senco_connect_emulator.sheets.formulas.functions.shapes import Here, Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Scalar, read_number, text_of

__all__ = ["FUNCTIONS"]


def _left(text: str, count: int = 1) -> str:
    return text[: at_least(0, count, Slot("LEFT", 2), "VALUE")]


def _right(text: str, count: int = 1) -> str:
    return text[max(len(text) - at_least(0, count, Slot("RIGHT", 2), "VALUE"), 0) :]


def _middle(text: str, start: int, count: int) -> str:
    begin = at_least(1, start, Slot("MID", 2), "NUM") - 1
    return text[begin : begin + at_least(0, count, Slot("MID", 3), "VALUE")]


def _trimmed(text: str) -> str:
    return re.sub(" +", " ", text.strip(" \t\r\n"))


def _cleaned(text: str) -> str:
    return "".join(letter for letter in text if ord(letter) >= 32)


def _substituted(text: str, old: str, new: str, occurrence: int | None = None) -> str:
    if not old:
        return text
    if not occurrence:
        return text.replace(old, new)
    parts = text.split(old)
    at = at_least(1, occurrence, Slot("SUBSTITUTE", 4), "VALUE")
    return text if at >= len(parts) else old.join(parts[:at]) + new + old.join(parts[at:])


def _replaced(text: str, position: int, length: int, new: str) -> str:
    begin = at_least(1, position, Slot("REPLACE", 2), "VALUE") - 1
    return text[:begin] + new + text[begin + at_least(0, length, Slot("REPLACE", 3), "VALUE") :]


def _found(wanted: str, text: str, start: int = 1) -> int:
    at = text.find(wanted, at_least(1, start, Slot("FIND", 3), "VALUE") - 1)
    return _place("FIND", at, wanted, text)


def _searched(wanted: str, text: str, start: int = 1) -> int:
    match = wildcards(wanted).search(text, at_least(1, start, Slot("SEARCH", 3), "VALUE") - 1)
    return _place("SEARCH", match.start() if match else -1, wanted, text)


def _place(name: str, at: int, wanted: str, text: str) -> int:
    if at < 0:
        raise Failed("VALUE", f"In {name} evaluation, cannot find '{wanted}' within '{text}'.")
    return at + 1


def _repeated(text: str, count: int) -> str:
    at_least(0, count, Slot("REPT", 2), "VALUE")
    if len(text) * count > 32767:
        raise Failed("VALUE", "The text result of function REPT exceeds the limit of 32767 characters.")
    return text * count


def _number(here: Here, value: Scalar) -> float:
    if value is None or value == "":
        return 0.0
    number = read_number(value, here.locale) if isinstance(value, str) else value
    if not isinstance(number, float):
        raise Failed("VALUE", f"VALUE parameter '{text_of(value)}' cannot be parsed to number.")
    return number


def _shown(here: Here, value: Scalar, pattern: str) -> str:
    """Write a number in a format; a text stays as it is unless it shows a number."""
    number = read_number(value, here.locale) if isinstance(value, str) else value
    if not isinstance(number, float) and value is not None:
        return text_of(value, here.locale)
    return shown_number(number or 0.0, {"type": "NUMBER", "pattern": pattern}, here.locale) if pattern else ""  # type: ignore[arg-type]


def _letter(name: str, error: str) -> Callable[[int], str]:
    def work(number: int) -> str:
        if not 1 <= number <= 0x10FFFF:
            raise Failed(error, f"Function {name} parameter 1 value {number} is out of range.")
        return chr(number)

    return work


def _code(text: str) -> int:
    if not text:
        raise Failed("VALUE", "Function CODE parameter 1 value should be non-empty.")
    return ord(text[0])


FUNCTIONS: Table = {
    "LEN": of("t", len),
    "LEFT": of("t i?", _left),
    "RIGHT": of("t i?", _right),
    "MID": of("t i i", _middle),
    "LOWER": of("t", str.lower),
    "UPPER": of("t", str.upper),
    "PROPER": of("t", str.title),
    "TRIM": of("t", _trimmed),
    "CLEAN": of("t", _cleaned),
    "SUBSTITUTE": of("t t t i?", _substituted),
    "REPLACE": of("t i i t", _replaced),
    "FIND": of("t t i?", _found),
    "SEARCH": of("t t i?", _searched),
    "EXACT": of("t t", lambda one, other: one == other),
    "REPT": of("t i", _repeated),
    "VALUE": of("s", _number, placed=True),
    "TEXT": of("s t", _shown, placed=True),
    "CHAR": of("i", _letter("CHAR", "NUM")),
    "UNICHAR": of("i", _letter("UNICHAR", "VALUE")),
    "CODE": of("t", _code),
    "UNICODE": of("t", _code),
}
