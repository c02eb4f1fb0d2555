"""The register looks like a SENCO's: two readers open it, and its dirt is the dirt that was meant."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from senco_connect_local.demo.entries import HEADINGS, Entry
from senco_connect_local.demo.grid import read_grid
from senco_connect_local.demo.people import Roll
from senco_connect_local.demo.register import HEADING_LINE, TAB

FIRST, LAST = HEADING_LINE + 1, HEADING_LINE + 140


@pytest.fixture
def sheet(register: Path) -> Worksheet:
    """Give the register's tab as openpyxl sees it."""
    tab: Worksheet = openpyxl.load_workbook(register)[TAB]
    return tab


def test_calamine_finds_140_lines_under_two_titles_and_a_gap(register: Path, lines: tuple[Entry, ...]) -> None:
    grid = read_grid(register)
    assert grid[HEADING_LINE - 1] == list(HEADINGS)
    assert [line[2] for line in grid[HEADING_LINE:]] == [entry.child.surname for entry in lines]
    assert len(lines) == 140


def test_both_readers_show_the_same_cells(register: Path) -> None:
    sheet = openpyxl.load_workbook(register, data_only=True)[TAB]
    plain = [["" if cell is None else cell for cell in line] for line in sheet.iter_rows(values_only=True)]
    other = [list(map(_as_moment, line)) for line in read_grid(register)]
    assert plain == other


def _as_moment(cell: object) -> object:
    return datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else cell


def test_a_formula_of_the_sencos_own_shows_its_value(register: Path, sheet: Worksheet) -> None:
    column = HEADINGS.index("Help a week (min)")
    shown = [tuple(map(str, line[column - 2 : column + 1])) for line in read_grid(register)[HEADING_LINE:]]
    assert all(float(sessions) * float(minutes) == float(product) for sessions, minutes, product in shown)
    assert {sheet.cell(line, column + 1).data_type for line in range(FIRST, LAST + 1)} == {"f"}


def test_it_has_what_people_put_into_a_sheet(sheet: Worksheet) -> None:
    assert len(sheet.merged_cells.ranges) == 2
    assert sheet.auto_filter.ref == f"A{HEADING_LINE}:S{LAST}"
    assert len(list(sheet.conditional_formatting)) == 2
    assert sum(1 for row in sheet.iter_rows() for cell in row if cell.comment) == 4
    assert sheet.column_dimensions["B"].hidden
    assert sum(1 for row in sheet.iter_rows(min_row=FIRST) for cell in row if cell.fill.fill_type) > 20


def test_days_are_kept_in_three_fashions(lines: tuple[Entry, ...]) -> None:
    told = [entry.cells["Parents informed"] for entry in lines]
    shapes = Counter("day" if isinstance(t, date) else re.sub(r"\d+", "0", str(t)) for t in told if t)
    assert shapes["day"] > shapes["0/0/0"] > shapes["0.0.0"] > 3


def test_admission_numbers_have_mostly_lost_their_noughts(lines: tuple[Entry, ...]) -> None:
    kinds = Counter(type(entry.cells["Adm No"]) for entry in lines)
    assert kinds[int] > kinds[str] > 0


def test_what_differs_from_the_mis_is_a_handful_of_each_kind(roll: Roll, lines: tuple[Entry, ...]) -> None:
    """At first contact most must agree, or the list of open matters would frighten a SENCO away."""
    differing = Counter(heading for entry in lines for heading in _differing(roll, entry))
    assert differing == {"SEN status": 3, "Primary need": 6, "Form": 4, "Forename": 1, "UPN": 6, "DOB": 2, "left": 1}


def test_one_child_is_under_monitoring_and_without_sen_in_the_mis(lines: tuple[Entry, ...]) -> None:
    assert [entry.child.status for entry in lines if entry.cells["SEN status"] == "M"] == ["N"]


def _differing(roll: Roll, entry: Entry) -> list[str]:
    child, cells = entry.child, entry.cells
    if child not in roll.children:
        return ["left"]
    need = {"SpLD": "SPLD", "ASC": "ASD"}.get(str(cells["Primary need"]), cells["Primary need"])
    # Who is under M is watched, and has no SEN to a MIS.
    status = {"M": "N"}.get(str(cells["SEN status"]), str(cells["SEN status"])[0])
    found = {
        "SEN status": status == child.status,
        "Primary need": not child.needs or need == child.needs[0].code,
        "Form": cells["Form"] == child.form,
        "Forename": cells["Forename"] == child.forename,
        "UPN": cells["UPN"] == child.upn,
        "DOB": cells["DOB"] in (child.born, child.born.strftime("%d/%m/%Y")),
    }
    return [heading for heading, agrees in found.items() if not agrees]
