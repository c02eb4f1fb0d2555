"""Checks that compare two schools: what happened here, and what would have happened otherwise."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from random import Random

from invariants import COMPUTED, check
from people import BAD_EXPORTS, bad_export
from school import MARK, World
from steps import LATE, PHASES, Break, Steps

from senco_connect.batch import CellWrite, NewRow
from senco_connect.errors import SencoError
from senco_connect.identity import Doubt
from senco_connect.memory import AGREED
from senco_connect.record import FIELDS, KEY_LABEL
from senco_connect.run import Planned
from senco_connect.store import open_state
from senco_connect.tokens import Tokens

__all__ = ["TWINS", "ends_of", "same_end"]

TWICE = "twice in the export"


def ends_of(world: World, in_doubt: Collection[str] = ()) -> dict[str, object]:
    """What must be equal in the end: cells, folders, what is agreed and known of each store, open matters.

    Of pupils ``in_doubt`` it may differ what the MIS showed last, and which lines.
    """
    planned = world.plan()
    with open_state(world.state(world.machine)) as state:
        memory = state.memory()
        keys = sorted({*memory.registered, *memory.exported})
        tokens = Tokens(memory.secret)
        # A blank cell that was noted and one that never was are decided alike.
        known = {
            (s, k): {
                n: t for n, t in (memory.cells(s, k) or {}).items() if n not in FIELDS or t != tokens.value(k, n, "")
            }
            for s in ("agreed", "mis", "register", "filing")
            for k in keys
            if (s, k) not in {("mis", key) for key in in_doubt}
        }
    cabinet = world.room.cabinet.entries
    return {
        "headings": list(world.room.book.headings),
        "cells": sorted(map(repr, world.room.book.cells()[1:])),
        "folders": sorted((path, entry.marker, entry.content) for path, entry in cabinet.items()),
        "known": {place: cells for place, cells in known.items() if cells},
        **({"error": str(planned)} if isinstance(planned, SencoError) else _open(planned, in_doubt)),
    }


def _open(planned: Planned, in_doubt: Collection[str]) -> dict[str, object]:
    """Open matters and refusals; a line is where a row happens to stand."""
    matters = Counter((m.kind, m.key, m.field, m.shown if m.field else ()) for m in planned.plan.matters)
    lines = {matter: 1 for matter in matters if matter[0] == TWICE and matter[1] in in_doubt}
    return {"matters": {**matters, **lines}, "refusals": planned.refusals}


def same_end(one: World, other: World, name: str, *, in_doubt: Collection[str] = ()) -> None:
    """Check that two schools came to the same end."""
    ends, others = ends_of(one, in_doubt), ends_of(other, in_doubt)
    differs = {part: _difference(ends[part], others[part]) for part in ends if ends[part] != others[part]}
    check(not differs, name, differs)


def _difference(one: object, other: object) -> object:
    if isinstance(one, list) and isinstance(other, list):
        return [x for x in one if x not in other], [x for x in other if x not in one]
    if isinstance(one, dict) and isinstance(other, dict):
        return {k: _difference(one.get(k), other.get(k)) for k in {*one, *other} if one.get(k) != other.get(k)}
    return one, other


def run_to_rest(world: World, runs: int = 2) -> bool:
    """Run as the scheduler does, a person having read each plan; tell whether the last run was let through."""
    ran = [world.run(approved=True) for _ in range(runs)]
    return ran[-1].error is None


def a6_i6_a_crash_changes_nothing_in_the_end(world: World, rng: Random) -> None:
    """A6, I6. The machine stopped between the write and the note of it; the next run took what it saw for an edit."""
    _broken_or_not(world, Break(rng.randrange(9), rng.choice(PHASES)), "A6 a crash changes nothing in the end")


def a7_a_late_failure_changes_nothing_in_the_end(world: World, rng: Random) -> None:
    """A7. The write had landed when the error came, and the retry doubled every row."""
    _broken_or_not(world, Break(rng.randrange(9), rng.choice(LATE)), "A7 a late failure changes nothing in the end")


def _broken_or_not(world: World, broken: Break, name: str) -> None:
    whole, cut = world.fork("whole"), world.fork("cut")
    run_to_rest(whole)
    cut.run(Steps(broken), approved=True)
    run_to_rest(cut)
    same_end(whole, cut, f"{name} {broken}")


def a8_a_bad_export_is_harmless(world: World, rng: Random) -> None:
    """A8. The report was filtered to one class by mistake, and three hundred children were leavers until the evening."""
    kind = rng.choice(BAD_EXPORTS)
    without, with_it = world.fork("without"), world.fork("with it")
    for twin in (without, with_it):
        twin.room.export()
        run_to_rest(twin)
    if without.ran is None or without.ran.error or _has_a_blank_that_is_shown_elsewhere(without):
        # A register that refuses for a reason of its own proves nothing; the blank: docs/concepts/what-can-be-lost.md.
        return
    cells = with_it.room.book.cells()
    bad_export(with_it, kind, rng)
    with_it.run()
    now = [
        [c for h, c in zip(row[0], row[1], strict=True) if h not in COMPUTED]
        for row in _paired(with_it.room.book.cells())
    ]
    was = [[c for h, c in zip(row[0], row[1], strict=True) if h not in COMPUTED] for row in _paired(cells)]
    check(now == was, f"A8 a bad export ({kind}) changes no cell")
    for twin in (with_it, without):
        twin.room.mis.day = with_it.room.mis.day
        twin.room.export()
        run_to_rest(twin)
    # Where the office gave two children one number, an export that lacks one of them is in doubt no more, and is
    # believed; the next is in doubt again, about the line that is new in it.
    in_doubt = {key for doubt in _doubts(without) for key in doubt.keys if doubt.kind == TWICE}
    same_end(without, with_it, f"A8 a bad export ({kind}) is forgotten", in_doubt=in_doubt)


def _doubts(world: World) -> Sequence[Doubt]:
    planned = world.planned
    return planned.plan.roll.doubts if planned and planned.plan.roll else ()


def _paired(cells: list[list[str]]) -> list[tuple[list[str], list[str]]]:
    return [(cells[0], row) for row in cells]


def _has_a_blank_that_is_shown_elsewhere(world: World) -> bool:
    pupils = {pupil["admission_no"]: pupil for pupil in world.room.mis.pupils}
    columns = world.room.book.columns
    return any(
        text and field in columns and not row[columns[field]]
        for row in world.room.book.rows
        for field, text in pupils.get(row[MARK], {}).items()
    )


def a9_order_and_clocks_decide_nothing(world: World, rng: Random) -> None:
    """A9. The server's clock was an hour fast, so that the older text was the newer one."""
    twin = world.fork("shuffled")
    rng.shuffle(twin.room.book.rows)
    rng.shuffle(twin.room.book.headings)
    path = twin.folder / "export.jsonl"
    head, *records = path.read_bytes().splitlines(keepends=True)
    if json.loads(head)["pupils"] == len(records):
        rng.shuffle(records)
        path.write_bytes(head + b"".join(records))
    twin.room.clock = twin.room.clock.replace(year=twin.room.clock.year + rng.choice((-1, 1)))
    one, other = world.plan(), twin.plan()
    check(_gist(one) == _gist(other), "A9 order and clocks decide nothing", _difference(_gist(one), _gist(other)))


def _gist(planned: Planned | SencoError) -> dict[str, object]:
    """A plan without the lines at which rows stand."""
    if isinstance(planned, SencoError):
        return {"error": type(planned)}
    plan = planned.plan
    cells = [(op.key, op.field, op.expect, op.value) for op in plan.operations if isinstance(op, CellWrite)]
    rows = [(op.key, sorted(op.values.items())) for op in plan.operations if isinstance(op, NewRow)]
    return {
        "cells": sorted(cells),
        "rows": sorted(rows),
        "others": sorted(op.id for op in (*plan.operations, *plan.folder_operations)),
        "matters": sorted((m.kind, m.key, m.field) for m in plan.matters),
    }


def a10_i12_a_plan_is_pure(world: World, rng: Random) -> None:
    """A10, I12. A dry run took over the new filter, and the run after it deleted what the filter left out."""
    world.begin_state()
    standing, state = world.standing(), _rows_of_the_state(world)
    plans = [
        str(p)
        if isinstance(p, SencoError)
        else (p.plan.id, p.plan.operations, p.plan.folder_operations, p.plan.matters)
        for p in (world.plan(), world.plan())
    ]
    check(plans[0] == plans[1], "A10 planning twice gives one plan")
    check(standing == world.standing(), "I12 a plan writes to no store")
    check(not state or state == _rows_of_the_state(world), "I12 a plan changes no row of the state")


def _rows_of_the_state(world: World) -> list[object]:
    if not (world.state(world.machine) / "state.sqlite").exists():
        return []
    with open_state(world.state(world.machine)) as state:
        tables = [row[0] for row in state.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [row for table in tables for row in state.connection.execute(f"SELECT * FROM {table}")]


def a11_keys_that_moved_alone_are_refused(world: World, rng: Random) -> None:
    """A11. The SENCO sorted every column but the first; each child had the next one's needs by noon."""
    twin = world.fork("rotated")
    twin.room.export()
    run_to_rest(twin)
    rows = [row for row in twin.room.book.rows if row[MARK]]
    names = {tuple(row.get(FIELDS[f].label, "") for f in ("surname", "forename", "dob")) for row in rows}
    planned = twin.planned
    is_clean = (
        twin.ran is not None
        and not twin.ran.error
        and planned
        and planned.plan.placed
        and not planned.plan.placed.doubts
    )
    if len(rows) < 3 or len(names) < len(rows) or not is_clean or not all(all(name) for name in names):
        return
    keys = [row[KEY_LABEL] for row in rows]
    for row, key in zip(rows, keys[1:] + keys[:1], strict=True):
        row[KEY_LABEL] = key
    before = _agreed(twin, keys)
    twin.run(approved=True)
    touched = [w for landed in twin.room.book.landed for w in landed.written if w.heading not in COMPUTED]
    check(not touched, "A11 keys that moved alone are refused", touched)
    check(before == _agreed(twin, keys), "A11 keys that moved alone settle nothing")


def _agreed(world: World, keys: list[str]) -> list[object]:
    with open_state(world.state(world.machine)) as state:
        memory = state.memory()
        return [memory.cells(AGREED, key) for key in keys]


def a13_edits_of_different_cells_commute(world: World, rng: Random) -> None:
    """A13. A conflict over one child's note kept the whole school from being written for a week."""
    seed = rng.random()
    one, other = world.fork("one"), world.fork("other")
    for twin in (one, other):
        twin.room.export()
        if not run_to_rest(twin):
            # What a guard keeps from being looked at meets for the first time later, whichever edit lets it through.
            return
    rows = [row[MARK] for row in one.room.book.rows if row[MARK]]
    pupils = {pupil["admission_no"] for pupil in one.room.mis.pupils}
    if len(set(rows)) < 2 or len(rows) != len(set(rows)) or not {*rows} <= pupils:
        return
    first, second = rng.sample(rows, 2)
    # By its key too: a run may make a row of which a sort had left only the key the same child's.
    key = next(row.get(KEY_LABEL, "") for row in one.room.book.rows if row[MARK] == first)

    def senco(twin: World) -> None:
        row = next(row for row in twin.room.book.rows if (row[MARK], row.get(KEY_LABEL, "")) == (first, key))
        heading = twin.room.book.columns.get("sen_note")
        if heading:
            row[heading] = twin.ledger.typed(first, row[heading])
            row[heading] = f"note {seed}"

    def office(twin: World) -> None:
        pupil = next(pupil for pupil in twin.room.mis.pupils if pupil["admission_no"] == second)
        pupil["surname"] = f"Newname{seed}"
        twin.room.export()

    for twin, order in ((one, (senco, office)), (other, (office, senco))):
        for act in order:
            act(twin)
            twin.run(approved=True)
        run_to_rest(twin)
    same_end(one, other, "A13 edits of different cells commute")


def i6_a_state_that_is_lost_is_rebuilt_by_looking(world: World, rng: Random) -> None:
    """I6. The laptop died; the new one took the export for the truth and corrected the whole register."""
    twin = world.fork("new machine")
    twin.lose_state()
    ran = twin.run(approved=True)
    for landed in twin.room.book.landed if ran.applied else ():
        touched = [w for w in landed.written if w.old and w.heading not in COMPUTED]
        check(not touched, "I6 a new state touches no cell that a person filled", touched)


TWINS: tuple[Callable[[World, Random], None], ...] = (
    a6_i6_a_crash_changes_nothing_in_the_end, a7_a_late_failure_changes_nothing_in_the_end, a8_a_bad_export_is_harmless,
    a9_order_and_clocks_decide_nothing, a10_i12_a_plan_is_pure, a11_keys_that_moved_alone_are_refused,
    a13_edits_of_different_cells_commute, i6_a_state_that_is_lost_is_rebuilt_by_looking,
)  # fmt: skip
