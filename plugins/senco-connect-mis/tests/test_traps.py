"""The twelve traps in which other importers of school exports were caught, one test for each."""

from __future__ import annotations

import pytest
from senco_connect_mis.arbor import Arbor
from senco_connect_mis.sims import Sims

from senco_connect.record import MISSING


def test_trap_1_two_columns_with_one_heading_are_both_read(bench):
    """A dictionary keyed by heading keeps one of them: label and code have to agree instead."""
    snapshot = bench.read("UPN,SEN status,SEN status\nA,SEN Support,K\nB,SEN Support,E\n")
    assert [row["sen_status"] for row in bench.rows(snapshot)] == ["K", MISSING]
    doubt = next(f for f in snapshot.findings if f.code == "F032")
    assert (doubt.line, doubt.column, doubt.field) == (3, "SEN status / SEN status#2", "sen_status")


def test_trap_2_a_heading_inside_another_names_nothing(bench):
    """ "sen" is inside "Present Sessions", "Absent" and "Consent", and "pp" inside "App"."""
    snapshot = bench.read("UPN,Present Sessions,Absent,Consent,App,SEN\nA,1,2,3,4,K\n")
    assert snapshot.fields == ("upn", "sen_status")
    assert snapshot.unused == ("Present Sessions", "Absent", "Consent", "App")


@pytest.mark.parametrize("words", ["child", "provision", "developmental delay", "EAL: first language Polish", "this"])
def test_trap_3_a_need_inside_a_word_is_no_need(bench, words):
    """ "hi" is in "child", "vi" in "provision": a need is a whole code or a whole label."""
    snapshot = bench.read(f"UPN,Primary need\nA,{words}\n")
    assert bench.rows(snapshot)[0]["need_1"] == words
    assert "F030" in bench.codes(snapshot)


def test_trap_4_nothing_is_made_up_for_what_is_unknown(bench):
    """No date becomes today, no status becomes K or N."""
    snapshot = bench.read("UPN,SEN Status,SEN Start Date\nA,Wave 3,\nB,,soon\n")
    assert bench.rows(snapshot) == [
        {"upn": "A", "sen_status": "Wave 3", "sen_since": ""},
        {"upn": "B", "sen_status": "", "sen_since": "soon"},
    ]
    told = {(f.line, f.column) for f in snapshot.findings if f.code == "F030" and f.field != "upn"}
    assert told == {(2, "SEN Status"), (3, "SEN Start Date")}


def test_trap_5_a_new_line_in_a_note_ends_no_record(bench):
    snapshot = bench.read('UPN,Notes,SEN\nA,"first\nsecond, third\n",K\nB,,N\n')
    assert [(row.line, dict(snapshot.cells(row))["notes"]) for row in snapshot.rows] == [
        (2, "first\nsecond, third"),
        (5, ""),
    ]


def test_trap_6_a_start_date_is_mapped_only_where_it_is_known_whose(bench):
    """In Arbor's SEN report it is the need's; in any other table it may be of anything."""
    report = 'UPN,Name,Sen Need,SEN Need Ranking,Start Date\nA,"Sample, Bay",ASD,1,16 Dec 2025\n'
    assert bench.rows(bench.read(report, Arbor))[0]["need_1_since"] == "2025-12-16"
    other = bench.read("UPN,Surname,Start Date\nA,Sample,01/09/2024\n")
    assert other.unused == ("Start Date",)
    assert other.fields == ("upn", "surname")


@pytest.mark.parametrize(
    ("shown", "year"),
    [("Year 4", "4"), ("Year  7", "7"), ("Reception", "R"), ("YR", "R"), ("0", "R"), ("07", "7"), ("Y7", "7")],
)
def test_trap_7_the_r_of_year_is_not_reception(bench, shown, year):
    assert bench.rows(bench.read(f"UPN,Year\nA,{shown}\n"))[0]["year_group"] == year


def test_trap_8_neighbouring_facts_are_kept_apart(bench):
    """Free school meals are not pupil premium, and a ULN is not a UPN."""
    snapshot = bench.read("UPN,ULN,FSM,PP\nA,1234567890,Y,N\n")
    assert bench.rows(snapshot)[0] == {"upn": "A", "uln": "1234567890", "fsm": "true", "pupil_premium": "false"}


def test_trap_9_rows_of_a_pupil_meet_by_upn_then_by_number(bench):
    """One row lacks the UPN, another the admission number: each pair shares the surest that it has."""
    text = "UPN,Adno,Surname,SEN Need,Need Rank\nA,1,Ash,ASD,1\nA,1,Ash,HI,2\n,2,Elm,MLD,1\n,2,Elm,VI,2\n"
    snapshot = bench.read(text)
    assert [(r["surname"], r["need_1"], r["need_2"]) for r in bench.rows(snapshot)] == [
        ("Ash", "ASD", "HI"),
        ("Elm", "MLD", "VI"),
    ]


def test_trap_9_rows_with_one_number_and_two_names_stay_apart(bench):
    """Two children with one UPN are for a person to see, not to be made one."""
    text = "UPN,Surname,Forename,SEN Need,Need Rank\nA,Ash,Ivy,ASD,1\nA,Elm,Oak,HI,2\n"
    snapshot = bench.read(text)
    assert [(r["surname"], r["need_1"], r["need_2"]) for r in bench.rows(snapshot)] == [
        ("Ash", "ASD", ""),
        ("Elm", "HI", ""),
    ]
    assert [f.line for f in snapshot.findings if f.code == "F033"] == [2, 3]


@pytest.mark.parametrize(("shown", "day"), [("03/04/2015", "2015-04-03"), ("3-4-2015", "2015-04-03")])
def test_trap_10_slash_dates_are_day_first(bench, shown, day):
    assert bench.rows(bench.read(f"UPN,DOB\nA,{shown}\n"))[0]["dob"] == day


def test_trap_11_without_an_enrolment_column_nobody_is_dropped_and_with_one_leavers_are_shown(bench):
    assert len(bench.read("UPN,Surname\nA,Ash\nB,Elm\n").rows) == 2
    snapshot = bench.read("UPN,Surname,Enrolment Status\nA,Ash,Current\nB,Elm,Leaver\n")
    assert [row["enrolment_status"] for row in bench.rows(snapshot)] == ["C", "P"]


def test_trap_12_what_is_not_shown_says_nothing_about_sen(bench):
    """A column that the report lacks is MISSING; an empty cell is blank; neither is "no SEN"."""
    lacking = bench.read("UPN,Surname\nA,Ash\n")
    assert lacking.value(lacking.rows[0], "sen_status") is MISSING
    assert bench.rows(bench.read("UPN,Surname,SEN Status\nA,Ash,\n"))[0]["sen_status"] == ""


def test_a_yes_to_sen_is_no_status(bench):
    """Arbor's custom reports say Yes or No: made a K it would hide every plan."""
    snapshot = bench.read("UPN,SEN at any time this academic year?\nA,Yes\n", Arbor)
    assert bench.rows(snapshot) == [{"upn": "A", "sen_flag": "true"}]


def test_a_second_need_that_a_report_never_shows_is_missing_and_not_blank(bench):
    """Blank, it would clear the secondary need of every pupil on the register."""
    assert bench.read("UPN,Primary need\nA,SLCN\nB,ASD\n").fields == ("upn", "need_1")


def test_leading_zeros_of_a_number_stay(bench):
    text = "Adno,Legal Surname\n000123,Ash\n"
    assert bench.rows(bench.read(text, Sims))[0]["admission_no"] == "000123"
