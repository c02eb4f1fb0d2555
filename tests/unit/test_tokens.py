"""Keyed digests: equal facts have equal tokens, everything else has another one."""

from __future__ import annotations

from itertools import combinations

import pytest

from senco_connect.record import FIELDS, MISSING
from senco_connect.tokens import TOKEN_SIZE, Tokens

TOKENS = Tokens(b"a" * 32)
OTHER = Tokens(b"b" * 32)


def test_a_token_is_bound_to_the_pupil_the_field_and_the_secret() -> None:
    made = {
        TOKENS.value("KEY1", "surname", "Same"),
        TOKENS.value("KEY2", "surname", "Same"),
        TOKENS.value("KEY1", "forename", "Same"),
        OTHER.value("KEY1", "surname", "Same"),
    }
    assert len(made) == 4
    assert {len(token) for token in made} == {TOKEN_SIZE}


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("admission_no", "000123", "123"),
        ("attendance", "95", "95.0"),
        ("surname", "Zoe\u0308", "Zo\u00eb"),
        ("sen_status", "M", "N"),
    ],
    ids=["zeros", "figures", "composed letters", "monitoring is no SEN to a MIS"],
)
def test_one_fact_written_in_two_ways_has_one_token(field: str, one: str, other: str) -> None:
    assert TOKENS.value("KEY1", field, one) == TOKENS.value("KEY1", field, other)
    assert TOKENS.row([field])("KEY1", [one]) == TOKENS.row([field])("KEY1", [other])


def test_different_texts_have_different_tokens() -> None:
    texts = ["", " ", "a", "A", "b", "a b", "ab", "0", "00", "\n", "zoë"]
    assert len({TOKENS.value("KEY1", "sen_note", text) for text in texts}) == len(texts)


def test_a_row_has_the_tokens_of_its_values_and_none_for_what_is_not_shown() -> None:
    fields = ("upn", "surname", "attendance", "sen_status", "sen_note", "dob")
    values = ("UPN1", "Zoë", "95.0", "M", "", MISSING)
    one_by_one = [
        TOKENS.value("KEY1", n, str(v)) if v is not MISSING else None for n, v in zip(fields, values, strict=True)
    ]
    assert TOKENS.row(fields)("KEY1", values) == one_by_one


def test_a_row_of_other_length_than_its_fields_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        TOKENS.row(["upn", "surname"])("KEY1", ["UPN1"])


def test_every_field_has_a_blank_token() -> None:
    assert len({TOKENS.value("KEY1", name, "") for name in FIELDS}) == len(FIELDS)


def test_an_identifier_is_the_same_for_whoever_bears_it() -> None:
    assert TOKENS.identity("upn", "UPN1") == TOKENS.identity("upn", "UPN1")
    assert TOKENS.identity("upn", "UPN1") != TOKENS.identity("mis_id", "UPN1")
    assert len(TOKENS.identity("upn", "UPN1")) == 16


LINES = [
    ("KEY1", ("upn", "surname"), ("a", "b")),
    ("KEY2", ("upn", "surname"), ("a", "b")),
    ("KEY1", ("upn", "forename"), ("a", "b")),
    ("KEY1", ("upn",), ("a",)),
    ("KEY1", ("upn", "surname"), ("a", "")),
    ("KEY1", ("upn", "surname"), ("a", MISSING)),
    ("KEY1", ("upn", "surname"), ("", "a")),
    ("KEY1", ("upn", "surname"), ("a", "b ")),
]


@pytest.mark.parametrize(("one", "other"), list(combinations(LINES, 2)))
def test_a_row_that_differs_anywhere_has_another_digest(one, other) -> None:
    assert TOKENS.line(*one) != TOKENS.line(*other)


def test_a_key_is_readable_and_says_nothing() -> None:
    keys = {TOKENS.key(f"upn\0UPN{number}") for number in range(500)}
    assert len(keys) == 500
    assert {len(key) for key in keys} == {7}
    assert {key[0] for key in keys} == {"P"}
    assert not set("".join(keys)) & set("01IO")


def test_a_key_that_is_taken_has_a_next_one() -> None:
    assert len({TOKENS.key("seed", attempt) for attempt in range(20)}) == 20
    assert TOKENS.key("seed") != OTHER.key("seed")
