"""What the adapter does when the file itself can't be had."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from senco_connect_mis.cells import Cells

from senco_connect.adapters import ReadFile
from senco_connect.errors import AccessRefused, TryAgain


def test_a_file_that_is_gone_is_a_passing_fault_without_its_name(bench, tmp_path):
    with pytest.raises(TryAgain) as caught:
        bench.source().read(ReadFile(tmp_path / "Canarychild.csv"))
    assert "Canarychild" not in str(caught.value)


def test_a_file_without_permission_is_told_as_such(bench, tmp_path, monkeypatch):
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(AccessRefused) as caught:
        bench.source().read(bench_file(tmp_path))
    assert "export.csv" not in str(caught.value)
    assert caught.value.exit_code == 6


def bench_file(folder: Path) -> ReadFile:
    path = folder / "export.csv"
    path.touch()
    return ReadFile(path)


def test_paths_with_spaces_and_accents_are_read(bench):
    file = bench.file("UPN,Surname\nA,Ash\n")
    assert " " in file.path.name and not file.path.name.isascii()
    assert len(bench.source().read(file).rows) == 1


def test_the_time_of_the_export_is_the_day_of_its_file(bench):
    file = bench.file("UPN,Surname\nA,Ash\n")
    assert bench.source().read(file).made_at == file.modified


def test_a_file_whose_day_was_lost_sets_nobody_aside(bench):
    """Some programs unpack every file as of 1980: then all pupils would be born in the future."""
    file = bench.file("UPN,Surname,DOB\nA,Ash,03/04/2015\n")
    os.utime(file.path, (315_532_800, 315_532_800))
    assert len(bench.source().read(file).rows) == 1


def test_a_column_of_all_different_texts_is_not_kept_in_memory():
    cells = Cells("upn", "2026-11-24")
    for start in range(0, 100_000, 4_000):
        cells.read(tuple(f"number {n}" for n in range(start, start + 4_000)))
    assert len(cells) < 15_000
    assert len(cells.problems) < 15_000


def test_making_an_adapter_touches_no_file(bench):
    assert bench.source(columns={"UPN": "upn"}).config.columns == {"UPN": "upn"}
    assert list(bench.folder.iterdir()) == []
