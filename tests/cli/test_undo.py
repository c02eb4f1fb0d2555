"""`senco undo` shows what it would put back, and does it only when somebody has said so."""

from __future__ import annotations

import json
import sys

import pytest
from desk import Desk
from terminal import answered

from senco_connect.store import run_lock


@pytest.fixture
def moved(in_step: Desk) -> Desk:
    """A school whose last run moved one pupil to another class and gave them another name."""
    in_step.export_with({3: {"Class": "9Ash", "Surname": "Othername"}})
    assert in_step("sync").exit_code == 0
    return in_step


def _undo_id(desk: Desk, run: str = "last") -> str:
    return str(json.loads(desk("undo", run, "--json").stdout)["id"])


def test_it_shows_the_lines_with_values_and_writes_nothing_unless_it_is_approved(moved: Desk) -> None:
    before = moved.everything()
    shown = moved("undo", "last")
    assert shown.exit_code == 3
    assert "Class: 9Ash → 6Oak" in shown.stdout and "folder OTHERNAME Zoë3" in shown.stdout
    assert "2 cells, 1 folder name to put back." in shown.stdout
    assert f"--approve {_undo_id(moved)}" in shown.stdout.splitlines()[-1]
    assert moved.everything() == before


def test_what_was_approved_is_put_back_and_no_value_is_told(moved: Desk) -> None:
    done = moved("undo", "last", "--approve", _undo_id(moved))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "3 changes put back."
    assert moved.shows("Inventedname3", "Class") == "6Oak"
    assert "9Ash" not in done.output and "Othername" not in done.output and moved.told_values(done) == []
    assert "conflict" not in moved("sync").stdout
    assert moved.shows("Inventedname3", "Class") == "6Oak"


def test_another_undo_than_the_approved_one_is_refused(moved: Desk) -> None:
    approved = _undo_id(moved)
    moved.type("Inventedname6", "Strategy 1", "a quiet seat")
    before = moved.everything()
    done = moved("undo", "last", "--approve", approved)
    assert done.exit_code == 3 and "has changed since" in done.stderr
    assert moved.told_values(done) == [] and moved.everything() == before


def test_what_somebody_changed_since_is_listed_and_stands(moved: Desk) -> None:
    moved.type("Othername", "Class", "7Elm")
    shown = moved("undo", "last")
    assert "! " in shown.stdout and "Class: left as it is, changed since" in shown.stdout
    done = moved("undo", "last", "--approve", _undo_id(moved))
    assert done.stdout.splitlines()[-1] == "2 changes put back, 1 left as they are."
    assert moved.shows("Inventedname3", "Class") == "7Elm" and "7Elm" not in done.output


def test_the_issues_tab_stays_as_it_is(moved: Desk) -> None:
    from openpyxl import load_workbook

    moved.type("Othername", "Forename", "Heldname")
    moved("sync")
    tabs = [[[cell.value for cell in row] for row in load_workbook(moved.folder / "SEN.xlsx")["Issues"]]]
    assert any("held" in map(str, row) for row in tabs[0])
    run = json.loads(moved("status", "--json").stdout)["runs"][1]["id"]
    assert moved("undo", run, "--approve", _undo_id(moved, run)).exit_code == 0
    tabs.append([[cell.value for cell in row] for row in load_workbook(moved.folder / "SEN.xlsx")["Issues"]])
    assert tabs[0] == tabs[1]


def test_a_run_that_only_added_has_nothing_to_put_back_and_says_what_to_do(in_step: Desk) -> None:
    shown = in_step("undo", "last")
    assert shown.exit_code == 0
    assert "4 new rows not undone: nothing is deleted. Delete in the workbook" in shown.stdout
    assert "nothing to put back" in shown.stdout


def test_status_says_that_a_run_was_an_undo_and_it_can_be_undone(moved: Desk) -> None:
    first = json.loads(moved("status", "--json").stdout)["runs"][0]["id"]
    moved("undo", first, "--approve", _undo_id(moved, first))
    assert "undo of" in moved("status").stdout
    assert json.loads(moved("status", "--json").stdout)["runs"][0]["counts"]["undoes"] == first
    assert moved("undo", "last", "--approve", _undo_id(moved)).exit_code == 0
    assert moved.shows("Othername", "Class") == "9Ash"


def test_json_tells_the_whole_undo_and_afterwards_no_value(moved: Desk) -> None:
    shown = moved("undo", "last", "--json")
    document = json.loads(shown.stdout)
    assert shown.exit_code == 3 and document["undoes"].startswith("R0000")
    assert [(op["field"], op["expect"], op["value"]) for op in document["operations"]] == [
        ("registration_group", "9Ash", "6Oak"), ("surname", "Othername", "Inventedname3")
    ]  # fmt: skip
    assert [folder["kind"] for folder in document["folders"]] == ["folder name"] and document["kept"] == []
    done = moved("undo", "last", "--approve", document["id"], "--json")
    assert [op["kind"] for op in json.loads(done.stdout)["done"]] == ["cell", "cell", "folder name"]
    assert "9Ash" not in done.stdout and moved.told_values(done) == []


def test_an_unknown_run_is_said_to_be_one(moved: Desk) -> None:
    done = moved("undo", "R09999")
    assert done.exit_code == 2
    assert "No run is called that. `senco status` shows the last runs. [E008]" in done.stderr


def test_while_another_run_is_at_work_an_undo_ends_with_5(moved: Desk) -> None:
    approved = _undo_id(moved)
    with run_lock(moved.folder / ".senco"):
        assert moved("undo", "last", "--approve", approved).exit_code == 5


def test_in_python_it_is_done_by_the_id_that_was_shown(moved: Desk) -> None:
    from senco_connect import School

    school = School.open(moved.folder / "senco.toml")
    planned = school.plan_undo("last")
    done = school.undo(planned.undo.run, planned.undo.plan.id)
    assert len(done.applied.done) == 3 and moved.shows("Inventedname3", "Class") == "6Oak"


@pytest.mark.skipif(sys.platform == "win32", reason="a made-up terminal needs a POSIX system")
@pytest.mark.parametrize(("answer", "code", "is_written"), [(b"y\n", 0, True), (b"n\n", 1, False)])
def test_on_a_terminal_it_shows_and_asks(moved: Desk, answer: bytes, code: int, is_written: bool) -> None:
    before = moved.everything()
    ended, shown = answered(moved.folder, answer, "undo", "last")
    assert ended == code
    assert "9Ash" in shown and "Do it?" in shown
    assert (moved.everything() != before) is is_written
