"""A person acts between two requests of a client, and may do what the person may, no more."""

from __future__ import annotations

import pytest
from senco_connect_emulator.errors import Refused
from senco_connect_emulator.people import Person
from senco_connect_emulator.world import World

SENCO, HEAD, STRANGER = "senco@school.example", "head@school.example", "stranger@elsewhere.example"
ROWS = [
    ["Key", "Name", "Status", "Review"],
    ["P1", "Dev Instance", "K", "2026-03-01"],
    ["P2", "Ada Example", "E", "2026-01-01"],
    ["P3", "Cara Sample", "N", "2026-02-01"],
]


@pytest.fixture
def world() -> World:
    world = World()
    for email in (SENCO, HEAD, STRANGER):
        world.directory.add_user(email)
    return world


@pytest.fixture
def senco(world) -> Person:
    return Person(world, SENCO)


@pytest.fixture
def register(senco) -> str:
    spreadsheet = senco.new_spreadsheet("Register")
    senco.sheet(spreadsheet).paste("A1", ROWS)
    return spreadsheet


@pytest.fixture
def tab(senco, register):
    return senco.sheet(register)


def column(tab, letter: str, rows: int = 4) -> list[str]:
    return [row[0] for row in tab.read(f"{letter}1:{letter}{rows}")]


@pytest.mark.fact("D")
def test_what_is_typed_is_read_as_the_window_reads_it(world, register, tab) -> None:
    tab.type("E2", "50%")
    tab.type("E3", "'007")
    tab.type("E4", "=1+1")
    assert column(tab, "E")[1:] == ["50%", "007", "2"]
    cells = world.books[register].sheets[0]
    assert [cells.cell(row, 4)["userEnteredValue"] for row in (1, 2, 3)] == [
        {"numberValue": 0.5}, {"stringValue": "007"}, {"formulaValue": "=1+1"},
    ]  # fmt: skip


def test_a_block_is_pasted_over_what_was_there(tab) -> None:
    tab.paste("B2", "Eli Placeholder\tE\n\tK")
    assert tab.read("B2:C3") == [["Eli Placeholder", "E"], ["", "K"]]


def test_a_cell_is_cleared(tab) -> None:
    tab.clear("B2")
    assert column(tab, "B") == ["Name", "", "Ada Example", "Cara Sample"]


def test_whole_rows_are_sorted_below_the_heading(tab) -> None:
    tab.sort_rows("B")
    assert column(tab, "A") == ["Key", "P2", "P3", "P1"]
    assert column(tab, "D") == ["Review", "2026-01-01", "2026-02-01", "2026-03-01"]


def test_a_part_is_sorted_from_z_to_a(tab) -> None:
    tab.sort("A3:D4", "B", descending=True)
    assert column(tab, "A") == ["Key", "P1", "P3", "P2"]


def test_a_sort_may_leave_a_column_behind(tab) -> None:
    tab.sort("B2:D4", "B")
    assert column(tab, "A") == ["Key", "P1", "P2", "P3"]
    assert column(tab, "B") == ["Name", "Ada Example", "Cara Sample", "Dev Instance"]


def test_a_filter_hides_rows_and_is_taken_off_again(world, register, tab) -> None:
    tab.filter("A1:D4", "C", hide=["N"])
    rows = world.books[register].sheets[0].row_properties
    assert [row for row, told in rows.items() if told.get("hiddenByFilter")] == [3]
    tab.unfilter()
    assert world.books[register].sheets[0].basic_filter is None


def test_rows_are_inserted_deleted_moved_hidden_and_shown(world, register, tab) -> None:
    tab.insert_rows(2, 2)
    assert column(tab, "A", 6) == ["Key", "", "", "P1", "P2", "P3"]
    tab.delete_rows(2, 2)
    tab.move_rows(4, before=2)
    assert column(tab, "A") == ["Key", "P3", "P1", "P2"]
    tab.hide_rows(3)
    assert world.books[register].sheets[0].row_properties[2]["hiddenByUser"] is True
    tab.show_rows(3)
    assert not world.books[register].sheets[0].row_properties.get(2, {}).get("hiddenByUser")


def test_columns_are_inserted_moved_hidden_and_deleted(world, register, tab) -> None:
    tab.move_column("A", before="C")
    assert tab.read("A1:C1") == [["Name", "Key", "Status"]]
    tab.insert_columns("B")
    assert tab.read("A1:C1") == [["Name", "", "Key"]]
    tab.hide_columns("B")
    assert world.books[register].sheets[0].column_properties[1]["hiddenByUser"] is True
    tab.delete_columns("B")
    assert tab.read("A1:C1") == [["Name", "Key", "Status"]]


def test_a_heading_and_a_tab_are_renamed_and_the_handle_stays(senco, register, tab) -> None:
    tab.rename_heading("Status", "SEN status")
    tab.rename_tab("Autumn")
    assert (tab.title, tab.read("C1")) == ("Autumn", [["SEN status"]])
    with pytest.raises(LookupError):
        tab.rename_heading("Status", "anything")
    with pytest.raises(LookupError):
        senco.sheet(register, "Sheet1")


def test_a_tab_is_duplicated_and_deleted(senco, register, tab) -> None:
    copied = tab.duplicate_tab("Copy")
    copied.type("A1", "changed")
    assert (copied.title, tab.read("A1")) == ("Copy", [["Key"]])
    copied.delete_tab()
    with pytest.raises(LookupError):
        copied.read("A1")


def test_cells_are_copied_and_cut(tab) -> None:
    tab.copy("A2:B2", "A6")
    tab.cut("A3:B3", "A7")
    assert tab.read("A6:B7") == [["P1", "Dev Instance"], ["P2", "Ada Example"]]
    assert tab.read("A2:A3") == [["P1"], [""]]


def test_a_strict_dropdown_turns_away_what_is_typed_and_not_what_is_pasted(tab) -> None:
    tab.dropdown("C2:C4", ["K", "E", "N"])
    with pytest.raises(Refused):
        tab.type("C2", "SEN support")
    assert tab.read("C2") == [["K"]]
    tab.type("C2", "E")
    tab.paste("C3", [["SEN support"]])
    assert tab.read("C2:C3") == [["E"], ["SEN support"]]
    tab.dropdown("C2:C4", [])
    tab.type("C2", "anything")


def test_a_note_and_a_colour_are_left(world, register, tab) -> None:
    tab.note("B2", "Ask first")
    tab.colour("B2", 1, 1, 0)
    cell = world.books[register].sheets[0].cell(1, 1)
    assert cell["note"] == "Ask first"
    assert cell["userEnteredFormat"]["backgroundColor"] == {"red": 1, "green": 1}


def test_files_are_renamed_moved_trashed_and_restored(world, senco, register) -> None:
    folder = senco.new_folder("Pupils")
    senco.rename(register, "SEN register")
    senco.move(register, folder)
    file = world.drive.files[register]
    assert (file["name"], file["parents"]) == ("SEN register", [folder])
    assert world.books[register].title == "SEN register"
    senco.trash(folder)
    assert world.drive.is_trashed(world.drive.files[register])
    senco.untrash(folder)
    assert not world.drive.is_trashed(world.drive.files[register])
    senco.delete(folder)
    assert register not in world.drive.files


def test_a_spreadsheet_is_copied(world, senco, register) -> None:
    copied = senco.copy(register)
    senco.sheet(copied).type("B2", "changed")
    assert world.drive.files[copied]["name"] == "Copy of Register"
    assert senco.sheet(register).read("B2") == [["Dev Instance"]]


def test_sharing_lets_somebody_in_and_unsharing_out(world, senco, register) -> None:
    head = Person(world, HEAD)
    with pytest.raises(Refused):
        head.sheet(register).type("B2", "changed")
    senco.share(register, HEAD)
    head.sheet(register).type("B2", "changed")
    senco.unshare(register, HEAD)
    with pytest.raises(Refused):
        head.sheet(register).type("B2", "again")
    assert senco.sheet(register).read("B2") == [["changed"]]


def test_a_reader_may_not_write(world, senco, register) -> None:
    senco.share(register, HEAD, role="reader")
    with pytest.raises(Refused) as caught:
        Person(world, HEAD).sheet(register).clear("A1")
    assert caught.value.code == 403


def test_a_file_is_found_by_its_name_as_far_as_it_is_seen(world, senco, register) -> None:
    assert senco.find("Register") == register
    with pytest.raises(LookupError):
        Person(world, HEAD).find("Register")


def test_a_document_is_typed_in(senco) -> None:
    at = senco.document(senco.new_document("Plan"))
    at.type("Aims for {{name}}")
    at.replace("{{name}}", "Ada")
    at.type("My ", at=1)
    at.delete(1, 2)
    assert at.text() == "y Aims for Ada"


def test_a_person_costs_no_quota_and_leaves_no_log(world, tab) -> None:
    tab.type("A1", "x")
    assert list(world.log) == []
