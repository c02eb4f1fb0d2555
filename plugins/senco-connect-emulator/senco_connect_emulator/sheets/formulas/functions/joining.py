"""Put texts together and take them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import cycle

from senco_connect_emulator.sheets.formulas.areas import Value
from senco_connect_emulator.sheets.formulas.functions.blocks import every, rows_of
from senco_connect_emulator.sheets.formulas.functions.shapes import Here, Table, of
from senco_connect_emulator.sheets.formulas.values import Failed, Grid, Scalar, read_number, text_of

__all__ = ["FUNCTIONS"]


def _concatenated(here: Here, *values: Value) -> str:
    return "".join(text_of(value, here.locale) for value in every(values))


def _joined(here: Here, delimiter: str, *values: Value) -> str:
    return delimiter.join(_texts(here, values))


def _texts(here: Here, values: Sequence[Value]) -> list[str]:
    """Give all values as texts, the blanks at the end too."""
    return [text_of(value, here.locale) for block in values for row in rows_of(block) for value in row]


def _text_joined(here: Here, delimiters: Value, without_blanks: bool, *values: Value) -> str:
    """Join with one delimiter, or with several in turn."""
    between = cycle(_texts(here, [delimiters]))
    kept = [text for text in _texts(here, values) if text or not without_blanks]
    return "".join([*(part for text in kept[:-1] for part in (text, next(between))), *kept[-1:]])


def _split(here: Here, text: str, delimiter: str, by_each: bool = True, without_blanks: bool = True) -> Grid:
    if not text or not delimiter:
        raise Failed("VALUE", f"Function SPLIT parameter {2 if text else 1} value should be non-empty.")
    pattern = f"[{re.escape(delimiter)}]" if by_each else re.escape(delimiter)
    parts = re.split(pattern, text, flags=re.IGNORECASE)
    kept = [part for part in parts if part or not without_blanks]
    return Grid([[_typed(part, here.locale) for part in kept or [""]]])


def _typed(part: str, locale: str) -> Scalar:
    """A part that shows a number is one."""
    number = read_number(part, locale)
    return part or None if number is None else number


FUNCTIONS: Table = {
    "CONCATENATE": of("r (r)", _concatenated, placed=True),
    "JOIN": of("t r (r)", _joined, placed=True),
    "TEXTJOIN": of("r b r (r)", _text_joined, placed=True),
    "SPLIT": of("t t b? b?", _split, placed=True),
}
