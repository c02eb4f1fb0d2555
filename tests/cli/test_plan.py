"""`senco plan` shows everything that would be done, with values, and does nothing."""

from __future__ import annotations

import json

from desk import Desk, upn


def test_a_plan_changes_no_byte_outside_the_state_folder(desk: Desk) -> None:
    before = desk.everything()
    assert desk("plan").exit_code == 0
    assert desk.everything() == before


def test_a_new_row_is_shown_with_every_value_that_would_be_written(desk: Desk) -> None:
    line = next(line for line in desk("plan").stdout.splitlines() if "Inventedname3, Zoë3  new row" in line)
    assert line.startswith("+ P")
    assert "SEN status: K" in line and "Date of birth: 2015-03-04" in line and "Class: 6Oak" in line


def test_a_new_folder_is_shown(desk: Desk) -> None:
    assert "new folder INVENTEDNAME3 Zoë3" in desk("plan").stdout


def test_on_a_first_run_nobody_is_news_for_having_joined(desk: Desk) -> None:
    plan = desk("plan").stdout
    assert "joined the export" not in plan
    assert "The export: 12 joined." in plan


def test_the_last_lines_give_totals_the_id_and_what_to_do(desk: Desk) -> None:
    *_, totals, step = desk("plan").stdout.splitlines()
    plan_id = totals.split()[1].rstrip(":")
    assert totals.endswith("8 changes: 4 new rows, 4 new folders.")
    assert step == f"To do it: senco apply {plan_id}"


def test_a_second_plan_has_0_changes_and_nothing_to_do(in_step: Desk) -> None:
    *_, totals, step = in_step("plan").stdout.splitlines()
    assert totals.endswith(": 0 changes.")
    assert step == "Nothing to do."


def test_a_change_is_shown_with_both_values_the_owner_and_the_reason(in_step: Desk) -> None:
    in_step.export_with({3: {"Class": "9Ash"}})
    key = in_step.key("Inventedname3")
    assert f"~ {key}  Inventedname3, Zoë3  Class: 6Oak → 9Ash (MIS; rule 6: its owner changed it; export line 4)" in (
        in_step("plan").stdout
    )


def test_what_changed_for_a_pupil_off_the_register_is_news_and_no_write(in_step: Desk) -> None:
    in_step.export_with({1: {"Class": "9Ash"}})
    done = in_step("plan")
    assert "Class: is now 9Ash (export line 2)" in done.stdout
    assert ": 0 changes." in done.stdout and "To note the export as read" in done.stdout


def test_who_joined_and_who_is_gone_is_told(in_step: Desk) -> None:
    in_step.export_with({}, without=[1], more=[in_step.pupil(40)])
    plan = in_step("plan").stdout
    assert "= P" in plan and "Inventedname40, Zoë40  joined the export" in plan
    assert "is not in the export any more" in plan
    assert "The export: 1 joined, 1 not in it any more." in plan


def test_a_conflict_is_shown_with_both_texts_and_ends_with_4(in_step: Desk) -> None:
    in_step.type("Inventedname3", "SEN status", "N")
    in_step.export_with({3: {"SEN Status": "E"}})
    done = in_step("plan")
    assert done.exit_code == 4
    assert "! " in done.stdout and "conflict · MIS: E; register: N · the SENCO and the office" in done.stdout


def test_a_guard_that_trips_says_its_numbers_and_ends_with_3(in_step: Desk) -> None:
    in_step.export_with({}, without=range(1, 9))
    done = in_step("plan")
    assert done.exit_code == 3
    assert "Stopped (leavers): 8 of 12 pupils are not in this export." in done.stdout
    assert "Nothing is written until a person approves: senco apply --approve " in done.stdout


def test_an_escape_sequence_in_an_export_does_not_reach_the_terminal(desk: Desk) -> None:
    desk.export_with({3: {"Class": "6\x1b[2JOak"}})
    plan = desk("plan").stdout
    assert "\x1b[2J" not in plan and "6\\x1b[2JOak" in plan


def test_the_document_names_every_write_with_key_field_expected_and_new_value(in_step: Desk) -> None:
    in_step.export_with({3: {"Class": "9Ash"}})
    document = json.loads(in_step("plan", "--json").stdout)
    [operation] = [op for op in document["operations"] if op["field"] == "registration_group"]
    assert operation == {
        "kind": "cell", "key": in_step.key("Inventedname3"), "upn": upn(3), "field": "registration_group",
        "expect": "6Oak", "value": "9Ash", "why": "rule 6: its owner changed it; export line 4",
        "id": f"{in_step.key('Inventedname3')}.registration_group",
    }  # fmt: skip


def test_the_document_knows_pupils_by_their_upn_where_a_row_shows_it(in_step: Desk) -> None:
    in_step.export_with({1: {"Class": "9Ash"}}, without=[2, 6], more=[in_step.pupil(40)])
    document = json.loads(in_step("plan", "--json").stdout)
    assert [(c["upn"], c["field"], c["old"], c["new"], c["line"]) for c in document["changes"]] == [
        (upn(1), "registration_group", None, "9Ash", 2)
    ]
    assert [who["upn"] for who in document["joined"]] == [upn(40)]
    # The register still shows the one; nobody shows the other.
    assert {who["upn"] for who in document["missing"]} == {upn(6), None}


def test_the_document_is_plain_ascii_and_holds_what_the_plan_says(desk: Desk) -> None:
    text = desk("plan", "--json").stdout
    document = json.loads(text)
    assert text.isascii()
    assert document.keys() == {
        "id", "inputs", "operations", "folders", "matters", "changes", "joined", "missing", "rekeyed", "refusals", "counts",
    }  # fmt: skip
    assert {op["value"]["forename"] for op in document["operations"]} == {"Zoë3", "Zoë6", "Zoë9", "Zoë12"}
    assert document["counts"]["rows"] == 4 and document["counts"]["folders"] == 4


def test_a_guard_stands_in_the_document(in_step: Desk) -> None:
    in_step.export_with({}, without=range(1, 9))
    done = in_step("plan", "--json")
    assert done.exit_code == 3
    assert "leavers" in [refusal["guard"] for refusal in json.loads(done.stdout)["refusals"]]


def test_the_configuration_may_be_named_before_or_after_the_command(in_step: Desk) -> None:
    (in_step.folder / "senco.toml").rename(in_step.folder / "our school.toml")
    assert in_step("plan").exit_code == 2
    assert in_step("plan", "--config", "our school.toml").exit_code == 0
    assert in_step("--config", "our school.toml", "plan").exit_code == 0
