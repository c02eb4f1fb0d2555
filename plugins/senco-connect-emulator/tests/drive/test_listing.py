"""files.list: corpora, order, pages, lag."""

from __future__ import annotations

import pytest
from senco_connect_emulator.faults import Rule

from .conftest import FOLDER


@pytest.mark.fact("D", "8")
def test_a_list_without_fields_gives_the_default_ones(ada):
    folder = ada.new("Plans")
    assert ada.get("files").json == {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [{"kind": "drive#file", "id": folder, "name": "Plans", "mimeType": FOLDER}],
    }


@pytest.mark.fact("D", "8")
def test_what_lies_in_shared_drives_is_left_out_unless_wanted(robot, shared):
    robot.new("Plans", parent=shared)
    assert robot.names() == []
    assert robot.names(supportsAllDrives=True) == []
    both = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}
    assert robot.names(**both) == ["Plans"]
    assert robot.names(corpora="drive", driveId=shared, **both) == ["Plans"]
    assert robot.names(corpora="allDrives", **both) == ["Plans"]
    assert robot.names(corpora="teamDrive", teamDriveId=shared, supportsTeamDrives=True, includeTeamDriveItems=True) == ["Plans"]


def test_the_top_folders_themselves_are_not_listed(ada, shared):
    assert ada.file("root") and ada.names(supportsAllDrives=True, includeItemsFromAllDrives=True) == []


def test_in_the_user_corpus_a_shared_drives_item_shows_when_it_was_opened(ada, robot, shared):
    robot.new("Plans", parent=shared)
    both = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}
    assert ada.names(**both) == []
    assert ada.names(corpora="allDrives", **both) == ["Plans"]
    assert ada.names(f"'{shared}' in parents", **both) == ["Plans"]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"corpora": "mine"}, "400 invalid"),
        ({"corpora": "drive"}, "400 badRequest"),
        ({"corpora": "user", "driveId": "0Ax"}, "400 badRequest"),
        ({"driveId": "0Ax"}, "400 badRequest"),
        ({"corpora": "allDrives"}, "400 badRequest"),
        ({"driveId": "0Ax", "supportsAllDrives": True, "includeItemsFromAllDrives": True}, "404 notFound"),
        ({"spaces": "cellar"}, "400 invalid"),
        ({"orderBy": "colour"}, "400 invalid"),
        ({"orderBy": "name descending"}, "400 invalid"),
        ({"pageToken": "nonsense"}, "400 invalid"),
    ],
)
def test_what_a_list_refuses(ada, params, reason):
    assert ada.get("files", **params).reason == reason


@pytest.mark.fact("R")
def test_a_shared_drive_that_is_not_there_is_named(ada):
    answer = ada.get("files", driveId="0Ax", corpora="drive", supportsAllDrives=True, includeItemsFromAllDrives=True)
    assert answer.error["message"] == "Shared drive not found: 0Ax"


@pytest.mark.fact("D", "8")
def test_a_full_text_search_can_not_be_sorted(ada):
    error = ada.get("files", q="fullText contains 'x'", orderBy="name").error
    assert error["message"].startswith("Sorting is not supported for queries with fullText terms.")
    assert (error["reason"], error["location"]) == ("badRequest", "orderBy")


@pytest.mark.fact("D", "8")
def test_lists_are_sorted_by_several_keys(ada, world):
    for name in ("b10", "B2", "a1"):
        ada.blob(name)
        world.clock.move(1)
    ada.new("zoo")
    assert ada.names(orderBy="name") == ["a1", "b10", "B2", "zoo"]
    assert ada.names(orderBy="name_natural") == ["a1", "B2", "b10", "zoo"]
    assert ada.names(orderBy="name_natural desc") == ["zoo", "b10", "B2", "a1"]
    assert ada.names(orderBy="folder,modifiedTime desc,name") == ["zoo", "a1", "B2", "b10"]
    assert ada.names(orderBy="createdTime") == ["b10", "B2", "a1", "zoo"]
    for key in ("modifiedByMeTime", "quotaBytesUsed", "recency", "sharedWithMeTime", "starred", "viewedByMeTime"):
        assert len(ada.names(orderBy=key)) == 4


@pytest.mark.fact("D", "7")
def test_a_long_list_comes_in_pages(ada):
    made = {ada.new(f"Folder {number}") for number in range(250)}
    first = ada.get("files").json
    assert len(first["files"]) == 100
    found, token = list(first["files"]), first["nextPageToken"]
    while token:
        page = ada.get("files", pageToken=token, pageSize=90).json
        found, token = found + page["files"], page.get("nextPageToken")
    assert {file["id"] for file in found} == made
    assert len(found) == 250


def test_a_page_token_is_worth_nothing_to_another_question_or_after_some_hours(ada, ben, world):
    for number in range(3):
        ada.new(f"Folder {number}")
    token = ada.get("files", pageSize=2, q="trashed=false").json["nextPageToken"]
    assert ada.get("files", pageToken=token, q="trashed=true").reason == "400 invalid"
    assert ben.get("files", pageToken=token, q="trashed=false").reason == "400 invalid"
    assert ada.get("files", pageToken=token, q="trashed=false").status == 200
    world.clock.move(4 * 3600)
    error = ada.get("files", pageToken=token, q="trashed=false").error
    assert (error["message"], error["location"]) == ("Invalid Value", "pageToken")


@pytest.mark.fact("C", "8")
def test_lists_lag_while_reading_by_id_does_not(ada, world):
    old = ada.new("Old name")
    world.switches.list_lag = 30
    new = ada.new("New")
    ada.change(old, {"name": "New name"})
    assert ada.file(new, "name") == {"name": "New"}
    assert ada.names() == ["Old name"]
    assert ada.names("name = 'New name'") == []
    world.clock.move(31)
    assert ada.names() == ["New", "New name"]


def test_a_deleted_file_haunts_the_list_while_it_lags(ada, world):
    folder = ada.new("Gone")
    world.switches.list_lag = 30
    ada.ask("DELETE", f"files/{folder}")
    assert ada.names() == ["Gone"]
    assert ada.get(f"files/{folder}").status == 404
    world.clock.move(31)
    assert ada.names() == []


def test_a_file_moved_while_the_list_lags_is_found_in_its_old_folder(ada, world):
    here, there = ada.new("Here"), ada.new("There")
    child = ada.new("Child", parent=here)
    world.switches.list_lag = 30
    ada.change(child, addParents=there, removeParents=here)
    assert ada.names(f"'{here}' in parents") == ["Child"]
    assert ada.names(f"'{there}' in parents") == []
    world.clock.move(31)
    assert ada.names(f"'{there}' in parents") == ["Child"]


def test_faults_make_pages_short_tokens_old_files_late_and_pages_overlap(ada, world):
    for name in ("A", "B", "C", "D"):
        ada.new(name)
    world.clock.move(60)
    ada.new("E")
    asked = {"orderBy": "name", "fields": "nextPageToken,files(name)"}

    def names(answer):
        return "".join(file["name"] for file in answer.json["files"])

    for fault in (
        Rule("drive.files.list", "short_page", amount=2), Rule("drive.files.list", "repeat"),
        Rule("drive.files.list", "expired_token", nth=2), Rule("drive.files.list", "list_lag", amount=30, nth=2),
    ):  # fmt: skip
        world.faults.rules.append(fault)
    first = ada.get("files", **asked)
    assert names(first) == "AB"
    second = ada.get("files", pageToken=first.json["nextPageToken"], **asked)
    assert names(second) == "BCDE"
    assert ada.get("files", pageToken=first.json["nextPageToken"], **asked).reason == "400 invalid"
    assert names(ada.get("files", **asked)) == "ABCD"
    assert names(ada.get("files", **asked)) == "ABCDE"


def test_an_empty_page_may_have_a_successor(ada, world):
    ada.new("A")
    world.faults.rules.append(Rule("drive.files.list", "short_page", amount=0))
    first = ada.get("files").json
    assert first["files"] == []
    assert len(ada.get("files", pageToken=first["nextPageToken"]).json["files"]) == 1


def test_the_app_data_folder_is_the_apps_own_and_in_no_other_list(client, ada):
    app = client(ada.email, scopes=("drive.appdata",), project="senco")
    app.blob("settings.json", b"{}", "application/json", parents=["appDataFolder"])
    assert app.names(spaces="appDataFolder") == ["settings.json"]
    assert ada.names() == []
    assert client(ada.email, scopes=("drive.appdata",), project="another").names(spaces="appDataFolder") == []
    assert app.file(app.get("files", spaces="appDataFolder").json["files"][0]["id"])["spaces"] == ["appDataFolder"]


def test_what_was_shared_through_a_folder_is_listed(ada, ben):
    folder = ada.new("Plans")
    ada.new("Child", parent=folder)
    ada.share(folder, ben.email, "reader")
    assert ben.names() == ["Child", "Plans"]
    assert ben.names(f"'{folder}' in parents") == ["Child"]
