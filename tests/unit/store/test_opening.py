"""A state is opened, begun or refused, and only one run is at work on it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from room import Room, roll

from senco_connect.errors import AccessRefused, Locked, StateNotTrusted
from senco_connect.store import open_state, run_lock
from senco_connect.store.schema import VERSION

HOLD = """
import sys
from pathlib import Path
from senco_connect.errors import Locked
from senco_connect.store import run_lock
try:
    with run_lock(Path(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.read()
except Locked as locked:
    sys.exit(locked.exit_code)
"""


def test_a_new_state_is_of_nobody_and_has_a_lineage_of_its_own(tmp_path: Path) -> None:
    lineages = set()
    for name in ("one", "two"):
        with open_state(tmp_path / name) as state:
            memory = state.memory()
            assert (memory.serial, memory.accepted, list(memory.exported), dict(memory.registered)) == (0, (), [], {})
            assert memory.knows("PANYBODY") is False
            assert memory.records("any") == {}
            lineages.add(memory.lineage)
    assert len(lineages) == 2


def test_a_state_is_the_same_when_opened_again(tmp_path: Path) -> None:
    with open_state(tmp_path) as state:
        first = (state.secret, state.memory().lineage)
    with open_state(tmp_path) as state:
        assert (state.secret, state.memory().lineage) == first


@pytest.mark.parametrize("name", ["with spaces here", "Schüler für alle", "O'Neill & Co #1 100%", "日本"])
def test_a_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    room = Room(tmp_path / name, roll(4))
    room.run()
    assert room.plan().plan.is_empty


@pytest.mark.skipif(os.name != "posix", reason="on Windows the folder's own permissions decide")
def test_nobody_else_may_read_the_state(tmp_path: Path) -> None:
    """The lock is taken first, and made the folder for all to read."""
    room = Room(tmp_path, roll(4))
    room.run()
    assert stat.S_IMODE(room.state.stat().st_mode) == 0o700
    with open_state(room.state):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in room.state.iterdir()}
    assert {"lock.sqlite", "secret", "state.sqlite"} <= modes.keys()
    assert set(modes.values()) == {0o600}


# --- refused


def test_a_state_without_its_secret_is_not_believed(room: Room) -> None:
    (room.state / "secret").unlink()
    with pytest.raises(StateNotTrusted) as lost:
        room.plan()
    assert lost.value.code == "E072"
    assert not (room.state / "secret").exists()


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 33], ids=["empty", "short", "long"])
def test_a_damaged_secret_is_not_used(room: Room, secret: bytes) -> None:
    (room.state / "secret").write_bytes(secret)
    with pytest.raises(StateNotTrusted) as damaged:
        room.plan()
    assert damaged.value.code == "E071"


def test_another_states_secret_fits_nothing(room: Room) -> None:
    (room.state / "secret").write_bytes(b"x" * 32)
    with pytest.raises(StateNotTrusted):
        room.plan()


def test_a_state_of_a_newer_version_is_refused_and_left_untouched(room: Room) -> None:
    with closing(sqlite3.connect(room.state / "state.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (room.state / "state.sqlite").read_bytes()
    for attempt in (room.plan, room.run):
        with pytest.raises(StateNotTrusted) as newer:
            attempt()
        assert newer.value.code == "E074"
    assert (room.state / "state.sqlite").read_bytes() == before


def test_a_state_that_was_lost_with_its_secret_is_rebuilt_and_writes_nothing(room: Room) -> None:
    cells = room.book.cells()
    for file in room.state.iterdir():
        file.unlink()
    assert room.plan().plan.operations == []
    room.run()
    assert room.book.cells() == cells


def test_a_folder_that_is_not_there_yet_is_made_with_those_above_it(tmp_path: Path) -> None:
    with run_lock(tmp_path / "school" / "state"):
        assert (tmp_path / "school" / "state" / "lock.sqlite").exists()


@pytest.mark.parametrize("use", [open_state, run_lock], ids=["open", "lock"])
def test_a_place_that_is_no_folder_is_refused_in_our_own_words(tmp_path: Path, use) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(AccessRefused) as refused, use(place):
            pass
        assert str(tmp_path) not in str(refused.value)


def test_a_lock_file_that_is_no_database_is_refused_in_our_own_words(tmp_path: Path) -> None:
    (tmp_path / "lock.sqlite").write_bytes(b"something else" * 100)
    with pytest.raises(AccessRefused), run_lock(tmp_path):
        pass


# --- one run at a time


def held(folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until it is told to end."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_two_processes_never_run_at_once(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        with pytest.raises(Locked), run_lock(tmp_path):
            pass
        assert subprocess.run([sys.executable, "-c", HOLD, str(tmp_path)], check=False).returncode == Locked.exit_code
        other.communicate("end\n", timeout=20)
    with run_lock(tmp_path):
        pass


def test_a_process_that_dies_lets_the_lock_go(tmp_path: Path) -> None:
    with held(tmp_path) as other:
        other.kill()
        other.wait(timeout=20)
    with run_lock(tmp_path):
        pass


def test_a_run_that_failed_lets_the_lock_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), run_lock(tmp_path):
        raise ZeroDivisionError
    with run_lock(tmp_path):
        pass


def test_a_plan_can_be_made_while_a_run_is_at_work(room: Room) -> None:
    with run_lock(room.state):
        assert room.plan().plan.is_empty
