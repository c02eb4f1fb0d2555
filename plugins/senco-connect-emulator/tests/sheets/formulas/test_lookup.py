"""To find a value, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Paper


@pytest.fixture
def register(paper: Paper) -> Paper:
    """A1:C6: code, name and year; D1:D4 hold 10, 20, 30, 40."""
    rows = [["Code", "Name", "Year", 10], ["b2", "Bob", 8, 20], ["A1", "Ann", 7, 30], ["c3", "Cy", 9, 40], ["A1", "Other", 10], [None, "Blank", 0]]
    return paper.fill("A1", rows)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=VLOOKUP("a1",A:C,2,FALSE)', "Ann"), ('=VLOOKUP("c*",A2:C6,3,FALSE)', 9), ('=VLOOKUP("zz",A:C,2,FALSE)', "N_A"),
        ('=VLOOKUP("a1",A:C,4,FALSE)', "REF"), ('=VLOOKUP("a1",A:C,0,FALSE)', "VALUE"), ("=VLOOKUP(25,D1:D4,1)", 20), ("=VLOOKUP(5,D1:D4,1)", "N_A"),
        ("=VLOOKUP(99,D:D,1,TRUE)", 40), ('=HLOOKUP("Name",A1:C6,3,FALSE)', "Ann"), ('=HLOOKUP("x",A1:C6,3,FALSE)', "N_A"),
        ('=MATCH("A1",A:A,0)', 3), ("=MATCH(30,D1:D4)", 3), ("=MATCH(35,D1:D4,1)", 3), ("=MATCH(3,{5,4,3,2},-1)", 3), ('=MATCH("7",C:C,0)', "N_A"),
        ("=MATCH(1,A1:B2,0)", "N_A"), ("=INDEX(B:B,MATCH(\"c3\",A:A,0))", "Cy"), ("=INDEX(A1:C6,2,3)", 8), ("=INDEX(A1:C1,2)", "Name"),
        ("=SUM(INDEX(D1:D4,0))", 100), ("=INDEX(D1:D4,5)", "REF"), ("=INDEX(A1:C6,1,4)", "REF"),
        ('=XLOOKUP("a1",A:A,B:B)', "Ann"), ('=XLOOKUP("a1",A:A,B:B,"none",0,-1)', "Other"), ('=XLOOKUP("zz",A:A,B:B,"none")', "none"),
        ('=XLOOKUP("zz",A:A,B:B)', "N_A"), ("=XLOOKUP(25,D1:D4,D1:D4,,-1)", 20), ("=XLOOKUP(25,D1:D4,D1:D4,,1)", 30),
        ('=XLOOKUP("B?",A:A,B:B,,2)', "Bob"), ('=XMATCH("c3",A:A)', 4), ("=LOOKUP(25,D1:D4)", 20), ("=LOOKUP(25,D1:D4,C1:C4)", 8),
        ("=LOOKUP(5,{1,2;7,8})", 2),
    ],
)  # fmt: skip
def test_what_is_found(register: Paper, formula: str, value: object) -> None:
    assert register.write({"F20": formula}).value("F20") == value


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ('=VLOOKUP("zz",A:C,2,FALSE)', "Did not find value 'zz' in VLOOKUP evaluation."),
        ("=MATCH(6,{1,2},0)", "Did not find value '6' in MATCH evaluation."),
        ('=VLOOKUP("zz",A:C,9,FALSE)', "VLOOKUP evaluates to an out of bounds range."),
    ],
)
def test_what_is_not_found_is_named(message: Callable[[str], str], formula: str, words: str) -> None:
    assert message(formula) == words


def test_a_lookup_works_through_a_column_of_keys(register: Paper) -> None:
    register.write({"E2": '=ARRAYFORMULA(IFERROR(VLOOKUP({"c3";"b2";"x"},A:C,2,FALSE),"-"))'})
    assert register.column("E2:E4") == ["Cy", "Bob", "-"]


def test_a_lookup_finds_what_an_array_fills(paper: Paper) -> None:
    paper.write({"A1": '={"a",1;"b",2}', "D1": '=VLOOKUP("b",A:B,2,FALSE)'})
    assert paper.value("D1") == 2


def test_the_first_match_in_a_formula_column_is_found(paper: Paper) -> None:
    paper.fill("A1", [["=B1&1", "x"], ["=B2&2", "y"], ["=B3&2", "y"]]).write({"D1": '=MATCH("y2",A:A,0)'})
    assert paper.value("D1") == 2
