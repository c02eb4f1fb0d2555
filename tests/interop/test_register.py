"""A register that we wrote is the same workbook to LibreOffice, but for the cells that the plan named."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from senco_connect import School
from senco_connect.batch import CellWrite, Link, NewColumn
from senco_connect.run import Planned

Convert = Callable[[Path, str], Path]
Cells = dict[tuple[str, int, int], str]

AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
CONFIG = """[school]
name = "Elmby School"

[sources.mis]
adapter = "table"
file = "export.csv"

[register]
adapter = "xlsx"
file = "SEN register, Élise's.xlsx"
"""
EXPORT = [
    ["UPN", "Surname", "Forename", "Date of birth", "Year", "Class", "SEN status", "Primary need"],
    ["A801000000001", "Alderby", "Zoë", "03/04/2014", "7", "7A", "K", "SLCN"],
    ["", "Bramley", "Cai", "14/11/2013", "7", "7C", "E", "ASD"],
    ["", "Cornwick", "Isla", "30/01/2013", "8", "8A", "K", "HI"],
]
KEPT = [
    ["Elmby School, SEN register"],
    [],
    ["UPN", "Surname", "Forename", "DOB", "Yr", "Form", "SEN Status", "Primary need", "Our notes", "Age in days"],
    ["", "Alderby", "Zoë", "03/04/2014", "7", "7A", "K", "SLCN", "likes \"chess\"", "=TODAY()-41732"],
    ["", "Bramley", "Cai", "14/11/2013", "7", "7C", "", "", "second\nline", "=1+1"],
]  # fmt: skip


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school whose SENCO has kept a workbook with a title, colours, a comment, formulas and columns of her own."""
    from senco_connect.record.identifiers import upn_check_letter

    rows = [list(row) for row in EXPORT]
    for number, row in enumerate(rows[1:], start=1):
        digits = f"801{number:09d}"
        row[0] = upn_check_letter(f"A{digits}") + digits
    with (tmp_path / "export.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "SEN"
    for row in KEPT:
        sheet.append(row)
    for line, row in zip((4, 5), rows[1:3], strict=True):
        sheet.cell(line, 1, row[0])
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["B4"].fill = PatternFill("solid", start_color="FFF2CC")
    sheet["B4"].comment = Comment("Ask about the hearing test", "SENCO")
    sheet.auto_filter.ref = "A3:J5"
    book.create_sheet("Contacts").append(["Alderby", "mother, Tuesdays"])
    book.save(tmp_path / "SEN register, Élise's.xlsx")
    (tmp_path / "senco.toml").write_text(CONFIG, encoding="utf-8")
    return School.open(tmp_path / "senco.toml")


def _book(school: School) -> Path:
    return next(school.config.folder.glob("*.xlsx"))


def _shown(file: Path, convert: Convert) -> Cells:
    """What LibreOffice shows: the text of each cell that has any, by sheet, line and column."""
    return dict(_cells(convert(file, AS_CSV)))


def _cells(folder: Path) -> Iterator[tuple[tuple[str, int, int], str]]:
    for sheet in folder.glob("*.csv"):
        name = sheet.stem.rpartition("-")[2]
        with sheet.open(newline="", encoding="utf-8") as stream:
            for line, row in enumerate(csv.reader(stream), start=1):
                yield from (((name, line, column), text) for column, text in enumerate(row, start=1) if text)


def _applied(school: School) -> Planned:
    planned = school.plan()
    school.apply(planned, approved=planned.plan.id)
    return planned


def _a_week_passes(school: School) -> None:
    export = school.config.folder / "export.csv"
    export.write_text(export.read_text(encoding="utf-8").replace("7A", "7B"), encoding="utf-8")


def test_only_what_the_plan_names_looks_different_to_libreoffice(school: School, office: Convert) -> None:
    _applied(school)
    before = _shown(_book(school), office)
    _a_week_passes(school)
    planned = _applied(school)
    after = _shown(_book(school), office)
    assert [(op.expect, op.value) for op in planned.plan.operations if isinstance(op, CellWrite)] == [("7A", "7B")]
    different = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
    assert [(before[place], after[place]) for place in different] == [("7A", "7B")]


def test_people_s_own_cells_are_as_they_were_after_the_first_sync(school: School, office: Convert) -> None:
    before = _shown(_book(school), office)
    _applied(school)
    after = _shown(_book(school), office)
    assert {place: text for place, text in before.items() if after.get(place) != text} == {}


def test_libreoffice_shows_what_was_written(school: School, office: Convert) -> None:
    planned = _applied(school)
    texts = set(_shown(_book(school), office).values())
    operations = planned.plan.operations
    assert {op.value for op in operations if isinstance(op, CellWrite) and op.value.isalnum()} <= texts
    assert {op.key for op in operations if not isinstance(op, NewColumn)} <= texts
    assert {"Cornwick", "Isla", "8A"} <= texts


def test_a_day_that_was_written_is_a_day_to_libreoffice_and_no_text(school: School, office: Convert) -> None:
    _applied(school)
    sheet = openpyxl.load_workbook(office(_book(school), "xlsx") / _book(school).name)["SEN"]
    assert datetime(2013, 1, 30) in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_register_saved_by_libreoffice_needs_no_changes(school: School, office: Convert) -> None:
    planned = _applied(school)
    assert any(isinstance(op, Link) for op in planned.plan.operations)
    saved = office(_book(school), "xlsx") / _book(school).name
    _book(school).write_bytes(saved.read_bytes())
    again = school.plan()
    assert again.refusals == ()
    assert again.plan.operations == []


def test_a_register_edited_after_libreoffice_saved_it_is_still_followed(school: School, office: Convert) -> None:
    _applied(school)
    saved = office(_book(school), "xlsx") / _book(school).name
    book = openpyxl.load_workbook(saved)
    sheet = book["SEN"]
    (row,) = [cell.row for line in sheet.iter_rows() for cell in line if cell.value == "Bramley"]
    sheet.cell(row, 7, "K")
    book.save(_book(school))
    again = school.plan()
    assert [matter.field for matter in again.plan.matters if matter.kind == "to type in the MIS"] == ["SEN status"]


def test_a_new_register_opens_in_libreoffice_with_its_tabs_and_headings(tmp_path: Path, office: Convert) -> None:
    (tmp_path / "senco.toml").write_text(CONFIG, encoding="utf-8")
    school = School.open(tmp_path / "senco.toml")
    register = school.stores.register
    register.create()  # type: ignore[union-attr]
    shown = _shown(_book(school), office)
    headings = {text for (sheet, line, _), text in shown.items() if (sheet, line) == ("Register", 1)}
    assert {"Surname", "Pupil key", "SEN status"} <= headings
    assert {sheet for sheet, _, _ in shown} >= {"Register", "Issues", "Lists", "How to"}
