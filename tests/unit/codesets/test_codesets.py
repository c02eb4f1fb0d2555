"""Code sets: every spelling finds its code and no other, and part of a word, or two codes, find none."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco_connect.codesets.codeset import Code, CodeSet
from senco_connect.codesets.sen_provision import SEN_PROVISION
from senco_connect.codesets.sen_type import BROAD_AREAS, SEN_TYPE
from senco_connect.codesets.simple import ENROLMENT, SEX, YEAR_GROUP
from senco_connect.codesets.upn_authorities import UPN_AUTHORITIES

SETS = [SEN_PROVISION, SEN_TYPE, YEAR_GROUP, SEX, ENROLMENT]
EVERY_SET = pytest.mark.parametrize("codes", SETS, ids=lambda codes: codes.name)


def spellings(code: Code) -> tuple[str, ...]:
    return (code.code, code.label, *code.spellings)


@EVERY_SET
def test_every_spelling_finds_its_code(codes: CodeSet) -> None:
    """Year 11 was read as Year 1 for a day: "Year 1" and "1" put together make "year11"."""
    assert {s: codes.find(s) for code in codes.codes for s in spellings(code)} == {
        s: code.code for code in codes.codes for s in spellings(code)
    }


@EVERY_SET
def test_no_spelling_belongs_to_two_codes(codes: CodeSet) -> None:
    owners = defaultdict(set)
    for code in codes.codes:
        for spelling in spellings(code):
            owners["".join(c for c in spelling.casefold().replace("&", "and") if c.isalnum())].add(code.code)
    shared = {spelling: names for spelling, names in owners.items() if len(names) > 1}
    # "1.0" is 1 and "10" is 10: figures that a point stands between are not one number.
    assert shared == ({"10": {"1", "10"}} if codes is YEAR_GROUP else {})


@EVERY_SET
@pytest.mark.parametrize(
    "form", ["{code} - {label}", "{label} - {code}", "{code} ({label})", "{code}: {label}", "{code} {label}"]
)
def test_code_and_label_together_find_the_code(codes: CodeSet, form: str) -> None:
    for code in codes.codes:
        assert codes.find(form.format(code=code.code, label=code.label)) == code.code


@EVERY_SET
def test_capitals_and_spaces_make_no_difference(codes: CodeSet) -> None:
    for code in codes.codes:
        for spelling in spellings(code):
            assert codes.find(f"  {spelling.upper()} ") == codes.find(f"{spelling.lower()}\n") == code.code


@EVERY_SET
@given(text=st.text())
def test_what_is_found_is_a_code_of_the_set(codes: CodeSet, text: str) -> None:
    assert codes.find(text) in {None, *codes.by_code}


@EVERY_SET
def test_nothing_and_marks_find_nothing(codes: CodeSet) -> None:
    assert [codes.find(text) for text in ("", " ", "-", " - ", "?", "&", "…")] == [None] * 7


@EVERY_SET
def test_validity_is_days_in_order(codes: CodeSet) -> None:
    for code in codes.codes:
        days = [date.fromisoformat(day) for day in (code.valid_from, code.valid_to) if day]
        assert days == sorted(days)


@EVERY_SET
def test_only_codes_without_an_end_may_be_chosen(codes: CodeSet) -> None:
    assert [c.code for c in codes.live()] == [c.code for c in codes.codes if codes.is_live(c.code)]
    assert all(not c.valid_to for c in codes.live())


# --- SEN provision


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("K - anything a school writes", "K"), ("k - anything", "K"), ("E - EHCP", "E"), ("E – EHC plan", "E"),
        ("E — transferred 2016", "E"), ("N - No Special Educational Need", "N"), ("EHCP", "E"), ("ehc plan", "E"),
        ("Education, Health & Care Plan", "E"), ("SEN Support", "K"), ("School Action Plus", "P"), ("Ｋ", "K"),
    ],
)  # fmt: skip
def test_a_status_is_found_by_code_label_or_both(text: str, code: str) -> None:
    assert SEN_PROVISION.find(text) == code


@pytest.mark.parametrize(
    "text",
    ["E plans", "EHCP requested", "K - EHCP", "K - E", "SEN", "Yes", "No", "SENSible", "K/E", "K E", "O - Other", "KK"],
)
def test_what_may_be_two_statuses_or_none_finds_none(text: str) -> None:
    """ "K - EHCP" names two: on support, and with a plan.  Either may be the truth."""
    assert SEN_PROVISION.find(text) is None


def test_the_live_statuses_are_those_of_a_census_and_monitoring() -> None:
    assert [c.code for c in SEN_PROVISION.live()] == ["E", "K", "M", "N"]


def test_old_statuses_are_found_and_not_live() -> None:
    assert [SEN_PROVISION.is_live(code) for code in "SAPQ"] == [False] * 4


# --- SEN types


def test_down_syndrome_and_no_specialist_assessment_are_live() -> None:
    assert {"DS", "NSA"} <= {c.code for c in SEN_TYPE.live()}


def test_besd_is_old_and_is_not_taken_for_semh() -> None:
    assert SEN_TYPE.find("BESD") == "BESD"
    assert not SEN_TYPE.is_live("BESD")


@pytest.mark.parametrize(
    "text", ["dyslexia", "ADHD", "provision", "vision", "OT", "MLD/SLCN", "SLCN, ASD", "MLD - SPLD", "PLD"]
)
def test_words_that_are_no_type_find_none(text: str) -> None:
    assert SEN_TYPE.find(text) is None


@pytest.mark.parametrize(
    ("text", "code"), [("SpLD", "SPLD"), ("NSA*", "NSA"), ("Visual impairment", "VI"), ("ASD - ADHD", "ASD")]
)
def test_types_in_the_spellings_of_schools_are_found(text: str, code: str) -> None:
    assert SEN_TYPE.find(text) == code


def test_broad_areas_are_the_four_of_the_code_of_practice() -> None:
    assert len(set(BROAD_AREAS.values())) == 4
    assert BROAD_AREAS.keys() == {c.code for c in SEN_TYPE.live()} - {"DS", "OTH", "NSA"}


# --- years


@pytest.mark.parametrize("year", range(1, 15))
@pytest.mark.parametrize(
    "form", ["{0}", "Year {0}", "year{0}", "Y{0}", "Yr {0}", "{0:02d}", "Year {0:02d}", "{0}.0", "Year  {0} "]
)
def test_a_year_is_found_in_every_form(year: int, form: str) -> None:
    assert YEAR_GROUP.find(form.format(year)) == str(year)


@pytest.mark.parametrize(
    "text", ["Year 7/8", "Year 1/2", "Y1/2", "1/2", "1-2", "7 - 8", "1.5", "Years 1 & 2", "15", "Year 0.5", "7 8"]
)
def test_a_mixed_class_is_not_one_year(text: str) -> None:
    """ "Year 1/2" without its stroke is Year 12."""
    assert YEAR_GROUP.find(text) is None


@pytest.mark.parametrize("text", ["R", "YR", "Rec", "reception", "Year R", "0", "Year 0"])
def test_reception_is_found_in_every_form(text: str) -> None:
    assert YEAR_GROUP.find(text) == "R"


# --- authorities


def test_authorities_are_three_figures_and_closed_ones_stay() -> None:
    assert all(len(number) == 3 and number.isdigit() for number in UPN_AUTHORITIES)
    assert {"001", "201", "420", "665", "701", "820", "838", "909", "943"} <= UPN_AUTHORITIES
    assert not {"000", "004a", "206a", "900", "999", "804", "XXX"} & UPN_AUTHORITIES


# --- the set itself


def test_where_two_codes_share_a_spelling_the_earlier_has_it() -> None:
    codes = CodeSet("made up", "nowhere", (Code("A", "One", ("both",)), Code("B", "Two", ("both",))))
    assert codes.find("both") == "A"


def test_a_code_wins_over_anothers_spelling_only_by_order() -> None:
    codes = CodeSet("made up", "nowhere", (Code("A", "One"), Code("B", "Two", ("A",))))
    assert (codes.find("A"), codes.find("a")) == ("A", "A")
