"""The pupils as Python objects: the MIS's facts, and the people's own words where the register has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from room import COLUMNS, Room, child, roll

from senco_connect.listing import pupils_of
from senco_connect.record import MISSING
from senco_connect.record.models import Pupil
from senco_connect.run import Stores
from senco_connect.store import open_state


def listed(room: Room, stores: Stores | None = None) -> Mapping[str | None, Pupil]:
    """The pupils by admission number."""
    with open_state(room.state) as state:
        found = pupils_of(stores or room.stores(), state, room.tools(), ownership=room.rules.ownership)
        return {pupil.admission_no: pupil for pupil in found}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path, roll(4))
    made.run()
    made.run()
    return made


def test_everybody_on_the_roll_is_listed_once_typed(room: Room) -> None:
    pupils = listed(room)
    assert len(pupils) == 4
    one = pupils["000001"]
    assert (one.key, one.sen_status, one.sen_since, one.pupil_premium) == (room.key(1), "K", date(2024, 9, 5), False)


def test_a_senco_sees_their_own_words_and_the_misss_facts(room: Room) -> None:
    room.book.type(room.key(1), "strategy_1", "by the door")
    room.book.type(room.key(1), "sen_status", "E")
    room.book.type(room.key(1), "surname", "Mine")
    one = listed(room)["000001"]
    assert (one.strategy_1, one.sen_status, one.surname) == ("by the door", "E", "Testchild1")


def test_who_left_is_listed_from_the_register(room: Room) -> None:
    room.mis.remove(0)
    room.export()
    room.run()
    assert listed(room)["000001"].surname == "Testchild1"


def test_a_row_without_a_key_is_listed_under_the_pupils_key(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4), columns=COLUMNS[1:], rows=[child(1, strategy_1="quiet corner")])
    assert listed(room)["000001"].strategy_1 == "quiet corner"


def test_a_cell_that_the_register_does_not_show_takes_nothing_away(room: Room) -> None:
    stores = room.stores()
    assert stores.register is not None
    whole = stores.register.read()
    place = whole.fields.index("sen_status")
    hidden = [row._replace(values=(*row.values[:place], MISSING, *row.values[place + 1 :])) for row in whole.rows]
    stores.register.read = lambda: whole._replace(rows=hidden)  # type: ignore[method-assign]
    assert listed(room, stores)["000001"].sen_status == "K"


def test_without_a_register_the_export_alone_is_listed(room: Room) -> None:
    assert len(listed(room, room.stores()._replace(register=None))) == 4
