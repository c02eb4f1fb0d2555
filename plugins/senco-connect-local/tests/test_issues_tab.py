"""The Issues tab says what waits for a person, and is written only when that changed."""

from __future__ import annotations

from typing import Any

import openpyxl

from senco_connect.adapters import Matter

CONFLICT = Matter(
    "conflict", "key1", "next_review", (("mis", "2026-05-01"), ("register", "Spring")), "both", "Choose one"
)
HELD = Matter("held", "key2", "surname", (("register", "=O'Other"),), "MIS", "Correct it in the MIS")


def lines(book, title: str = "Issues") -> list[list[Any]]:
    sheet = openpyxl.load_workbook(book.path)[title]
    return [[cell for cell in row if cell is not None] for row in sheet.values]


def test_each_matter_is_a_line_with_what_each_store_shows(keyed) -> None:
    keyed.apply(matters=(CONFLICT, HELD), stamp="L/2")
    _, headings, first, second = lines(keyed)
    assert headings == ["Pupil key", "Field", "Matter", "In the MIS", "In the register", "Who acts", "What to do"]
    assert first == ["key1", "Next review", "conflict", "01/05/2026", "Spring", "both", "Choose one"]
    assert second == ["key2", "Surname", "held", "=O'Other", "MIS", "Correct it in the MIS"]


def test_settled_matters_go(keyed) -> None:
    keyed.apply(matters=(CONFLICT, HELD), stamp="L/2")
    keyed.apply(matters=(HELD,), stamp="L/3")
    assert [line[0] for line in lines(keyed)[2:]] == ["key2"]
    keyed.apply(stamp="L/4")
    assert len(lines(keyed)) == 2


def test_the_same_matters_leave_the_file_as_it_is(keyed) -> None:
    keyed.apply(matters=(CONFLICT,), stamp="L/2")
    before = keyed.path.read_bytes()
    keyed.apply(matters=(CONFLICT,), stamp="L/2")
    assert keyed.path.read_bytes() == before


def test_no_tab_is_added_for_nothing(keyed) -> None:
    keyed.apply(stamp="L/2")
    assert "Issues" not in openpyxl.load_workbook(keyed.path).sheetnames


def test_a_tab_of_peoples_own_is_not_taken(keyed) -> None:
    workbook = openpyxl.load_workbook(keyed.path)
    workbook.create_sheet("ISSUES")["A1"] = "our own list"
    workbook.save(keyed.path)
    keyed.apply(matters=(CONFLICT,), stamp="L/2")
    assert lines(keyed, "ISSUES") == [["our own list"]]
    assert len(lines(keyed, "Issues 1")) == 3


def test_a_deleted_tab_is_made_again(keyed) -> None:
    keyed.apply(matters=(CONFLICT,), stamp="L/2")
    workbook = openpyxl.load_workbook(keyed.path)
    del workbook["Issues"]
    workbook.defined_names["_senco.issues"].attr_text = "#REF!"
    workbook.save(keyed.path)
    keyed.apply(matters=(CONFLICT,), stamp="L/3")
    assert len(lines(keyed)) == 3


def test_what_people_typed_into_the_tab_is_replaced_and_its_looks_stay(keyed) -> None:
    keyed.apply(matters=(CONFLICT,), stamp="L/2")
    workbook = openpyxl.load_workbook(keyed.path)
    sheet = workbook["Issues"]
    sheet["H3"], sheet["A9"] = "=1+1", "note"
    sheet["A3"].fill = openpyxl.styles.PatternFill("solid", start_color="C6EFCE")
    sheet.merge_cells("B3:C3")
    workbook.save(keyed.path)
    keyed.apply(matters=(HELD,), stamp="L/3")
    assert [line[:1] for line in lines(keyed)[2:]] == [["key2"]]
    assert lines(keyed)[2][-1] == "Correct it in the MIS"
    sheet = openpyxl.load_workbook(keyed.path)["Issues"]
    assert sheet["A3"].fill.start_color.rgb == "00C6EFCE"


def test_the_order_of_calculation_goes_with_a_formula_that_it_names(keyed, edit_member) -> None:
    """Excel offers to repair a workbook whose chain names a cell without a formula."""
    keyed.apply(matters=(CONFLICT,), stamp="L/2")
    formula = '<c r="H3"><f>1+1</f><v>2</v></c></row>'
    edit_member(
        keyed.path, "xl/worksheets/sheet3.xml", lambda xml: xml.replace("</row></sheetData>", formula + "</sheetData>")
    )
    assert "xl/calcChain.xml" in keyed.members()
    keyed.apply(matters=(HELD,), stamp="L/3")
    members = keyed.members()
    assert "xl/calcChain.xml" not in members
    assert b"calcChain" not in members["[Content_Types].xml"] + members["xl/_rels/workbook.xml.rels"]


def test_the_issues_tab_is_never_taken_for_the_register(keyed) -> None:
    keyed.apply(matters=(CONFLICT,), stamp="L/2")
    workbook = openpyxl.load_workbook(keyed.path)
    workbook.move_sheet("Issues", -2)
    for name in [n for n in workbook.defined_names if n != "_senco.issues"]:
        del workbook.defined_names[name]
    workbook.save(keyed.path)
    assert len(keyed.read().rows) == 3
