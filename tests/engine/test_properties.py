"""What must hold for every school, every week and every accident: sync.md 3, by its letters.

A failure prints how to run it again; on CI (where ``CI`` is set) the same
examples are tried each time.  ``SENCO_TIMES=20`` tries twenty times as many.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from room import Room, roll

from senco_connect.batch import CellWrite, Link, Operation
from senco_connect.errors import InputRefused, Stopped
from senco_connect.plan import Plan
from senco_connect.pupils import WRITE_BACK
from senco_connect.record import FIELDS, GROUPS, Owner
from senco_connect.testing.faults import Crash, Fault, Script, crash_after, crash_before, crash_within
from senco_connect.testing.strategies import FIELDS_OF_A_WORLD, Edit, Export, World, edits, exports, worlds

COMPUTED = ("broad_areas", "open_issues")
COLUMNS = ("", *FIELDS_OF_A_WORLD, *COMPUTED)
SCHOOLS = worlds(min_pupils=2, max_pupils=4)


def often(examples: int) -> settings:
    """Try this many examples; the same ones each time on CI."""
    return settings(
        max_examples=examples * int(os.environ.get("SENCO_TIMES", "1")),
        deadline=None,
        derandomize=bool(os.environ.get("CI")),
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@contextmanager
def school(world: World) -> Iterator[Room]:
    """A school at rest, all of whose pupils have a row; the same world has the same keys in every school."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), world.pupils, fields=world.fields, columns=COLUMNS, rows=world.pupils)
        room.state.mkdir()
        (room.state / "secret").write_bytes(b"s" * 32)
        room.run()
        room.run()
        yield room


def typed(room: Room, world: World, made: tuple[Edit, ...]) -> None:
    for edit in made:
        room.book.type(world.pupils[edit.place][""], edit.field, edit.new)


def exported(room: Room, export: Export) -> None:
    room.mis.pupils, room.mis.fields = [dict(p) for p in export.pupils], list(export.fields)
    room.export()


def run(room: Room, script: Script | None = None) -> None:
    """Run, approving what a person may approve."""
    room.run(script, approved=True)


def standing(room: Room) -> tuple[object, ...]:
    """All that people can see: the cells in order, the folders, the open matters without their rows' numbers."""
    matters = [
        (m.kind, m.key, m.field, [s for s in m.shown if not s[1].startswith("row ")]) for m in room.plan().plan.matters
    ]
    return room.book.cells(), sorted(room.cabinet.folders()), sorted(matters)


def facts(cells: list[list[str]]) -> list[dict[str, str]]:
    """The rows without the columns that the library works out."""
    derived = {FIELDS[name].label for name in COMPUTED}
    return [{h: text for h, text in zip(cells[0], row, strict=True) if h not in derived} for row in cells[1:]]


# --- A2, A16


@often(30)
@given(SCHOOLS, st.data())
def test_a2_two_runs_and_everything_is_at_rest(world: World, data: DataObject) -> None:
    with school(world) as room:
        typed(room, world, data.draw(edits(world, who="sheet")))
        exported(room, data.draw(exports(world)))
        run(room)
        run(room)
        batches = len(room.book.batches)
        run(room)
        assert room.plan().plan.is_empty
        assert len(room.book.batches) == batches


@often(30)
@given(SCHOOLS, st.data())
def test_a16_no_more_cells_are_written_than_differ(world: World, data: DataObject) -> None:
    with school(world) as room:
        typed(room, world, data.draw(edits(world, who="sheet")))
        exported(room, data.draw(exports(world)))
        differ = sum(
            1
            for pupil in room.mis.pupils
            for row in facts(room.book.cells())
            if row["UPN"] == pupil["upn"]
            for name in room.mis.fields
            if FIELDS[name].kind.compare(row[FIELDS[name].label]) != FIELDS[name].kind.compare(pupil[name])
        )
        planned = room.plan().plan.operations
        written = [op for op in planned if isinstance(op, CellWrite) and op.field not in COMPUTED]
        assert len(written) <= differ
        assert len({(op.key, op.field) for op in planned if isinstance(op, CellWrite)}) == len(
            [op for op in planned if isinstance(op, CellWrite)]
        )


# --- A3, A4


@often(30)
@given(SCHOOLS, st.data())
def test_a3_a4_no_typed_text_is_lost_or_on_another_pupils_row(world: World, data: DataObject) -> None:
    sheet, export = data.draw(edits(world, who="sheet")), data.draw(exports(world))
    with school(world) as room:
        typed(room, world, sheet)
        exported(room, export)
        run(room)
        run(room)
        seen = {edit.replaced for edit in (*sheet, *export.edits)}
        rows = {row["UPN"]: set(row.values()) for row in facts(room.book.cells())}
        shown = {pupil["upn"]: set(pupil.values()) for pupil in room.mis.pupils}
        for edit in (*sheet, *export.edits):
            if FIELDS[edit.field].kind.name != "text" or not edit.new:
                continue
            upn = world.pupils[edit.place]["upn"]
            stands = edit.new in rows[upn] | shown.get(upn, set())
            left = edit.place in export.gone and edit in export.edits
            assert stands or left or edit.new in seen
            assert [other for other, texts in rows.items() if edit.new in texts and other != upn] == []


# --- A6

STEPS: dict[str, Callable[[], Fault]] = {
    f"{when.__name__[6:]} {call} {nth}": lambda when=when, call=call, nth=nth: when(call, nth)  # type: ignore[misc]
    for call, nth in [("read", 1), ("read_since", 1), ("read", 2), ("apply", 1), ("read", 3), ("apply", 2), ("read", 4)]
    for when in (crash_before, crash_after)
}


def follow_up(room: Room, world: World, more: tuple[Edit, ...]) -> tuple[object, ...]:
    """What people see after the next edits and runs: a wrong memory shows only then."""
    run(room)
    typed(room, world, more)
    run(room)
    run(room)
    return standing(room)


@pytest.mark.parametrize("step", STEPS)
@often(5)
@given(SCHOOLS, st.data())
def test_a6_a_run_that_was_cut_off_ends_as_one_that_was_not(step: str, world: World, data: DataObject) -> None:
    sheet, export = data.draw(edits(world, who="sheet")), data.draw(exports(world))
    more = data.draw(edits(world, who="later"))
    with school(world) as whole, school(world) as cut:
        for room in (whole, cut):
            typed(room, world, sheet)
            exported(room, export)
        run(whole)
        script = Script(STEPS[step]())
        with suppress(Crash):
            run(cut, script)
        assert follow_up(cut, world, more) == follow_up(whole, world, more)


@often(15)
@given(SCHOOLS, st.integers(0, 3), st.booleans(), st.data())
def test_a6_a_batch_of_folders_that_was_cut_off_is_completed(
    world: World, operations: int, again: bool, data: DataObject
) -> None:
    with school(world) as whole, school(world) as cut:
        for room in (whole, cut):
            room.cabinet.entries.clear()
        run(whole)
        for _ in range(1 + again):
            with suppress(Crash):
                run(cut, Script(crash_within(operations, 2)))
        run(cut)
        assert standing(cut) == standing(whole)


# --- A8


def without(room: Room, world: World, data: DataObject) -> None:
    gone = data.draw(st.sampled_from([f for f in world.fields if f not in {"upn", "admission_no"}]))
    room.export([f for f in world.fields if f != gone])


def one_gone(room: Room, world: World, data: DataObject) -> None:
    del room.mis.pupils[data.draw(st.integers(0, len(world.pupils) - 1))]
    room.export()


def blanked(room: Room, world: World, data: DataObject) -> None:
    name = data.draw(st.sampled_from([f for f in world.fields if f not in {"upn", "admission_no"}]))
    for pupil in room.mis.pupils:
        pupil[name] = ""
    room.export()


def torn(room: Room, world: World, data: DataObject) -> None:
    path = room.tmp / "export.jsonl"
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 2))])


def emptied(room: Room, world: World, data: DataObject) -> None:
    room.mis.pupils = []
    room.export()


def doubled(room: Room, world: World, data: DataObject) -> None:
    room.mis.pupils.append(dict(data.draw(st.sampled_from(room.mis.pupils)), surname="Other"))
    room.export()


def exchanged(room: Room, world: World, data: DataObject) -> None:
    one, other = room.mis.pupils[:2]
    one["upn"], other["upn"] = other["upn"], one["upn"]
    room.export()


@pytest.mark.parametrize("accident", [without, one_gone, blanked, torn, emptied, doubled, exchanged])
@often(6)
@given(SCHOOLS, st.data())
def test_a8_a_bad_export_is_harmless_and_as_if_it_never_came(
    accident: Callable[[Room, World, DataObject], None], world: World, data: DataObject
) -> None:
    sheet, later = data.draw(edits(world, who="sheet")), data.draw(exports(world))
    # Blank where the SENCO cleared a cell is what the office was asked to type: the MIS caught up.
    assume(accident is not blanked or all(edit.new for edit in sheet))
    with school(world) as spared, school(world) as struck:
        for room in (spared, struck):
            typed(room, world, sheet)
            run(room)
            run(room)
        before = facts(struck.book.cells())
        accident(struck, world, data)
        with suppress(Stopped, InputRefused):
            struck.run()
        assert facts(struck.book.cells()) == before
        for room in (spared, struck):
            room.mis.day = spared.mis.day.replace(year=2027)
            exported(room, later)
            run(room)
            run(room)
        assert standing(struck) == standing(spared)


# --- A9, A10


def essence(plan: Plan) -> object:
    """A plan without the numbers of lines and the order in which it was found."""

    def bare(op: Operation) -> Operation:
        op = op._replace(why="")
        return op._replace(line=0) if isinstance(op, Link) else op

    matters = sorted(
        (m.kind, m.key, m.field, [s for s in m.shown if not s[1].startswith("row ")]) for m in plan.matters
    )
    return (
        {op.id: bare(op) for op in plan.operations},
        {op.id: op for op in plan.folder_operations},
        matters,
        sorted((c.key, c.field, c.new) for c in plan.changes),
        (plan.joined, plan.missing, plan.rekeyed),
    )


@often(30)
@given(SCHOOLS, st.data())
def test_a9_the_order_of_rows_and_columns_changes_no_plan(world: World, data: DataObject) -> None:
    with school(world) as room:
        typed(room, world, data.draw(edits(world, who="sheet")))
        exported(room, data.draw(exports(world)))
        before = essence(room.plan().plan)
        room.mis.pupils = data.draw(st.permutations(room.mis.pupils))
        room.mis.fields = data.draw(st.permutations(room.mis.fields))
        room.book.rows = data.draw(st.permutations(room.book.rows))
        room.book.headings = data.draw(st.permutations(room.book.headings))
        room.cabinet.entries = dict(data.draw(st.permutations(list(room.cabinet.entries.items()))))
        room.mis.day = room.mis.day.replace(day=1)
        room.export()
        assert essence(room.plan().plan) == before


@often(20)
@given(SCHOOLS, st.data())
def test_a10_a_plan_is_made_twice_alike_and_changes_nothing(world: World, data: DataObject) -> None:
    with school(world) as room:
        typed(room, world, data.draw(edits(world, who="sheet")))
        exported(room, data.draw(exports(world)))
        before = room.book.cells(), room.cabinet.everything(), room.mis.pupils
        one = room.plan().plan
        room.clock = room.clock.replace(year=2001)
        two = room.plan().plan
        assert (one.id, one.operations, one.matters, one.learned) == (two.id, two.operations, two.matters, two.learned)
        assert (room.book.cells(), room.cabinet.everything(), room.mis.pupils) == before


IN_ANOTHER_PROCESS = """
import json, sys
from pathlib import Path
from room import COLUMNS, Room
kept = json.loads(sys.stdin.read())
room = Room(Path(sys.argv[1]), kept["pupils"], rows=[])
room.book.headings, room.book.rows, room.book.stamp = kept["headings"], kept["rows"], kept["stamp"]
planned = room.plan()
print(planned.plan.id, planned.plan.operations, planned.plan.folder_operations, planned.plan.matters)
print(planned.plan.changes, planned.plan.learned.keys(), planned.refusals)
"""


def test_a10_the_order_in_which_a_process_keeps_its_sets_changes_no_plan(tmp_path: Path) -> None:
    """The same state, export and register planned under other hash seeds: the same plan, word for word."""
    room = Room(tmp_path, roll(12))
    room.run()
    for number, name in ((1, "surname"), (3, "sen_status"), (5, "need_1"), (7, "sen_note")):
        room.office(number, name, "E" if name == "sen_status" else "Mis")
        room.book.type(room.key(number), name, "N" if name == "sen_status" else "Sheet")
    room.office(2, "sen_status", "K")
    room.office(4, "admission_no", "000006")
    room.book.copy_row(room.key(9))
    room.book.insert_row(2, {"admission_no": "000008"})
    kept = {"pupils": room.mis.pupils, "headings": room.book.headings, "rows": room.book.rows, "stamp": room.book.stamp}
    plans = {
        subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS, str(tmp_path)],
            input=json.dumps(kept), capture_output=True, text=True, encoding="utf-8", check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent), "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "1", "2", "12345")
    }  # fmt: skip
    assert len(plans) == 1
    assert all(word in next(iter(plans)) for word in ("conflict", "held", "NewRow", "Link", "identifiers disagree"))


# --- A13, A14


def unit(field: str) -> tuple[str, ...]:
    """The fields that are decided together with this one."""
    return GROUPS.get(FIELDS[field].group, (field,))


@often(30)
@given(SCHOOLS, st.data())
def test_a13_what_happens_to_one_field_depends_on_its_own_edits_alone(world: World, data: DataObject) -> None:
    sheet, mis = data.draw(edits(world, who="sheet")), data.draw(edits(world, who="mis"))
    place, field = data.draw(st.integers(0, len(world.pupils) - 1)), data.draw(st.sampled_from(world.fields))

    def told(sheet: tuple[Edit, ...], mis: tuple[Edit, ...]) -> object:
        with school(world) as room:
            typed(room, world, sheet)
            for edit in mis:
                room.mis.type(edit.place, edit.field, edit.new)
            room.export()
            plan = room.plan().plan
            key, names = (
                world.pupils[place][""],
                {FIELDS[n].label for n in unit(field)} | ({"Needs"} if FIELDS[field].group else set()),
            )
            cells = [
                op for op in plan.operations if isinstance(op, CellWrite) and op.key == key and op.field in unit(field)
            ]
            return cells, [m for m in plan.matters if m.key == key and m.field in names]

    def own(made: tuple[Edit, ...]) -> tuple[Edit, ...]:
        # A name or a birth date is of more than its own field: it tells whose row it is.
        return tuple(e for e in made if e.place == place and e.field in (*unit(field), "surname", "forename", "dob"))

    assert told(sheet, mis) == told(own(sheet), own(mis))


@often(30)
@given(SCHOOLS, st.data())
def test_a14_the_owner_decides_and_the_mis_is_only_read(world: World, data: DataObject) -> None:
    sheet, export = data.draw(edits(world, who="sheet")), data.draw(exports(world))
    with school(world) as room:
        typed(room, world, sheet)
        exported(room, export)
        script = Script()
        run(room, script)
        assert script.calls["write_back"] == 0
        open_fields = {(m.key, m.field) for m in room.plan().plan.matters if m.kind != WRITE_BACK}
        rows = {row["UPN"]: row for row in facts(room.book.cells())}
        by_senco = {(world.pupils[edit.place]["upn"], edit.field): edit.new for edit in sheet}
        for pupil in room.mis.pupils:
            row = rows.get(pupil["upn"])
            for name in room.mis.fields if row else ():
                assert row is not None
                cell, said = (FIELDS[name].kind.compare(text) for text in (row[FIELDS[name].label], pupil[name]))
                flagged = {(row["Pupil key"], ""), (row["Pupil key"], FIELDS[name].label)} & open_fields
                if FIELDS[name].owner is Owner.MIS:
                    assert cell == said or flagged
                if FIELDS[name].owner is Owner.SENCO and by_senco.get((pupil["upn"], name)):
                    assert row[FIELDS[name].label] == by_senco[pupil["upn"], name]


def test_the_strategies_reach_every_kind_of_matter() -> None:
    """The properties above would prove little of a school in which nothing ever is open."""
    found: set[str] = set()

    @settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(SCHOOLS, st.data())
    def look(world: World, data: DataObject) -> None:
        with school(world) as room:
            typed(room, world, data.draw(edits(world, who="sheet")))
            exported(room, data.draw(exports(world)))
            found.update(matter.kind for matter in room.plan().plan.matters)

    look()
    assert found >= {"conflict", "held", WRITE_BACK, "not in the export", "blank in the export"}
