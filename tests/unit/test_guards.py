"""Each guard at its limit: quiet there, and tripped one step further, whatever the size of the school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from senco_connect.guards import Limits, Refusal, refusals
from senco_connect.identity import Placed
from senco_connect.memory import AGREED, Accepted, Standing
from senco_connect.ownership import MIS, Ownership
from senco_connect.plan import Inputs, Plan, Rules
from senco_connect.pupils import Change
from senco_connect.record import MISSING, Owner, Value
from senco_connect.remembered import Remembered
from senco_connect.snapshot import Row, Snapshot
from senco_connect.tokens import Tokens

SECRET = b"s" * 32
TOKENS = Tokens(SECRET)


def keys(number: int, start: int = 1) -> list[str]:
    return [f"KEY{n}" for n in range(start, start + number)]


def school(size: int, **facts: str) -> Remembered:
    """A state after an export of this many pupils."""
    return Remembered(SECRET, facts=facts, standings=dict.fromkeys(keys(size), Standing(True, False)))


def export(*rows: Sequence[Value], fields: Sequence[str] = ("year_group",), **said: object) -> Snapshot:
    """An export that shows these rows, or one pupil of year 7."""
    made = [Row("", line, row) for line, row in enumerate(rows or [("7",)], start=2)]
    return Snapshot(tuple(fields), made, "new")._replace(**said)  # type: ignore[arg-type]


def register(rows: int, stamp: str = "") -> Snapshot:
    return Snapshot(("surname",), [Row(key, 2, ("Testchild",)) for key in keys(rows)], "any", stamp=stamp)


def changes(field: str, new: str, number: int, start: int = 1) -> list[Change]:
    # A field's name that was read is not the very object that the declaration has.
    return [Change(key, "".join([*field]), MISSING, new, 2) for key in keys(number, start)]


def tripped(
    memory: Remembered,
    source: Snapshot | None = None,
    *,
    table: Snapshot | None = None,
    laestab: str = "",
    limits: Limits | None = None,
    rules: Rules | None = None,
    **planned: object,
) -> list[Refusal]:
    plan = Plan("id", {}, **planned)  # type: ignore[arg-type]
    inputs = Inputs(memory, source or export(), table, None, rules or Rules(Ownership()))
    return list(refusals(plan, inputs, limits or Limits(), laestab=laestab))


def names(found: Sequence[Refusal]) -> list[str]:
    return [refusal.guard for refusal in found]


# --- whose export it is


@pytest.mark.parametrize(
    ("configured", "recorded", "shown", "is_another"),
    [
        ("0019999", "", "0019998", True),
        ("", "0019999", "0019998", True),
        ("0019998", "0019999", "0019998", False),
        ("0019999", "", "0019999", False),
        ("0019998", "", "0019999", True),
        ("0019999", "", "", False),
        ("", "", "0019998", False),
    ],
)
def test_a_number_of_another_school_stops_the_run_and_nobody_may_approve_it(
    configured: str, recorded: str, shown: str, is_another: bool
) -> None:
    # What is read from a file is never the very object that the configuration gives.
    found = tripped(school(1, laestab=recorded), export(laestab="".join([*shown])), laestab=configured)
    assert [(r.guard, r.approvable) for r in found] == ([("wrong school", False)] if is_another else [])


@pytest.mark.parametrize(
    ("known", "gone", "is_partial", "is_another"),
    [(20, 8, False, False), (20, 9, False, True), (19, 18, False, False), (20, 20, True, False), (21, 9, False, True)],
)
def test_an_export_without_most_of_the_last_ones_pupils_asks_whose_it_is(
    known: int, gone: int, is_partial: bool, is_another: bool
) -> None:
    found = tripped(school(known), export(partial=is_partial), missing=keys(gone), limits=Limits(leavers=99))
    assert [(r.guard, r.approvable) for r in found] == ([("wrong school", True)] if is_another else [])


# --- how old it is


@pytest.mark.parametrize(
    ("accepted", "digest", "made_at", "is_older"),
    [
        ([], "new", "2026-09-01", False),
        ([("old", "2026-09-02")], "new", "2026-09-01", True),
        ([("old", "2026-09-02")], "new", "2026-09-02", False),
        ([("aged", "2026-09-02")], "new", "2026-09-02", False),
        ([("old", "2026-09-02")], "new", "2026-09-03", False),
        ([("old", "")], "new", "2026-09-01", False),
        ([("old", "2026-09-02")], "new", "", False),
        ([("old", "2026-09-02T08:00")], "new", "2026-09-01", False),
        ([("old", "2026-09-02")], "new", "2026-09-01T08:00", False),
        ([("old", "2026-09-02")], "old", "2026-09-01", False),
        ([("older", "2026-09-01"), ("old", "2026-09-02")], "older", "2026-09-03", True),
        ([("older", "2026-09-01"), ("old", "2026-09-03")], "new", "2026-09-02", True),
        ([("older", "2026-09-03"), ("old", "2026-09-01")], "new", "2026-09-02", False),
    ],
)
def test_an_export_is_older_than_the_last_by_its_own_time_or_because_it_came_before(
    accepted: list[tuple[str, str]], digest: str, made_at: str, is_older: bool
) -> None:
    memory = school(1)
    memory.accepted = tuple(Accepted(*one) for one in accepted)
    # What is read from a file is never the very object that the state gives.
    source = export(made_at=made_at)._replace(digest="".join([*digest]))
    assert names(tripped(memory, source)) == (["older export"] if is_older else [])


def test_of_an_export_without_pupils_one_thing_is_said() -> None:
    found = tripped(school(40), export()._replace(rows=[], laestab="0019998"), missing=keys(40), laestab="0019999")
    assert [(r.guard, r.approvable) for r in found] == [("empty export", False)]


def test_pupils_whose_lines_are_unchanged_are_pupils() -> None:
    assert tripped(school(2), export()._replace(rows=[], unchanged=frozenset(keys(2)))) == []


def test_the_export_that_was_accepted_last_is_not_judged_again_but_the_register_is() -> None:
    same = export()._replace(rows=[], same=True)
    assert tripped(school(40), same, missing=keys(40)) == []
    assert names(tripped(school(4), same, placed=Placed({}, {}, (), 2))) == ["register scrambled"]


# --- who is gone


@pytest.mark.parametrize(("known", "limit"), [(40, 5), (100, 5), (200, 10)])
def test_leavers_are_many_past_a_number_and_past_a_share(known: int, limit: int) -> None:
    assert tripped(school(known), missing=keys(limit)) == []
    assert names(tripped(school(known), missing=keys(limit + 1))) == ["leavers"]


def of_year(memory: Remembered, **years: Sequence[str]) -> Remembered:
    for name, pupils in years.items():
        for key in pupils:
            memory.tokens[MIS, key] = {"year_group": TOKENS.value(key, "year_group", name[1:])}
    return memory


@pytest.mark.parametrize(
    ("source", "gone", "is_missing"),
    [
        (export(("7",)), 3, True),
        (export(("7",)), 4, True),
        (export(("7",)), 2, False),
        (export(("7",), ("9",)), 3, False),
        (export(("9",), ("7",)), 3, False),
        (export(("7",), unchanged=frozenset(["KEY4"])), 3, False),
        (export(("7",), unchanged=frozenset(["KEY5", "KEY9"])), 3, True),
        (export(("Testchild",), fields=("surname",)), 3, False),
        (export(("9", "7"), fields=("surname", "year_group")), 3, True),
    ],
    ids=[
        "gone",
        "all four",
        "two",
        "shown",
        "shown first",
        "unchanged",
        "another year's",
        "no such column",
        "another column's",
    ],
)
def test_a_year_is_missing_where_three_of_it_are_gone_and_nobody_of_it_is_shown(
    source: Snapshot, gone: int, is_missing: bool
) -> None:
    memory = of_year(school(40), y9=keys(4), y8=["KEY5"])
    assert names(tripped(memory, source, missing=keys(gone))) == (["year group missing"] if is_missing else [])


def test_leavers_of_several_years_are_no_year() -> None:
    memory = of_year(school(40), y9=keys(2), y8=keys(2, 3))
    assert tripped(memory, missing=keys(4)) == []
    assert tripped(school(40), missing=keys(4)) == []


def test_every_year_that_is_missing_is_told() -> None:
    memory = of_year(school(99), y9=keys(3), y8=keys(3, 4), y10=keys(3, 7), y11=keys(2, 10))
    found = tripped(memory, missing=keys(11), limits=Limits(leavers=99))
    assert [r.words for r in found] == [
        "Year 10 is missing: all its 3 pupils are gone from the export.",
        "Year 8 is missing: all its 3 pupils are gone from the export.",
        "Year 9 is missing: all its 3 pupils are gone from the export.",
    ]


# --- columns


def test_a_column_may_not_vanish_unless_the_record_has_it_no_more() -> None:
    found = tripped(school(1, fields="year_group surname retired_field dob"))
    assert names(found) == ["column missing"]
    assert "Surname, Date of birth" in found[0].words
    assert tripped(school(1, fields="year_group retired_field")) == []


@pytest.mark.parametrize(("known", "gone", "limit"), [(10, 0, 5), (20, 0, 6), (40, 0, 12), (43, 4, 11)])
def test_a_column_that_changes_for_many_asks_first(known: int, gone: int, limit: int) -> None:
    memory = school(known)
    for number in (1, limit - 1, limit, limit + 1):
        found = tripped(memory, missing=keys(gone), changes=changes("pupil_premium", "true", number))
        assert names(found) == (["column changed"] if number > limit else [])


def test_attendance_changes_for_everybody_each_week_and_no_other_column_does() -> None:
    assert tripped(school(10), changes=changes("attendance", "95", 10)) == []
    for field in ("admission_no", "sen_note"):
        assert names(tripped(school(10), changes=changes(field, "1", 10))) == ["column changed"]


@pytest.mark.parametrize("field", ["registration_group", "tutor"])
@pytest.mark.parametrize(
    ("together", "is_asked"), [(10, False), (5, False), (4, True), (0, True)], ids=["all", "half", "fewer", "none"]
)
def test_classes_may_change_for_everybody_only_together_with_the_year(
    field: str, together: int, is_asked: bool
) -> None:
    moved = [*changes(field, "Sample", 10), *changes("year_group", "8", together), *changes("year_group", "8", 9, 11)]
    moved += changes("tutor" if field == "registration_group" else "registration_group", "Sample", 9, 11)
    memory = of_year(school(30), y7=keys(30))
    assert names(tripped(memory, changes=moved)) == (["column changed"] if is_asked else [])


@pytest.mark.parametrize(
    ("before", "after", "is_asked"),
    [("7", "8", False), ("7", "9", False), ("7", "10", True), ("8", "7", True), ("7", "none such", True),
     ("", "8", True), ("R", "1", False), ("11", "12", False)],
)  # fmt: skip
def test_a_year_changes_for_everybody_only_by_a_step_up(before: str, after: str, is_asked: bool) -> None:
    """A report that shows one year for all is no new school year."""
    memory = of_year(school(10), **{f"y{before}": keys(10)}) if before else school(10)
    found = tripped(memory, changes=changes("year_group", after, 10))
    assert names(found) == (["column changed"] if is_asked else [])


@pytest.mark.parametrize(("stepped", "is_asked"), [(10, False), (5, False), (4, True)])
def test_half_of_those_whose_year_changes_have_to_step_up(stepped: int, is_asked: bool) -> None:
    memory = of_year(school(10), y7=keys(stepped), y8=keys(10 - stepped, 1 + stepped))
    assert names(tripped(memory, changes=changes("year_group", "8", 10))) == (["column changed"] if is_asked else [])


FIELDS = ("year_group", "sen_note")


@pytest.mark.parametrize(
    ("rows", "unchanged", "cleared", "is_blank"),
    [
        ([("7", "")] * 5, "", 5, True),
        ([("7", "")] * 4, "", 4, False),
        ([("7", ""), ("7", MISSING)], "", 5, True),
        ([("7", ""), ("7", "text")], "", 5, False),
        ([("7", "")], "blank", 5, True),
        ([("7", "")], "nothing known", 5, True),
        ([("7", "")], "text", 5, False),
    ],
    ids=["all", "four", "not shown", "one has text", "unchanged blank", "unchanged unknown", "unchanged has text"],
)
def test_a_column_is_blank_where_it_was_cleared_for_five_and_nobody_has_anything(
    rows: list[tuple[Value, ...]], unchanged: str, cleared: int, is_blank: bool
) -> None:
    memory, source = school(99), export(*rows, fields=FIELDS)
    if unchanged:
        source = source._replace(unchanged=frozenset(["KEY98", "KEY99"]))
        memory.tokens[MIS, "KEY98"] = {"sen_note": TOKENS.value("KEY98", "sen_note", "")}
        shown: Mapping[str, str] = {"blank": {"sen_note": ""}, "text": {"sen_note": "text"}}.get(unchanged, {})  # type: ignore[assignment]
        memory.tokens[MIS, "KEY99"] = {n: TOKENS.value("KEY99", n, v) for n, v in shown.items()}
    found = tripped(memory, source, changes=changes("sen_note", "", cleared))
    assert names(found) == (["column blank"] if is_blank else [])


def test_a_column_in_which_other_text_came_is_not_blank() -> None:
    moved = [*changes("sen_note", "other", 6), *changes("pupil_premium", "", 6), *changes("sen_note", "", 4, 7)]
    source = export(("7", "", ""), fields=(*FIELDS, "pupil_premium"))
    assert [r.words for r in tripped(school(99), source, changes=moved)] == [
        "Pupil premium is blank for every pupil; it had values for 6."
    ]


def test_columns_that_became_blank_for_a_few_each_are_not_added_up() -> None:
    fields = ("sen_note", "sen_status", "tutor")
    moved = [change for field in fields for change in changes(field, "", 3)]
    assert tripped(school(99), export(("", "", ""), fields=fields), changes=moved) == []


# --- what is taken off


STATUSES = export(("7", "K"), fields=("year_group", "sen_status"))


def with_sen(memory: Remembered, status: str, number: int, store: str = MIS) -> Remembered:
    for key in keys(number):
        memory.tokens[store, key] = {"sen_status": TOKENS.value(key, "sen_status", status)}
    return memory


@pytest.mark.parametrize(("known", "limit"), [(40, 3), (100, 3), (200, 6)])
@pytest.mark.parametrize("new", ["", "N"])
@pytest.mark.parametrize("old", ["E", "K"])
@pytest.mark.parametrize("store", [MIS, AGREED])
def test_sen_is_taken_off_many_past_a_number_and_past_a_share(
    known: int, limit: int, new: str, old: str, store: str
) -> None:
    memory = with_sen(school(known), old, limit + 1, store)
    assert tripped(memory, STATUSES, changes=changes("sen_status", new, limit)) == []
    assert names(tripped(memory, STATUSES, changes=changes("sen_status", new, limit + 1))) == ["SEN cleared"]


@pytest.mark.parametrize(("old", "new"), [("N", ""), ("K", "E"), ("", "N")])
def test_a_status_of_those_without_sen_or_another_one_of_those_with_it_is_none_taken_off(old: str, new: str) -> None:
    assert tripped(with_sen(school(99), old, 5), STATUSES, changes=changes("sen_status", new, 5)) == []


def test_other_fields_that_became_blank_take_no_sen_off() -> None:
    for field in ("sen_note", "tutor"):
        assert tripped(with_sen(school(99), "K", 4), changes=changes(field, "", 4)) == []
    assert tripped(school(99), changes=changes("sen_status", "N", 4)) == []


# --- who they are


def test_more_than_two_other_birth_dates_ask_first() -> None:
    assert tripped(school(40), changes=changes("dob", "2012-01-01", 2)) == []
    assert names(tripped(school(40), changes=changes("dob", "2012-01-01", 3))) == ["birth dates"]


@pytest.mark.parametrize(("known", "limit"), [(40, 3), (60, 3), (80, 4), (100, 5)])
def test_more_than_three_and_a_share_of_other_names_ask_first(known: int, limit: int) -> None:
    for number in (1, limit - 1, limit, limit + 1):
        both = [*changes("surname", "Other", number), *changes("forename", "Other", 1)]
        assert names(tripped(school(known), changes=both)) == (["names"] if number > limit else [])
    forenames = changes("forename", "Other", limit + 1)
    assert names(tripped(school(known), changes=forenames)) == ["names"]


# --- the register


def test_one_row_that_fits_another_pupil_is_a_doubt_and_two_are_a_sort() -> None:
    found = {number: tripped(school(4), placed=Placed({}, {}, (), number)) for number in (0, 1, 2, 3)}
    assert {number: names(one) for number, one in found.items()} == {
        0: [], 1: [], 2: ["register scrambled"], 3: ["register scrambled"]
    }  # fmt: skip
    assert not found[2][0].approvable
    assert tripped(school(4), limits=Limits(scrambled=1)) == []


def test_folders_that_bear_other_pupils_names_tell_a_sort_as_rows_do() -> None:
    found = {number: tripped(school(4), folders_of_others=number) for number in (1, 2)}
    assert {number: names(one) for number, one in found.items()} == {1: [], 2: ["register scrambled"]}
    assert not found[2][0].approvable
    both = tripped(school(4), placed=Placed({}, {}, (), 2), folders_of_others=2)
    assert names(both) == ["register scrambled"]


@pytest.mark.parametrize(("rows", "limit"), [(10, 5), (20, 6), (40, 12)])
def test_cells_that_many_people_seem_to_have_typed_at_once_ask_first(rows: int, limit: int) -> None:
    for number in (1, limit - 1, limit, limit + 1):
        found = tripped(school(4), table=register(rows), edits=Counter(sen_status=number))
        assert names(found) == (["register changed"] if number > limit else [])


def test_a_group_of_fields_is_told_by_its_own_name() -> None:
    found = tripped(school(4), table=register(4), edits=Counter(needs=6, sen_status=6))
    assert [r.words for r in found] == [
        "Needs was typed over in 6 of the register's 4 rows.",
        "SEN status was typed over in 6 of the register's 4 rows.",
    ]
    assert [r.words for r in tripped(school(4), edits=Counter(needs=6))] == [
        "Needs was typed over in 6 of the register's 0 rows."
    ]


@pytest.mark.parametrize(("in_force", "is_other"), [("", False), ("same", False), ("other", True), ("zzzz", True)])
def test_a_change_of_who_decides_is_approved_by_a_person(in_force: str, is_other: bool) -> None:
    rules = Rules(Ownership({"surname": Owner.SHARED}))
    memory = school(1, rules=rules.digest() if in_force == "same" else in_force)
    assert names(tripped(memory, rules=rules)) == (["rules changed"] if is_other else [])
    lower = school(1, rules="0")
    assert names(tripped(lower, rules=rules)) == ["rules changed"]


@pytest.mark.parametrize(("had", "is_emptied"), [(1, False), (3, False), (4, True), (5, True)])
def test_a_register_that_lost_more_than_three_rows_and_has_none_left_was_emptied(had: int, is_emptied: bool) -> None:
    memory = school(0)
    memory.standings = {
        **dict.fromkeys(keys(had), Standing(False, True)),
        **dict.fromkeys(keys(9, 50), Standing(True, False, waiting=True)),
    }
    found = tripped(memory, table=register(0))
    assert [(r.guard, r.approvable) for r in found] == ([("register empty", False)] if is_emptied else [])
    assert tripped(memory, table=register(1)) == []
    assert tripped(memory, table=None) == []


@pytest.mark.parametrize(
    ("stamp", "written", "is_older"),
    [
        ("ours:4", "ours:5", True),
        ("ours:5", "ours:5", False),
        ("ours:6", "ours:5", False),
        ("ours:9", "ours:10", True),
        ("ours:05", "ours:5", False),
        ("other:4", "ours:5", False),
        ("alien:4", "ours:5", False),
        ("zzz:4", "ours:5", False),
        ("ours:four", "ours:5", False),
        ("ours", "ours:5", False),
        ("", "ours:5", False),
        ("ours:4", "", False),
    ],
)
def test_an_older_copy_of_the_register_is_known_by_its_mark(stamp: str, written: str, is_older: bool) -> None:
    memory = school(1, stamp=written)
    memory.lineage = "ours"
    found = tripped(memory, table=register(1, stamp))
    assert names(found) == (["register restored"] if is_older else [])
    assert tripped(memory, table=None) == []
