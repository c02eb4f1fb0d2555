"""Ranges as text: what they mean, how answers write them, and how they are refused."""

from __future__ import annotations

import pytest
from senco_connect_emulator.errors import Refused
from senco_connect_emulator.sheets.a1 import (
    area_of,
    cell_name,
    column_index,
    column_letters,
    grid_range,
    parse_range,
    quoted,
    read_range,
)
from senco_connect_emulator.sheets.model import Book, new_sheet


@pytest.fixture
def book() -> Book:
    book = Book("book", {"title": "Register"})
    titles = ("Sheet1", "Year 7", "It's!", "D3", "Noten")
    book.sheets = [new_sheet(number, title, number) for number, title in enumerate(titles)]
    found = {"sheetId": 1, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    book.named_ranges = [{"namedRangeId": "n1", "name": "pupils", "range": found}]
    return book


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("A1:1", "Sheet1!A1:Z1"),
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("Sheet1!A2:2", "Sheet1!A2:Z2"),
        ("A1", "Sheet1!A1"),
        ("A1:A1", "Sheet1!A1"),
        ("A:B", "Sheet1!A1:B1000"),
        ("2:3", "Sheet1!A2:Z3"),
        ("A5:A", "Sheet1!A5:A1000"),
        ("B2:4", "Sheet1!B2:Z4"),
        ("B2:A1", "Sheet1!A1:B2"),
        ("sheet1!a1:b2", "Sheet1!A1:B2"),
        ("$A$1:$C", "Sheet1!A1:C1000"),
    ],
)
def test_the_answer_names_the_whole_range_that_was_asked(book: Book, asked: str, told: str) -> None:
    assert read_range(book, asked).a1() == told


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize(("asked", "told"), [("B2:ZZZ", "Sheet1!B2:Z1000"), ("2:5000000", "Sheet1!A2:Z1000")])
def test_a_range_that_reaches_past_the_grid_is_cut_to_it(book: Book, asked: str, told: str) -> None:
    assert read_range(book, asked).a1() == told


@pytest.mark.fact("R")
def test_a_range_that_begins_outside_the_grid_is_refused_with_its_limits(book: Book) -> None:
    with pytest.raises(Refused) as caught:
        read_range(book, "'Sheet1'!A1001")
    assert caught.value.message == "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"


@pytest.mark.fact("R")
def test_what_is_written_must_have_its_edges_in_the_grid(book: Book) -> None:
    with pytest.raises(Refused) as caught:
        parse_range(book, "A1:Z2000").whole()
    assert caught.value.message == "Range (Sheet1!A1:Z2000) exceeds grid limits. Max rows: 1000, max columns: 26"


@pytest.mark.fact("R", "4")
@pytest.mark.parametrize(
    "asked", ["NOPE!A5:F15", "'all prompts'!A1:[5", "A", "5", "A0", "", "Sheet1!", "'Sheet1", "!A1", "Sheet1!A1:", "AAAA1", "A1:B2:C3", "!!!", "Class DataE"]
)
def test_a_range_that_does_not_parse_is_named_in_the_error(book: Book, asked: str) -> None:
    with pytest.raises(Refused) as caught:
        read_range(book, asked)
    assert caught.value.message == f"Unable to parse range: {asked}"


@pytest.mark.fact("D")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("R1C1", "Sheet1!A1"),
        ("Sheet1!R1C1:R2C3", "Sheet1!A1:C2"),
        ("'Year 7'!R2C2", "'Year 7'!B2"),
    ],
)
def test_r1c1_notation_counts_rows_and_columns(book: Book, asked: str, told: str) -> None:
    assert read_range(book, asked).a1() == told


@pytest.mark.fact("D")
def test_a_named_range_is_a_range(book: Book) -> None:
    assert read_range(book, "pupils").a1() == "'Year 7'!A2:B4"


@pytest.mark.fact("R")
@pytest.mark.parametrize("asked", ["'pupils'", "pupils!A1:B1", "Table1[Name]"])
def test_a_named_range_has_no_quotes_and_no_cells_and_a_table_is_no_range(book: Book, asked: str) -> None:
    with pytest.raises(Refused, match="Unable to parse range"):
        read_range(book, asked)


@pytest.mark.fact("R")
def test_a_named_range_goes_before_a_sheet_of_that_name_unless_that_is_quoted(book: Book) -> None:
    book.named_ranges = [{**book.named_ranges[0], "name": "Noten"}]
    assert read_range(book, "Noten").a1() == "'Year 7'!A2:B4"
    assert read_range(book, "'Noten'").a1() == "Noten!A1:Z1000"


@pytest.mark.fact("D")
def test_a_cell_goes_before_a_sheet_of_that_name_unless_that_is_quoted(book: Book) -> None:
    assert read_range(book, "D3").a1() == "Sheet1!D3"
    assert read_range(book, "'D3'").a1() == "'D3'!A1:Z1000"


@pytest.mark.fact("R")
def test_a_title_with_a_zero_before_its_digits_is_still_taken_for_a_cell() -> None:
    book = Book("book", {"title": "Register"})
    book.sheets = [new_sheet(0, "tab01", 0, rows=20, columns=7)]
    with pytest.raises(Refused) as caught:
        read_range(book, "tab01")
    assert caught.value.message == "Range ('tab01'!TAB1) exceeds grid limits. Max rows: 20, max columns: 7"


def test_cells_without_a_sheet_are_on_the_first_that_is_visible(book: Book) -> None:
    book.sheets[0].properties["hidden"] = True
    assert read_range(book, "A1").a1() == "'Year 7'!A1"


@pytest.mark.fact("R", "5")
@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Sheet1", "Sheet1"),
        ("v_data", "v_data"),
        ("D3", "'D3'"),
        ("tab01", "'tab01'"),
        ("R1C1", "'R1C1'"),
        ("Year 7", "'Year 7'"),
        ("It's!", "'It''s!'"),
        ("2026", "'2026'"),
        ("Tâches", "'Tâches'"),
    ],
)
def test_a_title_is_quoted_only_where_it_needs_it(title: str, told: str) -> None:
    assert quoted(title) == told


def test_a_title_with_a_quote_and_a_bang_is_found_in_quotes_and_without(book: Book) -> None:
    assert read_range(book, "'It''s!'!A1").a1() == "'It''s!'!A1"
    assert read_range(book, "It's!!A1").a1() == "'It''s!'!A1"
    assert read_range(book, "Year 7!A2:B").a1() == "'Year 7'!A2:B1000"


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (18277, "ZZZ")])
def test_columns_have_letters(index: int, letters: str) -> None:
    assert column_letters(index) == letters
    assert column_index(letters) == index
    assert cell_name(9, index) == f"{letters}10"


@pytest.mark.fact("D", "6")
def test_a_grid_range_without_edges_means_the_whole_of_sheet_0(book: Book) -> None:
    assert area_of(book, {}).a1() == "Sheet1!A1:Z1000"
    assert area_of(book, {"sheetId": 1, "startRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}).a1() == "'Year 7'!A5:B1000"


def test_a_grid_range_on_no_sheet_is_refused(book: Book) -> None:
    with pytest.raises(Refused, match="No grid with id: 77"):
        area_of(book, {"sheetId": 77})


@pytest.mark.fact("D")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("A3:B4", {"sheetId": 0, "startRowIndex": 2, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}),
        ("A:B", {"sheetId": 0, "startColumnIndex": 0, "endColumnIndex": 2}),
        ("A5:B", {"sheetId": 0, "startRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}),
        ("Sheet1", {"sheetId": 0}),
    ],
)
def test_an_edge_that_was_not_said_is_no_edge_of_the_grid_range(book: Book, asked: str, told: dict[str, int]) -> None:
    assert grid_range(read_range(book, asked)) == told


@pytest.mark.fact("C")
def test_a_named_range_may_stand_behind_any_sheet(book: Book) -> None:
    assert read_range(book, "Sheet1!pupils").a1() == read_range(book, "'Year 7'!Pupils").a1() == "'Year 7'!A2:B4"
    with pytest.raises(Refused, match="Unable to parse range: Sheet1!teachers"):
        read_range(book, "Sheet1!teachers")
