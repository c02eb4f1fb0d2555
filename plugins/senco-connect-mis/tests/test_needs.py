"""Needs in one column: joined in a cell, or a row for each."""

from __future__ import annotations

import time

import pytest
from senco_connect_mis.needs import read_needs

from senco_connect.errors import InputRefused
from senco_connect.record import MISSING

JOINED = {
    "SLCN, SEMH": "SLCN, SEMH",
    "SLCN / ASD": "SLCN, ASD",
    "slcn;semh": "SLCN, SEMH",
    "ASD + HI": "ASD, HI",
    "ASD\nHI": "ASD, HI",
    "ASD, ASD": "ASD",
    "SLCN,": "SLCN",
    "Speech, Language and Communication Needs": "SLCN",
    "Social, Emotional & Mental Health, Speech, Language and Communication Needs": "SEMH, SLCN",
    "Other Difficulty/Disability / HI": "OTH, HI",
    "SLCN - Speech, Language and Communication Needs, ASD - Autistic Spectrum Disorder": "SLCN, ASD",
    "SpLD - Specific Learning Difficulty": "SPLD",
    "Vision Impairment; Visual impairment": "VI",
    "Autism": "ASD",
    "SLCN - speech, ASD": "SLCN, ASD",
}


@pytest.mark.parametrize(("cell", "codes"), JOINED.items())
def test_needs_of_one_cell_are_read_by_code_and_by_label(cell, codes):
    assert read_needs(cell) == (codes, None)


@pytest.mark.parametrize("cell", ["dyslexia?", "SLCN, dyslexia", "hearing / child", "SLCN and ASD"])
def test_what_is_not_all_understood_stays_as_it_was_written(cell):
    """Half a list would look like a whole one."""
    text, problem = read_needs(cell)
    assert text == cell
    assert problem


def test_an_old_code_among_needs_is_told(bench):
    text, problem = read_needs("ASD, BESD")
    assert text == "ASD, BESD"
    assert "old code" in problem


def test_a_cell_of_thousands_of_commas_takes_no_time():
    start = time.perf_counter()
    assert read_needs("SLCN," * 6_000).problem
    assert time.perf_counter() - start < 0.5


def test_more_than_three_needs_go_on_in_other_needs(bench):
    snapshot = bench.read('UPN,Surname,SEN Needs\nA,Ash,"SLCN, SEMH, HI, VI, PD"\nB,Elm,ASD\n')
    assert [list(row.values)[2:] for row in snapshot.rows] == [
        ["SLCN", "SEMH", "HI", "VI, PD"],
        ["ASD", "", "", ""],
    ]
    assert dict(snapshot.headings)["need_2"] == "SEN Needs"


def test_the_date_beside_several_needs_is_that_of_the_first(bench):
    snapshot = bench.read('UPN,Surname,SEN Needs,Need Start Date\nA,Ash,"SLCN, SEMH",01/09/2024\n')
    row = bench.rows(snapshot)[0]
    assert (row["need_1_since"], row["need_2_since"], row["need_3_since"]) == ("2024-09-01", MISSING, "")


RANKED = "UPN,Surname,SEN Status,SEN Need,Need Rank,Need Start Date,SEN Description\n"


def test_ranks_order_the_needs_of_a_pupil_and_dates_go_with_them(bench):
    text = RANKED + "A,Ash,K,SEMH,2,02/09/2025,worries\nB,Elm,E,ASD,1,,\nA,Ash,K,SLCN,1,01/09/2024,says little\n"
    snapshot = bench.read(text)
    first, second = bench.rows(snapshot)
    assert [first[f] for f in ("need_1", "need_1_since", "need_2", "need_2_since", "need_3")] == [
        "SLCN", "2024-09-01", "SEMH", "2025-09-02", "",
    ]  # fmt: skip
    assert first["need_description"] == "worries; says little"
    assert "need_rank" not in first
    assert (second["need_1"], second["need_2"]) == ("ASD", "")
    assert [row.line for row in snapshot.rows] == [2, 3]


def test_without_ranks_the_order_of_the_file_counts(bench):
    text = "UPN,Surname,SEN Need\nA,Ash,SEMH\nA,Ash,SLCN\nB,Elm,HI\n"
    assert [(r["need_1"], r["need_2"]) for r in bench.rows(bench.read(text))] == [("SEMH", "SLCN"), ("HI", "")]


def test_rows_without_a_rank_come_last(bench):
    text = RANKED + "A,Ash,K,HI,,,\nA,Ash,K,VI,x,,\nA,Ash,K,ASD,1,,\n"
    row = bench.rows(bench.read(text))[0]
    assert [row["need_1"], row["need_2"], row["need_3"]] == ["ASD", "HI", "VI"]


def test_a_need_that_is_listed_twice_keeps_its_better_place(bench):
    text = RANKED + "A,Ash,K,HI,2,,\nA,Ash,K,ASD,3,02/09/2025,\nA,Ash,K,ASD,1,01/09/2024,\n"
    row = bench.rows(bench.read(text))[0]
    assert [row["need_1"], row["need_1_since"], row["need_2"], row["need_3"]] == ["ASD", "2024-09-01", "HI", ""]


def test_rows_of_a_pupil_that_differ_in_a_shared_fact_leave_it_missing(bench):
    text = RANKED + "A,Ash,K,SEMH,1,,\nA,Ash,E,SLCN,2,,\n"
    snapshot = bench.read(text)
    assert bench.rows(snapshot)[0]["sen_status"] is MISSING
    assert [(f.line, f.column) for f in snapshot.findings if f.code == "F033"] == [(2, "SEN Status")]


def test_with_one_need_out_of_sight_none_is_shown(bench, workbook):
    """The ranking is one value: with a hole in it, it would move needs up."""
    rows = [
        ["UPN", "Surname", "SEN Need", "Need Rank"],
        ["A", "Ash", "SLCN", "1"],
        ["A", "Ash", (' t="e"', "<v>#N/A</v>"), "2"],
    ]
    (row,) = bench.rows(bench.read(workbook(rows)))
    assert {row[f] for f in ("need_1", "need_2", "need_3", "other_needs")} == {MISSING}


def test_a_row_for_each_need_without_any_number_of_the_pupil_is_refused(bench):
    """Nobody could tell whose needs belong together."""
    with pytest.raises(InputRefused, match="no number that tells whose it is"):
        bench.read("Surname,Forename,SEN Need,Need Rank\nAsh,Ivy,ASD,1\n")


def test_a_row_without_a_number_leaves_the_needs_of_its_namesake_open(bench):
    """The second line may be the first pupil's: shown without it, the need would be taken off the register."""
    text = RANKED + "A,Ash,K,ASD,1,,\n,Ash,K,HI,2,,\nB,Elm,K,HI,1,,\n"
    assert [(r["upn"], r["need_1"]) for r in bench.rows(bench.read(text))] == [
        ("A", MISSING),
        ("", MISSING),
        ("B", "HI"),
    ]


def test_a_row_without_a_number_is_whole_where_needs_are_joined(bench):
    snapshot = bench.read('UPN,Surname,SEN Needs\n,Ash,"SLCN, SEMH"\nB,Elm,HI\n')
    assert [(r["need_1"], r["need_2"]) for r in bench.rows(snapshot)] == [("SLCN", "SEMH"), ("HI", "")]


@pytest.mark.parametrize("row", [",,,HI,2,,", ",,,Hearing impairment,,,"])
def test_a_report_that_leaves_out_what_repeats_is_refused(bench, row):
    """Its further lines hold a need and no pupil: passed over, every second need would be lost."""
    with pytest.raises(InputRefused) as caught:
        bench.read(RANKED + f"A,Ash,K,ASD,1,,\n{row}\n")
    assert (caught.value.code, caught.value.line) == ("F023", 3)
    assert "repeat the UPN" in caught.value.cure


def test_a_total_under_the_needs_is_no_need(bench):
    assert len(bench.read(RANKED + "A,Ash,K,ASD,1,,\n,,,1 need,,,\n").rows) == 1


def test_columns_for_each_need_are_read_as_they_stand(bench):
    text = "UPN,Surname,Need 1,Need 2\nA,Ash,SLCN,SEMH\nB,Elm,,HI\n"
    assert [(r["need_1"], r["need_2"]) for r in bench.rows(bench.read(text))] == [("SLCN", "SEMH"), ("", "HI")]


def test_a_pupil_twice_in_an_ordinary_table_stays_twice(bench):
    """Which of the two lines is right is for a person to say."""
    text = "UPN,Surname,Need 1,Need 2\nA,Ash,SLCN,\nA,Ash,HI,\n"
    assert len(bench.read(text).rows) == 2
