"""The process is killed in the middle of an apply: the next run comes to the same end."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import openpyxl
from small_school import School, as_csv, pupil

JOINED = 100


def school(folder: Path) -> School:
    """A school in step, to which a hundred pupils with SEN come at once; one cell was typed by a person."""
    made = School(folder, [pupil(number) for number in range(1, 31)])
    joined = [pupil(number, **{"SEN Status": "K"}) for number in range(31, 31 + JOINED)]
    many = [*(pupil(number) for number in range(1, 31)), *joined]
    many[2]["Reg"] = "9Q"
    made.export.write_bytes(as_csv(many))
    book = openpyxl.load_workbook(folder / "SEN register.xlsx")
    sheet = book["Register"]
    strategy = next(c.column for c in sheet[1] if c.value == "Strategy 1")
    sheet.cell(2, strategy, "typed by a person")
    book.save(folder / "SEN register.xlsx")
    return made


def standing(made: School) -> tuple[list[tuple[object, ...]], list[str]]:
    """What a person sees in the end: the rows without their random keys, the folders without them."""
    sheet = openpyxl.load_workbook(made.folder / "SEN register.xlsx")["Register"]
    key = next(c.column for c in sheet[1] if c.value == "Pupil key") - 1
    rows = [tuple(v for at, v in enumerate(r) if at != key) for r in sheet.iter_rows(min_row=2, values_only=True)]
    names = [p.name.rpartition(" · ")[0] for p in (made.folder / "Pupils").iterdir()]
    return sorted(rows, key=repr), sorted(names)


def folders(made: School) -> int:
    return len(list((made.folder / "Pupils").iterdir()))


def killed(made: School, at: float) -> bool:
    """Kill a sync when this share of the folders is there; tell whether it was in time."""
    run = subprocess.Popen(
        [sys.executable, "-m", "senco_connect.cli", "sync"],
        cwd=made.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while run.poll() is None:
        if folders(made) >= at * (10 + JOINED):
            run.kill()
            run.wait()
            return True
        time.sleep(0.002)
    return False


def test_a_run_killed_at_forty_percent_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole, cut = school(tmp_path / "whole"), school(tmp_path / "cut")
    assert whole.senco("sync").returncode == 0
    assert killed(cut, 0.40)
    assert folders(cut) < 10 + JOINED
    again = cut.senco("sync")
    assert again.returncode == 0, again.stderr
    assert standing(cut) == standing(whole)
    assert "typed by a person" in repr(standing(cut))
    assert "0 changes" in cut.senco("plan").stdout
