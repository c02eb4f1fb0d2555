"""Common transfer files: whatever the bytes, a file is read whole, read the same again, or refused."""

from __future__ import annotations

import io
import re
from pathlib import Path

from mutation import Kit, mutated_markup
from senco_connect_dfe.ctf import Ctf, CtfConfig, iter_pupils
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
    file_line_count,
    is_turn,
    samples,
)  # fmt: skip

from senco_connect.adapters import Answer, Tools
from senco_connect.errors import SencoError
from senco_connect.snapshot import Snapshot

__all__ = ["TARGET"]

_HEAD_SIZE = 65_536
_SOURCE = Ctf(CtfConfig("ctf", "x"), Tools(Path()))


def look(data: bytes, turn: int = ALL) -> str:
    """Identify and read; in their turns read again, and walk the pupils one by one."""
    file, lines = Held(data), file_line_count(data)
    match = _SOURCE.identify(file)
    first = attempt(_SOURCE.read, file)
    if is_turn(turn, 0) and _comparable(first) != _comparable(attempt(_SOURCE.read, file)):
        raise Broken("read twice, and differently")
    if isinstance(first, SencoError):
        return check_refusal(first, lines)
    if match.answer is not Answer.YES and len(data) <= _HEAD_SIZE:
        raise Broken("read, but not known as a CTF")
    check_snapshot(first, lines)
    if is_turn(turn, 1) and [row.line for row in iter_pupils(io.BytesIO(data))] != [row.line for row in first.rows]:
        raise Broken("other pupils one by one than at once")
    return ACCEPTED


def _comparable(read: Snapshot | SencoError) -> object:
    return str(read) if isinstance(read, SencoError) else read._replace(rows=list(read.rows))


_HEAD = b"<CTfile><Header><CTFversion>25.0</CTFversion><DocumentQualifier>full</DocumentQualifier></Header>"
_PUPIL = (
    b"<Pupil><UPN>H001999926001</UPN><Surname>Canarychild</Surname><Forename>Ann</Forename><DOB>2017-03-14</DOB>"
    b"<Sex>F</Sex></Pupil>"
)
_HOSTILE = [
    b"", b"<CTfile/>", _HEAD + b"<CTFpupilData></CTFpupilData></CTfile>", _HEAD + b"</CTfile>",
    _HEAD + b"<CTFpupilData>" + _PUPIL * 3 + b"</CTFpupilData></CTfile>",
    _HEAD + b"<CTFpupilData>\n" + _PUPIL + b"\n" + _PUPIL + b"\n</CTFpupilData></CTfile>",
    b'<!DOCTYPE CTfile [<!ENTITY a "Canarychild">]>' + _HEAD + b"<CTFpupilData>&a;</CTFpupilData></CTfile>",
    (_HEAD + b"<CTFpupilData>" + _PUPIL + b"</CTFpupilData></CTfile>").decode().encode("utf-16"),
    b'<?xml version="1.0" encoding="windows-1252"?>' + _HEAD + b"<CTFpupilData>" + _PUPIL + b"</CTFpupilData></CTfile>",
    _HEAD + b"<CTFpupilData><Pupil>" + b"<x>" * 70 + b"</x>" * 70 + b"</Pupil></CTFpupilData></CTfile>",
]  # fmt: skip
_ENCODINGS = ("shift_jis", "utf-7", "hex", "cp037", "no-such-thing", "utf-16", "iso-8859-15", "ascii", "idna", "x y")
_SEEDS = [
    *samples("senco-connect-dfe", "*.xml"),
    *_HOSTILE,
    *(b'<?xml version="1.0" encoding="%b"?>' % name.encode() + _HOSTILE[4] for name in _ENCODINGS),
]
_TAGS = sorted({tag for seed in _SEEDS for tag in re.findall(rb"</?[A-Za-z]\w*/?>", seed)})
_WORDS = [
    *_TAGS, _PUPIL, _HEAD, CANARY.encode(), b"<Pupil>", b"</Pupil>", b"<Pupil", b"<Pupil/>", b"<Pupils>",
    b"<NeedEndDate>2020-01-01</NeedEndDate>", b"<NeedStartDate>2020-01-01</NeedStartDate>", b"<SENtypeRank>0",
    b"<BS7666Address><SAON>1</SAON><PAON>2</PAON><Street>x</Street><Town>y</Town></BS7666Address>",
    b"<SchoolHistory><School><LEA>001</LEA><Estab>9999</Estab><EntryDate>2020-09-01</EntryDate></School>"
    b"</SchoolHistory>", b"<LeavingDate>2021-07-20</LeavingDate>", b"<Email>a@example.invalid</Email>",
    b"<Order>1</Order>", b"<Order>x</Order>", b"<StartDate>2026-01-01</StartDate>", b"<StartDate/>",
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?pi x?>", b"<!DOCTYPE CTfile>", b"<!ENTITY a 'b'>", b"&a;", b"&amp;",
    b"&lt;", b"&#0;", b"&#65;", b"&#xD800;", b"&#x1F9D2;", b"&#13;", b"&", b"<", b">", b"/>", b"</", b"=", b"'", b'"',
    b" xmlns='urn:x'", b" xmlns:p='urn:y'", b"p:", b" x='1'", b" x='1' x='2'", b"xml:space='preserve'",
    b'<?xml version="1.0" encoding="utf-8"?>', b'encoding="utf-16"', b'encoding="shift_jis"', b'encoding="utf-7"',
    b'encoding="idna"', b'encoding="hex"', b'encoding="cp037"', b'encoding="x\0y"', b'encoding="ascii"',
    b'version="1.1"', b'standalone="yes"', b"12.0", b"26", b"27.0", b"9.9", b"2026-11-23T09:30:00",
    b"2026-11-23T09:30:00+99:00", b"0000-00-00", b"2026-02-30", b"2026-11-23", b"9999-12-31", b"full", b"partial", b"K", b"E",
    b"SLCN", b"ASD", b"1", b"2", b"0", b"-1", b"99", b"100", b"1e9", b"9" * 400, b"x" * 600, b"=1+1", b"+44", b"@x", b"true",
    b"false", b"\n", b"\r", b"\r\n", b"\n\n\n", b"\t", b"\0", b"\x0b", b"\x1c", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\xed\xa0\x80", b"\xc0\x80", b"\xff", b"<x>" * 70, b"</x>" * 70, b"<x/>" * 200,
    b"\xd9\xa1", b"\xc2\xb2", b"H801200001001", b"9276308686",
]  # fmt: skip
_TEXTS = [word for word in _WORDS if not set(word) & set(b"<>&\0\x0b\x1c\xff") and len(word) < 700]
_KIT = Kit(_WORDS, _SEEDS, b"<>\n", texts=_TEXTS)
TARGET = Target("xml", _SEEDS, look, lambda data, chance: mutated_markup(data, chance, _KIT), ("senco_connect_dfe",))
