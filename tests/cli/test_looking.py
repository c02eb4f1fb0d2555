"""The commands that only look: status, explain, adapters, schema, schedule, doctor, demo."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import jsonschema
import pytest
from desk import Desk

from senco_connect.store import run_lock


def _in_conflict(desk: Desk) -> Desk:
    desk.type("Inventedname3", "SEN status", "N")
    desk.export_with({3: {"SEN Status": "E"}})
    return desk


# --- status


def test_status_before_any_run_says_which_plan_waits(desk: Desk) -> None:
    done = desk("status")
    assert done.exit_code == 0
    assert "State: serial 0." in done.stdout and "To do it: senco apply " in done.stdout


def test_status_lists_the_last_runs_and_that_nothing_waits(in_step: Desk) -> None:
    done = in_step("status")
    assert done.exit_code == 0
    assert "R00001-" in done.stdout and "4 operations, 4 folders" in done.stdout
    assert done.stdout.endswith("Nothing to do.\n")


def test_status_tells_open_matters_by_kind_key_and_field_and_what_to_do(in_step: Desk) -> None:
    done = _in_conflict(in_step)("status")
    assert done.exit_code == 4
    assert "! conflict (1) · the SENCO and the office · " in done.stdout
    assert f"    {in_step.key('Inventedname3')}  SEN status" in done.stdout
    assert in_step.told_values(done) == []


def test_status_still_tells_the_past_where_no_plan_can_be_made(in_step: Desk) -> None:
    (in_step.folder / "export.csv").unlink()
    done = in_step("status")
    assert done.exit_code == 8
    assert "R00001-" in done.stdout and "No export was found" in done.stderr


def test_status_in_json_holds_no_value(in_step: Desk) -> None:
    done = _in_conflict(in_step)("status", "--json")
    document = json.loads(done.stdout)
    assert (document["serial"], document["counts"]["conflicts"]) == (1, 1)
    assert [(matter["kind"], matter["field"]) for matter in document["matters"]] == [("conflict", "SEN status")]
    assert in_step.told_values(done) == []


# --- explain


@pytest.mark.parametrize("field", [["sen_status"], ["SEN", "status"], ["SEN status"], ["send status"]])
def test_a_cell_is_explained_by_the_fields_name_or_heading(in_step: Desk, field: list[str]) -> None:
    key = _in_conflict(in_step).key("Inventedname3")
    done = in_step("explain", key, *field)
    assert done.exit_code == 0
    assert f"{key} · SEN status" in done.stdout
    assert "Now: conflict · MIS: E; register: N" in done.stdout
    assert "the row was added · " in done.stdout


def test_what_a_run_wrote_is_explained_with_both_values(in_step: Desk) -> None:
    in_step.export_with({3: {"Class": "9Ash"}})
    in_step("sync")
    done = in_step("explain", in_step.key("Inventedname3"), "Class")
    assert "written: 6Oak → 9Ash · rule 6: its owner changed it; export line 4 · done" in done.stdout


def test_a_field_that_nobody_knows_gets_near_ones_named(in_step: Desk) -> None:
    done = in_step("explain", in_step.key("Inventedname3"), "SEN statu")
    assert done.exit_code == 2
    assert "Near it: SEN status" in done.stderr


def test_a_key_that_nobody_has_is_refused(in_step: Desk) -> None:
    assert in_step("explain", "PXXXXXX", "Class").exit_code == 2


def test_an_explanation_in_json(in_step: Desk) -> None:
    document = json.loads(in_step("explain", in_step.key("Inventedname3"), "Class", "--json").stdout)
    assert document["field"] == "registration_group" and document["history"]


# --- adapters and schema


def test_the_installed_adapters_are_listed_with_kind_and_distribution(empty: Desk) -> None:
    listed = {one["name"]: one for one in json.loads(empty("adapters", "--json").stdout)}
    assert listed["table"]["kind"] == "source" and listed["table"]["distribution"] == "senco-connect-mis"
    assert (listed["xlsx"]["kind"], listed["folders"]["kind"]) == ("register", "filing")
    assert all(name in empty("adapters").stdout for name in listed)


def test_the_schema_of_the_record_is_a_schema(empty: Desk) -> None:
    schema = json.loads(empty("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "sen_status" in schema["properties"]


def test_the_schema_of_the_configuration_is_a_schema(empty: Desk) -> None:
    schema = json.loads(empty("schema", "--format", "config").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert {"school", "sources", "register"} <= schema["properties"].keys()


def test_the_profile_of_a_csv_has_a_column_for_each_field(empty: Desk) -> None:
    names = [column["name"] for column in json.loads(empty("schema", "--format", "csv").stdout)["fields"]]
    assert "upn" in names and len(names) == len(set(names))


# --- schedule


def test_the_line_for_cron_runs_sync_in_the_schools_folder(in_step: Desk) -> None:
    *_, line = in_step("schedule", "--kind", "cron", "--at", "05:07").stdout.splitlines()
    minute, hour, *days, command = line.split(" ", 5)
    assert (minute, hour, days) == ("7", "5", ["*", "*", "*"])
    change, folder, both, *program = shlex.split(command)
    assert (change, folder, both) == ("cd", str(in_step.folder.resolve()), "&&")
    assert program[-1] == "sync"


def test_another_name_of_the_configuration_is_in_the_command(in_step: Desk) -> None:
    (in_step.folder / "senco.toml").rename(in_step.folder / "our school.toml")
    told = in_step("schedule", "--kind", "cron", "--config", "our school.toml").stdout
    assert "--config 'our school.toml' sync" in told


@pytest.mark.parametrize("kind", ["systemd", "windows", "container"])
def test_every_other_scheduler_gets_the_folder_too(in_step: Desk, kind: str) -> None:
    assert "Élm School" in in_step("schedule", "--kind", kind).stdout


def test_a_time_of_day_that_is_none_is_refused(in_step: Desk) -> None:
    assert in_step("schedule", "--at", "25:00").exit_code == 2


# --- doctor


def test_a_school_that_is_well_has_no_cure(in_step: Desk) -> None:
    done = in_step("doctor")
    assert done.exit_code == 0
    assert "bad" not in done.stdout and "ok   register: it has 4 rows" in done.stdout


def test_what_is_not_well_is_told_with_a_cure_and_the_others_go_on(in_step: Desk) -> None:
    (in_step.folder / "export.csv").unlink()
    done = in_step("doctor")
    assert done.exit_code == 8
    assert "bad  exports: No export was found" in done.stdout
    assert "     Export it again, or correct the file in senco.toml." in done.stdout
    assert "ok   register: it has 4 rows" in done.stdout


def test_the_doctor_looks_even_where_there_is_no_configuration(empty: Desk) -> None:
    done = empty("doctor", "--json")
    assert done.exit_code == 2
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert checks["Python"]["is_well"] and not checks["configuration"]["is_well"]


def test_the_doctor_sees_that_another_run_is_at_work(in_step: Desk) -> None:
    with run_lock(in_step.folder / ".senco"):
        done = in_step("doctor")
    assert done.exit_code == 5
    assert "bad  lock: Another run is at work" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_the_doctor_sees_a_state_that_others_may_read(in_step: Desk) -> None:
    (in_step.folder / ".senco").chmod(0o755)
    done = in_step("doctor")
    assert done.exit_code == 6
    assert "chmod 700" in done.stdout


# --- demo


def test_the_demo_is_found_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = tmp_path / "plugin"
    (plugin / "made_up-1.dist-info").mkdir(parents=True)
    (plugin / "made_up-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up\nVersion: 1\n")
    (plugin / "made_up-1.dist-info" / "entry_points.txt").write_text(
        "[senco_connect.demos]\nlocal = made_up_demo:run\n"
    )
    (plugin / "made_up_demo.py").write_text("def run(folder, say):\n    say(f'a school in {folder.name}')\n")
    monkeypatch.syspath_prepend(str(plugin))
    assert Desk(tmp_path)("demo", "elsewhere").stdout == "a school in elsewhere\n"
