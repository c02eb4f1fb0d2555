"""One operation at a time: what lands in the cell, and what keeps it out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from senco_connect.adapters import CellWrite, Link, NewColumn, NewRow, Outcome, Result

SHEET = "xl/worksheets/sheet2.xml"


def write(field: str, expect: str, value: str, *, key: str = "key3") -> CellWrite:
    return CellWrite("w", key, field, expect, value, "agreed")


def new_row(**values: str) -> NewRow:
    return NewRow("n", "key9", values, "joined")


def only(outcomes: list[Outcome]) -> Result:
    (outcome,) = outcomes
    return outcome.result


# --- what lands in a cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+44", "-3", "@x", "_x0041_", " \tx", "a\x07b", "<&>\"'", "Zoë 🎈", "two\nlines"]
)
def test_text_arrives_as_it_is_whatever_it_looks_like(keyed, text: str) -> None:
    keyed.apply(write("surname", "Madeup", text))
    assert keyed.shown()["key3"]["surname"] == text.strip()
    assert keyed.sheet()["B6"].data_type == "s"


def test_a_day_becomes_a_real_day_in_the_cells_own_format(keyed) -> None:
    keyed.apply(write("next_review", "", "2026-05-01"))
    cell = keyed.sheet()["I6"]
    assert (cell.value, cell.number_format) == (datetime(2026, 5, 1), "dd/mm/yyyy")


def test_a_day_in_a_cell_without_a_day_format_gets_one_and_keeps_its_colours(keyed) -> None:
    def plain(sheet: Any) -> None:
        sheet["I6"].number_format = "General"
        sheet["I6"].fill = openpyxl.styles.PatternFill("solid", start_color="C6EFCE")

    keyed.edit(plain)
    keyed.apply(write("next_review", "", "2026-05-01"), stamp="L/2")
    cell = keyed.sheet()["I6"]
    assert (cell.value, cell.number_format) == (datetime(2026, 5, 1), "mm-dd-yy"), "14 is the reader's own short date"
    assert cell.fill.start_color.rgb == "00C6EFCE"


def test_days_are_counted_as_the_workbook_counts_them(keyed) -> None:
    workbook = openpyxl.load_workbook(keyed.path)
    workbook.epoch = datetime(1904, 1, 1)
    workbook.save(keyed.path)
    keyed.apply(write("next_review", "", "2026-05-01"), stamp="L/2")
    assert keyed.shown()["key3"]["next_review"] == "2026-05-01"
    assert keyed.sheet()["I6"].value == datetime(2026, 5, 1)


@pytest.mark.parametrize("text", ["Spring 2026", "1899-12-31", "1900-02-01", "20260501", "2026-W18-5", "2026-02-31"])
def test_a_day_that_excel_cannot_count_stays_text(keyed, text: str) -> None:
    keyed.apply(write("next_review", "", text))
    assert keyed.sheet()["I6"].value == text


def test_a_column_keeps_its_own_way_of_writing(keyed) -> None:
    """Year 7 is a number there and a premium is Y: a text among the numbers would sort to the end."""
    keyed.apply(write("year_group", "7", "9"), write("pupil_premium", "false", "true"))
    assert keyed.sheet()["E6"].value == 9
    assert keyed.sheet()["H6"].value == "Y"


@pytest.mark.parametrize(
    ("first", "shown"), [("Yes", "Yes"), (True, True), (1, 1), ("T", "T"), ("TRUE", "TRUE"), (None, "Yes")]
)
def test_yes_is_said_as_the_column_says_it(keyed, first: Any, shown: Any) -> None:
    def change(sheet: Any) -> None:
        sheet["H4"], sheet["H5"], sheet["H6"] = first, None, None

    keyed.edit(change)
    keyed.apply(write("pupil_premium", "", "true"), stamp="L/2")
    assert keyed.sheet()["H6"].value == shown
    assert keyed.shown()["key3"]["pupil_premium"] == "true"


def test_an_admission_number_keeps_its_zeros(keyed) -> None:
    keyed.apply(write("admission_no", "000103", "000777"))
    assert keyed.sheet()["A6"].value == "000777"


def test_a_number_is_not_shown_as_a_day_or_a_share(keyed) -> None:
    keyed.apply(NewColumn("c", "attendance", "asked for"), stamp="L/2")

    def as_share(sheet: Any) -> None:
        sheet["M6"].number_format = "0%"

    keyed.edit(as_share)
    keyed.apply(write("attendance", "", "95.2"), stamp="L/3")
    cell = keyed.sheet()["M6"]
    assert (cell.value, cell.number_format) == (95.2, "General")


def test_a_cell_is_cleared_and_keeps_its_colour(keyed) -> None:
    keyed.apply(write("surname", "Madeup", ""))
    cell = keyed.sheet()["B6"]
    assert cell.value is None
    assert cell.fill.start_color.rgb == "00FFF2CC"


# --- what keeps a write out


def test_a_formula_is_never_written_over(keyed, edit_member) -> None:
    edit_member(keyed.path, SHEET, lambda xml: xml.replace('<c r="H6"', '<c r="F6"><f>"K"</f><v>x</v></c><c r="H6"', 1))
    outcomes = keyed.apply(write("sen_status", "x", "K"))
    assert outcomes == [Outcome("w", Result.REFUSED, "a formula stands there")]


def test_the_spill_of_an_array_formula_is_not_written_over(keyed) -> None:
    keyed.edit(lambda sheet: sheet.__setitem__("F4", ArrayFormula("F4:F6", "=E4:E6")))
    assert only(keyed.apply(write("sen_status", "", "K"))) is Result.REFUSED


def test_a_merged_cell_is_not_written(keyed) -> None:
    keyed.edit(lambda sheet: sheet.merge_cells("F6:G6"))
    assert only(keyed.apply(write("sen_status", "", "K"))) is Result.REFUSED


def test_a_cell_that_changed_is_left(keyed) -> None:
    keyed.edit(lambda sheet: sheet.__setitem__("F6", "E"))
    assert only(keyed.apply(write("sen_status", "", "K"))) is Result.STALE
    assert keyed.shown()["key3"]["sen_status"] == "E"


def test_a_cell_that_shows_no_value_is_not_taken_for_a_blank_one(keyed, edit_member) -> None:
    edit_member(keyed.path, SHEET, lambda xml: xml.replace('<c r="H6"', '<c r="F6" t="e"><v>#N/A</v></c><c r="H6"', 1))
    assert only(keyed.apply(write("sen_status", "", "K"))) is Result.STALE


def test_a_cell_that_shows_the_value_already_is_done(keyed) -> None:
    """The SENCO typed "SEN support" meanwhile: the same fact in her words, which stay."""
    keyed.edit(lambda sheet: sheet.__setitem__("F6", "SEN support"))
    assert only(keyed.apply(write("sen_status", "", "K"))) is Result.DONE
    assert keyed.sheet()["F6"].value == "SEN support"


def test_a_text_longer_than_a_cell_is_refused(keyed) -> None:
    assert only(keyed.apply(write("surname", "Madeup", "x" * 32_768))) is Result.REFUSED
    assert only(keyed.apply(new_row(surname="x" * 32_768))) is Result.REFUSED


def test_a_field_without_a_column_is_stale(keyed) -> None:
    assert only(keyed.apply(write("notes", "", "x"))) is Result.STALE
    assert only(keyed.apply(new_row(notes="x"))) is Result.STALE


# --- new lines


def test_a_new_line_stands_under_the_last_and_looks_like_it(keyed) -> None:
    keyed.apply(
        new_row(surname="Newly", admission_no="000109", dob="2014-01-02", year_group="7", pupil_premium="false")
    )
    sheet = keyed.sheet()
    assert sheet["A7"].number_format == "@"
    assert sheet["B7"].fill.start_color.rgb == "00FFF2CC"
    assert sheet["D7"].number_format == "dd/mm/yyyy"
    assert [sheet.cell(7, column).value for column in (1, 2, 5, 8)] == ["000109", "Newly", 7, "N"]
    assert not sheet.row_dimensions[7].hidden


def test_filter_colours_and_dropdowns_reach_a_new_line(keyed) -> None:
    def people_add_a_rule(sheet: Any) -> None:
        rule = DataValidation(type="list", formula1='"front,back"')
        rule.add("J4:J6")
        sheet.add_data_validation(rule)

    keyed.edit(people_add_a_rule)
    keyed.apply(new_row(surname="Newly"), stamp="L/2")
    sheet = keyed.sheet()
    assert sheet.auto_filter.ref == "A3:L7"
    assert [str(found.sqref) for found in sheet.conditional_formatting] == ["F4:F7"]
    assert "J4:J7" in [str(rule.sqref) for rule in sheet.data_validations.dataValidation]
    names = keyed.members()["xl/workbook.xml"].decode()
    assert "'SEN Register'!$A$3:$L$7" in names


def test_a_rule_for_the_last_line_alone_stays_there(keyed) -> None:
    def mark_last(sheet: Any) -> None:
        sheet.conditional_formatting.add("B6", openpyxl.formatting.rule.FormulaRule(["TRUE"]))

    keyed.edit(mark_last)
    keyed.apply(new_row(surname="Newly"), stamp="L/2")
    assert {str(found.sqref) for found in keyed.sheet().conditional_formatting} == {"B6", "F4:F7"}


def test_what_people_wrote_below_stays_where_it_is(keyed) -> None:
    def add_footer(sheet: Any) -> None:
        sheet["C7"], sheet["B8"] = "=COUNTA(B4:B6)", "Updated weekly"

    keyed.edit(add_footer)
    keyed.apply(new_row(surname="Newly"), stamp="L/2")
    sheet = keyed.sheet()
    assert (sheet["C7"].value, sheet["B8"].value, sheet["B9"].value) == ("=COUNTA(B4:B6)", "Updated weekly", "Newly")
    assert sheet.auto_filter.ref == "A3:L6"


def test_new_lines_follow_one_another(keyed) -> None:
    rows = [NewRow(f"n{n}", f"new{n}", {"surname": f"Newly{n}"}, "joined") for n in range(3)]
    keyed.apply(*rows)
    assert [row.key for row in keyed.read().rows][3:] == ["new0", "new1", "new2"]
    assert keyed.sheet().auto_filter.ref == "A3:L9"


def test_the_first_line_of_an_empty_register_is_written(keyed) -> None:
    keyed.edit(lambda sheet: sheet.delete_rows(4, 3))
    keyed.apply(new_row(surname="Newly", dob="2014-01-02"), stamp="L/2")
    row = keyed.read().rows[0]
    assert (row.line, row.key) == (4, "key9")
    assert keyed.sheet()["D4"].is_date


# --- keys


def test_a_key_finds_its_child_after_a_sort(book) -> None:
    link = Link("l", "key9", 4, {"surname": "Madeup", "dob": "2013-05-01"}, "a person said so")
    assert {o.result for o in book.apply(NewColumn("c", "", "adopted"), link)} == {Result.DONE}
    assert book.sheet()["L6"].value == "key9"


def test_a_key_is_not_given_where_two_lines_fit(book) -> None:
    link = Link("l", "key9", 1, {"pupil_premium": "false"}, "a person said so")
    results = [o.result for o in book.apply(NewColumn("c", "", "adopted"), link)]
    assert results == [Result.DONE, Result.STALE]


def test_a_line_with_a_key_gets_no_other(keyed) -> None:
    link = Link("l", "key9", 6, {"surname": "Madeup"}, "a person said so")
    assert only(keyed.apply(link)) is Result.STALE
    assert keyed.sheet()["L6"].value == "key3"


def test_a_link_without_a_key_column_is_stale(book) -> None:
    assert only(book.apply(Link("l", "key9", 6, {"surname": "Madeup"}, "x"))) is Result.STALE


# --- columns


def test_a_new_column_stands_right_of_the_others_in_their_style(keyed) -> None:
    keyed.apply(NewColumn("c", "key_adult", "asked for"), stamp="L/2")
    sheet = keyed.sheet()
    assert sheet["M3"].value == "Key adult"
    assert sheet["M3"].fill.start_color.rgb == "001F4E78"
    assert sheet.auto_filter.ref == "A3:M6", "or a sort would leave the column behind"
    keyed.apply(write("key_adult", "", "Ms Nobody"), stamp="L/3")
    assert keyed.sheet()["M6"].value == "Ms Nobody"


def test_a_new_column_steps_over_what_people_keep_beside_the_register(book) -> None:
    book.edit(lambda sheet: sheet.__setitem__("L9", "a note"))
    book.apply(NewColumn("c", "", "adopted"))
    assert book.sheet()["M3"].value == "Pupil key"


def validations(book) -> dict[str, tuple[str, str]]:
    return {str(v.sqref): (v.type, v.formula1) for v in book.sheet().data_validations.dataValidation}


def test_taking_over_brings_dropdowns_where_there_are_none_and_guards_the_key(book) -> None:
    def own_list(sheet: Any) -> None:
        rule = DataValidation(type="list", formula1='"K,E"')
        rule.add("F4:F6")
        sheet.add_data_validation(rule)

    book.edit(own_list)
    book.apply(NewColumn("c", "", "adopted"))
    found = validations(book)
    assert found["F4:F6"] == ("list", '"K,E"')
    assert found["H4:H1048576"] == ("list", '"Y,N"')
    assert found["L4:L1048576"] == ("custom", "FALSE")
    assert found["G4:G1048576"][1].startswith('"SPLD,MLD')
    assert "BESD" not in found["G4:G1048576"][1], "old codes are read, never offered"
    assert "F4:F1048576" not in found


def test_a_dropdown_that_people_removed_does_not_come_back(keyed) -> None:
    keyed.edit(lambda sheet: sheet.data_validations.dataValidation.clear())
    keyed.apply(write("sen_status", "", "K"), stamp="L/2")
    assert validations(keyed) == {}


def test_taking_over_freezes_the_headings_unless_people_froze_something(book) -> None:
    other = book.path.with_name("other.xlsx")
    other.write_bytes(book.path.read_bytes())
    book.apply(NewColumn("c", "", "adopted"))
    assert book.sheet().freeze_panes == "A4"
    book.path = other
    book.edit(lambda sheet: setattr(sheet, "freeze_panes", "C4"))
    book.config = type(book.config)("xlsx", other.name)
    book.apply(NewColumn("c", "", "adopted"))
    assert book.sheet().freeze_panes == "C4"


# --- tables


@pytest.fixture
def tabled(book, school_workbook):
    """The same register as an Excel table."""
    school_workbook(table=True).save(book.path)
    return book


def the_table(book) -> Any:
    return next(iter(book.sheet().tables.values()))


def test_a_table_takes_in_a_new_column_and_a_new_line(tabled) -> None:
    tabled.apply(NewColumn("c", "", "adopted"), new_row(surname="Newly"))
    table = the_table(tabled)
    assert (table.ref, table.autoFilter.ref) == ("A3:L7", "A3:L7")
    assert [column.name for column in table.tableColumns][-1] == "Pupil key"


def test_a_table_with_something_right_of_it_gets_no_column(tabled) -> None:
    tabled.edit(lambda sheet: sheet.__setitem__("L5", "a note"))
    assert only(tabled.apply(NewColumn("c", "", "adopted"))) is Result.REFUSED


def test_a_table_with_totals_keeps_them(tabled) -> None:
    def add_totals(sheet: Any) -> None:
        table = next(iter(sheet.tables.values()))
        table.ref, table.totalsRowCount = "A3:K7", 1
        sheet["B7"] = "=SUBTOTAL(103,B4:B6)"

    tabled.edit(add_totals)
    tabled.apply(NewColumn("c", "", "adopted"), new_row(surname="Newly"))
    assert the_table(tabled).ref == "A3:L7"
    assert tabled.sheet()["B7"].value == "=SUBTOTAL(103,B4:B6)"
    assert tabled.sheet()["B8"].value == "Newly"
