"""The header: which versions are read, of which school and day the file is, and whether it is whole."""

from __future__ import annotations

import pytest

from senco_connect.errors import InputRefused

SCHOOL = "<SourceSchool><LEA>001</LEA><Estab>9999</Estab><URN>100000</URN></SourceSchool>"


def header(version: str = "25.0", more: str = SCHOOL) -> str:
    return f"<CTFversion>{version}</CTFversion>{more}"


@pytest.mark.parametrize(
    "version", ["12.0", "12", "13.0", "17.0", "18.0", "20.1", "24.0", "25.0", "25", " 25.0 ", "26.9"]
)
def test_versions_12_to_26_are_read(bench, version) -> None:
    assert len(bench.pupils("<Surname>Exampleby</Surname>", header=header(version)).rows) == 1


@pytest.mark.parametrize("version", ["11.0", "27.0", "2.5", "250", "", "twenty-five", "25.0-beta"])
def test_another_version_is_refused_with_the_cure(bench, version) -> None:
    with pytest.raises(InputRefused) as caught:
        bench.pupils("<Surname>Exampleby</Surname>", header=header(version))
    assert (caught.value.code, caught.value.column) == ("F051", "CTFversion")
    assert "12 to 26" in caught.value.cure


def test_a_file_without_a_header_is_refused(bench) -> None:
    with pytest.raises(InputRefused) as caught:
        bench.read("<CTfile><CTFpupilData><Pupil/></CTFpupilData></CTfile>")
    assert caught.value.code == "F051"


def test_the_school_is_that_of_the_sender(bench) -> None:
    """The receiver stands in the header too; taken for the sender, every file would be the wrong school's."""
    more = "<DestSchool><LEA>002</LEA><Estab>1111</Estab><URN>999999</URN></DestSchool>"
    snapshot = bench.pupils(header=header(more=more + SCHOOL))
    assert (snapshot.laestab, snapshot.urn) == ("0019999", "100000")


def test_a_header_without_a_school_says_nothing_of_one(bench) -> None:
    snapshot = bench.pupils("<Surname>Exampleby</Surname>", header=header(more=""))
    assert (snapshot.laestab, snapshot.urn, snapshot.made_at) == ("", "", "")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-23T09:30:00", "2026-11-23T09:30:00"),
        ("2026-11-23T09:30:00.1234567", "2026-11-23T09:30:00"),
        ("2026-11-23T09:30:00Z", "2026-11-23T09:30:00"),
        ("2026-11-23T09:30:00+01:00", "2026-11-23T09:30:00"),
        (" 2026-11-23T09:30:00\n", "2026-11-23T09:30:00"),
        ("2026-11-23", "2026-11-23T00:00:00"),
        ("last week", ""),
        ("", ""),
    ],
)
def test_the_time_it_was_made_has_one_form(bench, written, read) -> None:
    """Times are compared as text, and only with the school's own earlier ones."""
    snapshot = bench.pupils(header=header(more=f"<DateTime>{written}</DateTime>"))
    assert snapshot.made_at == read


@pytest.mark.parametrize(("qualifier", "partial"), [("full", False), ("Full", False), ("partial", True), ("", True)])
def test_only_a_full_file_speaks_of_pupils_who_are_not_in_it(bench, qualifier, partial) -> None:
    snapshot = bench.pupils(header=header(more=f"<DocumentQualifier>{qualifier}</DocumentQualifier>"))
    assert snapshot.partial is partial


def test_a_file_that_does_not_say_whether_it_is_whole_is_not(bench) -> None:
    assert bench.pupils(header=header()).partial
