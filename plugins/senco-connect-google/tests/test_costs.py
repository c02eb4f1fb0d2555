"""What a sync costs: calls of Sheets and bytes, counted by the emulator (speed.md, safety.md G12 and G17)."""

from __future__ import annotations

from typing import Any

import pytest
from senco_connect_google.config import SheetsConfig
from senco_connect_google.register import SheetsRegister

from senco_connect.adapters import Batch, CellWrite, NewRow
from senco_connect.record import FIELDS

PUPILS = 2_000
FILLED = ("surname", "forename", "upn", "admission_no", "dob", "year_group", "registration_group", "sen_status",
          "pupil_premium", "eal", "attendance", "admission_date")  # fmt: skip


class Register:
    def __init__(self, office: Any) -> None:
        self.office = office
        self.id = office.spreadsheet("SEN register")
        self.open().create()
        self.office.google.log.clear()

    def open(self) -> SheetsRegister:
        config = SheetsConfig("sheets", self.id, credentials="key.json", endpoint=self.office.google.url)
        return SheetsRegister(config, self.office.tools())

    def sync(self, *operations: Any, stamp: str) -> set[str]:
        """Read, apply and look, as the engine does."""
        register = self.open()
        register.read()
        outcomes = register.apply(Batch(operations, (), stamp)) if operations else []
        if operations:
            register.read()
        return {outcome.result.value for outcome in outcomes}

    def calls(self) -> tuple[int, int]:
        entries = self.office.google.log.of("sheets.")
        return sum(entry.reads for entry in entries), sum(entry.writes for entry in entries)


def pupil(n: int) -> NewRow:
    values = {
        "surname": f"Testchild{n}", "forename": "Birch", "upn": f"A80120000{n:04d}", "admission_no": f"{n:06d}",
        "dob": "2015-04-03", "year_group": str(n % 7), "registration_group": f"{n % 7}B", "sen_status": "K",
        "pupil_premium": "true", "eal": "false", "attendance": "95.5", "admission_date": "2020-09-01",
    }  # fmt: skip
    return NewRow(f"n{n}", f"P{n:05d}2", values, "joined")


@pytest.fixture
def register(office: Any) -> Register:
    return Register(office)


def test_a_first_sync_of_two_thousand_pupils_takes_few_calls(register: Register) -> None:
    assert register.sync(*map(pupil, range(PUPILS)), stamp="s:1") == {"done"}
    reads, writes = register.calls()
    assert (reads, writes) == (2, 1)
    register.office.google.log.clear()
    assert register.sync(stamp="s:1") == set()
    assert register.calls() == (1, 0)
    register.office.google.log.clear()
    changes = [
        CellWrite(f"c{n}", f"P{n:05d}2", "sen_status", "K", "E", "the MIS changed") for n in range(0, PUPILS, 40)
    ]
    assert register.sync(*changes, stamp="s:2") == {"done"}
    assert register.calls() == (2, 1)
    (batch,) = register.office.google.log.of("sheets.spreadsheets.batchUpdate")
    print("bytes a changed cell", batch.received / len(changes), "answer", batch.sent)
    assert batch.received / len(changes) <= 250
    assert FIELDS["sen_status"].label in str(register.office.ask("GET", f"/v4/spreadsheets/{register.id}/values/Changes"))


def test_a_register_at_rest_is_not_written(register: Register) -> None:
    register.sync(*map(pupil, range(5)), stamp="s:1")
    register.office.google.log.clear()
    assert register.sync(pupil(1), stamp="s:1") == {"done"}
    assert register.calls() == (2, 0)
