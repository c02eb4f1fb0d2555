"""changes: one entry for each file, with its last state."""

from __future__ import annotations

import pytest
from senco_connect_emulator.faults import Rule

BOTH = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}


def start(client, **params):
    return client.get("changes/startPageToken", **params).json["startPageToken"]


def changes(client, token, **params):
    answer = client.get("changes", pageToken=token, **{"fields": "*", **params})
    assert answer.status == 200, answer.json
    return answer.json


@pytest.mark.fact("D", "8")
def test_nothing_changed_gives_a_new_token_and_no_entries(ada):
    ada.new("Plans")
    token = start(ada)
    assert ada.get("changes", pageToken=token).json == {"kind": "drive#changeList", "newStartPageToken": token, "changes": []}


@pytest.mark.fact("D", "8")
def test_a_file_that_changed_twice_has_one_entry_with_its_last_state(ada):
    token = start(ada)
    folder, other = ada.new("Plans"), ada.new("Other")
    ada.change(folder, {"name": "Old plans"})
    told = ada.get("changes", pageToken=token).json
    assert [one["fileId"] for one in told["changes"]] == [other, folder]
    assert told["changes"][1] == {
        "kind": "drive#change", "time": "2026-09-01T08:00:00.000Z", "type": "file", "changeType": "file", "fileId": folder,
        "removed": False,
        "file": {"kind": "drive#file", "id": folder, "name": "Old plans", "mimeType": "application/vnd.google-apps.folder"},
    }  # fmt: skip
    assert changes(ada, told["newStartPageToken"])["changes"] == []


@pytest.mark.fact("D", "8")
def test_removed_means_deleted_or_lost(ada, ben):
    kept, gone, lost = ada.new("Kept"), ada.new("Gone"), ada.new("Lost")
    for folder in (gone, lost):
        ada.share(folder, ben.email, "reader")
    token = start(ben)
    ada.ask("DELETE", f"files/{gone}")
    ada.unshare(lost, ben.who.permission_id)
    ada.change(kept, {"name": "Kept 2"})
    found = changes(ben, token)["changes"]
    assert {(one["fileId"], one["removed"], "file" in one) for one in found} == {(gone, True, False), (lost, True, False)}
    assert changes(ben, token, includeRemoved=False)["changes"] == []


def test_what_lies_below_is_lost_too(ada, ben):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", parents=[folder])
    ada.share(folder, ben.email, "reader")
    token = start(ben)
    ada.unshare(folder, ben.who.permission_id)
    assert {one["fileId"] for one in changes(ben, token)["changes"]} == {folder, file}


def test_a_trashed_folder_tells_of_what_is_in_it(ada):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", parents=[folder])
    token = start(ada)
    ada.change(folder, {"trashed": True})
    found = {one["fileId"]: one["file"]["trashed"] for one in changes(ada, token)["changes"]}
    assert found == {folder: True, file: True}


def test_what_is_newly_shared_is_a_change_for_who_gets_it(ada, ben):
    folder = ada.new("Plans")
    ada.new("Child", parent=folder)
    token = start(ben)
    assert changes(ben, token)["changes"] == []
    ada.share(folder, ben.email, "reader")
    assert {one["file"]["name"] for one in changes(ben, token)["changes"]} == {"Plans", "Child"}


@pytest.mark.fact("D", "8")
def test_changes_in_shared_drives_are_told_when_wanted(ada, robot, shared):
    token = start(robot)
    mine = robot.new("Plans", parent=shared)
    assert changes(robot, token)["changes"] == []
    assert [one["fileId"] for one in changes(robot, token, **BOTH)["changes"]] == [mine]
    assert [one["fileId"] for one in changes(robot, token, driveId=shared, **BOTH)["changes"]] == [mine]
    ada.new("Elsewhere")
    assert [one["fileId"] for one in changes(ada, token, driveId=shared, **BOTH)["changes"]] == [mine]
    assert start(robot, driveId=shared, supportsAllDrives=True)


def test_a_changed_shared_drive_is_a_change_of_its_own(ada, robot, shared):
    token = start(robot)
    ada.ask("PATCH", f"drives/{shared}", {"name": "SEN and D"})
    found = changes(robot, token, **BOTH)["changes"]
    assert [(one["changeType"], one["driveId"], one["drive"]["name"]) for one in found] == [("drive", shared, "SEN and D")]


def test_a_shared_drive_that_one_does_not_know_is_404(ben, shared):
    assert ben.get("changes", pageToken="1", driveId=shared, **BOTH).reason == "404 notFound"


@pytest.mark.fact("D", "7")
def test_many_changes_come_in_pages(ada):
    token = start(ada)
    made = [ada.new(f"Folder {number}") for number in range(5)]
    found = []
    while True:
        page = changes(ada, token, pageSize=2)
        found += [one["fileId"] for one in page["changes"]]
        if "newStartPageToken" in page:
            break
        token = page["nextPageToken"]
    assert found == made


@pytest.mark.parametrize("token", ["x", "0", "999999999", "-1"])
def test_a_token_that_is_none_is_refused(ada, token):
    error = ada.get("changes", pageToken=token).error
    assert (error["code"], error["reason"], error["location"]) == (400, "invalid", "pageToken")


def test_restricted_to_my_drive_what_others_share_is_left_out(ada, ben):
    token = start(ada)
    mine, theirs = ada.new("Mine"), ben.new("Theirs")
    ben.share(theirs, ada.email, "reader")
    assert {one["fileId"] for one in changes(ada, token)["changes"]} == {mine, theirs}
    assert {one["fileId"] for one in changes(ada, token, restrictToMyDrive=True)["changes"]} == {mine}


def test_an_edit_of_a_spreadsheet_is_a_change(ada, world):
    sheet = ada.new("Register", "application/vnd.google-apps.spreadsheet")
    token = start(ada)
    world.drive.touch(sheet, ada.who)
    assert [one["fileId"] for one in changes(ada, token)["changes"]] == [sheet]


def test_who_leaves_a_shared_drive_loses_it_and_all_that_is_in_it(ada, robot, shared):
    folder = robot.new("Plans", parent=shared)
    token = start(robot)
    ada.unshare(shared, robot.who.permission_id)
    found = changes(robot, token, **BOTH)["changes"]
    assert {(one["changeType"], one["removed"], one.get("fileId") or one["driveId"]) for one in found} == {
        ("file", True, folder), ("drive", True, shared),
    }  # fmt: skip


def test_faults_make_pages_of_changes_short_and_tokens_old(ada, world):
    token = start(ada)
    ada.new("A"), ada.new("B")
    world.faults.add(Rule("drive.changes.list", "short_page", amount=1))
    first = changes(ada, token)
    assert len(first["changes"]) == 1
    world.faults.add(Rule("drive.changes.list", "expired_token"))
    assert ada.get("changes", pageToken=first["nextPageToken"]).reason == "400 invalid"
    assert len(changes(ada, first["nextPageToken"])["changes"]) == 1
