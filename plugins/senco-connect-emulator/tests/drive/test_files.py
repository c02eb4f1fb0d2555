"""files.create, get and update: what is said of a file."""

from __future__ import annotations

import pytest

from .conftest import DOC, FOLDER, SHEET, SHORTCUT


@pytest.mark.fact("D", "8")
def test_a_new_file_answers_with_the_default_fields_alone(ada):
    answer = ada.ask("POST", "files", {"name": "Plans", "mimeType": FOLDER})
    assert answer.status == 200
    assert answer.json == {"kind": "drive#file", "id": answer.json["id"], "name": "Plans", "mimeType": FOLDER}


@pytest.mark.fact("C")
def test_an_item_of_a_shared_drive_tells_its_drive_among_the_default_fields(robot, shared):
    folder = robot.new("Plans", parent=shared)
    told = robot.get(f"files/{folder}", supportsAllDrives=True).json
    assert told["driveId"] == told["teamDriveId"] == shared


@pytest.mark.fact("D", "8")
def test_names_are_not_unique(ada):
    first, second = ada.new("Twin"), ada.new("Twin")
    assert first != second
    assert ada.names("name = 'Twin'") == ["Twin", "Twin"]


@pytest.mark.fact("D", "8")
def test_a_file_without_parents_lies_in_my_drive(ada):
    root = ada.file("root")
    assert root["name"] == "My Drive"
    assert "parents" not in root
    assert ada.file(ada.new("Plans"))["parents"] == [root["id"]]
    assert ada.file(ada.new("More", parent="root"))["parents"] == [root["id"]]


def test_a_file_without_a_name_is_untitled(ada):
    assert ada.ask("POST", "files", {"mimeType": FOLDER}).json["name"] == "Untitled"


@pytest.mark.fact("R", "4")
def test_an_unknown_file_is_404_and_named(ada):
    assert ada.get("files/1nothing").error == {
        "code": 404, "message": "File not found: 1nothing.", "domain": "global", "reason": "notFound",
        "location": "fileId", "locationType": "parameter",
    }  # fmt: skip


@pytest.mark.fact("R", "4")
def test_a_file_that_one_may_not_read_does_not_exist(ada, ben):
    folder = ada.new("Private")
    assert ben.get(f"files/{folder}").reason == "404 notFound"


@pytest.mark.fact("D", "4")
def test_an_item_of_a_shared_drive_does_not_exist_for_a_client_that_knows_none(robot, shared):
    folder = robot.new("Plans", parent=shared)
    assert robot.get(f"files/{folder}").reason == "404 notFound"
    assert robot.get(f"files/{folder}", supportsTeamDrives=True).status == 200
    body = {"name": "X", "mimeType": FOLDER, "parents": [folder]}
    assert robot.ask("POST", "files", body).error["message"] == f"File not found: {folder}."


@pytest.mark.fact("R", "8")
def test_two_parents_are_refused(ada):
    body = {"name": "X", "mimeType": FOLDER, "parents": [ada.new("A"), ada.new("B")]}
    error = ada.ask("POST", "files", body).error
    assert (error["code"], error["reason"]) == (403, "cannotAddParent")
    assert error["message"] == "Increasing the number of parents is not allowed"


def test_a_parent_must_be_a_folder_that_exists_and_may_be_written(ada, ben):
    blob, folder = ada.blob("a.txt"), ada.new("Read only")
    ada.share(folder, ben.email, "reader")
    for parent, reason in ((blob, "403 parentNotAFolder"), ("1nothing", "404 notFound")):
        assert ada.ask("POST", "files", {"name": "X", "mimeType": FOLDER, "parents": [parent]}).reason == reason
    body = {"name": "X", "mimeType": FOLDER, "parents": [folder]}
    assert ben.ask("POST", "files", body).reason == "403 insufficientParentPermissions"


@pytest.mark.fact("R")
@pytest.mark.parametrize("field", [{"size": "4"}, {"md5Checksum": "x"}, {"owners": []}, {"driveId": "x"}, {"trashedTime": "x"}])
def test_a_field_that_only_drive_writes_is_refused(ada, field):
    error = ada.ask("POST", "files", {"name": "X", **field}).error
    assert (error["code"], error["reason"]) == (403, "fieldNotWritable")
    assert error["message"] == "The resource body includes fields which are not directly writable."


@pytest.mark.fact("R")
def test_an_update_writes_neither_the_id_nor_the_parents(ada):
    folder = ada.new("Plans")
    assert ada.change(folder, {"id": folder}).reason == "403 fieldNotWritable"
    error = ada.change(folder, {"parents": ["root"]}).error
    assert error["reason"] == "fieldNotWritable"
    assert error["message"].startswith("The parents field is not directly writable in update requests.")


def test_an_object_that_was_got_may_be_sent_back_without_its_id(ada):
    folder = ada.new("Plans")
    body = {**ada.get(f"files/{folder}").json, "name": "Old plans"}
    del body["id"]
    assert ada.change(folder, body).json["name"] == "Old plans"


def test_unknown_names_in_a_body_are_passed_over(ada):
    assert ada.ask("POST", "files", {"title": "version 2", "mimeType": FOLDER}).json["name"] == "Untitled"


def test_a_change_raises_the_version_and_tells_who_and_when(ada, ben, world):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "writer")
    before = ada.file(folder)
    world.clock.move(60)
    assert ben.change(folder, {"name": "Old plans"}).status == 200
    after = ada.file(folder)
    assert int(after["version"]) > int(before["version"])
    assert (before["modifiedTime"], after["modifiedTime"]) == ("2026-09-01T08:00:00.000Z", "2026-09-01T08:01:00.000Z")
    assert after["lastModifyingUser"]["emailAddress"] == ben.email
    assert after["createdTime"] == before["createdTime"]
    assert after["modifiedByMeTime"] == before["modifiedTime"]


def test_modified_time_may_be_set(ada):
    folder = ada.new("Plans")
    ada.change(folder, {"modifiedTime": "2020-01-02T03:04:05+01:00"})
    assert ada.file(folder)["modifiedTime"] == "2020-01-02T02:04:05.000Z"


def test_a_time_that_is_none_is_refused(ada):
    assert ada.change(ada.new("Plans"), {"modifiedTime": "yesterday"}).reason == "400 invalid"


def test_a_star_is_everybodys_own(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "reader")
    assert ben.change(folder, {"starred": True}).status == 200
    assert ben.file(folder, "starred") == {"starred": True}
    assert ada.file(folder, "starred") == {"starred": False}


@pytest.mark.fact("D", "4")
def test_a_reader_changes_nothing(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "reader")
    error = ben.change(folder, {"name": "Mine"}).error
    assert (error["code"], error["reason"]) == (403, "insufficientFilePermissions")
    assert error["message"] == f"The user does not have sufficient permissions for file {folder}."


@pytest.mark.fact("D", "8")
def test_the_fields_of_a_folder_in_my_drive(ada, ben):
    folder = ada.new("Plans", description="All of them", folderColorRgb="#16a765")
    told = ada.file(folder)
    assert told["ownedByMe"] is True
    assert told["owners"][0]["emailAddress"] == ada.email
    assert told["owners"][0]["me"] is True
    assert (told["shared"], told["trashed"], told["explicitlyTrashed"]) == (False, False, False)
    assert told["webViewLink"] == f"https://drive.google.com/drive/folders/{folder}"
    assert told["spaces"] == ["drive"]
    assert told["quotaBytesUsed"] == "0"
    assert told["folderColorRgb"] == "#16a765"
    assert {"size", "md5Checksum", "headRevisionId", "thumbnailLink", "driveId", "webContentLink"}.isdisjoint(told)
    assert told["capabilities"]["canAddChildren"] and told["capabilities"]["canTrash"]
    ada.share(folder, ben.email, "reader")
    seen = ben.file(folder)
    assert (seen["ownedByMe"], seen["shared"]) == (False, True)
    assert seen["sharingUser"]["emailAddress"] == ada.email
    assert seen["sharedWithMeTime"] == "2026-09-01T08:00:00.000Z"
    assert "permissions" not in seen
    assert "parents" not in seen
    assert not seen["capabilities"]["canEdit"]


@pytest.mark.fact("D", "8")
def test_the_fields_of_an_item_in_a_shared_drive(robot, shared):
    told = robot.file(robot.new("Plans", parent=shared))
    assert told["driveId"] == shared
    assert told["parents"] == [shared]
    assert told["hasAugmentedPermissions"] is False
    assert {"owners", "ownedByMe", "shared", "permissions", "writersCanShare"}.isdisjoint(told)
    assert told["capabilities"]["canTrash"] and not told["capabilities"]["canDelete"]


@pytest.mark.fact("D")
def test_the_top_of_a_shared_drive_is_a_folder_called_drive(robot, shared):
    assert robot.file(shared, "id,name,mimeType,driveId") == {"id": shared, "name": "Drive", "mimeType": FOLDER, "driveId": shared}


@pytest.mark.fact("R", "4")
def test_an_unknown_field_is_refused(ada):
    error = ada.get(f"files/{ada.new('X')}", fields="id,etag").error
    assert error["message"] == "Invalid field selection etag"


@pytest.mark.fact("D", "8")
def test_a_shortcut_points_and_knows_the_kind_of_what_it_points_to(ada):
    folder = ada.new("Plans")
    link = ada.new("Way to plans", SHORTCUT, shortcutDetails={"targetId": folder})
    assert ada.file(link)["shortcutDetails"] == {"targetId": folder, "targetMimeType": FOLDER}
    assert "size" not in ada.file(link)


def test_a_shortcut_needs_a_target_that_exists_and_is_no_shortcut(ada):
    def made(details):
        return ada.ask("POST", "files", {"name": "L", "mimeType": SHORTCUT, **details})

    link = ada.new("L", SHORTCUT, shortcutDetails={"targetId": ada.new("Plans")})
    assert made({}).status == 400
    assert made({"shortcutDetails": {"targetId": "1nothing"}}).reason == "404 notFound"
    assert made({"shortcutDetails": {"targetId": link}}).status == 403


@pytest.mark.parametrize("mime_type", ["application/vnd.google-apps.form", "application/vnd.google-apps.presentation"])
def test_a_kind_of_file_that_is_not_built_says_so_with_the_marker(ada, mime_type):
    answer = ada.ask("POST", "files", {"name": "X", "mimeType": mime_type})
    assert answer.status == 400
    assert answer.headers["X-Senco-Emulator"] == "not implemented"


@pytest.mark.parametrize("path", ["files/{0}/approvals", "files/{0}/listLabels", "files/{0}/accessproposals"])
def test_a_method_that_is_not_built_says_so_with_the_marker(ada, path):
    answer = ada.get(path.format(ada.new("X")))
    assert answer.status == 400
    assert answer.headers["X-Senco-Emulator"] == "not implemented"


@pytest.mark.fact("D", "8")
def test_a_document_made_through_drive_has_content_and_a_long_id(ada, world):
    made = ada.new("Plan", DOC)
    assert world.documents[made].title == "Plan"
    assert len(made) == 44
    ada.change(made, {"name": "Plan 2"})
    assert world.documents[made].title == "Plan 2"
    told = ada.file(made)
    assert told["size"] == "1024"
    assert {"md5Checksum", "sha256Checksum", "headRevisionId", "originalFilename"}.isdisjoint(told)
    assert told["exportLinks"]["application/pdf"].startswith("https://docs.google.com/document/d/")
    ada.ask("DELETE", f"files/{made}")
    assert made not in world.documents


def test_a_spreadsheet_made_through_drive_has_a_book(ada, world):
    made = ada.new("Register", SHEET)
    assert world.books[made].title == "Register"
    ada.change(made, {"name": "Register 2"})
    assert world.books[made].title == "Register 2"


def test_drive_file_sees_what_the_app_made_and_what_it_was_given(client, ada, world):
    app = client("ada@school.example", scopes=("drive.file",), project="senco")
    mine, hers = app.new("Made by the app"), ada.new("Made by hand")
    assert app.get(f"files/{mine}").status == 200
    assert app.get(f"files/{hers}").reason == "404 notFound"
    assert app.names() == ["Made by the app"]
    assert app.file(mine)["isAppAuthorized"] is True
    world.drive.opened(hers, "senco")
    assert app.names() == ["Made by hand", "Made by the app"]


def test_under_drive_file_the_top_of_a_shared_drive_is_a_matter_of_a_switch(client, world, ada, shared):
    app = client(ada.email, scopes=("drive.file",), project="senco")
    body = {"name": "X", "mimeType": FOLDER, "parents": [shared]}
    assert app.ask("POST", "files", body, supportsAllDrives=True).status == 200
    world.switches.app_sees_drives = False
    assert app.ask("POST", "files", body, supportsAllDrives=True).reason == "403 insufficientParentPermissions"


@pytest.mark.fact("C")
def test_under_drive_file_nothing_is_put_into_a_folder_that_the_app_was_not_given(client, ada):
    app = client(ada.email, scopes=("drive.file",), project="senco")
    body = {"name": "X", "mimeType": FOLDER, "parents": [ada.new("Made by hand")]}
    assert app.ask("POST", "files", body).reason == "403 insufficientParentPermissions"
    assert app.ask("POST", "files", {**body, "parents": ["root"]}).status == 200


@pytest.mark.fact("R")
def test_everybody_has_a_picture(ada):
    link = "https://lh3.googleusercontent.com/a/default-user=s64"
    told = ada.file(ada.blob("a.txt"), "owners,lastModifyingUser")
    assert told["owners"][0]["photoLink"] == told["lastModifyingUser"]["photoLink"] == link
    assert ada.get("about", fields="user").json["user"]["photoLink"] == link
