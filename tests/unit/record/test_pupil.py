"""The declaration itself: every heading names one field, and nothing is said twice."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from senco_connect.record import FIELDS, GROUPS, KEY_LABEL, Owner, Tier
from senco_connect.record.declare import Field, Table, coded, day, flag, link, number, text
from senco_connect.record.headings import plain_heading
from senco_connect.record.kinds import KINDS
from senco_connect.record.values import BLANK, MISSING

EVERY_FIELD = pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)


def headings(field: Field) -> set[str]:
    return {plain_heading(heading) for heading in (field.name, field.label, *field.aliases)}


def test_every_heading_names_exactly_one_field() -> None:
    """Were one heading an alias of two fields, the order of declaration would decide what a column means."""
    owners = defaultdict(set)
    for field in FIELDS.values():
        for heading in headings(field):
            owners[heading].add(field.name)
    assert {heading: names for heading, names in owners.items() if len(names) > 1} == {}


def test_a_heading_that_may_mean_several_things_names_none_for_certain() -> None:
    own = {name: {plain_heading(h) for h in (field.name, field.label)} for name, field in FIELDS.items()}
    weak = {(plain_heading(h), f.name) for f in FIELDS.values() for h in (*f.maybe, *f.asks)}
    sure = {(heading, f.name) for f in FIELDS.values() for heading in headings(f)}
    clashes = {heading for heading, _ in weak} & {heading for heading, _ in sure}
    assert clashes == {heading for heading, name in weak if heading in own[name]}, "only a field's own name may be weak"


def test_a_heading_is_either_taken_or_asked_about() -> None:
    maybe = {plain_heading(h) for f in FIELDS.values() for h in f.maybe}
    asks = {plain_heading(h) for f in FIELDS.values() for h in f.asks}
    assert maybe & asks == set()


def test_labels_are_unique_and_none_is_the_keys() -> None:
    labels = Counter(field.label.casefold() for field in FIELDS.values())
    assert [label for label, number in labels.items() if number > 1] == []
    assert KEY_LABEL.casefold() not in labels


@EVERY_FIELD
def test_a_field_is_told_by_its_name_its_label_and_its_headings(field: Field) -> None:
    assert FIELDS[field.name] is field
    assert field.name.isidentifier()
    assert field.name == field.name.lower()
    assert field.label == field.label.strip() != ""
    assert all(plain_heading(heading) for heading in (*field.aliases, *field.maybe, *field.asks))


@EVERY_FIELD
def test_a_field_is_of_a_known_kind_owner_and_tier(field: Field) -> None:
    assert field.kind in KINDS
    assert isinstance(field.owner, Owner)
    assert isinstance(field.tier, Tier)


def test_the_upn_is_hidden_and_no_other_field_is() -> None:
    assert [name for name, field in FIELDS.items() if field.hidden] == ["upn"]


def test_costs_and_medical_matters_are_not_for_the_classroom() -> None:
    assert {FIELDS[name].tier for name in ("cost_a_year", "funding_band", "minutes_a_week")} == {Tier.COSTS}
    assert FIELDS["medical"].tier is Tier.C


def test_computed_fields_have_no_heading_that_a_mis_writes() -> None:
    computed = {name for name, field in FIELDS.items() if field.owner is Owner.COMPUTED}
    assert computed & {"surname", "sen_status", "need_1", "next_review"} == set()
    assert all(not (FIELDS[name].maybe or FIELDS[name].asks) for name in computed)


def test_the_ranking_of_needs_is_one_group_in_rank_order() -> None:
    """The needs after the third belong to it too: without them half of one ranking stands beside half of another."""
    assert GROUPS["needs"] == (
        "need_1", "need_1_since", "need_2", "need_2_since", "need_3", "need_3_since", "other_needs",
    )  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_fields_of_a_group_stand_in_order_of_declaration_and_share_an_owner(group: str) -> None:
    members = [FIELDS[name] for name in GROUPS[group]]
    order = [name for name in FIELDS if FIELDS[name].group == group]
    assert [field.name for field in members] == order
    assert len({field.owner for field in members}) == 1


# --- the words of a declaration


class Sample(Table):
    """A made-up table."""

    name = text("Name", aliases="Called ; Known as;", owner=Owner.MIS)
    born = day("Born")
    likes = flag("Likes it", doc="Whether they do")
    score = number("Score", column=True)
    page = link("Page")
    code = coded("Code", FIELDS["sex"].kind)
    no_field = "something else"


def test_a_table_collects_its_fields_in_order_under_their_names() -> None:
    assert [*Sample.fields] == ["name", "born", "likes", "score", "page", "code"]
    assert [field.name for field in Sample.fields.values()] == [*Sample.fields]


def test_headings_are_parted_by_semicolons_and_trimmed() -> None:
    assert Sample.fields["name"].aliases == ("Called", "Known as")
    assert Sample.fields["born"].aliases == ()


def test_what_is_not_said_has_a_plain_default() -> None:
    """A new field is the SENCO's, for the team, and in no new register until somebody says so."""
    field = Sample.fields["born"]
    assert (field.owner, field.tier, field.column, field.hidden, field.group, field.doc) == (
        Owner.SENCO, Tier.B, False, False, "", "",
    )  # fmt: skip


def test_each_word_gives_its_kind() -> None:
    assert [field.kind.name for field in Sample.fields.values()] == [
        "text", "day", "yes or no", "number", "link", "sex",
    ]  # fmt: skip


# --- values


def test_missing_is_one_and_is_not_blank() -> None:
    assert type(MISSING)() is not BLANK
    assert not MISSING
    assert MISSING != BLANK
    assert repr(MISSING) == "MISSING"
