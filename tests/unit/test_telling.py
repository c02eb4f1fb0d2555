"""Lines, sentences and documents say what a plan holds; only a plan's own lines and document hold values."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco_connect.apply import Applied
from senco_connect.batch import CellWrite, Link, Matter, NewColumn, NewFolder, NewRow, RenameFolder
from senco_connect.guards import Refusal
from senco_connect.identity import Placed, Roll
from senco_connect.memory import Accepted
from senco_connect.ownership import Ownership
from senco_connect.plan import Inputs, Plan, Rules
from senco_connect.pupils import Change
from senco_connect.record import MISSING
from senco_connect.remembered import Remembered
from senco_connect.run import Planned
from senco_connect.snapshot import Finding, Row, Snapshot
from senco_connect.telling.document import plan_document, run_document
from senco_connect.telling.findings import group_words, grouped
from senco_connect.telling.line import Line, printable
from senco_connect.telling.lines import applied_lines, cure_lines, matter_groups, plan_lines
from senco_connect.telling.totals import (
    counts_of,
    exit_code,
    news_words,
    next_step,
    run_exit_code,
    run_words,
    total_words,
)

FIELDS = ("upn", "surname", "forename")
CONFLICT = Matter("conflict", "PA", "SEN status", (("mis", "E"), ("register", "K")), "the office", "Choose.")
DOUBT = Matter("no key", "", "", (("register", "row 9"), ("offered", "PA"), ("offered", "PB")), "the SENCO", "Type it.")
OPERATIONS = (
    NewColumn("column.key", "", "pupils are known by it"),
    Link("PB.key", "PB", 7, {"upn": "U2"}, "it is this pupil's alone"),
    NewRow("PA.row", "PA", {"surname": "Able", "sen_status": "K"}, "status K"),
    CellWrite("PB.tutor", "PB", "tutor", "Mx Old", "Mx New", "rule 6"),
)
FOLDERS = (
    NewFolder("PA.folder", "PA", "ABLE Ann · PA", (), "there is none"),
    RenameFolder("PB.folder", "PB", "f1", "BAKER B · PB", "BAKER Ben · PB", "the name changed"),
)


def planned(
    plan: Plan | None = None,
    *,
    serial: int = 1,
    refusals: tuple[Refusal, ...] = (),
    digest: str = "new",
    accepted: tuple[Accepted, ...] = (Accepted("old", ""),),
) -> Planned:
    """Make a plan over two pupils: PA, whom the export shows, and PB, whom only the register shows."""
    source = Snapshot(FIELDS, [Row("", 2, ("U1", "Able", "Ann"))], digest)
    register = Snapshot(FIELDS, [Row("PB", 5, ("U2", "Baker", "Ben"))], "r")
    plan = plan or Plan("cafe0001", {})
    plan.roll = Roll({"PA": source.rows[0]}, frozenset(), frozenset(), ())
    plan.placed = Placed({"PB": register.rows[0]}, {}, ())
    memory = Remembered(b"s" * 32, serial=serial, accepted=accepted)
    return Planned(plan, Inputs(memory, source, register, None, Rules(Ownership())), refusals)


def full() -> Plan:
    """Make a plan with one of everything."""
    return Plan(
        "cafe0001", {"export": "d"}, operations=[*OPERATIONS], folder_operations=[*FOLDERS], matters=[CONFLICT, DOUBT],
        changes=[Change("PB", "tutor", "Mx Old", "Mx New", 3), Change("PB", "fsm", MISSING, "", 3)],
        joined=["PA", "PJ"], missing=["PM"], rekeyed=["PB"],
    )  # fmt: skip


# --- a plan's lines


def test_what_to_do_is_said_once_for_each_kind_of_matter() -> None:
    plan = full()
    plan.matters += [CONFLICT._replace(key="PB"), CONFLICT._replace(key="PJ")]
    assert [line.words for line in cure_lines(plan)] == ["conflict: Choose.", "no key: Type it."]


def test_every_write_matter_and_piece_of_news_has_a_line_by_name_of_pupil() -> None:
    assert [tuple(line) for line in plan_lines(planned(full()))] == [
        ("+", "", "", "new column Pupil key: pupils are known by it"),
        ("!", "", "", "no key · register: row 9; offered: PA; offered: PB · the SENCO"),
        ("=", "PJ", "", "joined the export"),
        ("=", "PM", "", "is not in the export any more"),
        ("+", "PA", "Able, Ann", "new row (status K) Surname: Able; SEN status: K"),
        ("+", "PA", "Able, Ann", "new folder ABLE Ann · PA (there is none)"),
        ("!", "PA", "Able, Ann", "SEN status: conflict · MIS: E; register: K · the office"),
        ("~", "PB", "Baker, Ben", "Pupil key goes into row 7: it is this pupil's alone"),
        ("~", "PB", "Baker, Ben", "Tutor: Mx Old → Mx New (MIS; rule 6)"),
        ("~", "PB", "Baker, Ben", "folder BAKER B · PB → BAKER Ben · PB (the name changed)"),
        ("=", "PB", "Baker, Ben", "Free school meals: is now blank (export line 3)"),
    ]


def test_a_cell_that_is_cleared_or_filled_says_blank() -> None:
    cells = [CellWrite("a", "PB", "tutor", "", "Mx New", "w"), CellWrite("b", "PB", "town", "Old Town", "", "w")]
    words = [line.words for line in plan_lines(planned(Plan("x", {}, operations=[*cells])))]
    assert words == ["Tutor: blank → Mx New (MIS; w)", "Town: Old Town → blank (MIS; w)"]


def test_who_is_missing_is_told_once_where_a_matter_tells_it() -> None:
    gone = Matter("not in the export", "PB", "", (), "the SENCO", "Decide.")
    lines = plan_lines(planned(Plan("x", {}, matters=[gone], missing=["PB"])))
    assert [line.sign for line in lines] == ["!"]


# --- what a run tells


def test_a_run_tells_of_each_pupil_what_arrived_what_did_not_and_what_waits() -> None:
    plan = full()
    done = (OPERATIONS[0], OPERATIONS[2], OPERATIONS[3], *FOLDERS)
    assert applied_lines(planned(plan), Applied(done, {"PB.key": "the row is gone"})) == [
        Line("+", "", "", "new column Pupil key"),
        Line("!", "", "", "no key"),
        Line("+", "PA", "", "new row (2 fields), new folder"),
        Line("!", "PA", "", "SEN status: conflict"),
        Line("~", "PB", "", "Tutor, folder renamed"),
        Line("!", "PB", "", "Pupil key: not written, the row is gone"),
    ]


def test_neither_lines_nor_document_of_a_run_hold_a_value() -> None:
    applied = Applied((*OPERATIONS, *FOLDERS), {})
    told = repr(applied_lines(planned(full()), applied)) + json.dumps(run_document(planned(full()), applied))
    assert not [value for value in ("Able", "Baker", "BAKER", "Mx", "U1", "U2", "mis: E") if value in told]


def test_open_matters_of_one_kind_are_told_together() -> None:
    matters = [CONFLICT, CONFLICT._replace(key="PB", field="Year", shown=()), DOUBT]
    assert [(group.kind, group.about) for group in matter_groups(matters)] == [
        ("conflict", (("PA", "SEN status"), ("PB", "Year"))),
        ("no key", (("", ""),)),
    ]


# --- counts and sentences


def test_a_plan_is_counted() -> None:
    assert counts_of(full()) == (1, 1, 1, 1, 1, 1, 2, 1, 2, 1, 2, 1)
    assert counts_of(full()).changes == 6


def test_totals_and_news_are_said_in_a_sentence() -> None:
    assert total_words(full()) == (
        "6 changes: 1 new row, 1 cell, 1 key, 1 new column, 1 new folder, 1 folder. 2 open matters, 1 of them in conflict."
    )
    assert news_words(full()) == "The export: 2 joined, 1 not in it any more, 2 values changed, 1 UPN replaced."


def test_a_plan_that_is_empty_says_0_changes_and_no_news() -> None:
    assert (total_words(Plan("x", {})), news_words(Plan("x", {}))) == ("0 changes.", "")


def test_what_was_left_is_said_and_asks_for_another_run() -> None:
    applied = Applied(OPERATIONS[:3], {"PB.tutor": "the cell shows something else"})
    assert run_words(planned(full()), applied).startswith("3 changes written, 1 left for the next run.")
    assert run_exit_code(planned(full()), applied) == 1


@pytest.mark.parametrize(
    ("matters", "tripped", "code"),
    [
        ([], (), 0), ([DOUBT], (), 0), ([CONFLICT], (), 4), ([CONFLICT], (Refusal("g", "w", "c"),), 3),
    ],
)  # fmt: skip
def test_a_guard_ends_a_plan_with_3_and_a_conflict_with_4(
    matters: list[Matter], tripped: tuple[Refusal, ...], code: int
) -> None:
    assert exit_code(planned(Plan("x", {}, matters=matters), refusals=tripped)) == code


def test_the_next_step_depends_on_what_the_plan_needs() -> None:
    may, may_not = Refusal("a", "w", "c"), Refusal("b", "w", "c", approvable=False)
    assert next_step(planned(full())) == "To do it: senco apply cafe0001"
    assert next_step(planned(full(), refusals=(may,))).endswith("senco apply --approve cafe0001")
    assert next_step(planned(full(), refusals=(may, may_not))) == "Nothing is written until this is put right."
    assert next_step(planned()) == "To note the export as read: senco apply cafe0001"
    assert next_step(planned(digest="old")) == "Nothing to do."
    assert next_step(planned(accepted=())) == "To note the export as read: senco apply cafe0001"


# --- documents


def test_the_document_of_a_plan_has_upns_where_a_row_shows_them() -> None:
    document = plan_document(planned(full()))
    assert [(op["kind"], op["key"], op["upn"]) for op in document["operations"]] == [
        ("column", None, None), ("key", "PB", "U2"), ("row", "PA", "U1"), ("cell", "PB", "U2"),
    ]  # fmt: skip
    assert document["changes"] == [
        {"key": "PB", "upn": "U2", "field": "tutor", "old": "Mx Old", "new": "Mx New", "line": 3},
        {"key": "PB", "upn": "U2", "field": "fsm", "old": None, "new": "", "line": 3},
    ]
    assert document["missing"] == [{"key": "PM", "upn": None}]
    assert [matter["shown"] for matter in document["matters"]] == [list(CONFLICT.shown), list(DOUBT.shown)]
    assert json.loads(json.dumps(document))["counts"]["changed"] == 2


def test_every_operation_of_a_document_has_the_same_keys_first() -> None:
    document = plan_document(planned(full()))
    common = ["kind", "key", "upn", "field", "expect", "value"]
    assert all(list(op)[:6] == common and {"why", "id"} <= op.keys() for op in document["operations"])
    assert [(folder["kind"], folder["expect"], folder["value"]) for folder in document["folders"]] == [
        ("folder", None, "ABLE Ann · PA"), ("folder name", "BAKER B · PB", "BAKER Ben · PB"),
    ]  # fmt: skip


# --- findings, and what may be printed


def test_findings_that_say_the_same_of_one_column_are_one_line() -> None:
    findings = [Finding("F030", "no day", line, "DOB", "dob") for line in range(3, 11)] + [
        Finding("F020", "blank rows")
    ]
    assert [group_words(group) for group in grouped(findings)] == [
        "F020: blank rows",
        'F030 "DOB", 8 cells (lines 3, 4, 5, 6, 7, …): no day',
    ]


@given(st.text())
def test_whatever_a_cell_holds_is_one_printable_line(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable() and "\n" not in shown


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"])))
def test_letters_of_every_script_are_printed_as_they_are(text: str) -> None:
    assert printable(text) == text
