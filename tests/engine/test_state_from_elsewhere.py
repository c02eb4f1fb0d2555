"""A state that is older than the register, or another's, is refused; a lost one is rebuilt by looking."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from room import Room, roll

from senco_connect.auditing import Verified, verify_school
from senco_connect.errors import StateNotTrusted
from senco_connect.memory import Stamp
from senco_connect.store import open_state
from senco_connect.store.audit import add_event, first_broken
from senco_connect.store.seals import seal
from senco_connect.testing.faults import Crash, Script, crash_after, crash_before


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path, roll(10))
    made.run()
    made.run()
    return made


def a_day(room: Room, form: str) -> None:
    room.office(1, "registration_group", form)
    room.export()
    room.run(approved=True)


def verified(room: Room) -> Verified:
    school = SimpleNamespace(
        config=SimpleNamespace(state=room.state),
        state=lambda: open_state(room.state),
        stores=SimpleNamespace(register=room.stores().register),
    )
    return verify_school(school)  # type: ignore[arg-type]


def refused_everywhere(room: Room, code: str) -> None:
    """No plan, no run, no approval gets past it, and nothing is written."""
    before = room.book.cells(), room.cabinet.everything()
    for attempt in (room.plan, room.run, lambda: room.run(approved=True), lambda: verified(room)):
        with pytest.raises(StateNotTrusted) as refused:
            attempt()
        assert (refused.value.code, refused.value.exit_code) == (code, 7)
    assert (room.book.cells(), room.cabinet.everything()) == before


# --- the mark on the register


def test_the_register_names_the_entry_of_the_log_from_which_it_was_written(room: Room) -> None:
    mark = Stamp.read(room.book.stamp)
    with open_state(room.state) as state:
        number, chain = mark.head.split(".")
        (event, found) = state.connection.execute("SELECT event, hex(chain) FROM audit WHERE n = ?", number).fetchone()
    assert (found.lower(), '"event": "committed"' in event, f"R{int(mark.serial):05d}" in event) == (chain, True, True)
    assert verified(room).mark == int(number)


@pytest.mark.parametrize("crash", [crash_before, crash_after], ids=["before", "after"])
def test_a_run_that_was_cut_off_is_still_the_one_that_wrote_the_register(room: Room, crash) -> None:
    room.office(1, "registration_group", "9Q")
    room.export()
    with suppress(Crash), Script(crash("apply", 1)) as script:
        room.run(script)
    assert verified(room).entries == 5
    room.run()
    assert room.plan().plan.is_empty


def test_a_register_that_an_older_version_marked_is_read(room: Room) -> None:
    """Its mark had two parts; so had the state's memory of it."""
    mark = ":".join(Stamp.read(room.book.stamp)[:2])
    room.book.stamp = mark
    with open_state(room.state) as state, state.transaction() as connection:
        connection.execute(
            "UPDATE meta SET value = ?, seal = ? WHERE name = 'stamp'",
            (mark, seal(state.secret, "meta", "stamp", mark)),
        )
    assert room.plan().plan.is_empty
    assert room.plan().refusals == ()
    assert verified(room).mark == 0
    a_day(room, "9Q")
    assert Stamp.read(room.book.stamp).head


# --- rolled back


def kept(room: Room) -> Path:
    return Path(shutil.copytree(room.state, room.tmp / "backup"))


def restored(room: Room, backup: Path) -> None:
    shutil.rmtree(room.state)
    shutil.copytree(backup, room.state)


def test_an_older_copy_of_the_state_is_refused(room: Room) -> None:
    backup = kept(room)
    a_day(room, "9Q")
    restored(room, backup)
    refused_everywhere(room, "E075")


def test_an_older_copy_that_went_on_by_itself_is_refused(room: Room) -> None:
    """It has as many runs as the register names, or more, but not those."""
    backup = kept(room)
    a_day(room, "9Q")
    mark = room.book.stamp
    restored(room, backup)
    # It went on with a copy of the workbook; then the newer one came back.
    room.book.stamp = ""
    a_day(room, "9R")
    a_day(room, "9S")
    room.book.stamp = mark
    refused_everywhere(room, "E077")


def test_a_log_sealed_anew_by_somebody_with_the_secret_is_refused(room: Room) -> None:
    """The chain holds and tells the same cells; only the time of the first entry is another."""
    a_day(room, "9Q")
    with open_state(room.state) as state, state.transaction() as connection:
        rows = connection.execute("SELECT at, event FROM audit ORDER BY n").fetchall()
        connection.execute("DELETE FROM audit")
        for at, event in [("2026-01-01T00:00:00+00:00", rows[0][1]), *rows[1:]]:
            first, *lines = event.split("\n")
            add_event(connection, state.secret, at, json.loads(first), lines)
        assert first_broken(connection, state.secret) is None
    refused_everywhere(room, "E077")


@pytest.mark.parametrize("head", ["nothing", "3", ".", "1.00", "99." + "0" * 32, "-1.x", "'1'.x", ":::"])
def test_a_mark_whose_entry_is_none_is_refused(room: Room, head: str) -> None:
    room.book.stamp = str(Stamp.read(room.book.stamp)._replace(head=head))
    refused_everywhere(room, "E077")


# --- elsewhere, newer, gone


def test_the_state_of_another_school_is_refused(room: Room, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Room(tmp_path / "other", roll(6))
    other.run()
    restored(room, other.state)
    refused_everywhere(room, "E075")


def test_a_state_of_a_newer_version_is_refused_and_not_touched(room: Room) -> None:
    with closing(sqlite3.connect(room.state / "state.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = (room.state / "state.sqlite").read_bytes()
    refused_everywhere(room, "E074")
    assert (room.state / "state.sqlite").read_bytes() == before


@pytest.mark.parametrize("files", [["state.sqlite"], ["state.sqlite", "secret", "state.digest"]], ids=["it", "all"])
def test_a_state_that_was_deleted_is_rebuilt_by_looking_and_nothing_is_written_unasked(
    room: Room, files: list[str]
) -> None:
    room.book.type(room.key(1), "surname", "Mine")
    room.book.type(room.key(3), "strategy_1", "by the door")
    before = room.book.cells(), room.cabinet.everything()
    for name in files:
        (room.state / name).unlink()
    assert [op for op in room.plan().plan.operations if getattr(op, "field", "") != "open_issues"] == []
    assert (room.book.cells(), room.cabinet.everything()) == before
    room.run()
    assert room.book.shows(room.key(1), "surname") == "Mine"
    assert room.book.shows(room.key(3), "strategy_1") == "by the door"
    room.run()
    assert room.plan().plan.is_empty
    assert verified(room).entries > 0


def test_verify_begins_no_state(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4))
    assert verified(room) == Verified()
    assert not room.state.exists()
