"""What is remembered, and how fast."""

from __future__ import annotations

import json
import time

import pytest
from senco_connect_emulator.clock import Clock
from senco_connect_emulator.errors import Refused
from senco_connect_emulator.world import World

from .conftest import DOC, FOLDER, START


def test_a_snapshot_is_json_and_restores_everything(ada, ben, robot, shared, world):
    folder = ada.new("Plans", appProperties={"key": "7"})
    file = ada.blob("a.txt", b"\x00\xff", parents=[folder])
    ada.share(folder, ben.email, "reader")
    robot.new("In the shared drive", parent=shared)
    ada.ask("POST", f"files/{file}/comments", {"content": "Seen"}, fields="id")
    told = json.loads(json.dumps(world.drive.snapshot()))
    token = ada.get("changes/startPageToken").json["startPageToken"]
    ada.ask("DELETE", f"files/{folder}")
    ada.ask("PATCH", f"drives/{shared}", {"name": "Other"})
    world.drive.restore(told)
    assert world.drive.snapshot() == told
    assert ada.get(f"files/{file}", alt="media").body == b"\x00\xff"
    assert ada.names(f"'{folder}' in parents") == ["a.txt"]
    assert ada.get("changes/startPageToken").json["startPageToken"] == token
    assert ada.get(f"drives/{shared}").json["name"] == "SEND"
    assert world.drive.item_count(shared) == 1


@pytest.mark.parametrize(("style", "code", "words"), [
    ("drive", 404, "File not found: {0}."),
    ("sheets", 403, "The caller does not have permission"),
    ("docs", 403, "The caller does not have permission"),
])  # fmt: skip
@pytest.mark.fact("R", "4")
def test_each_service_refuses_in_its_own_words(ada, ben, world, style, code, words):
    file = ada.new("Plan", DOC)
    with pytest.raises(Refused) as caught:
        world.drive.require(ben.who, file, "reader", style=style)
    assert (caught.value.code, caught.value.message) == (code, words.format(file))
    ada.share(file, ben.email, "reader")
    assert world.drive.require(ben.who, file, "reader", style=style)["id"] == file
    with pytest.raises(Refused) as caught:
        world.drive.require(ben.who, file, "writer", style=style)
    assert caught.value.code == 403


@pytest.mark.fact("R", "4")
def test_sheets_says_404_of_what_does_not_exist(ada, world):
    with pytest.raises(Refused) as caught:
        world.drive.require(ada.who, "1nothing", "reader", style="sheets")
    assert (caught.value.code, caught.value.message) == (404, "Requested entity was not found.")


def test_the_scope_of_a_service_reaches_its_files_without_drive(client, ada, world):
    file = ada.new("Plan", DOC)
    writer = client(ada.email, scopes=("documents",), project="another").who
    assert world.drive.require(writer, file, "writer", style="docs")["id"] == file
    with pytest.raises(Refused):
        world.drive.require(writer, file, "reader", style="drive")


def test_the_same_seed_makes_the_same_ids():
    def ids():
        world = World(clock=Clock(START), seed="x")
        ada = world.directory.identity("ada@school.example")
        return [world.drive.new_file(ada, "A", FOLDER)["id"] for _ in range(3)]

    assert ids() == ids()


def test_thousands_of_folders_are_listed_in_a_moment(ada, robot, shared, world):
    top = robot.new("Pupils", parent=shared)
    for number in range(3600):
        world.drive.new_file(robot.who, f"Pupil {number}", FOLDER, parents=[top], appProperties={"key": str(number)})
    fields = "nextPageToken,files(id,name,mimeType,parents,appProperties,trashed,capabilities/canTrash)"
    params = {"q": f"'{top}' in parents and trashed = false", "corpora": "drive", "driveId": shared, "pageSize": 1000}
    params |= {"supportsAllDrives": True, "includeItemsFromAllDrives": True, "fields": fields}
    found, token, slowest = 0, "", 0.0
    while True:
        before = time.perf_counter()
        page = robot.get("files", **params, **({"pageToken": token} if token else {})).json
        slowest = max(slowest, time.perf_counter() - before)
        found, token = found + len(page["files"]), page.get("nextPageToken", "")
        if not token:
            break
    assert found == 3600
    assert slowest < 5, slowest
