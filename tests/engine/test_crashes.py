"""The machine stops at any step, or an answer is lost: the next run comes to the same end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from room import Room, roll

from senco_connect.errors import Locked, TryAgain
from senco_connect.ownership import Ownership
from senco_connect.record import Owner
from senco_connect.store import open_state, run_lock
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


def school(tmp: Path) -> Room:
    tmp.mkdir(exist_ok=True)
    room = Room(tmp, roll(12))
    room.run()
    room.run()
    for number in (1, 3, 5):
        room.office(number, "registration_group", "9Q")
    room.office(2, "sen_status", "K")
    room.office(7, "sen_status", "E")
    room.book.type(room.key(7), "sen_status", "N")
    room.book.type(room.key(9), "strategy_1", "typed by a person")
    room.export()
    return room


def standing(room: Room) -> tuple[object, ...]:
    """What a person can see in the end: cells without the keys of the random secret, folders, matters."""
    cells = sorted(tuple(text for heading, text in row.items() if heading != "Pupil key") for row in room.book.rows)
    folders = sorted(name.rpartition(" · ")[0] for name in room.cabinet.folders())
    return cells, folders, room.kinds()


FAULTS: dict[str, Callable[[], Fault]] = {
    "before the register is written": lambda: crash_before("apply", 1),
    "after the register is written": lambda: crash_after("apply", 1),
    "before the folders are made": lambda: crash_before("apply", 2),
    "after the folders are made": lambda: crash_after("apply", 2),
    "in the middle of the folders": lambda: crash_within(0, 2),
    "before looking": lambda: crash_before("read", 3),
    "after looking": lambda: crash_after("read", 3),
}


@pytest.mark.parametrize("when", FAULTS)
def test_a_run_that_was_cut_off_ends_as_one_that_was_not(tmp_path: Path, when: str) -> None:
    whole, cut = school(tmp_path / "whole"), school(tmp_path / "cut")
    whole.run()
    with pytest.raises(Crash), Script(FAULTS[when]()) as script:
        cut.run(script)
    cut.run()
    assert standing(cut) == standing(whole)
    assert cut.plan().plan.is_empty


@pytest.mark.parametrize("fault", [answer_lost, outcome_unknown], ids=["an error", "no word of what happened"])
def test_a_write_that_landed_without_an_answer_is_not_made_twice(tmp_path: Path, fault: Callable[[], Fault]) -> None:
    whole, odd = school(tmp_path / "whole"), school(tmp_path / "odd")
    whole.run()
    with Script(fault()) as script:
        try:
            odd.run(script)
        except TryAgain:
            odd.run()
    assert standing(odd) == standing(whole)
    assert odd.plan().plan.is_empty


def test_a_register_that_is_open_elsewhere_is_written_by_the_next_run(tmp_path: Path) -> None:
    whole, locked = school(tmp_path / "whole"), school(tmp_path / "locked")
    whole.run()
    fault = refused_before("apply", error=Locked("The workbook is open.", "Close it."))
    with pytest.raises(Locked), Script(fault) as script:
        locked.run(script)
    locked.run()
    assert standing(locked) == standing(whole)


def test_what_a_person_types_between_look_and_write_is_not_written_over(tmp_path: Path) -> None:
    room = school(tmp_path / "room")

    typed: list[str] = []

    def person(call: str) -> None:
        # Once: what is typed again before the folders are made would stand there whatever the register did.
        if call == "apply" and not typed:
            typed.append(room.book.type(room.key(1), "registration_group", "typed in the gap"))

    with Script(actor=person) as script:
        room.run(script)
    assert typed == ["8A"]
    assert room.book.shows(room.key(1), "registration_group") == "typed in the gap"
    assert "held" in room.kinds()


def test_a_sort_between_look_and_write_puts_nothing_in_a_wrong_row(tmp_path: Path) -> None:
    whole, sorted_ = school(tmp_path / "whole"), school(tmp_path / "sorted")
    whole.run()
    with Script(actor=lambda call: sorted_.book.sort_by("forename", descending=call == "apply")) as script:
        sorted_.run(script)
    assert standing(sorted_) == standing(whole)


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4))
    with run_lock(room.state), pytest.raises(Locked) as locked:
        room.run()
    assert locked.value.exit_code == 5


def test_an_offer_that_found_the_workbook_open_is_made_again(tmp_path: Path) -> None:
    """The commit has agreed to it, and the register is still blank: the next run fills it."""
    room = Room(tmp_path, roll(4), ownership=Ownership({"sen_note": Owner.SENCO}))
    room.run()
    room.run()
    room.office(1, "sen_note", "hearing aid")
    room.export()
    fault = refused_before("apply", error=Locked("The workbook is open.", "Close it."))
    with pytest.raises(Locked), Script(fault) as script:
        room.run(script)
    room.run()
    assert room.book.shows(room.key(1), "sen_note") == "hearing aid"
    assert room.plan().plan.is_empty


@pytest.mark.parametrize("owner", [Owner.SENCO, Owner.SHARED])
def test_what_was_written_before_the_crash_and_cleared_since_stays_cleared(tmp_path: Path, owner: Owner) -> None:
    """The run had not noted that its text arrived, and typed it again over the SENCO's blank."""
    room = Room(tmp_path, roll(4), ownership=Ownership({"sen_note": owner}))
    room.run()
    room.run()
    room.office(1, "sen_note", "hearing aid")
    room.export()
    with pytest.raises(Crash), Script(crash_after("apply")) as script:
        room.run(script)
    assert room.book.clear(room.key(1), "sen_note") == "hearing aid"
    for _ in range(2):
        room.run()
        assert room.book.shows(room.key(1), "sen_note") == ""


def test_only_what_a_run_wrote_and_never_noted_counts_as_sent(tmp_path: Path) -> None:
    """What an undo puts back is to count as a person's edit, also where it was cut off."""
    room = school(tmp_path)
    with pytest.raises(Crash), Script(crash_after("apply")) as script:
        room.run(script)
    written = {(room.key(number), "registration_group") for number in (1, 3, 5)}
    assert {cell for cell in sent(room) if cell[1] == "registration_group"} == written
    room.office(11, "registration_group", "9Q")
    room.export()
    room.run()
    assert sent(room) == {}
    with pytest.raises(Crash), Script(crash_after("apply")) as script:
        room.undo(script=script)
    assert room.book.shows(room.key(11), "registration_group") != "9Q"
    assert sent(room) == {}


def sent(room: Room) -> dict[tuple[str, str], bytes]:
    with open_state(room.state) as state:
        return dict(state.memory().sent(room.book.stamp))


def folder_of(room: Room, number: int) -> str:
    """What stands before the key in the name of a pupil's folder."""
    (name,) = (n for n in room.cabinet.folders() if n.endswith(room.key(number)))
    return name.rpartition(" · ")[0]


def test_a_folder_that_was_renamed_before_the_crash_is_renamed_again_though_its_row_was_in_doubt_since(
    tmp_path: Path,
) -> None:
    """Nobody had noted the name that the run gave: it passed for a person's, and stayed when the child's changed."""
    room = Room(tmp_path, roll(4))
    room.run()
    room.run()
    room.office(1, "surname", "Second")
    room.export()
    with pytest.raises(Crash), Script(crash_after("apply", 2)) as script:
        room.run(script)
    assert folder_of(room, 1) == "SECOND Alder1"
    room.book.copy_row(room.key(1))
    room.office(1, "surname", "Third")
    room.export()
    room.run()
    assert folder_of(room, 1) == "SECOND Alder1"
    room.book.rows.pop()
    room.run()
    room.run()
    assert folder_of(room, 1) == "THIRD Alder1"


def test_a_name_that_an_undo_was_to_give_a_folder_is_a_persons(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4))
    room.run()
    room.run()
    room.office(1, "surname", "Second")
    room.export()
    room.run()
    with pytest.raises(Crash), Script(crash_after("apply", 2)) as script:
        room.undo(script=script)
    assert folder_of(room, 1) == "TESTCHILD1 Alder1"
    # The undo put the surname back as well: with another one the folder would be renamed, were its name the library's.
    room.book.type(room.key(1), "surname", "Second")
    for _ in range(2):
        room.run()
        assert folder_of(room, 1) == "TESTCHILD1 Alder1"


@pytest.mark.parametrize("by", ["a person", "an undo"])
def test_a_name_that_a_cut_off_run_gave_is_a_persons_when_it_comes_back_after_another(tmp_path: Path, by: str) -> None:
    """What a run meant to do counted for good: each folder that ever was in such a run was renamed whoever named it."""
    room = Room(tmp_path, roll(4))
    room.run()
    room.run()
    room.office(1, "surname", "Second")
    room.export()
    with pytest.raises(Crash), Script(crash_after("apply", 2)) as script:
        room.run(script)
    room.run()
    room.office(1, "surname", "Third")
    room.export()
    room.run()
    assert folder_of(room, 1) == "THIRD Alder1"
    if by == "an undo":
        room.undo()
        room.book.type(room.key(1), "surname", "Third")
    else:
        (name,) = (name for name in room.cabinet.folders() if name.startswith("THIRD Alder1"))
        room.cabinet.rename(f"Pupils/{name}", "Pupils/" + name.replace("THIRD", "SECOND"))
    for _ in range(2):
        room.run()
        assert folder_of(room, 1) == "SECOND Alder1"


def test_a_ranking_of_which_one_cell_was_typed_over_in_the_gap_is_not_written_in_halves(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4))
    room.run()
    room.run()
    room.office(1, "need_1", "SEMH")
    room.office(1, "need_2", "SLCN")
    room.export()

    def person(call: str) -> None:
        if call == "apply":
            room.book.type(room.key(1), "need_2", "VI")

    with Script(actor=person) as script:
        room.run(script)
    assert [room.book.shows(room.key(1), need) for need in ("need_1", "need_2")] == ["SLCN", "VI"]
    assert "conflict" in room.kinds()
