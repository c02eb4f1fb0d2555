"""What a cell said before is kept encrypted, for thirty days, for one operation; nothing else of it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from room import Room

from senco_connect.store import open_state
from senco_connect.store.history import history_of, last_runs
from senco_connect.store.images import KEPT_DAYS, Image, open_image, seal_image

SECRET = b"s" * 32


def test_an_image_gives_both_texts_back_for_its_operation() -> None:
    kept = Image("Zoë’s\nbefore", "", {"need_2": "VI"})
    image = seal_image(SECRET, kept, bound_to="R1op")
    assert open_image(SECRET, image, bound_to="R1op") == kept


@pytest.mark.parametrize(
    ("secret", "bound_to", "damage"),
    [
        (b"t" * 32, "R1op", lambda image: image),
        (SECRET, "R2op", lambda image: image),
        (SECRET, "", lambda image: image),
        (SECRET, "R1op", lambda image: image[:-1]),
        (SECRET, "R1op", lambda image: image[:5]),
        (SECRET, "R1op", lambda image: b""),
        (SECRET, "R1op", lambda image: bytes([image[0] ^ 1]) + image[1:]),
        (SECRET, "R1op", lambda image: image[:-1] + bytes([image[-1] ^ 1])),
    ],
    ids=["another secret", "another operation", "no operation", "cut", "cut short", "empty", "nonce", "tag"],
)
def test_an_image_opens_for_nothing_else(secret: bytes, bound_to: str, damage) -> None:
    image = damage(seal_image(SECRET, Image("before", "after"), bound_to="R1op"))
    assert open_image(secret, image, bound_to=bound_to) is None


def test_two_images_of_one_text_are_not_alike() -> None:
    image = Image("a", "b")
    assert seal_image(SECRET, image, bound_to="op") != seal_image(SECRET, image, bound_to="op")


def written(room: Room) -> list[tuple[str | None, str | None, str]]:
    with open_state(room.state) as state:
        entries = history_of(state, room.key(1), "registration_group")
    return [(entry.before, entry.after, entry.outcome) for entry in entries if entry.kind == "CellWrite"]


def test_a_written_cell_can_be_explained_with_what_it_said(room: Room) -> None:
    assert written(room) == [("8A", "9Q", "done")]


def test_the_newest_comes_first_and_the_making_of_the_row_last(room: Room) -> None:
    room.office(1, "registration_group", "9R")
    room.export()
    room.run()
    with open_state(room.state) as state:
        entries = history_of(state, room.key(1), "registration_group")
    assert [(e.kind, e.before, e.after) for e in entries] == [
        ("CellWrite", "9Q", "9R"), ("CellWrite", "8A", "9Q"), ("NewRow", None, None)
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "kept"), [(KEPT_DAYS - 1, True), (KEPT_DAYS + 1, False)])
def test_an_image_is_gone_after_its_days_and_the_reason_stays(room: Room, days: int, kept: bool) -> None:
    room.clock += timedelta(days=days)
    room.office(3, "registration_group", "9Q")
    room.export()
    room.run()
    assert written(room) == [("8A", "9Q", "done") if kept else (None, None, "done")]


def test_an_image_moved_to_another_operation_shows_nothing(room: Room) -> None:
    room.office(3, "registration_group", "9Z")
    room.export()
    room.run()
    with open_state(room.state) as state:
        state.connection.execute(
            "UPDATE operation SET image = (SELECT image FROM operation WHERE key = ? AND field = 'registration_group')"
            " WHERE key = ? AND field = 'registration_group'",
            (room.key(3), room.key(1)),
        )
    assert written(room) == [(None, None, "done")]


def test_runs_are_listed_newest_first(room: Room) -> None:
    with open_state(room.state) as state:
        runs = last_runs(state, 2)
    assert [run.serial for run in runs] == sorted((run.serial for run in runs), reverse=True)
    assert {run.outcome for run in runs} == {"done"}
    assert len(runs) == 2


def test_no_text_of_any_kind_is_in_any_file_of_the_state(room: Room) -> None:
    """Canaries in every column that takes words, typed, delivered, held, in conflict, written over and removed."""
    for number, name in enumerate(("surname", "forename", "registration_group", "sen_note")):
        room.office(1, name, f"Canary-mis-{number}")
        room.book.type(room.key(3), name, f"Canary-sheet-{number}")
    room.book.type(room.key(5), "strategy_1", "Canary-strategy")
    room.book.type(room.key(7), "need_1", "Canary-need?")
    room.book.type(room.key(7), "broad_areas", "Canary-areas")
    room.export()
    room.run()
    room.book.remove_row(room.key(5))
    room.run()
    kept = b"".join(path.read_bytes() for path in room.state.iterdir())
    assert b"Canary" not in kept
    assert "Canary".encode("utf-16-le") not in kept
    assert room.mis.pupils[0]["upn"].encode() not in kept
