"""Comments, replies and about: the methods that insist on a mask."""

from __future__ import annotations

import pytest


@pytest.fixture
def file(ada, ben):
    made = ada.blob("a.txt", b"x")
    ada.share(made, ben.email, "commenter")
    return made


def put(client, file, content="Well done", **more):
    return client.ask("POST", f"files/{file}/comments", {"content": content, **more}, fields="*").json


@pytest.mark.fact("R")
@pytest.mark.parametrize("path", ["about", "files/{0}/comments", "files/{0}/comments/x", "files/{0}/comments/x/replies"])
def test_without_fields_the_method_refuses(ada, file, path):
    assert ada.get(path.format(file)).error == {
        "code": 400, "message": "The 'fields' parameter is required for this method.", "domain": "global",
        "reason": "required", "location": "fields", "locationType": "parameter",
    }  # fmt: skip


@pytest.mark.fact("D")
def test_a_comment_and_what_it_is_about(ada, ben, file):
    quoted = {"mimeType": "text/plain", "value": "x < y"}
    made = put(ben, file, "a < b", anchor='{"r": "head"}', quotedFileContent=quoted)
    assert made["kind"] == "drive#comment"
    assert made["author"] == {"kind": "drive#user", "displayName": "Ben", "me": True, "photoLink": "//lh3.googleusercontent.com/a/default-user=s50-c-k-no"}
    assert (made["content"], made["htmlContent"]) == ("a < b", "a &lt; b")
    assert (made["quotedFileContent"], made["anchor"]) == (quoted, '{"r": "head"}')
    assert (made["deleted"], made["replies"]) == (False, [])
    assert ada.get(f"files/{file}/comments/{made['id']}", fields="author/me").json == {"author": {"me": False}}
    assert ada.ask("POST", f"files/{file}/comments", {}, fields="*").status == 400
    assert ada.ask("POST", f"files/{file}/comments", {"content": "x", "resolved": True}, fields="*").reason == "403 fieldNotWritable"


@pytest.mark.fact("D")
def test_a_reply_settles_a_comment_and_opens_it_again(ada, ben, file):
    comment = put(ben, file)["id"]
    path = f"files/{file}/comments/{comment}"
    assert "resolved" not in ada.get(path, fields="*").json
    reply = ada.ask("POST", f"{path}/replies", {"action": "resolve"}, fields="*").json
    assert (reply["kind"], reply["action"]) == ("drive#reply", "resolve")
    assert ada.get(path, fields="resolved").json == {"resolved": True}
    ada.ask("POST", f"{path}/replies", {"content": "Not yet", "action": "reopen"}, fields="*")
    told = ada.get(path, fields="*").json
    assert told["resolved"] is False
    assert [one.get("content") for one in told["replies"]] == [None, "Not yet"]
    assert ada.ask("POST", f"{path}/replies", {}, fields="*").status == 400
    assert ada.ask("POST", f"{path}/replies", {"action": "dance"}, fields="*").status == 400


def test_comments_are_listed_the_last_changed_first_in_pages(ada, file, world):
    for number in range(3):
        put(ada, file, f"Comment {number}")
        world.clock.move(60)
    told = ada.get(f"files/{file}/comments", fields="*", pageSize=2).json
    assert [one["content"] for one in told["comments"]] == ["Comment 2", "Comment 1"]
    rest = ada.get(f"files/{file}/comments", fields="*", pageSize=2, pageToken=told["nextPageToken"]).json
    assert [one["content"] for one in rest["comments"]] == ["Comment 0"]
    late = ada.get(f"files/{file}/comments", fields="*", startModifiedTime="2026-09-01T08:01:30Z").json
    assert [one["content"] for one in late["comments"]] == ["Comment 2"]


def test_a_deleted_comment_has_no_text_and_is_shown_when_asked_for(ada, ben, file):
    comment = put(ben, file)["id"]
    path = f"files/{file}/comments/{comment}"
    assert ben.ask("DELETE", path).status == 204
    error = ada.get(path, fields="*").error
    assert (error["message"], error["location"]) == (f"Comment not found: {comment}.", "commentId")
    told = ada.get(path, fields="*", includeDeleted=True).json
    assert told["deleted"] is True
    assert {"content", "htmlContent"}.isdisjoint(told)
    assert ada.get(f"files/{file}/comments", fields="*").json["comments"] == []
    assert len(ada.get(f"files/{file}/comments", fields="*", includeDeleted=True).json["comments"]) == 1


def test_a_text_is_changed_by_its_author_alone(ada, ben, file):
    comment = put(ben, file)["id"]
    path = f"files/{file}/comments/{comment}"
    assert ada.ask("PATCH", path, {"content": "Mine"}, fields="*").status == 403
    assert ben.ask("PATCH", path, {"content": "Better"}, fields="content").json == {"content": "Better"}
    assert ada.ask("DELETE", path).status == 204


def test_replies_are_got_listed_changed_and_deleted(ada, ben, file):
    path = f"files/{file}/comments/{put(ben, file)['id']}/replies"
    reply = ben.ask("POST", path, {"content": "Thanks"}, fields="*").json["id"]
    assert ada.get(f"{path}/{reply}", fields="content").json == {"content": "Thanks"}
    assert ada.ask("PATCH", f"{path}/{reply}", {"content": "x"}, fields="*").status == 403
    assert ben.ask("PATCH", f"{path}/{reply}", {"content": "Thank you"}, fields="content").json == {"content": "Thank you"}
    assert len(ada.get(path, fields="*").json["replies"]) == 1
    assert ada.ask("DELETE", f"{path}/{reply}").status == 403
    assert ben.ask("DELETE", f"{path}/{reply}").status == 204
    assert ada.get(path, fields="*").json["replies"] == []
    error = ada.get(f"{path}/{reply}", fields="*").error
    assert (error["code"], error["location"]) == (404, "replyId")


@pytest.mark.fact("D")
def test_about_tells_who_asks_and_what_drive_can_do(ada, robot):
    assert ada.get("about", fields="user/emailAddress,storageQuota/usage").json == {
        "user": {"emailAddress": ada.email}, "storageQuota": {"usage": "0"},
    }  # fmt: skip
    told = ada.get("about", fields="*").json
    assert told["kind"] == "drive#about"
    assert told["user"]["me"] is True
    assert "application/vnd.google-apps.spreadsheet" in told["importFormats"]["text/csv"]
    assert "application/pdf" in told["exportFormats"]["application/vnd.google-apps.document"]
    assert (told["canCreateDrives"], robot.get("about", fields="canCreateDrives").json["canCreateDrives"]) == (True, False)


@pytest.mark.fact("R")
def test_about_knows_the_kinds_of_the_other_editors_and_the_themes(ada):
    told = ada.get("about", fields="*").json
    assert told["maxImportSizes"]["application/vnd.google-apps.drawing"] == "2097152"
    assert told["importFormats"]["image/x-png"] == ["application/vnd.google-apps.document"]
    assert told["importFormats"]["text/comma-separated-values"] == ["application/vnd.google-apps.spreadsheet"]
    assert told["exportFormats"]["application/vnd.google-apps.form"] == ["application/zip"]
    assert told["driveThemes"] == told["teamDriveThemes"]
    assert told["driveThemes"][-1] == {
        "id": "wood", "colorRgb": "#8d6e63",
        "backgroundImageLink": "https://ssl.gstatic.com/team_drive_themes/wood_background.jpg",
    }  # fmt: skip


def test_about_counts_what_one_owns_and_what_of_it_is_in_the_trash(ada):
    ada.blob("a.txt", b"12345")
    ada.change(ada.blob("b.txt", b"123"), {"trashed": True})
    told = ada.get("about", fields="storageQuota").json["storageQuota"]
    assert (told["usage"], told["usageInDrive"], told["usageInDriveTrash"]) == ("8", "8", "3")
