"""A mistake shows late: what one run noted wrongly, a later one writes.  So each of these goes on for some runs."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from room import COLUMNS, Room, child, roll

from senco_connect.adapters import Register
from senco_connect.apply import Applied
from senco_connect.errors import Stopped
from senco_connect.ownership import Ownership
from senco_connect.record import MISSING, Owner
from senco_connect.run import apply_plan, plan_run
from senco_connect.store import open_state
from senco_connect.testing.faults import Script


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path, roll(10))
    made.run()
    made.run()
    return made


def weeks(room: Room, number: int = 3) -> None:
    """Exports of which each says something new of another child, and a run after each."""
    for week in range(number):
        room.office(9, "registration_group", f"7{'PQRSTU'[week]}")
        room.export()
        room.run()


def words(room: Room, number: int) -> dict[str, str]:
    """A pupil's row without the columns that the library works out."""
    (row,) = room.book.keyed(room.key(number))
    return {heading: text for heading, text in row.items() if heading not in {"Open issues", "Broad areas of need"}}


def typed_in_the_gap(room: Room, number: int, field: str, text: str) -> None:
    """A run in which somebody types after the look and before the write."""
    key, replaced = room.key(number), []

    def person(call: str) -> None:
        if call == "apply" and not replaced:
            replaced.append(room.book.type(key, field, text))

    with Script(actor=person) as script:
        room.run(script)
    assert len(replaced) == 1


def run_unseen(room: Room, number: int, field: str) -> Applied:
    """A run to which the register does not show one cell: the workbook has an error there."""
    stores = room.stores()
    assert isinstance(stores.register, Register)
    whole, key = stores.register.read, room.key(number)

    def read() -> object:
        shown = whole()
        place = shown.fields.index(field)
        rows = [
            row._replace(values=[*row.values[:place], MISSING, *row.values[place + 1 :]]) if row.key == key else row
            for row in shown.rows
        ]
        return shown._replace(rows=rows)

    stores.register.read = read  # type: ignore[method-assign,assignment]
    with open_state(room.state) as state:
        planned = plan_run(stores, state, room.rules, limits=room.limits, laestab="", tools=room.tools())
        return apply_plan(planned, stores, state, wanted=planned.plan.id, approved=False, tools=room.tools())


def test_a_conflict_that_nobody_settles_stays_one(room: Room) -> None:
    """Noted as seen, the register's text would be nobody's edit the week after, and be written over."""
    room.book.type(room.key(3), "sen_status", "E")
    room.office(3, "sen_status", "N")
    weeks(room)
    assert (room.book.shows(room.key(3), "sen_status"), room.kinds()) == ("E", ["conflict"])


def test_text_typed_over_what_had_not_arrived_is_a_conflict(room: Room) -> None:
    """Whoever typed it never saw what the office had said: taking it over would undo the office unseen."""
    room.office(3, "sen_status", "N")
    room.export()
    typed_in_the_gap(room, 3, "sen_status", "E")
    assert room.kinds() == ["conflict"]


def test_text_typed_over_what_had_not_arrived_stands(room: Room) -> None:
    room.office(3, "sen_status", "N")
    room.export()
    typed_in_the_gap(room, 3, "sen_status", "E")
    weeks(room)
    assert room.book.shows(room.key(3), "sen_status") == "E"


def test_text_typed_while_a_run_is_at_work_stands(room: Room) -> None:
    """A listing made after the write holds it too; noted as seen, it would be nobody's edit from then on."""
    room.office(9, "registration_group", "7Z")
    room.export()
    typed_in_the_gap(room, 3, "sen_status", "E")
    weeks(room)
    assert (room.book.shows(room.key(3), "sen_status"), room.kinds()) == ("E", ["to type in the MIS"])


def test_a_conflict_outlasts_a_week_in_which_the_child_is_not_exported(room: Room) -> None:
    """One store alone agrees with itself; that settles nothing for the one that is silent."""
    room.office(3, "sen_status", "N")
    room.export()
    typed_in_the_gap(room, 3, "sen_status", "E")
    away = room.mis.pupils.pop(2)
    weeks(room, 1)
    room.mis.pupils.insert(2, away)
    weeks(room, 2)
    assert (room.book.shows(room.key(3), "sen_status"), room.kinds()) == ("E", ["conflict"])


def test_what_the_office_was_asked_to_type_is_asked_until_an_export_shows_it(room: Room) -> None:
    """Asked is not done: an export that still shows the old status is no new word of the office."""
    room.book.type(room.key(3), "sen_status", "E")
    weeks(room)
    assert (room.book.shows(room.key(3), "sen_status"), room.kinds()) == ("E", ["to type in the MIS"])
    room.office(3, "sen_status", "E")
    weeks(room, 1)
    assert (room.book.shows(room.key(3), "sen_status"), room.kinds()) == ("E", [])


def test_a_leavers_row_keeps_every_word(room: Room) -> None:
    room.book.type(room.key(3), "strategy_1", "sit near the door")
    before = words(room, 3)
    room.mis.remove(2)
    weeks(room)
    assert words(room, 3) == before


def test_a_cell_that_the_register_can_not_show_is_not_taken_for_a_cleared_one(room: Room) -> None:
    """A cell with a formula's error shows nothing; taken for blank, the status would be agreed as cleared."""
    for _ in range(2):
        assert run_unseen(room, 3, "sen_status").done == ()
    assert (room.book.shows(room.key(3), "sen_status"), room.kinds()) == ("K", [])


def test_what_the_mis_says_of_the_sencos_own_field_never_replaces_their_text(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(10), ownership=Ownership({"sen_note": Owner.SENCO}))
    room.run()
    room.book.type(room.key(3), "sen_note", "wears a hearing aid")
    room.run()
    for said in ("none", "see file"):
        room.office(3, "sen_note", said)
        room.export()
        room.run()
        room.run()
    assert room.book.shows(room.key(3), "sen_note") == "wears a hearing aid"


def test_an_offer_that_somebody_cleared_stays_refused_when_the_child_is_looked_at_again(tmp_path: Path) -> None:
    """A row at rest is not looked at, which hides a refusal that was forgotten until the office moves the child."""
    room = Room(tmp_path, roll(10), ownership=Ownership({"sen_note": Owner.SENCO}))
    room.run()
    room.office(3, "sen_note", "hearing aid")
    room.export()
    room.run()
    room.book.clear(room.key(3), "sen_note")
    room.run()
    room.office(3, "registration_group", "9Z")
    weeks(room)
    assert (room.book.shows(room.key(3), "sen_note"), room.book.shows(room.key(3), "registration_group")) == ("", "9Z")


def test_a_removed_row_does_not_come_back_with_what_the_office_types(room: Room) -> None:
    """As long as the export is the same nobody looks; the next one that tells of the child would bring the row back."""
    key = room.key(3)
    room.book.remove_row(key)
    room.run()
    room.office(3, "registration_group", "9Z")
    weeks(room)
    assert (room.book.keyed(key), room.kinds()) == ([], ["row removed"])


def test_a_sort_between_look_and_write_gives_nobody_another_childs_key(tmp_path: Path) -> None:
    """A register is taken over row by row, where no key tells yet whose row it is."""
    pupils = [child(n) for n in (1, 3, 5, 7)]
    room = Room(tmp_path, pupils, columns=COLUMNS[1:], rows=pupils)

    def person(call: str) -> None:
        if call == "apply":
            room.book.sort_by("admission_no", descending=True)

    with Script(actor=person) as script:
        room.run(script)
    # A wrong key stops the next run, which is too late for the rows.
    with suppress(Stopped):
        room.run()
    plan = room.plan().plan
    assert plan.roll is not None
    assert plan.placed is not None
    place = COLUMNS[1:].index("admission_no")
    said = {key: row.values[room.mis.fields.index("admission_no")] for key, row in plan.roll.rows.items()}
    assert {key: row.values[place] for key, row in plan.placed.rows.items()} == said


def test_an_export_without_a_cell_forgets_nothing_of_a_child_without_a_row(room: Room) -> None:
    """A child without SEN is known by the last export alone; what one line does not show is what it was."""
    room.mis.pupils[3]["registration_group"] = None  # type: ignore[assignment]
    weeks(room, 1)
    room.office(4, "registration_group", "9Z")
    room.export()
    assert [(c.field, c.new) for c in room.plan().plan.changes] == [("registration_group", "9Z")]
