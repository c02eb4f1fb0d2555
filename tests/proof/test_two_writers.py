"""A slice of the proof, and that its reader of the log notices what it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proof.two_writers import misdeeds, prove

GOOD = ["begin 1.0 1", "end 1.0 1 1", "begin 2.0 2", "begin 2.1 3", "end 2.1 3 3"]
BAD = {
    "two writers at once": (["begin 1.0 1", "begin 2.0 2", "end 1.0 1 1", "end 2.0 2 2"], 2),
    "a fence that fell": (["begin 1.0 2", "end 1.0 2 1", "begin 2.0 1", "end 2.0 1 2"], 2),
    "an increment that is lost": (["begin 1.0 1", "end 1.0 1 1", "begin 2.0 2", "end 2.0 2 1"], 1),
    "an increment from nowhere": (["begin 1.0 1", "end 1.0 1 2"], 2),
    "a count that fell back in the end": (["begin 1.0 1", "end 1.0 1 1"], 0),
}


@pytest.mark.parametrize(("register", "rounds"), [("text", 25), ("xlsx", 8)])
def test_eight_processes_that_are_paused_and_killed_never_write_at_once(
    tmp_path: Path, register: str, rounds: int
) -> None:
    found = prove(tmp_path, register, rounds=rounds, kills=6, seed=7)
    assert found.wrong == []
    assert found.kills > 0
    assert found.rounds["wrote"] > 0


def test_a_log_in_which_one_writes_after_the_other_is_good() -> None:
    assert list(misdeeds([line.split() for line in GOOD], 3)) == []


@pytest.mark.parametrize("what", BAD)
def test_a_log_tells_of_each_misdeed(what: str) -> None:
    lines, count = BAD[what]
    assert list(misdeeds([line.split() for line in lines], count))
