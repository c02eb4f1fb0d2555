"""Kinds: one reading settles a cell, comparing settles a value, and nothing that a person typed is lost."""

from __future__ import annotations

from datetime import date, datetime, time
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from senco_connect.record import kinds
from senco_connect.record.kinds import KINDS, Kind, Reading, tidy

EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
CODED = [kind for kind in KINDS if kind.codes]

# What a person may type, and what a file or workbook may hold, with much that is nearly right.
TYPED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["h801200001001", " H80 1200001001", "9276308686", "K - SEN support", "sld", "03/04/2015", "95 %", "0012"]
    ),
    st.from_regex(r"\A[ 0-9A-Za-z/.:+%-]{1,16}\Z"),
)
CELLS = st.one_of(
    TYPED,
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=True),
    st.booleans(),
    st.dates(min_value=date(1000, 1, 1)),
    st.datetimes(min_value=datetime(1000, 1, 1)),
    st.times(),
)


# --- laws


@EVERY_KIND
@given(cell=CELLS)
def test_a_reading_reads_as_itself(kind: Kind, cell: object) -> None:
    """Normal of normal is normal: else the register would be "corrected" again at every run (A15)."""
    once = kind.read(cell).text
    assume(once != "")
    assert kind.read(once).text == once


@EVERY_KIND
@given(text=TYPED)
def test_a_doubt_stays_a_doubt(kind: Kind, text: str) -> None:
    first = kind.read(text)
    assume(first.text != "")
    assert (kind.read(first.text).problem is None) == (first.problem is None)


@EVERY_KIND
@given(cell=CELLS)
def test_the_form_in_which_values_are_compared_is_its_own_form(kind: Kind, cell: object) -> None:
    form = kind.compare(kind.read(cell).text)
    assert kind.compare(form) == form


@EVERY_KIND
def test_blank_compares_as_blank_and_as_nothing_else(kind: Kind) -> None:
    assert kind.compare("") == ""
    assert [text for text in ("0", "00", "N", "false", "-", ".") if kind.compare(text) == ""] == []


@EVERY_KIND
@given(text=TYPED)
def test_what_is_not_understood_keeps_its_own_words(kind: Kind, text: str) -> None:
    """ "dyslexia?" is a person's thought: read as nothing, it would be gone at the next sync."""
    reading = kind.read(text)
    if reading.problem and (kind.codes is None or reading.text not in kind.codes.by_code):
        assert _letters(reading.text) == _letters(text)


def _letters(text: str) -> str:
    return "".join(tidy(text).split()).upper()


@EVERY_KIND
@pytest.mark.parametrize(
    "cell", ["Canarychild", "31/02/2015", "Z801200001001", "K - EHCP", "92763086", "S", "BESD", "T"]
)
def test_no_problem_repeats_what_was_in_the_cell(kind: Kind, cell: str) -> None:
    """Findings are logged; a status or a date of birth in one would be a leak (I8)."""
    assert cell.casefold() not in (kind.read(cell).problem or "").casefold().split()


@EVERY_KIND
@given(text=TYPED)
def test_spaces_around_a_cell_say_nothing(kind: Kind, text: str) -> None:
    assert kind.read(f" \xa0{text}\t\n") == kind.read(text)


# --- text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), ("a\xa0b", "a b"), ("a\r\nb\rc", "a\nb\nc"), (7.0, "7"), (7.5, "7.5"), (-0.0, "0"), (True, "true"),
        (False, "false"), (12, "12"), (date(2015, 4, 3), "2015-04-03"), (datetime(2015, 4, 3), "2015-04-03"),
        (datetime(2015, 4, 3, 9, 30), "2015-04-03 09:30:00"), (time(9, 30), "09:30:00"), (1e20, "1" + 20 * "0"),
        (float("nan"), "nan"), (float("inf"), "inf"), ("0012", "0012"), (" =1+1", "=1+1"),
    ],
)  # fmt: skip
def test_a_cell_becomes_the_text_that_a_person_sees(cell: object, text: str) -> None:
    assert tidy(cell) == text


def test_two_spellings_of_one_letter_are_the_same_and_stay_as_given() -> None:
    """A Mac writes é as two signs; the register would show an edit that nobody made."""
    one, two = normalize("NFC", "Renée"), normalize("NFD", "Renée")
    assert kinds.TEXT.read(two).text == two != one
    assert kinds.TEXT.compare(one) == kinds.TEXT.compare(two)


# --- identifiers


@pytest.mark.parametrize("cell", ["H801200001001", "h801200001001", " H801 2000 01001 ", "H801200001001\xa0"])
def test_a_upn_has_one_form(cell: str) -> None:
    assert kinds.UPN.read(cell) == Reading("H801200001001")


def test_a_wrong_upn_is_kept_and_told() -> None:
    text, problem = kinds.UPN.read("Z801200001001")
    assert text == "Z801200001001"
    assert problem == "the check letter does not fit the number"


def test_a_uln_that_a_workbook_holds_as_a_number_is_text() -> None:
    assert kinds.ULN.read(9276308686.0) == kinds.ULN.read(9276308686) == Reading("9276308686")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("0012", "12", True), ("000", "0", True), ("0", "", False), ("12", "120", False), ("A012", "A12", False)],
)
def test_leading_zeros_of_an_admission_number_say_nothing(one: str, other: str, same: bool) -> None:
    """A spreadsheet drops them; the child is the same."""
    assert (kinds.ADMISSION_NO.compare(one) == kinds.ADMISSION_NO.compare(other)) is same
    assert kinds.ADMISSION_NO.read(one).text == one


# --- days, flags, numbers


def test_a_day_of_a_workbook_is_that_day_whatever_its_hour() -> None:
    assert kinds.DAY.read(datetime(2015, 4, 3, 9, 30)) == kinds.DAY.read(date(2015, 4, 3)) == Reading("2015-04-03")


@pytest.mark.parametrize(
    ("cells", "flag"),
    [
        (["Y", "yes", "TRUE", "t", "1", 1, 1.0, True, "Ever"], "true"),
        (["N", "No", "false", "F", "0", 0, 0.0, False], "false"),
    ],
)
def test_yes_and_no_have_one_form(cells: list[object], flag: str) -> None:
    assert {kinds.FLAG.read(cell) for cell in cells} == {Reading(flag)}


@pytest.mark.parametrize("cell", ["x", "✓", "-", "maybe", "Yes (2019)", "2", "U"])
def test_a_mark_is_neither_yes_nor_no(cell: str) -> None:
    assert kinds.FLAG.read(cell).problem


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("95", "95"),
        ("95.0%", "95.0"),
        ("95 %", "95"),
        (".5", ".5"),
        ("-3", "-3"),
        (95.5, "95.5"),
        (95.0, "95"),
        ("1e3", "1e3"),
    ],
)
def test_a_number_is_kept_as_it_was_written(cell: object, number: str) -> None:
    assert kinds.NUMBER.read(cell) == Reading(number)


@pytest.mark.parametrize("cell", ["nan", "inf", "1_000", "١٢", "6,000", "£5", "95 to 98", "%", "1e400", "--1", "0x10"])
def test_what_python_but_no_school_takes_for_a_number_is_none(cell: str) -> None:
    assert kinds.NUMBER.read(cell) == Reading(cell, "this is not a number")


@pytest.mark.parametrize(("one", "other"), [("95", "95.0"), ("0", "-0"), (".5", "0.50"), ("1e3", "1000"), ("+7", "7")])
def test_two_ways_to_write_a_number_are_one_number(one: str, other: str) -> None:
    assert kinds.NUMBER.compare(one) == kinds.NUMBER.compare(other)


# --- codes


@pytest.mark.parametrize("kind", CODED, ids=lambda kind: kind.name)
def test_every_live_code_and_label_is_read_without_doubt(kind: Kind) -> None:
    assert kind.codes is not None
    assert {kind.read(text) for code in kind.codes.live() for text in (code.code, code.label)} == {
        Reading(code.code) for code in kind.codes.live()
    }


@pytest.mark.parametrize(("kind", "code"), [(kinds.STATUS, "S"), (kinds.STATUS, "A"), (kinds.NEED, "BESD")])
def test_an_old_code_is_read_and_told_without_naming_it(kind: Kind, code: str) -> None:
    text, problem = kind.read(code)
    assert text == code
    assert problem is not None
    assert problem.startswith("this is an old code: ask")


def test_monitoring_is_what_a_mis_calls_no_sen() -> None:
    """No MIS knows M: compared as it stands, every monitored pupil would be a conflict for ever."""
    assert kinds.STATUS.compare("M") == kinds.STATUS.compare("N") != kinds.STATUS.compare("K")
    assert kinds.STATUS.read("M").text == "M"
