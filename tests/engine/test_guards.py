"""A guard means that nothing is written anywhere; one that cries wolf is a fault too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from room import FIELDS, Room, child, roll

from senco_connect.errors import StalePlan, StateNotTrusted, Stopped
from senco_connect.guards import Limits
from senco_connect.ownership import Ownership
from senco_connect.plan import Rules
from senco_connect.record import Owner


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path, roll(40))
    made.run()
    made.run()
    return made


def guards(room: Room) -> set[str]:
    return {refusal.guard for refusal in room.plan().refusals}


def empty(room: Room) -> None:
    room.mis.pupils.clear()


def lose_six(room: Room) -> None:
    del room.mis.pupils[:6]


def lose_most(room: Room) -> None:
    del room.mis.pupils[10:]


def lose_a_year(room: Room) -> None:
    room.mis.pupils = [p for p in room.mis.pupils if p["year_group"] != "9"]


def clear_statuses(room: Room) -> None:
    for number in (1, 3, 5, 7):
        room.office(number, "sen_status", "N")


def change_births(room: Room) -> None:
    for number in (1, 2, 3):
        room.office(number, "dob", "2011-01-01")


def change_names(room: Room) -> None:
    for number in (1, 2, 3, 4):
        room.office(number, "surname", f"Other{number}")


def change_a_column(room: Room) -> None:
    for number in range(1, 21):
        room.office(number, "pupil_premium", "true")


def blank_a_column(room: Room) -> None:
    for pupil in room.mis.pupils:
        pupil["sen_status"] = ""


def another_school(room: Room) -> None:
    room.mis.laestab = "0019998"


@pytest.mark.parametrize(
    ("accident", "guard"),
    [
        (empty, "empty export"),
        (lose_six, "leavers"),
        (lose_most, "wrong school"),
        (lose_a_year, "year group missing"),
        (clear_statuses, "SEN cleared"),
        (change_births, "birth dates"),
        (change_names, "names"),
        (change_a_column, "column changed"),
        (blank_a_column, "column blank"),
        (another_school, "wrong school"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_an_accident_stops_the_run_and_the_next_good_export_is_as_if_it_never_came(
    room: Room, accident: Callable[[Room], None], guard: str
) -> None:
    good, laestab = [dict(p) for p in room.mis.pupils], room.mis.laestab
    cells, folders = room.book.cells(), room.cabinet.everything()
    accident(room)
    room.export()
    assert guard in guards(room)
    with pytest.raises(Stopped) as stopped:
        room.run()
    assert stopped.value.exit_code == 3
    assert (room.book.cells(), room.cabinet.everything()) == (cells, folders)
    room.mis.pupils, room.mis.laestab = good, laestab
    room.export()
    assert room.plan().plan.is_empty
    assert guards(room) == set()


def test_a_guard_that_trips_twice_is_as_strong_the_third_time(room: Room) -> None:
    lose_six(room)
    room.export()
    for _ in range(3):
        with pytest.raises(Stopped):
            room.run()


def test_a_person_may_approve_leavers_and_they_are_listed_not_removed(room: Room) -> None:
    rows = len(room.book.rows)
    lose_six(room)
    room.export()
    room.run(approved=True)
    assert len(room.book.rows) == rows
    assert guards(room) == set()


def test_nobody_may_approve_an_empty_export_or_another_school(room: Room) -> None:
    another_school(room)
    room.export()
    with pytest.raises(Stopped):
        room.run(approved=True)


def test_an_export_that_was_replaced_by_a_newer_one_is_refused(room: Room) -> None:
    old = (room.tmp / "export.jsonl").read_bytes()
    room.office(1, "registration_group", "9Q")
    room.export()
    room.run()
    (room.tmp / "export.jsonl").write_bytes(old)
    assert guards(room) == {"older export"}


def test_a_column_that_earlier_exports_had_may_not_vanish(room: Room) -> None:
    room.export([f for f in FIELDS if f != "sen_note"])
    assert "column missing" in guards(room)


def test_a_change_of_owners_waits_for_a_person(room: Room) -> None:
    room.rules = Rules(Ownership({"surname": Owner.SHARED}))
    assert guards(room) == {"rules changed"}


def test_keys_that_a_sort_left_behind_stop_the_run(room: Room) -> None:
    room.book.sort_leaving_keys_behind("surname", descending=True)
    assert "register scrambled" in guards(room)


def test_a_register_without_rows_stops_the_run(room: Room) -> None:
    room.book.rows.clear()
    assert "register empty" in guards(room)


def test_an_older_copy_of_the_register_is_noticed(room: Room) -> None:
    old = (list(room.book.headings), [dict(r) for r in room.book.rows], room.book.stamp)
    room.office(1, "registration_group", "9Q")
    room.export()
    room.run()
    room.book.headings, room.book.rows, room.book.stamp = old
    assert "register restored" in guards(room)


def test_a_register_that_another_state_wrote_is_not_believed(room: Room) -> None:
    room.book.stamp = "ffffffffffff:9"
    with pytest.raises(StateNotTrusted):
        room.plan()


def test_a_plan_of_before_the_register_was_edited_is_stale(room: Room) -> None:
    from senco_connect.run import apply_plan, plan_run
    from senco_connect.store import open_state

    shown = room.plan()
    room.book.type(room.key(1), "strategy_1", "typed since")
    with open_state(room.state) as state:
        stores = room.stores()
        now = plan_run(stores, state, room.rules, limits=Limits(), laestab="", tools=room.tools())
        with pytest.raises(StalePlan):
            apply_plan(now, stores, state, wanted=shown.plan.id, approved=False, tools=room.tools())


def test_no_value_of_a_pupil_is_in_the_state(room: Room) -> None:
    room.book.type(room.key(1), "sen_note", "CANARY-typed")
    room.run()
    whole = b"".join(f.read_bytes() for f in room.state.iterdir() if f.is_file())
    values = {v for p in room.mis.pupils for f, v in p.items() if len(v) > 4}
    assert "Testchild1" in values
    assert [v for v in sorted({*values, "CANARY-typed"}) if v.encode() in whole] == []
    assert json.dumps(room.plan().plan.inputs)


@pytest.mark.parametrize(
    "checks",
    [("surname", "forename", "dob"), ("surname", "forename"), ("surname", "dob"), ("forename", "dob")],
    ids=" ".join,
)
def test_a_sort_that_leaves_the_keys_is_seen_by_whatever_check_columns_there_are(
    tmp_path: Path, checks: tuple[str, ...]
) -> None:
    """A register without birth dates or numbers is an ordinary one; a value of one child must not reach another."""
    pupils = [child(n, surname=f"Testchild{n}", forename=f"Alder{n}", dob=f"2012-03-{n:02d}") for n in range(1, 20)]
    room = Room(tmp_path, pupils, columns=("", *checks, "registration_group", "sen_status"))
    room.run()
    room.run()
    room.book.sort_leaving_keys_behind(checks[0], descending=True)
    room.office(1, "registration_group", "9Q")
    room.export()
    assert room.writes() == {} or "register scrambled" in guards(room)
    with pytest.raises(Stopped):
        room.run(approved=True)


def test_a_row_typed_over_with_another_child_gets_nothing_of_the_first(room: Room) -> None:
    key = room.key(1)
    for field, text in (("surname", "Newcomer"), ("forename", "Birch"), ("dob", "2013-01-01"), ("sen_status", "E")):
        room.book.type(key, field, text)
    room.book.clear(key, "upn")
    room.book.clear(key, "admission_no")
    assert [op for op in room.plan().plan.operations if getattr(op, "key", "") == key] == []
    assert "key beside another name" in room.kinds()


def clear_every_status(room: Room) -> None:
    for row in room.book.rows:
        row["SEN status"] = ""


def paste_one_status_over_all(room: Room) -> None:
    for row in room.book.rows:
        row["SEN status"] = "E"


@pytest.mark.parametrize("accident", [clear_every_status, paste_one_status_over_all], ids=lambda f: f.__name__)
def test_a_paste_over_the_register_asks_first(room: Room, accident: Callable[[Room], None]) -> None:
    accident(room)
    assert "register changed" in guards(room)


def test_filling_a_blank_column_is_work_and_no_accident(room: Room) -> None:
    for row in room.book.rows:
        row["SEN notes"] = "seen in class"
    assert guards(room) == set()


def test_classes_that_change_for_everybody_without_a_new_year_stop_the_run(room: Room) -> None:
    for pupil in room.mis.pupils:
        pupil["registration_group"] += "n"
    room.export()
    assert "column changed" in guards(room)
