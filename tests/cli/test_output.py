"""Progress is for a person who waits: on a terminal, after a while, and nowhere else."""

from __future__ import annotations

import io
import time

import pytest

from senco_connect.cli.output import print_lines, progress
from senco_connect.telling.line import Line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_long_work_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", told := io.StringIO())
    with progress() as shown:
        time.sleep(0.6)
        shown("reading the export", 1, 10)
    assert told.getvalue() == ""


def test_on_a_terminal_long_work_is_told_and_wiped_away_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", told := Terminal())
    with progress() as shown:
        shown("reading the export", 1, 10)
        assert told.getvalue() == ""
        time.sleep(0.6)
        shown("reading the export", 2, 10)
        shown("reading the export", 10, 10)
    assert "reading the export" in told.getvalue()
    # rich goes up a line and clears it.
    assert "\x1b[2K" in told.getvalue()


def test_a_pupil_with_several_lines_is_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    print_lines(
        [
            Line("!", "", "", "a column"),
            Line("+", "PA", "Able, Ann", "one"),
            Line("~", "PA", "Able, Ann", "two"),
            Line("~", "PB", "", "three"),
        ]
    )
    assert capsys.readouterr().out.splitlines() == [
        "! a column", "+ PA  Able, Ann  one", "~                two", "~ PB  three",
    ]  # fmt: skip
