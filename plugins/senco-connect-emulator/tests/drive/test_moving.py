"""addParents and removeParents."""

from __future__ import annotations

import pytest

from .conftest import FOLDER


@pytest.fixture
def here(ada):
    return ada.new("Here")


@pytest.fixture
def there(ada):
    return ada.new("There")


@pytest.mark.fact("D", "8")
def test_a_file_moves_by_a_parent_to_remove_and_one_to_add(ada, here, there):
    file = ada.blob("a.txt", parents=[here])
    assert ada.change(file, addParents=there, removeParents=here, fields="parents").json == {"parents": [there]}
    assert ada.names(f"'{here}' in parents") == []
    assert ada.names(f"'{there}' in parents") == ["a.txt"]


@pytest.mark.fact("R", "8")
def test_a_second_parent_is_refused(ada, here, there):
    file = ada.blob("a.txt", parents=[here])
    error = ada.change(file, addParents=there).error
    assert (error["code"], error["reason"]) == (403, "cannotAddParent")
    assert ada.change(file, addParents=there, enforceSingleParent=True).status == 200
    assert ada.file(file)["parents"] == [there]


@pytest.mark.fact("D", "4")
def test_in_a_shared_drive_a_second_parent_has_its_own_words(robot, shared):
    a, b = robot.new("A", parent=shared), robot.new("B", parent=shared)
    error = robot.change(a, addParents=b).error
    assert (error["reason"], error["message"]) == ("teamDrivesParentLimit", "A shared drive item must have exactly one parent.")
    assert robot.change(a, removeParents=shared).reason == "403 teamDrivesParentLimit"
    assert robot.change(a, addParents=b, removeParents=shared).status == 200


@pytest.mark.fact("C", "8")
def test_the_same_folder_in_both_keeps_the_file_where_it_is(ada, here):
    file = ada.blob("a.txt", parents=[here])
    assert ada.change(file, addParents=here, removeParents=here).status == 200
    assert ada.file(file)["parents"] == [here]


@pytest.mark.fact("R", "8")
def test_root_is_a_parent_like_any_other(ada, here):
    file = ada.blob("a.txt", parents=[here])
    ada.change(file, addParents="root", removeParents=here)
    root = ada.file("root", "id")["id"]
    assert ada.file(file)["parents"] == [root]
    ada.change(file, addParents=here, removeParents=root)
    assert ada.file(file)["parents"] == [here]


def test_a_file_taken_out_of_its_folder_lies_in_my_drive(ada, here):
    file = ada.blob("a.txt", parents=[here])
    ada.change(file, removeParents=here)
    assert ada.file(file)["parents"] == [ada.file("root")["id"]]


def test_a_folder_does_not_go_into_itself(ada, here):
    inner = ada.new("Inner", parent=here)
    root = ada.file("root")["id"]
    assert ada.change(here, addParents=inner, removeParents=root).reason == "400 badRequest"
    assert ada.change(here, addParents=here, removeParents=root).reason == "400 badRequest"


def test_the_folder_to_go_to_must_exist_be_one_and_be_writable(ada, ben, here):
    file, theirs = ada.blob("a.txt", parents=[here]), ben.new("Bens")
    ben.share(theirs, ada.email, "reader")
    for target, reason in (("1nothing", "404 notFound"), (file, "403 parentNotAFolder"), (theirs, "403 insufficientParentPermissions")):
        assert ada.change(file, addParents=target, removeParents=here).reason == reason


@pytest.mark.fact("D", "8")
def test_a_folder_of_my_drive_does_not_go_into_a_shared_drive_but_a_file_does(ada, here, shared):
    root = ada.file("root")["id"]
    error = ada.change(here, addParents=shared, removeParents=root).error
    assert (error["code"], error["reason"]) == (403, "teamDrivesFolderMoveInNotSupported")
    file = ada.blob("a.txt", parents=[here])
    assert ada.change(file, addParents=shared, removeParents=here).status == 200
    told = ada.file(file)
    assert told["driveId"] == shared
    assert "owners" not in told


def test_a_manager_moves_a_folder_out_of_a_shared_drive_and_owns_it_then(ada, robot, shared, here):
    folder = robot.new("Plans", parent=shared)
    child = robot.blob("a.txt", parents=[folder])
    assert robot.change(folder, addParents=here, removeParents=shared).status in {403, 404}
    assert ada.change(folder, addParents=here, removeParents=shared).status == 200
    for one in (folder, child):
        told = ada.file(one)
        assert told["ownedByMe"] is True
        assert "driveId" not in told


def test_a_contributor_moves_nothing_within_a_shared_drive(ada, ben, shared):
    ada.share(shared, ben.email, "writer")
    folder, file = ada.new("Plans", parent=shared), ada.blob("a.txt", parents=[shared])
    assert ben.change(file, addParents=folder, removeParents=shared).reason == "403 insufficientFilePermissions"


def test_moving_changes_who_sees_what_is_below(ada, ben, here, there):
    ada.share(here, ben.email, "reader")
    inner = ada.new("Inner", parent=here)
    file = ada.blob("a.txt", parents=[inner])
    assert ben.get(f"files/{file}").status == 200
    ada.change(inner, addParents=there, removeParents=here)
    assert ben.get(f"files/{file}").status == 404


@pytest.mark.fact("D", "4")
def test_a_branch_that_would_reach_too_deep_stays_where_it_is(ada, world):
    world.drive.max_depth = 3
    a, b = ada.new("A"), ada.new("B")
    ada.new("A2", parent=ada.new("A1", parent=a))
    answer = ada.change(a, addParents=b, removeParents=ada.file("root")["id"])
    assert answer.reason == "403 myDriveHierarchyDepthLimitExceeded"


def test_moving_does_not_count_as_a_modification(ada, here, there, world):
    file = ada.blob("a.txt", parents=[here])
    before = ada.file(file)["modifiedTime"]
    world.clock.move(60)
    ada.change(file, addParents=there, removeParents=here)
    assert ada.file(file)["modifiedTime"] == before
    assert ada.file(there)["mimeType"] == FOLDER


@pytest.mark.fact("D")
def test_a_writer_moves_a_file_into_a_shared_drive_only_if_its_owner_is_a_member(ada, ben, shared):
    file = ben.blob("bens.txt", b"x")
    ben.share(file, ada.email, "writer")
    root = ben.file("root")["id"]
    assert ada.change(file, addParents=shared, removeParents=root).reason == "403 fileOwnerNotMemberOfTeamDrive"
    ada.share(shared, ben.email, "reader")
    assert ada.change(file, addParents=shared, removeParents=root).status == 200
    assert ben.change(file, {"name": "mine.txt"}).reason == "403 insufficientFilePermissions"
