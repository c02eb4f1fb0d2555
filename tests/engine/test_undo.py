"""A run is undone: what nobody changed since shows its old text, what somebody changed stands, and it stays so."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from room import COLUMNS, Room, child, roll

from senco_connect.errors import ConfigProblem, Locked, StalePlan, StateNotTrusted, Stopped, TryAgain
from senco_connect.ownership import Ownership
from senco_connect.record import FIELDS, GROUPS, Owner
from senco_connect.store import open_state
from senco_connect.store.history import history_of, last_runs
from senco_connect.testing.faults import (
    Crash,
    Fault,
    Script,
    answer_lost,
    crash_after,
    crash_before,
    crash_within,
    outcome_unknown,
    refused_before,
)
from senco_connect.testing.strategies import FIELDS_OF_A_WORLD, Edit, World, edits, exports, worlds

CHANGED = "changed since"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path, roll(12))


def changed(room: Room) -> Room:
    """A run that wrote: a class and a name, which are the MIS's, a status, which is both's, and a ranking."""
    room.run()
    room.run()
    room.office(1, "registration_group", "9Q")
    room.office(3, "surname", "Newname3")
    room.office(5, "sen_status", "E")
    room.office(7, "need_1", "SEMH")
    room.office(7, "need_2", "SLCN")
    room.export()
    room.run()
    return room


def shown(room: Room) -> dict[str, str]:
    cells = ((1, "registration_group"), (3, "surname"), (5, "sen_status"), (7, "need_1"), (7, "need_2"))
    return {field: room.book.shows(room.key(number), field) for number, field in cells}


OLD = {"registration_group": "8A", "surname": "Testchild3", "sen_status": "K", "need_1": "SLCN", "need_2": ""}
NEW = {"registration_group": "9Q", "surname": "Newname3", "sen_status": "E", "need_1": "SEMH", "need_2": "SLCN"}


def names(room: Room, number: int) -> list[str]:
    return [name for name in room.cabinet.folders() if name.endswith(room.key(number))]


def kept(room: Room, run: str = "last") -> list[tuple[str, str]]:
    return [(one.what, one.why) for one in room.plan_undo(run).kept]


# --- what is put back, and what stands


def test_every_old_value_and_folder_name_comes_back(room: Room) -> None:
    assert shown(changed(room)) == NEW and names(room, 3)[0].startswith("NEWNAME3")
    done = room.undo()
    assert shown(room) == OLD and names(room, 3)[0].startswith("TESTCHILD3")
    assert not done.applied.left and not done.planned.undo.kept


def test_what_somebody_changed_since_stands_and_is_listed(room: Room) -> None:
    changed(room).book.type(room.key(1), "registration_group", "typed since")
    room.cabinet.rename(f"Pupils/{names(room, 3)[0]}", "Pupils/Moved by a person")
    assert sorted(kept(room)) == [("folder", CHANGED), ("registration_group", CHANGED)]
    room.undo()
    assert room.book.shows(room.key(1), "registration_group") == "typed since"
    assert "Moved by a person" in room.cabinet.folders()
    assert {**shown(room), "registration_group": "8A"} == OLD


def test_what_a_later_run_wrote_stands(room: Room) -> None:
    changed(room)
    room.office(1, "registration_group", "9R")
    room.export()
    with open_state(room.state) as state:
        run = last_runs(state, 1)[0].id
    room.run()
    assert kept(room, run) == [("registration_group", CHANGED)]


@pytest.mark.parametrize("field", ["need_1", "need_2"])
def test_a_ranking_of_which_one_cell_was_changed_stands_whole(room: Room, field: str) -> None:
    changed(room).book.type(room.key(7), field, "VI")
    assert kept(room) == [("needs", CHANGED)]
    room.undo()
    assert [room.book.shows(room.key(7), need) for need in ("need_1", "need_2")] == [
        "VI" if need == field else NEW[need] for need in ("need_1", "need_2")
    ]


def test_a_ranking_stands_if_a_cell_was_changed_that_the_run_did_not_write(room: Room) -> None:
    """The office changed the first need, a person the second: the old first beside the new second is nobody's."""
    room.run()
    room.run()
    room.office(7, "need_1", "SEMH")
    room.export()
    room.run()
    room.book.type(room.key(7), "need_2", "VI")
    room.run()
    assert kept(room, "R00003") == [("needs", CHANGED)]
    room.undo("R00003")
    assert [room.book.shows(room.key(7), need) for need in ("need_1", "need_2")] == ["SEMH", "VI"]


def test_rows_folders_and_keys_stay(room: Room) -> None:
    room.run()
    before = room.book.cells(), room.cabinet.everything()
    undo = room.plan_undo()
    assert undo.plan.is_empty and undo.stays == {"NewRow": 6, "NewFolder": 6}
    room.undo()
    assert (room.book.cells(), room.cabinet.everything()) == before


def test_a_row_that_is_gone_is_listed(room: Room) -> None:
    changed(room).book.remove_row(room.key(1))
    assert ("registration_group", "the register shows no such row, or one in doubt") in kept(room)


def test_a_row_that_is_there_twice_is_listed_and_neither_is_touched(room: Room) -> None:
    copied = dict(changed(room).book.keyed(room.key(1))[0])
    room.book.insert_row(2, copied)
    room.undo()
    assert {row["Class"] for row in room.book.rows if row["Admission number"] == "000001"} == {"9Q"}


def test_after_thirty_days_nothing_is_put_back(room: Room) -> None:
    changed(room)
    with open_state(room.state) as state:
        run = last_runs(state, 1)[0].id
    room.clock += timedelta(days=31)
    room.run()
    assert {why for _, why in kept(room, run)} == {"its old value is not kept any more (30 days)"}


def test_a_column_that_is_gone_is_listed(room: Room) -> None:
    changed(room).book.remove_column("registration_group")
    assert ("registration_group", "the register has no such column that may be written") in kept(room)


def test_derived_cells_follow_with_the_next_run(room: Room) -> None:
    changed(room)
    room.undo()
    assert room.book.shows(room.key(7), "broad_areas").startswith("Social, emotional")
    room.run()
    assert room.book.shows(room.key(7), "broad_areas") == "Communication and interaction"
    assert "typed over" not in room.kinds()


def test_a_value_that_did_not_arrive_is_not_undone(room: Room) -> None:
    room.run()
    room.run()
    room.office(1, "registration_group", "9Q")
    room.export()

    def person(call: str) -> None:
        if call == "apply":
            room.book.type(room.key(1), "registration_group", "typed in the gap")

    with Script(actor=person) as script:
        room.run(script)
    room.book.type(room.key(1), "registration_group", "9Q")
    assert room.plan_undo().plan.is_empty and kept(room) == []


def test_the_list_of_open_matters_on_the_register_stays_as_it_is(room: Room) -> None:
    changed(room).book.type(room.key(9), "surname", "Heldname")
    room.run()
    listed = room.book.matters
    room.undo("R00003")
    assert [matter.kind for matter in listed] == ["held"] and room.book.matters == listed


# --- the next run


@pytest.mark.parametrize(
    ("owner", "matter"), [(Owner.MIS, ["held"]), (Owner.SHARED, ["to type in the MIS"])], ids=["the MIS's", "shared"]
)
def test_the_next_run_does_not_write_the_new_value_again(tmp_path: Path, owner: Owner, matter: list[str]) -> None:
    room = Room(tmp_path, roll(12), ownership=Ownership({"registration_group": owner}))
    room.run()
    room.run()
    room.office(1, "registration_group", "9Q")
    room.export()
    room.run()
    room.undo()
    for _ in range(3):
        room.run()
        assert room.book.shows(room.key(1), "registration_group") == "8A"
        assert room.kinds() == matter
    assert room.plan().plan.is_empty


def test_a_senco_s_cell_that_was_filled_stays_blank(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4), ownership=Ownership({"sen_note": Owner.SENCO}))
    room.run()
    room.run()
    room.office(1, "sen_note", "hearing aid")
    room.export()
    room.run()
    assert room.book.shows(room.key(1), "sen_note") == "hearing aid"
    room.undo()
    for _ in range(3):
        room.run()
        assert room.book.shows(room.key(1), "sen_note") == ""
    assert room.plan().plan.is_empty


def test_a_cell_that_the_next_run_writes_again_says_so(tmp_path: Path) -> None:
    """The MIS decides a blank cell, and any cell that the school enforces: no undo lasts there."""
    room = Room(tmp_path, roll(4), ownership=Ownership(enforced=frozenset({"registration_group"})))
    room.run()
    room.run()
    room.office(1, "registration_group", "9Q")
    room.office(3, "year_group", "9")
    room.export()
    room.run()
    whys = {op.field: op.why for op in room.plan_undo().plan.operations if hasattr(op, "field")}
    assert "writes it again" in whys["registration_group"] and "writes it again" not in whys["year_group"]
    room.undo()
    again = room.writes()
    assert again[room.key(1), "registration_group"] == "9Q" and (room.key(3), "year_group") not in again


def test_a_blank_that_the_mis_fills_says_that_it_comes_back(tmp_path: Path) -> None:
    room = Room(tmp_path, [child(1, registration_group=""), *roll(4)[1:]])
    room.run()
    room.run()
    room.office(1, "registration_group", "9Q")
    room.export()
    room.run()
    assert "writes it again" in room.plan_undo().plan.operations[0].why
    room.undo()
    assert room.writes()[room.key(1), "registration_group"] == "9Q"


def test_an_undo_is_undone_in_the_same_way(room: Room) -> None:
    changed(room)
    room.undo()
    room.run()
    with open_state(room.state) as state:
        undone = next(run.id for run in last_runs(state) if "undoes" in run.counts)
    room.undo(undone)
    assert shown(room) == NEW and names(room, 3)[0].startswith("NEWNAME3")
    room.run()
    room.run()
    assert shown(room) == NEW and room.kinds() == [] and room.plan().plan.is_empty


def test_an_undo_of_many_rows_does_not_look_like_a_paste_to_the_next_run(room: Room) -> None:
    room.run()
    room.run()
    for number in range(1, 13):
        room.office(number, "year_group", "11")
        room.office(number, "registration_group", "9Q")
    room.export()
    room.run(approved=True)
    room.undo()
    assert room.plan().refusals == ()


def test_names_that_come_back_for_many_are_no_scrambled_register(tmp_path: Path) -> None:
    """Without birth dates in the register, three old names beside three keys looked like a sort."""
    room = Room(tmp_path, roll(12), columns=[column for column in COLUMNS if column not in ("dob", "upn")])
    room.run()
    room.run()
    for number in (1, 3, 5, 7):
        room.office(number, "surname", f"Newname{number}")
        room.office(number, "forename", f"Newfirst{number}")
    room.export()
    room.run(approved=True)
    room.undo()
    assert room.book.shows(room.key(3), "forename") == "Alder3"
    planned = room.plan()
    assert planned.refusals == () and {matter.kind for matter in planned.plan.matters} == {"held"}


# --- nothing that was not shown


def test_another_undo_than_the_one_shown_writes_nothing(room: Room) -> None:
    wanted = changed(room).plan_undo().plan.id
    room.book.type(room.key(9), "strategy_1", "typed meanwhile")
    with pytest.raises(StalePlan):
        room.undo(wanted=wanted)
    assert shown(room) == NEW


def test_an_undo_that_was_planned_before_another_run_is_stale(room: Room) -> None:
    wanted = changed(room).plan_undo("R00003").plan.id
    room.office(9, "sen_note", "more")
    room.export()
    room.run()
    with pytest.raises(StalePlan):
        room.undo("R00003", wanted=wanted)


def test_an_undo_is_not_approved_for_another_run(room: Room) -> None:
    wanted = changed(room).plan_undo("R00003").plan.id
    with pytest.raises(StalePlan):
        room.undo("R00001", wanted=wanted)


def test_an_unknown_run_is_told_where_the_runs_are(room: Room) -> None:
    with pytest.raises(ConfigProblem, match="senco status"):
        changed(room).plan_undo("R09999")


def test_where_nothing_was_ever_written_there_is_no_last_run(room: Room) -> None:
    with pytest.raises(ConfigProblem):
        room.plan_undo()


def test_the_last_run_is_the_last_that_wrote(room: Room) -> None:
    changed(room)
    room.office(2, "registration_group", "9Z")
    room.export()
    room.run()
    assert room.plan_undo().run.startswith("R00003")


# --- doubt


def test_a_scrambled_register_is_refused(room: Room) -> None:
    keys = [row["Pupil key"] for row in changed(room).book.rows]
    for row, key in zip(room.book.rows, [*keys[1:], keys[0]], strict=True):
        row["Pupil key"] = key
    before = room.book.cells()
    with pytest.raises(Stopped):
        room.undo()
    assert room.book.cells() == before


def test_a_register_that_another_state_wrote_is_refused(room: Room) -> None:
    changed(room).book.stamp = "0123456789ab:99"
    with pytest.raises(StateNotTrusted):
        room.undo()


def test_an_older_copy_of_the_register_needs_a_person_s_word(room: Room) -> None:
    stamp = changed(room).book.stamp
    room.book.stamp = stamp.partition(":")[0] + ":1"
    with pytest.raises(Stopped):
        room.undo(approved=False)
    room.undo(approved=True)
    assert shown(room) == OLD


def test_an_export_that_is_gone_does_not_stand_in_the_way(room: Room) -> None:
    changed(room)
    (room.tmp / "export.jsonl").unlink()
    room.undo()
    assert shown(room) == OLD


def test_what_a_person_types_between_look_and_write_stands(room: Room) -> None:
    changed(room)

    def person(call: str) -> None:
        if call == "apply":
            room.book.type(room.key(7), "need_2", "VI")

    with Script(actor=person) as script:
        done = room.undo(script=script)
    assert [room.book.shows(room.key(7), need) for need in ("need_1", "need_2")] == ["SEMH", "VI"]
    assert set(done.applied.left) == {f"{room.key(7)}.need_1", f"{room.key(7)}.need_2"}


# --- crashes

FAULTS: dict[str, Callable[[], Fault]] = {
    "before the register is written": lambda: crash_before("apply", 1),
    "after the register is written": lambda: crash_after("apply", 1),
    "before the folders are renamed": lambda: crash_before("apply", 2),
    "after the folders are renamed": lambda: crash_after("apply", 2),
    "in the middle of the folders": lambda: crash_within(0, 2),
    "before looking": lambda: crash_before("read", 3),
    "after looking": lambda: crash_after("read", 3),
    "before the first look": lambda: crash_before("read", 1),
    "before looking at the folders": lambda: crash_before("read", 4),
}


def standing(room: Room) -> tuple[object, ...]:
    cells = sorted(tuple(text for heading, text in row.items() if heading != "Pupil key") for row in room.book.rows)
    return cells, sorted(name.rpartition(" · ")[0] for name in room.cabinet.folders()), room.kinds()


def pair(tmp: Path) -> tuple[Room, Room]:
    rooms = []
    for name in ("whole", "cut"):
        (tmp / name).mkdir()
        rooms.append(changed(Room(tmp / name, roll(12))))
    return rooms[0], rooms[1]


@pytest.mark.parametrize("when", FAULTS)
def test_an_undo_that_was_cut_off_is_finished_by_the_same_command(tmp_path: Path, when: str) -> None:
    whole, cut = pair(tmp_path)
    whole.undo("last")
    with pytest.raises(Crash), Script(FAULTS[when]()) as script:
        cut.undo("last", script)
    cut.undo("last")
    assert (standing(cut), shown(cut)) == (standing(whole), OLD)
    for room in (whole, cut):
        room.run()
        room.run()
    assert standing(cut) == standing(whole)
    assert cut.plan().plan.is_empty and shown(cut) == OLD


@pytest.mark.parametrize("fault", [answer_lost, outcome_unknown], ids=["an error", "no word of what happened"])
def test_an_undo_whose_answer_was_lost_comes_to_the_same_end(tmp_path: Path, fault: Callable[[], Fault]) -> None:
    whole, odd = pair(tmp_path)
    whole.undo()
    with Script(fault()) as script:
        try:
            odd.undo(script=script)
        except TryAgain:
            odd.undo()
    assert standing(odd) == standing(whole)


def test_an_undo_that_found_the_workbook_open_is_done_by_the_same_command(room: Room) -> None:
    fault = refused_before("apply", error=Locked("The workbook is open.", "Close it."))
    with pytest.raises(Locked), Script(fault) as script:
        changed(room).undo(script=script)
    assert shown(room) == NEW
    room.undo()
    assert shown(room) == OLD


@pytest.mark.parametrize("owner", [Owner.MIS, Owner.SHARED])
def test_a_run_that_was_cut_off_after_it_wrote_can_be_undone(tmp_path: Path, owner: Owner) -> None:
    """Nobody noted that it arrived: the next run would have taken the old value for one that had to be delivered."""
    room = Room(tmp_path, roll(12), ownership=Ownership({"registration_group": owner}))
    room.run()
    room.run()
    room.office(1, "registration_group", "9Q")
    room.export()
    with pytest.raises(Crash), Script(crash_after("apply", 1)) as script:
        room.run(script)
    room.undo()
    assert room.book.shows(room.key(1), "registration_group") == "8A"
    room.run()
    room.run()
    assert room.book.shows(room.key(1), "registration_group") == "8A"
    assert room.plan().plan.is_empty


# --- what is kept of it


def test_an_undo_is_a_run_with_its_own_id_and_its_story(room: Room) -> None:
    changed(room)
    room.undo()
    with open_state(room.state) as state:
        run = last_runs(state, 1)[0]
        story = history_of(state, room.key(1), "registration_group")[0]
        events = [event for (event,) in state.connection.execute("SELECT event FROM audit ORDER BY n DESC LIMIT 2")]
    assert run.outcome == "done" and '"undoes": "R00003' in run.counts
    assert (story.run, story.before, story.after, story.why) == (run.id, "9Q", "8A", story.why)
    assert story.why.startswith("undo of run R00003")
    assert '"undoes": "R00003' in events[1] and '"acknowledged"' in events[0]


def test_no_text_and_no_folder_s_name_is_in_any_file_of_the_state(room: Room) -> None:
    room.run()
    room.run()
    room.office(1, "registration_group", "Canary-class")
    room.office(3, "surname", "Canary-name")
    room.export()
    room.run()
    room.undo()
    state = b"".join(path.read_bytes() for path in room.state.iterdir()).lower()
    assert b"canary" not in state and b"testchild3" not in state


# --- any edits at all

ROOM_COLUMNS = ("", *FIELDS_OF_A_WORLD)


@contextmanager
def school(world: World) -> Iterator[Room]:
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), world.pupils, fields=world.fields, columns=ROOM_COLUMNS, rows=world.pupils)
        room.run()
        room.run()
        yield room


def table(room: Room) -> dict[tuple[str, str], str]:
    return {
        (row["Pupil key"], field): row[heading]
        for row in room.book.rows
        for field, heading in room.book.columns.items()
    }


def same(field: str, one: str, other: str) -> bool:
    def canonical(text: str) -> str:
        return FIELDS[field].kind.compare(FIELDS[field].kind.read(text).text) if text.strip() else ""

    return canonical(one) == canonical(other)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds(min_pupils=2, max_pupils=4), st.data())
def test_untouched_cells_show_their_old_text_and_touched_ones_stand(world: World, data: DataObject) -> None:
    export = data.draw(exports(world, max_gone=0))
    typed: tuple[Edit, ...] = data.draw(edits(world, who="sheet"))
    with school(world) as room:
        before = table(room)
        room.mis.pupils, room.mis.fields = [dict(p) for p in export.pupils], list(export.fields)
        room.export()
        room.run(approved=True)
        after = table(room)
        for edit in typed:
            room.book.type(world.pupils[edit.place][""], edit.field, edit.new)
        now = table(room)
        touched = {cell for cell, text in now.items() if cell[1] and not same(cell[1], text, after[cell])}
        ranked = {(key, name) for key, field in touched for name in GROUPS.get(FIELDS[field].group, ())}
        wrote = before.keys() <= after.keys() and any(before[cell] != after[cell] for cell in before)
        if not wrote:
            return
        undo = room.undo().planned.undo
        doubted = {one.key for one in undo.kept if one.why.startswith("the register shows no such row")}
        end = table(room)
        for cell, text in end.items():
            key, field = cell
            if not field or cell not in before or key in doubted:
                # A row that an edit of its names made doubtful, or that the run added, is left as it is.
                assert text == now[cell]
            elif cell in touched or cell in ranked:
                assert text == now[cell]
            else:
                assert same(field, text, before[cell])
        # No pupil's row shows what was another's: each text was in that very cell, before the run or when it was undone.
        for cell, text in end.items():
            assert text == now[cell] or same(cell[1], text, before[cell])
