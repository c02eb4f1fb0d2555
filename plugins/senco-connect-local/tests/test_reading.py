"""The register is read as people keep it, and nothing is made up."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from senco_connect.errors import RegisterRefused
from senco_connect.record import BLANK, MISSING


def set_cell(book, address: str, value: Any, *, number_format: str | None = None) -> None:
    def change(sheet: Any) -> None:
        sheet[address].value = value
        if number_format:
            sheet[address].number_format = number_format

    book.edit(change)


def findings(book) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.line, f.field) for f in book.read().findings]


def test_the_register_is_found_under_its_merged_title_on_the_second_tab(book) -> None:
    snapshot = book.read()
    assert [row.line for row in snapshot.rows] == [4, 5, 6]
    assert dict(snapshot.cells(snapshot.rows[0])) == {
        "admission_no": "000101",
        "surname": "Sample-Pound",
        "forename": "Zoë",
        "dob": "2013-09-04",
        "year_group": "7",
        "sen_status": "K",
        "need_1": "SLCN",
        "pupil_premium": "true",
        "next_review": "2026-02-03",
    }


def test_a_register_that_was_never_taken_over_has_no_keys(book, keyed) -> None:
    assert [row.key for row in keyed.read().rows] == ["key1", "key2", "key3"]
    keyed.edit(lambda sheet: sheet.delete_cols(12))
    strip_names(keyed)
    assert not keyed.read().has_keys


def strip_names(book) -> None:
    workbook = openpyxl.load_workbook(book.path)
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    workbook.save(book.path)


def test_filtered_and_hidden_lines_are_read(book) -> None:
    """Line 5 is hidden in the fixture: a filter is a view, not a deletion (S4)."""
    assert book.read().rows[1].line == 5


def test_what_cannot_be_read_keeps_its_words_beside_a_finding(book) -> None:
    second = dict(book.read().cells(book.read().rows[1]))
    assert second["need_1"] == "dyslexia?"
    assert second["next_review"] == "Spring 2026"
    assert findings(book) == [("F030", 5, "need_1"), ("F030", 5, "next_review")]


def test_columns_of_people_are_named_and_not_read(book) -> None:
    assert book.read().unused == ("Seat", "Age")
    assert "Seat" not in dict(book.read().headings).values()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (datetime(2026, 5, 1), "2026-05-01"),
        (date(2026, 5, 1), "2026-05-01"),
        ("01/05/2026", "2026-05-01"),
        ("1.5.2026", "2026-05-01"),
        ("1st May 2026", "2026-05-01"),
        ("2026-05-01", "2026-05-01"),
    ],
)
def test_a_day_is_read_however_it_is_kept(book, cell: Any, day: str) -> None:
    set_cell(book, "I6", cell, number_format="dd/mm/yyyy")
    assert book.read().rows[2].values[-1] == day


def test_a_day_without_its_format_is_asked_about(book) -> None:
    set_cell(book, "I6", 46000, number_format="General")
    assert book.read().rows[2].values[-1] == "46000"
    assert ("F030", 6, "next_review") in findings(book)


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days(book) -> None:
    workbook = openpyxl.load_workbook(book.path)
    workbook.epoch = datetime(1904, 1, 1)
    workbook.save(book.path)
    assert book.read().rows[0].values[3] == "2013-09-04"


def test_a_class_name_that_excel_made_a_day_is_asked_about(book) -> None:
    set_cell(book, "C6", datetime(2026, 2, 1), number_format="d-mmm")
    assert ("F030", 6, "forename") in findings(book)


def test_a_formula_without_a_stored_value_is_missing_and_not_blank(book) -> None:
    """A blank would wipe the status everywhere; nobody has calculated the workbook yet."""
    set_cell(book, "F6", '=IF(E6=7,"K","")')
    row = book.read().rows[2]
    assert book.read().value(row, "sen_status") is MISSING
    assert ("X502", 6, "sen_status") in findings(book)


def test_an_error_is_missing_and_not_blank(book, edit_member) -> None:
    edit_member(book.path, "xl/worksheets/sheet2.xml", lambda xml: error_in(xml, "F6"))
    row = book.read().rows[2]
    assert book.read().value(row, "sen_status") is MISSING


def error_in(xml: str, address: str) -> str:
    return xml.replace('<c r="H6"', f'<c r="{address}" t="e"><v>#N/A</v></c><c r="H6"', 1)


def test_words_like_an_error_are_words(book, edit_member) -> None:
    text = '<c r="F6" t="inlineStr"><is><t>he wrote t="e" on it</t></is></c><c r="H6"'
    edit_member(book.path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace('<c r="H6"', text, 1))
    assert book.read().value(book.read().rows[2], "sen_status") == 'he wrote t="e" on it'


def test_a_formula_shows_its_stored_value_and_is_told_once_for_its_column(book, edit_member) -> None:
    formula = '<c r="F6" t="str"><f>"K"</f><v>K</v></c><c r="H6"'
    edit_member(book.path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace('<c r="H6"', formula, 1))
    snapshot = book.read()
    assert snapshot.value(snapshot.rows[2], "sen_status") == "K"
    assert ("X503", None, "sen_status") in findings(book)


def test_blank_lines_sub_headings_and_repeated_headings_are_no_pupils(book) -> None:
    def change(sheet: Any) -> None:
        sheet["A8"] = "Year 8"
        for column in range(1, 12):
            sheet.cell(9, column, sheet.cell(3, column).value)
        sheet["B10"], sheet["C10"] = "Later", "Ann"

    book.edit(change)
    assert [row.line for row in book.read().rows] == [4, 5, 6, 10]
    assert not [f for f in book.read().findings if f.code == "X504"]


def test_a_note_under_the_register_is_told_and_not_read(book) -> None:
    set_cell(book, "B9", "Updated after half term")
    assert [row.line for row in book.read().rows] == [4, 5, 6]
    assert ("X504", 9, "") in findings(book)


def test_a_cell_of_spaces_is_blank(book) -> None:
    set_cell(book, "F6", "   ")
    assert book.read().value(book.read().rows[2], "sen_status") == BLANK
    assert ("F030", 6, "sen_status") not in findings(book)


@pytest.mark.parametrize(
    ("cell", "text"), [(True, "true"), (1, "true"), ("yes", "true"), (False, "false"), (0, "false"), (None, BLANK)]
)
def test_yes_and_no_are_read_as_words_numbers_and_ticks(book, cell: Any, text: str) -> None:
    set_cell(book, "H6", cell)
    assert book.read().value(book.read().rows[2], "pupil_premium") == text


def test_a_time_of_day_keeps_its_own_words(book) -> None:
    set_cell(book, "C6", time(9, 30))
    assert book.read().value(book.read().rows[2], "forename") == "09:30:00"


def test_a_register_with_headings_only_is_an_empty_one(book) -> None:
    book.edit(lambda sheet: sheet.delete_rows(4, 10))
    snapshot = book.read()
    assert snapshot.rows == ()
    assert "surname" in snapshot.writable


def test_a_missing_workbook_is_refused(book) -> None:
    book.path.unlink()
    with pytest.raises(RegisterRefused) as refusal:
        book.read()
    assert refusal.value.code == "X206"
    assert not book.register.exists()


def test_a_headings_proposal_asks_where_two_fit(book) -> None:
    set_cell(book, "J3", "SEN Stage")
    proposal = book.register.propose()
    assert {c.heading: c.field for c in proposal.columns}["Surname"] == "surname"
    assert any("SEN Stage" in question for question in proposal.questions)
    assert any("K" in note for note in proposal.notes), "the column of formulas is told"


def test_reading_loads_neither_openpyxl_nor_lxml_nor_pydantic(book) -> None:
    """The quiet run has 80 ms for everything (speed.md)."""
    program = (
        "import sys; from pathlib import Path; from senco_connect.adapters import Tools;"
        "from senco_connect_local.config import XlsxConfig; from senco_connect_local.register import XlsxRegister;"
        f"XlsxRegister(XlsxConfig('xlsx', {book.path.name!r}), Tools(Path({str(book.path.parent)!r}))).read();"
        "print([m for m in ('openpyxl', 'lxml', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_formula_that_gave_nothing_is_blank_and_not_missing(book, edit_member) -> None:
    """Excel stores the empty text as a value of its own kind."""
    formula = '<c r="F6" t="str"><f>IF(E6=9,"K","")</f><v></v></c><c r="H6"'
    edit_member(book.path, "xl/worksheets/sheet2.xml", lambda xml: xml.replace('<c r="H6"', formula, 1))
    assert book.read().value(book.read().rows[2], "sen_status") == BLANK
    assert ("X502", 6, "sen_status") not in findings(book)
