"""Texts."""

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
        ('=LEN("naïve")', 5), ("=LEN(12345)", 5), ("=LEN(A1)", 0), ('=LEFT("register",3)', "reg"), ('=LEFT("x")', "x"), ('=LEFT("ab",9)', "ab"),
        ('=LEFT("ab",-1)', "VALUE"), ('=RIGHT("register",3)', "ter"), ('=RIGHT("ab",0)', ""), ('=MID("register",2,3)', "egi"),
        ('=MID("ab",9,1)', ""), ('=MID("ab",0,1)', "NUM"), ('=MID("ab",1,-1)', "VALUE"), ('=LOWER("ÀB")', "àb"), ('=UPPER("ab")', "AB"),
        ('=PROPER("o\'neil 2nd")', "O'Neil 2Nd"), ('=TRIM("  a   b ")', "a b"), ('=LEN(TRIM(CHAR(160)&"a"))', 2),
        ('=CLEAN("a"&CHAR(10)&"b")', "ab"), ('=SUBSTITUTE("aaa","a","b")', "bbb"), ('=SUBSTITUTE("aaa","a","b",2)', "aba"),
        ('=SUBSTITUTE("a","A","b")', "a"), ('=REPLACE("abcdef",2,3,"X")', "aXef"), ('=REPLACE("ab",0,1,"X")', "VALUE"),
        ('=FIND("b","abcb")', 2), ('=FIND("b","abcb",3)', 4), ('=FIND("B","abc")', "VALUE"), ('=SEARCH("B","abc")', 2),
        ('=SEARCH("b?d","abcd")', 2), ('=SEARCH("~?","what?")', 5), ('=EXACT("a","A")', False), ('=EXACT(1,"1")', True),
        ('=REPT("ab",3)', "ababab"), ('=REPT("a",-1)', "VALUE"), ('=REPT("a",32768)', "VALUE"), ("=CHAR(65)", "A"), ("=CHAR(0)", "NUM"),
        ("=UNICHAR(0)", "VALUE"), ('=CODE("A")', 65), ('=CODE("")', "VALUE"), ('=UNICODE("é")', 233),
    ],
)  # fmt: skip
def test_letters(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=CONCATENATE("a",1,TRUE)', "a1TRUE"), ('=CONCATENATE({"a","b"},"c")', "abc"), ('=JOIN("-",{1,2},{"x"})', "1-2-x"),
        ('=TEXTJOIN(", ",TRUE,{"a","","b"})', "a, b"), ('=TEXTJOIN(",",FALSE,{"a","","b"})', "a,,b"), ('=TEXTJOIN({"-","+"},TRUE,1,2,3)', "1-2+3"),
        ('=JOIN("-",SPLIT("a b c"," "))', "a-b-c"), ('=SPLIT("a","")', "VALUE"),
    ],
)  # fmt: skip
def test_texts_are_put_together(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


def test_blanks_at_the_end_of_a_range_are_joined_too(paper: Paper) -> None:
    paper.write({"A1": "a", "A3": "b", "C1": '=JOIN("-",A1:A4)', "C2": '=TEXTJOIN("-",FALSE,A1:A4)', "C3": '=TEXTJOIN("-",TRUE,A1:A4)'})
    assert paper.column("C1:C3") == ["a--b-", "a--b-", "a-b"]


@pytest.mark.fact("R")
def test_what_is_not_found_is_named(message: Callable[[str], str]) -> None:
    assert message('=FIND("z","abc")') == "In FIND evaluation, cannot find 'z' within 'abc'."


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=VALUE("123")', 123), ('=VALUE("1,234.5")', 1234.5), ('=VALUE("$1,000")', 1000), ('=VALUE("50%")', 0.5), ('=VALUE("1E3")', 1000),
        ('=VALUE("7/20/1969")', 25404), ('=VALUE("12:00:00")', 0.5), ('=VALUE("")', 0), ("=VALUE(TRUE)", "VALUE"), ('=VALUE("x")', "VALUE"),
        ('=TEXT(12.3,"000.00")', "012.30"), ('=TEXT(0.285,"0.0%")', "28.5%"), ('=TEXT(1234567,"#,##0")', "1,234,567"),
        ('=TEXT(DATE(2026,11,27),"yyyy-mm-dd")', "2026-11-27"), ('=TEXT("1234","0")', "1234"), ('=TEXT("x","0")', "x"), ('=TEXT(TRUE,"0")', "TRUE"),
        ('=TEXT(1,"")', ""),
    ],
)  # fmt: skip
def test_numbers_become_texts_and_texts_numbers(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


@pytest.mark.fact("R")
@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=REGEXMATCH("Year 7B","\\d[A-Z]")', True), ('=REGEXMATCH("abc","B")', False), ('=REGEXMATCH("abc","(?i)B")', True),
        ('=REGEXMATCH(123,"1")', "VALUE"), ('=REGEXMATCH("a","[a")', "REF"), ('=REGEXMATCH("ab","a(?=b)")', "REF"),
        ('=REGEXMATCH("é","\\p{L}")', True), ('=REGEXMATCH("a1","^[[:alpha:]]")', True),
        ('=REGEXEXTRACT("UPN A123","[A-Z]\\d+")', "A123"), ('=REGEXEXTRACT("abc","\\d")', "N_A"),
        ('=REGEXREPLACE("a1b2","\\d","#")', "a#b#"), ('=REGEXREPLACE("Ann Lee","(\\w+) (\\w+)","$2, $1")', "Lee, Ann"),
        ('=REGEXREPLACE("hello",".*","x")', "xx"),
    ],
)  # fmt: skip
def test_regular_expressions_are_those_of_re2(result: Result, formula: str, value: object) -> None:
    assert result(formula) == value


@pytest.mark.fact("C")
def test_a_number_is_no_text_to_a_regular_expression(message: Callable[[str], str]) -> None:
    said = "Function REGEXMATCH parameter 1 expects text values. But '123' is a number and cannot be coerced to a text."
    assert message('=REGEXMATCH(123,"1")') == said


def test_numbers_in_texts_follow_the_locale(german: Paper) -> None:
    german.write({"A1": '=VALUE("1.234,5")', "A2": '=TEXT(1234,5;"#,##0.00")'})
    assert german.value("A1") == 1234.5
