"""The mapper: whatever the headings, columns are named, asked about or refused; whatever the cell, it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from mutation import Kit, mutated
from senco_connect_mis.columns import Vocabulary, numbered
from target import ACCEPTED, ALL, CANARY, Broken, Target, check_refusal, check_words, is_turn

from senco_connect.errors import ConfigProblem, InputRefused
from senco_connect.record import FIELDS
from senco_connect.record.headings import meanings, name_columns, plain_heading
from senco_connect.record.kinds import KINDS, Kind

__all__ = ["TARGET"]


def _no_words(headings: Sequence[str]) -> Mapping[str, str]:
    return {}


def _own_words(headings: Sequence[str]) -> Mapping[str, str]:
    return {"Start Date": "need_1_since", "Own": "", "Globally Unique Student ID": ""}


# The first byte of an input chooses one of these; the first two most often, since the last two only refuse.
_VOCABULARIES = (
    Vocabulary({}, _no_words),
    Vocabulary({}, _own_words),
    Vocabulary({"UPN": "upn", "SEN status#2": "sen_status", "Column 3": "notes", "Own": ""}, _no_words),
    Vocabulary({"Notes": "notes"}, _no_words),
    Vocabulary({"UPN": "upn", "Own": "no such field"}, _own_words),
)
_CHOICE = (0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 4)


def look(data: bytes, turn: int = ALL) -> str:
    """Name the headings of the first line, and read each cell of the others as every kind."""
    vocabulary = _VOCABULARIES[_CHOICE[(data[0] if data else 0) % len(_CHOICE)]]
    top, *lines = data[1:].decode("utf-8", "replace").split("\n")
    for cell in _cells(lines):
        for kind in KINDS:
            _check_kind(kind, cell, is_turn(turn, 0))
    # As wide, and its cells as long, as a reader lets through.
    headings = top.split("\t")[:401]
    if is_turn(turn, 1):
        _check_names(headings, vocabulary)
    try:
        columns = vocabulary.columns(headings, "the export")
    except (InputRefused, ConfigProblem) as refusal:
        return check_refusal(refusal, 1)
    if columns.width != len(headings) or any(column.field not in FIELDS for column in columns.used):
        raise Broken("columns that are not in the file")
    return ACCEPTED


def _check_names(headings: Sequence[str], vocabulary: Vocabulary) -> None:
    naming = name_columns(headings, extra={"Own words": "notes"})
    for named in (naming.columns, vocabulary.naming(headings).columns, vocabulary.guesses(headings)):
        if [column.position for column in named] != list(range(1, len(headings) + 1)):
            raise Broken("a column is lost, or counted twice")
        if any(column.field and column.field not in FIELDS for column in named):
            raise Broken("a field that is not declared")
        for column in named:
            check_words(column.why)
    if name_columns(headings, extra={"Own words": "notes"}) != naming:
        raise Broken("named twice, and differently")
    for heading in headings:
        if not meanings(heading) <= set(FIELDS) or plain_heading(plain_heading(heading)) != plain_heading(heading):
            raise Broken("a heading that means what is not declared")
    if len(numbered(headings)) != len(headings) or vocabulary.score(headings) > len(headings):
        raise Broken("more is understood than there is")


def _cells(lines: Sequence[str]) -> list[object]:
    """Give each piece of the lines as a text, and as the number or day that a workbook would make of it."""
    cells: list[object] = [text[:32_767] for line in lines for text in line.split("\t") if text][:6]
    for text in cells[:2]:
        try:
            number = float(str(text))
        except ValueError:
            continue
        cells += (
            [number, number > 0, date.fromordinal(int(abs(number)) % 3_000_000 + 1)] if abs(number) < 1e9 else [number]
        )
        if abs(number) < 1e6:
            cells.append(datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=number))
    return cells


def _check_kind(kind: Kind, cell: object, is_checked_twice: bool) -> None:
    text, problem = kind.read(cell)
    kind.compare(text)
    if not is_checked_twice:
        return
    if kind.read(cell) != (text, problem):
        raise Broken("read twice, and differently")
    if problem:
        check_words(problem)
    elif text and kind.read(text) != (text, None):
        raise Broken(f"what was read as {kind.name} is not read again as it stands")
    if kind.compare(text) != kind.compare(text):
        raise Broken("compared twice, and differently")


_HEADINGS = sorted({text for f in FIELDS.values() for text in (f.name, f.label, *f.aliases, *f.maybe, *f.asks)})
_CELLS = [
    CANARY, "H801200001001", "h 801 200 001 001", "A801200001001", "1234567890", "9276308686", "03/04/2015",
    "3.4.2015", "2015-04-03", "2015-W01-1", "1st May 2015", "29 Feb 2015", "16 sept. 2015", "15/09/2017 00:00:00.000Z",
    "2017-09-15T00:00+01:00", "0000-00-00", "01/01/0000", "99/99/9999", "K", "e", "E - EHC plan", "EHCP", "S", "A",
    "P", "M", "N", "SLCN", "slcn - Speech", "Speech, language", "dyslexia?", "Year 7", "7", "R", "Reception", "N1",
    "yes", "Not eligible", "true", "1", "0", "-0", "1.0", "1e5", "1e400", "nan", "inf", "-inf", "95%", "95 %",
    "١٢٣", "²", "½", "1_000", "+1", "1e-99", "." , "-", "%", "C", "Current", "G", "F", "female", "M - Male",
    "e\u0301", "é", "İ", "ß", "ﬀ", "Ａ", "\u200b", "\xa0", "\r", "\x0b", "\x1c", "\x85", "\u2028", "🧒", "\ufffd", "\0",
    "000", "0" * 60, "9" * 400,
    "9" * 5_000 + " Jan 2025", "x" * 600, "=1+1", "45000", "43831.5", "2958465", "-1", "8.01E+12",
]  # fmt: skip
_WORDS = [text.encode() for text in (*_HEADINGS, *_CELLS, "SEN status#2", "#2", "#", "Column 3", "Own", "Start Date",
    "Name in format", "Own words", "\t", "\n", "\t\t", " ", "\xa0", "_", "(code)", "UPN\tUPN", "\t" * 50)]  # fmt: skip
_SEEDS = [
    bytes([n]) + "\n".join(("\t".join(_HEADINGS[first : first + 7]), "\t".join(_CELLS[first % 60 : first % 60 + 4]))).encode()
    for n in range(0, 12, 2) for first in range(n, len(_HEADINGS), 11)
] + [
    bytes([n]) + text.encode() for n in range(0, 12, 2) for text in (
        "", "UPN\tSurname\tForename\tSEN status\tSEN Status\tNotes\tOwn\n" + CANARY, "Surname\tLegal Surname\tName",
        "UPN\tSurname\t\tSEN status\tSEN status\nx", "Name in format Surname, Forename\tDOB", "\t\t\t",
    )
]  # fmt: skip
_KIT = Kit(_WORDS, _SEEDS, b"\t\n", 7_000)
TARGET = Target(
    "mapper", _SEEDS, look, lambda data, chance: mutated(data, chance, _KIT),
    ("senco_connect.record", "senco_connect.codesets", "senco_connect_mis.columns"),
)  # fmt: skip
