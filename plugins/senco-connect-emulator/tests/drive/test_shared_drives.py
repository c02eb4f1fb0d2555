"""Shared drives: members, roles, restrictions, and what differs from My Drive."""

from __future__ import annotations

import pytest

from .conftest import FOLDER


def permissions(client, file_id):
    answer = client.get(f"files/{file_id}/permissions", fields="*", supportsAllDrives=True)
    return {one["emailAddress"]: one for one in answer.json["permissions"]}


@pytest.mark.fact("D")
def test_a_shared_drive_is_made_once_for_each_request_id(ada):
    made = ada.ask("POST", "drives", {"name": "SEND"}, requestId="r1")
    assert made.json == {"kind": "drive#drive", "id": made.json["id"], "name": "SEND"}
    assert made.json["id"].startswith("0A") and len(made.json["id"]) == 19
    assert ada.ask("POST", "drives", {"name": "SEND"}, requestId="r1").status == 409
    assert ada.ask("POST", "drives", {"name": "SEND"}, requestId="r2").status == 200
    assert ada.ask("POST", "drives", {"name": "SEND"}).error["reason"] == "required"


def test_a_service_account_makes_no_shared_drive(robot):
    assert robot.ask("POST", "drives", {"name": "SEND"}, requestId="r1").status == 403


def test_a_shared_drive_is_seen_by_its_members(ada, ben, robot, shared):
    assert [one["name"] for one in robot.get("drives").json["drives"]] == ["SEND"]
    assert ben.get("drives").json == {"kind": "drive#driveList", "drives": []}
    error = ben.get(f"drives/{shared}").error
    assert (error["code"], error["message"], error["location"]) == (404, f"Shared drive not found: {shared}", "driveId")
    told = ada.get(f"drives/{shared}", fields="*").json
    assert told["capabilities"]["canManageMembers"] is True
    assert told["restrictions"]["domainUsersOnly"] is False
    assert told["hidden"] is False
    assert robot.get(f"drives/{shared}", fields="capabilities(canManageMembers,canAddChildren)").json == {
        "capabilities": {"canAddChildren": True, "canManageMembers": False}
    }


def test_shared_drives_are_searched_and_paged(ada):
    for name in ("Alpha", "Beta", "Gamma"):
        ada.ask("POST", "drives", {"name": name}, requestId=name)
    assert [one["name"] for one in ada.get("drives", q="name contains 'be'").json["drives"]] == ["Beta"]
    assert len(ada.get("drives", q="memberCount = 1 and hidden = false").json["drives"]) == 3
    assert ada.get("drives", q="organizerCount > 1").json["drives"] == []
    assert ada.get("drives", q="trashed = false").reason == "400 invalid"
    first = ada.get("drives", pageSize=2).json
    assert [one["name"] for one in ada.get("drives", pageSize=2, pageToken=first["nextPageToken"]).json["drives"]] == ["Gamma"]


def test_a_manager_renames_hides_and_restricts(ada, robot, shared):
    assert ada.ask("PATCH", f"drives/{shared}", {"name": "SEN and D"}).json["name"] == "SEN and D"
    assert robot.ask("PATCH", f"drives/{shared}", {"name": "Mine"}).status == 403
    assert ada.ask("POST", f"drives/{shared}/hide", fields="hidden").json == {"hidden": True}
    assert ada.ask("POST", f"drives/{shared}/unhide", fields="hidden").json == {"hidden": False}
    ada.ask("PATCH", f"drives/{shared}", {"restrictions": {"domainUsersOnly": True}})
    folder = ada.new("Plans", parent=shared)
    assert ada.share(folder, "eve@elsewhere.example").reason == "403 teamDriveDomainUsersOnlyRestriction"
    assert ada.share(folder, "ben@school.example").status == 200


def test_an_empty_shared_drive_is_deleted_by_a_manager(ada, robot, shared):
    folder = robot.new("Plans", parent=shared)
    assert robot.ask("DELETE", f"drives/{shared}").status == 403
    assert ada.ask("DELETE", f"drives/{shared}").status == 403
    robot.change(folder, {"trashed": True})
    assert ada.ask("DELETE", f"drives/{shared}").status == 204
    assert ada.get(f"drives/{shared}").status == 404


def test_team_drives_are_shared_drives_under_their_old_name(ada, shared):
    told = ada.get(f"teamdrives/{shared}", fields="*").json
    assert told["kind"] == "drive#teamDrive"
    assert told["restrictions"]["teamMembersOnly"] is False
    assert told["capabilities"]["canRenameTeamDrive"] is True
    assert ada.get("teamdrives").json["teamDrives"][0]["id"] == shared
    ada.ask("PATCH", f"teamdrives/{shared}", {"restrictions": {"teamMembersOnly": True}})
    assert ada.get(f"drives/{shared}", fields="restrictions").json["restrictions"]["driveMembersOnly"] is True
    made = ada.ask("POST", "teamdrives", {"name": "Other"}, requestId="t").json
    assert ada.ask("DELETE", f"teamdrives/{made['id']}").status == 204


@pytest.mark.fact("D", "8")
@pytest.mark.parametrize(
    ("role", "adds", "trashes", "deletes", "shares"),
    [
        ("organizer", 200, 200, 204, 200),
        ("fileOrganizer", 200, 200, 403, 200),
        ("writer", 200, 403, 403, 403),
        ("commenter", 403, 403, 403, 403),
        ("reader", 403, 403, 403, 403),
    ],
)
def test_what_a_member_may_do(ada, ben, shared, role, adds, trashes, deletes, shares):
    ada.share(shared, ben.email, role)
    folder = ada.new("Plans", parent=shared)
    body = {"name": "New", "mimeType": FOLDER, "parents": [shared]}
    assert ben.ask("POST", "files", body, supportsAllDrives=True).status == adds
    assert ben.change(folder, {"trashed": True}).status == trashes
    assert ben.share(folder, "cleo@school.example").status == shares
    assert ben.ask("DELETE", f"files/{folder}", supportsAllDrives=True).status == deletes


def test_members_are_managed_by_managers(ada, ben, robot, shared):
    assert robot.share(shared, ben.email).reason == "403 insufficientFilePermissions"
    assert ada.share(shared, ben.email, "writer").status == 200
    assert permissions(ada, shared)[ben.email]["permissionDetails"][0]["permissionType"] == "member"
    assert ada.unshare(shared, ben.who.permission_id).status == 204
    assert ada.unshare(shared, ada.who.permission_id).reason == "403 cannotRemoveLastOrganizer"


@pytest.mark.fact("D", "8")
def test_membership_is_inherited_by_every_item_and_can_not_be_taken_away_there(ada, robot, shared):
    folder = robot.new("Plans", parent=shared)
    told = permissions(ada, folder)[robot.email]
    assert told["permissionDetails"] == [
        {"permissionType": "member", "role": "fileOrganizer", "inherited": True, "inheritedFrom": shared}
    ]
    assert told["teamDrivePermissionDetails"][0]["teamDrivePermissionType"] == "member"
    assert ada.unshare(folder, robot.who.permission_id).reason == "403 cannotDeletePermission"


def test_a_folder_in_a_shared_drive_may_be_shared_with_outsiders(ada, ben, robot, shared):
    folder = robot.new("Plans", parent=shared)
    assert robot.share(folder, ben.email, "writer").status == 200
    assert ada.file(folder)["hasAugmentedPermissions"] is True
    told = permissions(ada, robot.new("Child", parent=folder))[ben.email]["permissionDetails"]
    assert told == [{"permissionType": "file", "role": "writer", "inherited": True, "inheritedFrom": folder}]
    assert ben.file(folder)["driveId"] == shared
    assert "parents" not in ben.file(folder)
    assert robot.share(folder, ben.email, "fileOrganizer").status == 200
    assert robot.share(robot.blob("a.txt", parents=[folder]), "c@school.example", "fileOrganizer").status == 403
    assert ada.share(shared, role="reader", kind="anyone").status == 403


@pytest.mark.fact("D", "8")
def test_a_limited_folder_leaves_managers_in_and_content_managers_out(ada, robot, shared):
    folder = ada.new("Amira Okafor", parent=shared)
    file = ada.blob("Report.txt", b"x", parents=[folder])
    assert robot.change(folder, {"inheritedPermissionsDisabled": True}).status == 403
    assert ada.change(folder, {"inheritedPermissionsDisabled": True}).status == 200
    assert ada.get(f"files/{file}", supportsAllDrives=True).status == 200
    assert robot.get(f"files/{file}", supportsAllDrives=True).status == 404
    assert robot.file(folder, "name") == {"name": "Amira Okafor"}
    assert ada.share(folder, robot.email, "fileOrganizer").status == 200
    assert robot.get(f"files/{file}", supportsAllDrives=True).status == 200


@pytest.mark.fact("R", "8")
def test_a_service_account_owns_nothing(ada, robot):
    folder = ada.new("Plans")
    ada.share(folder, robot.email, "writer")
    blob = ada.blob("a.txt", b"x", parents=[folder])
    words = (
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
        "(http://support.google.com/a/answer/7281227) instead."
    )
    tries = [
        robot.upload(b"x", body={"name": "b.txt", "parents": [folder]}),
        robot.ask("POST", "files", {"name": "Sheet", "mimeType": "application/vnd.google-apps.spreadsheet"}),
        robot.ask("POST", "files", {"name": "Doc", "mimeType": "application/vnd.google-apps.document", "parents": [folder]}),
        robot.ask("POST", f"files/{blob}/copy", {}),
    ]
    for answer in tries:
        assert (answer.reason, answer.error["message"]) == ("403 storageQuotaExceeded", words)
    assert robot.upload(b"new", file_id=blob).status == 200


@pytest.mark.fact("C")
def test_a_service_account_makes_folders_which_hold_no_bytes_unless_a_switch_says_otherwise(robot, world):
    body = {"name": "F", "mimeType": FOLDER}
    assert robot.ask("POST", "files", body).status == 200
    world.switches.folders_need_storage = True
    assert robot.ask("POST", "files", body).reason == "403 storageQuotaExceeded"


@pytest.mark.fact("R", "8")
def test_in_a_shared_drive_a_service_account_makes_what_it_likes(robot, shared):
    folder = robot.new("Plans", parent=shared)
    blob = robot.blob("a.txt", b"x", parents=[folder])
    assert robot.ask("POST", f"files/{blob}/copy", {}, supportsAllDrives=True).json["name"] == "Copy of a.txt"


@pytest.mark.fact("D", "7")
def test_a_shared_drive_and_a_folder_fill_up(robot, shared, world):
    world.drive.max_items = 2
    robot.new("A", parent=shared)
    robot.new("B", parent=shared)
    body = {"name": "C", "mimeType": FOLDER, "parents": [shared]}
    assert robot.ask("POST", "files", body, supportsAllDrives=True).reason == "403 teamDriveFileLimitExceeded"
    world.drive.max_items, world.drive.max_children = 10, 2
    answer = robot.ask("POST", "files", body, supportsAllDrives=True)
    assert answer.reason == "403 numChildrenInNonRootLimitExceeded"


@pytest.mark.fact("D", "7")
def test_folders_lie_a_hundred_deep_and_no_deeper(ada, robot, shared):
    for client, top, reason in ((ada, "root", "myDriveHierarchyDepthLimitExceeded"), (robot, shared, "teamDriveHierarchyTooDeep")):
        at = top
        for level in range(100):
            at = client.new(f"Level {level}", parent=at)
        answer = client.ask("POST", "files", {"name": "X", "mimeType": FOLDER, "parents": [at]}, supportsAllDrives=True)
        assert answer.reason == f"403 {reason}"
        assert client.blob("a.txt", parents=[at])


@pytest.mark.fact("D")
def test_a_contributor_takes_out_of_the_trash_what_others_put_there(ada, ben, shared):
    ada.share(shared, ben.email, "writer")
    folder = ada.new("Plans", parent=shared)
    ada.change(folder, {"trashed": True})
    assert ben.change(folder, {"trashed": False}).status == 200
    assert ben.change(folder, {"trashed": True}).status == 403


@pytest.mark.fact("D")
def test_content_managers_share_folders_unless_the_drive_keeps_that_to_managers(ada, robot, shared):
    folder, file = robot.new("Plans", parent=shared), robot.blob("a.txt", parents=[shared])
    assert robot.share(folder, "ben@school.example").status == 200
    ada.ask("PATCH", f"drives/{shared}", {"restrictions": {"sharingFoldersRequiresOrganizerPermission": True}})
    assert robot.share(folder, "cleo@school.example").reason == "403 insufficientFilePermissions"
    assert robot.share(file, "cleo@school.example").status == 200
    assert ada.share(folder, "cleo@school.example").status == 200


@pytest.mark.fact("D")
def test_to_move_a_folder_one_must_organize_what_is_above_it(ada, ben, shared):
    folder, other = ada.new("Plans", parent=shared), ada.new("Other", parent=shared)
    inner, place = ada.new("Inner", parent=folder), ada.new("Place", parent=folder)
    ada.share(folder, ben.email, "fileOrganizer")
    ada.share(other, ben.email, "fileOrganizer")
    assert ben.change(folder, addParents=other, removeParents=shared).reason == "403 insufficientFilePermissions"
    assert ben.change(inner, addParents=place, removeParents=folder).status == 200
