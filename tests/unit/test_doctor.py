"""Each thing that can be wrong with a machine is found, and its cure named."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from senco_connect.doctor import Check, examine
from senco_connect.school import School

EXPORT = "UPN,Surname\nT001999900003,Madeup\n"


def school(folder: Path, more: str = "", state: str = ".senco") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "export.csv").write_text(EXPORT)
    config = folder / "senco.toml"
    text = f'[school]\nstate = "{state}"\n[sources.mis]\nadapter = "table"\nfile = "export.csv"\n{more}'
    config.write_text(text, encoding="utf-8")
    return config


def checks(config: Path) -> dict[str, Check]:
    return {check.name: check for check in examine(config)}


def ran(config: Path) -> Path:
    School.open(config).apply()
    return config


def test_a_school_that_never_ran_is_well(tmp_path: Path) -> None:
    found = checks(school(tmp_path))
    assert all(check.is_well for check in found.values())
    assert found["state folder"].words == "there is none yet; the first plan makes it"


def test_a_school_that_ran_is_well_and_everything_was_looked_at(tmp_path: Path) -> None:
    found = checks(ran(school(tmp_path)))
    assert all(check.is_well and not check.cure for check in found.values())
    assert list(found) == [
        "Python", "adapters", "configuration", "privacy of the state", "writing the state", "place of the state", "lock",
        "lease", "audit log", "state", "exports", "register", "pupil folders",
    ]  # fmt: skip


def test_a_configuration_with_problems_lists_them(tmp_path: Path) -> None:
    found = checks(school(tmp_path, 'colour = "blue"\n'))
    assert (found["configuration"].exit_code, list(found)[-1]) == (2, "configuration")
    assert "sources.mis.colour" in found["configuration"].words


@pytest.mark.parametrize("place", ["OneDrive - A School", "Dropbox", "Google Drive", "My Drive", "iCloudDrive"])
def test_a_state_in_a_synced_folder_is_found(tmp_path: Path, place: str) -> None:
    found = checks(ran(school(tmp_path / place / "SEND")))
    assert "synced folder" in found["place of the state"].words
    assert "[school]" in found["place of the state"].cure


def test_an_audit_log_that_was_changed_is_found(tmp_path: Path) -> None:
    config = ran(school(tmp_path))
    with closing(sqlite3.connect(tmp_path / ".senco" / "state.sqlite")) as connection, connection:
        connection.execute("UPDATE audit SET event = '{}' WHERE n = 1")
    found = checks(config)
    assert found["audit log"] == Check(
        "audit log", "Entry 1 of the audit log is not what was written.", "Keep a copy, and ask who changed it.", 7
    )


def test_a_row_of_the_state_that_was_changed_is_found_though_no_run_asks_for_it(tmp_path: Path) -> None:
    config = ran(school(tmp_path))
    with closing(sqlite3.connect(tmp_path / ".senco" / "state.sqlite")) as connection, connection:
        changed = connection.execute("UPDATE run SET outcome = 'refused'").rowcount
    found = checks(config)
    assert changed == 1
    assert (found["state"].exit_code, bool(found["state"].cure), found["audit log"].is_well) == (7, True, True)


def test_a_byte_that_no_row_uses_is_found(tmp_path: Path) -> None:
    config = ran(school(tmp_path))
    file = tmp_path / ".senco" / "state.sqlite"
    whole = file.read_bytes()
    free = whole.index(bytes(200), 4096) + 100
    file.write_bytes(whole[:free] + b"\1" + whole[free + 1 :])
    assert checks(config)["state"].words == "The state file is not as the last run left it."


def test_a_state_that_is_damaged_is_found_and_the_stores_are_looked_at_all_the_same(tmp_path: Path) -> None:
    config = ran(school(tmp_path))
    (tmp_path / ".senco" / "secret").write_bytes(b"short")
    found = checks(config)
    assert found["audit log"].exit_code == 7
    assert found["exports"].words == "1 found"


def test_a_register_that_can_not_be_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "SEN.xlsx").write_bytes(b"no workbook")
    found = checks(school(tmp_path, '[register]\nadapter = "xlsx"\nfile = "SEN.xlsx"\n'))
    assert not found["register"].is_well and found["register"].cure


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
@pytest.mark.parametrize("path", [".senco", ".senco/secret"])
def test_a_state_that_others_may_read_is_found(tmp_path: Path, path: str) -> None:
    config = ran(school(tmp_path))
    target = tmp_path / path
    target.chmod(target.stat().st_mode | 0o044)
    assert checks(config)["privacy of the state"].exit_code == 6
