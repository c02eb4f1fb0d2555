"""A column is followed by its mark, found by its heading, and never guessed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from senco_connect_local.config import XlsxConfig
from senco_connect_local.look import mark_name

from senco_connect.adapters import CellWrite
from senco_connect.errors import RegisterRefused


def refusal_of(book) -> RegisterRefused:
    with pytest.raises(RegisterRefused) as refusal:
        book.read()
    return refusal.value


def configured(book, **changes: Any):
    return replace(book, config=replace(book.config, **changes))


def insert_column(book, place: int) -> None:
    """Insert a column as Excel does: names, too, move with the cells they point at."""
    workbook = openpyxl.load_workbook(book.path)
    workbook["SEN Register"].insert_cols(place)

    def moved(match: re.Match[str]) -> str:
        column = openpyxl.utils.column_index_from_string(match[1])
        return f"${openpyxl.utils.get_column_letter(column + (column >= place))}${match[2]}"

    for name in workbook.defined_names.values():
        name.attr_text = re.sub(r"\$([A-Z]+)\$(\d+)", moved, name.attr_text)
    workbook.save(book.path)


def lose_mark(book, field: str, *, text: str = "'SEN Register'!#REF!") -> None:
    workbook = openpyxl.load_workbook(book.path)
    workbook.defined_names[mark_name(field)].attr_text = text
    workbook.save(book.path)


def rename_heading(book, old: str, new: str) -> None:
    def change(sheet: Any) -> None:
        next(cell for cell in sheet[3] if cell.value == old).value = new

    book.edit(change)


def test_a_renamed_heading_is_followed_by_its_mark(keyed) -> None:
    before = keyed.shown()
    rename_heading(keyed, "SEN Status", "Where they are")
    assert keyed.shown() == before


def test_an_inserted_column_is_followed(keyed) -> None:
    before = keyed.shown()
    insert_column(keyed, 2)
    assert keyed.shown() == before
    keyed.apply(CellWrite("w", "key3", "sen_status", "", "K", "agreed"), stamp="L/2")
    assert keyed.sheet()["G6"].value == "K"


def test_without_marks_the_headings_do(keyed) -> None:
    before = keyed.shown()
    workbook = openpyxl.load_workbook(keyed.path)
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    workbook.save(keyed.path)
    assert keyed.shown() == before


def test_a_lost_mark_is_made_up_for_by_the_heading_and_set_again(keyed) -> None:
    lose_mark(keyed, "sen_status")
    assert keyed.shown()["key1"]["sen_status"] == "K"
    keyed.apply(stamp="L/2")
    names = openpyxl.load_workbook(keyed.path).defined_names
    assert names[mark_name("sen_status")].attr_text == "'SEN Register'!$F$3"


def test_a_known_column_without_mark_and_heading_stops_the_run(keyed) -> None:
    rename_heading(keyed, "SEN Status", "Where they are")
    lose_mark(keyed, "sen_status")
    refusal = refusal_of(keyed)
    assert refusal.code == "X202"
    assert refusal.column == "SEN status"
    assert refusal.exit_code == 3


def test_a_column_can_be_let_go(keyed) -> None:
    rename_heading(keyed, "SEN Status", "Where they are")
    lose_mark(keyed, "sen_status")
    assert "sen_status" not in configured(keyed, columns={"SEN status": ""}).read().fields


def test_a_deleted_key_column_stops_the_run(keyed) -> None:
    keyed.edit(lambda sheet: sheet.delete_cols(12))
    lose_mark(keyed, "")
    assert refusal_of(keyed).column == "Pupil key"


def test_a_heading_that_stands_twice_stops_the_run(keyed) -> None:
    rename_heading(keyed, "Seat", "SEN Status")
    assert refusal_of(keyed).code == "X203"


def test_two_headings_of_one_field_are_a_question(book) -> None:
    rename_heading(book, "Seat", "SEN Stage")
    refusal = refusal_of(book)
    assert refusal.code == "X203"
    assert '"SEN Status" and "SEN Stage"' in refusal.what


def test_another_word_for_a_known_field_is_peoples_own(keyed) -> None:
    """A SENCO adds a column "SEN Stage" one day: the run goes on, and the column is hers."""
    rename_heading(keyed, "Seat", "SEN Stage")
    assert "SEN Stage" in keyed.read().unused


def test_headings_that_changed_places_stop_the_run(keyed) -> None:
    """Columns moved by copy and paste leave the marks behind: every status would be a need."""
    rename_heading(keyed, "SEN Status", "x")
    rename_heading(keyed, "Primary Need", "SEN Status")
    rename_heading(keyed, "x", "Primary Need")
    assert refusal_of(keyed).code == "X204"


def test_the_mapping_names_columns_that_nothing_else_would(book) -> None:
    mapped = configured(book, columns={"Seat": "notes", "PP": ""})
    fields = mapped.read().fields
    assert "notes" in fields
    assert "pupil_premium" not in fields


def test_a_mapped_heading_that_is_not_there_stops_the_run(book) -> None:
    assert refusal_of(configured(book, columns={"Tutor's words": "notes"})).code == "X202"


def test_a_double_heading_is_told_apart_by_its_number(book) -> None:
    rename_heading(book, "Seat", "SEN Status")
    snapshot = configured(book, columns={"SEN Status#2": "notes"}).read()
    assert dict(snapshot.cells(snapshot.rows[0]))["notes"] == "by the door"
    assert dict(snapshot.cells(snapshot.rows[0]))["sen_status"] == "K"


def test_a_mapping_to_an_unknown_field_is_a_config_error() -> None:
    with pytest.raises(ValueError, match="no field: SEN"):
        XlsxConfig("xlsx", "register.xlsx", columns={"SEN": "sen_statsu"})


def test_a_renamed_tab_is_followed(keyed) -> None:
    workbook = openpyxl.load_workbook(keyed.path)
    workbook["SEN Register"].title = "Register '26"
    for name in workbook.defined_names.values():
        name.attr_text = name.attr_text.replace("'SEN Register'", "'Register ''26'")
    workbook.save(keyed.path)
    assert len(configured(keyed, sheet="SEN Register").shown()) == 3


def test_a_configured_tab_that_is_not_there_stops_the_run(book) -> None:
    assert refusal_of(configured(book, sheet="Register")).code == "X201"


def test_a_configured_tab_is_found_whatever_its_capitals(book) -> None:
    assert len(configured(book, sheet="sen register").read().rows) == 3


def test_two_tabs_that_claim_to_be_the_register_stop_the_run(keyed) -> None:
    assert refusal_of(configured(keyed, sheet="Summary")).code == "X205"


def test_a_copy_of_the_tab_is_not_the_register(keyed, edit_member) -> None:
    """Excel gives the copy names of its own, with a scope; the marks stay on the first."""
    workbook = openpyxl.load_workbook(keyed.path)
    workbook.copy_worksheet(workbook["SEN Register"]).title = "AAA backup"
    workbook.move_sheet("AAA backup", -2)
    workbook.save(keyed.path)
    scoped = '<definedName name="_senco.surname" localSheetId="0">\'AAA backup\'!$B$3</definedName></definedNames>'
    edit_member(keyed.path, "xl/workbook.xml", lambda xml: xml.replace("</definedNames>", scoped))
    keyed.apply(CellWrite("w", "key3", "sen_status", "", "K", "agreed"), stamp="L/2")
    workbook = openpyxl.load_workbook(keyed.path)
    assert workbook["SEN Register"]["F6"].value == "K"
    assert workbook["AAA backup"]["F6"].value is None


def test_a_workbook_without_a_register_is_refused(book) -> None:
    workbook = openpyxl.load_workbook(book.path)
    del workbook["SEN Register"]
    workbook.save(book.path)
    assert refusal_of(book).code == "X201"


def test_a_hidden_tab_of_last_year_is_passed_over(book) -> None:
    workbook = openpyxl.load_workbook(book.path)
    copy = workbook.copy_worksheet(workbook["SEN Register"])
    copy.title, copy.sheet_state = "2019", "hidden"
    copy["B4"] = "Long-Gone"
    workbook.move_sheet("2019", -2)
    workbook.save(book.path)
    assert book.read().rows[0].values[1] == "Sample-Pound"


def test_a_heading_that_may_mean_several_things_contradicts_nothing(keyed) -> None:
    """ "Since" may be asked about elsewhere; on a column that is known it is just a new name."""
    before = keyed.shown()
    rename_heading(keyed, "Seat", "Support")
    rename_heading(keyed, "SEN Status", "Level of Support")
    rename_heading(keyed, "Primary Need", "Since")
    assert keyed.shown() == before


def test_a_key_column_comes_back_with_its_heading(keyed) -> None:
    keyed.edit(lambda sheet: sheet.delete_cols(12))
    lose_mark(keyed, "")
    assert "columns" not in refusal_of(keyed).cure
    keyed.edit(lambda sheet: sheet.__setitem__("L3", "Pupil key"))
    assert keyed.read().has_keys
