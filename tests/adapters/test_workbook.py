"""What people do to a register in memory, and what the adapter then reads."""

from __future__ import annotations

import pytest

from senco_connect.adapters import Batch, CellWrite, NewColumn, NewRow, Result
from senco_connect.errors import RegisterRefused
from senco_connect.record import KEY_LABEL
from senco_connect.testing.memory import MemoryRegister, Workbook

FIELDS = ("", "surname", "forename", "diagnosis")
PUPILS = (
    {"": "AAA2", "surname": "Testchild-Moor", "forename": "Birch", "diagnosis": "none"},
    {"": "BBB3", "surname": "Testchild-Fell", "forename": "Cedar"},
    {"": "CCC4", "surname": "Testchild-Tarn", "forename": "Alder"},
)


@pytest.fixture
def book() -> Workbook:
    return Workbook.of(FIELDS, PUPILS)


def names(book: Workbook) -> dict[str, object]:
    snapshot = MemoryRegister.on(book).read()
    return {row.key: snapshot.value(row, "forename") for row in snapshot.rows}


def test_typing_tells_what_the_person_saw(book: Workbook) -> None:
    assert book.type("AAA2", "diagnosis", "asked for") == "none"
    assert book.clear(2, "Diagnosis") == "asked for"
    assert book.shows("AAA2", "diagnosis") == ""


def test_a_sort_takes_the_keys_along(book: Workbook) -> None:
    book.sort_by("forename")
    assert [row[KEY_LABEL] for row in book.rows] == ["CCC4", "AAA2", "BBB3"]
    assert names(book) == {"AAA2": "Birch", "BBB3": "Cedar", "CCC4": "Alder"}


def test_a_sort_that_leaves_the_keys_behind_puts_them_on_other_children(book: Workbook) -> None:
    book.sort_leaving_keys_behind("forename", descending=True)
    assert names(book) == {"AAA2": "Cedar", "BBB3": "Birch", "CCC4": "Alder"}


def test_a_pushed_in_row_moves_the_lines_below(book: Workbook) -> None:
    book.insert_row(3, {"forename": "Rowan"})
    assert [line[2] for line in book.cells()[1:]] == ["Birch", "Rowan", "Cedar", "Alder"]
    assert names(book)["BBB3"] == "Cedar"


def test_a_copied_row_carries_the_key_twice(book: Workbook) -> None:
    book.copy_row("AAA2")
    assert [row.key for row in MemoryRegister.on(book).read().rows] == ["AAA2", "BBB3", "CCC4", "AAA2"]


def test_a_copied_row_is_edited_apart_from_the_first(book: Workbook) -> None:
    book.copy_row("AAA2")
    book.type(5, "diagnosis", "of the copy")
    assert [line[3] for line in book.cells()[1:]] == ["none", "", "", "of the copy"]


def test_a_removed_row_is_the_one_that_was_meant_even_beside_its_copy(book: Workbook) -> None:
    book.copy_row("AAA2")
    book.remove_row(5)
    book.remove_row("CCC4")
    assert [row[KEY_LABEL] for row in book.rows] == ["AAA2", "BBB3"]


def test_a_renamed_heading_hides_the_field(book: Workbook) -> None:
    book.rename_heading("diagnosis", "What we think")
    snapshot = MemoryRegister.on(book).read()
    assert "diagnosis" not in snapshot.fields
    assert snapshot.unused == ("What we think",)
    assert book.shows("AAA2", "What we think") == "none"


def test_a_pushed_in_column_moves_the_others_to_the_right(book: Workbook) -> None:
    book.insert_column("Tray", before="surname")
    assert book.headings == [KEY_LABEL, "Tray", "Surname", "Forename", "Diagnosis"]
    assert names(book)["AAA2"] == "Birch"


def test_a_removed_column_is_gone_with_its_cells(book: Workbook) -> None:
    book.remove_column("diagnosis")
    assert book.cells()[1] == ["AAA2", "Testchild-Moor", "Birch"]


def test_two_columns_for_one_field_are_refused(book: Workbook) -> None:
    book.insert_column("Diagnoses")
    with pytest.raises(RegisterRefused):
        MemoryRegister.on(book).read()


def test_a_deleted_key_column_is_told_and_nothing_is_written(book: Workbook) -> None:
    book.remove_column(KEY_LABEL)
    register = MemoryRegister.on(book)
    (outcome,) = register.apply(Batch((NewRow("1", "DDD5", {"surname": "Testchild"}, "joined"),), (), "s"))
    assert not register.read().has_keys
    assert outcome.result is Result.REFUSED
    assert len(book.rows) == 3


def test_a_field_without_a_column_is_refused(book: Workbook) -> None:
    register = MemoryRegister.on(book)
    outcomes = register.apply(
        Batch(
            (CellWrite("1", "AAA2", "dob", "", "2015-04-03", ""), NewRow("2", "DDD5", {"dob": "2015-04-03"}, "")),
            (),
            "s",
        )
    )
    assert [outcome.result for outcome in outcomes] == [Result.REFUSED, Result.REFUSED]


def test_a_new_run_over_the_same_book_finds_what_the_last_one_left(book: Workbook) -> None:
    batch = Batch((NewColumn("1", "dob", ""), CellWrite("2", "AAA2", "dob", "", "2015-04-03", "")), (), "lineage:1")
    MemoryRegister.on(book).apply(batch)
    snapshot = MemoryRegister.on(book).read()
    assert snapshot.value(snapshot.rows[0], "dob") == "2015-04-03"
    assert book.batches == [batch]


def test_a_register_is_made_with_the_default_columns() -> None:
    register = MemoryRegister.on(Workbook())
    assert not register.exists()
    register.create()
    assert register.exists()
    assert {"surname", "sen_status", "need_1"} <= set(register.read().fields)
    assert register.read().has_keys
    assert register.propose().questions == ()


def test_a_register_promises_whole_batches_that_compare_first(book: Workbook) -> None:
    powers = MemoryRegister.on(book).powers()
    assert powers.atomic
    assert powers.conditional
