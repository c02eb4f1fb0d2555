"""Regular expressions, as RE2 knows them: without looking around and without references back."""

from __future__ import annotations

import re
from functools import lru_cache

from senco_connect_emulator.sheets.formulas.functions.shapes import Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Grid, Scalar, number_text

__all__ = ["FUNCTIONS"]

NOT_IN_RE2 = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?(?:<?[=!]|>|P=)|\\[1-9])")
CLASSES = {
    "[:alpha:]": "a-zA-Z", "[:digit:]": "0-9", "[:alnum:]": "a-zA-Z0-9", "[:upper:]": "A-Z", "[:lower:]": "a-z",
    "[:space:]": r"\s", "[:punct:]": r"!-/:-@\[-`{-~", "[:word:]": r"\w",
}  # fmt: skip


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Make the pattern; None for one that RE2 would not take."""
    if NOT_IN_RE2.search(pattern):
        return None
    for name, letters in CLASSES.items():
        pattern = pattern.replace(name, letters)
    pattern = re.sub(r"\\p\{?L\}?", "[^\\\\W\\\\d_]", pattern).replace(r"\z", r"\Z")
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _pattern(name: str, text: str) -> re.Pattern[str]:
    made = _compiled(text)
    if made is None:
        raise Failed("REF", f'Function {name} parameter 2 value "{text}" is not a valid regular expression.')
    return made


def _text(name: str, position: int, value: Scalar) -> str:
    """A number is no text to these functions."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    shown, kind = ("TRUE" if value else "FALSE", "boolean") if isinstance(value, bool) else ("", "number")
    shown = shown or (number_text(value) if isinstance(value, float) else "")
    said = f"Function {name} parameter {position} expects text values."
    raise Failed("VALUE", f"{said} But '{shown}' is a {kind} and cannot be coerced to a text.")


def _matches(value: Scalar, pattern: Scalar) -> bool:
    name = "REGEXMATCH"
    return _pattern(name, _text(name, 2, pattern)).search(_text(name, 1, value)) is not None


def _extracted(value: Scalar, pattern: Scalar) -> Scalar | Grid:
    """Give the match, or its groups side by side."""
    name = "REGEXEXTRACT"
    text, wanted = _text(name, 1, value), _text(name, 2, pattern)
    found = _pattern(name, wanted).search(text)
    if found is None:
        said = f'Function {name} parameter 2 value "{wanted}" does not match text of Function {name} parameter 1 value'
        raise Failed("N_A", f'{said} "{text}".')
    groups: tuple[str | None, ...] = found.groups() or (found[0],)
    return Grid([groups]) if len(groups) > 1 else groups[0] or ""


def _replaced(value: Scalar, pattern: Scalar, new: Scalar) -> str:
    name = "REGEXREPLACE"
    made = _pattern(name, _text(name, 2, pattern))
    template = _text(name, 3, new)

    def filled(found: re.Match[str]) -> str:
        return re.sub(r"[$\\](\d)", lambda digit: _group(found, int(digit[1])), template)

    return made.sub(filled, _text(name, 1, value))


def _group(found: re.Match[str], number: int) -> str:
    return (found[number] or "") if number <= len(found.groups()) else f"${number}"


FUNCTIONS: Table = {
    "REGEXMATCH": of("s s", _matches),
    "REGEXEXTRACT": of("s s", _extracted),
    "REGEXREPLACE": of("s s s", _replaced),
}
