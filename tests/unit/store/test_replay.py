"""The audit log tells, by tokens alone, all that the register was seen to show: folded, it is the shadow (A17)."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from room import Room, child, roll

from senco_connect.errors import SencoError, StateNotTrusted
from senco_connect.store import State, open_state
from senco_connect.store.audit import erase_pupil, first_broken
from senco_connect.store.replay import replay, seen_lines
from senco_connect.store.verify import verify_log
from senco_connect.testing.faults import Crash, Script, crash_after, crash_before, crash_within, outcome_unknown

ONE, TWO, THREE = b"1" * 8, b"2" * 8, b"3" * 8


def events(state: State) -> list[str]:
    return [event for (event,) in state.connection.execute("SELECT event FROM audit ORDER BY n")]


def test_lines_fold_back_to_what_they_were_made_of() -> None:
    seen = {"PAAAAA2": {"surname": ONE, "dob": TWO}, "PBBBBB3": {"dob": THREE, "surname": ONE}, "PCCCCC4": {"dob": TWO}}
    lines = list(seen_lines(seen))
    assert [line for line in lines if line.startswith("=")] == ["=dob surname", "=dob"]
    assert replay(["\n".join(["{}", *lines])]) == seen


def test_a_later_event_stands_and_other_fields_stay() -> None:
    told = [{"PAAAAA2": {"surname": ONE, "dob": TWO}}, {"PAAAAA2": {"dob": THREE}}, {}]
    assert replay("\n".join(["{}", *seen_lines(seen)]) for seen in told) == {"PAAAAA2": {"surname": ONE, "dob": THREE}}


def test_an_event_tells_only_what_is_new(room: Room) -> None:
    room.book.type(room.key(3), "strategy_1", "by the door")
    room.run()
    with open_state(room.state) as state:
        *_, committed, _ = events(state)
    assert committed.split("\n")[1:][0] == "=strategy_1"
    assert [line[:8] for line in committed.split("\n")[2:]] == [f"{room.key(3)} "]


@pytest.mark.parametrize("seed", range(5 * int(os.environ.get("SENCO_TIMES", "1"))))
def test_the_log_of_any_runs_folds_to_the_shadow_of_the_register(tmp_path: Path, seed: int) -> None:
    """People type, clear, sort, remove and add rows; the office too; runs are cut off."""
    chosen, room = random.Random(seed), Room(tmp_path, roll(6))
    faults = [
        lambda: crash_before("apply", 1), lambda: crash_after("apply", 1), lambda: crash_after("apply", 2),
        lambda: crash_after("read", 3), lambda: crash_within(1, 2), lambda: outcome_unknown(1),
    ]  # fmt: skip
    room.run()
    seen = set()
    for turn in range(12):
        key, name = (
            chosen.choice(room.book.rows)["Pupil key"],
            chosen.choice(["need_1", "need_2", "sen_note", "surname"]),
        )
        match chosen.randrange(6):
            case 0 | 1:
                room.book.type(key, name, chosen.choice(["SEMH", "SLCN", "ASD", f"text {turn}"]))
            case 2:
                room.book.clear(key, name)
            case 3:
                room.mis.enter(child(50 + turn, sen_status="K", need_1="MLD", need_2="SPLD"))
            case 4 if len(room.book.rows) > 3:
                room.book.remove_row(key)
            case _:
                room.office(chosen.randrange(1, 7), name, chosen.choice(["SEMH", "VI", f"text {turn}"]))
        room.export()
        bad_luck = [chosen.choice(faults)()] if turn % 3 == 2 else []
        with suppress(Crash, SencoError):
            room.run(Script(*bad_luck), approved=True)
        with open_state(room.state) as state:
            shadow = state.memory().register_shadow()
            assert replay(events(state)) == shadow
            verify_log(state)
        seen.add(repr(shadow))
    assert len(seen) > 2


def test_a_log_of_an_older_version_tells_all_that_the_register_shows_in_its_next_event(room: Room) -> None:
    with open_state(room.state) as state, state.transaction() as connection:
        older(connection, state.secret)
        assert verify_log(state) == 6
    room.book.stamp = ":".join(room.book.stamp.split(":")[:2])
    room.book.type(room.key(3), "strategy_1", "by the door")
    room.run(approved=True)
    with open_state(room.state) as state:
        assert replay(events(state)) == state.memory().register_shadow()
        assert verify_log(state) == 8


def older(connection: sqlite3.Connection, secret: bytes) -> None:
    """Make of the log what a version wrote that told nothing of the register."""
    from senco_connect.store.audit import _START, _link

    before = _START
    for number, at, event in connection.execute("SELECT n, at, event FROM audit ORDER BY n").fetchall():
        first = event.split("\n")[0]
        before = _link(secret, before, number, at.encode(), first.encode())
        connection.execute("UPDATE audit SET event = ?, chain = ? WHERE n = ?", (first, before, number))
    connection.execute("DELETE FROM meta WHERE name = 'head'")


def test_a_row_of_the_shadow_that_was_taken_away_or_put_back_is_noticed(room: Room) -> None:
    with closing(sqlite3.connect(room.state / "state.sqlite")) as connection, connection:
        connection.execute("DELETE FROM cells WHERE store = 'register' AND key = ?", (room.key(3),))
    with open_state(room.state) as state, pytest.raises(StateNotTrusted) as noticed:
        verify_log(state)
    assert noticed.value.code == "E078"


# --- a pupil who is erased


def test_a_pupil_can_be_erased_from_the_log_and_its_chain_holds(room: Room) -> None:
    key = room.key(1)
    with open_state(room.state) as state:
        head = state.connection.execute("SELECT hex(chain) FROM audit ORDER BY n DESC").fetchone()
        with state.transaction() as connection:
            assert erase_pupil(connection, state.secret, key) == 3
        assert key not in "".join(events(state))
        assert first_broken(state.connection, state.secret) is None
        assert state.connection.execute("SELECT hex(chain) FROM audit ORDER BY n DESC").fetchone() == head
        assert replay(events(state)).keys() == state.memory().register_shadow().keys() - {key}
        assert verify_log(state) == 6
        with state.transaction() as connection:
            assert erase_pupil(connection, state.secret, key) == 0


def test_a_pupil_who_was_erased_is_told_of_again_when_seen_again(room: Room) -> None:
    key = room.key(1)
    with open_state(room.state) as state, state.transaction() as connection:
        erase_pupil(connection, state.secret, key)
    room.book.type(key, "strategy_1", "by the door")
    room.run()
    with open_state(room.state) as state:
        assert verify_log(state) == 8
        assert replay(events(state))[key].keys() == {"strategy_1"}


def test_a_digest_that_stands_for_another_line_is_named(room: Room) -> None:
    with open_state(room.state) as state:
        (event,) = state.connection.execute("SELECT event FROM audit WHERE n = 2").fetchone()
        changed = "\n".join(["#" + "0" * 32 if line.startswith("P") else line for line in event.split("\n")])
        assert changed != event
        state.connection.execute("UPDATE audit SET event = ? WHERE n = 2", (changed,))
        assert first_broken(state.connection, state.secret) == 2
