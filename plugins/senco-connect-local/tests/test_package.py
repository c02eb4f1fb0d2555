"""Hostile and foreign files are refused before anything is parsed (safety.md F1 to F3, G8)."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from senco_connect_local.look import look_at
from senco_connect_local.package import Package
from senco_connect_local.reading import snapshot

from senco_connect.errors import InputRefused, SencoError

WORKBOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet2.xml"


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return stream.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> Callable[[dict[str, bytes]], bytes]:
    return lambda members: packed(members | {name: change(members.get(name, b""))})


def doctype(xml: bytes) -> bytes:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    return head + xml.split(b"?>", 1)[-1]


def lying(members: dict[str, bytes]) -> bytes:
    """Pack a sheet of 60 MB whose headers say that it is one of 2 kB."""
    data = packed(members | {SHEET: members[SHEET].replace(b"<sheetData>", b"<sheetData>" + b" " * 60_000_000)})
    size = struct.pack("<I", len(members[SHEET]) + 60_000_000)
    return data.replace(size, struct.pack("<I", 2_000))


def out_of_place(members: dict[str, bytes]) -> bytes:
    """Let the archive say that its directory begins further on, so that its parts begin before the file."""
    data = bytearray(packed(members))
    place = data.rindex(b"PK\x05\x06") + 16
    struct.pack_into("<I", data, place, struct.unpack_from("<I", data, place)[0] * 2)
    return bytes(data)


def far_cell(address: str) -> Callable[[bytes], bytes]:
    cell = f'<row r="{address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{address}"><v>1</v></c></row></sheetData>'
    return lambda xml: xml.replace(b"</sheetData>", cell.encode())


FOREIGN: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes]]] = {
    "empty": ("X101", lambda members: b""),
    "text": ("X101", lambda members: b"Surname,Forename\nMadeup,Ann\n"),
    "web page named .xlsx": ("X101", lambda members: b"\n <HTML><table></table></HTML>"),
    "another archive": ("X101", lambda members: packed({"photo.jpg": b"x"})),
    "password": ("X102", lambda members: bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")),
    "old .xls": ("X103", lambda members: bytes.fromhex("d0cf11e0a1b11ae1") + b"Workbook"),
    "macros": ("X104", with_part("xl/vbaProject.bin", lambda data: b"macro")),
    "binary workbook": ("X104", with_part("xl/workbook.bin", lambda data: b"records")),
    "open document": ("X104", with_part("mimetype", lambda data: b"application/vnd.oasis.opendocument.spreadsheet")),
    "bomb by ratio": ("X105", with_part("xl/media/bomb.bin", lambda data: bytes(50_000_000))),
    "many members": ("X105", lambda members: packed(members | {f"m{n}": b"" for n in range(2_001)})),
    "giant line": ("X105", with_part(SHEET, far_cell("A1048576"))),
    "giant column": ("X105", with_part(SHEET, far_cell("XFD9"))),
    "line that no number holds": ("X106", with_part(SHEET, far_cell("A" + "9" * 5_000))),
    "line behind the last one": ("X106", with_part(SHEET, far_cell("A4294967297"))),
    "column that no number holds": ("X106", with_part(SHEET, far_cell("B" * 5_000 + "9"))),
    "column behind the last one": ("X106", with_part(SHEET, far_cell("AAAA9"))),
    "rectangle of both": ("X105", with_part(SHEET, far_cell("NA19999"))),
    "cut off": ("X106", lambda members: packed(members)[:-400]),
    "damaged part": ("X106", lambda members: packed(members).replace(b"\x00\x00\x08\x00", b"\x00\x00\x63\x00")),
    "headers that lie": ("X106", lying),
    "parts before the file": ("X106", out_of_place),
    "broken list of tabs": ("X106", with_part(WORKBOOK, lambda xml: xml[:-20])),
    "broken sheet": ("X106", with_part(SHEET, lambda xml: xml[: len(xml) // 2])),
    "other encoding": ("X106", with_part(WORKBOOK, lambda xml: xml.decode().encode("utf-16"))),
    "entities in the workbook": ("X107", with_part(WORKBOOK, doctype)),
    "entities in the sheet": ("X107", with_part(SHEET, doctype)),
    "strict kind": (
        "X108",
        with_part(
            WORKBOOK, lambda xml: xml.replace(b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"x.invalid")
        ),
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_plain_workbook_is_refused_with_its_cure(name: str, book) -> None:
    code, make = FOREIGN[name]
    data = make(book.members())
    start = time.monotonic()
    with pytest.raises(InputRefused) as refusal:
        snapshot(look_at(data, book.config))
    assert time.monotonic() - start < 2
    assert refusal.value.code == code
    assert refusal.value.cure


def test_a_workbook_of_styled_blank_lines_down_to_the_bottom_is_read(book) -> None:
    """Somebody coloured a whole column: the cells are there, and nothing is in them."""
    blanks = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in (9_000, 400_000, 1_048_576))
    data = with_part(SHEET, lambda xml: xml.replace(b"</sheetData>", blanks.encode() + b"</sheetData>"))(book.members())
    assert len(snapshot(look_at(data, book.config)).rows) == 3


def test_a_large_register_is_read(book) -> None:
    lines = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(7, 6_007))
    data = with_part(SHEET, lambda xml: xml.replace(b"</sheetData>", lines.encode() + b"</sheetData>"))(book.members())
    assert len(snapshot(look_at(data, book.config)).rows) == 6_003


def test_a_gnawed_workbook_is_read_or_refused_and_never_a_crash(book) -> None:
    """One byte of one part is changed, four hundred times; whatever comes of it is ours."""
    members = book.members()
    chance = random.Random(20260101)
    for _ in range(400):
        name = chance.choice([WORKBOOK, SHEET, "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"])
        part = bytearray(members[name])
        part[chance.randrange(len(part))] = chance.choice(b"\x00<>&\"'=0Z\xff")
        try:
            snapshot(look_at(packed(members | {name: bytes(part)}), book.config))
        except SencoError as refusal:
            assert "Sample-Pound" not in str(refusal)


def test_a_refusal_names_no_file_and_no_cell(book, tmp_path: Path) -> None:
    book.path.write_bytes(b"canary-content")
    with pytest.raises(InputRefused) as refusal:
        book.read()
    said = f"{refusal.value!s}{refusal.value.__cause__}{refusal.value.also}"
    assert "canary" not in said
    assert "SEN register 2026" not in said


def test_rewriting_copies_every_member_as_it_is(book) -> None:
    data = book.path.read_bytes()
    package = Package(data)
    new = Package(package.rewritten({"xl/media/image1.png": b"other"}))
    assert new.names() == package.names()
    assert new.raw("xl/media/image1.png") == b"other"
    same = [name for name in package.names() if name != "xl/media/image1.png"]
    assert all(new.raw(name) == package.raw(name) for name in same)
