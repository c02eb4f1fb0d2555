"""Read one cell: its canonical text, or the text as it stands and what is doubtful about it.

A kind never guesses and never refuses: what it does not understand keeps its
own words, so that a person's "dyslexia?" is still there, with a finding beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from senco_connect.codesets.codeset import CodeSet
from senco_connect.codesets.sen_provision import SEN_PROVISION
from senco_connect.codesets.sen_type import SEN_TYPE
from senco_connect.codesets.simple import ENROLMENT, SEX, YEAR_GROUP
from senco_connect.record.days import read_day
from senco_connect.record.identifiers import uln_problem, upn_problem

__all__ = [
    "ADMISSION_NO",
    "DAY",
    "ENROLMENT_STATUS",
    "FLAG",
    "KINDS",
    "LINK",
    "NEED",
    "NUMBER",
    "SEX_CODE",
    "STATUS",
    "TEXT",
    "ULN",
    "UPN",
    "YEAR",
    "Kind",
    "Reading",
    "composed",
    "tidy",
]


class Reading(NamedTuple):
    """What a cell says: canonical text, and a problem in words or None."""

    text: str
    problem: str | None = None


class Kind(NamedTuple):
    """A type of field: how a cell of it is read, compared, described and shown.

    ``read`` takes what a file or workbook gave (text, number, bool, day) and is
    never called for an empty cell; ``compare`` gives the form in which two
    values of the kind are the same fact.
    """

    name: str
    python: type
    read: Callable[[object], Reading]
    compare: Callable[[str], str]
    schema: dict[str, object]
    codes: CodeSet | None = None


def tidy(cell: object) -> str:
    """Turn a cell into text: no-break spaces and line ends made plain, ends trimmed, 7.0 as "7"."""
    if isinstance(cell, str):
        text = cell
    elif isinstance(cell, bool):
        text = "true" if cell else "false"
    elif isinstance(cell, float) and cell.is_integer():
        text = str(int(cell))
    elif isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        text = cell.date().isoformat() if midnight else cell.isoformat(" ")
    else:
        text = "" if cell is None else str(cell)
    if not text.isascii():
        text = text.replace("\xa0", " ")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def composed(text: str) -> str:
    """Give the form in which two texts are the same: two spellings of é are one letter (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _text(cell: object) -> Reading:
    return Reading(tidy(cell))


def _upn(cell: object) -> Reading:
    # Most cells are right as they stand, and this one is read for every pupil.
    if isinstance(cell, str) and upn_problem(cell) is None:
        return Reading(cell)
    text = tidy(cell).replace(" ", "").upper()
    return Reading(text, upn_problem(text))


def _uln(cell: object) -> Reading:
    text = tidy(cell).replace(" ", "")
    return Reading(text, uln_problem(text))


def _day(cell: object) -> Reading:
    if isinstance(cell, datetime):
        return Reading(cell.date().isoformat())
    if isinstance(cell, date):
        return Reading(cell.isoformat())
    text = tidy(cell)
    iso = read_day(text)
    return Reading(iso) if iso else Reading(text, "this is not a day that can be read without doubt")


_TRUE = frozenset({"true", "t", "yes", "y", "1", "eligible", "ever"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "not eligible"})


def _flag(cell: object) -> Reading:
    text = tidy(cell)
    low = text.casefold()
    if low in _TRUE:
        return Reading("true")
    if low in _FALSE:
        return Reading("false")
    return Reading(text, "this is neither yes nor no")


# float() also takes "nan", "1_000" and figures of other scripts, which no school means as a number.
_FIGURES = re.compile(r"[+-]?([0-9]{1,30}\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")


def _number(cell: object) -> Reading:
    text = tidy(cell)
    plain = text.removesuffix("%").strip()
    return Reading(plain) if _FIGURES.fullmatch(plain) else Reading(text, "this is not a number")


def _as_number(text: str) -> str:
    # Adding nought makes -0 the same number as 0.
    return repr(float(text) + 0.0) if _FIGURES.fullmatch(text) else text


def _coded(codes: CodeSet) -> Callable[[object], Reading]:
    def read(cell: object) -> Reading:
        text = tidy(cell)
        code = codes.find(text)
        if code is None:
            return Reading(text, f"this is not a code of the set {codes.name}")
        if not codes.is_live(code):
            return Reading(code, f"this is an old code: {codes.by_code[code].note or 'ask which one replaced it'}")
        return Reading(code)

    return read


def _without_zeros(text: str) -> str:
    # Excel drops the leading zeros of an admission number; it is still the same number.
    return text.lstrip("0") or text[-1:]


def _as_a_mis_says_it(status: str) -> str:
    # Monitoring is the register's own word: to a MIS and to the census the pupil is N (practice.md, lists).
    return "N" if status == "M" else composed(status)


def _code_kind(name: str, codes: CodeSet, compare: Callable[[str], str] = composed) -> Kind:
    live = [c.code for c in codes.live()]
    return Kind(name, str, _coded(codes), compare, {"type": "string", "examples": live}, codes)


TEXT = Kind("text", str, _text, composed, {"type": "string"})
LINK = Kind("link", str, _text, composed, {"type": "string", "format": "uri"})
ADMISSION_NO = Kind("admission number", str, _text, _without_zeros, {"type": "string"})
UPN = Kind("UPN", str, _upn, composed, {"type": "string", "pattern": "^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$"})
ULN = Kind("ULN", str, _uln, composed, {"type": "string", "pattern": "^[1-9][0-9]{9}$"})
DAY = Kind("day", date, _day, composed, {"type": "string", "format": "date"})
FLAG = Kind("yes or no", bool, _flag, composed, {"type": "boolean"})
NUMBER = Kind("number", float, _number, _as_number, {"type": "number"})
YEAR = _code_kind("year group", YEAR_GROUP)
STATUS = _code_kind("SEN status", SEN_PROVISION, _as_a_mis_says_it)
NEED = _code_kind("SEN type", SEN_TYPE)
SEX_CODE = _code_kind("sex", SEX)
ENROLMENT_STATUS = _code_kind("enrolment status", ENROLMENT)

KINDS = (
    TEXT, LINK, ADMISSION_NO, UPN, ULN, DAY, FLAG, NUMBER, YEAR, STATUS, NEED, SEX_CODE, ENROLMENT_STATUS,
)  # fmt: skip
