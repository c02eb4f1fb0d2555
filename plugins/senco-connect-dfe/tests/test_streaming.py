"""A file of any size is read in the memory of a few pupils, one row after another."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from senco_connect_dfe.cells import Cells
from senco_connect_dfe.ctf import FIELDS_READ, iter_pupils
from senco_connect_dfe.notes import Notes

from senco_connect.errors import InputRefused

START = b"<CTfile><Header><CTFversion>25.0</CTFversion></Header><CTFpupilData>\n"
END = b"</CTFpupilData></CTfile>"


class Trust(io.RawIOBase):
    """A file of many pupils that is made while it is read, so that it takes no memory itself."""

    def __init__(self, pupils: int) -> None:
        self._parts = self._written(pupils)
        self._rest = b""

    def _written(self, pupils: int) -> Iterator[bytes]:
        yield START
        for n in range(pupils):
            yield (
                f"<Pupil><UPN>H80120{n:07d}</UPN><Surname>Exampleby{n % 400}</Surname><DOB>2015-04-03</DOB>"
                f"<SENhistory><SEN><StartDate>2024-01-08</StartDate><SENprovision>K</SENprovision></SEN></SENhistory>"
                f"<Address><AddressLines><AddressLine1>{n % 400} Row</AddressLine1></AddressLines></Address></Pupil>\n"
            ).encode()
        yield END

    def readable(self) -> bool:
        return True

    def readinto(self, room: bytearray) -> int:
        part = self._rest or next(self._parts, b"")
        taken = part[: len(room)]
        self._rest = part[len(room) :]
        room[: len(taken)] = taken
        return len(taken)


def trust(pupils: int) -> io.BufferedReader:
    return io.BufferedReader(Trust(pupils), 65_536)


def most_memory(pupils: int) -> int:
    """Give the most bytes held at once while so many pupils are read, one by one."""
    tracemalloc.start()
    try:
        assert sum(1 for _ in iter_pupils(trust(pupils))) == pupils
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_six_times_the_pupils_take_no_more_memory() -> None:
    """A trust's file once filled a small machine; what is kept are findings, and of those few."""
    assert most_memory(6_000) < most_memory(1_000) * 1.1


def test_what_is_remembered_of_texts_has_a_bound() -> None:
    """Every family has another address: remembered for ever, they would be the whole file again."""
    cells = Cells("Address", "address", Notes())
    for n in range(20_000):
        assert cells[f"{n} Sample Row"] == f"{n} Sample Row"
    assert len(cells) <= 8_192
    assert (cells[None], cells[""]) == ("", "")


def test_numbers_of_one_child_are_not_remembered_at_all() -> None:
    cells = Cells("UPN", "upn", Notes())
    before = len(cells)
    assert cells["H801200001001"] == "H801200001001"
    assert len(cells) == before


def test_kinds_of_unknown_elements_are_named_up_to_a_bound() -> None:
    notes = Notes()
    for n in range(10_000):
        notes.pass_over(f"Extra{n}")
    assert len(notes.unused) == 400


def test_rows_come_before_the_file_is_read_to_its_end() -> None:
    stream = trust(10_000_000)
    rows = iter_pupils(stream)
    first = next(rows)
    assert dict(zip(FIELDS_READ, first.values, strict=True))["surname"] == "Exampleby0"


def test_a_file_that_breaks_off_is_refused_at_its_end_and_not_before() -> None:
    content = START + b"<Pupil><Surname>Exampleby</Surname></Pupil>\n<Pupil>"
    rows = iter_pupils(io.BytesIO(content))
    assert next(rows).line == 2
    with pytest.raises(InputRefused):
        next(rows)


def test_equal_texts_of_a_school_are_held_once() -> None:
    """A roll has forty surnames twice over, and twelve years: its rows share them."""
    rows = list(iter_pupils(trust(500)))
    status = FIELDS_READ.index("sen_status")
    assert len({id(row.values[status]) for row in rows}) == 1
