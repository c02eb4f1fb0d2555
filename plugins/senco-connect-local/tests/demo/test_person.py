"""A person's edits leave the workbook as Excel would: whatever belongs to a line or a column goes with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from senco_connect_local.demo.entries import HEADINGS
from senco_connect_local.demo.grid import read_grid
from senco_connect_local.demo.person import Person
from senco_connect_local.demo.register import HEADING_LINE, TAB
from senco_connect_local.demo.shifting import shifted_formula, shifted_ranges
from senco_connect_local.demo.values import save_workbook

FORM = HEADINGS.index("Form") + 1


def _sheet(path: Path, *, values: bool = False) -> Worksheet:
    tab: Worksheet = openpyxl.load_workbook(path, data_only=values)[TAB]
    return tab


def _by_child(path: Path) -> dict[str, list[Any]]:
    """Give each line of the register, by admission number, as it shows."""
    return {str(line[0]).lstrip("0"): line[1:] for line in read_grid(path)[HEADING_LINE:]}


def _marked(path: Path) -> None:
    """Add what the library adds: a hidden name on a heading, a text among the names, a dropdown."""
    workbook = openpyxl.load_workbook(path)
    shown = {(TAB, c.coordinate): c.value for row in _sheet(path, values=True).iter_rows() for c in row}
    for name, text in (("_senco.x", f"'{TAB}'!$G$4"), ("_senco.y", f"'{TAB}'!$C$4"), ("_senco.stamp", '"a:1"')):
        workbook.defined_names[name] = DefinedName(name, attr_text=text, hidden=True)
    rule = DataValidation("list", formula1='"E,K,N"', sqref="H5:H1048576")
    workbook[TAB].add_data_validation(rule)
    save_workbook(workbook, path, shown=shown)


@pytest.mark.parametrize("value", ["Gold", date(2027, 1, 21), None])
def test_what_is_typed_stands_after_saving(register: Path, value: str | date | None) -> None:
    person = Person(register)
    person.types("004526", "Next review", value)
    person.save()
    assert Person(register).sees("004526", "Next review") == value


def test_a_cell_is_found_though_excel_dropped_the_noughts(register: Path) -> None:
    assert Person(register).sees("004526", "Surname") == Person(register).sees("4526", "Surname")


def test_saving_without_a_change_changes_no_cell(register: Path) -> None:
    before = read_grid(register)
    Person(register).save()
    assert read_grid(register) == before


def test_a_sort_moves_whole_lines(register: Path) -> None:
    before = _by_child(register)
    person = Person(register)
    person.sorts_by("Surname", "Forename")
    person.save()
    assert _by_child(register) == before
    names = [(str(line[1]).casefold(), str(line[2]).casefold()) for line in _by_child(register).values()]
    assert names == sorted(names)


def test_after_a_sort_a_formula_points_at_its_own_line(register: Path) -> None:
    person = Person(register)
    person.sorts_by("Surname", "Forename")
    person.save()
    formulas = [(cell.value, cell.coordinate) for cell in _sheet(register)["R"][HEADING_LINE:]]
    first, place = formulas[0]
    assert [f for f, _ in formulas] == [Translator(str(first), place).translate_formula(at) for _, at in formulas]


def test_after_a_sort_comments_and_colours_are_beside_the_same_child(register: Path) -> None:
    before = _put_beside(register)
    person = Person(register)
    person.sorts_by("Surname")
    person.save()
    assert _put_beside(register) == before


def _put_beside(path: Path) -> set[tuple[object, ...]]:
    """Give each comment and each colour, with the admission number of the line and the column."""
    lines = _sheet(path).iter_rows(min_row=HEADING_LINE + 1)
    return {
        (line[0].value, cell.column, cell.comment.text if cell.comment else cell.fill.fgColor.rgb)
        for line in lines
        for cell in line
        if cell.comment or cell.fill.fill_type
    }


def test_an_inserted_column_shifts_all_that_stands_right_of_it(register: Path) -> None:
    before = read_grid(register)
    person = Person(register)
    person.inserts_column_before("Form", "Trip consent")
    person.save()
    after = read_grid(register)
    assert [line[FORM - 1] for line in after[HEADING_LINE - 1 :]] == ["Trip consent", *[""] * 140]
    assert [line[: FORM - 1] + line[FORM:] for line in after] == before


def test_an_inserted_column_moves_what_points_at_cells(register: Path) -> None:
    _marked(register)
    person = Person(register)
    person.inserts_column_before("Form", "Trip consent")
    person.save()
    workbook = openpyxl.load_workbook(register)
    sheet = workbook[TAB]
    names = {name: (n.attr_text, n.hidden) for name, n in workbook.defined_names.items()}
    assert names["_senco.x"] == (f"'{TAB}'!$H$4", True)
    assert names["_senco.y"] == (f"'{TAB}'!$C$4", True)
    assert names["_senco.stamp"] == ('"a:1"', True)
    assert [(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation] == [
        ("I5:I1048576", '"E,K,N"')
    ]
    colours = {str(range_.sqref): range_.rules[0].formula for range_ in sheet.conditional_formatting}
    assert colours["A5:T144"] == ['LEFT($I5,1)="E"']
    assert colours["P5:P144"] == ["AND(ISNUMBER(P5),P5<DATE(2027,1,1))"]
    assert sheet.auto_filter.ref == "A4:T144"
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"A1:T1", "A2:T2"}
    assert sheet["S5"].value == "=Q5*R5"
    widths = sheet.column_dimensions
    assert (widths["B"].hidden, widths["H"].width, widths["M"].width) == (True, 7, 38)


def test_a_new_heading_looks_like_its_neighbours(register: Path) -> None:
    person = Person(register)
    person.inserts_column_before("Form", "Trip consent")
    person.renames("Form", "Tutor base")
    person.save()
    new, renamed = _sheet(register)["G4"], _sheet(register)["H4"]
    assert (new.value, renamed.value) == ("Trip consent", "Tutor base")
    assert (repr(new.font), repr(new.fill)) == (repr(renamed.font), repr(renamed.fill))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=P5*Q5", "=Q5*R5"),
        ("=A5*Z5", "=A5*AA5"),
        ('=IF(H5="H5",$G$5,"")', '=IF(I5="H5",$H$5,"")'),
        ("=LOG10(B5)+SUM(F5:G9)", "=LOG10(B5)+SUM(F5:H9)"),
        ("=2026-13", "=2026-13"),
        ("=Meetings!H5", "=Meetings!H5"),
    ],
)
def test_a_formula_is_shifted_where_it_points_right_of_a_new_column(before: str, after: str) -> None:
    assert shifted_formula(before, 7) == after


def test_a_range_is_widened_where_the_new_column_falls_into_it() -> None:
    assert shifted_ranges("A1:S1 F5:F144 H5", 7) == "A1:T1 F5:F144 I5"
