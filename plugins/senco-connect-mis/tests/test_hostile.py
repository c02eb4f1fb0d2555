"""Files that lie, break or mean harm: each is refused with a cure, and no message holds what was in a cell.

The faults are those of docs/concepts/privacy.md and the safety tests: F1 to F9.
"""

from __future__ import annotations

import io
import re
import struct
import time
import traceback
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from senco_connect_mis import workbook_guard

from senco_connect.adapters import Answer
from senco_connect.errors import InputRefused
from senco_connect.record import MISSING

CANARY = "Canarychild"
TABLE = [["UPN", "Surname", "SEN Status"], ["A", CANARY, "K"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MANY_ROWS = "UPN,Surname,SEN Status\n" + f"A,{CANARY},K\n" * 3


def refusal(bench, content) -> InputRefused:
    """Read what must be refused; its whole trail may tell nothing of a child or of the file's name."""
    with pytest.raises(InputRefused) as caught:
        bench.read(content)
    error = caught.value
    told = "".join(traceback.format_exception(error)) + str(error)
    assert CANARY not in told.replace(__file__, "")
    assert "Übung" not in str(error)
    assert error.exit_code == 8
    assert error.cure.endswith("."), "a cure is a whole sentence"
    return error


FOREIGN = {
    "empty": (b"", "F020", "Export it again"),
    "a page called xls": (f"<html><table><tr><td>{CANARY}</td></tr></table></html>".encode(), "F020", "save it as"),
    "a bare table called xls": (f"<TABLE><tr><td>{CANARY}".encode(), "F020", "save it as"),
    "a page in UTF-16": (f"<!DOCTYPE html><p>{CANARY}".encode("utf-16"), "F020", "save it as"),
    "XML with a DTD": (f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{CANARY}">]><a/>'.encode(), "F020", "CSV"),
    "an error of SIMS": (f"<CommandReporterError>{CANARY}".encode(), "F020", "SIMS"),
    "an error of SIMS in UTF-16": (f"<CommandReporterError>{CANARY}".encode("utf-16"), "F020", "SIMS"),
    "a SIMS report in XML": (f"<?xml?><SuperStarReport><Record><S>{CANARY}".encode(), "F020", "CSV or Excel"),
    "JSON": (f'{{"surname": "{CANARY}"}}'.encode(), "F020", "CSV or Excel"),
    "a PDF": (b"%PDF-1.7 " + CANARY.encode(), "F020", "CSV or Excel"),
    "gzip": (b"\x1f\x8b\x08" + CANARY.encode(), "F020", "Unpack"),
    "an old Excel file": (OLE + CANARY.encode(), "F020", ".xlsx"),
    "a workbook with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "F022", "password"),
    "words without headings": (f"Dear office,\n{CANARY} was absent.\n".encode(), "F025", "headings"),
    "a NUL": (f"UPN,Surname\nA,{CANARY}\nB,\0\n".encode(), "F023", "again"),
    "an open quote": (f'UPN,Surname\nA,"{CANARY}\nB,x\n'.encode(), "F023", "again"),
    "a quote inside a cell": (f'UPN,Surname\nA,"{CANARY}" x\n'.encode(), "F023", "again"),
    "a row cut short": (f"UPN,Surname,DOB\nA,{CANARY},\nB\n".encode(), "F023", "again"),
    "a row too long": (f"UPN,Surname\nA,{CANARY},x\n".encode(), "F023", "again"),
    "a giant cell": (f"UPN,Surname\nA,{CANARY * 4000}\n".encode(), "F021", "Shorten"),
    "a cell that never ends": (f'UPN,Surname\nA,"{CANARY * 20000}'.encode(), "F023", "again"),
    "an open quote before a million lines": (b'UPN,Surname\nA,"' + b"x\n" * 1_000_000, "F023", "again"),
    "too many columns": (("UPN," + ",".join(map(str, range(400))) + "\n").encode(), "F021", "Leave columns out"),
}


@pytest.mark.parametrize(("content", "code", "cure"), FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_no_sound_table_is_refused_with_its_cure(bench, content, code, cure):
    error = refusal(bench, content)
    assert error.code == code
    assert cure in error.cure


@pytest.mark.parametrize("name", ["a page called xls", "an old Excel file", "a workbook with a password", "empty"])
def test_a_foreign_file_is_nobodys_and_told_why(bench, name):
    match = bench.source().identify(bench.file(FOREIGN[name][0]))
    assert match.answer is Answer.NO
    assert match.why.startswith("The export is")


WIDE = {
    "commas": b"," * 1_000_000 + b"\n",
    "headings": b"UPN," * 500_000 + b"\n",
    "fifteen rows of cells": (b"a," * 100_000 + b"\n") * 15,
    "a row of commas as long as any row": b"UPN" + b"," * 8_380_000,
    "a row of commas that is longer": b"UPN" + b"," * 16_000_000,
}


@pytest.mark.parametrize("content", WIDE.values(), ids=WIDE.keys())
def test_a_row_of_a_million_cells_is_refused_within_two_seconds_in_little_memory(bench, content):
    """Each cell was looked up as a heading under each delimiter: 200 kB of commas took three seconds."""
    began = time.process_time()
    assert refusal(bench, content).code in {"F021", "F025"}
    assert time.process_time() - began < 2
    tracemalloc.start()
    try:
        refusal(bench, content)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


def test_a_line_without_end_is_refused_without_being_held(bench):
    error = refusal(bench, b"UPN,Surname\nA," + b"x" * 18_500_000)
    assert error.code == "F021"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (MANY_ROWS + "B,x\n", 5),
        (MANY_ROWS + 'B,"x,N\nC,y,N\n', 5),
        (MANY_ROWS + "B,\0,N\n", 5),
        ('UPN,Surname,SEN Status\nA,"two\nlines",K\nB,x\n', 4),
    ],
    ids=["ragged", "open quote", "NUL", "after a cell of two lines"],
)
def test_a_broken_row_is_named_by_its_line(bench, content, line):
    """The office opens the file and looks for the line that it is told (F6)."""
    error = refusal(bench, content)
    assert error.line == line
    assert str(line) in error.what


# --- workbooks


def zipped(parts: dict[str, bytes], **options) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, **options)
    return packed.getvalue()


def sheet_with(cells: str) -> str:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'


FAR_CELLS = {
    "the last cell there is": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a column far right": '<row r="1"><c r="AAA1"><v>1</v></c></row>',
    "a row far down": '<row r="400000"><c r="A400000"><v>1</v></c></row>',
    "column 401": '<row r="1"><c r="OK1"><v>1</v></c></row>',
    "small letters": '<row r="1"><c r="xfd1"><v>1</v></c></row>',
    "single quotes": "<row r='9'><c r='XFD9'><v>1</v></c></row>",
    "spaces around the sign": '<row r="9"><c r = "XFD9"><v>1</v></c></row>',
    "a line end before the place": '<row r="1"><c\nr="XFD1"><v>1</v></c></row>',
    "the first row too far down": '<row r="21000"><c><v>1</v></c></row>',
    "a row of six figures": '<row r="000009"><c><v>1</v></c></row>',
    "a far row of a column in the middle": '<row r="9"><c r="NZ30000"><v>1</v></c></row>',
    "a row far down whose cells have no place": '<row r="900000"><c><v>1</v></c></row>',
}


@pytest.mark.parametrize("cells", FAR_CELLS.values(), ids=FAR_CELLS.keys())
def test_a_cell_far_away_is_refused_before_room_is_made_for_it(bench, workbook, cells):
    """The reader would ask for the whole rectangle, and end the program if it can't have it (F2)."""
    error = refusal(bench, workbook(sheet_with('<row r="1"><c r="A1"><v>1</v></c></row>' + cells)))
    assert error.code == "F021"


def kept_elsewhere(content: bytes, name: str) -> bytes:
    """The same workbook, whose sheet is another part of the package."""
    moved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(moved, "w") as new:
        for part in old.infolist():
            text = old.read(part).replace(b"worksheets/sheet1.xml", name.encode())
            new.writestr(part.filename.replace("worksheets/sheet1.xml", name), text)
    return moved.getvalue()


@pytest.mark.parametrize("name", ["other/sheet.xml", "worksheet1.XML", "worksheets/sheet1.dat"])
def test_a_cell_far_away_is_refused_wherever_the_sheet_is_kept(bench, workbook, name):
    far = workbook(sheet_with('<row r="1"><c r="A1"><v>1</v></c></row>' + next(iter(FAR_CELLS.values()))))
    assert refusal(bench, kept_elsewhere(far, name)).code in {"F020", "F021"}


def test_a_sheet_that_is_kept_elsewhere_is_read_all_the_same(bench, workbook):
    assert bench.read(kept_elsewhere(workbook(TABLE), "other/sheet.xml")).rows


@pytest.mark.parametrize("place", ["OJ2", "NZ9999", "A20999", "zz", "oj20999"])
def test_a_cell_at_the_edge_is_not_far_away(place):
    assert workbook_guard._has_a_far_cell(f'<row r="2"><c r="{place}"/></row>'.encode()) == (place == "zz")


@given(st.text("AONZaoz0129 \n\t='\"rx", max_size=12), st.sampled_from(['="', " ='", "=", ""]))
def test_far_cells_are_those_of_the_plain_rule(text, sign):
    """The search is made quick by passing over what is near: that may hide nothing."""
    piece = f'<c r{sign}{text}"/>'.encode()
    plain = re.compile(
        rb"\sr\s*=\s*[\"'](?:" + workbook_guard._FAR_ROW + rb"|" + workbook_guard._FAR_COLUMN + rb")[\"']"
    )
    assert workbook_guard._has_a_far_cell(piece) == (plain.search(piece) is not None)


def test_a_packed_flood_is_refused_at_once(bench, workbook):
    """190 MB of nothing in 200 KB (F2)."""
    bomb = workbook(TABLE, extra={"xl/worksheets/sheet9.xml": b" " * 190_000_000})
    start = time.perf_counter()
    assert refusal(bench, bomb).code == "F021"
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("other", ["", "<si><t>sheetData</t></si>"])
def test_a_long_text_that_many_cells_share_is_weighed(bench, workbook, other):
    """30,000 letters stand once in the file, and ten thousand times in memory; a word of sheets beside them is a word."""
    text = "".join(f"{n:05d}" for n in range(6_000))
    shared = f"<sst><si><t>{text}</t></si>{other}</sst>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 10_001))
    error = refusal(bench, workbook(sheet_with(cells), extra={"xl/sharedStrings.xml": shared}))
    assert (error.code, "Shorten" in error.cure) == ("F021", True)


def test_too_many_parts_are_refused(bench, workbook):
    parts = {f"xl/media/{n}.txt": b"" for n in range(2_001)}
    assert refusal(bench, workbook(TABLE, extra=parts)).code == "F021"


UNSAFE = {
    "macros": ({"xl/vbaProject.bin": b"x"}, "F022", "macros"),
    "links to other workbooks": ({"xl/externalLinks/externalLink1.xml": "<a/>"}, "F022", "linked"),
    "a document type": ({"xl/extra.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "F022", "no Excel workbook has"),
    "a part in UTF-16": ({"xl/extra.xml": "<a/>".encode("utf-16")}, "F022", "no Excel workbook has"),
}


@pytest.mark.parametrize(("extra", "code", "word"), UNSAFE.values(), ids=UNSAFE.keys())
def test_an_unsafe_workbook_is_refused_with_its_cure(bench, workbook, extra, code, word):
    error = refusal(bench, workbook(TABLE, extra=extra))
    assert error.code == code
    assert word in error.what


def test_other_packed_files_are_no_workbooks(bench):
    assert refusal(bench, zipped({"photo.jpg": b"x"})).code == "F020"
    assert "xlsb" in refusal(bench, zipped({"xl/workbook.bin": b"x"})).what


def test_a_locked_part_is_refused(bench, workbook):
    """Flag bit 0 of the archive's directory says that a part is encrypted (F3)."""
    content = bytearray(workbook(TABLE))
    place = content.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", content, place + 8)[0]
    struct.pack_into("<H", content, place + 8, flags | 1)
    assert "password" in refusal(bench, bytes(content)).what


def test_a_part_without_a_name_is_refused(bench, workbook):
    """Where cells had to be marked in a copy, the copy could not be made: IndexError."""
    error_cell = sheet_with('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')
    content = workbook(error_cell, extra={"xl/nameless.xml": "<a/>"}).replace(b"xl/nameless.xml", b"\0" * 15)
    assert refusal(bench, content).code == "F020"


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_workbook_cut_off_is_refused(bench, workbook, share):
    """A download that broke off must not pass for a school without pupils (F7)."""
    content = workbook(TABLE)
    assert refusal(bench, content[: int(len(content) * share)]).code == "F020"


def test_a_workbook_that_is_none_inside_is_refused(bench, workbook):
    assert refusal(bench, workbook("<worksheet><sheetData><row r=1><c r=&")).code == "F020"


def test_more_rows_than_a_workbook_may_have_are_refused_with_the_way_out(bench, workbook):
    rows = [["UPN", "Surname"], *([["A", CANARY]] * 20_001)]
    error = refusal(bench, workbook(rows))
    assert (error.code, "CSV" in error.cure) == ("F021", True)


def test_a_giant_cell_of_a_workbook_is_refused(bench, workbook):
    error = refusal(bench, workbook([["UPN", "Surname"], ["A", CANARY * 3_000]]))
    assert (error.code, error.line) == ("F021", 2)


# --- formulas and impossible births in identity fields (F5)

FORMULAS = ["=1+1", "+44", "-x", "@SUM(A1)", "＝1", "  =1", "\u3000＋1", '"\tx"', '"\nx"', '" \rx"']


@pytest.mark.parametrize("cell", FORMULAS)
@pytest.mark.parametrize("heading", ["UPN", "Adno", "Surname", "Known as", "Full name", "Class", "Year group", "DOB"])
def test_a_row_with_a_formula_in_its_identity_is_set_aside(bench, cell, heading):
    """Written into the register the cell would come alive; nor must the pupil look like a leaver."""
    snapshot = bench.read(f"Preferred surname,Sex,{heading}\nAsh,F,{cell}\nElm,M,\n")
    aside, other = bench.rows(snapshot)
    assert set(aside.values()) == {MISSING}
    assert other["sex"] == "M"
    assert [(f.line, f.column) for f in snapshot.findings if f.code == "F028"] == [(2, heading)]
    assert snapshot.set_aside == {2}


def test_of_a_row_that_is_set_aside_only_the_numbers_are_believed(bench):
    """They say that the pupil is still there."""
    snapshot = bench.read("UPN,Adno,Surname,SEN\nA,1,=Ash,K\nB,2,Elm,N\n")
    assert bench.rows(snapshot)[0] == {"upn": "A", "admission_no": "1", "surname": MISSING, "sen_status": MISSING}
    assert bench.since("UPN,Surname,SEN\nA,=Ash,K\n", bench.remembered("UPN,Surname,SEN\n")).rows[0].raw == b""


def test_a_row_is_set_aside_once_however_bad_it_is(bench):
    """A guard counts these findings: two for one row would hide a leaver."""
    snapshot = bench.read("UPN,Surname,Forename,DOB\n=A,=B,=C,2300-01-01\nB,Elm,Oak,\n")
    assert bench.codes(snapshot).count("F028") == 1


def test_a_formula_in_a_note_is_words(bench):
    snapshot = bench.read("UPN,Notes\nA,=2+2 is how the sum began\n")
    assert bench.rows(snapshot)[0]["notes"] == "=2+2 is how the sum began"


@pytest.mark.parametrize("born", ["1904-04-03", "1900-01-01", "2105-06-01", "01/01/0201"])
def test_a_row_with_an_impossible_birth_is_set_aside(bench, born):
    snapshot = bench.read(f"UPN,Surname,DOB\nA,Ash,{born}\nB,Elm,03/04/2015\n")
    assert [(row["upn"], row["dob"]) for row in bench.rows(snapshot)] == [("A", MISSING), ("B", "2015-04-03")]
    assert [f.line for f in snapshot.findings if f.code == "F028"] == [2]


def test_a_pupil_of_whom_one_row_is_set_aside_is_not_shown_with_half_the_needs(bench):
    text = "UPN,Surname,SEN Need,Need Rank\nA,Ash,ASD,1\nA,=Ash,HI,2\nB,Elm,VI,1\n"
    snapshot = bench.read(text)
    assert [(row["upn"], row["need_1"], row["need_2"]) for row in bench.rows(snapshot)] == [
        ("A", MISSING, MISSING),
        ("B", "VI", ""),
    ]
    assert [row.line for row in snapshot.rows] == [3, 4], "the line of a pupil is the one that was set aside"


def test_a_row_set_aside_without_a_number_may_be_anybodys_need(bench):
    text = "UPN,Surname,SEN Need,Need Rank\nA,Ash,ASD,1\n=A,Ash,HI,2\n"
    assert [row["need_1"] for row in bench.rows(bench.read(text))] == [MISSING, MISSING]


# --- what a spreadsheet program does to cells (F9)

DAMAGE = {
    "a long number": ("Adno", "1.23457E+12", "admission_no"),
    "a phone number": ("Contact phone", "7.2E+09", "contact_phone"),
    "a class that became a day": ("Class", "01-Feb", "registration_group"),
    "a class that became a month": ("Class", "Feb-01", "registration_group"),
    "a class that became a date": ("Class", "01/02/2026", "registration_group"),
    "a year that became a date": ("Year group", "2026-02-01", "year_group"),
}


@pytest.mark.parametrize(("heading", "cell", "field"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_cell_is_missing_and_told(bench, heading, cell, field):
    snapshot = bench.read(f"UPN,Surname,{heading}\nA,Ash,{cell}\n")
    assert bench.rows(snapshot)[0][field] is MISSING
    assert [(f.line, f.column) for f in snapshot.findings if f.code == "F031"] == [(2, heading)]


@pytest.mark.parametrize("name", ["4-2", "2A", "May", "March House", "1E5", "12"])
def test_an_ordinary_class_is_no_date(bench, name):
    assert bench.rows(bench.read(f"UPN,Class\nA,{name}\n"))[0]["registration_group"] == name
