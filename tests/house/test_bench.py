"""The benchmark measures what it says, on small files here; at full size it is run by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


def _table(*options: str) -> list[list[str]]:
    command = [sys.executable, str(BENCHMARKS), *options]
    said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in said.splitlines()[2:]]


def test_each_line_of_the_goals_has_its_reference() -> None:
    lines = _table("--list")
    titles = " ".join(row[0] for row in lines)
    for what in (
        "same bytes",
        "re-ordered",
        "2 % changed",
        "every row",
        "first load",
        "register",
        "XLSX",
        "CTF",
        "help",
    ):
        assert what in titles
    assert {"bare `csv.reader`", "csv-diff", "bare python-calamine"} <= {row[3] for row in lines}


@pytest.mark.parametrize(
    "title", ["2,000 pupils, 400 on the register, 2 %", "re-ordered", "CTF into rows, 20,000 pupils without"]
)
def test_a_line_is_measured_and_held_against_its_goal(title: str) -> None:
    ((_, ours, reference, _, figure, goal, verdict),) = _table("--only", title, "--scale", "0.005", "--turns", "1")
    assert ours.endswith("ms") and reference.endswith("ms") and goal.endswith("×")
    assert verdict == ("yes" if float(figure.split()[0]) <= float(goal.split()[0]) else "**no**")
