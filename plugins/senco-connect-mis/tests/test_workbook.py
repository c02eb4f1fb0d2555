"""Workbooks read as if they had been saved as CSV; what they hide is told."""

from __future__ import annotations

import pytest
from senco_connect_mis import workbook_guard

from senco_connect.adapters import Answer
from senco_connect.errors import InputRefused
from senco_connect.record import MISSING

HEAD = ["UPN", "Surname", "DOB", "SEN Status"]
DAY = ' s="1"'
# 3 April 2015 in days since the start of 1900, as Excel counts them; a Mac's workbook counts from 1904.
APRIL_2015 = 42097
FROM_1904 = 1462


def day(number: int) -> tuple[str, str]:
    return (DAY, f"<v>{number}</v>")


def test_a_workbook_gives_the_pupils_of_its_csv(bench, workbook):
    rows = [HEAD, ["A", "Zoë", day(APRIL_2015), "K"], ["B", "two\nlines", day(APRIL_2015 + 1), ""]]
    text = 'UPN,Surname,DOB,SEN Status\nA,Zoë,03/04/2015,K\nB,"two\nlines",04/04/2015,\n'
    assert bench.rows(bench.read(workbook(rows))) == bench.rows(bench.read(text))


def test_days_of_a_workbook_that_counts_from_1904_are_right(bench, workbook):
    """Every child would be four years too old (F9)."""
    rows = [HEAD, ["A", "Ash", day(APRIL_2015 - FROM_1904), "K"]]
    assert bench.rows(bench.read(workbook(rows, date1904=True)))[0]["dob"] == "2015-04-03"


def test_lines_are_those_of_the_sheet(bench, workbook):
    rows = [["Hilltop"], [], HEAD, ["A", "Ash", "", "K"], [], ["B", "Elm", "", "dyslexia"]]
    snapshot = bench.read(workbook(rows))
    assert [row.line for row in snapshot.rows] == [4, 6]
    assert [f.line for f in snapshot.findings if f.field == "sen_status"] == [6]


def test_empty_rows_and_columns_before_the_table_count(bench, workbook):
    sheet = '<row r="3"><c r="B3" t="inlineStr"><is><t>UPN</t></is></c><c r="C3" t="inlineStr"><is><t>Sex</t></is></c></row>'
    sheet += (
        '<row r="4"><c r="B4" t="inlineStr"><is><t>A</t></is></c><c r="C4" t="inlineStr"><is><t>F</t></is></c></row>'
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    snapshot = bench.read(workbook(f'<worksheet xmlns="{space}"><sheetData>{sheet}</sheetData></worksheet>'))
    assert [(row.line, row.values) for row in snapshot.rows] == [(4, ("A", "F"))]
    assert snapshot.unused == ("Column 1",)


def test_numbers_and_truths_read_as_they_are_shown(bench, workbook):
    rows = [["UPN", "Surname", "Adno", "PP", "Attendance", "Notes"], ["A", "Ash", 123.0, True, 95.5, 7.0]]
    row = bench.rows(bench.read(workbook(rows)))[0]
    assert [row[f] for f in ("admission_no", "pupil_premium", "attendance", "notes")] == ["123", "true", "95.5", "7"]


def test_a_number_too_long_for_a_workbook_is_damaged(bench, workbook):
    """Above fifteen figures the last ones are made up."""
    rows = [["UPN", "Surname", "Adno"], ["A", "Ash", 1234567890123456789.0]]
    snapshot = bench.read(workbook(rows))
    assert bench.rows(snapshot)[0]["admission_no"] is MISSING
    assert "F031" in bench.codes(snapshot)


@pytest.mark.parametrize(
    "cell",
    [
        (' t="e"', "<v>#N/A</v>"),
        (' t="e"', "<f>A1/0</f><v>#DIV/0!</v>"),
        (' t="e"', "<v>#SPILL!</v>"),
        ("", "<f>1+1</f>"),
        ("", "<f>1+1</f><v></v>"),
        ("", "<f>1+1</f><v/>"),
    ],
)
def test_a_cell_that_shows_no_value_is_missing_and_not_blank(bench, workbook, cell):
    """Read as blank, a broken lookup would clear the status of every pupil."""
    snapshot = bench.read(workbook([HEAD, ["A", "Ash", "", cell], ["B", "Elm", "", "K"]]))
    assert [row["sen_status"] for row in bench.rows(snapshot)] == [MISSING, "K"]
    assert [f.line for f in snapshot.findings if f.code == "F037"] == [2]


def test_a_formula_without_result_is_found_wherever_the_sheet_is_cut(bench, workbook, monkeypatch):
    """Sheets are looked through in pieces, and a formula may end one while its cell ends in the next."""
    content = workbook([HEAD, ["A", "Ash", "", ("", "<f>1+1</f>")]])
    for size in range(60, 90):
        monkeypatch.setattr(workbook_guard, "_PIECE", size)
        assert bench.rows(bench.read(content))[0]["sen_status"] is MISSING


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ((' t="str"', "<f>A1</f><v>K</v>"), "K"),
        ((' t="str"', "<f>A1</f><v></v>"), ""),
        ((' t="str"', "<f>A1</f><v/>"), ""),
    ],
)
def test_a_formula_that_was_worked_out_is_its_result(bench, workbook, cell, status):
    assert bench.rows(bench.read(workbook([HEAD, ["A", "Ash", "", cell]])))[0]["sen_status"] == status


def test_marks_are_found_under_a_prefix_too(bench, workbook):
    """Some systems write every tag with a prefix."""
    space = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    head = "".join(
        f'<x:c r="{c}1" t="inlineStr"><x:is><x:t>{h}</x:t></x:is></x:c>' for c, h in zip("ABC", HEAD, strict=False)
    )
    pupil = (
        '<x:c r="A2" t="inlineStr"><x:is><x:t>A</x:t></x:is></x:c>'
        '<x:c r="B2" t="inlineStr"><x:is><x:t>Ash</x:t></x:is></x:c><x:c r="C2"><x:f>TODAY()</x:f></x:c>'
    )
    rows = f'<x:row r="1">{head}</x:row><x:row r="2">{pupil}</x:row>'
    sheet = f"<x:worksheet {space}><x:sheetData>{rows}</x:sheetData></x:worksheet>"
    assert bench.rows(bench.read(workbook(sheet))) == [{"upn": "A", "surname": "Ash", "dob": MISSING}]


def test_the_sheet_with_pupils_is_read_wherever_it_stands(bench, workbook):
    notes, pupils = [["Read me"], ["Ask the office"]], [HEAD, ["A", "Ash", "", "K"]]
    assert len(bench.read(workbook(notes, pupils)).rows) == 1


def test_a_hidden_sheet_is_not_read(bench, workbook):
    """Last year's list is often still there."""
    old, new = [HEAD, ["A", "Old", "", "K"]], [HEAD, ["A", "New", "", "N"]]
    assert bench.rows(bench.read(workbook(old, new, hidden=[1])))[0]["surname"] == "New"


def test_two_sheets_with_pupils_are_a_question_and_not_a_guess(bench, workbook):
    """A sheet for each class: one of them read alone would make leavers of all the others."""
    content = workbook([HEAD, ["A", "Ash", "", "K"]], [["x"]], [HEAD, ["B", "Elm", "", "N"]])
    assert "sheets 1, 3" in bench.source().propose(bench.file(content)).questions[0]
    with pytest.raises(InputRefused) as caught:
        bench.read(content)
    assert caught.value.code == "F026"


def test_the_schools_mapping_tells_sheets_apart(bench, workbook):
    content = workbook([["UPN", "Surname"], ["A", "Ash"]], [["UPN", "Surname", "Level"], ["B", "Elm", "K"]])
    columns = {"UPN": "upn", "Surname": "surname", "Level": "sen_status"}
    assert bench.rows(bench.read(content, columns=columns)) == [{"upn": "B", "surname": "Elm", "sen_status": "K"}]


def test_a_workbook_without_pupils_is_refused(bench, workbook):
    with pytest.raises(InputRefused) as caught:
        bench.read(workbook([["Read me"]]))
    assert caught.value.code == "F025"


def test_identify_says_that_it_cannot_see_into_a_workbook(bench, workbook):
    match = bench.source().identify(bench.file(workbook([HEAD])))
    assert (match.answer, "workbook" in match.why) == (Answer.MAYBE, True)


def test_a_proposal_tells_where_the_headings_are(bench, workbook):
    proposal = bench.source().propose(bench.file(workbook([["Hilltop"], HEAD, ["A", "Ash", "", "K"]])))
    assert proposal.notes == ("Headings are in row 2 of sheet 1.",)
    assert [guess.field for guess in proposal.columns] == ["upn", "surname", "dob", "sen_status"]


def test_a_workbook_is_read_whole_each_time(bench, workbook, known):
    content = workbook([HEAD, ["A", "Ash", "", "K"]])
    snapshot = bench.since(content, known())
    assert [row.raw for row in snapshot.rows] == [b""]
    assert snapshot.digest == bench.read(content).digest
