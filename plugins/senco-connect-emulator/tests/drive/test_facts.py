"""What Drive is like for somebody who writes a client, fact by fact: names, ids, conditions, limits, the trash."""

from __future__ import annotations

import pytest
from senco_connect_emulator.exchange import Request
from senco_connect_emulator.sheets.model import new_sheet

from .conftest import DOC, FOLDER, SHEET, SHORTCUT

BOTH = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}


@pytest.mark.fact("D", "8")
def test_without_a_word_about_fields_four_are_told(ada):
    assert set(ada.get(f"files/{ada.new('Plans')}").json) == {"kind", "id", "name", "mimeType"}


@pytest.mark.fact("D", "8")
def test_a_mask_gives_what_it_names_and_a_star_everything(ada):
    file = ada.blob("a.txt", b"x")
    assert set(ada.file(file, "id,parents")) == {"id", "parents"}
    assert len(ada.file(file, "*")) > 30


@pytest.mark.fact("D", "8")
def test_a_size_is_a_text(ada):
    told = ada.file(ada.blob("a.txt", b"1234"), "size,version,quotaBytesUsed")
    assert told["size"] == told["quotaBytesUsed"] == "4"
    assert isinstance(told["version"], str)


@pytest.mark.fact("R", "8")
def test_a_name_is_found_whatever_its_case(ada):
    ada.new("Amira Okafor")
    assert ada.names("name = 'amira OKAFOR'") == ["Amira Okafor"]


@pytest.mark.fact("D", "8")
@pytest.mark.parametrize(("part", "found"), [("Ami", True), ("oka", True), ("mira", False), ("kafor", False)])
def test_a_part_of_a_name_is_the_beginning_of_a_word(ada, part, found):
    ada.new("Amira Okafor")
    assert bool(ada.names(f"name contains '{part}'")) is found


@pytest.mark.fact("C", "8")
def test_nothing_keeps_two_runs_from_making_the_same_folder(ada, robot, shared):
    for client in (ada, robot):
        assert client.names("name = 'Amira'", corpora="drive", driveId=shared, **BOTH) == []
    for client in (ada, robot):
        client.new("Amira", parent=shared)
    assert ada.names("name = 'Amira'", corpora="drive", driveId=shared, **BOTH) == ["Amira", "Amira"]


@pytest.mark.fact("D", "8")
def test_a_file_is_told_by_its_mark_of_the_app(ada):
    folder = ada.new("Amira", appProperties={"pupil": "K7F2"})
    ada.change(folder, {"name": "Renamed"})
    assert ada.names("appProperties has { key='pupil' and value='K7F2' }") == ["Renamed"]


@pytest.mark.fact("D", "8")
def test_a_conversion_takes_no_id_made_in_advance(ada):
    wanted = ada.get("files/generateIds", count=1).json["ids"][0]
    assert ada.upload(b"a,b", "text/csv", body={"id": wanted, "name": "X", "mimeType": SHEET}).status == 403


@pytest.mark.fact("R", "8")
@pytest.mark.parametrize("header", ["if-match", "if-none-match"])
def test_drive_writes_under_any_condition(ada, header):
    folder = ada.new("Plans")
    answer = ada.ask("PATCH", f"files/{folder}", {"name": "Changed"}, headers={header: '"another version"'})
    assert (answer.status, answer.json["name"]) == (200, "Changed")


@pytest.mark.fact("D", "8")
def test_the_last_write_wins(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "writer")
    for client, name in ((ada, "First"), (ben, "Second")):
        client.change(folder, {"name": name})
    assert ada.file(folder, "name") == {"name": "Second"}


@pytest.mark.fact("D", "8")
def test_of_two_changes_of_a_permission_the_last_holds(ada, ben):
    folder = ada.new("Plans")
    permission = ada.share(folder, ben.email, "reader").json["id"]
    for role in ("writer", "commenter"):
        assert ada.ask("PATCH", f"files/{folder}/permissions/{permission}", {"role": role}).status == 200
    assert ada.get(f"files/{folder}/permissions/{permission}").json["role"] == "commenter"


@pytest.mark.fact("R", "8")
def test_my_drive_goes_by_its_id_as_by_its_word(ada):
    root = ada.file("root", "id")["id"]
    folder, file = ada.new("Plans"), ada.blob("a.txt")
    ada.change(file, addParents=folder, removeParents=root)
    assert ada.names("'root' in parents") == ada.names(f"'{root}' in parents") == ["Plans"]
    assert ada.change(file, addParents=root, removeParents=folder).status == 200


@pytest.mark.fact("D", "8")
def test_a_file_has_one_parent(ada):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", parents=[folder])
    assert ada.change(file, addParents="root").status == 403
    assert ada.file(file, "parents") == {"parents": [folder]}


@pytest.mark.fact("D", "8")
def test_what_was_made_is_there_at_once_by_its_id_though_lists_lag(ada, world):
    world.switches.list_lag = 30
    folder = ada.new("Plans")
    assert ada.file(folder, "name") == {"name": "Plans"}
    assert ada.names() == []
    world.clock.move(31)
    assert ada.names() == ["Plans"]


@pytest.mark.fact("D", "8")
def test_a_list_holds_the_trash_unless_asked_not_to(ada):
    kept, gone = ada.new("Kept"), ada.new("Gone")
    ada.change(gone, {"trashed": True})
    assert kept
    assert ada.names() == ["Gone", "Kept"]
    assert ada.names("trashed = false") == ["Kept"]


@pytest.mark.fact("D", "8")
@pytest.mark.parametrize(
    ("order", "found"),
    [("folder,name", ["B", "c10", "A", "c9"]), ("name_natural desc", ["c10", "c9", "B", "A"]), ("modifiedTime desc", ["c10", "A", "B", "c9"])],
)
def test_an_order_may_have_several_keys(ada, world, order, found):
    for name, is_folder in (("c9", False), ("B", True), ("A", False), ("c10", True)):
        ada.new(name) if is_folder else ada.blob(name)
        world.clock.move(1)
    assert ada.names(orderBy=order) == found


@pytest.mark.fact("D", "8")
def test_a_folder_in_the_trash_comes_back_with_what_is_in_it(ada):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", parents=[folder])
    ada.change(folder, {"trashed": True})
    ada.change(folder, {"trashed": False})
    assert ada.file(file, "trashed") == {"trashed": False}


@pytest.mark.fact("D", "8")
def test_only_a_folder_may_have_its_access_limited(ada):
    assert ada.change(ada.blob("a.txt"), {"inheritedPermissionsDisabled": True}).status == 403
    assert ada.change(ada.new("Amira"), {"inheritedPermissionsDisabled": True}).status == 200


@pytest.mark.fact("D", "8")
def test_limited_before_it_is_shared_a_folder_is_seen_by_nobody_in_between(ada, ben, robot, shared):
    ada.share(shared, ben.email, "reader")
    folder = ada.new("Amira", parent=shared)
    ada.change(folder, {"inheritedPermissionsDisabled": True})
    assert ben.file(folder)["capabilities"]["canListChildren"] is False
    ada.share(folder, ben.email, "writer")
    assert ben.file(folder)["capabilities"]["canListChildren"] is True


@pytest.mark.fact("D", "8")
def test_a_child_is_seen_by_whoever_sees_its_folder(ada, ben):
    folder = ada.new("Plans")
    file = ada.blob("a.txt", parents=[folder])
    ada.share(folder, ben.email, "writer")
    assert ada.share(file, ben.email, "reader").json["role"] == "writer"


@pytest.mark.fact("D", "8")
def test_permissions_are_listed_where_the_file_does_not_tell_them(robot, shared):
    folder = robot.new("Plans", parent=shared)
    assert "permissions" not in robot.file(folder)
    told = robot.get(f"files/{folder}/permissions", fields="permissions(role,permissionDetails)", supportsAllDrives=True)
    assert {one["permissionDetails"][0]["inherited"] for one in told.json["permissions"]} == {True}


@pytest.mark.fact("D", "8")
def test_changes_go_on_until_a_token_to_begin_with_next(ada):
    token = ada.get("changes/startPageToken").json["startPageToken"]
    for number in range(3):
        ada.new(f"Folder {number}")
    found, told = [], {"nextPageToken": token}
    while "nextPageToken" in told:
        told = ada.get("changes", pageToken=told["nextPageToken"], pageSize=1).json
        found += [one["file"]["name"] for one in told["changes"]]
    assert found == ["Folder 0", "Folder 1", "Folder 2"]
    assert ada.get("changes", pageToken=told["newStartPageToken"]).json["changes"] == []


@pytest.mark.fact("D", "8")
def test_a_table_is_exported_with_its_first_sheet_alone(ada, world):
    sheet = ada.upload(b"UPN\r\nA1", "text/csv", body={"name": "Export", "mimeType": SHEET}).json["id"]
    second = new_sheet(7, "Second", 1)
    second.put(0, 0, {"userEnteredValue": {"stringValue": "elsewhere"}})
    world.books[sheet].sheets.append(second)
    assert ada.get(f"files/{sheet}/export", mimeType="text/csv").body == b"UPN\r\nA1"


@pytest.mark.fact("D", "8")
@pytest.mark.parametrize("kind", [DOC, SHEET])
def test_editors_files_are_exported_as_pdf(ada, kind):
    assert ada.get(f"files/{ada.new('X', kind)}/export", mimeType="application/pdf").body.startswith(b"%PDF-")


@pytest.mark.fact("D", "8")
@pytest.mark.parametrize("kind", [DOC, SHEET])
def test_editors_files_have_no_sums_and_no_revision_of_bytes(ada, kind):
    assert {"md5Checksum", "sha256Checksum", "headRevisionId"}.isdisjoint(ada.file(ada.new("X", kind)))


@pytest.mark.fact("D", "8")
def test_a_copy_is_called_so_where_no_name_is_asked_for(ada):
    assert ada.ask("POST", f"files/{ada.blob('a.txt', b'x')}/copy", {}).json["name"] == "Copy of a.txt"


@pytest.mark.fact("D", "8")
def test_a_shortcut_names_its_target(ada):
    folder = ada.new("Plans")
    told = ada.file(ada.new("Way", SHORTCUT, shortcutDetails={"targetId": folder}), "mimeType,shortcutDetails/targetId")
    assert told == {"mimeType": SHORTCUT, "shortcutDetails": {"targetId": folder}}


@pytest.mark.fact("D", "8")
@pytest.mark.parametrize("role", ["owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"])
def test_there_are_six_roles(ada, ben, shared, role):
    if role == "owner":
        assert ada.get(f"files/{ada.new('Mine')}/permissions").json["permissions"][0]["role"] == role
    else:
        assert ada.share(shared, ben.email, role).json["role"] == role


class TestLimits:
    @pytest.mark.fact("D", "7")
    def test_half_a_million_items_lie_in_a_shared_drive_or_a_folder(self, world):
        assert (world.drive.max_items, world.drive.max_children, world.drive.max_depth) == (500_000, 500_000, 100)

    @pytest.mark.fact("D", "7")
    def test_folders_shortcuts_and_the_trash_count(self, robot, shared, world):
        world.drive.max_items = 3
        folder = robot.new("Plans", parent=shared)
        robot.new("Way", SHORTCUT, parent=shared, shortcutDetails={"targetId": folder})
        robot.change(robot.blob("a.txt", parents=[shared]), {"trashed": True})
        answer = robot.upload(b"x", body={"name": "b.txt", "parents": [shared]})
        assert answer.reason == "403 teamDriveFileLimitExceeded"

    @pytest.mark.fact("D", "7")
    def test_the_top_of_my_drive_holds_any_number(self, ada, world):
        world.drive.max_children = 1
        first = ada.new("A")
        assert ada.new("B")
        assert ada.new("C", parent=first)
        body = {"name": "D", "mimeType": FOLDER, "parents": [first]}
        assert ada.ask("POST", "files", body).reason == "403 numChildrenInNonRootLimitExceeded"

    @pytest.mark.fact("D", "7")
    def test_an_item_of_a_shared_drive_has_one_parent(self, robot, shared):
        folder = robot.new("Plans", parent=shared)
        assert robot.change(robot.blob("a.txt", parents=[shared]), addParents=folder).reason == "403 teamDrivesParentLimit"

    @pytest.mark.fact("D", "7")
    def test_a_page_of_files_holds_a_hundred_and_at_most_a_thousand(self, ada, world):
        for number in range(101):
            world.drive.new_file(ada.who, f"Folder {number}", FOLDER)
        assert len(ada.get("files").json["files"]) == 100
        assert len(ada.get("files", pageSize=1000).json["files"]) == 101
        assert ada.get("files", pageSize=1001).status == 400

    @pytest.mark.fact("D", "7")
    def test_a_page_of_changes_holds_a_hundred_and_at_most_a_thousand(self, ada, world):
        token = ada.get("changes/startPageToken").json["startPageToken"]
        for number in range(101):
            world.drive.new_file(ada.who, f"Folder {number}", FOLDER)
        assert len(ada.get("changes", pageToken=token).json["changes"]) == 100
        assert ada.get("changes", pageToken=token, pageSize=1001).status == 400

    @pytest.mark.fact("D", "7")
    def test_a_page_of_a_shared_drives_permissions_holds_a_hundred(self, ada, shared):
        for number in range(100):
            ada.share(shared, f"pupil{number}@school.example")
        told = ada.get(f"files/{shared}/permissions", supportsAllDrives=True).json
        assert len(told["permissions"]) == 100
        assert "nextPageToken" in told
        assert ada.get(f"files/{shared}/permissions", supportsAllDrives=True, pageSize=101).status == 400

    @pytest.mark.fact("D", "7")
    def test_a_file_has_five_terabytes(self, ada):
        assert ada.get("about", fields="maxUploadSize").json == {"maxUploadSize": "5242880000000"}

    @pytest.mark.fact("D", "7")
    def test_who_shares_without_a_mail_sends_none(self, ada, world):
        body = {"type": "user", "role": "reader", "emailAddress": "ben@school.example"}
        ada.ask("POST", f"files/{ada.new('Plans')}/permissions", body, sendNotificationEmail=False)
        assert world.drive.mails == []

    @pytest.mark.fact("D", "7")
    @pytest.mark.parametrize(("bytes_", "status"), [(124, 200), (125, 403)])
    def test_a_property_has_124_bytes_with_its_key(self, ada, bytes_, status):
        answer = ada.ask("POST", "files", {"name": "X", "mimeType": FOLDER, "properties": {"clé": "x" * (bytes_ - 4)}})
        assert answer.status == status

    @pytest.mark.fact("D", "7")
    def test_each_call_of_a_batch_is_paid_for(self, ada, app):
        folder = ada.new("Plans")
        part = f"--b\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/files/{folder} HTTP/1.1\r\n\r\n\r\n"
        headers = {"authorization": f"Bearer {ada.token}", "content-type": "multipart/mixed; boundary=b"}
        app.world.log.clear()
        app.answer(Request("POST", "/batch/drive/v3", "", headers, (part * 3 + "--b--").encode(), "http://drive.test"))
        assert [entry.units for entry in app.world.log if entry.part] == [5, 5, 5]

    @pytest.mark.fact("D", "7")
    def test_a_permission_that_ends_is_for_people_and_groups(self, ada, world):
        world.directory.add_group("staff@school.example")
        folder, until = ada.new("Plans"), "2026-10-01T09:00:00Z"
        statuses = {
            "user": ada.share(folder, "ben@school.example", expirationTime=until).status,
            "group": ada.share(folder, "staff@school.example", kind="group", expirationTime=until).status,
            "domain": ada.share(folder, kind="domain", domain="school.example", expirationTime=until).status,
            "anyone": ada.share(folder, kind="anyone", expirationTime=until).status,
        }
        assert statuses == {"user": 200, "group": 200, "domain": 403, "anyone": 403}


class TestGrantees:
    def test_who_is_invited_before_they_are_known_is_the_same_person_afterwards(self, ada, client):
        folder = ada.new("Plans")
        made = ada.share(folder, "cleo@school.example", "reader").json
        cleo = client("cleo@school.example")
        assert made["id"] == cleo.who.permission_id == cleo.get("about", fields="user").json["user"]["permissionId"]
        ada.share(folder, cleo.email, "writer")
        told = ada.get(f"files/{folder}/permissions", fields="permissions(emailAddress,role)").json["permissions"]
        assert told == [{"emailAddress": ada.email, "role": "owner"}, {"emailAddress": cleo.email, "role": "writer"}]
        assert cleo.unshare(folder, cleo.who.permission_id).status == 204

    def test_an_owner_inherits_nothing_from_their_own_folder(self, ada):
        file = ada.blob("a.txt", parents=[ada.new("Plans")])
        (mine,) = ada.get(f"files/{file}/permissions", fields="*").json["permissions"]
        assert mine["permissionDetails"] == [{"permissionType": "file", "role": "owner", "inherited": False}]


def test_a_file_whose_last_revision_is_deleted_has_the_sums_of_the_one_before(ada):
    file = ada.blob("a.txt", b"first")
    before = ada.file(file, "size,md5Checksum,sha1Checksum,sha256Checksum")
    head = ada.upload(b"second one", file_id=file, fields="headRevisionId").json["headRevisionId"]
    assert ada.ask("DELETE", f"files/{file}/revisions/{head}").status == 204
    assert ada.file(file, "size,md5Checksum,sha1Checksum,sha256Checksum") == before


def test_a_chunk_of_an_upload_that_nobody_knows_begins_no_other(ada):
    answer = ada.ask("POST", "files", {"name": "a.txt"}, uploadType="resumable", upload_id="gone")
    assert (answer.status, answer.headers.get("location")) == (404, None)


def test_a_blob_that_is_written_again_stays_a_blob(ada):
    file = ada.blob("a.csv", b"a,b", "text/csv")
    answer = ada.upload(b"c,d", "text/csv", file_id=file, body={"mimeType": SHEET})
    assert (answer.status, answer.error["message"]) == (400, "The requested conversion is not supported.")
    assert ada.get(f"files/{file}", alt="media").body == b"a,b"


@pytest.mark.fact("D", "8")
def test_who_lost_a_file_is_told_so_once_and_of_no_change_after_that(ada, ben):
    folder = ada.new("Plans")
    ada.share(folder, ben.email, "reader")
    token = ben.get("changes/startPageToken").json["startPageToken"]
    ada.unshare(folder, ben.who.permission_id)
    ada.change(folder, {"name": "Plans of ours"})
    told = ben.get("changes", pageToken=token).json
    assert [(one["fileId"], one["removed"]) for one in told["changes"]] == [(folder, True)]
    ada.change(folder, {"name": "Plans of mine"})
    assert ben.get("changes", pageToken=told["newStartPageToken"]).json["changes"] == []


@pytest.mark.parametrize("parameter", ["includeLabels", "includePermissionsForView"])
def test_a_parameter_that_is_not_built_is_not_passed_over(ada, parameter):
    answer = ada.get(f"files/{ada.new('Plans')}", **{parameter: "published"})
    assert (answer.status, answer.headers["X-Senco-Emulator"]) == (400, "not implemented")
