"""The file at rest has a digest beside it; a run that was cut off leaves none, and nobody looks while a run is at work."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from room import Room

from senco_connect.errors import AccessRefused, StateNotTrusted
from senco_connect.store import open_state
from senco_connect.store.rest import is_as_left
from senco_connect.store.verify import verify_file

CUT_OFF = """
import os, sys
from pathlib import Path
from senco_connect.store import open_state
with open_state(Path(sys.argv[1])) as state, state.transaction() as connection:
    connection.execute("UPDATE run SET outcome = outcome")
    os._exit(9)
"""


def at_rest(room: Room) -> bool | None:
    return is_as_left(room.state, (room.state / "secret").read_bytes())


def test_a_run_leaves_the_digest_of_what_it_left(room: Room) -> None:
    assert at_rest(room) is True
    room.plan()
    assert at_rest(room) is True


def test_a_byte_in_a_place_that_no_row_uses_is_noticed_and_no_row_tells_it(room: Room) -> None:
    file = room.state / "state.sqlite"
    whole = file.read_bytes()
    free = whole.index(bytes(200), 4096) + 100
    file.write_bytes(whole[:free] + b"\1" + whole[free + 1 :])
    assert at_rest(room) is False
    with pytest.raises(StateNotTrusted) as noticed:
        verify_file(room.state)
    assert noticed.value.code == "E079"


@pytest.mark.parametrize("note", ["0" * 32, "x", "Zo\u00eb"])
def test_a_note_that_was_changed_is_noticed(room: Room, note: str) -> None:
    (room.state / "state.digest").write_text(note, encoding="utf-8")
    assert at_rest(room) is False


def test_a_note_that_a_power_cut_emptied_tells_nothing(room: Room) -> None:
    (room.state / "state.digest").write_bytes(b"")
    assert at_rest(room) is None


def test_a_log_that_lies_beside_the_file_is_noticed(room: Room) -> None:
    """SQLite would read it before the file."""
    (room.state / "state.sqlite-wal").write_bytes(b"anything")
    assert at_rest(room) is False


def test_a_process_that_dies_while_writing_leaves_no_digest_and_the_next_run_makes_one(room: Room) -> None:
    done = subprocess.run([sys.executable, "-c", CUT_OFF, str(room.state)], check=False)
    assert (done.returncode, at_rest(room)) == (9, None)
    verify_file(room.state)
    room.office(3, "registration_group", "9Q")
    room.export()
    room.run()
    assert at_rest(room) is True


def test_nothing_is_noted_while_somebody_else_has_the_file_open(room: Room) -> None:
    with closing(sqlite3.connect(room.state / "state.sqlite")) as other:
        other.execute("SELECT count(*) FROM run").fetchone()
        room.office(3, "registration_group", "9Q")
        room.export()
        room.run()
        assert at_rest(room) is None
    assert at_rest(room) is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a folder that can't be written")
def test_a_folder_that_can_not_be_written_is_told_so(room: Room) -> None:
    room.state.chmod(0o500)
    try:
        with pytest.raises(AccessRefused), open_state(room.state) as state, state.transaction():
            pass
    finally:
        room.state.chmod(0o700)


def test_a_note_that_can_not_be_taken_away_stops_the_write(room: Room, tmp_path: Path) -> None:
    (room.state / "state.digest").unlink()
    (room.state / "state.digest").mkdir()
    with pytest.raises(AccessRefused), open_state(room.state) as state, state.transaction():
        pass
