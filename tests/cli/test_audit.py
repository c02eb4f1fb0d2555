"""senco audit verify: one sentence that all holds, or the first thing that does not, with exit code 7."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

from desk import Desk


def harm(desk: Desk, statement: str) -> None:
    with closing(sqlite3.connect(desk.folder / ".senco" / "state.sqlite")) as connection, connection:
        assert connection.execute(statement).rowcount == 1


def test_where_all_holds_it_says_so_in_one_sentence_with_counts(in_step: Desk) -> None:
    done = in_step("audit", "verify")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("All holds: 2 entries of the audit log, ")
    assert done.stdout.endswith(" rows of the state, and the register names entry 1.\n")
    assert done.stdout.count("\n") == 1


def test_the_counts_are_there_for_programs(in_step: Desk) -> None:
    told = json.loads(in_step("audit", "verify", "--json").stdout)
    assert told.pop("rows") > 50
    assert told == {"holds": True, "entries": 2, "mark": 1}


def test_the_first_bad_entry_is_named(in_step: Desk) -> None:
    harm(in_step, "UPDATE audit SET at = '2020' WHERE n = 2")
    done = in_step("audit", "verify")
    assert (done.exit_code, done.stdout) == (7, "")
    assert done.stderr.startswith("Entry 2 of the audit log is not what was written. ")


def test_the_first_bad_entry_is_there_for_programs(in_step: Desk) -> None:
    harm(in_step, "DELETE FROM audit WHERE n = 1")
    done = in_step("audit", "verify", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["holds"], told["entry"], told["code"]) == (7, False, 1, "E076")


def test_a_row_that_was_changed_is_noticed(in_step: Desk) -> None:
    harm(in_step, "UPDATE run SET outcome = 'refused'")
    done = in_step("audit", "verify")
    assert (done.exit_code, "The state file is damaged." in done.stderr) == (7, True)


def test_an_image_that_was_changed_is_noticed(in_step: Desk) -> None:
    in_step.export_with({3: {"Class": "9Ash"}})
    assert in_step("sync").exit_code == 0
    (in_step.folder / ".senco" / "state.digest").unlink()
    harm(in_step, "UPDATE operation SET image = zeroblob(40) WHERE image IS NOT NULL")
    assert in_step("audit", "verify").exit_code == 7


def test_a_text_that_became_a_blob_is_noticed(in_step: Desk) -> None:
    """Its bytes are the same, and so is the seal."""
    (in_step.folder / ".senco" / "state.digest").unlink()
    harm(in_step, "UPDATE run SET outcome = CAST(outcome AS BLOB)")
    assert in_step("audit", "verify").exit_code == 7


def test_an_older_copy_of_the_state_is_noticed_by_what_the_register_names(in_step: Desk) -> None:
    state, backup = in_step.folder / ".senco", in_step.folder / "backup"
    shutil.copytree(state, backup)
    in_step.export_with({3: {"Class": "9Ash"}})
    assert in_step("sync").exit_code == 0
    shutil.rmtree(state)
    backup.rename(state)
    before = in_step.everything()
    for words in (("audit", "verify"), ("plan",), ("sync",)):
        done = in_step(*words)
        assert (done.exit_code, "another state" in done.stderr) == (7, True)
    assert in_step.everything() == before


def test_before_the_first_run_nothing_is_begun(desk: Desk) -> None:
    shutil.rmtree(desk.folder / ".senco")
    done = desk("audit", "verify")
    assert (done.exit_code, done.stdout) == (0, "There is no state yet; the first plan makes it.\n")
    assert not (desk.folder / ".senco").exists()
