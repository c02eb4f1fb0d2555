"""What a run wrote down, the next one reads: the store answers as the reference memory does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from room import Room, child, roll

from senco_connect.apply import Applied
from senco_connect.batch import CellWrite, Link, NewFolder, NewRow, RenameFolder
from senco_connect.errors import StalePlan
from senco_connect.folders import FILING, name_token
from senco_connect.identity import Identifiers
from senco_connect.memory import Accepted, Memory, Standing
from senco_connect.ownership import MIS, REGISTER
from senco_connect.plan import Inputs, Plan, make_plan
from senco_connect.pupils import REFUSED, SAID, TYPED
from senco_connect.remembered import Remembered
from senco_connect.run import Planned, apply_plan, plan_run
from senco_connect.store import open_state
from senco_connect.store.writing import commit
from senco_connect.testing.faults import Crash, Script, crash_after
from senco_connect.tokens import Tokens

STORES = ("mis", "register", "agreed", REFUSED, SAID, TYPED, FILING)


def noted(memory: Remembered, planned: Planned, applied: Applied | None) -> None:
    """Note a run in dictionaries, as sync.md 2.3 has steps 5 and 8; without ``applied`` it was cut off between them."""
    plan, inputs = planned.plan, planned.inputs
    assert plan.roll is not None
    assert plan.placed is not None
    if plan.is_empty and inputs.source.same and not plan.quiet:
        return
    tokens = Tokens(memory.secret)
    _standings(memory, plan)
    memory.serial += 1
    if not memory.accepted or memory.accepted[-1].digest != inputs.source.digest:
        memory.accepted += (Accepted(inputs.source.digest, inputs.source.made_at),)
    for key, row in plan.rows.items():
        shown = zip(inputs.source.fields, row.values, strict=True)
        memory.tokens[MIS, key] = {n: tokens.value(key, n, v) for n, v in shown if isinstance(v, str)}
    for key, stores in plan.learned.items():
        for store, cells in stores.items():
            memory.tokens.setdefault((store, key), {}).update(cells)
    reader = Identifiers(inputs.source, tokens)
    for key, row in plan.roll.rows.items():
        memory.holders |= dict.fromkeys(reader.all(row), key)
    gone = {*plan.roll.rows, *plan.missing}
    memory.raw = {raw: key for raw, key in memory.records(inputs.source.layout).items() if key not in gone}
    memory.raw |= {row.raw: key for key, row in plan.roll.rows.items() if row.raw}
    memory.layout = inputs.source.layout
    if applied is not None:
        _arrived(memory, applied, tokens)


def _standings(memory: Remembered, plan: Plan) -> None:
    assert plan.roll is not None
    assert plan.placed is not None
    starting = {op.key for op in plan.operations if isinstance(op, NewRow | Link)}
    for key in {*plan.roll.rows, *plan.placed.rows, *plan.missing, *plan.quiet, *starting}:
        before = memory.standings.get(key, Standing(False, False))
        here = key in plan.roll.rows
        waits = not plan.quiet[key] if key in plan.quiet else before.waiting and not here
        memory.standings[key] = Standing(
            here or (before.in_export and key not in plan.missing),
            before.in_register or key in plan.placed.rows,
            plan.quiet.get(key, before.quiet),
            key in starting or waits,
        )


def _arrived(memory: Remembered, applied: Applied, tokens: Tokens) -> None:
    for op in applied.done:
        match op:
            case CellWrite():
                memory.tokens.setdefault((REGISTER, op.key), {})[op.field] = tokens.value(op.key, op.field, op.value)
            case NewRow():
                known = memory.tokens.setdefault((REGISTER, op.key), {})
                known |= {n: tokens.value(op.key, n, v) for n, v in op.values.items()}
            case NewFolder() | RenameFolder():
                memory.tokens[FILING, op.key] = {"name": name_token(op.name, op.key, tokens)}
        if isinstance(op, NewRow | Link):
            memory.standings[op.key] = memory.standings[op.key]._replace(in_register=True, waiting=True)


def answers(memory: Memory, like: Remembered) -> dict[str, object]:
    """Ask everything that a plan may ask, about everybody."""
    keys = sorted({*like.standings, "PNOBODY"})
    registered = {k: s for k, s in memory.registered.items() if s.in_register or s.waiting}
    return {
        "serial": memory.serial,
        "accepted": memory.accepted,
        "exported": set(memory.exported),
        "registered": registered,
        "knows": [key for key in keys if memory.knows(key)],
        "cells": {(store, key): memory.cells(store, key) for store in STORES for key in keys},
        "holders": {identifier: memory.holder(*identifier) for identifier in [*like.holders, ("upn", b"nobody's")]},
        "records": dict(memory.records(like.layout)),
        "another layout": memory.records("another"),
    }


def blank_the_note(room: Room) -> None:
    room.office(3, "sen_since", "")


def disagree(room: Room) -> None:
    room.office(5, "sen_status", "E")
    room.book.type(room.key(5), "sen_status", "N")


def type_a_surname(room: Room) -> None:
    room.book.type(room.key(7), "surname", "Mine")


def leave_and_join(room: Room) -> None:
    room.mis.remove(1)
    room.mis.enter(child(77, sen_status="K"))


def take_a_row_away(room: Room) -> None:
    room.book.remove_row(room.key(9))


def type_a_row(room: Room) -> None:
    room.book.insert_row(2, {"admission_no": "000004", "strategy_1": "by the door"})


def rename(room: Room) -> None:
    room.office(1, "surname", "Newname")


def nothing(room: Room) -> None:
    pass


WEEK: list[Callable[[Room], None]] = [
    nothing, nothing, blank_the_note, disagree, type_a_surname, nothing, leave_and_join, nothing, take_a_row_away,
    type_a_row, nothing, rename, nothing, nothing,
]  # fmt: skip


def runs(room: Room, memory: Remembered, *, cut_off_at: int = -1) -> Iterator[Planned]:
    """Run through the week; every plan from the store is made from the reference too."""
    for day, happens in enumerate(WEEK):
        happens(room)
        room.export()
        script = Script(*([crash_after("apply")] if day == cut_off_at else []))
        with open_state(room.state) as state:
            stores = room.stores(script)
            planned = plan_run(stores, state, room.rules, limits=room.limits, laestab="", tools=room.tools())
            applied = None
            try:
                applied = apply_plan(planned, stores, state, wanted=planned.plan.id, approved=True, tools=room.tools())
            except Crash:
                assert day == cut_off_at
            noted(memory, planned, applied)
            memory.facts = dict(state.memory().facts)
            assert answers(state.memory(), memory) == answers(memory, memory)
        yield planned


@pytest.fixture
def school(tmp_path: Path) -> tuple[Room, Remembered]:
    room = Room(tmp_path, roll(12))
    with open_state(room.state) as state:
        memory = state.memory()
        return room, Remembered(state.secret, memory.lineage, memory.serial)


@pytest.mark.parametrize(
    "cut_off_at", [-1, 0, 3, 6, 9, 11], ids=lambda day: "whole" if day < 0 else f"cut off, day {day}"
)
def test_the_store_answers_as_the_reference_through_a_week(school: tuple[Room, Remembered], cut_off_at: int) -> None:
    room, memory = school
    assert len(list(runs(room, memory, cut_off_at=cut_off_at))) == len(WEEK)
    assert {matter.kind for matter in room.plan().plan.matters} >= {
        "held",
        "conflict",
        "blank in the export",
        "row removed",
    }


def test_a_plan_from_the_store_is_the_plan_from_the_reference(school: tuple[Room, Remembered]) -> None:
    room, memory = school
    for _ in runs(room, memory):
        room.book.type(2, "sen_note", f"note {memory.serial}")
        stored = room.plan()
        reference = make_plan(stored.inputs._replace(memory=memory))
        plan = stored.plan
        assert (plan.id, plan.operations, plan.folder_operations) == (
            reference.id,
            reference.operations,
            reference.folder_operations,
        )
        assert (plan.matters, plan.changes, plan.learned) == (reference.matters, reference.changes, reference.learned)


def test_a_state_that_moved_on_since_the_plan_takes_no_commit(room: Room) -> None:
    room.book.type(room.key(1), "surname", "Mine")
    shown = room.plan()
    room.run()
    with open_state(room.state) as state, pytest.raises(StalePlan):
        commit(state, shown.plan, shown.inputs, room.clock)


def test_a_commit_that_fails_leaves_nothing_behind(room: Room) -> None:
    room.book.type(room.key(1), "surname", "Mine")
    shown = room.plan()
    half = replace(shown.plan, operations=[*shown.plan.operations, *shown.plan.operations])
    with open_state(room.state) as state:
        before = list(state.connection.iterdump())
        with pytest.raises(Exception, match=r"damaged|UNIQUE"):
            commit(state, half, shown.inputs, room.clock)
        assert list(state.connection.iterdump()) == before


def test_planning_leaves_the_state_as_it_is(room: Room) -> None:
    with open_state(room.state) as state:
        before = list(state.connection.iterdump())
    room.book.type(room.key(1), "surname", "Mine")
    room.plan()
    with open_state(room.state) as state:
        assert list(state.connection.iterdump()) == before


def test_many_pupils_are_fetched_together_and_answer_the_same(tmp_path: Path) -> None:
    """Above two thousand the store takes whole tables at once."""
    room = Room(tmp_path, roll(2100))
    room.run()
    with open_state(room.state) as state:
        one_by_one, together = state.memory(), state.memory()
        keys = sorted(one_by_one.exported)
        together.prefetch(keys)
        together.expect(len(keys))
        some = keys[::100]
        assert [together.cells(MIS, key) for key in some] == [one_by_one.cells(MIS, key) for key in some]
        reader = Tokens(state.secret)
        upns = [("upn", reader.identity("upn", pupil["upn"])) for pupil in room.mis.pupils[::100]]
        assert [together.holder(*upn) for upn in upns] == [one_by_one.holder(*upn) for upn in upns]
        assert None not in [together.holder(*upn) for upn in upns]
        assert together.holder("upn", b"nobody's") is None
        assert together.cells(MIS, "PNOBODY") is None


def test_inputs_that_nobody_asked_about_are_not_in_the_state(tmp_path: Path) -> None:
    """A first commit of an empty school is a state like any other."""
    room = Room(tmp_path, [])
    with open_state(room.state) as state:
        planned = plan_run(room.stores(), state, room.rules, limits=room.limits, laestab="", tools=room.tools())
        inputs: Inputs = planned.inputs
        commit(state, planned.plan, inputs, room.clock)
        memory = state.memory()
        assert (memory.serial, list(memory.exported), dict(memory.registered)) == (1, [], {})
