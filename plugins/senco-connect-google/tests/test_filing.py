"""Pupil folders in Drive when answers get lost, lists lag and people tidy up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from senco_connect_google.config import DriveConfig
from senco_connect_google.filing import DriveFiling

from senco_connect.adapters import FolderBatch, NewFolder, Outcome, RenameFolder, Result
from senco_connect.errors import AccessRefused, Stopped

KEY, NAME = "PAAA222", "TESTCHILD Birch · PAAA222"
ROBOT = "register@invented-school.iam.gserviceaccount.com"
NEW = NewFolder("new", KEY, NAME, ("Plans", "Reports"), "joined")


class Cabinet:
    """A root in the shared drive and the filing over it."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.root = office.make("03 Pupils", office.drive)

    def filing(self, **more: Any) -> DriveFiling:
        config = DriveConfig("drive", self.root, credentials="key.json", endpoint=self.office.google.url, **more)
        return DriveFiling(config, self.office.tools())

    def apply(self, *operations: Any) -> list[Outcome]:
        return list(self.filing().apply(FolderBatch(operations)))

    def named(self, name: str) -> list[dict[str, Any]]:
        return [file for file in self.office.files() if file["name"] == name]

    def trouble(self, method: str, kind: Any, **more: Any) -> None:
        from senco_connect_emulator.faults import Rule

        self.office.google.faults.add(Rule(method, kind, **more))


@pytest.fixture
def cabinet(office: Any) -> Cabinet:
    return Cabinet(office)


@pytest.mark.parametrize("kind", ["drop", "cut", "truncated", "html", 500, 503, "reset"])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_folder_whose_answer_got_lost_is_made_once(cabinet: Cabinet, kind: Any, nth: int) -> None:
    cabinet.trouble("drive.files.create", kind, nth=nth, when="after")
    assert [outcome.result for outcome in cabinet.apply(NEW)] == [Result.DONE]
    assert [len(cabinet.named(name)) for name in (NAME, "Plans", "Reports")] == [1, 1, 1]


@pytest.mark.parametrize("kind", ["drop", 503])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_folder_whose_call_got_lost_is_made_after_all(cabinet: Cabinet, kind: Any, nth: int) -> None:
    cabinet.trouble("drive.files.create", kind, nth=nth, when="before")
    assert [outcome.result for outcome in cabinet.apply(NEW)] == [Result.DONE]
    assert [len(cabinet.named(name)) for name in (NAME, "Plans", "Reports")] == [1, 1, 1]


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_run_that_was_cut_off_is_gone_on_with_though_the_list_lags(cabinet: Cabinet, nth: int) -> None:
    cabinet.office.google.world.switches.list_lag = 300.0
    cabinet.trouble("drive.files.create", 401, nth=nth, times=2)
    with pytest.raises(AccessRefused):
        cabinet.apply(NEW)
    assert [outcome.result for outcome in cabinet.apply(NEW)] == [Result.DONE]
    cabinet.office.google.clock.move(301)
    assert [len(cabinet.named(name)) for name in (NAME, "Plans", "Reports")] == [1, 1, 1]


def test_a_folder_that_the_list_does_not_show_yet_is_not_made_again(cabinet: Cabinet) -> None:
    cabinet.office.google.world.switches.list_lag = 300.0
    cabinet.apply(NEW)
    assert cabinet.filing().read().folders == ()
    assert [outcome.result for outcome in cabinet.apply(NEW)] == [Result.DONE]
    cabinet.office.google.clock.move(301)
    assert len(cabinet.named(NAME)) == 1


def test_a_folder_that_lies_in_the_bin_is_not_made_again(cabinet: Cabinet) -> None:
    cabinet.apply(NEW)
    (folder,) = cabinet.named(NAME)
    cabinet.office.ask("PATCH", f"/drive/v3/files/{folder['id']}", {"trashed": True})
    assert cabinet.filing().read().folders == ()
    (outcome,) = cabinet.apply(NEW)
    assert outcome.result is Result.REFUSED
    assert cabinet.named(NAME) == []


def test_a_folder_that_was_moved_out_of_the_root_is_followed(cabinet: Cabinet) -> None:
    cabinet.apply(NEW)
    (folder,) = cabinet.named(NAME)
    elsewhere = cabinet.office.make("04 Leavers", cabinet.office.drive)
    cabinet.office.ask(
        "PATCH", f"/drive/v3/files/{folder['id']}", {}, addParents=elsewhere, removeParents=cabinet.root
    )
    assert [found.key for found in cabinet.filing().read().folders] == [KEY]
    cabinet.apply(NEW)
    assert len(cabinet.named(NAME)) == 1


def test_folders_that_people_sorted_by_year_are_followed_and_theirs_are_listed(cabinet: Cabinet) -> None:
    cabinet.apply(NEW)
    (folder,) = cabinet.named(NAME)
    year = cabinet.office.make("Year 7", cabinet.root)
    theirs = cabinet.office.make("Cedar Testchild", year)
    cabinet.office.ask("PATCH", f"/drive/v3/files/{folder['id']}", {}, addParents=year, removeParents=cabinet.root)
    found = {one.id: one.key for one in cabinet.filing().read().folders}
    assert found == {folder["id"]: KEY, year: "", theirs: ""}


def test_a_rename_whose_answer_got_lost_is_seen_through(cabinet: Cabinet) -> None:
    cabinet.apply(NEW)
    (folder,) = cabinet.filing().read().folders
    cabinet.trouble("drive.files.update", "drop", when="after")
    rename = RenameFolder("r", KEY, folder.id, NAME, "TESTHILL Birch · PAAA222", "the surname changed")
    assert [outcome.result for outcome in cabinet.apply(rename)] == [Result.DONE]
    assert len(cabinet.named("TESTHILL Birch · PAAA222")) == 1


def test_nobody_sees_more_than_before(cabinet: Cabinet) -> None:
    cabinet.apply(NEW)
    (folder,) = cabinet.named(NAME)
    seen_by = [
        sorted(p["id"] for p in cabinet.office.ask("GET", f"/drive/v3/files/{id}/permissions")["permissions"])
        for id in (cabinet.root, folder["id"])
    ]
    assert seen_by[0] == seen_by[1]
    assert not cabinet.office.google.log.of("drive.permissions.create")[1:]


def test_a_root_in_the_bin_stops_the_run(cabinet: Cabinet) -> None:
    cabinet.office.ask("PATCH", f"/drive/v3/files/{cabinet.root}", {"trashed": True})
    with pytest.raises(Stopped):
        cabinet.filing().read()


def test_a_drive_that_the_account_left_stops_the_run(cabinet: Cabinet) -> None:
    config = DriveConfig("drive", "1NoSuchFolderAnywhere", credentials="key.json", endpoint=cabinet.office.google.url)
    with pytest.raises(Stopped) as stopped:
        DriveFiling(config, cabinet.office.tools()).read()
    assert stopped.value.code == "X711"


def test_what_is_kept_on_disk_names_no_child(cabinet: Cabinet) -> None:
    cabinet.apply(NEW)
    kept = (cabinet.office.folder / ".senco-drive-ids.json").read_text("utf-8")
    assert "TESTCHILD" not in kept
    assert list(json.loads(kept)) == [KEY]


def test_a_quiet_run_lists_a_thousand_folders_a_call(cabinet: Cabinet) -> None:
    marks = {"sencoKind": "pupil"}
    for n in range(60):
        cabinet.office.make(
            f"Child {n}", cabinet.root, who=ROBOT, appProperties={**marks, "sencoPupil": f"P{n:06d}"}
        )
    cabinet.office.google.log.clear()
    assert len(cabinet.filing().read().folders) == 60
    assert [entry.method for entry in cabinet.office.google.log if entry.method != "token"] == [
        "drive.files.get", "drive.files.list",
    ]  # fmt: skip
