"""Hostile and broken inputs (safety.md 3), each through the command: exit code, cure, nothing written, nothing told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from small_school import CANARY, HEADINGS, School, as_csv, pupil, roll

from senco_connect.record.days import read_day


def workbook(pupils: list[dict[str, str]], *, epoch_1904: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if epoch_1904:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADINGS))
    for one in pupils:
        sheet.append([_cell(heading, text) for heading, text in one.items()])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(heading: str, text: str) -> object:
    from datetime import date

    day = read_day(text) if heading in ("DOB", "SEN Start Date") else None
    return date.fromisoformat(day) if day else text


def bomb() -> bytes:
    """A workbook whose sheet unpacks to 300 MB."""
    whole = workbook(roll(3))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body + b" " * (300 << 20) if name.endswith("sheet1.xml") else body)
    return stream.getvalue()


def dtd() -> bytes:
    entity = f'<!DOCTYPE CTfile [<!ENTITY x "{CANARY}">]>'
    return f'<?xml version="1.0"?>{entity}<CTfile><Header><CTFversion>25.0</CTFversion></Header></CTfile>'.encode()


def open_quote() -> bytes:
    return as_csv(roll()).replace(f"{CANARY}7,".encode(), f'"{CANARY}7,'.encode())


def ragged_row() -> bytes:
    lines = as_csv(roll()).split(b"\r\n")
    lines[5] += b",one more"
    return b"\r\n".join(lines)


def truncated() -> bytes:
    whole = as_csv(roll())
    return whole[: int(len(whole) * 0.6)]


def html() -> bytes:
    cells = "".join(f"<td>{text}</td>" for text in pupil(1).values())
    return f"<html><body><table><tr>{cells}</tr></table></body></html>".encode()


def a_year_gone() -> bytes:
    return as_csv(p for p in roll() if p["Year"] != "8")


def another_school() -> bytes:
    return as_csv({**p, "LAESTAB": "0018888"} for p in roll())


class Case(NamedTuple):
    """An input, the file name it comes under, and what the command must do."""

    content: Callable[[], bytes]
    exit_code: int
    words: str
    file: str = "export.csv"
    adapter: str = "table"


REFUSED = {
    "a bomb": Case(bomb, 8, "save it as .xlsx", "export.xlsx"),
    "a DTD": Case(dtd, 8, "ask where it comes from", "export.xml", "ctf"),
    "an open quote": Case(open_quote, 8, "export it again"),
    "a ragged row": Case(ragged_row, 8, "line 6"),
    "a truncated file": Case(truncated, 8, "export it again"),
    "a truncated workbook": Case(lambda: workbook(roll())[:4000], 8, "export it again", "export.xlsx"),
    "HTML saved as .xls": Case(html, 8, "open it in a spreadsheet program", "export.xls"),
    "no bytes at all": Case(lambda: b"", 8, "export it again"),
    "another school": Case(another_school, 3, "point the source at this school"),
    "no pupils": Case(lambda: as_csv([]), 3, "check the report's filter"),
    "a year group missing": Case(a_year_gone, 3, "add it to the report"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> School:
    return School(tmp_path_factory.mktemp("école one"))


@pytest.fixture
def school(template: School, tmp_path: Path) -> School:
    """A copy of the school, so that each accident has its own."""
    import shutil

    shutil.copytree(template.folder, tmp_path / "a school")
    copy = School.__new__(School)
    copy.folder, copy.export = tmp_path / "a school", tmp_path / "a school" / "export.csv"
    return copy


@pytest.mark.parametrize("name", REFUSED)
def test_the_input_is_refused_with_its_cure_and_nothing_is_written_or_told(school: School, name: str) -> None:
    case = REFUSED[name]
    school.export.unlink()
    (school.folder / case.file).write_bytes(case.content())
    school.write_config(case.adapter, case.file)
    before = school.everything()
    for command in ("plan", "sync"):
        done = school.senco(command)
        assert done.returncode == case.exit_code, done.stderr
        assert case.words.casefold() in (done.stderr + done.stdout).casefold()
        assert CANARY not in done.stderr
        assert "Traceback" not in done.stderr
        if command == "sync":
            assert CANARY not in done.stdout
    assert school.everything() == before


def test_an_older_export_is_refused(school: School) -> None:
    old = school.export.read_bytes()
    newer = roll()
    newer[2]["Reg"] = "9Z"
    school.export.write_bytes(as_csv(newer))
    assert school.senco("sync").returncode == 0
    school.export.write_bytes(old)
    before = school.everything()
    for command in ("plan", "sync"):
        done = school.senco(command)
        assert (done.returncode, "Take a fresh export" in done.stderr + done.stdout) == (3, True)
    assert school.everything() == before


@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1252", ","), ("utf-16", "\t"), ("utf-8-sig", ";")])
def test_the_same_pupils_in_another_encoding_change_nothing(school: School, encoding: str, delimiter: str) -> None:
    school.export.write_bytes(as_csv(roll(), encoding=encoding, delimiter=delimiter))
    done = school.senco("plan")
    assert done.returncode == 0, done.stderr
    assert "0 changes" in done.stdout


@pytest.mark.parametrize("epoch_1904", [False, True], ids=["1900", "1904"])
def test_the_days_of_a_workbook_are_read_by_its_own_epoch(school: School, epoch_1904: bool) -> None:
    school.export.unlink()
    (school.folder / "export.xlsx").write_bytes(workbook(roll(), epoch_1904=epoch_1904))
    school.write_config("table", "export.xlsx")
    done = school.senco("plan")
    assert done.returncode == 0, done.stderr
    assert "0 changes" in done.stdout


def shown(school: School) -> dict[str, dict[str, object]]:
    """The register as a person sees it, by admission number."""
    sheet = openpyxl.load_workbook(school.folder / "SEN register.xlsx")["Register"]
    headings, *rows = sheet.iter_rows(values_only=True)
    by_heading = [dict(zip(map(str, headings), row, strict=True)) for row in rows]
    return {str(row["Admission number"]): row for row in by_heading}


def test_a_formula_in_a_name_sets_the_pupil_aside_and_nobody_else(school: School) -> None:
    pupils = roll()
    pupils[2] |= {"Legal Surname": '=HYPERLINK("http://example.invalid";"x")', "Reg": "9Q"}
    pupils[5]["Reg"] = "9Q"
    school.export.write_bytes(as_csv(pupils))
    before = shown(school)
    done = school.senco("sync")
    assert done.returncode == 0, done.stderr
    assert "HYPERLINK" not in done.stdout + done.stderr
    after = shown(school)
    assert (after["000003"]["Surname"], after["000003"]["Class"]) == (before["000003"]["Surname"], "7A")
    assert after["000006"]["Class"] == "9Q"
    assert "set aside" in school.senco("status").stdout


def test_one_upn_twice_sets_both_aside_and_nobody_else(school: School) -> None:
    pupils = roll()
    pupils[2] |= {"UPN": pupils[5]["UPN"], "Reg": "9Q"}
    pupils[8]["Reg"] = "9Q"
    school.export.write_bytes(as_csv(pupils))
    done = school.senco("sync")
    assert done.returncode == 0, done.stderr
    assert CANARY not in done.stdout + done.stderr
    classes = {number: row["Class"] for number, row in shown(school).items()}
    assert (classes["000003"], classes["000006"], classes["000009"]) == ("7A", "7A", "9Q")
    assert len(classes) == 10


def test_a_temporary_upn_that_became_permanent_keeps_the_pupil(school: School, tmp_path: Path) -> None:
    temporary = School(tmp_path / "temporary", [{**pupil(3), "UPN": "D66540012307A"}, *roll()[3:]])
    before = shown(temporary)
    temporary.export.write_bytes(as_csv([pupil(3), *roll()[3:]]))
    done = temporary.senco("sync")
    assert done.returncode == 0, done.stderr
    after = shown(temporary)
    assert len(after) == len(before)
    assert after["000003"]["Pupil key"] == before["000003"]["Pupil key"]
    assert (before["000003"]["UPN"], after["000003"]["UPN"]) == ("D66540012307A", pupil(3)["UPN"])


def test_twins_are_two_pupils(tmp_path: Path) -> None:
    twins = [{**pupil(n), "Legal Surname": "Twin", "Legal Forename": "Alder", "DOB": "05/05/2012"} for n in (3, 6)]
    school = School(tmp_path / "twins", [*twins, *roll()[6:]])
    done = school.senco("plan")
    assert "0 changes" in done.stdout
    assert len(list((school.folder / "Pupils").glob("TWIN*"))) == 2
