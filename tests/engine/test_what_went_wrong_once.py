"""Each of these was a way to lose, misplace or nag once; the story is told in the docstring."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from room import COLUMNS, FIELDS, Room, child, roll

from senco_connect.adapters import SourceConfig, Tools
from senco_connect.errors import InputRefused, Locked, Stopped
from senco_connect.observing import newest_file
from senco_connect.ownership import Ownership
from senco_connect.plan import Rules
from senco_connect.pupils import WRITE_BACK
from senco_connect.record import Owner
from senco_connect.run import plan_run
from senco_connect.store import open_state
from senco_connect.testing.faults import Crash, Fault, Script, crash_after, refused_before
from senco_connect.testing.memory import MemorySource


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path, roll(10))
    made.run()
    made.run()
    return made


def lose_the_state(room: Room) -> None:
    for file in room.state.iterdir():
        file.unlink()


def twin(number: int) -> dict[str, str]:
    """One of several children of one name and birth date."""
    return child(number, surname="Twin", forename="Alder", dob="2012-05-05")


def of_upn(room: Room, upn: str) -> list[str]:
    """The surnames beside a UPN in the register."""
    columns = room.book.columns
    return [row[columns["surname"]] for row in room.book.rows if row[columns["upn"]] == upn]


# --- whose row it is


@pytest.mark.parametrize("exports_between", [0, 1], ids=["in the same export", "after an export without either"])
def test_a_new_child_with_a_leavers_admission_number_does_not_take_over_the_row(
    room: Room, exports_between: int
) -> None:
    """The number was given anew; the new child's name and UPN were written over the leaver's."""
    room.mis.remove(2)
    for _ in range(exports_between):
        room.export()
        room.run()
    new = child(50, admission_no="000003", sen_status="K")
    room.mis.enter(new)
    room.export()
    room.run()
    room.run()
    assert of_upn(room, child(3)["upn"]) == ["Testchild3"]
    assert of_upn(room, new["upn"]) == []
    assert "identifiers disagree" in room.kinds()


def test_two_children_with_one_admission_number_are_set_aside_at_once(tmp_path: Path) -> None:
    """The first run made both; the second set one of them aside, which one depended on the order of the export."""
    room = Room(tmp_path, [child(1), child(3, admission_no="000001"), child(5)])
    room.run()
    assert len(room.book.rows) == 1
    assert room.kinds() == ["identifiers disagree", "identifiers disagree"]


def test_a_namesake_of_the_same_birthday_is_not_the_leaver_when_the_state_was_lost(tmp_path: Path) -> None:
    """With the state gone a name and a birth date were enough: the twin without a row got the leaver's."""
    twin = {"surname": "Twin", "forename": "Alder", "dob": "2012-05-05"}
    room = Room(tmp_path, [child(1, **twin), child(2, **twin), child(3)])
    room.run()
    key = room.key(1)
    lose_the_state(room)
    room.mis.remove(0)
    room.export()
    planned = room.plan().plan
    assert planned.roll is not None
    assert key not in planned.roll.rows


def test_twins_on_the_register_are_not_taken_for_a_scramble_when_the_state_was_lost(tmp_path: Path) -> None:
    """Only one of two twins can be looked up by name; the other's row seemed to be somebody else's, and nothing ran."""
    twins = [child(n, surname=f"Twin{n > 4}", forename="Alder", dob="2012-05-05") for n in (1, 3, 5, 7)]
    room = Room(tmp_path, twins)
    room.run()
    lose_the_state(room)
    assert room.plan().refusals == ()
    assert room.kinds() == []


def test_the_rows_of_twins_are_adopted_by_their_numbers(tmp_path: Path) -> None:
    """The name they share counted against one of them, whose row was then never linked."""
    twins = [child(n, surname="Twin", forename="Alder", dob="2012-05-05") for n in (1, 3)]
    room = Room(tmp_path, twins, columns=COLUMNS[1:], rows=twins)
    room.run()
    assert all(row["Pupil key"] for row in room.book.rows)


def test_keys_left_behind_are_noticed_in_a_register_without_birth_dates(tmp_path: Path) -> None:
    """Without all three check columns nothing was checked, although the UPN stood beside the wrong key."""
    room = Room(tmp_path, roll(10), columns=[c for c in COLUMNS if c != "dob"])
    room.run()
    room.run()
    room.book.sort_leaving_keys_behind("surname", descending=True)
    assert [refusal.guard for refusal in room.plan().refusals] == ["register scrambled"]


def test_a_keyless_row_of_a_pupil_whose_key_stands_elsewhere_gets_no_key(room: Room) -> None:
    """The key was on two rows, both set aside; the third got it planned in every run and never could have it."""
    room.book.copy_row(room.key(3))
    columns = room.book.columns
    room.book.insert_row(9, {"admission_no": "000003"})
    assert room.book.rows[-1][columns["admission_no"]]
    assert "pupil twice in the register" in room.kinds()
    room.run()
    assert room.plan().plan.is_empty


# --- what is agreed


def test_a_blank_in_the_export_does_not_clear_a_row_that_was_away(room: Room) -> None:
    """The row was removed, the office blanked a field, the row was pasted back: the run cleared the cell."""
    key = room.key(3)
    row = room.book.keyed(key)[0]
    room.book.remove_row(key)
    room.run()
    room.office(3, "need_1", "")
    room.export()
    room.run()
    room.book.rows.append(row)
    room.run()
    assert room.book.shows(key, "need_1") == "SLCN"
    assert "blank in the export" in room.kinds()


def test_text_in_a_column_that_the_mis_shows_later_is_held(tmp_path: Path) -> None:
    """The register alone decided the MIS's field, so that the MIS's first word went over the person's."""
    pupils = [{**child(1), "tutor": "Mr Other"}]
    room = Room(tmp_path, pupils, columns=[*COLUMNS[1:], "tutor"], rows=[{**child(1), "tutor": "Ms Sample"}])
    room.run()
    room.mis.fields.append("tutor")
    room.export()
    room.run()
    assert room.book.shows(room.key(1), "tutor") == "Ms Sample"
    assert room.kinds() == ["held"]


def test_a_new_column_of_a_shared_field_is_filled_and_no_conflict(tmp_path: Path) -> None:
    """A blank cell that was never looked at counted as a person's edit: one conflict for each pupil."""
    room = Room(tmp_path, roll(4), columns=[c for c in COLUMNS if c != "sen_since"])
    room.run()
    room.book.insert_column("SEN since")
    room.run()
    assert room.book.shows(room.key(1), "sen_since") == "2024-09-05"
    assert room.kinds() == []


def test_a_row_that_a_person_types_for_a_pupil_of_the_roll_is_filled(tmp_path: Path) -> None:
    """Its blank cells counted as edits of what the MIS had said before there was a row."""
    room = Room(tmp_path, [child(1), child(2, sen_note="glasses")], ownership=Ownership({"sen_since": Owner.SENCO}))
    room.office(2, "sen_since", "2025-01-06")
    room.export()
    room.run()
    room.book.insert_row(3, {"admission_no": "000002"})
    room.run()
    assert room.book.shows(room.key(2), "sen_note") == "glasses"
    assert room.book.shows(room.key(2), "sen_since") == "2025-01-06"
    assert room.kinds() == []


def test_a_blank_rank_in_the_export_clears_no_need(room: Room) -> None:
    """The ranking is one value, so that a column of blanks beside another need took the first one off the row."""
    room.office(3, "need_2", "SEMH")
    room.export()
    room.run()
    room.office(3, "need_1", "")
    room.export()
    room.run()
    assert [room.book.shows(room.key(3), f"need_{rank}") for rank in (1, 2)] == ["SLCN", "SEMH"]
    assert room.kinds() == ["blank in the export"]
    room.book.clear(room.key(3), "need_1")
    room.run()
    assert (room.kinds(), room.book.shows(room.key(3), "need_1")) == ([], "")


def test_a_ranking_that_moved_up_is_taken_over(room: Room) -> None:
    room.office(3, "need_2", "SEMH")
    room.export()
    room.run()
    room.office(3, "need_1", "SEMH")
    room.office(3, "need_2", "")
    room.export()
    room.run()
    assert [room.book.shows(room.key(3), f"need_{rank}") for rank in (1, 2)] == ["SEMH", ""]
    assert room.kinds() == []


def test_a_cell_that_somebody_cleared_stays_so_after_an_export_of_blanks(room: Room) -> None:
    room.book.clear(room.key(3), "sen_since")
    room.office(3, "sen_since", "")
    room.export()
    room.run()
    room.office(3, "sen_since", "2024-09-05")
    room.export()
    room.run()
    assert room.book.shows(room.key(3), "sen_since") == ""
    assert room.kinds() == [WRITE_BACK]


def test_text_that_follows_a_blank_of_both_is_newer_and_did_not_go_blank_in_the_export(room: Room) -> None:
    """The MIS was remembered as it was before the blank: new text of the SENCO's was "blank in the export"."""
    room.book.clear(room.key(3), "sen_since")
    room.office(3, "sen_since", "")
    room.export()
    room.run()
    room.book.type(room.key(3), "sen_since", "2026-01-08")
    for _ in range(2):
        assert room.kinds() == [WRITE_BACK]
        room.run()


def test_text_typed_on_the_day_on_which_the_export_goes_blank_stands_and_is_listed_as_newer(room: Room) -> None:
    """It was listed as gone from the export, with the advice to clear it if that is right."""
    room.book.type(room.key(3), "sen_since", "2026-01-08")
    room.office(3, "sen_since", "")
    room.export()
    for _ in range(2):
        (matter,) = room.plan().plan.matters
        assert (matter.kind, dict(matter.shown)["mis"]) == (WRITE_BACK, "")
        room.run()
    assert room.book.shows(room.key(3), "sen_since") == "2026-01-08"


def test_a_change_of_owners_takes_effect_on_rows_that_were_at_rest(tmp_path: Path) -> None:
    """Rows at rest were not looked at, and a plan without writes was never noted: the guard stayed for good."""
    room = Room(tmp_path, roll(4), ownership=Ownership({"surname": Owner.SENCO}))
    room.run()
    room.book.type(room.key(1), "surname", "Mine")
    room.run()
    room.run()
    assert room.kinds() == []
    room.rules = Rules(Ownership())
    room.run(approved=True)
    assert room.kinds() == [WRITE_BACK]
    assert room.plan().refusals == ()


def test_a_status_that_belongs_on_the_register_from_now_on_makes_rows(room: Room) -> None:
    """Records that had not changed were passed over, so their pupils never got a row."""
    room.rules = Rules(Ownership(), include=frozenset("EKMN"))
    room.run(approved=True)
    assert len(room.book.rows) == 10


# --- guards and news


def test_blanks_that_wait_for_a_person_do_not_add_up_to_a_mass_change(tmp_path: Path) -> None:
    """Each run counted all that waited: with the fourth the guard stopped every run, also after an approval."""
    room = Room(tmp_path, roll(40))
    room.run()
    for number in (1, 3, 5, 7, 9, 11):
        room.office(number, "sen_status", "")
        room.export()
        room.run()
    room.office(13, "registration_group", "7Z")
    room.export()
    assert room.plan().refusals == ()


def test_news_of_the_export_is_told_once(room: Room) -> None:
    """What was not agreed counted as news in every run."""
    room.book.type(room.key(3), "sen_status", "N")
    room.office(3, "sen_status", "E")
    room.export()
    assert [(c.field, c.new) for c in room.plan().plan.changes] == [("sen_status", "E")]
    room.run()
    room.office(5, "registration_group", "7Z")
    room.export()
    assert [c.field for c in room.plan().plan.changes] == ["registration_group"]


def test_news_of_a_pupil_whose_row_was_removed_is_told_once(room: Room) -> None:
    room.book.type(room.key(3), "sen_status", "N")
    room.run()
    room.book.remove_row(room.key(3))
    room.office(3, "sen_status", "E")
    room.export()
    room.run()
    room.run()
    assert room.plan().plan.changes == []


def test_an_older_copy_of_the_register_that_was_approved_is_approved_for_good(room: Room) -> None:
    """Its cells were the same, so nothing was written, and its old mark stopped every run."""
    room.book.stamp = f"{room.book.stamp.partition(':')[0]}:0"
    assert [refusal.guard for refusal in room.plan().refusals] == ["register restored"]
    room.run(approved=True)
    assert room.plan().refusals == ()
    assert room.plan().plan.is_empty


# --- what was sent is not what arrived


def test_a_batch_that_never_arrived_is_sent_by_the_next_run(room: Room) -> None:
    """The run's mark was noted although the register did not bear it: the next run took it for an older copy."""
    room.office(1, "registration_group", "9Q")
    room.export()
    with Script(Fault("apply", 1, None, lands=False)) as script:
        assert room.run(script).done == ()
    assert room.plan().refusals == ()
    room.run()
    assert room.book.shows(room.key(1), "registration_group") == "9Q"
    assert room.plan().plan.is_empty


def test_a_list_of_matters_that_never_arrived_is_sent_by_the_next_run(room: Room) -> None:
    room.book.type(room.key(1), "surname", "Mine")
    with Script(Fault("apply", 1, None, lands=False)) as script:
        room.run(script)
    assert room.book.matters == ()
    room.run()
    assert [matter.kind for matter in room.book.matters] == ["held"]


def test_a_folder_that_was_not_renamed_is_renamed_by_the_next_run(room: Room) -> None:
    """That the folder was there counted as renamed; from then on its old name passed for a person's."""
    room.office(1, "surname", "Newname")
    room.export()
    with Script(Fault("apply", 2, None, lands=False)) as script:
        room.run(script)
    room.run()
    assert any(name.startswith("NEWNAME") for name in room.cabinet.folders())


def test_a_folder_is_not_renamed_to_and_fro(tmp_path: Path) -> None:
    """Where the SENCO decides the surname, its name followed the MIS or the register, whichever was read."""
    room = Room(tmp_path, roll(4), ownership=Ownership({"surname": Owner.SENCO}))
    room.run()
    room.book.type(room.key(1), "surname", "Mine")
    room.run()
    names = set(room.cabinet.folders())
    assert any(name.startswith("MINE") for name in names)
    room.run()
    room.office(1, "registration_group", "9Z")
    room.export()
    room.run()
    assert set(room.cabinet.folders()) == names


# --- what is kept


def test_no_reason_that_is_kept_tells_a_status(room: Room) -> None:
    """The reason for a new row named the SEN status, in plain text beside the key."""
    with open_state(room.state) as state:
        reasons = [why for (why,) in state.connection.execute("SELECT why FROM operation WHERE kind = 'NewRow'")]
    assert len(reasons) == 5
    assert [why for why in reasons if {"E", "K", "M", "N"} & set(why.split())] == []


def test_before_images_go_after_their_days_also_while_nothing_happens(room: Room) -> None:
    """They were dropped by a run that had something to note; the summer holidays have none."""
    room.office(1, "registration_group", "9Q")
    room.export()
    room.run()
    room.run()
    with open_state(room.state) as state:
        count = "SELECT count(*) FROM operation WHERE image IS NOT NULL"
        assert state.connection.execute(count).fetchone()[0] > 0
        room.clock += timedelta(days=29)
        room.run()
        assert state.connection.execute(count).fetchone()[0] > 0
        room.clock += timedelta(days=2)
        room.run()
        assert state.connection.execute(count).fetchone()[0] == 0


# --- which file it is


def found(room: Room, pattern: str) -> str:
    source = MemorySource(SourceConfig("memory-source", pattern), Tools(room.tmp))
    return newest_file("mis", source, Tools(room.tmp)).path.name


def test_a_pattern_may_begin_at_the_root(room: Room) -> None:
    """It ended in Python's own error."""
    assert found(room, str(room.tmp / "*.jsonl")) == "export.jsonl"


def test_a_name_with_brackets_is_a_name(room: Room) -> None:
    """Browsers number a second download; the brackets were taken for a pattern."""
    (room.tmp / "export [1].jsonl").write_bytes(b"")
    assert found(room, "export [1].jsonl") == "export [1].jsonl"


def test_what_office_lays_beside_an_open_workbook_is_no_export(room: Room) -> None:
    (room.tmp / "~$export.jsonl").write_bytes(b"")
    (room.tmp / "folder.jsonl").mkdir()
    assert found(room, "*.jsonl") == "export.jsonl"


@pytest.mark.parametrize("pattern", ["", "nothing.csv", "*.nothing", "a**b", "\0"])
def test_a_pattern_that_finds_nothing_is_told_without_its_text(room: Room, pattern: str) -> None:
    with pytest.raises(InputRefused) as refused:
        found(room, pattern)
    assert str(refused.value) == (
        "No export was found for the source mis. Export it again, or correct the file in senco.toml."
    )


# --- what the library works out


def cut_off(room: Room) -> None:
    """A run whose batch landed and was not noted."""
    with pytest.raises(Crash), Script(crash_after("apply")) as script:
        room.run(script)


def test_a_count_that_a_cut_off_run_wrote_is_not_taken_for_a_persons(room: Room) -> None:
    """What had landed without being noted passed for text that somebody typed over, until they cleared it."""
    key = room.key(1)
    room.book.type(key, "surname", "Mine")
    cut_off(room)
    assert room.book.shows(key, "open_issues") == "1"
    room.book.clear(key, "surname")
    room.run()
    room.run()
    assert (room.kinds(), room.book.shows(key, "open_issues")) == ([], "0")


def test_areas_that_a_cut_off_run_wrote_follow_the_next_need(room: Room) -> None:
    key = room.key(1)
    for need, area in (("MLD", "Cognition and learning"), ("SEMH", "Social, emotional and mental health")):
        room.office(1, "need_1", need)
        room.export()
        cut_off(room)
        room.run()
        room.run()
        assert (room.kinds(), room.book.shows(key, "broad_areas")) == ([], area)


def test_what_was_worked_out_before_the_state_was_lost_is_followed(room: Room) -> None:
    key = room.key(1)
    lose_the_state(room)
    room.run()
    room.book.type(key, "need_1", "MLD")
    room.office(1, "need_1", "MLD")
    room.export()
    room.run()
    room.run()
    assert (room.kinds(), room.book.shows(key, "broad_areas")) == ([], "Cognition and learning")


# --- text that nobody understands


def both_show(tmp_path: Path, text: str) -> Room:
    room = Room(
        tmp_path, [child(1, need_1=text), child(3)], columns=COLUMNS[1:], rows=[child(1, need_1=text), child(3)]
    )
    room.run()
    room.run()
    assert room.kinds() == []
    return room


def test_text_that_both_show_is_agreed_whether_or_not_it_is_understood(tmp_path: Path) -> None:
    """Looked at again, when the child had left, it was told as not understood: by the order of the columns."""
    room = both_show(tmp_path, "dyslexia?")
    room.mis.remove(0)
    room.export()
    room.book.type(room.key(1), "strategy_1", "by the door")
    assert room.kinds() == ["not in the export"]


def test_text_that_both_showed_follows_the_office_that_corrects_it(tmp_path: Path) -> None:
    room = both_show(tmp_path, "dyslexia?")
    room.office(1, "need_1", "SPLD")
    room.export()
    room.run()
    assert (room.book.shows(room.key(1), "need_1"), room.kinds()) == ("SPLD", [])


def test_text_that_nobody_understands_is_never_taken_over(tmp_path: Path) -> None:
    room = both_show(tmp_path, "SPLD")
    room.office(1, "need_1", "dyslexia?")
    room.office(3, "need_1", "autistic??")
    room.book.type(room.key(3), "need_1", "ASC!")
    room.export()
    room.run()
    room.run()
    assert [room.book.shows(room.key(n), "need_1") for n in (1, 3)] == ["SPLD", "ASC!"]
    assert room.kinds() == ["not understood", "not understood"]


@pytest.mark.parametrize("later", ["hearing aid", "two hearing aids"], ids=["the same", "another"])
def test_an_offer_that_did_not_arrive_is_made_again(tmp_path: Path, later: str) -> None:
    """The workbook was open elsewhere; the offer counted as agreed, was nowhere to be seen and never came again."""
    room = Room(tmp_path, roll(4), ownership=Ownership({"sen_note": Owner.SENCO}))
    room.run()
    room.office(1, "sen_note", "hearing aid")
    room.export()
    with pytest.raises(Locked), Script(refused_before("apply", error=Locked("It is open.", "Close it."))) as script:
        room.run(script)
    room.office(1, "sen_note", later)
    room.export()
    room.run()
    assert room.book.shows(room.key(1), "sen_note") == later


def test_text_that_is_held_does_not_add_up_to_a_paste(tmp_path: Path) -> None:
    """Each run counted all that was held: with the sixth, kept over months, every run was stopped, approved or not."""
    room = Room(tmp_path, roll(30))
    room.run()
    for number in (1, 3, 5, 7, 9, 11, 13):
        room.book.type(room.key(number), "registration_group", f"mine {number}")
        room.run()
    assert (room.kinds(), room.plan().refusals) == (["held"] * 7, ())
    room.book.type(room.key(15), "registration_group", "mine 15")
    room.run()


@pytest.mark.parametrize(
    "fault",
    [
        lambda: refused_before("apply", error=Locked("It is open.", "Close it.")),
        lambda: Fault("apply", 1, None, lands=False),
    ],
    ids=["refused", "nothing landed"],
)
def test_a_rebuilt_state_whose_first_run_wrote_nothing_is_still_believed(
    room: Room, fault: Callable[[], Fault]
) -> None:
    """It had been committed but had no mark on the register yet, which bore the lost one's: every run was refused."""
    lose_the_state(room)
    with suppress(Locked), Script(fault()) as script:
        room.run(script)
    room.run()
    assert room.plan().plan.is_empty


def test_enforced_text_counts_as_replaced_only_where_it_was(tmp_path: Path) -> None:
    """The export was blank, so that there was nothing to put back; the list said that the text had been replaced."""
    room = Room(tmp_path, roll(4), ownership=Ownership(enforced=frozenset({"registration_group"})))
    room.run()
    room.book.type(room.key(1), "registration_group", "mine")
    room.office(1, "registration_group", "")
    room.export()
    room.run()
    assert (room.book.shows(room.key(1), "registration_group"), room.kinds()) == ("mine", ["blank in the export"])
    room.office(1, "registration_group", "8C")
    room.export()
    assert room.kinds() == ["replaced"]
    room.run()
    assert (room.book.shows(room.key(1), "registration_group"), room.kinds()) == ("8C", [])


def test_a_blank_right_after_a_row_was_made_clears_nothing(tmp_path: Path) -> None:
    """One decided field made all the others of that pupil unknown: the blank passed for the MIS's first word."""
    room = Room(tmp_path, roll(4))
    room.run()
    room.office(1, "registration_group", "")
    room.export()
    room.run()
    room.office(1, "tutor", "")
    room.export()
    room.run()
    assert room.book.shows(room.key(1), "registration_group") == "8A"
    assert room.kinds() == ["blank in the export"]


def test_half_a_ranking_is_not_written_where_a_column_holds_formulas(room: Room) -> None:
    """The first need can't be written; the second one beside the old first was a ranking that nobody chose."""
    room.office(3, "need_1", "ASD")
    room.office(3, "need_2", "SLCN")
    room.export()
    stores = room.stores()
    assert stores.register is not None
    whole = stores.register.read()
    stores.register.read = lambda: whole._replace(writable=whole.writable - {"need_1"})  # type: ignore[method-assign]
    with open_state(room.state) as state:
        planned = plan_run(stores, state, room.rules, limits=room.limits, laestab="", tools=room.tools())
    assert [op for op in planned.plan.operations if getattr(op, "field", "").startswith("need")] == []


# --- what schedules found (tests/proof)


def test_a_pupil_in_doubt_is_not_forgotten_when_the_export_has_its_columns_in_another_order(room: Room) -> None:
    """The last export's pupils were looked up after they had been written over: the next run said that one was gone."""
    room.mis.pupils[2]["upn"] = child(1)["upn"]
    room.export(list(reversed(room.mis.fields)))
    room.run()
    room.run()
    assert "not in the export" not in room.kinds()
    assert room.plan().plan.is_empty


def test_a_leaver_is_still_known_when_the_export_has_its_columns_in_another_order(room: Room) -> None:
    """Whoever left in the export that moved its columns was forgotten, and was a new child when they came back."""
    left = room.mis.pupils.pop(1)
    room.export(list(reversed(room.mis.fields)))
    room.run()
    room.mis.enter(left)
    room.export()
    assert room.plan().plan.joined == []


def test_a_state_that_was_lost_does_not_make_a_second_folder(room: Room) -> None:
    """The row had been removed, so nobody knew the key on the folder any more: the child got another row, and another."""
    key = room.key(3)
    lose_the_state(room)
    room.book.remove_row(key)
    room.run()
    assert len(room.cabinet.folders()) == 5
    assert "folder of an unknown key" in room.kinds()
    room.run()
    assert room.plan().plan.is_empty


def test_a_key_beside_another_childs_numbers_is_noticed_although_the_name_was_just_edited(room: Room) -> None:
    """Nobody was called so, and so nothing was looked up: the row was taken for the key's child, whose values it got."""
    one, other = (room.book.keyed(room.key(number))[0] for number in (3, 5))
    one["Pupil key"], other["Pupil key"] = other["Pupil key"], one["Pupil key"]
    one["Forename"], other["Forename"] = "Edited", "Edited too"
    one["Surname"] = other["Surname"] = "Testchild"
    assert [refusal.guard for refusal in room.plan().refusals] == ["register scrambled"]


def test_keys_that_moved_between_twins_are_noticed_by_the_numbers_beside_them(tmp_path: Path) -> None:
    """Name and birth date spoke for each of them; what the MIS said of one was written into the other's row."""
    room = Room(tmp_path, [twin(1), twin(3), child(5)])
    room.run()
    room.run()
    one, other = (room.book.keyed(room.key(number))[0] for number in (1, 3))
    one["Pupil key"], other["Pupil key"] = other["Pupil key"], one["Pupil key"]
    assert [refusal.guard for refusal in room.plan().refusals] == ["register scrambled"]


@pytest.mark.parametrize("owner", [Owner.SHARED, Owner.MIS])
def test_text_of_a_field_that_was_the_sencos_is_listed_when_the_mis_has_a_say_and_is_blank(
    tmp_path: Path, owner: Owner
) -> None:
    """The MIS had never been looked at for this field; its blank was taken for a column gone blank, and nobody told."""
    typed = {**{name: text for name, text in child(3).items() if name in COLUMNS}, "diagnosis": "typed by a person"}
    room = Room(tmp_path, roll(4), fields=(*FIELDS, "diagnosis"), rows=[typed])
    room.run(approved=True)
    room.rules = Rules(Ownership({"diagnosis": owner}))
    room.run(approved=True)
    assert room.kinds() == ["to type in the MIS"]
    assert room.book.shows(room.key(3), "diagnosis") == "typed by a person"


def test_text_of_a_field_that_was_the_sencos_stands_when_the_mis_decides_it_now(tmp_path: Path) -> None:
    """The MIS had said something else all along; on the day it came to decide the field, the SENCO's text went."""
    typed = {**{name: text for name, text in child(3).items() if name in COLUMNS}, "diagnosis": "typed by a person"}
    said = [child(1), child(3, diagnosis="from the office")]
    room = Room(tmp_path, said, fields=(*FIELDS, "diagnosis"), rows=[typed])
    room.run(approved=True)
    room.rules = Rules(Ownership({"diagnosis": Owner.MIS}))
    for _ in range(3):
        room.run(approved=True)
        assert room.book.shows(room.key(3), "diagnosis") == "typed by a person"
        assert room.kinds() == ["held"]


def test_a_sort_that_leaves_the_keys_behind_while_we_write_gives_nobody_anothers_values(room: Room) -> None:
    """The key was believed: a diagnosis that had just come from the MIS landed in the row of the next child."""
    room.office(3, "need_1", "VI")
    room.office(3, "sen_note", "glasses")
    room.export()

    def person(call: str) -> None:
        if call == "apply":
            room.book.sort_leaving_keys_behind("forename", descending=True)

    children = {row["Admission number"]: {**row, "Pupil key": ""} for row in map(dict, room.book.rows)}
    with Script(actor=person) as script:
        room.run(script)
    assert {row["Admission number"]: {**row, "Pupil key": ""} for row in room.book.rows} == children
    assert [refusal.guard for refusal in room.plan().refusals] == ["register scrambled"]


def test_keys_that_a_sort_left_behind_while_there_was_no_state_are_told_by_the_folders(room: Room) -> None:
    """A new state believed the keys: each child got the folder, and the papers, of the next one."""
    lose_the_state(room)
    room.book.sort_leaving_keys_behind("Surname", descending=True)
    assert [refusal.guard for refusal in room.plan().refusals] == ["register scrambled"]
    with pytest.raises(Stopped):
        room.run(approved=True)
    room.book.sort_leaving_keys_behind("Surname")
    room.run()
    assert len(room.cabinet.folders()) == 5


def test_a_folder_beside_whose_key_another_child_stands_gets_no_second(room: Room) -> None:
    """One key had been cleared, and the state lost: the row without a key got a new one, and a folder beside its own."""
    one, other = (room.book.keyed(room.key(number))[0] for number in (3, 5))
    one["Pupil key"], other["Pupil key"] = other["Pupil key"], ""
    lose_the_state(room)
    room.run()
    room.run()
    assert len(room.cabinet.folders()) == 5
    assert "folder of an unknown key" in room.kinds()
    assert room.plan().plan.is_empty


def test_a_folder_of_an_unknown_key_is_still_asked_about_when_the_childs_name_changes(room: Room) -> None:
    """It was asked about by the name that the child has now; on the day that it changed, another folder was made."""
    key = room.key(3)
    lose_the_state(room)
    room.book.remove_row(key)
    room.run()
    room.office(3, "surname", "Newname")
    room.export()
    room.run()
    assert len(room.cabinet.folders()) == 5
    assert "folder of an unknown key" in room.kinds()


def test_a_folder_is_asked_about_by_the_name_that_a_row_in_doubt_shows(tmp_path: Path) -> None:
    """Nobody but a row without a key called the child as the folder does, and that was called as a twin: another was made."""
    room = Room(tmp_path, [twin(1), twin(2)])
    room.run()
    row = room.book.keyed(room.key(1))[0]
    row["Pupil key"] = ""
    room.book.rows.append({**dict.fromkeys(row, ""), "Admission number": row["Admission number"]})
    room.office(1, "surname", "Newname")
    room.export()
    lose_the_state(room)
    room.run()
    assert len(room.cabinet.folders()) == 1


def test_a_conflict_stays_open_while_the_export_does_not_show_the_child(tmp_path: Path) -> None:
    """An export without the child let the register's text be agreed; the MIS's, shown again, was an edit of it."""
    typed = {**{name: text for name, text in child(3).items() if name in COLUMNS}, "need_1": "MLD"}
    room = Room(tmp_path, roll(5), rows=[typed])
    room.run(approved=True)
    assert room.kinds() == ["conflict"]
    gone = room.mis.pupils.pop(2)
    room.export()
    room.run()
    room.mis.enter(gone)
    room.export()
    room.run()
    assert room.kinds() == ["conflict"]
    room.book.type(room.key(3), "need_1", "")
    assert room.writes()[room.key(3), "need_1"] == "SLCN"


def test_a_conflict_stays_open_while_the_export_is_blank(tmp_path: Path) -> None:
    """A blank column let the register's text be agreed, and asked the office to type it."""
    typed = {**{name: text for name, text in child(3).items() if name in COLUMNS}, "sen_note": "from the SENCO"}
    room = Room(tmp_path, [child(1), child(2), child(3, sen_note="from the office")], rows=[typed])
    room.run(approved=True)
    room.office(3, "sen_note", "")
    room.export()
    room.run()
    assert room.kinds() == ["conflict"]
    room.office(3, "sen_note", "from the SENCO")
    room.export()
    room.run()
    assert room.kinds() == []


def test_what_the_mis_says_of_the_sencos_own_field_is_noted_no_more_while_the_row_is_away(tmp_path: Path) -> None:
    """What was known of the MIS hung on whether its line had been read while a row was removed."""
    pupil = child(3, sen_note="from the SENCO")
    typed = {name: text for name, text in pupil.items() if name in COLUMNS}
    room = Room(tmp_path, [child(1), pupil], rows=[typed], ownership=Ownership({"sen_note": Owner.SENCO}))
    room.run(approved=True)
    key = room.key(3)
    room.book.remove_row(key)
    room.office(3, "registration_group", "8B")
    room.export()
    room.run()
    with open_state(room.state) as state:
        assert "sen_note" not in (state.memory().cells("mis", key) or {})


def test_a_copied_row_is_of_the_twin_whose_numbers_it_shows_whichever_twin_the_export_told_of(tmp_path: Path) -> None:
    """The other twin's line was new in one run and unchanged in the next: the list changed, and came to no rest."""
    room = Room(tmp_path, [twin(1), child(3)])
    room.state.mkdir()
    # With this one the new twin's key is the last of the two.
    (room.state / "secret").write_bytes(bytes(32))
    room.run()
    room.run()
    room.book.rows.append({**room.book.keyed(room.key(1))[0], "Pupil key": "P99999Z"})
    room.mis.enter(twin(4))
    room.export()
    room.run()
    assert [(m.kind, m.key) for m in room.plan().plan.matters] == [("unknown key", room.key(1))]
    room.run()
    assert room.plan().plan.is_empty


def test_a_folder_that_is_asked_about_is_asked_about_until_somebody_answers(room: Room) -> None:
    """The register called the child otherwise than the MIS, whose line was not read on a quiet day: a second folder."""
    room.rules = Rules(Ownership({"surname": Owner.SENCO}))
    key = room.key(3)
    lose_the_state(room)
    room.book.remove_row(key)
    room.run()
    room.book.type(room.key(3), "surname", "Mine")
    for _ in range(3):
        room.run()
        assert "folder of an unknown key" in room.kinds()
    assert len(room.cabinet.folders()) == 5


def test_what_is_open_about_a_folder_stays_open_where_the_register_has_no_column_for_a_name(room: Room) -> None:
    """The name was the MIS's alone: the matter came and went with the pupil's line of the export."""
    room.book.rename_heading("surname", "What we say")
    lose_the_state(room)
    room.book.remove_row(room.key(3))
    room.run()
    for _ in range(2):
        assert "folder of an unknown key" in room.kinds()
        room.run()
    assert room.plan().plan.is_empty


def offered(room: Room) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Whom the rows in doubt may be, run after run."""
    found = []
    for _ in range(3):
        found += [(m.kind, m.key, m.shown[1:]) for m in room.plan().plan.matters]
        room.run()
    return found


def test_a_mistyped_key_of_a_twin_is_always_offered_the_key_that_the_numbers_tell(tmp_path: Path) -> None:
    """Now one twin was offered and now both, with each run: the list and the count of open issues never came to rest."""
    twins = [child(n, surname="Twin", forename="Alder", dob="2012-05-05") for n in (1, 3)]
    room = Room(tmp_path, [*twins, child(5)])
    room.run()
    room.run()
    keys = [room.key(number) for number in (1, 3)]
    for number, key in zip((1, 3), keys, strict=True):
        room.book.type(key, "", f"P9999{number}Z")
    assert set(offered(room)) == {("unknown key", key, ()) for key in keys}
    assert room.plan().plan.is_empty


def test_a_row_with_nothing_but_the_name_of_twins_is_offered_the_keys_of_both(tmp_path: Path) -> None:
    """One of the two was offered, as if it were certain, and which one depended on whose line was read."""
    name = {"surname": "Twin", "forename": "Alder", "dob": "2012-05-05"}
    room = Room(tmp_path, [child(1, **name), child(3, **name), child(5)])
    room.run()
    room.run()
    both = " or ".join(sorted(room.key(number) for number in (1, 3)))
    room.book.insert_row(2, {**name, "strategy_1": "by the door"})
    assert set(offered(room)) == {("no key", "", (("may be", both),))}


def test_a_row_with_a_name_and_no_birth_date_is_offered_its_key_also_when_the_export_is_the_last_one(room: Room) -> None:
    """Nobody's line was read on such a day: the row was said to fit nobody in the export."""
    room.book.insert_row(2, {"surname": "Testchild4", "forename": "Alder4"})
    planned = room.plan().plan
    assert [m.kind for m in planned.matters] == ["no key"]
    assert planned.matters[0].key


def test_a_key_on_the_rows_of_two_children_is_doubted_in_the_same_words_when_the_state_was_lost(tmp_path: Path) -> None:
    """A twin's name counted as contested only until the twin was known; then the key went to one child for good."""
    name = {"surname": "Twin", "forename": "Alder", "dob": "2012-05-05"}
    room = Room(tmp_path, [child(1), child(3, **name), child(5, **name), child(7)])
    room.run()
    lose_the_state(room)
    room.book.type(room.key(1), "", room.key(3))
    room.office(1, "upn", child(9)["upn"])
    room.export()
    found = []
    for _ in range(3):
        found.append(room.kinds())
        room.run()
    assert found == [[*["key twice in the register"] * 2, *["twice in the export"] * 2]] * 3
    assert room.plan().plan.is_empty


def test_of_two_rows_of_a_twin_none_gets_the_key_because_the_export_lacks_the_child(tmp_path: Path) -> None:
    """The name was the other twin's alone then, so that one row was in doubt and the one with a typing error was not."""
    name = {"surname": "Twin", "forename": "Alder", "dob": "2012-05-05"}
    room = Room(tmp_path, [child(1, **name), child(3, **name), child(5)])
    room.run()
    room.run()
    key = room.key(1)
    room.book.type(key, "", "")
    room.book.rows.append({**room.book.rows[0], "Forename": "Adler"})
    room.mis.remove(0)
    room.export()
    assert room.kinds().count("pupil twice in the register") == 2
    assert room.plan().plan.operations == []


def test_a_child_gets_a_row_whose_upn_was_given_to_another_by_mistake_and_taken_back(room: Room) -> None:
    """The office had typed the newcomer's UPN for a brother first: the two were "twice in the export" for good."""
    own = room.mis.pupils[0]["upn"]
    for upn in (child(21)["upn"], own):
        room.office(1, "upn", upn)
        room.export()
        room.run()
    room.mis.enter(child(21))
    room.export()
    room.run()
    assert room.key(21)
    assert room.kinds() == []
