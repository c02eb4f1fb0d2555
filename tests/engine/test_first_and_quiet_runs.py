"""A school that has never run, and one where nothing happened since."""

from __future__ import annotations

from pathlib import Path

import pytest
from room import COLUMNS, Room, child, roll


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path, roll(10))


def test_every_pupil_with_sen_support_gets_a_row_and_a_folder(room: Room) -> None:
    room.run()
    assert sorted(row["Admission number"] for row in room.book.rows) == [f"{n:06d}" for n in (1, 3, 5, 7, 9)]
    assert len(room.cabinet.folders()) == 5


def test_a_second_run_plans_and_writes_nothing(room: Room) -> None:
    room.run()
    assert room.plan().plan.is_empty
    before = len(room.book.batches)
    room.run()
    room.run()
    assert len(room.book.batches) == before


def test_a_plan_changes_neither_register_nor_folders(room: Room) -> None:
    cells, folders = room.book.cells(), room.cabinet.everything()
    room.plan()
    assert (room.book.cells(), room.cabinet.everything()) == (cells, folders)


def test_planning_twice_gives_the_same_plan(room: Room) -> None:
    one, two = room.plan().plan, room.plan().plan
    assert (one.id, one.operations, one.matters) == (two.id, two.operations, two.matters)


def test_the_order_of_the_export_changes_nothing(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(10))
    there = {op.id: op for op in room.plan().plan.operations}
    room.mis.pupils.reverse()
    room.export()
    assert {op.id: op._replace(why="") for op in room.plan().plan.operations} == {
        id_: op._replace(why="") for id_, op in there.items()
    }


def test_a_register_of_years_is_adopted_by_its_numbers_and_none_of_its_text_is_touched(tmp_path: Path) -> None:
    kept = [child(1, strategy_1="quiet corner", registration_group="6Z"), child(3, need_1="dyslexia?", sen_note="own")]
    room = Room(tmp_path, roll(4), columns=COLUMNS[1:], rows=kept)
    room.run()
    assert room.book.shows(room.key(1), "strategy_1") == "quiet corner"
    assert room.book.shows(room.key(1), "registration_group") == "6Z"
    assert room.book.shows(room.key(3), "need_1") == "dyslexia?"
    assert {"held", "not understood"} <= set(room.kinds())
    assert room.plan().plan.is_empty


def test_an_adopted_register_gets_its_blanks_filled(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4), columns=COLUMNS[1:], rows=[child(1, sen_since="", year_group="")])
    assert {field for _, field in room.writes()} >= {"sen_since", "year_group"}
    room.run()
    assert room.book.shows(room.key(1), "sen_since") == "2024-09-05"


def test_a_row_without_any_number_is_listed_with_the_key_it_may_have(tmp_path: Path) -> None:
    nameless = child(1, upn="", admission_no="")
    room = Room(tmp_path, roll(4), columns=COLUMNS[1:], rows=[nameless])
    matters = [m for m in room.plan().plan.matters if m.kind == "no key"]
    assert [m.shown for m in matters] == [(("register", "row 2"),)]
    assert matters[0].key in room.plan().plan.joined


def test_a_person_links_a_row_by_typing_the_offered_key(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4), columns=COLUMNS[1:], rows=[child(1, upn="", admission_no="")])
    room.run()
    offered = next(m.key for m in room.plan().plan.matters if m.kind == "no key")
    room.book.type(2, "", offered)
    room.run()
    assert "no key" not in room.kinds()
    assert room.book.shows(offered, "admission_no") == "000001"


def test_state_that_was_lost_is_rebuilt_by_looking(room: Room) -> None:
    room.run()
    keys = [row["Pupil key"] for row in room.book.rows]
    for file in room.state.iterdir():
        file.unlink()
    assert room.plan().plan.operations == []
    room.run()
    assert [row["Pupil key"] for row in room.book.rows] == keys
    assert room.plan().plan.is_empty


def test_a_new_row_with_a_cell_that_nobody_understands_is_settled_in_one_run(tmp_path: Path) -> None:
    """The row's own count of open issues counts them from the first: the second plan has nothing to add."""
    room = Room(tmp_path, [child(1, need_1="dyslexia?", dob="3.9.11")])
    room.run()
    assert room.book.shows(room.key(1), "open_issues") == "2"
    assert room.book.shows(room.key(1), "need_1") == ""
    assert room.plan().plan.is_empty


def test_a_row_that_bears_a_pupils_name_and_no_number_gets_no_second_row_beside_it(tmp_path: Path) -> None:
    """Its birth date can't be read, so it is nobody's for certain: a person is asked before a row is added."""
    room = Room(tmp_path, roll(4), columns=COLUMNS[1:], rows=[child(1, upn="", admission_no="", dob="14/11/13")])
    room.run()
    assert len(room.book.rows) == 2
    assert room.kinds() == ["no key"]
