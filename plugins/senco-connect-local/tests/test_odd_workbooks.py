"""Workbooks that are lawful and rare, or spoiled: kept whole, or refused before anything is written."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pytest
from senco_connect_local.apply import applied
from senco_connect_local.draft import Draft
from senco_connect_local.look import look_at

from senco_connect.adapters import Batch, CellWrite, Link, Matter, NewColumn, NewRow, Result
from senco_connect.errors import InputRefused, RegisterRefused, SencoError

SHEET = "xl/worksheets/sheet2.xml"
WRITE = CellWrite("w", "key3", "sen_status", "", "K", "agreed")
NEW = NewRow("n", "key9", {"surname": "Newly", "dob": "2014-01-02"}, "joined")
MATTER = Matter("conflict", "key1", "dob", (("mis", "some day"),), "both", "Choose one")


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return stream.getvalue()


def test_a_fault_of_our_own_that_would_move_another_cell_is_caught(keyed, monkeypatch) -> None:
    """The new workbook is read before it takes the old one's place."""

    def misplaced(draft: Draft, line: int, field: str, text: str) -> None:
        draft.parts.change(SHEET)
        cell = draft.sheet.root.find(".//{*}c[@r='B4']/{*}v")
        cell.text = "0"

    monkeypatch.setattr(Draft, "write", misplaced)
    before = keyed.path.read_bytes()
    with pytest.raises(RegisterRefused) as refusal:
        keyed.apply(WRITE)
    assert refusal.value.code == "X304"
    assert keyed.path.read_bytes() == before


def test_a_gnawed_workbook_is_written_whole_or_not_at_all(keyed) -> None:
    """One byte of one part is changed, two hundred times, and a batch applied: no crash, and no other cell moves."""
    members = keyed.members()
    parts = [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
    chance = random.Random(20260102)
    batch = Batch((WRITE, NEW, NewColumn("c", "key_adult", "")), (MATTER,), "L/2")
    written = 0
    for _ in range(200):
        name = chance.choice(parts)
        part = bytearray(members[name])
        part[chance.randrange(len(part))] = chance.choice(b"\x00<>&\"'=0Zx\xff")
        try:
            new, _ = applied(packed(members | {name: bytes(part)}), batch, keyed.config)
        except SencoError:
            continue
        written += 1
        assert look_at(new, keyed.config).tab.name
    assert written > 20, "most changes fall on what nobody reads"


@pytest.mark.parametrize(
    ("member", "change"),
    [
        ("xl/styles.xml", lambda xml: xml.replace("<cellXfs", "<other").replace("</cellXfs", "</other")),
        ("xl/styles.xml", lambda xml: xml.replace('numFmtId="', 'numFmtId="x')),
        (SHEET, lambda xml: xml.replace(' s="4"', ' s="four"')),
        ("xl/workbook.xml", lambda xml: xml.replace('sheetId="', 'sheetId="x')),
    ],
)
def test_a_part_that_makes_no_sense_is_refused_without_its_text(keyed, edit_member, member: str, change: Any) -> None:
    edit_member(keyed.path, member, change)
    before = keyed.path.read_bytes()
    with pytest.raises(SencoError) as refusal:
        keyed.apply(CellWrite("w", "key3", "next_review", "", "2026-05-01", "agreed"), matters=(MATTER,), stamp="L/2")
    assert "four" not in f"{refusal.value}{refusal.value.__cause__}"
    assert keyed.path.read_bytes() == before


def test_a_workbook_without_styles_is_refused(keyed) -> None:
    members = keyed.members()
    del members["xl/styles.xml"]
    with pytest.raises(RegisterRefused) as refusal:
        applied(
            packed(members), Batch((WRITE._replace(field="next_review", value="2026-05-01"),), (), ""), keyed.config
        )
    assert refusal.value.code == "X303"


def test_a_part_that_is_encrypted_is_refused(keyed) -> None:
    data = bytearray(packed(keyed.members()))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    with pytest.raises(InputRefused) as refusal:
        look_at(bytes(data), keyed.config)
    assert refusal.value.code == "X102"


def test_the_same_part_twice_is_refused(keyed) -> None:
    stream = io.BytesIO(packed(keyed.members()))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(stream, "a") as out:
        out.writestr("xl/workbook.xml", b"<other/>")
    with pytest.raises(InputRefused) as refusal:
        look_at(stream.getvalue(), keyed.config)
    assert refusal.value.code == "X106"


def test_more_than_a_register_can_unpack_to_is_refused(keyed, monkeypatch) -> None:
    monkeypatch.setattr("senco_connect_local.package._MAX_UNPACKED", 10_000)
    with pytest.raises(InputRefused) as refusal:
        keyed.read()
    assert refusal.value.code == "X105"


def test_formulas_without_addresses_are_refused(keyed, edit_member) -> None:
    edit_member(keyed.path, SHEET, lambda xml: xml.replace('<c r="K4"', "<c"))
    with pytest.raises(InputRefused) as refusal:
        keyed.read()
    assert refusal.value.code == "X106"


def test_a_far_reaching_sheet_that_is_damaged_is_refused(keyed, edit_member) -> None:
    edit_member(keyed.path, SHEET, lambda xml: xml.replace("</sheetData>", '<row r="9000"><c></row></sheetData>'))
    with pytest.raises(InputRefused) as refusal:
        keyed.read()
    assert refusal.value.code == "X106"


def test_a_list_kept_in_an_extension_counts_and_grows(book, edit_member) -> None:
    """Excel keeps a dropdown whose list stands on another tab in an extension of its own."""
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>Summary!$A$1:$A$4</xm:f></x14:formula1>'
        "<xm:sqref>F4:F6</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    edit_member(book.path, SHEET, lambda xml: xml.replace("</worksheet>", extension))
    book.apply(NewColumn("c", "", "adopted"), NEW)
    xml = book.members()[SHEET].decode()
    assert "<xm:sqref>F4:F7</xm:sqref>" in xml
    assert 'sqref="F4:F1048576"' not in xml
    assert 'sqref="G4:G1048576"' in xml


def test_a_new_cell_shows_its_rows_style(keyed, edit_member) -> None:
    styled = '<row r="6" s="4" customFormat="1" '
    edit_member(keyed.path, SHEET, lambda xml: xml.replace('<row r="6" ', styled).replace('<c r="I6" s="4"/>', ""))
    keyed.apply(CellWrite("w", "key3", "next_review", "", "2026-05-01", "agreed"), stamp="L/2")
    assert keyed.sheet()["I6"].number_format == "dd/mm/yyyy"


def test_a_formatted_blank_line_keeps_its_own_looks(keyed, edit_member) -> None:
    """People format fifty lines ahead; the new pupil takes the first of them as it is."""
    blank = '<row r="7" ht="40" customHeight="1"><c r="B7" s="1"/></row></sheetData>'
    edit_member(keyed.path, SHEET, lambda xml: xml.replace("</sheetData>", blank))
    keyed.apply(NEW, stamp="L/2")
    sheet = keyed.sheet()
    assert (sheet["B7"].value, sheet["B7"].font.bold, sheet.row_dimensions[7].height) == ("Newly", True, 40)


def test_a_key_on_two_lines_is_linked_to_neither(keyed) -> None:
    keyed.edit(lambda sheet: sheet.__setitem__("L5", "key1"))
    results = [o.result for o in keyed.apply(Link("l", "key1", 4, {"surname": "Madeup"}, "x"), stamp="L/2")]
    assert results == [Result.STALE]


def test_a_formula_in_the_key_column_is_not_written_over(keyed) -> None:
    keyed.edit(lambda sheet: sheet.__setitem__("L6", '=""'))
    results = [o.result for o in keyed.apply(Link("l", "key9", 6, {"surname": "Madeup"}, "x"), stamp="L/2")]
    assert results == [Result.REFUSED]


@pytest.mark.parametrize(("limit", "operation"), [("MAX_LINES", NEW), ("MAX_COLUMNS", NewColumn("c", "notes", ""))])
def test_a_register_does_not_outgrow_what_can_be_read(keyed, monkeypatch, limit: str, operation: Any) -> None:
    monkeypatch.setattr(f"senco_connect_local.writing.{limit}", 6)
    assert [o.result for o in keyed.apply(operation, stamp="L/2")] == [Result.REFUSED]


def test_a_tab_with_the_configured_name_and_no_headings_is_refused(book) -> None:
    book.config = type(book.config)("xlsx", book.path.name, sheet="Summary")
    with pytest.raises(RegisterRefused) as refusal:
        book.read()
    assert refusal.value.code == "X201"


def test_it_promises_a_whole_conditional_batch(book) -> None:
    powers = book.register.powers()
    assert (powers.atomic, powers.conditional, powers.protects) == (True, True, False)


def test_a_long_text_is_cut_on_the_issues_tab_only(keyed) -> None:
    long = Matter("held", "key1", "notes", (("register", "x" * 40_000),), "SENCO", "Choose one")
    keyed.apply(matters=(long, MATTER), stamp="L/2")
    before = keyed.path.read_bytes()
    keyed.apply(matters=(long, MATTER), stamp="L/2")
    assert keyed.path.read_bytes() == before
    assert b"x" * 1_001 not in keyed.members()["xl/worksheets/sheet3.xml"]


def test_a_tab_that_somebody_emptied_is_an_empty_register(keyed) -> None:
    """Ctrl+A, Delete: the marks still say where the columns were, and a guard stops the run for want of rows."""

    def empty(sheet: Any) -> None:
        sheet.delete_rows(1, 20)
        sheet.delete_cols(1, 20)

    keyed.edit(empty)
    assert keyed.register.propose().columns == (), "and there is nothing to propose"
    assert keyed.read().rows == ()
    assert "surname" in keyed.read().fields
    assert [o.result for o in keyed.apply(NEW, stamp="L/2")] == [Result.DONE]
    assert list(keyed.shown()) == ["key9"]


def test_a_sparkline_keeps_to_its_cell(book, edit_member) -> None:
    extension = (
        '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines>'
        "<x14:sparkline><xm:f>Summary!A1:A2</xm:f><xm:sqref>K4:K6</xm:sqref></x14:sparkline></x14:sparklines>"
        "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"
    )
    edit_member(book.path, SHEET, lambda xml: xml.replace("</worksheet>", extension))
    book.apply(NewColumn("c", "", "adopted"), NEW)
    assert b"<xm:sqref>K4:K6</xm:sqref>" in book.members()[SHEET]
