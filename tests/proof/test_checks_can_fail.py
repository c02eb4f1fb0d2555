"""Each check must be able to fail: the engine is broken by hand, and the check that is there for it must say so.

A mistake is a patch of one name; it has to be noticed within a few schedules, by
the check that is named beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import twins
from invariants import AFTER_EACH_ACT, AFTER_EACH_RUN, AT_REST, Broken
from school import MARK, Landed, World, Written, a_world

from senco_connect.batch import Batch, CellWrite
from senco_connect.errors import Stopped
from senco_connect.record import FIELDS, KEY_LABEL

NOTE, STRATEGY, SURNAME = (FIELDS[name].label for name in ("sen_note", "strategy_1", "surname"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = a_world(tmp_path, 1)
    made.run(approved=True)
    made.run(approved=True)
    return made


def landed(world: World, *written: Written, taken: int = 0, added: tuple[dict[str, str], ...] = ()) -> None:
    rows = tuple(dict(row) for row in world.room.book.rows)
    world.room.book.landed = [Landed(Batch((), (), ""), written, added, taken, rows)]


# Each of these does to a school what a mistake of the engine would have done.


def a_text_is_gone(world: World) -> None:
    world.room.book.rows[0][STRATEGY] = world.ledger.typed("000001", "")
    world.room.book.rows[0][STRATEGY] = ""


def a_text_is_in_another_row(world: World) -> None:
    row = world.room.book.rows[0]
    row[STRATEGY] = world.ledger.typed(f"not {row[MARK]}", "")


def unseen_text_is_replaced(world: World) -> None:
    one, other = (world.ledger.typed("000001", "") for _ in range(2))
    landed(world, Written("000001", NOTE, one, other))


def a_cleared_text_is_back(world: World) -> None:
    token = world.ledger.typed("000001", "")
    world.ledger.cleared["000001", "strategy_1"] = token
    landed(world, Written("000001", STRATEGY, "", token))


def the_sencos_text_is_written_over(world: World) -> None:
    landed(world, Written("000001", STRATEGY, "quiet corner", "another"))


def a_second_row(world: World) -> None:
    landed(world, added=(dict(world.room.book.rows[0]),))


def a_second_folder(world: World) -> None:
    entry = next(iter(world.room.cabinet.folders().values()))
    world.room.cabinet.put("Pupils/Another", marker=entry.marker)


def a_key_given_twice(world: World) -> None:
    one, other = world.room.book.rows[:2]
    landed(world, added=({**other, KEY_LABEL: one[KEY_LABEL]},))


def a_row_is_deleted(world: World) -> None:
    landed(world, taken=1)


def a_paper_is_deleted(world: World) -> None:
    world.room.cabinet.entries.popitem()


def a_folder_is_called_otherwise(world: World) -> None:
    name, entry = next(iter(world.room.cabinet.folders().items()))
    world.named[entry.id] = f"not {name}"


def a_text_is_in_the_state(world: World) -> None:
    (world.state(0) / "notes").write_bytes(b"tok7x")


def a_refused_run_wrote(world: World) -> None:
    assert world.ran is not None
    world.ran = world.ran._replace(error=Stopped("It was refused.", "Look."))
    world.ran.steps.names.append("register.apply")


def a_store_is_asked_again_and_again(world: World) -> None:
    assert world.ran is not None
    world.ran.steps.names += ["register.read"] * 3


def an_intent_is_missing(world: World) -> None:
    world.room.mis.pupils[0]["surname"] = "Newname"
    world.room.export()
    world.run(approved=True)
    world.intents = set()


def a_write_is_idle(world: World) -> None:
    assert world.ran is not None and world.ran.planned is not None
    world.ran.planned.plan.operations.append(CellWrite("x", "P1", "surname", "Same", "Same", ""))


MISTAKES: dict[Callable[[World], None], str] = {
    a_text_is_gone: "A3 I1 no text is lost",
    a_text_is_in_another_row: "A4 I3 no text is another child's",
    unseen_text_is_replaced: "A3 A5 what is replaced",
    a_cleared_text_is_back: "A3 what was cleared",
    the_sencos_text_is_written_over: "A14",
    a_second_row: "I2 no child gets a second row",
    a_second_folder: "I2 no child gets a second folder",
    a_key_given_twice: "I3 no key",
    a_row_is_deleted: "I4 no row",
    a_paper_is_deleted: "I4 no folder or paper",
    a_folder_is_called_otherwise: "I4 a folder keeps",
    a_text_is_in_the_state: "I8",
    a_refused_run_wrote: "I9",
    a_store_is_asked_again_and_again: "I10",
    an_intent_is_missing: "I11",
    a_write_is_idle: "A16",
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
def test_a_mistake_is_noticed_by_the_check_that_is_there_for_it(world: World, mistake: Callable[[World], None]) -> None:
    assert _broken(world) == []
    mistake(world)
    assert [name for name in _broken(world) if name.startswith(MISTAKES[mistake])]


def _broken(world: World) -> list[str]:
    found = []
    for check in AFTER_EACH_ACT:
        found += _said(check, world)
    assert world.ran is not None
    for after in AFTER_EACH_RUN:
        found += _said(after, world, world.ran)
    return found


def _said(check: Callable[..., None], *arguments: Any) -> list[str]:
    try:
        check(*arguments)
    except Broken as broken:
        return [str(broken)]
    return []


# And these break the engine itself.


def test_stores_that_neither_agree_nor_say_so_are_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of all mistakes: nothing is ever delivered, and nothing is said."""
    monkeypatch.setattr("senco_connect.pupils._writes", lambda *_, **__: iter(()))
    world.room.mis.pupils[0]["dob"] = "2011-01-01"
    world.room.export()
    world.run(approved=True)
    world.run(approved=True)
    found = [said for check in AT_REST for said in _said(check, world, world.plan())]
    assert [name for name in found if name.startswith("A1")]


def test_a_run_that_never_comes_to_rest_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("senco_connect.plan._to_list", lambda *_: "again")
    found = [said for check in AT_REST for said in _said(check, world, world.plan())]
    assert [name for name in found if name.startswith("A2 I5")]


def test_a_plan_that_depends_on_the_order_of_rows_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from senco_connect import plan as planning

    made = planning._decide_pupils

    def in_order(plan: Any, inputs: Any, desk: Any, tokens: Any) -> None:
        made(plan, inputs, desk, tokens)
        first = inputs.register.rows[0]
        plan.operations.append(CellWrite("x", first.key, "surname", "", "First", ""))

    monkeypatch.setattr(planning, "_decide_pupils", in_order)
    found = [said for n in range(5) for said in _said(twins.a9_order_and_clocks_decide_nothing, world, Random(n))]
    assert found


def test_a_plan_that_writes_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from senco_connect import run as running

    made = running.make_plan

    def writes(inputs: Any) -> Any:
        world.room.book.rows[0][STRATEGY] += "x"
        return made(inputs)

    monkeypatch.setattr(running, "make_plan", writes)
    monkeypatch.setattr("room.plan_run", running.plan_run)
    assert _said(twins.a10_i12_a_plan_is_pure, world, Random(0))


def test_keys_that_are_believed_without_a_look_are_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("senco_connect.identity._stranger", lambda *_: "")
    world.room.mis.pupils[0] |= {"sen_note": "", "attendance": "7"}
    found = [said for n in range(3) for said in _said(twins.a11_keys_that_moved_alone_are_refused, world, Random(n))]
    assert found


def test_an_export_that_is_believed_whatever_it_lacks_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Absent is read as blank, and no guard stands."""
    monkeypatch.setattr("senco_connect.run.refusals", lambda *_, **__: ())
    monkeypatch.setattr("senco_connect.pupils._went_blank", lambda *_, **__: False)
    found = []
    for seed in range(40):
        (tmp_path / str(seed)).mkdir()
        world = a_world(tmp_path / str(seed), seed)
        world.run(approved=True)
        found += _said(twins.a8_a_bad_export_is_harmless, world, Random(seed))
    assert [name for name in found if name.startswith("A8")]


def test_a_new_state_that_corrects_the_register_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from senco_connect import merge

    monkeypatch.setattr(
        merge,
        "_with_text_held",
        lambda rule, take, seen, value, **_: merge.Decision(rule, take, merge._others(seen, value)),
    )
    world.room.book.rows[0][SURNAME] = world.ledger.typed(
        world.room.book.rows[0][MARK], world.room.book.rows[0][SURNAME]
    )
    assert _said(twins.i6_a_state_that_is_lost_is_rebuilt_by_looking, world, Random(0))


@pytest.mark.parametrize(
    "check", [twins.a6_i6_a_crash_changes_nothing_in_the_end, twins.a7_a_late_failure_changes_nothing_in_the_end]
)
def test_a_break_that_leaves_something_else_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, check: Any
) -> None:
    """A row that is added again whenever nobody noted that it had been: the retry that does not look."""
    from senco_connect.testing.memory import Workbook

    world.room.mis.pupils[0]["surname"] = "Newname"
    world.room.export()
    monkeypatch.setattr("senco_connect.run._acknowledge", lambda *_: None)
    accept = Workbook.accept

    def twice(book: Workbook, draft: Workbook, batch: Batch) -> None:
        for row in draft.rows:
            row[STRATEGY] += "+"
        accept(book, draft, batch)

    monkeypatch.setattr(Workbook, "accept", twice)
    assert [said for n in range(12) for said in _said(check, world, Random(n))]


def test_one_edit_that_hinders_another_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes first is told: the list of open matters keeps the order of the runs."""
    serials = iter(range(10_000))
    monkeypatch.setattr(
        "senco_connect.folders.folder_name", lambda key, surname, forename: f"{surname} {next(serials)}"
    )
    found = [said for n in range(4) for said in _said(twins.a13_edits_of_different_cells_commute, world, Random(n))]
    assert found
