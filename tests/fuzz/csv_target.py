"""Tables as text: whatever the bytes, a table is read whole, read the same again, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mutation import Kit, mutated
from senco_connect_mis.arbor import Arbor
from senco_connect_mis.sims import Sims
from senco_connect_mis.table import GenericTable
from target import (
    ACCEPTED,
    ALL,
    CANARY,
    Broken,
    Held,
    Target,
    attempt,
    check_refusal,
    check_snapshot,
    check_words,
    file_line_count,
    is_turn,
    samples,
)  # fmt: skip

from senco_connect.adapters import SourceConfig, Tools
from senco_connect.errors import SencoError
from senco_connect.record import FIELDS
from senco_connect.snapshot import Snapshot

__all__ = ["TARGET"]

_TOOLS = Tools(Path())
_MAPPING = {"UPN": "upn", "Last": "surname", "Status#2": "sen_status", "Needs": "need_1", "Own": ""}
# The first byte of an input chooses one of these.
_SOURCES = (
    GenericTable(SourceConfig("table", "x"), _TOOLS),
    Arbor(SourceConfig("arbor", "x"), _TOOLS),
    Sims(SourceConfig("sims", "x"), _TOOLS),
    GenericTable(SourceConfig("table", "x", columns=_MAPPING), _TOOLS),
    GenericTable(SourceConfig("table", "x", encoding="cp850"), _TOOLS),
)


class _Known(NamedTuple):
    """Records accepted last time, under one layout."""

    accepted: Mapping[bytes, str]
    layout: str
    secret: bytes = b"the secret of a made-up school"

    def records(self, layout: str) -> Mapping[bytes, str]:
        return self.accepted if layout == self.layout else {}


_NOTHING = _Known({}, "")


def look(data: bytes, turn: int = ALL) -> str:
    """Read; in their turns identify and propose, or read again with nothing known and with everything known."""
    source, body = _SOURCES[(data[0] if data else 0) % len(_SOURCES)], data[1:]
    file, lines = Held(body), file_line_count(body)
    if is_turn(turn, 0):
        _check_questions(source, file, lines)
    first = attempt(source.read, file)
    if is_turn(turn, 1):
        _check_again(source, file, first)
    if isinstance(first, SencoError):
        return check_refusal(first, lines)
    check_snapshot(first, lines)
    return ACCEPTED


def _check_questions(source: GenericTable, file: Held, lines: int) -> None:
    check_words(source.identify(file).why)
    try:
        source.propose(file)
    except SencoError as refusal:
        check_refusal(refusal, lines)


def _check_again(source: GenericTable, file: Held, first: Snapshot | SencoError) -> None:
    again = attempt(source.read_since, file, _NOTHING)
    if isinstance(first, SencoError) or isinstance(again, SencoError):
        if str(first) != str(again):
            raise Broken("refused once, and once not")
        return
    if _without_digests(first) != _without_digests(again):
        raise Broken("read twice, and differently")
    _check_known(again, attempt(source.read_since, file, _accepted(again)))


def _without_digests(snapshot: Snapshot) -> Snapshot:
    return snapshot._replace(rows=[row._replace(raw=b"", values=tuple(row.values)) for row in snapshot.rows])


def _accepted(snapshot: Snapshot) -> _Known:
    return _Known({row.raw: str(row.line) for row in snapshot.rows if row.raw}, snapshot.layout)


def _check_known(whole: Snapshot, since: Snapshot | SencoError) -> None:
    """Check that every pupil is either read or named as unchanged."""
    if isinstance(since, SencoError):
        raise Broken("refused only because its records are known")
    if {row.line for row in since.rows} | set(map(int, since.unchanged)) != {row.line for row in whole.rows}:
        raise Broken("a pupil is neither read nor unchanged")
    if since.fields != whole.fields:
        raise Broken("other fields because records are known")
    values = {row.line: row.values for row in whole.rows}
    if any(tuple(values[row.line]) != tuple(row.values) for row in since.rows):
        raise Broken("read differently because records are known")


_HEADINGS = sorted({text for f in FIELDS.values() for text in (f.label, *f.aliases[:3], *f.maybe[:1])})
_WORDS = [
    *(text.encode() for text in _HEADINGS),
    b"UPN,Surname,Forename,SEN Status\r\n", b"SEN Need", b"SEN Need Ranking", b"Need type 1", b"Year group",
    b"LAESTAB", b"URN", b"Name in format Surname, Forename", b"Name", b"Column 2", b"Status#2", b"Last", b"Needs",
    b"Own", b"SEN Status#2",
    CANARY.encode(), b"H801200001001", b"A801200001001", b"h001999926001", b"X00199992600A", b"1234567890",
    b"2.5E+11", b"8.01E+12", b"45000", b"2/3", b"1-Sep", b"#N/A", b"#REF!", b"=1+1", b"=HYPERLINK(\"x\")", b"+44",
    b"-", b"--", b"@x", b"'007", b"03/04/2015", b"2015-04-03", b"2015-04-03T00:00:00", b"31/02/2015", b"1st May 2015",
    b"03/04/2015 00:00:00.000Z", b"01/01/0000", b"9999-12-31", b"2015-W01-1", b"K", b"E", b"N", b"E - EHC plan", b"S",
    b"SLCN", b"SLCN, ASD", b"1. SLCN; 2. ASD", b"dyslexia?", b"SLCN (2023-01-09)", b"1", b"2", b"0", b"99", b"nan",
    b"inf", b"1e400", b"-0", b"1_0", b"\xd9\xa1", b"\xc2\xb2", b"Reception", b"Year 7", b"R", b"N2", b"12", b"true",
    b"Yes", b"800/2000", b"8002000", b"8002001", b"100000", b"Total", b"Sample, Name", b"O'Made-Up", b"van der X",
    b"Ren\xc3\xa9e", b"Ren\xe9e", b"Ren\xc3\x83\xc2\xa9e", b"\xe2\x80\x99", b"\xc3\xa2\xe2\x82\xac\xe2\x84\xa2",
    b"e\xcc\x81", b"\xef\xbc\xb5\xef\xbc\xb0\xef\xbc\xae", b"\xc2\xa0", b"\xe2\x80\xa8", b"\xc2\x85", b"\x0b", b"\x0c",
    b"\x1c", b"\x1d", b"\x1e", b"\xf0\x9f\xa7\x92", b"\xed\xa0\x80", b"\xc0\x80",
    b'"', b'""', b'"""', b'","', b'"\r\n"', b'"\n', b'\n"', b",", b",,,", b";", b"\t", b"\r", b"\n", b"\r\n", b"\n\n",
    b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x1a", b"sep=;\n", b"PK\x03\x04", b"<html>", b"<?xml", b"%PDF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\"", b"\x1f\x8b", b"x" * 600, b"9" * 400,
    b"9" * 5_000,
    b"9" * 20 + b" Jan 2025", b"," * 401, b"a,\n" * 200,
]  # fmt: skip
_HOSTILE = [
    b"", b"\n", b'"', b"UPN\n", b"UPN,Surname\nA," + CANARY.encode(), b'UPN,Surname\nA,"' + CANARY.encode(),
    b"UPN,Surname\rA,x\rB,y\r", b"UPN;Surname;Need\nH801200001001;Canarychild;SLCN\n",
    b"\xef\xbb\xbfSurname\tForename\tDOB\nCanarychild\tInvented\t03/04/2015\n",
    "UPN,Surname,Forename\nH801200001001,Canarychild,Renée\n".encode("utf-16"),
    b"Title\n\nUPN,Surname,LAESTAB,URN\nH801200001001,Canarychild,800/2000,100000\nB,Other,8002000,100000\n",
    b"UPN,Surname,SEN Need,SEN Need Ranking,SEN Status\nH801200001001,Canarychild,SLCN,1,K\n,,ASD,2,\n",
    b"UPN,Last,Status,Status,Needs,Own\nH801200001001,Canarychild,K,E,SLCN; ASD,x\nH001999926001,Two,N,N,,\n",
    b"Adno,Legal Surname,Year,Year taught in Code,Reg\n1,Canarychild,Year 4,4,4A\n2,Other,Year 5,5,\n",
    b"Name,DOB,SEN Status\n\"Canarychild, Ann\",2015-04-03,K\n\"Canarychild Ann\",,\n",
]  # fmt: skip
_SEEDS = [
    *(b"\1" + text for text in samples("senco-connect-mis", "arbor/*.csv")),
    *(b"\2" + text for text in samples("senco-connect-mis", "sims/*.csv")),
    *(b"\0" + text for text in samples("senco-connect-mis", "table/*.csv", "table/*.tsv")),
    *(bytes([n]) + text for n in (0, 3, 4) for text in _HOSTILE),
]
_KIT = Kit(_WORDS, _SEEDS, b',;\t\n\r"')
TARGET = Target("csv", _SEEDS, look, lambda data, chance: mutated(data, chance, _KIT), ("senco_connect_mis",))
