"""The story of a cell, in sentences."""

from __future__ import annotations

import pytest

from senco_connect.batch import CellWrite, Matter, NewRow
from senco_connect.errors import ConfigProblem
from senco_connect.explain import Entry, explain_cell, field_named, matter_words
from senco_connect.ownership import Ownership
from senco_connect.plan import Plan
from senco_connect.record import FIELDS, Owner

MATTER = Matter("conflict", "KEY1", "SEN status", (("mis", "K"), ("register", "")), "the SENCO", "Type the right one.")
WRITE = CellWrite("KEY1.tutor", "KEY1", "tutor", "", "Ms Sample", "rule 6: its owner changed it; export line 3")


def plan(*operations, matters=()) -> Plan:
    return Plan("id", {}, operations=list(operations), matters=list(matters))


def story(field: str, of: Plan, *done: Entry):
    return explain_cell("KEY1", field, of, done, ownership=Ownership({"tutor": Owner.SENCO}))


def test_a_cell_at_rest_says_so() -> None:
    told = story("tutor", plan())
    assert told.now == ("Nothing waits here, the stores agree.",)
    assert told.history == ("The library has never written this cell.",)


@pytest.mark.parametrize("field", ["tutor", "surname", "sen_status", "broad_areas"])
def test_it_is_said_who_decides(field: str) -> None:
    words = {
        "tutor": "SENCO decides",
        "surname": "MIS decides",
        "sen_status": "Both sides",
        "broad_areas": "derives it",
    }
    assert words[field] in story(field, plan()).owner


def test_what_is_planned_for_the_cell_is_told_and_nothing_else() -> None:
    others = [WRITE._replace(key="KEY2"), WRITE._replace(field="surname")]
    assert story("tutor", plan(WRITE, *others)).now == (f"Planned: blank → Ms Sample ({WRITE.why}).",)


@pytest.mark.parametrize(("values", "shown"), [({"tutor": "Ms Sample"}, "Ms Sample"), ({}, "blank")])
def test_a_planned_row_tells_what_it_brings_to_the_cell(values: dict[str, str], shown: str) -> None:
    (told,) = story("tutor", plan(NewRow("KEY1.row", "KEY1", values, "why"))).now
    assert told == f"Planned: a new row, with {shown} here (why)."


def test_open_matters_of_the_field_or_of_its_group_are_told() -> None:
    needs = MATTER._replace(field="Needs")
    others = [MATTER._replace(key="KEY2"), MATTER._replace(field="Tutor")]
    assert story("sen_status", plan(matters=[MATTER, needs, *others])).now == (matter_words(MATTER),)
    assert story("need_2", plan(matters=[MATTER, needs, *others])).now == (matter_words(needs),)


def test_a_matter_in_words_has_every_stores_text_the_owner_and_the_way_out() -> None:
    assert matter_words(MATTER) == "conflict · MIS: K; register: blank · the SENCO · Type the right one."
    assert matter_words(MATTER._replace(shown=())) == "conflict · the SENCO · Type the right one."


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"),
    [
        ("CellWrite", "", "9Q", "written: blank → 9Q"),
        ("CellWrite", "8A", "", "written: 8A → blank"),
        ("CellWrite", None, None, "written"),
        ("NewRow", None, None, "the row was added"),
        ("Link", None, None, "the row was recognised and got its key"),
    ],
)
def test_the_past_tells_when_by_which_run_what_and_why(
    kind: str, before: str | None, after: str | None, words: str
) -> None:
    entry = Entry("R00002-abcd", "2026-09-07T06:31:00+00:00", kind, "rule 6", "done", before, after)
    assert story("tutor", plan(), entry).history == (f"2026-09-07 06:31 · run R00002-abcd · {words} · rule 6 · done",)


@pytest.mark.parametrize("name", ["sen_status", "SEN status", "sen  STATUS", "SEN Stage"])
def test_a_field_is_found_by_its_name_its_label_or_a_heading(name: str) -> None:
    assert field_named(name) == "sen_status"


def test_a_field_is_found_by_the_schools_own_heading_first() -> None:
    assert (
        field_named("Tutor base", [("registration_group", "Tutor base"), ("no field", "Other")]) == "registration_group"
    )


def test_every_label_names_its_own_field() -> None:
    assert [name for name, field in FIELDS.items() if field_named(field.label) != name] == []


def test_a_field_that_nobody_has_is_a_problem_with_a_hint() -> None:
    with pytest.raises(ConfigProblem) as near:
        field_named("SEN statos")
    assert "SEN status" in near.value.cure
    with pytest.raises(ConfigProblem) as far:
        field_named("qqqqqqqq")
    assert far.value.cure == "`senco schema` lists them all."
