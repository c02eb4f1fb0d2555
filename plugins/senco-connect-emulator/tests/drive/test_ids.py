"""Ids made in advance: a create that is repeated finds that it has happened."""

from __future__ import annotations

import pytest

from .conftest import DOC, FOLDER, SHEET, SHORTCUT


def promised(client, **params):
    return client.get("files/generateIds", **params).json


@pytest.mark.fact("D", "8")
def test_ids_come_by_ten_or_as_many_as_are_asked_for(ada):
    told = promised(ada)
    assert (told["kind"], told["space"], len(set(told["ids"]))) == ("drive#generatedIds", "drive", 10)
    assert len(promised(ada, count=1000)["ids"]) == 1000
    assert ada.get("files/generateIds", count=1001).status == 400


@pytest.mark.fact("D", "8")
def test_a_second_create_under_the_same_id_is_409(ada):
    wanted = promised(ada, count=1)["ids"][0]
    body = {"id": wanted, "name": "Plans", "mimeType": FOLDER}
    assert ada.ask("POST", "files", body).json["id"] == wanted
    error = ada.ask("POST", "files", {**body, "name": "Other"}).error
    assert (error["code"], error["message"]) == (409, "A file already exists with the provided ID.")
    assert ada.names() == ["Plans"]


def test_the_409_comes_even_when_the_file_is_in_the_trash(ada):
    wanted = promised(ada, count=1)["ids"][0]
    ada.ask("POST", "files", {"id": wanted, "name": "Plans", "mimeType": FOLDER})
    ada.change(wanted, {"trashed": True})
    assert ada.ask("POST", "files", {"id": wanted, "name": "Plans", "mimeType": FOLDER}).status == 409


@pytest.mark.fact("D", "8")
def test_a_blob_may_have_an_id_made_in_advance(ada):
    wanted = promised(ada, count=1)["ids"][0]
    assert ada.blob("a.txt", b"x", id=wanted) == wanted


@pytest.mark.fact("R", "8")
@pytest.mark.parametrize("mime_type", [DOC, SHEET])
def test_editors_files_take_no_id_made_in_advance(ada, mime_type):
    wanted = promised(ada, count=1)["ids"][0]
    answer = ada.ask("POST", "files", {"id": wanted, "name": "X", "mimeType": mime_type})
    assert answer.status == 403
    assert answer.error["message"] == "Generated IDs are not supported for Docs Editors formats."


@pytest.mark.fact("R")
def test_an_id_that_nobody_promised_is_not_usable(ada):
    error = ada.ask("POST", "files", {"id": "1mine", "name": "X", "mimeType": FOLDER}).error
    assert (error["code"], error["message"]) == (400, "The provided file ID is not usable.")


@pytest.mark.fact("R")
def test_a_shortcut_takes_an_id_made_for_shortcuts_alone(ada):
    body = {"name": "L", "mimeType": SHORTCUT, "shortcutDetails": {"targetId": ada.new("Plans")}}
    for kind, status in (("files", 400), ("shortcuts", 200)):
        wanted = promised(ada, count=1, type=kind)["ids"][0]
        assert ada.ask("POST", "files", {**body, "id": wanted}).status == status


@pytest.mark.parametrize("params", [{"space": "photos"}, {"type": "folders"}, {"type": "shortcuts", "space": "appDataFolder"}])
def test_ids_of_an_unknown_kind_are_refused(ada, params):
    assert ada.get("files/generateIds", **params).reason == "400 invalid"
