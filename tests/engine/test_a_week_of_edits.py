"""People and the office change things between two runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from room import Room, child, roll

from senco_connect.ownership import Ownership
from senco_connect.record import Owner


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path, roll(10))
    made.run()
    made.run()
    return made


def test_what_the_mis_owns_is_delivered_and_nothing_else(room: Room) -> None:
    room.office(1, "registration_group", "8C")
    room.export()
    assert room.writes() == {(room.key(1), "registration_group"): "8C"}
    room.run()
    assert room.book.shows(room.key(1), "registration_group") == "8C"
    assert room.plan().plan.is_empty


def test_what_a_person_typed_in_their_own_column_stands(room: Room) -> None:
    room.book.type(room.key(3), "strategy_1", "sit near the door")
    room.office(3, "registration_group", "9B")
    room.export()
    room.run()
    assert room.book.shows(room.key(3), "strategy_1") == "sit near the door"


def test_a_shared_field_changed_in_the_register_stands_and_the_office_is_asked_to_type_it(room: Room) -> None:
    room.book.type(room.key(3), "sen_status", "E")
    room.run()
    assert room.book.shows(room.key(3), "sen_status") == "E"
    matter = next(m for m in room.plan().plan.matters if m.field == "SEN status")
    assert (matter.kind, dict(matter.shown)) == ("to type in the MIS", {"mis": "K", "register": "E"})


def test_a_shared_field_changed_in_the_mis_is_delivered(room: Room) -> None:
    room.office(3, "sen_status", "E")
    room.export()
    room.run()
    assert room.book.shows(room.key(3), "sen_status") == "E"


def test_a_disagreement_moves_nobodys_text_and_ends_when_the_mis_agrees(room: Room) -> None:
    room.book.type(room.key(3), "sen_status", "E")
    room.office(3, "sen_status", "N")
    room.export()
    room.run()
    assert room.book.shows(room.key(3), "sen_status") == "E"
    matter = next(m for m in room.plan().plan.matters if m.kind == "conflict")
    assert dict(matter.shown) == {"mis": "N", "register": "E"}
    assert matter.owner == "the SENCO and the office"
    room.office(3, "sen_status", "E")
    room.export()
    room.run()
    assert room.kinds() == []
    assert room.book.shows(room.key(3), "open_issues") == "0"
    assert room.plan().plan.is_empty


def test_a_correction_of_the_mis_is_held_and_never_overwritten(room: Room) -> None:
    room.book.type(room.key(5), "surname", "Testchild-Five")
    room.run()
    room.office(5, "surname", "Testchild5b")
    room.export()
    room.run()
    assert room.book.shows(room.key(5), "surname") == "Testchild-Five"
    assert room.kinds() == ["held"]


def test_clearing_a_cell_of_the_mis_brings_its_value_back(room: Room) -> None:
    room.book.type(room.key(5), "surname", "Wrong")
    room.run()
    room.book.clear(room.key(5), "surname")
    room.run()
    assert room.book.shows(room.key(5), "surname") == "Testchild5"
    assert room.kinds() == []


def test_a_held_field_may_be_enforced_and_the_replaced_text_is_in_the_plan(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4), ownership=Ownership(enforced=frozenset({"registration_group"})))
    room.run()
    room.book.type(room.key(1), "registration_group", "mine")
    operation = next(op for op in room.plan().plan.operations if getattr(op, "field", "") == "registration_group")
    assert (operation.expect, operation.value) == ("mine", "8A")
    assert [(m.kind, dict(m.shown)["register"]) for m in room.plan().plan.matters] == [("replaced", "mine")]


def test_a_blank_in_the_export_clears_nothing_and_is_listed(room: Room) -> None:
    room.office(3, "need_1", "")
    room.export()
    room.run()
    assert room.book.shows(room.key(3), "need_1") == "SLCN"
    assert room.kinds() == ["blank in the export"]


def test_a_person_who_agrees_with_the_blank_clears_the_cell(room: Room) -> None:
    room.office(3, "sen_since", "")
    room.export()
    room.run()
    room.book.clear(room.key(3), "sen_since")
    room.run()
    assert room.book.shows(room.key(3), "sen_since") == ""
    assert room.kinds() == []
    assert room.plan().plan.is_empty


def test_a_cleared_shared_cell_is_not_filled_again(room: Room) -> None:
    room.book.clear(room.key(3), "sen_since")
    room.run()
    room.run()
    assert room.book.shows(room.key(3), "sen_since") == ""


def test_two_half_rankings_of_needs_never_mix(room: Room) -> None:
    room.book.type(room.key(3), "need_1", "ASD")
    room.book.type(room.key(3), "need_2", "SLCN")
    room.office(3, "need_2", "SEMH")
    room.export()
    room.run()
    assert (room.book.shows(room.key(3), "need_1"), room.book.shows(room.key(3), "need_2")) == ("ASD", "SLCN")
    assert room.kinds() == ["conflict"]


def test_the_mis_may_offer_what_the_senco_left_blank_once(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(4), ownership=Ownership({"sen_note": Owner.SENCO}))
    room.run()
    room.office(1, "sen_note", "hearing aid")
    room.export()
    room.run()
    assert room.book.shows(room.key(1), "sen_note") == "hearing aid"
    room.book.clear(room.key(1), "sen_note")
    room.run()
    room.run()
    assert room.book.shows(room.key(1), "sen_note") == ""
    room.office(1, "sen_note", "two hearing aids")
    room.export()
    room.run()
    assert room.book.shows(room.key(1), "sen_note") == "two hearing aids"


def test_sorting_inserting_and_renaming_change_nothing(room: Room) -> None:
    room.book.sort_by("forename", descending=True)
    room.book.insert_row(4)
    room.book.insert_column("Reading group", before="surname")
    assert room.plan().plan.is_empty


def test_a_removed_row_is_listed_and_not_made_again(room: Room) -> None:
    key = room.key(5)
    room.book.remove_row(key)
    room.run()
    room.run()
    assert room.book.keyed(key) == []
    assert room.kinds() == ["row removed"]


def test_a_row_pasted_back_is_a_row_again_with_what_the_mis_said_meanwhile(room: Room) -> None:
    key = room.key(5)
    row = room.book.keyed(key)[0]
    room.book.remove_row(key)
    room.run()
    room.office(5, "registration_group", "7Z")
    room.export()
    room.run()
    room.book.rows.append(row)
    room.run()
    assert room.book.shows(key, "registration_group") == "7Z"
    assert room.kinds() == []


def test_a_copied_row_sets_both_aside_and_everybody_else_carries_on(room: Room) -> None:
    room.book.copy_row(room.key(3))
    room.office(3, "registration_group", "7Z")
    room.office(5, "registration_group", "7Y")
    room.export()
    assert [op.key for op in room.plan().plan.operations if getattr(op, "field", "") == "registration_group"] == [
        room.key(5)
    ]
    assert room.kinds().count("key twice in the register") == 2


def test_an_unknown_key_is_listed_with_the_pupil_it_fits(room: Room) -> None:
    key = room.key(3)
    room.book.type(key, "", "PZZZZZZ")
    matter = next(m for m in room.plan().plan.matters if m.kind == "unknown key")
    assert matter.key == key


def test_a_pupil_who_becomes_sen_gets_a_row(room: Room) -> None:
    room.office(2, "sen_status", "K")
    room.export()
    room.run()
    assert room.book.shows(room.key(2), "sen_status") == "K"
    assert room.plan().plan.is_empty


def test_a_pupil_who_is_gone_from_the_export_is_listed_and_keeps_row_and_folder(room: Room) -> None:
    key = room.key(3)
    room.mis.remove(2)
    room.export()
    assert room.plan().plan.missing == [key]
    room.run()
    room.run()
    assert len(room.book.keyed(key)) == 1
    assert room.kinds() == ["not in the export"]


def test_a_pupil_who_came_back_has_the_same_key_and_row(room: Room) -> None:
    key = room.key(3)
    gone = dict(room.mis.pupils[2])
    room.mis.remove(2)
    room.export()
    room.run()
    room.mis.enter(gone)
    room.export()
    room.run()
    assert len(room.book.keyed(key)) == 1
    assert room.kinds() == []


def test_a_temporary_upn_that_became_permanent_is_the_same_pupil(tmp_path: Path) -> None:
    room = Room(tmp_path, [child(1, upn="D66540012307A"), child(3)])
    room.run()
    key = room.key(1)
    room.office(1, "upn", child(1)["upn"])
    room.export()
    assert room.plan().plan.rekeyed == [key]
    room.run()
    assert [room.book.shows(key, "upn"), len(room.book.rows)] == [child(1)["upn"], 2]


def test_twins_stay_two(tmp_path: Path) -> None:
    twins = [
        child(1, surname="Twin", forename="Alder", dob="2012-05-05"),
        child(3, surname="Twin", forename="Alder", dob="2012-05-05"),
    ]
    room = Room(tmp_path, twins)
    room.run()
    room.run()
    assert len(room.book.rows) == 2
    assert room.kinds() == []


def test_two_export_lines_of_one_pupil_are_both_set_aside(tmp_path: Path) -> None:
    room = Room(tmp_path, [child(1), child(1, registration_group="9X"), child(3)])
    room.run()
    assert len(room.book.rows) == 1
    assert room.kinds() == ["twice in the export", "twice in the export"]


def test_a_folder_that_a_person_renamed_is_followed_and_not_made_again(room: Room) -> None:
    name = next(iter(room.cabinet.folders()))
    room.cabinet.rename(f"Pupils/{name}", "Pupils/Old friend")
    room.office(1, "surname", "Newname")
    room.export()
    room.run()
    assert "Old friend" in room.cabinet.folders()
    assert len(room.cabinet.folders()) == 5


def test_a_folder_follows_a_new_surname_while_its_name_is_ours(room: Room) -> None:
    room.office(1, "surname", "Newname")
    room.export()
    room.run()
    assert any(name.startswith("NEWNAME") for name in room.cabinet.folders())
    assert len(room.cabinet.folders()) == 5


def test_text_typed_into_a_derived_column_is_left_and_listed(room: Room) -> None:
    room.book.type(room.key(3), "broad_areas", "my own words")
    room.run()
    assert room.book.shows(room.key(3), "broad_areas") == "my own words"
    assert room.kinds() == ["typed over"]


def test_a_code_that_nobody_knows_is_not_taken_over(room: Room) -> None:
    room.office(3, "sen_status", "O")
    room.office(2, "sen_status", "Z")
    room.export()
    room.run()
    assert room.book.shows(room.key(3), "sen_status") == "K"
    assert room.kinds() == ["not understood", "not understood"]


def test_words_in_place_of_a_code_stay_and_are_not_sent_to_the_office(room: Room) -> None:
    room.book.type(room.key(3), "need_1", "dyslexia?")
    room.office(3, "need_1", "MLD")
    room.export()
    room.run()
    assert room.book.shows(room.key(3), "need_1") == "dyslexia?"
    assert room.kinds() == ["not understood"]


def test_a_folder_that_people_made_for_a_child_gets_no_twin(room: Room) -> None:
    from senco_connect.folders import plan_folders
    from senco_connect.snapshot import Folder, FolderSnapshot
    from senco_connect.tokens import Tokens

    by_hand = FolderSnapshot((Folder("Pupils/a", "", "O'Sample-Ray, Zoe (2019)"),), "digest")
    names = {"P1": ("O’Sample-Ray", "Zoë"), "P2": ("Nobody", "Alder")}
    with_memory = room.plan().inputs.memory
    operations, matters, *_ = plan_folders(by_hand, names, with_memory, Tokens(b"x" * 32), sections=())
    assert [op.key for op in operations] == ["P2"]
    assert [(m.kind, m.key) for m in matters] == [("folder without a key", "P1")]


def test_monitoring_is_the_registers_word_for_what_a_mis_calls_none(room: Room) -> None:
    room.office(3, "sen_status", "N")
    room.export()
    room.run()
    room.book.type(room.key(3), "sen_status", "M")
    room.run()
    assert (room.book.shows(room.key(3), "sen_status"), room.kinds()) == ("M", [])
    room.office(3, "sen_status", "K")
    room.export()
    room.run()
    assert room.book.shows(room.key(3), "sen_status") == "K"
