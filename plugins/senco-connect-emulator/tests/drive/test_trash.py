"""The trash, and deleting for good."""

from __future__ import annotations

import pytest


@pytest.mark.fact("D", "8")
def test_a_folder_in_the_trash_takes_the_tree_along_implicitly(ada):
    folder = ada.new("Plans")
    inner = ada.new("Inner", parent=folder)
    file = ada.blob("a.txt", parents=[inner])
    assert ada.change(folder, {"trashed": True}, fields="trashed,explicitlyTrashed").json == {"trashed": True, "explicitlyTrashed": True}
    assert ada.file(file, "trashed,explicitlyTrashed") == {"trashed": True, "explicitlyTrashed": False}
    assert ada.names("trashed = false") == []
    assert ada.names() == ["Inner", "Plans", "a.txt"]
    ada.change(folder, {"trashed": False})
    assert ada.file(file, "trashed") == {"trashed": False}


@pytest.mark.fact("D")
def test_when_and_by_whom_is_told_in_shared_drives_alone(ada, robot, shared):
    folder, mine = robot.new("Plans", parent=shared), ada.new("Mine")
    robot.change(folder, {"trashed": True})
    ada.change(mine, {"trashed": True})
    told = ada.file(folder)
    assert told["trashedTime"] == "2026-09-01T08:00:00.000Z"
    assert told["trashingUser"]["emailAddress"] == robot.email
    assert {"trashedTime", "trashingUser"}.isdisjoint(ada.file(mine))
    robot.change(folder, {"trashed": False})
    assert {"trashedTime", "trashingUser"}.isdisjoint(ada.file(folder))


def test_only_the_owner_throws_away(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "writer")
    assert ben.change(folder, {"trashed": True}).reason == "403 insufficientFilePermissions"
    assert ada.change("root", {"trashed": True}).status == 403


@pytest.mark.fact("D", "8")
def test_deleting_answers_204_and_takes_what_is_below(ada):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", parents=[ada.new("Inner", parent=folder)])
    answer = ada.ask("DELETE", f"files/{folder}")
    assert (answer.status, answer.body) == (204, b"")
    assert ada.get(f"files/{file}").status == 404
    assert ada.ask("DELETE", f"files/{folder}").reason == "404 notFound"


@pytest.mark.fact("D", "8")
def test_in_a_shared_drive_deleting_needs_a_manager(ada, robot, shared):
    folder = robot.new("Plans", parent=shared)
    assert robot.ask("DELETE", f"files/{folder}", supportsAllDrives=True).reason == "403 insufficientFilePermissions"
    assert ada.ask("DELETE", f"files/{folder}", supportsAllDrives=True).status == 204


def test_the_trash_is_emptied_for_oneself_or_for_a_shared_drive(ada, robot, shared):
    mine, theirs = ada.new("Mine"), robot.new("Theirs", parent=shared)
    ada.blob("a.txt", parents=[mine])
    ada.change(mine, {"trashed": True})
    robot.change(theirs, {"trashed": True})
    assert ada.ask("DELETE", "files/trash").status == 204
    assert ada.names() == []
    assert ada.get(f"files/{theirs}", supportsAllDrives=True).status == 200
    assert robot.ask("DELETE", "files/trash", driveId=shared).status == 403
    assert ada.ask("DELETE", "files/trash", driveId=shared).status == 204
    assert ada.get(f"files/{theirs}", supportsAllDrives=True).status == 404


@pytest.mark.fact("D")
def test_what_others_own_in_a_deleted_folder_goes_to_their_my_drive(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "writer")
    theirs = ben.blob("bens.txt", b"x", parents=[folder])
    ada.ask("DELETE", f"files/{folder}")
    assert ben.file(theirs)["parents"] == [ben.file("root")["id"]]
    assert ada.get(f"files/{theirs}").status == 404
