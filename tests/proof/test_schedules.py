"""A slice of `make proof`: schedules, kills, and a crash at every step, small enough for every day."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from kills import CAN_FORK, SCENARIOS, Stage, kill_until_it_ends
from schedule import Failure, play, tell
from school import World, a_world
from steps import LATE, PHASES, Break, Steps
from twins import run_to_rest, same_end

from senco_connect.testing.faults import Crash

SLICE = 12
# The same schedules each time in CI; elsewhere every run tries others, and a failure tells its seed.
FIRST = 0 if os.environ.get("CI") else Random().randrange(10**9)


@pytest.mark.parametrize("piece", range(5))
def test_people_faults_and_bad_luck_in_any_order_lose_nothing(piece: int) -> None:
    for seed in range(FIRST + piece * SLICE, FIRST + (piece + 1) * SLICE):
        try:
            play(seed)
        except Failure as failure:
            pytest.fail(tell(failure))


# The shortest scripts of schedules that broke something once.
BROKE_ONCE = {
    "a second row, where a copied row and a sort had left the keys beside other children, on a second machine": (
        5060,
        (
            ("a_run", 741466148), ("a_run_on_another_machine", 4905225), ("senco_inserts_a_column", 153666836),
            ("senco_copies_a_row", 333894186), ("office_takes_a_child_off", 592667997), ("senco_types_a_row", 706842427),
            ("senco_moves_a_column", 630688326), ("senco_copies_a_row", 23674184), ("senco_sorts_without_the_keys", 556865828),
        ),
    ),
    "text that nobody listed, where the SENCO's field became everybody's": (
        5063, (("senco_types", 185461400), ("a_run", 194376042), ("the_rules_change", 283893515)),
    ),
    "an open matter about a folder that came and went, where the register had no column for the surname": (
        8026,
        (
            ("senco_renames_a_heading", 459650987), ("a_run_on_another_machine", 598087641),
            ("senco_removes_a_row", 531054128),
        ),
    ),
    "now one twin offered for a key that is not ours, now both": (
        4057, (("a_run", 484804526), ("senco_edits_a_key", 613042961), ("office_enters_a_child", 854567984)),
    ),
    "a count of open matters written again and again, because a twin was now the one offered and now was not": (
        6288,
        (
            ("office_exports", 616541697), ("a_run", 275045747), ("a_run_is_cut_off", 181211224),
            ("senco_copies_a_row", 272885090), ("senco_edits_a_key", 157564919), ("a_run_is_cut_off", 29170765),
        ),
    ),
    "now one twin and now the other offered for a row without a key": (
        5479,
        (
            ("a_run", 613144051), ("a_run_on_another_machine", 709078570), ("office_exports", 1031433914),
            ("office_exports", 395106734), ("office_enters_a_child", 606313430), ("office_enters_a_child", 429419347),
            ("senco_clears_a_key", 779850022), ("office_types", 683387828),
        ),
    ),
    "a key on the rows of two children, given to one of them by the second run after the state was lost": (
        16976,
        (
            ("office_exports", 162895668), ("a_run", 181866441), ("office_exports", 845559697),
            ("senco_sorts_without_the_keys", 286707832), ("senco_edits_a_key", 134771130),
            ("office_gives_another_upn", 962338756), ("a_run_on_another_machine", 476821322),
        ),
    ),
    "a key for one of two rows of a twin, because the export lacked the child": (
        19600,
        (
            ("office_exports", 724887279), ("senco_copies_a_row", 848791944), ("senco_types", 1071469973),
            ("a8_a_bad_export_is_harmless", 760519888),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKE_ONCE)
def test_a_schedule_that_broke_something_once_breaks_nothing_now(what: str) -> None:
    seed, script = BROKE_ONCE[what]
    assert play(seed, script).rested


# --- a crash at every step


def first_contact(world: World) -> None:
    """Nothing has run yet."""


def a_day(world: World) -> None:
    """Changes, a conflict, text that only a person typed, a child who joined, a name that changed with its folder."""
    run_to_rest(world)
    mis, book = world.room.mis, world.room.book
    mis.pupils[0]["surname"] = "Newname"
    mis.pupils[1]["sen_note"] = "from the office"
    if len(book.rows) > 1:
        book.rows[0]["SEN notes"] = "from the SENCO"
        book.rows[0]["Strategy 1"] = "typed by a person"
        book.rows[1]["SEN notes"] = "from the SENCO"
    mis.enter(
        {**mis.pupils[0], "upn": "A001000000900", "admission_no": "000900", "surname": "Joiner", "sen_status": "K"}
    )
    world.room.export()


def a_removed_row(world: World) -> None:
    """A row is gone and another has lost its key."""
    run_to_rest(world)
    world.room.book.rows.pop()
    world.room.book.rows[0]["Pupil key"] = ""
    world.room.mis.pupils[0]["sen_since"] = "2025-01-06"
    world.room.export()


@pytest.mark.parametrize("how", [*PHASES, *LATE])
@pytest.mark.parametrize("scenario", [first_contact, a_day, a_removed_row])
def test_a_run_that_breaks_at_any_step_ends_as_one_that_did_not(tmp_path: Path, scenario, how: str) -> None:
    """A6, A7, I6, I11: every call to a store and every transaction, before, within and after."""
    for seed in (1, 4):
        (tmp_path / str(seed)).mkdir()
        world = a_world(tmp_path / str(seed), seed)
        scenario(world)
        whole = world.fork("whole")
        whole.run(approved=True)
        run_to_rest(whole)
        number = 0
        for number in range(100):
            cut = world.fork("cut")
            ran = cut.run(Steps(Break(number, how)), approved=True)
            if len(ran.steps.names) <= number:
                break
            assert how in LATE or isinstance(ran.error, Crash)
            run_to_rest(cut)
            same_end(whole, cut, f"A6 A7 {how} step {number}, {ran.steps.names[-1]}")
        assert number >= 7


# --- SIGKILL


@pytest.mark.skipif(
    not CAN_FORK, reason="this system has no fork; `make proof` on Linux kills"
)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_runs_that_are_killed_at_a_random_moment_change_nothing_in_the_end(tmp_path: Path, scenario: str) -> None:
    stage = Stage(tmp_path, scenario)
    turns = [kill_until_it_ends(stage, Random(f"{FIRST} {turn}")) for turn in range(8)]
    assert sum(turn.killed for turn in turns) > 0
