"""What is written is what was shown; and neither `apply` nor `sync` tells a value."""

from __future__ import annotations

import json
import sys

import pytest
from desk import Desk
from terminal import answered

from senco_connect.store import run_lock


def _plan_id(desk: Desk) -> str:
    return str(json.loads(desk("plan", "--json").stdout)["id"])


def test_the_plan_that_was_shown_is_applied(desk: Desk) -> None:
    done = desk("apply", _plan_id(desk))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "8 changes written."
    assert desk.shows("Inventedname3", "SEN status") == "K"


def test_another_plan_than_the_one_shown_is_refused_and_nothing_is_written(desk: Desk) -> None:
    shown = _plan_id(desk)
    desk.export_with({3: {"Class": "9Ash"}})
    before = desk.everything()
    done = desk("apply", shown)
    assert done.exit_code == 3
    assert "What the plan was made from has changed since: the export." in done.stderr
    assert desk.everything() == before


def _register(desk: Desk) -> None:
    desk.type("Inventedname3", "Strategy 1", "typed since")


def _folders(desk: Desk) -> None:
    (desk.folder / "Pupils" / "Somebody else").mkdir()


def _run(desk: Desk) -> None:
    desk("sync")
    desk.export_with({3: {"Class": "9Ash"}})


def _configuration(desk: Desk) -> None:
    with (desk.folder / "senco.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n[guards]\nleavers = 9\n")


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        (_register, "the register"),
        (_folders, "the pupil folders"),
        (_run, "the state, by another run"),
        (_configuration, "senco.toml or the version"),
    ],
)
def test_a_stale_plan_is_refused_with_what_has_changed(in_step: Desk, meanwhile, told: str) -> None:
    in_step.export_with({3: {"Class": "9Ash"}})
    shown = _plan_id(in_step)
    meanwhile(in_step)
    before = in_step.everything()
    for words in (("apply", shown), ("apply", "--approve", shown), ("sync", "--approve", shown)):
        done = in_step(*words)
        assert (done.exit_code, told in done.stderr) == (3, True), done.stderr
        assert in_step.told_values(done) == []
    assert in_step.everything() == before


def test_an_id_that_no_plan_had_is_said_to_be_unknown(in_step: Desk) -> None:
    in_step.export_with({3: {"Class": "9Ash"}})
    done = in_step("apply", "0badc0de")
    assert (done.exit_code, "That is not the plan now" in done.stderr) == (3, True)


def test_only_the_last_twenty_plans_are_remembered_and_no_value_of_them(in_step: Desk) -> None:
    ids = []
    for number in range(21):
        in_step.export_with({3: {"Class": f"Canary{number}"}})
        ids.append(_plan_id(in_step))
    kept = (in_step.folder / ".senco" / "plans.json").read_text(encoding="utf-8")
    assert [id_ in kept for id_ in ids] == [False] + [True] * 20
    assert "Canary" not in kept and "Inventedname" not in kept


def test_after_an_apply_the_plan_is_empty(desk: Desk) -> None:
    desk("apply", _plan_id(desk))
    assert ": 0 changes." in desk("plan").stdout


def test_apply_says_of_each_pupil_which_fields_and_no_value(in_step: Desk) -> None:
    in_step.export_with({3: {"Class": "9Ash", "Surname": "Othername"}})
    key = in_step.key("Inventedname3")
    done = in_step("apply", _plan_id(in_step))
    assert f"~ {key}  Surname, Class, folder renamed" in done.stdout
    assert "9Ash" not in done.output and "Othername" not in done.output
    assert in_step.told_values(done) == []


def test_sync_plans_and_applies_and_tells_no_value(desk: Desk) -> None:
    done = desk("sync")
    assert done.exit_code == 0
    assert done.stdout.count("new row (") == 4
    assert desk.told_values(done) == []


def test_sync_with_nothing_changed_says_0_changes(in_step: Desk) -> None:
    assert in_step("sync").stdout == "0 changes written.\n"


def test_sync_in_json_has_ids_and_fields_and_no_value(in_step: Desk) -> None:
    in_step.export_with({3: {"Class": "9Ash"}})
    done = in_step("sync", "--json")
    document = json.loads(done.stdout)
    assert [(op["kind"], op["field"]) for op in document["done"]] == [("cell", "registration_group")]
    assert document["left"] == []
    assert "9Ash" not in done.stdout and in_step.told_values(done) == []


def test_where_a_guard_trips_sync_writes_nothing_and_ends_with_3(in_step: Desk) -> None:
    in_step.export_with({9: {"Class": "9Ash"}}, without=range(1, 9))
    before = in_step.everything()
    done = in_step("sync")
    assert done.exit_code == 3
    assert "8 of 12 pupils are not in this export." in done.stderr
    assert in_step.everything() == before


def test_a_plan_that_was_read_can_be_approved_by_its_id(in_step: Desk) -> None:
    in_step.export_with({9: {"Class": "9Ash"}}, without=range(1, 9))
    assert in_step("sync", "--approve", _plan_id(in_step)).exit_code == 0
    assert in_step.shows("Inventedname9", "Class") == "9Ash"


def test_an_approval_of_another_plan_approves_nothing(in_step: Desk) -> None:
    in_step.export_with({}, without=range(1, 9))
    assert in_step("sync", "--approve", "0badcafe").exit_code == 3
    assert in_step("apply", "--approve", "0badcafe").exit_code == 3


def test_a_conflict_that_waits_ends_a_sync_with_4(in_step: Desk) -> None:
    in_step.type("Inventedname3", "SEN status", "N")
    in_step.export_with({3: {"SEN Status": "E"}})
    done = in_step("sync")
    assert done.exit_code == 4
    assert "SEN status: conflict" in done.stdout and "in conflict" in done.stdout
    assert in_step.shows("Inventedname3", "SEN status") == "N"


def test_while_another_run_is_at_work_sync_ends_with_5(in_step: Desk) -> None:
    with run_lock(in_step.folder / ".senco"):
        done = in_step("sync")
    assert done.exit_code == 5
    assert "Another run is at work" in done.stderr


def test_apply_without_an_id_and_without_a_terminal_asks_for_the_id(desk: Desk) -> None:
    before = desk.everything()
    done = desk("apply", input="y\n")
    assert done.exit_code == 2
    assert "Name the plan: senco apply PLAN_ID." in done.stderr
    assert desk.told_values(done) == [] and desk.everything() == before


@pytest.mark.skipif(sys.platform == "win32", reason="a made-up terminal needs a POSIX system")
@pytest.mark.parametrize(("answer", "code", "is_written"), [(b"y\n", 0, True), (b"n\n", 1, False)])
def test_apply_on_a_terminal_shows_the_plan_and_asks(desk: Desk, answer: bytes, code: int, is_written: bool) -> None:
    before = desk.everything()
    ended, shown = answered(desk.folder, answer, "apply")
    assert ended == code
    assert "Inventedname3" in shown and "Do it?" in shown
    assert (desk.everything() != before) is is_written
