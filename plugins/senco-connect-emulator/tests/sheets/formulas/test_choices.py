"""Conditions, and what is made of truth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Paper

Result = Callable[[str], Any]


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=IF(TRUE,"yes","no")', "yes"), ('=IF(0,"yes","no")', "no"), ('=IF(-0.5,"yes","no")', "yes"), ('=IF(FALSE,"yes")', False),
        ('=IF(1/0,"yes","no")', "DIVIDE_BY_ZERO"), ('=IF(FALSE,1/0,"safe")', "safe"), ('=IF("maybe",1,2)', "VALUE"),
        ('=IF(A1,"yes","no")', "no"), ('=IF("true",1,2)', 1), ("=IF(TRUE,,2)", None),
        ('=IFS(1>2,"a",2>1,"b")', "b"), ('=IFS(FALSE,"a")', "N_A"), ('=IFS(TRUE,"a",FALSE)', "N_A"),
        ('=IFERROR(1/0,"caught")', "caught"), ("=IFERROR(5,1/0)", 5), ("=IFERROR(1/0)", ""), ('=IFERROR(NOPE(),"name")', "name"),
        ('=IFNA(NA(),"missing")', "missing"), ('=IFNA(1/0,"missing")', "DIVIDE_BY_ZERO"), ("=IFNA(0,1)", 0),
        ('=SWITCH(2,1,"one",2,"two")', "two"), ('=SWITCH(9,1,"one","other")', "other"), ('=SWITCH(9,1,"one",2,"two")', "N_A"),
        ('=SWITCH("a","A","upper","a","lower")', "upper"),
        ('=CHOOSE(2,"a","b")', "b"), ('=CHOOSE(1.9,"a","b")', "a"), ('=CHOOSE(3,"a","b")', "NUM"), ('=CHOOSE(1,"a",1/0)', "a"),
    ],
)  # fmt: skip
def test_what_is_chosen(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=AND(TRUE,1)", True), ("=AND(TRUE,0)", False), ('=AND("text")', "VALUE"), ("=AND(1/0)", "DIVIDE_BY_ZERO"),
        ("=OR(FALSE,0)", False), ("=OR({0,0,2})", True), ("=XOR(TRUE,TRUE)", False), ("=XOR({TRUE,FALSE,FALSE})", True),
        ("=NOT(5)", False), ("=NOT(0)", True), ('=NOT("text")', "VALUE"), ("=TRUE()", True), ("=FALSE()+1", 1),
    ],
)  # fmt: skip
def test_what_is_true(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


def test_texts_and_blanks_in_cells_are_neither_true_nor_false(paper: Paper) -> None:
    paper.fill("A1", [[True, "text", None], [0, None, None]])
    assert paper.write({"F1": "=AND(A1:C1)"}).value("F1") is True
    assert paper.write({"F1": "=AND(A1:C2)"}).value("F1") is False
    assert paper.write({"F1": "=OR(B1:C1)"}).value("F1") == "VALUE"


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=LET(x,3,y,x+1,x*y)", 12), ("=LET(Rate,2,RATE*10)", 20), ('=LET(w,"term",LEN(w))', 4),
        ("=LET(x,1,y,LET(z,2,x+z),x+y)", 4), ("=LET(1,5,6)", "NAME"), ("=LET(x,5)", "N_A"), ("=SUM(LET(r,A1:A2,r))", 0),
    ],
)  # fmt: skip
def test_let_gives_names_to_values(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=ISBLANK(A1)", True), ('=ISBLANK("")', False), ("=ISNUMBER(3)", True), ('=ISNUMBER("3")', False), ("=ISNUMBER(TRUE)", False),
        ('=ISTEXT("")', True), ("=ISTEXT(A1)", False), ("=ISNONTEXT(A1)", True), ("=ISLOGICAL(1=1)", True), ("=ISERROR(1/0)", True),
        ("=ISERROR(NA())", True), ("=ISERR(NA())", False), ("=ISNA(NA())", True), ("=ISNA(1/0)", False), ("=ISEVEN(4)", True),
        ("=ISODD(-3)", True), ('=ISEMAIL("senco@school.example")', True), ('=ISEMAIL("school")', False),
        ('=N("x")', 0), ("=N(TRUE)", 1), ('=T("x")', "x"), ("=T(4)", ""), ("=NA()", "N_A"), ("=TO_TEXT(42)", "42"), ("=TO_DATE(5)", 5),
        ("=TYPE({1})", 1),
    ],
)  # fmt: skip
def test_what_a_value_is(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value
