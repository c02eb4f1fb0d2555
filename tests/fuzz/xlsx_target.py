"""Workbooks: whatever is in the package, the export and the register are read whole or refused, and so is a batch."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from random import Random

import openpyxl
from mutation import Kit, mutated, mutated_markup
from senco_connect_local.apply import applied
from senco_connect_local.config import XlsxConfig
from senco_connect_local.look import look_at
from senco_connect_local.proposal import propose_columns
from senco_connect_local.reading import snapshot
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
    is_turn,
    samples,
)  # fmt: skip

from senco_connect.adapters import Batch, CellWrite, Link, Matter, NewColumn, NewRow, SourceConfig, Tools
from senco_connect.errors import SencoError
from senco_connect.snapshot import Snapshot

__all__ = ["TARGET"]

_TOOLS = Tools(Path())
_MAPPING = {"UPN": "upn", "Surname": "surname", "Notes": ""}
# The checksum of the bytes chooses one of each.
_SOURCES = tuple(GenericTable(SourceConfig("table", "x", columns=columns), _TOOLS) for columns in ({}, {}, _MAPPING))
_CONFIGS = (
    XlsxConfig("xlsx", "x"),
    XlsxConfig("xlsx", "x"),
    XlsxConfig("xlsx", "x", sheet="SEN Register"),
    XlsxConfig("xlsx", "x", columns={"Seat": "notes", "SEN Status": "sen_status", "PP": ""}),
)
_BATCH = Batch(
    (
        CellWrite("w", "key1", "sen_status", "K", "E", "agreed"),
        NewRow("n", "key9", {"surname": "Newly", "dob": "2014-01-02"}, "joined"),
        NewColumn("k", "", "adopted"),
        NewColumn("c", "key_adult", ""),
        Link("l", "key2", 5, {"surname": "Second"}, "adopted"),
    ),
    (Matter("conflict", "key1", "dob", (("mis", "some day"),), "both", "Choose one"),),
    "L/2",
)
_LAST_LINE = 1_048_576
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def look(data: bytes, turn: int = ALL) -> str:
    """Read the workbook as an export and as a register; in their turns read again and propose, or apply a batch."""
    choice = zlib.crc32(data)
    return f"export {_look_at_export(data, choice, turn)}, register {_look_at_register(data, choice, turn)}"


def _look_at_export(data: bytes, choice: int, turn: int) -> str:
    source, file = _SOURCES[choice % len(_SOURCES)], Held(data)
    if is_turn(turn, 0):
        check_words(source.identify(file).why)
    first = attempt(source.read, file)
    if isinstance(first, SencoError):
        return check_refusal(first, _LAST_LINE)
    check_snapshot(first, _LAST_LINE)
    if not is_turn(turn, 0):
        return ACCEPTED
    again = attempt(source.read, file)
    if isinstance(again, SencoError) or first._replace(rows=list(first.rows)) != again._replace(rows=list(again.rows)):
        raise Broken("read twice, and differently")
    try:
        source.propose(file)
    except SencoError as refusal:
        check_refusal(refusal, _LAST_LINE)
    return ACCEPTED


def _look_at_register(data: bytes, choice: int, turn: int) -> str:
    config = _CONFIGS[choice % len(_CONFIGS)]
    first = attempt(_read_register, data, config)
    if isinstance(first, SencoError):
        return check_refusal(first, _LAST_LINE)
    check_snapshot(first, _LAST_LINE)
    for act, own in ((propose_columns, 0), (_apply, 1)):
        try:
            if is_turn(turn, own):
                act(data, config)
        except SencoError as refusal:
            check_refusal(refusal, _LAST_LINE)
    return ACCEPTED


def _read_register(data: bytes, config: XlsxConfig) -> Snapshot:
    return snapshot(look_at(data, config))


def _apply(data: bytes, config: XlsxConfig) -> None:
    new, outcomes = applied(data, _BATCH, config)
    if len(outcomes) != len(_BATCH.operations):
        raise Broken("an operation without an outcome")
    # What was written is a register still.
    _read_register(new, config)


# --- the workbooks that are changed


def _register() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "SEN Register"
    sheet.append(["Invented School"])
    sheet.append(["Adno", "Surname", "Forename", "DOB", "SEN Status", "Primary Need", "Seat", "Age", "Key"])
    sheet.append(["000101", CANARY, "Zoë", 41_000, "K", "SLCN", "by the door", "=2026-13", "key1"])
    sheet.append(["000102", "Second", "Ben", 41_500, "E", "dyslexia?", None, "=1/0", "key2"])
    sheet.append(["Year 7"])
    sheet["D3"].number_format = sheet["D4"].number_format = "dd/mm/yyyy"
    sheet.merge_cells("A1:H1")
    sheet.auto_filter.ref = "A2:I4"
    other = book.create_sheet("Lists")
    other.append(["K", "E"])
    other.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    # The moment of saving is in it, and the seeds have to be the same each time.
    members = {
        name: re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", x) for name, x in _members(stream.getvalue())
    }
    return _packed(members, zipfile.ZIP_DEFLATED)


def _with_results(data: bytes) -> bytes:
    """Give a workbook whose formulas have been worked out, as Excel saves it."""
    members = {name: re.sub(rb"</f><v\s*/?>(</v>)?", b"</f><v>13</v>", text) for name, text in _members(data)}
    return _packed(members, zipfile.ZIP_DEFLATED)


def _with_shared_strings(data: bytes) -> bytes:
    """Give a workbook whose texts stand in a part of their own, as Excel saves it."""
    members, texts = dict(_members(data)), []

    def share(cell: re.Match[bytes]) -> bytes:
        texts.append(cell[2])
        return b'%bt="s"><v>%d</v></c>' % (cell[1], len(texts) - 1)

    for name in [name for name in members if "worksheets/sheet" in name]:
        members[name] = re.sub(rb'(<c [^>]*)t="inlineStr"><is>(.*?)</is></c>', share, members[name], flags=re.DOTALL)
    shared = b"".join(b"<si>%b</si>" % text for text in texts)
    members["xl/sharedStrings.xml"] = b'<sst xmlns="%b">%b</sst>' % (_MAIN, shared)
    if b"sharedStrings" not in members["xl/_rels/workbook.xml.rels"]:
        new = b'<Relationship Id="x1" Type="%b/sharedStrings" Target="sharedStrings.xml"/></Relationships>' % _OFFICE
        relations = members["xl/_rels/workbook.xml.rels"]
        members["xl/_rels/workbook.xml.rels"] = relations.replace(b"</Relationships>", new)
    return _packed(members, zipfile.ZIP_DEFLATED)


@lru_cache(maxsize=64)
def _members(data: bytes) -> tuple[tuple[str, bytes], ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return tuple((info.filename, package.read(info)) for info in package.infolist())
    except Exception:
        return ()


def _packed(members: dict[str, bytes], packing: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as out:
        for name, content in members.items():
            out.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, packing)
    return stream.getvalue()


def _changed(data: bytes, chance: Random) -> bytes:
    members = dict(_members(data))
    kind = chance.random()
    if not members or kind < 0.12:
        return mutated(data, chance, _BYTES_KIT)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        _change_part(members, chance)
    packed = _packed(members, zipfile.ZIP_DEFLATED if kind < 0.3 else zipfile.ZIP_STORED)
    return _with_lies(packed, chance) if kind > 0.92 else packed


def _change_part(members: dict[str, bytes], chance: Random) -> None:
    weighed = [name for name in members for _ in range(6 if "sheet1" in name else 3 if "workbook" in name else 1)]
    name = chance.choice(weighed or ["xl/workbook.xml"])
    kind = chance.random()
    if kind < 0.05:
        members.pop(name, None)
    elif kind < 0.08:
        members[chance.choice(_NAMES)] = members.pop(name, b"")
    elif kind < 0.11:
        members[chance.choice(_NAMES)] = chance.choice(list(members.values()) or [b""])
    else:
        members[name] = (mutated if chance.random() < 0.3 else mutated_markup)(members.get(name, b""), chance, _XML_KIT)


def _with_lies(packed: bytes, chance: Random) -> bytes:
    """Let a header or the directory say another size, place, packing, flag or checksum."""
    data = bytearray(packed)
    starts = [m.start() for m in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", packed)]
    for _ in range(chance.choice((1, 1, 2))):
        place = chance.choice(starts) + chance.randrange(4, 46)
        value = chance.choice((0, 1, 8, 9, 99, 0x7FFF, 0xFFFF))
        if place + 2 <= len(data):
            struct.pack_into("<H", data, place, value)
    return bytes(data)


_NAMES = (
    "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/Sheet2.XML", "xl/worksheets/sheet9.xml",
    "xl/sharedStrings.xml", "XL/SHAREDSTRINGS.XML", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels",
    "xl/_rels/workbook.xml.rels", "xl/workbook.bin", "xl/vbaProject.bin", "xl/externalLinks/a.xml", "../x", "/x", "",
    "xl\\workbook.xml", "_xmlsignatures/x", "docProps/core.xml", "x\0y", "é.xml", "x" * 300,
)  # fmt: skip
_MIS = samples("senco-connect-mis", "table/*.xlsx")
_REGISTER = _with_results(_register())
_SEEDS = [
    *_MIS,
    _register(),
    _REGISTER,
    # As the library leaves it: marks, keys, a stamp, a tab of issues.
    applied(_REGISTER, _BATCH, _CONFIGS[0])[0],
    *map(_with_shared_strings, (*_MIS, _REGISTER)),
]
_PARTS = [content for seed in _SEEDS for _, content in _members(seed)]
_TEXTS = [
    CANARY.encode(), b"0", b"1", b"-1", b"99", b"999999999999", b"1e400", b"-1e308", b"nan", b"0.5", b"43831", b"2958466",
    b"1E+15", b"123456789012345678", b"true", b"#N/A", b"x" * 700, b"9" * 400, b"UPN", b"Surname", b"SEN status", b"Key",
    b"K", b"Year 7", b"2015-04-03", b"2015-04-03T00:00:00", b"'SEN Register'!$A$2", b"Lists!$A$1", b"#REF!", b"",
    b"SUM(A1:A9)", b"=1+1", b"&amp;", b"&#10;", b"_x000D_", b"\xf0\x9f\xa7\x92", b" ",
]  # fmt: skip
_WORDS = [
    *_TEXTS, *sorted({tag for part in _PARTS for tag in re.findall(rb"</?\w+[^<>]*>", part) if len(tag) < 90})[:300],
    *sorted({pair for part in _PARTS for pair in re.findall(rb'\s\w+="[^"<>]{1,40}"', part)})[:200],
    b't="s"', b't="e"', b't="b"', b't="d"', b't="n"', b't="str"', b't="inlineStr"', b't="x"', b' t="s"><v>9</v>', b' s="0"',
    b' s="99"', b' s="x"', b' r="A1"', b' r="XFD1048576"', b' r="A1048576"', b' r="A0"', b' r="0"', b' r=""', b' r="A"',
    b' r="AAAA1"', b' r="A99999999999"',
    b' r="%b"' % (b"9" * 5_000), b' r="%b9"' % (b"B" * 5_000), b' r="4294967297"', b" r='B2'", b' ref="A1:XFD1048576"', b' ref="B2:A1"', b' ref="x"', b' si="0"',
    b' date1904="1"', b' state="hidden"', b' state="veryHidden"', b' sheetId="x"', b' r:id="rId1"', b' r:id="rId99"',
    b' numFmtId="14"', b' numFmtId="999"', b' numFmtId="x"', b' formatCode="[h]:mm"', b' formatCode="yyyy"', b' count="9999999999"',
    b"<c><v>1</v></c>", b'<c r="B3"/>', b"<f>1</f>", b'<f t="shared" si="0" ref="A1:A9">1</f>', b'<f t="array" ref="A1:B2">1</f>',
    b"<is><t>x</t></is>", b"<row/>", b'<row r="3">', b'<row r="70000">', b"</row>", b"</sheetData>", b"<v/>",
    b'<definedName name="senco_sen_status">\'SEN Register\'!$E$2</definedName>', b'<definedName name="x">#REF!</definedName>',
    b"<!DOCTYPE a>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x?>", b"&", b"<", b">", b'"', b"'", b"/", b"=", b"\0", b"\xff",
    b"x:", b' xmlns="urn:x"', b' xmlns:x="urn:x"', b"worksheets/sheet1.xml", b"/xl/worksheets/sheet1.xml", b"../../x",
    b"http://example.invalid", b' TargetMode="External"', b' encoding="utf-16"', b"<x>" * 300,
]  # fmt: skip
_XML_KIT = Kit(_WORDS, _PARTS, b'<>" =', 60_000, [text for text in _TEXTS if b"&" not in text or b";" in text])
_BYTES_KIT = Kit(
    [b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"\xff\xff\xff\xff", b"\0\0", *_TEXTS],
    _SEEDS,
    b"P\0",
    200_000,
)
TARGET = Target(
    "xlsx", _SEEDS, look, _changed,
    ("senco_connect_mis.workbook", "senco_connect_mis.workbook_guard", "senco_connect_local"),
)  # fmt: skip
