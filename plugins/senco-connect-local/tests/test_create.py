"""A new register is one that the library itself can work in, and that a SENCO can read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from senco_connect_local.config import XlsxConfig
from senco_connect_local.create import COLUMNS
from senco_connect_local.register import XlsxRegister

from senco_connect.adapters import CellWrite, Matter, NewRow, Result, Tools
from senco_connect.errors import RegisterRefused
from senco_connect.record import FIELDS, Owner


@pytest.fixture
def made(tmp_path: Path, make_book):
    register = XlsxRegister(
        XlsxConfig("xlsx", "neue Ordner/Register.xlsx"), Tools(tmp_path, now=lambda: datetime(2026, 1, 5, tzinfo=UTC))
    )
    assert not register.exists()
    register.create()
    return make_book(register.path)


def column_of(sheet: Any, heading: str) -> Any:
    cell = next(cell for cell in sheet[1] if cell.value == heading)
    return cell, sheet.column_dimensions[cell.column_letter]


def test_it_has_every_default_column_and_the_key(made) -> None:
    snapshot = made.read()
    assert set(snapshot.fields) == {f.name for f in FIELDS.values() if f.column}
    assert snapshot.has_keys
    assert (snapshot.rows, snapshot.findings) == ((), ())


def test_making_it_twice_is_refused(made) -> None:
    before = made.path.read_bytes()
    with pytest.raises(RegisterRefused):
        made.register.create()
    assert made.path.read_bytes() == before


def test_the_same_day_makes_the_same_cells(made, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(made.path)["Register"]
    assert [cell.value for cell in sheet[1]][:3] == ["Surname", "Forename", "Pupil key"]
    assert sheet.max_row == 1


def test_headings_wear_their_owners_colours(made) -> None:
    sheet = openpyxl.load_workbook(made.path)["Register"]
    for field in COLUMNS:
        heading = FIELDS[field].label if field else "Pupil key"
        cell, dimension = column_of(sheet, heading)
        owner = FIELDS[field].owner if field else Owner.COMPUTED
        fill = {Owner.MIS: "00D9D9D9", Owner.COMPUTED: "00DDEBF7"}.get(owner, "00FFFFFF")
        assert (cell.fill.start_color.rgb, cell.font.italic) == (fill, owner is Owner.MIS), heading
        assert dimension.hidden == (heading == "UPN")


def test_the_name_and_the_headings_stay_in_sight_and_it_prints_one_page_wide(made) -> None:
    workbook = openpyxl.load_workbook(made.path)
    sheet = workbook["Register"]
    assert sheet.freeze_panes == "C2"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert workbook.sheetnames == ["Register", "Issues", "Lists", "How to"]


def test_dropdowns_offer_live_codes(made) -> None:
    sheet = openpyxl.load_workbook(made.path)["Register"]
    status, _ = column_of(sheet, "SEN status")
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules[f"{status.column_letter}2:{status.column_letter}1048576"].formula1 == '"E,K,M,N"'
    assert rules["C2:C1048576"].errorStyle == "stop"


def test_the_library_works_in_it(made) -> None:
    values = {"surname": "Newly", "dob": "2014-01-02", "sen_status": "K", "pupil_premium": "true", "attendance": "95.5"}
    matter = Matter("conflict", "key1", "dob", (("mis", "x"),), "both", "Choose")
    outcomes = made.apply(
        NewRow("n", "key1", values, "joined"),
        CellWrite("w", "key1", "diagnosis", "", "none on file", "typed"),
        matters=(matter,),
    )
    assert {o.result for o in outcomes} == {Result.DONE}
    shown = made.shown()["key1"]
    assert shown["diagnosis"] == "none on file"
    assert {field: shown[field] for field in values} == values
    workbook = openpyxl.load_workbook(made.path)
    born, _ = column_of(workbook["Register"], "Date of birth")
    assert workbook["Register"][f"{born.column_letter}2"].number_format == "dd/mm/yyyy"
    assert workbook["Register"].auto_filter.ref.endswith("2"), "the filter takes the first line in"
    assert workbook["Issues"]["A3"].value == "key1"
    assert workbook["Issues"]["A2"].font.bold
