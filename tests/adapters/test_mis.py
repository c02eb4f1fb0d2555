"""A MIS in memory: its exports, and its import screen that compares nothing."""

from __future__ import annotations

from senco_connect.adapters import WriteBackLine
from senco_connect.testing.memory import MemorySource, Mis

PUPILS = (
    {"upn": "H801200001001", "surname": "Testchild", "sen_status": "K"},
    {"upn": "R674123101121", "surname": "Sample", "sen_status": "N"},
)


def school() -> Mis:
    return Mis(("upn", "surname", "sen_status"), PUPILS)


def test_an_export_shows_what_the_office_typed() -> None:
    mis = school()
    assert mis.type(1, "sen_status", "E") == "N"
    snapshot = MemorySource.plain().read(mis.export())
    assert [snapshot.value(row, "sen_status") for row in snapshot.rows] == ["K", "E"]


def test_each_export_is_a_day_later_than_the_last() -> None:
    mis = school()
    days = [MemorySource.plain().read(mis.export()).made_at for _ in range(3)]
    assert days == ["2026-09-01", "2026-09-02", "2026-09-03"]


def test_an_export_is_not_changed_by_what_is_typed_after_it() -> None:
    mis = school()
    export = mis.export()
    mis.type(0, "surname", "Later")
    snapshot = MemorySource.plain().read(export)
    assert snapshot.value(snapshot.rows[0], "surname") == "Testchild"


def test_an_export_can_leave_fields_out() -> None:
    snapshot = MemorySource.plain().read(school().export(["upn"], partial=True))
    assert snapshot.fields == ("upn",)
    assert snapshot.partial


def test_pupils_join_and_leave() -> None:
    mis = school()
    mis.enter({"upn": "H308200022001", "surname": "Specimen"})
    mis.remove(0)
    snapshot = MemorySource.plain().read(mis.export())
    assert [snapshot.value(row, "surname") for row in snapshot.rows] == ["Sample", "Specimen"]


def test_the_import_screen_overwrites_without_looking() -> None:
    mis = school()
    line = WriteBackLine("AAA2", {"upn": "R674123101121"}, "sen_status", had="N", value="K")
    file = MemorySource.plain().write_back([line])
    mis.type(1, "sen_status", "E")
    mis.load(file)
    assert [pupil["sen_status"] for pupil in mis.pupils] == ["K", "K"]


def test_a_line_for_nobody_here_is_passed_over() -> None:
    mis = school()
    mis.load(MemorySource.plain().write_back([WriteBackLine("AAA2", {}, "sen_status", had="N", value="E")]))
    assert [pupil["sen_status"] for pupil in mis.pupils] == ["K", "N"]


def test_a_file_in_memory_answers_as_one_on_disk() -> None:
    file = school().export()
    with file.open() as stream:
        content = stream.read()
    assert file.size == len(content)
    assert file.head(10) == content[:10]
    assert file.modified == "2026-09-01"
