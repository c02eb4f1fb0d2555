"""The exports are well formed, and shaped as the systems shape them."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from xml.etree import ElementTree

import pytest
from senco_connect_local.demo.ctf import ctf_file
from senco_connect_local.demo.people import Roll
from senco_connect_local.demo.sen_report import sen_report

MADE_AT = datetime(2026, 11, 16, 7, 30)


@pytest.fixture
def ctf(roll: Roll) -> ElementTree.Element:
    """Read the CTF with a parser that knows nothing of the demo."""
    return ElementTree.fromstring(ctf_file(roll.children, MADE_AT))


@pytest.fixture
def report(roll: Roll) -> list[list[str]]:
    """Read the SEN report with a plain CSV reader."""
    return list(csv.reader(sen_report(roll.children).decode("utf-8-sig").splitlines(), strict=True))


def test_the_ctf_is_a_full_one_of_version_25_of_the_test_school(ctf: ElementTree.Element) -> None:
    said = {element.tag: element.text for element in ctf.iterfind("Header//")}
    expected = {"CTFversion": "25.0", "DocumentQualifier": "full", "DateTime": "2026-11-16T07:30:00", "LEA": "001"}
    assert said.items() >= expected.items()


def test_the_ctf_holds_every_child_once(ctf: ElementTree.Element, roll: Roll) -> None:
    assert [p.findtext("UPN") for p in ctf.iter("Pupil")] == [child.upn for child in roll.children]


def test_the_core_five_come_first_in_the_departments_order(ctf: ElementTree.Element) -> None:
    starts = {tuple(child.tag for child in pupil)[:6] for pupil in ctf.iter("Pupil")}
    assert starts == {("UPN", "Surname", "Forename", "DOB", "Sex", "BasicDetails")}


def test_needs_are_ranked_from_one_and_only_sen_has_them(ctf: ElementTree.Element) -> None:
    for pupil in ctf.iter("Pupil"):
        ranks = [need.findtext("SENtypeRank") for need in pupil.iter("SENneed")]
        assert ranks == [str(number) for number in range(1, len(ranks) + 1)]
        assert bool(ranks) == (pupil.findtext("SENhistory/SEN/SENprovision") != "N")


def test_the_ctf_says_nothing_of_classes(ctf: ElementTree.Element) -> None:
    """Twelve children will change class: only the SEN report may show it."""
    texts = {element.text for element in ctf.iter()}
    assert not {"7A", "9B", "13C"} & texts


def test_the_report_has_a_line_for_each_need(report: list[list[str]], roll: Roll) -> None:
    expected = Counter({child.upn: len(child.needs) for child in roll.sen})
    assert Counter(line[0] for line in report[1:]) == expected
    assert expected.total() > len(expected)


def test_the_report_has_two_columns_of_one_heading_label_and_code(report: list[list[str]]) -> None:
    label, code = (place for place, heading in enumerate(report[0]) if heading == "SEN status")
    pairs = {(line[label], line[code]) for line in report[1:]}
    assert pairs == {("Education, Health and Care Plan", "E"), ("SEN Support", "K")}


def test_the_report_is_of_one_width_and_knows_classes(report: list[list[str]]) -> None:
    assert {len(line) for line in report} == {len(report[0])}
    classes = report[0].index("Registration form(s) this academic year")
    assert {len(line[classes]) for line in report[1:]} == {2, 3}
