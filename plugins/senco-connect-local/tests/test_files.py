"""The workbook on disk is replaced whole, or it is as it was."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from senco_connect_local import files

from senco_connect.adapters import CellWrite, Result
from senco_connect.errors import AccessRefused, InputRefused, Locked, TryAgain

WRITE = CellWrite("w", "key3", "sen_status", "", "K", "agreed")


class PowerCut(BaseException):
    """What no program can catch in real life."""


def beside(book) -> set[str]:
    return {path.name for path in book.path.parent.iterdir()}


def leftover(book) -> Path:
    return book.path.with_name(f".{book.path.name}.senco-unfinished")


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_a_workbook_that_is_open_is_read_and_not_written(keyed, lock: str) -> None:
    keyed.path.with_name(lock.format(keyed.path.name)).write_text("somebody")
    before = keyed.path.read_bytes()
    assert len(keyed.read().rows) == 3
    with pytest.raises(Locked) as refusal:
        keyed.apply(WRITE)
    assert refusal.value.exit_code == 5
    assert "Close the workbook" in refusal.value.cure
    assert keyed.path.read_bytes() == before


@pytest.mark.parametrize("step", ["replace", "chmod"])
def test_a_crash_before_the_replacement_leaves_the_old_workbook(keyed, monkeypatch, step: str) -> None:
    def cut(*_: object) -> None:
        raise PowerCut

    before = keyed.path.read_bytes()
    monkeypatch.setattr(Path, step, cut)
    with pytest.raises(PowerCut):
        keyed.apply(WRITE)
    assert keyed.path.read_bytes() == before


def test_what_a_crash_left_is_cleared_by_the_next_run(keyed) -> None:
    leftover(keyed).write_bytes(b"half a workbook")
    assert keyed.apply(WRITE, stamp="L/2")[0].result is Result.DONE
    assert beside(keyed) == {keyed.path.name}


def test_a_full_disk_leaves_the_old_workbook_and_no_copy(keyed, monkeypatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "canary: no space")

    before = keyed.path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TryAgain) as refusal:
        keyed.apply(WRITE)
    assert "canary" not in f"{refusal.value}{refusal.value.__cause__}"
    assert keyed.path.read_bytes() == before
    assert beside(keyed) == {keyed.path.name}


def test_somebody_saving_meanwhile_makes_everything_stale(keyed, monkeypatch) -> None:
    theirs = keyed.path.read_bytes() + b" "
    sync = os.fsync

    def saved_meanwhile(descriptor: int) -> None:
        keyed.path.write_bytes(theirs)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", saved_meanwhile)
    assert [o.result for o in keyed.apply(WRITE, stamp="L/2")] == [Result.STALE]
    assert keyed.path.read_bytes() == theirs
    assert beside(keyed) == {keyed.path.name}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_files_permissions_stay_and_the_copy_is_never_wider(keyed, monkeypatch) -> None:
    keyed.path.chmod(0o640)
    seen: list[int] = []
    sync = os.fsync

    def watch(descriptor: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    keyed.apply(WRITE, stamp="L/2")
    assert seen == [0o600]
    assert stat.S_IMODE(keyed.path.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")
def test_a_link_to_the_workbook_stays_a_link(keyed, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(keyed.path)
    keyed.config = type(keyed.config)("xlsx", str(link))
    keyed.apply(WRITE, stamp="L/2")
    assert link.is_symlink()
    assert keyed.shown()["key3"]["sen_status"] == "K"


def test_a_file_that_may_not_be_read_is_told_apart_from_one_that_is_open(book, monkeypatch) -> None:
    """Windows gives one error for both; only the lock file tells."""

    def denied(_: Path) -> bytes:
        raise PermissionError(13, "canary")

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(AccessRefused):
        book.read()
    book.path.with_name(f"~${book.path.name}").touch()
    with pytest.raises(Locked):
        book.read()


def test_a_file_too_large_to_be_a_register_is_not_read(book, monkeypatch) -> None:
    monkeypatch.setattr(files, "MAX_FILE", 1_000)
    with pytest.raises(InputRefused) as refusal:
        book.read()
    assert refusal.value.code == "X105"
