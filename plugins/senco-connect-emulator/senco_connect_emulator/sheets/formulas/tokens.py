"""Cut a formula into tokens, losing nothing: the tokens' texts joined again are the formula.

Evaluation parses them; rewriting (a row was inserted, a sheet renamed) changes
the references among them and leaves the rest as it was typed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from senco_connect_emulator.sheets.locales import locale_of

__all__ = ["Token", "has_decimal_comma", "tokens"]

CELL, COLUMN, ROW = r"\$?[A-Za-z]{1,3}\$?[1-9]\d*", r"\$?[A-Za-z]{1,3}", r"\$?[1-9]\d*"
RANGE = rf"(?:{CELL}(?::(?:{CELL}|{COLUMN}|{ROW}))?|{COLUMN}:(?:{CELL}|{COLUMN})|{ROW}:(?:{CELL}|{ROW}))(?![\w.(!$])"
BROKEN = r"\#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|ERROR!)"
SHEET = r"(?:'(?:[^']|'')+'|[\w.]+)!"

PATTERN = rf"""
    (?P<space>\s+)
  | (?P<string>"(?:[^"]|"")*")
  | (?P<error>(?:{SHEET})?{BROKEN})
  | (?P<reference>(?:{SHEET})?{RANGE})
  | (?P<number>(?:\d+(?:POINT\d*)?|POINT\d+)(?:[eE][+-]?\d+)?(?![\w(]))
  | (?P<call>[^\W\d][\w.]*(?=\s*\())
  | (?P<name>[^\W\d][\w.]*)
  | (?P<mark><=|>=|<>|[-+*/^&=<>%(),;{{}}\\])
  | (?P<bad>.)
"""
WITH_POINT = re.compile(PATTERN.replace("POINT", "[.]"), re.VERBOSE | re.DOTALL)
WITH_COMMA = re.compile(PATTERN.replace("POINT", "[,]"), re.VERBOSE | re.DOTALL)


class Token(NamedTuple):
    """A piece of a formula."""

    kind: str
    text: str


def has_decimal_comma(locale: str) -> bool:
    """Tell whether numbers are written 1,5 in a locale; arguments are then separated by ``;``."""
    return locale_of(locale).decimal == ","


def tokens(formula: str, locale: str = "en_US") -> list[Token]:
    """Cut what follows a formula's ``=`` into tokens; what is no token has the kind ``bad``."""
    pattern = WITH_COMMA if has_decimal_comma(locale) else WITH_POINT
    return [Token(str(found.lastgroup), found[0]) for found in pattern.finditer(formula)]
