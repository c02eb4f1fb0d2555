"""The mark beside the workbook keeps two machines apart, and is nobody's trouble."""

from __future__ import annotations

import sqlite3
import stat
import sys

import pytest
from senco_connect_local import lease_file
from senco_connect_local.lease_file import LeaseFile

from senco_connect.adapters import Batch, CellWrite, Mark
from senco_connect.errors import AccessRefused, Locked, RegisterRefused

WRITE = CellWrite("w", "key3", "sen_status", "", "K", "agreed")
MINE = Mark(1, "a1b2c3")


@pytest.fixture
def mark(keyed) -> LeaseFile:
    return LeaseFile(keyed.path)


def test_looking_makes_no_file(keyed, mark: LeaseFile) -> None:
    assert keyed.register.read_mark() == Mark()
    assert not mark.path.exists()


def test_a_register_that_is_not_there_gets_no_mark(keyed, mark: LeaseFile) -> None:
    keyed.path.unlink()
    with pytest.raises(RegisterRefused):
        keyed.register.read_mark()
    assert list(keyed.path.parent.iterdir()) == []


def test_the_mark_lies_beside_the_workbook_under_a_hidden_name(keyed, mark: LeaseFile) -> None:
    keyed.register.write_mark(Mark(), MINE)
    assert {path.name for path in keyed.path.parent.iterdir()} == {keyed.path.name, f".{keyed.path.name}.senco-lease"}


def test_the_mark_names_no_machine_and_nobody(keyed, mark: LeaseFile) -> None:
    keyed.register.write_mark(Mark(), MINE)
    with sqlite3.connect(mark.path) as connection:
        assert connection.execute("SELECT * FROM mark").fetchall() == [(1, 1, "a1b2c3", 0)]
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_whoever_may_write_the_workbook_may_write_its_mark(keyed, mark: LeaseFile) -> None:
    keyed.path.chmod(0o660)
    keyed.register.write_mark(Mark(), MINE)
    assert stat.S_IMODE(mark.path.stat().st_mode) == 0o660


def test_nobody_takes_the_lease_while_a_batch_is_written(keyed, mark: LeaseFile, monkeypatch) -> None:
    """A write that has begun comes to its end, however long its machine sleeps in the middle."""
    monkeypatch.setattr(lease_file, "_PATIENCE", 0.01)
    keyed.register.write_mark(Mark(), MINE)
    with mark.guarded(MINE.fence):
        assert mark.read() == MINE
        with pytest.raises(Locked) as locked:
            keyed.register.write_mark(MINE, Mark(2, "another"))
    assert locked.value.exit_code == 5
    assert keyed.register.write_mark(MINE, Mark(2, "another"))


def test_a_batch_whose_lease_was_lost_leaves_every_byte(keyed) -> None:
    keyed.register.write_mark(Mark(), MINE)
    keyed.register.write_mark(MINE, Mark(2, "another"))
    before = keyed.path.read_bytes()
    with pytest.raises(Locked):
        keyed.register.apply(Batch((WRITE,), (), "L:2", MINE.fence))
    assert keyed.path.read_bytes() == before


def test_a_batch_that_fails_within_lets_the_mark_go(keyed, mark: LeaseFile) -> None:
    keyed.register.write_mark(Mark(), MINE)
    keyed.path.with_name(f"~${keyed.path.name}").touch()
    with pytest.raises(Locked, match="open in Excel"):
        keyed.register.apply(Batch((WRITE,), (), "L:2", MINE.fence))
    assert keyed.register.write_mark(MINE, Mark(1))


def test_a_file_that_a_crash_left_empty_is_no_mark(keyed, mark: LeaseFile) -> None:
    mark.path.touch()
    assert keyed.register.read_mark() == Mark()
    assert keyed.register.write_mark(Mark(), MINE)


def test_a_damaged_mark_is_refused_with_its_cure(keyed, mark: LeaseFile) -> None:
    mark.path.write_bytes(b"no database " * 100)
    with pytest.raises(RegisterRefused) as refusal:
        keyed.register.read_mark()
    assert "delete the hidden file" in refusal.value.cure
    assert keyed.path.name not in str(refusal.value)


def test_a_folder_that_may_not_be_written_is_told(keyed, mark: LeaseFile) -> None:
    mark.path.mkdir()
    with pytest.raises(AccessRefused):
        keyed.register.write_mark(Mark(), MINE)
