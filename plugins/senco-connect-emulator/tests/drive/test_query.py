"""The language of q."""

from __future__ import annotations

import pytest
from senco_connect_emulator.drive.query import Both, Either, Has, Not, Term, parse_query
from senco_connect_emulator.errors import Refused

from .conftest import FOLDER, SHORTCUT


@pytest.mark.fact("D", "8")
def test_conditions_are_joined_from_left_to_right():
    a, b, c = (Term("name", "=", letter) for letter in "abc")
    assert parse_query("name='a' or name = 'b' and name='c'") == Both(Either(a, b), c)
    assert parse_query("name='a' or (name='b' and name='c')") == Either(a, Both(b, c))
    assert parse_query("not name='a' AND NOT (name='b')") == Both(Not(a), Not(b))


@pytest.mark.fact("D", "8")
def test_a_backslash_escapes_a_quote_and_itself():
    assert parse_query(r"name = 'O\'Neill \\ Sons'") == Term("name", "=", "O'Neill \\ Sons")
    assert parse_query('name = "O\'Neill"') == Term("name", "=", "O'Neill")


@pytest.mark.fact("D", "8")
def test_properties_are_asked_for_by_key_or_by_key_and_value():
    assert parse_query("appProperties has { key='k' and value='v' }") == Has("appProperties", "k", "v")
    assert parse_query("properties has {key = 'k'}") == Has("properties", "k", None)


@pytest.mark.fact("R", "8")
@pytest.mark.parametrize(
    "q",
    [
        "name", "name =", "name = x", "name 'x'", "name = 'x' and", "and name = 'x'", "(name = 'x'", "name = 'x')", "'x' in",
        "name = 'x' name = 'y'", "title = 'x'", "id = 'x'", "id > 'x'", "mimeType > 'x'", "trashed = 'x'", "trashed > true",
        "'x' in name", "name in 'x'", "fullText = 'x'", "parents = 'x'", "properties has {value='v'}", "name has {key='k'}",
        "modifiedTime > 'yesterday'", "modifiedTime contains '2026'", "name = 'O'Neill'", "name = 'x", "name ~ 'x'",
        "appProperties = 'x'", "not", "properties has {key='k' and color='v'}", "starred",
    ],
)  # fmt: skip
def test_what_does_not_parse_is_an_invalid_value_of_q(ada, q):
    assert ada.get("files", q=q).error == {
        "code": 400, "message": "Invalid Value", "domain": "global", "reason": "invalid", "location": "q",
        "locationType": "parameter",
    }  # fmt: skip


@pytest.mark.fact("R", "8")
def test_names_can_not_be_compared_and_the_service_falls_over():
    with pytest.raises(Refused) as caught:
        parse_query("name > 'x'")
    assert caught.value.code == 500


@pytest.fixture
def drive(ada, ben, world):
    """Some files of ada's."""
    plans = ada.new("SEN Plans", description="Every child's")
    ada.new("Amira Okafor", parent=plans, appProperties={"pupil": "7"}, properties={"year": "4"})
    ada.blob("Report for O'Neill.txt", b"The pupil reads well.", parents=[plans])
    ada.blob("photo_of_trip.jpg", b"x", "image/jpeg", starred=True)
    ada.new("Way", SHORTCUT, shortcutDetails={"targetId": plans})
    trash = ada.new("Old")
    ada.change(trash, {"trashed": True})
    world.clock.move(3600)
    notes = ada.blob("Notes", b"")
    ada.share(notes, ben.email, "writer")
    return plans


ALL = ["Amira Okafor", "Notes", "Old", "Report for O'Neill.txt", "SEN Plans", "Way", "photo_of_trip.jpg"]


@pytest.mark.fact("D", "8")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", ALL),
        ("name = 'sen plans'", ["SEN Plans"]),
        ("name != 'SEN PLANS' and trashed = false", ["Amira Okafor", "Notes", "Report for O'Neill.txt", "Way", "photo_of_trip.jpg"]),
        ("name contains 'pla'", ["SEN Plans"]),
        ("name contains 'lans'", []),
        ("name contains 'okaf'", ["Amira Okafor"]),
        ("name contains 'trip'", ["photo_of_trip.jpg"]),
        (r"name contains 'O\'Neill'", ["Report for O'Neill.txt"]),
        ("trashed = true", ["Old"]),
        ("trashed != false", ["Old"]),
        ("not trashed = true and starred = true", ["photo_of_trip.jpg"]),
        (f"mimeType = '{FOLDER}' and trashed=false", ["Amira Okafor", "SEN Plans"]),
        (f"mimeType != '{FOLDER}' and mimeType != '{SHORTCUT}'", ["Notes", "Report for O'Neill.txt", "photo_of_trip.jpg"]),
        ("mimeType contains 'image/'", ["photo_of_trip.jpg"]),
        ("modifiedTime > '2026-09-01T08:30:00'", ["Notes"]),
        ("modifiedTime <= '2026-09-01T09:30:00+01:00' and name contains 'notes'", []),
        ("createdTime >= '2026-09-01T09:00:00Z'", ["Notes"]),
        ("viewedByMeTime < '2020-01-01T00:00:00'", []),
        ("'root' in parents and trashed = false", ["Notes", "SEN Plans", "Way", "photo_of_trip.jpg"]),
        ("appProperties has { key='pupil' and value='7' }", ["Amira Okafor"]),
        ("appProperties has { key='pupil' and value='8' }", []),
        ("properties has { key='year' }", ["Amira Okafor"]),
        ("'ada@school.example' in owners and name = 'notes'", ["Notes"]),
        ("'me' in owners and name = 'notes'", ["Notes"]),
        ("'ben@school.example' in writers", ["Notes"]),
        ("'ben@school.example' in readers", ["Notes"]),
        ("'ben@school.example' in owners", []),
        ("fullText contains 'pupil'", ["Report for O'Neill.txt"]),
        ("fullText contains 'reads pupil'", ["Report for O'Neill.txt"]),
        ("fullText contains '\"reads well\"'", ["Report for O'Neill.txt"]),
        ("fullText contains '\"well reads\"'", []),
        ("fullText contains 'child'", ["SEN Plans"]),
        ("sharedWithMe = true", []),
        ("visibility = 'limited' and name='notes'", ["Notes"]),
        ("visibility = 'anyoneWithLink'", []),
    ],
)  # fmt: skip
def test_what_a_query_finds(ada, drive, q, found):
    assert ada.names(q) == found


def test_a_folder_is_searched_by_its_id_and_a_shortcut_by_its_target(ada, drive):
    assert ada.names(f"'{drive}' in parents") == ["Amira Okafor", "Report for O'Neill.txt"]
    assert ada.names(f"not '{drive}' in parents and name contains 'amira'") == []
    assert ada.names(f"shortcutDetails.targetId = '{drive}'") == ["Way"]


def test_what_is_shared_with_somebody_is_found_by_them(ben, drive):
    assert ben.names("sharedWithMe = true") == ["Notes"]
    assert ben.names() == ["Notes"]


@pytest.mark.fact("D", "8")
def test_app_properties_are_found_by_their_own_app_alone(client, ada, drive):
    other = client(ada.email, project="another")
    assert other.names("appProperties has { key='pupil' and value='7' }") == []
    assert other.names("properties has { key='year' and value='4' }") == ["Amira Okafor"]


@pytest.mark.fact("R")
def test_a_query_in_a_folder_that_is_not_there_is_404(ada):
    error = ada.get("files", q="'1nothing' in parents").error
    assert (error["code"], error["message"], error["location"]) == (404, "File not found: .", "fileId")


def test_things_that_are_open_to_be_found(ada, ben, drive):
    ada.share(drive, role="reader", kind="domain", domain="school.example", allowFileDiscovery=True)
    assert ada.names("visibility = 'domainCanFind' and name = 'sen plans'") == ["SEN Plans"]
    assert "SEN Plans" in ben.names()
    photo = ada.get("files", q="name contains 'photo'").json["files"][0]["id"]
    ada.share(photo, role="reader", kind="anyone")
    assert "photo_of_trip.jpg" not in ben.names()
    assert ben.get(f"files/{photo}").status == 200


@pytest.mark.fact("D")
def test_what_is_shared_with_me_needs_no_value():
    assert parse_query("sharedWithMe and name contains 'Plan'") == Both(Term("sharedWithMe", "=", "true"), Term("name", "contains", "Plan"))
    assert parse_query("not sharedWithMe") == Not(Term("sharedWithMe", "=", "true"))
    assert parse_query("sharedWithMe != true") == Term("sharedWithMe", "!=", "true")
