"""Which column is which field: the school's mapping, the usual headings, and questions instead of guesses."""

from __future__ import annotations

import pytest
from senco_connect_mis.arbor import Arbor
from senco_connect_mis.columns import numbered
from senco_connect_mis.sims import Sims
from senco_connect_mis.table import GenericTable

from senco_connect.adapters import Answer
from senco_connect.errors import ConfigProblem, InputRefused
from senco_connect.record import MISSING

PUPILS = "UPN,Surname,SEN Status\nA,Ash,K\nB,Elm,N\n"


# --- the mapping


def test_a_mapping_names_every_heading_that_is_read(bench):
    snapshot = bench.read(
        "Ref,Last,Level,House\nA,Ash,K,Red\n", columns={"Ref": "upn", "last ": "surname", "LEVEL": "sen_status"}
    )
    assert bench.rows(snapshot) == [{"upn": "A", "surname": "Ash", "sen_status": "K"}]
    assert snapshot.unused == ("House",)
    assert snapshot.headings == (("upn", "Ref"), ("surname", "Last"), ("sen_status", "Level"))


def test_a_heading_mapped_to_nothing_is_left_out_without_a_word(bench):
    snapshot = bench.read(PUPILS, columns={"UPN": "upn", "Surname": "surname", "SEN Status": ""})
    assert (snapshot.fields, snapshot.unused) == (("upn", "surname"), ())


def test_a_column_left_out_may_be_gone(bench):
    assert bench.read(PUPILS, columns={"UPN": "upn", "Town": ""}).fields == ("upn",)


def test_a_mapped_heading_that_is_gone_refuses_the_file_and_names_the_cure(bench):
    """Somebody took the column out of the report: read without it, it would look like a school without SEN."""
    with pytest.raises(InputRefused) as caught:
        bench.read(PUPILS, columns={"UPN": "upn", "SEN Level": "sen_status", "Need": "need_1"})
    error = caught.value
    assert (error.code, error.column) == ("F026", "SEN Level")
    assert error.what == 'Column "SEN Level" is missing in the export.'
    assert "Add it to the report" in error.cure
    assert error.also == ('Column "Need" is missing too.',)


def test_the_missing_heading_may_be_the_one_that_names_pupils(bench):
    with pytest.raises(InputRefused, match='Column "Number" is missing'):
        bench.read(PUPILS, columns={"Number": "upn", "SEN Status": "sen_status"})


def test_the_second_column_of_one_heading_has_a_number(bench):
    text = "UPN,Date,Date\nA,01/09/2024,02/09/2024\n"
    columns = {"UPN": "upn", "Date": "sen_since", "Date#2": "last_review"}
    assert bench.rows(bench.read(text, columns=columns)) == [
        {"upn": "A", "sen_since": "2024-09-01", "last_review": "2024-09-02"}
    ]


def test_a_column_without_a_heading_can_be_named_by_its_place(bench):
    text = "Surname,,SEN\nAsh,A,K\n"
    assert bench.read(text).unused == ("Column 2",)
    columns = {"Surname": "surname", "Column 2": "upn", "SEN": "sen_status"}
    assert bench.rows(bench.read(text, columns=columns))[0]["upn"] == "A"


def test_columns_that_a_mapping_gives_to_one_field_have_to_agree(bench):
    text = "UPN,Status,Code\nA,SEN Support,K\nB,No SEN,K\nC,,N\nD,,K\n"
    snapshot = bench.read(text, columns={"UPN": "upn", "Status": "sen_status", "Code": "sen_status"})
    assert [row["sen_status"] for row in bench.rows(snapshot)] == ["K", MISSING, "N", MISSING]
    assert [f.line for f in snapshot.findings if f.code == "F032"] == [3, 5]


def test_numbers_agree_whatever_their_leading_zeros(bench):
    text = "UPN,Adno,Adno\nA,000123,123\n"
    assert bench.rows(bench.read(text))[0]["admission_no"] in ("000123", "123")


@pytest.mark.parametrize(
    ("columns", "word"),
    [({"UPN": "upn", "Surname": "family"}, "no field: Surname"), ({"SEN Status": "sen_status"}, "which pupil")],
)
def test_a_mapping_that_cannot_be_is_a_problem_of_the_config(bench, columns, word):
    with pytest.raises(ConfigProblem, match=word):
        bench.read(PUPILS, columns=columns)


def test_an_encoding_that_does_not_exist_is_a_problem_of_the_config(bench):
    with pytest.raises(ConfigProblem, match="encoding"):
        bench.read(PUPILS, encoding="cp-none")


def test_numbering_is_by_what_headings_say():
    assert numbered(["SEN status", " sen  Status", "Need 2", "", "SEN-Status"]) == [
        "SEN status", "sen Status#2", "Need 2", "Column 4", "SEN-Status#3",
    ]  # fmt: skip


# --- without a mapping


def test_two_headings_for_one_field_are_a_question_and_not_a_guess(bench):
    text = "UPN,Surname,Year,NC Year\nA,Ash,7,8\n"
    with pytest.raises(InputRefused) as caught:
        bench.read(text)
    assert caught.value.code == "F026"
    assert 'Which column holds Year: "Year" (column 3), "NC Year" (column 4)?' in str(caught.value)
    assert bench.source().propose(bench.file(text)).questions == caught.value.also


def test_a_proposal_can_be_used_as_the_mapping(bench):
    """What init proposes is what it writes into senco.toml."""
    text = 'Run on 1/9/2026,,,,\nUPN,Pupil Name,SEN status,SEN status,House\nA,"Ash, Ivy",SEN Support,K,Red\n'
    proposal = bench.source(Arbor).propose(bench.file(text))
    columns = {guess.heading: guess.field for guess in proposal.columns}
    assert columns == {
        "UPN": "upn", "Pupil Name": "full_name", "SEN status": "sen_status", "SEN status#2": "sen_status", "House": "",
    }  # fmt: skip
    assert [guess.position for guess in proposal.columns] == [1, 2, 3, 4, 5]
    assert proposal.questions == ()
    assert bench.rows(bench.read(text, Arbor, columns=columns)) == bench.rows(bench.read(text, Arbor))


def test_the_delimiter_is_the_one_that_gives_the_most_headings(bench):
    """A comma inside a heading is not what parts the cells."""
    assert bench.rows(bench.read("Forename, Surname;UPN;SEN\nx;A;K\n")) == [{"upn": "A", "sen_status": "K"}]


def test_a_proposal_tells_how_the_file_is_written(bench):
    (note,) = bench.source().propose(bench.file("\nTitle;\nUPN;Name\nA;Ivy Ash\n".encode("utf-8-sig"))).notes
    assert note == "Headings are on line 3; cells are parted by semicolons, letters are utf-8-sig."


def test_a_name_in_a_chosen_format_is_the_full_name(bench):
    text = 'UPN,"Name in format Surname, Forename"\nA,"Ash, Ivy"\n'
    assert bench.rows(bench.read(text, Arbor)) == [{"upn": "A", "surname": "Ash", "forename": "Ivy"}]


def test_a_column_that_another_says_better_is_told_as_such(bench):
    text = "Globally Unique Student ID,Arbor Student ID,Legal Last Name\nx-1,17,Ash\n"
    guess = bench.source(Arbor).propose(bench.file(text)).columns[0]
    assert (guess.heading, guess.field, guess.why) == (
        "Globally Unique Student ID",
        "",
        "another column says it better",
    )


def test_a_name_of_its_own_is_surer_than_one_that_has_to_be_split(bench):
    snapshot = bench.read("UPN,Legal surname,Full name\nA,Moor,Ivy Ash\n")
    assert bench.rows(snapshot) == [{"upn": "A", "surname": "Moor", "forename": "Ivy"}]
    assert dict(snapshot.headings)["forename"] == "Full name"


# --- the row of headings


def test_titles_blank_rows_sub_headings_and_totals_are_passed_over_and_counted(bench):
    text = (
        "Hilltop School,,\n,,\nSEN list,run on 1/9/2026,\nUPN,Surname,SEN Status\nYear 3,,\nA,Ash,K\n,,\n"
        "Year 4,,\nB,Elm,N\nTotal,,\n"
    )
    snapshot = bench.read(text)
    assert [(row.line, row.values[1]) for row in snapshot.rows] == [(6, "Ash"), (9, "Elm")]
    words = [f.words for f in snapshot.findings if f.code == "F029"]
    assert words == [
        "2 rows above the headings were passed over",
        "4 rows name no pupil (blank, sub-headings, totals) and were passed over",
    ]


def test_headings_repeated_for_printing_are_no_pupil(bench):
    assert len(bench.read("UPN,Surname\nA,Ash\nUPN,Surname\nB,Elm\n").rows) == 2


def test_blank_lines_are_nothing(bench):
    snapshot = bench.read("UPN,Surname\nA,Ash\n\n\nB,Elm\n\n")
    assert [row.line for row in snapshot.rows] == [2, 5]
    assert "F029" not in bench.codes(snapshot)


def test_a_upn_alone_is_a_pupil(bench):
    assert len(bench.read("UPN,Surname\nR800200024000,\nYear 3,\n").rows) == 1


@pytest.mark.parametrize("above", [0, 1, 13, 14])
def test_headings_are_found_within_fifteen_rows(bench, above):
    assert len(bench.read("Title,,\n" * above + PUPILS).rows) == 2


def test_headings_further_down_are_not_looked_for(bench):
    with pytest.raises(InputRefused) as caught:
        bench.read("Title,,\n" * 15 + PUPILS)
    assert caught.value.code == "F025"


def test_headings_without_anybody_are_none(bench):
    with pytest.raises(InputRefused) as caught:
        bench.read("SEN Status,Town,Postcode\nK,Exampleton,ZZ1 1ZZ\n")
    assert caught.value.code == "F025"


def test_an_export_without_rows_is_a_snapshot_without_rows(bench):
    """Whether that may be is for a guard to say, which knows the last export."""
    assert list(bench.read("UPN,Surname\n").rows) == []


# --- whose file it is


@pytest.mark.parametrize(
    ("headings", "answers"),
    [
        ("UPN,Legal first name,Legal last name,SEN status", {"arbor": "yes", "sims": "no", "table": "maybe"}),
        ("Adno,Legal Surname,Legal Forename,Reg", {"arbor": "no", "sims": "yes", "table": "maybe"}),
        ("UPN,Surname,Reg", {"arbor": "no", "sims": "maybe", "table": "maybe"}),
        ("UPN,Surname,SEN", {"arbor": "no", "sims": "no", "table": "maybe"}),
        ("Date,Town", {"arbor": "no", "sims": "no", "table": "no"}),
    ],
)
def test_an_adapter_knows_its_system_by_headings_that_only_it_writes(bench, headings, answers):
    file = bench.file(headings + "\n" + "," * headings.count(",") + "\n")
    found = {a.name: bench.source(a).identify(file) for a in (GenericTable, Arbor, Sims)}
    assert {name: match.answer.value for name, match in found.items()} == answers
    assert all(match.why for match in found.values())


def test_a_table_that_the_school_mapped_may_be_of_any_system(bench):
    file = bench.file("Ref,Level\nA,K\n")
    source = bench.source(Arbor, columns={"Ref": "upn", "Level": "sen_status"})
    assert source.identify(file).answer is Answer.MAYBE


def test_identify_sees_no_more_than_the_first_bytes(bench):
    """A long list is known by its top; a letter cut in two at the end of it is no matter."""
    file = bench.file("UPN,Surname\n" + "A,Zoë\n" * 20_000)
    assert bench.source().identify(file).answer is Answer.MAYBE


def test_arbor_shows_two_numbers_of_its_own_and_one_is_used(bench):
    text = "Globally Unique Student ID,Arbor Student ID,Legal Last Name\nx-1,17,Ash\n"
    assert bench.rows(bench.read(text, Arbor)) == [{"mis_id": "17", "surname": "Ash"}]
    with pytest.raises(InputRefused, match="more than one way"):
        bench.read(text)


def test_the_sen_report_says_nothing_of_pupils_it_does_not_show(bench):
    report = "UPN,Surname,Sen Need,SEN Need Ranking\nA,Ash,ASD,1\n"
    assert bench.read(report, Arbor).partial
    assert not bench.read(PUPILS, Arbor).partial
    assert not bench.read(report).partial


def test_a_pupil_without_year_and_class_may_have_left(bench):
    text = "UPN,Surname,Year group,Class\nA,Ash,4,4X\nB,Elm,,\nC,Oak,5,\n"
    told = [(f.line, f.field) for f in bench.read(text).findings if f.code == "F036"]
    assert told == [(3, "year_group")]
    with_status = "UPN,Surname,Year group,Class,Enrolment Status\nB,Elm,,,Current\n"
    assert "F036" not in bench.codes(bench.read(with_status))


# --- the school


@pytest.mark.parametrize(("shown", "number"), [("8002000", "8002000"), ("800/2000", "8002000"), ("", "")])
def test_the_school_is_told_by_its_column(bench, shown, number):
    snapshot = bench.read(f"UPN,Surname,LAESTAB,URN\nA,Ash,{shown},100000\nB,Elm,,100000\n")
    assert (snapshot.laestab, snapshot.urn) == (number, "100000")


@pytest.mark.parametrize("heading", ["LAESTAB", "URN"])
def test_pupils_of_two_schools_refuse_the_file(bench, heading):
    with pytest.raises(InputRefused) as caught:
        bench.read(f"UPN,Surname,{heading}\nA,Ash,1\nB,Elm,2\n")
    assert (caught.value.code, caught.value.column) == ("F027", heading)


# --- findings


@pytest.mark.parametrize(("cell", "code"), [("=Ash", "F028"), ("A?h", "F035")])
def test_every_doubtful_cell_is_told(bench, cell, code):
    """A cell that is not listed counts as understood, and would be written into the register."""
    snapshot = bench.read("UPN,Surname\n" + f"A,{cell}\n" * 200)
    assert [f.line for f in snapshot.findings if f.code == code] == [*range(2, 202)]


def test_a_finding_holds_line_heading_and_field_but_no_content(bench):
    (found,) = (
        f
        for f in bench.read("UPN,Surname,SEN Level of need,SEN\nA,Ash,x,secretword\n").findings
        if f.field == "sen_status"
    )
    assert (found.code, found.line, found.column) == ("F030", 2, "SEN")
    assert "secretword" not in repr(found)
