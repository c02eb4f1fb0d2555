"""A school whose MIS gives the roll in one file and a SEN report, of some pupils, in another."""

from __future__ import annotations

from pathlib import Path

import pytest
from room import Room, child, roll

from senco_connect.adapters import SourceConfig, Tools
from senco_connect.errors import Stopped
from senco_connect.run import Stores
from senco_connect.testing.faults import Script
from senco_connect.testing.memory import MemorySource, Mis

SEN = ("sen_status", "sen_since", "need_1", "need_2", "sen_note")
ROLL = ("upn", "admission_no", "surname", "forename", "dob", "year_group", "registration_group", "pupil_premium")
REPORT = ("admission_no", *SEN)


class TwoExports(Room):
    """A room whose roll shows no SEN, and whose report shows the pupils with SEN only."""

    def __init__(self, tmp: Path, pupils: list[dict[str, str]]) -> None:
        self.report = Mis(REPORT, [p for p in pupils if p["sen_status"] != "N"])
        super().__init__(tmp, pupils, fields=ROLL)
        self.export_report()

    def export_report(self) -> None:
        (self.tmp / "report.jsonl").write_bytes(self.report.export(partial=True).content)

    def stores(self, script: Script | None = None) -> Stores:
        script = script or Script()
        report = MemorySource(SourceConfig("memory-source", "report.jsonl"), Tools(self.tmp))
        one = super().stores(script)
        return one._replace(sources=(*one.sources, ("report", script.around(report))))


@pytest.fixture
def room(tmp_path: Path) -> TwoExports:
    made = TwoExports(tmp_path, roll(10))
    made.run()
    made.run()
    return made


def test_both_files_make_one_row(room: TwoExports) -> None:
    key = room.key(3)
    assert (room.book.shows(key, "surname"), room.book.shows(key, "need_1")) == ("Testchild3", "SLCN")
    assert len(room.book.rows) == 5


def test_the_next_runs_write_nothing(room: TwoExports) -> None:
    batches = len(room.book.batches)
    room.run()
    room.export()
    room.export_report()
    room.run()
    assert (len(room.book.batches), room.kinds()) == (batches, [])


def test_a_change_in_either_file_arrives(room: TwoExports) -> None:
    room.office(3, "registration_group", "9Q")
    room.report.type(1, "need_1", "ASD")
    room.export()
    room.export_report()
    room.run()
    assert [room.book.shows(room.key(3), name) for name in ("registration_group", "need_1")] == ["9Q", "ASD"]


def test_a_pupil_who_is_not_in_the_report_any_more_keeps_what_it_said(room: TwoExports) -> None:
    key = room.key(3)
    room.report.remove(1)
    room.export_report()
    room.run()
    assert (room.book.shows(key, "need_1"), room.kinds()) == ("SLCN", [])


def test_a_pupil_of_the_report_who_is_not_on_the_roll_gets_no_row(room: TwoExports) -> None:
    room.report.enter(child(99))
    room.export_report()
    assert "F042" in [finding.code for finding in room.plan().inputs.source.findings]
    room.run()
    assert len(room.book.rows) == 5


def test_an_empty_roll_beside_a_whole_report_stops_the_run(room: TwoExports) -> None:
    room.mis.pupils = []
    room.export()
    assert "empty export" in {refusal.guard for refusal in room.plan().refusals}
    with pytest.raises(Stopped):
        room.run(approved=True)


def test_a_text_of_the_report_that_nobody_understands_stays_where_it_is(room: TwoExports) -> None:
    """It stands on line 3 of the report and on line 4 of the roll; neither the pupil of line 3 nor its text moves."""
    room.report.type(1, "need_1", "dyslexia??")
    room.export_report()
    room.run()
    matters = room.plan().plan.matters
    assert [(matter.kind, matter.key) for matter in matters] == [("not understood", room.key(3))]
    assert room.book.shows(room.key(3), "need_1") == "SLCN"
