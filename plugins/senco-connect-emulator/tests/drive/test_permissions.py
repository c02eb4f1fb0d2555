"""Permissions: given, inherited, changed, limited, taken away."""

from __future__ import annotations

import pytest

from .conftest import FOLDER

LEVERAGE = "Leverage limited access (https://developers.google.com/workspace/drive/api/guides/limited-expansive-access)."


def listed(client, file_id, fields="*"):
    answer = client.get(f"files/{file_id}/permissions", fields=fields, supportsAllDrives=True)
    assert answer.status == 200, answer.json
    return {one.get("emailAddress") or one["id"]: one for one in answer.json["permissions"]}


@pytest.mark.fact("R")
def test_a_permission_answers_with_its_default_fields(ada, ben):
    folder = ada.new("Plans")
    body = {"type": "user", "role": "reader", "emailAddress": ben.email}
    made = ada.ask("POST", f"files/{folder}/permissions", body).json
    assert made == {"kind": "drive#permission", "id": ben.who.permission_id, "type": "user", "role": "reader"}
    told = ada.get(f"files/{folder}/permissions").json
    assert told["kind"] == "drive#permissionList"
    assert [one["role"] for one in told["permissions"]] == ["owner", "reader"]
    assert set(told["permissions"][0]) == {"kind", "id", "type", "role"}
    path = f"files/{folder}/permissions/{ben.who.permission_id}"
    assert ada.get(path, fields="emailAddress,displayName").json == {"emailAddress": ben.email, "displayName": "Ben"}


@pytest.mark.fact("D", "8")
@pytest.mark.parametrize(
    ("role", "reads", "comments", "writes"),
    [("reader", 200, 403, 403), ("commenter", 200, 200, 403), ("writer", 200, 200, 200)],
)
def test_what_a_role_allows(ada, ben, role, reads, comments, writes):
    file = ada.blob("a.txt", b"text")
    ada.share(file, ben.email, role)
    assert ben.get(f"files/{file}", alt="media").status == reads
    assert ben.ask("POST", f"files/{file}/comments", {"content": "Seen"}, fields="id").status == comments
    assert ben.change(file, {"name": "b.txt"}).status == writes
    assert ben.change(file, {"trashed": True}).status == 403
    assert ben.ask("DELETE", f"files/{file}").status == 403


def test_a_writer_shares_unless_writers_may_not(ada, ben):
    file = ada.blob("a.txt")
    ada.share(file, ben.email, "writer")
    assert ben.share(file, "cleo@school.example").status == 200
    ada.change(file, {"writersCanShare": False})
    assert ben.share(file, "dan@school.example").reason == "403 insufficientFilePermissions"


@pytest.mark.fact("D", "8")
def test_permissions_go_down_the_tree_and_say_so(ada, ben):
    folder = ada.new("Plans")
    inner = ada.new("Year 4", parent=folder)
    file = ada.blob("a.txt", parents=[inner])
    ada.share(folder, ben.email, "writer")
    assert ben.change(file, {"name": "b.txt"}).status == 200
    told = listed(ada, file)[ben.email]
    assert told["role"] == "writer"
    assert told["permissionDetails"] == [{"permissionType": "file", "role": "writer", "inherited": True}]
    own = listed(ada, folder)[ben.email]["permissionDetails"]
    assert own == [{"permissionType": "file", "role": "writer", "inherited": False}]


def test_the_owner_of_a_folder_edits_what_others_put_into_it(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "writer")
    file = ben.blob("bens.txt", parents=[folder])
    assert ben.file(file)["ownedByMe"] is True
    assert listed(ben, file)[ada.email]["role"] == "writer"
    assert ada.change(file, {"trashed": True}).reason == "403 insufficientFilePermissions"


@pytest.mark.fact("R", "8")
def test_an_inherited_permission_is_neither_taken_away_nor_made_less_below(ada, ben):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", parents=[folder])
    ada.share(folder, ben.email, "writer")
    error = ada.unshare(file, ben.who.permission_id).error
    assert (error["code"], error["reason"]) == (403, "cannotDeletePermission")
    path = f"files/{file}/permissions/{ben.who.permission_id}"
    error = ada.ask("PATCH", path, {"role": "reader"}).error
    assert (error["code"], error["reason"]) == (403, "cannotModifyInheritedPermission")
    assert error["message"] == (
        "Cannot modify a permission on an item to be less than the inherited access from a direct or indirect parent. "
        + LEVERAGE
    )
    assert ben.change(file, {"name": "b.txt"}).status == 200


@pytest.mark.fact("D", "8")
def test_more_than_what_is_inherited_may_be_given_below(ada, ben):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", parents=[folder])
    ada.share(folder, ben.email, "reader")
    ada.share(file, ben.email, "writer")
    details = listed(ada, file)[ben.email]["permissionDetails"]
    assert [(one["role"], one["inherited"]) for one in details] == [("writer", False), ("reader", True)]
    assert ada.unshare(file, ben.who.permission_id).status == 204
    assert listed(ada, file)[ben.email]["role"] == "reader"


def test_sharing_again_raises_a_role_and_never_lowers_it(ada, ben):
    folder = ada.new("Plans")
    for role, left in (("commenter", "commenter"), ("writer", "writer"), ("reader", "writer")):
        assert ada.share(folder, ben.email, role).json["role"] == left
    assert len(listed(ada, folder)) == 2


def test_a_role_is_lowered_by_an_update(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "writer")
    path = f"files/{folder}/permissions/{ben.who.permission_id}"
    assert ada.ask("PATCH", path, {"role": "reader"}, fields="role").json == {"role": "reader"}
    assert ben.change(folder, {"name": "X"}).status == 403
    assert ada.ask("PATCH", path, {"role": "reader", "type": "group"}).reason == "403 fieldNotWritable"


@pytest.mark.fact("D", "8")
def test_groups_the_domain_and_anyone(ada, ben, client, world):
    world.directory.add_group("staff@school.example", ["ben@school.example"])
    cleo, eve = client("cleo@school.example"), client("eve@elsewhere.example")
    folder = ada.new("Plans")
    made = ada.share(folder, "staff@school.example", "writer", "group").json
    assert (made["type"], made["emailAddress"]) == ("group", "staff@school.example")
    assert [who.get(f"files/{folder}").status for who in (ben, cleo, eve)] == [200, 404, 404]
    made = ada.share(folder, role="reader", kind="domain", domain="school.example").json
    assert (made["domain"], made["displayName"], made["allowFileDiscovery"]) == ("school.example", "school.example", False)
    assert [who.get(f"files/{folder}").status for who in (cleo, eve)] == [200, 404]
    made = ada.share(folder, role="reader", kind="anyone").json
    assert made["id"] == "anyoneWithLink"
    assert eve.get(f"files/{folder}").status == 200
    assert ada.unshare(folder, "anyoneWithLink").status == 204
    assert eve.get(f"files/{folder}").status == 404


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"role": "reader"}, "400 required"),
        ({"type": "user"}, "400 required"),
        ({"type": "user", "role": "reader"}, "400 invalid"),
        ({"type": "user", "role": "reader", "emailAddress": "nobody"}, "400 invalid"),
        ({"type": "robot", "role": "reader"}, "400 invalid"),
        ({"type": "anyone", "role": "king"}, "400 invalid"),
        ({"type": "domain", "role": "reader"}, "400 invalid"),
        ({"type": "user", "role": "owner", "emailAddress": "ben@school.example"}, "403 forbidden"),
        ({"type": "user", "role": "organizer", "emailAddress": "b@s.example"}, "403 organizerOnNonTeamDriveItemNotSupported"),
        ({"type": "user", "role": "fileOrganizer", "emailAddress": "b@s.example"}, "403 fileOrganizerOnNonTeamDriveNotSupported"),
    ],
)  # fmt: skip
def test_what_can_not_be_granted(ada, body, reason):
    assert ada.ask("POST", f"files/{ada.new('Plans')}/permissions", body).reason == reason


@pytest.mark.fact("R")
def test_owning_is_transferred_only_when_the_parameter_says_so(ada, ben, client):
    folder = ada.new("Plans")
    body = {"type": "user", "role": "owner", "emailAddress": ben.email}
    error = ada.ask("POST", f"files/{folder}/permissions", body).error
    assert error["message"] == "The transferOwnership parameter must be enabled when the permission role is 'owner'."
    assert error["location"] == "transferOwnership"
    made = ada.ask("POST", f"files/{folder}/permissions", body, transferOwnership=True)
    assert made.json["role"] == "owner"
    assert ben.file(folder)["ownedByMe"] is True
    assert listed(ben, folder)[ada.email]["role"] == "writer"
    outside = {**body, "emailAddress": "eve@elsewhere.example"}
    answer = ben.ask("POST", f"files/{folder}/permissions", outside, transferOwnership=True)
    assert answer.reason == "403 ownershipChangeAcrossDomainNotPermitted"
    assert ada.ask("POST", f"files/{folder}/permissions", body, transferOwnership=True).status == 403


def test_the_owner_can_not_be_removed(ada):
    assert ada.unshare(ada.new("Plans"), ada.who.permission_id).reason == "403 cannotRemoveOwner"


def test_anybody_gives_up_their_own_access(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "reader")
    assert ben.unshare(folder, ben.who.permission_id).status == 204
    assert ben.get(f"files/{folder}").status == 404


def test_a_permission_that_is_not_there_is_404(ada):
    error = ada.get(f"files/{ada.new('Plans')}/permissions/123").error
    assert (error["message"], error["location"]) == ("Permission not found: 123.", "permissionId")


@pytest.mark.fact("D", "7")
def test_a_permission_expires_on_the_worlds_clock(ada, ben, world):
    folder = ada.new("Plans")
    made = ada.share(folder, ben.email, "reader", expirationTime="2026-09-01T09:00:00Z").json
    assert made["expirationTime"] == "2026-09-01T09:00:00.000Z"
    assert ben.get(f"files/{folder}").status == 200
    world.clock.move(3601)
    assert ben.get(f"files/{folder}").status == 404
    assert set(listed(ada, folder)) == {ada.email}


@pytest.mark.fact("D", "7")
@pytest.mark.parametrize(
    "body",
    [
        {"type": "user", "emailAddress": "ben@school.example", "expirationTime": "2026-08-31T09:00:00Z"},
        {"type": "user", "emailAddress": "ben@school.example", "expirationTime": "2027-09-03T09:00:00Z"},
        {"type": "anyone", "expirationTime": "2026-10-01T09:00:00Z"},
    ],
)
def test_an_expiry_is_for_people_and_groups_to_come_and_within_a_year(ada, body):
    answer = ada.ask("POST", f"files/{ada.new('Plans')}/permissions", {"role": "reader", **body})
    assert answer.reason == "403 cannotSetExpiration"


def test_an_expiry_is_set_and_taken_away_by_updates(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "reader")
    path = f"files/{folder}/permissions/{ben.who.permission_id}"
    body = {"role": "reader", "expirationTime": "2026-10-01T00:00:00Z"}
    assert ada.ask("PATCH", path, body, fields="expirationTime").json == {"expirationTime": "2026-10-01T00:00:00.000Z"}
    told = ada.ask("PATCH", path, {"role": "reader"}, fields="expirationTime,role", removeExpiration=True).json
    assert told == {"role": "reader"}


@pytest.mark.fact("D", "7")
def test_sharing_sends_a_mail_unless_asked_not_to(ada, world):
    folder = ada.new("Plans")
    body = {"type": "user", "role": "reader", "emailAddress": "ben@school.example"}
    ada.ask("POST", f"files/{folder}/permissions", body, sendNotificationEmail=False)
    assert world.drive.mails == []
    ada.ask("POST", f"files/{folder}/permissions", {**body, "role": "writer"}, emailMessage="Look")
    assert world.drive.mails == [{"to": "ben@school.example", "file": folder, "message": "Look"}]


@pytest.mark.fact("D", "8")
def test_a_folder_with_limited_access_inherits_nothing(ada, ben, client):
    cleo = client("cleo@school.example")
    plans = ada.new("Plans")
    ada.share(plans, ben.email, "writer")
    ada.share(plans, cleo.email, "reader")
    child = ada.new("Amira Okafor", parent=plans)
    report = ada.blob("Report.txt", b"x", parents=[child])
    assert ada.file(child)["capabilities"]["canDisableInheritedPermissions"] is True
    assert ada.change(child, {"inheritedPermissionsDisabled": True}).status == 200
    ada.share(child, ben.email, "writer")
    told = ada.file(child)
    assert told["inheritedPermissionsDisabled"] is True
    assert told["capabilities"]["canDisableInheritedPermissions"] is False
    assert told["capabilities"]["canEnableInheritedPermissions"] is True
    told = listed(ada, child)
    assert (told[ben.email]["role"], told[ben.email]["inheritedPermissionsDisabled"]) == ("writer", True)
    assert "view" not in told[ben.email]
    # Who has lost the folder is still told of, in words that look like access.
    assert (told[cleo.email]["role"], told[cleo.email]["view"]) == ("reader", "metadata")
    assert [one["inherited"] for one in told[cleo.email]["permissionDetails"]] == [True]
    assert set(listed(ada, report)) == {ada.email, ben.email}
    assert ben.get(f"files/{report}").status == 200
    # Whoever sees the parent sees that the folder exists, and nothing in it.
    assert cleo.names(f"'{plans}' in parents") == ["Amira Okafor"]
    assert cleo.file(child)["capabilities"]["canListChildren"] is False
    assert cleo.names(f"'{child}' in parents") == []
    assert cleo.get(f"files/{report}").reason == "404 notFound"
    assert ada.change(child, {"inheritedPermissionsDisabled": False}).status == 200
    assert cleo.get(f"files/{report}").status == 200


@pytest.mark.fact("D")
def test_who_only_sees_that_a_limited_folder_exists_is_let_in_by_an_update(ada, ben):
    plans = ada.new("Plans")
    ada.share(plans, ben.email, "writer")
    child = ada.new("Child", parent=plans)
    ada.change(child, {"inheritedPermissionsDisabled": True})
    path = f"files/{child}/permissions/{ben.who.permission_id}"
    assert ada.get(path, fields="view").json == {"view": "metadata"}
    assert ada.unshare(child, ben.who.permission_id).reason == "403 cannotDeletePermission"
    assert ben.file(child)["capabilities"]["canListChildren"] is False
    assert ada.ask("PATCH", path, {"role": "reader"}, fields="role,view").json == {"role": "reader"}
    assert ben.file(child)["capabilities"]["canListChildren"] is True


@pytest.mark.fact("D", "8")
def test_who_may_not_limit_a_folder_is_refused(ada, ben):
    plans = ada.new("Plans")
    ada.share(plans, ben.email, "writer")
    child = ada.new("Child", parent=plans)
    ada.change(child, {"writersCanShare": False})
    assert ben.change(child, {"inheritedPermissionsDisabled": True}).reason == "403 insufficientFilePermissions"
    assert ada.change(ada.blob("a.txt"), {"inheritedPermissionsDisabled": True}).status == 403


@pytest.mark.fact("D", "7")
def test_many_permissions_come_in_pages(ada):
    folder = ada.new("Plans")
    for number in range(5):
        ada.share(folder, f"pupil{number}@school.example")
    first = ada.get(f"files/{folder}/permissions", pageSize=4).json
    rest = ada.get(f"files/{folder}/permissions", pageSize=4, pageToken=first["nextPageToken"]).json
    assert (len(first["permissions"]), len(rest["permissions"])) == (4, 2)
    assert "nextPageToken" not in rest
    assert "nextPageToken" not in ada.get(f"files/{folder}/permissions").json


def test_a_reader_does_not_list_permissions(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "reader")
    assert ben.get(f"files/{folder}/permissions").reason == "403 insufficientFilePermissions"
    assert ben.names() == ["Plans"]
    assert FOLDER in ben.file(folder, "mimeType").values()


@pytest.mark.fact("R")
def test_an_owner_without_the_word_that_it_is_meant_is_refused_before_anything_else(ada, ben):
    file = ada.blob("a.txt")
    body = {"type": "user", "role": "owner", "emailAddress": ben.email}
    answer = ada.ask("POST", f"files/{file}/permissions", body, sendNotificationEmail=False)
    assert answer.reason == "403 forbidden"
    assert answer.error["message"] == "The transferOwnership parameter must be enabled when the permission role is 'owner'."


@pytest.mark.fact("R")
def test_in_an_organisation_nobody_is_asked_whether_they_want_to_be_the_owner(ada, ben):
    file = ada.blob("a.txt")
    theirs = ada.share(file, ben.email, "writer").json["id"]
    answer = ada.ask("PATCH", f"files/{file}/permissions/{theirs}", {"role": "writer", "pendingOwner": True})
    assert answer.reason == "403 targetUserCannotBePendingOwnerOnFile"
    assert answer.error["message"] == "The target user cannot be a pending owner on this file."


@pytest.mark.fact("R")
def test_without_a_mask_it_is_told_whether_everybody_can_find_a_file(ada):
    file = ada.blob("a.txt")
    path, told = f"files/{file}/permissions", {"kind": "drive#permission", "id": "anyoneWithLink", "type": "anyone"}
    assert ada.ask("POST", path, {"type": "anyone", "role": "reader"}).json == {**told, "role": "reader", "allowFileDiscovery": False}
    raised = ada.ask("PATCH", f"{path}/anyoneWithLink", {"role": "commenter"}).json
    assert raised == {**told, "role": "commenter", "allowFileDiscovery": False}
