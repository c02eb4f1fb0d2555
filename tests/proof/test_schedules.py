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
    "a count of open matters that stood until the columns moved, where a doubt had gone by itself": (
        21820,
        (
            ("office_exports", 230548041), ("a_run", 1020544497), ("office_takes_a_child_off", 758105874),
            ("senco_types_a_row", 316814379), ("a_run", 301390064), ("a_run_while_people_act", 1916427),
            ("senco_removes_a_row", 599751742), ("a9_order_and_clocks_decide_nothing", 560291479),
        ),
    ),
    "text that nobody listed, where the SENCO's field became everybody's": (
        5063, (("senco_types", 185461400), ("a_run", 194376042), ("the_rules_change", 283893515)),
    ),
    "a need in another child's row, where a sort left the keys behind between the look and the write": (
        5424,
        (
            ("a_run_while_people_act", 332364968), ("a_run", 97857176), ("office_exports", 930405579),
            ("office_types", 311516874), ("office_exports", 683081761), ("a_run_while_people_act", 423138108),
        ),
    ),
    "a text in another child's row, where a key was cleared and a sort left the keys behind": (
        8472,
        (
            ("office_types", 935113959), ("a_run", 907375962), ("office_exports", 726719669),
            ("a_run_while_people_act", 362881728),
        ),
    ),
    "the SENCO's text, where the MIS came to decide the field": (
        7312,
        (
            ("office_types", 786626426), ("senco_types", 967540860), ("an_answer_is_late", 88274045),
            ("the_rules_change", 276196347),
        ),
    ),
    "text typed again over a cell that was cleared after a crash": (
        3524,
        (
            ("a_run_while_somebody_types_over_what_it_writes", 854659340), ("office_types", 1073264292),
            ("senco_types", 483593061), ("office_exports", 632431348), ("a_run_is_cut_off", 135204494),
            ("a_run_while_people_act", 1010563940),
        ),
    ),
    "a second folder beside a child's own, whose key a sort had left beside another child when there was no state": (
        4904,
        (
            ("a_run", 285823849), ("the_state_is_lost", 1048394906), ("senco_sorts_without_the_keys", 91332799),
            ("senco_clears_a_key", 499608866),
        ),
    ),
    "a second folder beside the one of an unknown key, once the child was called otherwise": (
        8017,
        (
            ("an_answer_is_late", 445855382), ("senco_removes_a_row", 946049276), ("the_state_is_lost", 788678466),
            ("office_exports", 318237373), ("a_run", 595679226), ("senco_pastes_a_row_back", 363833851),
            ("office_exports", 376229094), ("office_types", 594887408),
        ),
    ),
    "a second folder beside the one of an unknown key, in a run that did not read what the MIS calls the child": (
        10000,
        (
            ("a_run_while_people_act", 176020333), ("senco_clears_a_key", 673411654),
            ("the_state_is_lost", 898478142), ("senco_types", 660883034), ("the_rules_change", 543269986),
            ("a_run_while_people_act", 552159514),
        ),
    ),
    "a second folder beside the one that only a row in doubt called by its name": (
        17088,
        (
            ("office_types", 753073977), ("a_run", 347661062), ("senco_clears_a_key", 612272177),
            ("an_export_goes_wrong", 938854322), ("the_state_is_lost", 478676551), ("senco_types_a_row", 540780093),
        ),
    ),
    "the check alone: a new machine may believe keys that a sort left behind, whenever before its first run that was": (
        17004,
        (
            ("a_run_on_another_machine", 376888518), ("senco_sorts_without_the_keys", 899498472),
            ("senco_copies_a_row", 920718073), ("a_run_is_cut_off", 322275488), ("senco_clears_a_key", 982442406),
        ),
    ),
    "a conflict that was settled by an export without the child": (
        9044,
        (
            ("a_run", 541507531), ("senco_types", 456679316), ("office_exports", 636556386),
            ("office_takes_a_child_off", 666663727), ("the_state_is_lost", 407917148),
            ("a8_a_bad_export_is_harmless", 177783028),
        ),
    ),
    "a conflict that was settled by a blank column": (
        16977,
        (
            ("senco_types", 199177944), ("a8_a_bad_export_is_harmless", 350433546),
        ),
    ),
    "the MIS's word on the SENCO's own field, noted while the row was removed": (
        6161,
        (
            ("a_run", 762610603), ("a_run", 649801647), ("senco_removes_a_row", 406720722),
            ("a8_a_bad_export_is_harmless", 722594079),
        ),
    ),
    "a list that named one twin or both, by which line of the export was new": (
        6427,
        (
            ("a_run", 789802691), ("senco_copies_a_row", 1024828453), ("office_exports", 465884938),
            ("senco_edits_a_key", 121861290), ("office_enters_a_child", 313037136), ("office_exports", 788038281),
            ("a7_a_late_failure_changes_nothing_in_the_end", 729225530),
        ),
    ),
    "a text in the row of a child of the same forename, whom a new state had never met": (
        700001121,
        (
            ("a_run", 940025721), ("office_takes_a_child_off", 947844209), ("office_exports", 151960166),
            ("the_state_is_lost", 380284425), ("a_run_while_people_act", 41983328), ("office_types", 1046771023),
        ),
    ),
    "the check alone: what a guard nobody may lift keeps from being looked at meets for the first time when it is gone": (
        700004219,
        (
            ("senco_types_a_row", 161970528), ("a_run", 237076036), ("senco_sorts_without_the_keys", 566166097),
            ("the_state_is_lost", 30187738), ("a13_edits_of_different_cells_commute", 363829990),
        ),
    ),
    "the library's own folder name, given before a crash and not noted while the row was in doubt": (
        24081,
        (
            ("a_run_while_people_act", 105130790), ("senco_clears_a_key", 688642826),
            ("senco_pastes_over_a_block", 615031951), ("a6_i6_a_crash_changes_nothing_in_the_end", 49366573),
        ),
    ),
    "the check alone: equal rows whose cells Python held in another order": (
        6810,
        (
            ("a_run_while_somebody_types_over_what_it_writes", 814303892), ("senco_moves_a_column", 466892520),
            ("a8_a_bad_export_is_harmless", 351537625),
        ),
    ),
    "the check alone: of two lines with one number a bad export showed one, which was believed": (
        2390,
        (
            ("office_exports", 924110004), ("office_gives_another_upn", 637585289), ("office_exports", 730000931),
            ("a8_a_bad_export_is_harmless", 279712387),
        ),
    ),
    "a second folder, where the key of the first came to stand beside a third child": (
        5400,
        (
            ("office_types", 168555440), ("office_exports", 790357298), ("a_run_while_people_act", 199099394),
            ("office_exports", 292405762), ("office_takes_a_child_off", 567376784),
            ("senco_clears_a_key", 251698059), ("an_export_goes_wrong", 598731347),
            ("the_state_is_lost", 591663519), ("a_run_while_people_act", 963471382),
            ("senco_clears_a_key", 844416850),
        ),
    ),
    "the check alone: a folder's name tells nothing of two who are called alike, whose keys a sort had moved": (
        6481,
        (
            ("a_run_while_somebody_types_over_what_it_writes", 892528334), ("senco_pastes_over_a_block", 888624148),
            ("a_run_on_another_machine", 784664320), ("senco_inserts_a_blank_row", 855480267),
            ("office_exports", 352036892), ("office_exports", 895552419), ("office_exports", 1063993731),
            ("senco_sorts", 865752277), ("senco_types_a_row", 938535872),
            ("senco_sorts_without_the_keys", 694948508),
        ),
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
