"""`senco init` proposes what every heading means, asks what it can't know, and overwrites nothing."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from desk import HEADINGS, Desk
from openpyxl import Workbook

from senco_connect.config import load_config


def _config(desk: Desk) -> dict:
    return tomllib.loads((desk.folder / "senco.toml").read_text(encoding="utf-8"))


def _ready(desk: Desk) -> Desk:
    desk.export(desk.pupils())
    return desk


def _with_two_statuses(desk: Desk) -> Desk:
    rows = [{**pupil, "SEN Code": pupil["SEN Status"]} for pupil in desk.pupils()]
    desk.export(rows, headings=[*HEADINGS, "SEN Code"])
    return desk


def test_every_heading_of_an_export_is_mapped_without_a_question(empty: Desk) -> None:
    done = _ready(empty)("init", "--yes")
    assert done.exit_code == 0
    assert f"{len(HEADINGS)} of {len(HEADINGS)} headings are read." in done.stdout
    assert _config(empty)["sources"] == {"table": {"adapter": "table", "file": "export.csv", "columns": HEADINGS}}


def test_what_it_writes_is_a_configuration_and_there_is_a_state_folder(empty: Desk) -> None:
    _ready(empty)("init", "--yes", "--school", 'The "Élm" School')
    config = load_config(empty.folder / "senco.toml")
    assert config.name == 'The "Élm" School'
    assert (empty.folder / ".senco" / "state.sqlite").exists()
    assert empty("plan").exit_code == 0


def test_the_folder_may_be_named_and_files_lie_elsewhere(empty: Desk) -> None:
    school = empty.folder / "a school"
    school.mkdir()
    export = _ready(empty).folder / "export.csv"
    assert empty("init", "--yes", "a school", "--source", "export.csv").exit_code == 0
    config = tomllib.loads((school / "senco.toml").read_text(encoding="utf-8"))
    assert Path(config["sources"]["table"]["file"]) == export.resolve()


def test_a_senco_toml_is_never_written_over_unasked(empty: Desk) -> None:
    _ready(empty)
    kept = "# mine\n"
    (empty.folder / "senco.toml").write_text(kept)
    done = empty("init", "--yes")
    assert done.exit_code == 2
    assert "--force" in done.stderr
    assert (empty.folder / "senco.toml").read_text() == kept
    assert empty("init", "--yes", "--force").exit_code == 0
    assert _config(empty)["sources"]


def test_without_an_export_there_is_nothing_to_set_up(empty: Desk) -> None:
    (empty.folder / "notes.txt").write_text("remember the milk")
    done = empty("init", "--yes")
    assert done.exit_code == 2
    assert "senco init --source FILE" in done.stderr
    assert not (empty.folder / "senco.toml").exists()


def test_a_question_with_nobody_to_answer_ends_with_2_and_is_told(empty: Desk) -> None:
    done = _with_two_statuses(empty)("init", "--yes")
    assert done.exit_code == 2
    assert "  - sources.table: Which column holds SEN status? SEN Status or SEN Code" in done.stderr
    assert not (empty.folder / "senco.toml").exists() and not (empty.folder / ".senco").exists()


def test_where_asking_gets_no_answer_the_questions_are_told(empty: Desk) -> None:
    done = _with_two_statuses(empty)("init", input="")
    assert done.exit_code == 2
    assert "Which column holds SEN status?" in done.stderr


@pytest.mark.parametrize(
    ("number", "kept", "dropped"), [("1", "SEN Status", "SEN Code"), ("2", "SEN Code", "SEN Status")]
)
def test_a_person_chooses_the_column(empty: Desk, number: str, kept: str, dropped: str) -> None:
    done = _with_two_statuses(empty)("init", input=f"{number}\ny\n")
    assert done.exit_code == 0
    columns = _config(empty)["sources"]["table"]["columns"]
    assert (columns[kept], columns[dropped]) == ("sen_status", "")


def test_none_of_the_columns_is_an_answer_too(empty: Desk) -> None:
    _with_two_statuses(empty)("init", input="3\ny\n")
    columns = _config(empty)["sources"]["table"]["columns"]
    assert (columns["SEN Status"], columns["SEN Code"]) == ("", "")


def test_a_question_may_be_answered_beforehand(empty: Desk) -> None:
    assert _with_two_statuses(empty)("init", "--yes", "--column", "SEN Code=sen_status").exit_code == 0
    columns = _config(empty)["sources"]["table"]["columns"]
    assert (columns["SEN Status"], columns["SEN Code"]) == ("", "sen_status")


@pytest.mark.parametrize("told", ["SEN Cod=sen_status", "SEN Code=sen_stat"])
def test_an_answer_about_nothing_is_refused(empty: Desk, told: str) -> None:
    assert _with_two_statuses(empty)("init", "--yes", "--column", told).exit_code == 2


def test_who_says_no_gets_nothing_written(empty: Desk) -> None:
    done = _ready(empty)("init", input="n\n")
    assert done.exit_code == 1
    assert not (empty.folder / "senco.toml").exists()


def test_where_nobody_can_say_yes_nothing_is_written(empty: Desk) -> None:
    done = _ready(empty)("init", input="")
    assert done.exit_code == 2
    assert "add --yes" in done.stderr
    assert not (empty.folder / "senco.toml").exists()


def test_a_heading_that_may_mean_many_things_is_left_out_with_the_reason(empty: Desk) -> None:
    rows = [{**pupil, "Status": "on roll"} for pupil in empty.pupils()]
    empty.export(rows, headings=[*HEADINGS, "Status"])
    empty("init", "--yes")
    text = (empty.folder / "senco.toml").read_text(encoding="utf-8")
    assert 'Status = ""  # it may mean' in text


def test_of_exports_with_the_same_headings_the_newest_is_taken(empty: Desk) -> None:
    for name, moment in (("b.csv", 1_700_000_000), ("a.csv", 1_800_000_000)):
        os.utime(empty.export(empty.pupils(), name), (moment, moment))
    done = empty("init", "--yes")
    assert [part["file"] for part in _config(empty)["sources"].values()] == ["a.csv"]
    assert "2 files have these headings" in done.stdout


def test_exports_of_two_kinds_are_two_sources(empty: Desk) -> None:
    _ready(empty)
    empty.export(
        [{"UPN": pupil["UPN"], "Attendance %": "97"} for pupil in empty.pupils()], "b.csv", ["UPN", "Attendance %"]
    )
    empty("init", "--yes")
    assert [part["file"] for part in _config(empty)["sources"].values()] == ["b.csv", "export.csv"]


def test_no_register_is_made_unasked(empty: Desk) -> None:
    done = _ready(empty)("init", "--yes")
    assert "No register is named" in done.stdout
    assert "register" not in _config(empty)
    assert not list(empty.folder.glob("*.xlsx"))


def test_a_new_register_and_folder_are_made_where_asked(empty: Desk) -> None:
    _ready(empty)("init", "--yes", "--new-register", "Our SEN.xlsx", "--folders", "Pupil folders")
    config = _config(empty)
    assert config["register"] == {"adapter": "xlsx", "file": "Our SEN.xlsx"}
    assert config["filing"] == {"adapter": "folders", "root": "Pupil folders"}
    assert (empty.folder / "Our SEN.xlsx").exists() and (empty.folder / "Pupil folders").is_dir()


def test_a_new_register_is_not_made_over_a_file(empty: Desk) -> None:
    (_ready(empty).folder / "Our SEN.xlsx").write_bytes(b"mine")
    assert empty("init", "--yes", "--new-register", "Our SEN.xlsx").exit_code == 2
    assert (empty.folder / "Our SEN.xlsx").read_bytes() == b"mine"


def test_a_register_that_people_kept_is_adopted_with_its_own_headings(empty: Desk) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["UPN", "Surname", "First name", "Key worker", "Colour of the folder"])
    sheet.append(["", "Inventedname3", "Zoë3", "Ms Madeup", "blue"])
    book.save(empty.folder / "SEN register.xlsx")
    done = _ready(empty)("init", "--yes")
    assert done.exit_code == 0
    assert _config(empty)["register"]["columns"] == {
        "UPN": "upn", "Surname": "surname", "First name": "forename", "Key worker": "key_adult", "Colour of the folder": "",
    }  # fmt: skip


def test_an_export_that_can_not_be_read_is_set_up_for_nobody(empty: Desk) -> None:
    path = _ready(empty).folder / "export.csv"
    path.write_bytes(path.read_bytes() + b'"0019,open quote\r\n')
    done = empty("init", "--yes")
    assert done.exit_code == 8
    assert not (empty.folder / "senco.toml").exists()


def test_a_school_number_that_is_none_is_refused_and_nothing_stays_behind(empty: Desk) -> None:
    assert _ready(empty)("init", "--yes", "--laestab", "12").exit_code == 2
    assert sorted(path.name for path in empty.folder.iterdir()) == ["export.csv"]
