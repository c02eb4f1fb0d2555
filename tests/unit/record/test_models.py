"""Pupil: typed fields, views that can't contradict them, and nothing printed but the key."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from rich.pretty import pretty_repr

from senco_connect.codesets.sen_type import SEN_TYPE
from senco_connect.record import FIELDS, MISSING, Value
from senco_connect.record.models import Need, Plan, Pupil, StatusPeriod, pupil_from_values

KEY = "P234567"
FULL = {
    "upn": "H801200001001", "surname": "Exampleby", "forename": "Tamsin", "dob": "2015-04-03", "sex": "F",
    "looked_after": "false", "pupil_premium": "true", "attendance": "95.5", "sen_status": "E", "sen_since": "2023-01-09",
    "need_1": "SLCN", "need_1_since": "2022-10-01", "need_2": "HI", "diagnosis": "none so far", "next_review": "2026-11-30",
}  # fmt: skip


def pupil(values: Mapping[str, Value] = {}, **more: str) -> Pupil:
    return pupil_from_values(KEY, {**values, **more})


# --- fields


def test_every_declared_field_is_an_attribute_and_nothing_else_is() -> None:
    assert set(Pupil.model_fields) == {"key", "unread", *FIELDS}


def test_text_becomes_what_the_field_is() -> None:
    shown = pupil(FULL)
    assert (shown.key, shown.surname, shown.dob) == (KEY, "Exampleby", date(2015, 4, 3))
    assert (shown.looked_after, shown.pupil_premium, shown.attendance) == (False, True, 95.5)
    assert shown.unread == ()


@pytest.mark.parametrize("nothing", ["", MISSING])
@pytest.mark.parametrize("name", ["surname", "dob", "looked_after", "attendance", "sen_status"])
def test_blank_and_not_shown_are_both_none(name: str, nothing: Value) -> None:
    shown = pupil({name: nothing})
    assert getattr(shown, name) is None
    assert shown.unread == ()


def test_a_field_that_was_not_given_is_none() -> None:
    assert {getattr(pupil(), name) for name in FIELDS} == {None}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dob", "last spring"), ("dob", "2015-02-30"), ("looked_after", "maybe"), ("attendance", "good"),
        ("attendance", "nan"), ("sen_status", "?"), ("need_1", "dyslexia?"), ("upn", "12345"), ("uln", "0276308686"),
        ("year_group", "7/8"),
    ],
)  # fmt: skip
def test_text_that_is_not_of_its_type_is_none_and_named(name: str, text: str) -> None:
    shown = pupil({**FULL, name: text})
    assert getattr(shown, name) is None
    assert shown.unread == (name,)


def test_unread_fields_stand_in_the_order_of_the_record() -> None:
    assert pupil(attendance="good", dob="soon", upn="x").unread == ("upn", "dob", "attendance")


@pytest.mark.parametrize(
    ("name", "text"), [("sen_status", "S"), ("need_1", "BESD"), ("upn", "Z801200001001"), ("upn", "A900000000000")]
)
def test_a_doubtful_code_or_upn_is_still_one(name: str, text: str) -> None:
    """An old code and a wrong check letter are for the checks to tell of."""
    shown = pupil({name: text})
    assert getattr(shown, name) == text
    assert shown.unread == ()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("pupil_premium", "Yes", True), ("dob", "03/04/2015", date(2015, 4, 3)), ("need_1", "sld", "SLD")],
)
def test_text_that_is_not_yet_canonical_is_read_as_a_cell_would_be(name: str, text: str, value: object) -> None:
    assert getattr(pupil({name: text}), name) == value


def test_a_field_that_is_not_declared_is_refused() -> None:
    with pytest.raises(KeyError):
        pupil({"shoe_size": "3"})
    with pytest.raises(ValidationError):
        Pupil.model_validate({"key": KEY, "shoe_size": "3"})


def test_a_pupil_can_not_be_changed() -> None:
    with pytest.raises(ValidationError):
        pupil(FULL).surname = "Sampleton"


def test_equal_records_are_equal_pupils() -> None:
    assert pupil(FULL) == pupil(FULL)
    assert hash(pupil(FULL)) == hash(pupil(FULL))
    assert pupil(FULL) != pupil({**FULL, "sex": "M"})


TEXTS = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.one_of(st.text(max_size=12), st.just(MISSING)), max_size=20)


@given(TEXTS)
def test_any_text_gives_a_pupil_that_survives_being_written_and_read(values: Mapping[str, Value]) -> None:
    made = pupil(values)
    assert Pupil.model_validate_json(made.model_dump_json()) == made
    assert pickle.loads(pickle.dumps(made)) == made
    told = {name for name, text in values.items() if isinstance(text, str) and text and text.strip()}
    assert {name for name in FIELDS if getattr(made, name) is not None} | set(made.unread) >= told


# --- views


def test_needs_are_ranked_and_named() -> None:
    shown = pupil(FULL)
    assert shown.needs == (
        Need(1, "SLCN", "Speech, language and communication needs", "Communication and interaction", date(2022, 10, 1)),
        Need(2, "HI", "Hearing impairment", "Sensory and/or physical", None),
    )


@pytest.mark.parametrize("mark", [", ", ",", "; ", ";"])
def test_needs_after_the_third_follow_it(mark: str) -> None:
    shown = pupil(need_1="ASD", need_2="SLCN", need_3="SEMH", other_needs=mark.join(["SPLD", "HI"]))
    assert [(need.rank, need.code) for need in shown.needs] == [
        (1, "ASD"),
        (2, "SLCN"),
        (3, "SEMH"),
        (4, "SPLD"),
        (5, "HI"),
    ]


def test_a_rank_is_its_place_even_where_one_is_empty() -> None:
    """A secondary need does not become the primary one because that is not filled in."""
    assert [(need.rank, need.code) for need in pupil(need_2="HI").needs] == [(2, "HI")]


def test_a_need_outside_the_ranking_keeps_its_words() -> None:
    (need,) = pupil(other_needs="sensory, perhaps").needs[:1]
    assert (need.rank, need.code, need.label, need.broad_area) == (4, "sensory", "sensory", "")


@pytest.mark.parametrize("code", [code.code for code in SEN_TYPE.codes])
def test_every_type_has_its_label_and_area(code: str) -> None:
    (need,) = pupil(need_1=code).needs
    assert need.label == SEN_TYPE.by_code[code].label
    assert (need.broad_area == "") == (code in {"DS", "OTH", "NSA", "BESD"})


def test_without_needs_there_are_none() -> None:
    assert pupil().needs == ()


def test_the_status_is_a_period() -> None:
    shown = pupil(sen_status="K", sen_since="2023-01-09", sen_until="2025-07-20")
    assert shown.status_history == (StatusPeriod("K", "SEN support", date(2023, 1, 9), date(2025, 7, 20)),)
    assert pupil().status_history == ()


@pytest.mark.parametrize(
    ("values", "plan"),
    [
        ({"sen_status": "E", "sen_since": "2023-01-09"}, Plan(date(2023, 1, 9), None)),
        ({"sen_status": "E", "sen_since": "2023-01-09", "ehcp_since": "2022-12-20"}, Plan(date(2022, 12, 20), None)),
        ({"sen_status": "K", "sen_since": "2023-01-09", "ehcp": "true"}, Plan(None, None)),
        ({"sen_status": "E", "next_review": "2026-11-30"}, Plan(None, date(2026, 11, 30))),
        ({"sen_status": "K", "ehcp_since": "2022-12-20"}, None),
        ({"sen_status": "N", "ehcp": "false"}, None),
        ({}, None),
    ],
)
def test_a_plan_is_there_where_the_status_or_its_own_column_says_so(values: dict[str, str], plan: Plan | None) -> None:
    assert pupil(values).plan == plan


# --- nothing personal is printed


PRINTED: list[Any] = [
    repr,
    str,
    "{}".format,
    "{0!r}".format,
    "%s".__mod__,
    pretty_repr,
    lambda p: repr([p]),
    lambda p: f"{p}",
]


@pytest.mark.parametrize("printed", PRINTED)
def test_however_a_pupil_is_printed_only_the_key_is_seen(printed: Any) -> None:
    shown = printed(pupil({**FULL, "attendance": "good"}))
    assert KEY in shown
    assert [text for text in FULL.values() if text in shown and len(text) > 1] == []


def test_a_log_line_tells_no_name(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("made-up").info("planned %s and %r", pupil(FULL), pupil(FULL))
    assert "Exampleby" not in caplog.text


def test_an_error_tells_no_name() -> None:
    with pytest.raises(ValidationError) as caught:
        Pupil.model_validate({"key": KEY, "dob": "Exampleby", "surname": 7, "forename": ["Exampleby"]})
    assert "Exampleby" not in "".join(traceback.format_exception(caught.value)).replace(__file__, "").replace(
        '"dob": "Exampleby", "surname": 7, "forename": ["Exampleby"]', ""
    )
