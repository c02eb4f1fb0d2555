"""Headings: whole ones only, no guess between two, and a question where two columns fit one field."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senco_connect.record import FIELDS
from senco_connect.record.headings import Naming, meanings, name_columns, plain_heading


def named(*headings: str, **extra: str) -> list[str]:
    return [column.field for column in name_columns(headings, extra=extra).columns]


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_every_alias_names_its_field(field) -> None:
    assert {heading: named(heading) for heading in field.aliases} == {
        heading: [field.name] for heading in field.aliases
    }


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_a_register_made_from_labels_is_read_back(field) -> None:
    assert named(field.label) == [field.name]


def test_all_labels_together_name_all_fields() -> None:
    naming = name_columns([field.label for field in FIELDS.values()])
    assert [column.field for column in naming.columns] == [*FIELDS]
    assert naming.questions == ()


@pytest.mark.parametrize(
    "heading", ["sen status", "SEN\xa0STATUS", " SEN_Status ", "SEN-Status", "ＳＥＮ Status", "Sen Status:"]
)
def test_case_spaces_and_marks_of_a_heading_say_nothing(heading: str) -> None:
    assert named(heading) == ["sen_status"]


@pytest.mark.parametrize(
    "heading", ["Present Sessions", "Absent", "Consent", "Sent", "Assent", "Year joined", "UPNs", "Upn 2"]
)
def test_part_of_a_heading_names_nothing(heading: str) -> None:
    """ "sen" is inside "Present": a column of attendance marks once became the SEN status."""
    assert named(heading) == [""]


@pytest.mark.parametrize(
    "heading", ["Status", "Start Date", "End Date", "ID", "Need", "Area of Need", "Support", "Rank", "Hours"]
)
def test_a_heading_with_several_meanings_is_not_taken(heading: str) -> None:
    (column,) = name_columns([heading]).columns
    assert column.field == ""
    assert "may mean" in column.why
    assert meanings(heading)


@pytest.mark.parametrize("order", list(permutations(["Legal surname", "Surname"])))
def test_the_legal_surname_comes_first_wherever_it_stands(order) -> None:
    assert dict(zip(order, named(*order), strict=True)) == {"Legal surname": "surname", "Surname": "preferred_surname"}


def test_the_only_surname_is_the_surname() -> None:
    assert named("Surname", "Forename") == ["surname", "forename"]


def test_a_heading_that_comes_twice_is_kept_twice_without_a_question() -> None:
    naming = name_columns(["SEN Status", "Name", "SEN status"])
    assert [column.field for column in naming.columns] == ["sen_status", "full_name", "sen_status"]
    assert [column.position for column in naming.columns] == [1, 2, 3]
    assert naming.questions == ()


def test_a_weak_heading_that_comes_twice_names_one_field() -> None:
    assert named("Surname", "Surname") == ["surname", "surname"]


def test_two_headings_for_one_field_are_a_question() -> None:
    (question,) = name_columns(["SEN Status", "SEN Code", "Forename"]).questions
    assert '"SEN Status" (column 1)' in question
    assert '"SEN Code" (column 2)' in question
    assert FIELDS["sen_status"].label in question


def test_what_an_adapter_knows_comes_before_what_everybody_knows() -> None:
    assert named("Status", "Class", Status="sen_status", Class="tutor") == ["sen_status", "tutor"]


def test_a_column_without_a_heading_names_nothing() -> None:
    (column,) = name_columns([" "]).columns
    assert (column.field, column.why) == ("", "it has no heading")


@given(
    st.lists(
        st.sampled_from(sorted({h for f in FIELDS.values() for h in (*f.aliases, *f.maybe, *f.asks)})), max_size=12
    )
)
def test_any_row_of_headings_gives_one_answer_for_each(headings: list[str]) -> None:
    naming: Naming = name_columns(headings)
    assert [column.text for column in naming.columns] == headings
    assert all(column.why for column in naming.columns)
    assert all(column.field in meanings(column.text) for column in naming.columns if column.field)


@given(
    st.lists(
        st.sampled_from(sorted({h for f in FIELDS.values() for h in f.aliases})), unique_by=plain_heading, max_size=8
    )
)
def test_sure_headings_mean_the_same_in_any_order(headings: list[str]) -> None:
    forth, back = named(*headings), named(*reversed(headings))
    assert forth == back[::-1]


@given(st.text())
def test_the_plain_form_of_a_heading_is_its_own(text: str) -> None:
    assert plain_heading(plain_heading(text)) == plain_heading(text)
