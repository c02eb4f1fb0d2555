"""Formulas that need one another: in what order, how deep, and in a circle."""

from __future__ import annotations

import time

import pytest
from senco_connect_emulator.errors import Refused

from .conftest import Paper

CIRCLE = "Circular dependency detected. To resolve with iterative calculation, see File > Settings."


@pytest.mark.fact("R")
def test_a_cell_that_needs_itself_is_an_error(paper: Paper) -> None:
    told = paper.write({"A1": "=A1+1"}).told("A1")
    assert told == {"errorValue": {"type": "REF", "message": CIRCLE}}


@pytest.mark.parametrize("first", ["A1", "B1", "C1"])
def test_every_cell_of_a_circle_is_an_error_wherever_one_begins(paper: Paper, first: str) -> None:
    paper.write({"A1": "=B1", "B1": "=IFERROR(C1,5)", "C1": "=A1"})
    paper.value(first)
    assert [paper.told(cell)["errorValue"]["message"] for cell in ("A1", "B1", "C1")] == [CIRCLE] * 3


def test_a_circle_that_google_would_go_round_is_refused(paper: Paper) -> None:
    paper.book.properties["iterativeCalculationSettings"] = {"maxIterations": 50, "convergenceThreshold": 0.05}
    with pytest.raises(Refused, match="does not implement iterative calculation"):
        paper.write({"A1": "=A1+1"}).value("A1")


def test_a_cell_outside_a_circle_may_catch_its_error(paper: Paper) -> None:
    paper.write({"A1": "=B1", "B1": "=A1", "C1": '=IFERROR(A1,"caught")'})
    assert paper.value("C1") == "caught"


def test_a_range_that_holds_its_own_formula_is_a_circle(paper: Paper) -> None:
    paper.write({"A1": 1, "A2": 2, "A3": "=SUM(A:A)"})
    assert paper.value("A3") == "REF"


def test_what_is_not_chosen_is_no_circle(paper: Paper) -> None:
    assert paper.write({"A1": "=IF(TRUE,1,A1)"}).value("A1") == 1


def test_a_chain_of_five_thousand_cells_is_worked_out(paper: Paper) -> None:
    paper.sheet.resize(5000)
    paper.fill("A1", [[f"=A{row + 1}+1"] for row in range(1, 5000)])
    paper.write({"A5000": 1})
    assert paper.value("A1") == 5000


def test_a_circle_of_five_thousand_cells_is_found(paper: Paper) -> None:
    paper.sheet.resize(5000)
    paper.fill("A1", [[f"=A{row + 1}+1"] for row in range(1, 5000)])
    paper.write({"A5000": "=A1"})
    assert paper.told("A3000") == {"errorValue": {"type": "REF", "message": CIRCLE}}
    assert paper.value("A1") == "REF"


def test_a_chain_through_nested_functions_is_worked_out(paper: Paper) -> None:
    paper.sheet.resize(3000)
    link = "=IF(ISNUMBER(A{0}),IF(A{0}>=0,ROUND(SUM(A{0},1),2),0),0)"
    paper.fill("A1", [[link.format(row + 1)] for row in range(1, 3000)])
    paper.write({"A3000": 1})
    assert paper.value("A1") == 3000


def test_a_range_of_formulas_that_need_one_another_is_worked_out_once(paper: Paper) -> None:
    paper.write({"A1": "=A3+1", "A2": "=A1+1", "A3": 1, "B1": "=SUM(A1:A3)", "B2": '=TEXTJOIN(",",TRUE,A:A)'})
    assert paper.column("B1:B2") == [6, "2,3,1"]


def test_deep_nesting_is_read(paper: Paper) -> None:
    formula = "=" + "IF(TRUE," * 60 + "1" + ",0)" * 60
    assert paper.write({"A1": formula}).value("A1") == 1


def test_a_change_is_seen_by_what_depends_on_it(paper: Paper) -> None:
    paper.write({"A1": 1, "B1": "=A1*2"})
    assert paper.value("B1") == 2
    paper.write({"A1": 4})
    assert paper.value("B1") == 8


def test_two_thousand_rows_of_formulas_take_about_a_second(paper: Paper) -> None:
    paper.sheet.resize(2010)
    rows = [
        [f"k{row}", row, f"=B{row}*2", f'=IF(C{row}>9,"big","small")', f"=VLOOKUP(A{row},A:B,2,FALSE)", f"=COUNTIF(D:D,D{row})"]
        for row in range(1, 2001)
    ]  # fmt: skip
    paper.fill("A1", rows)
    began = time.process_time()
    values = paper.column("C1:F2000")
    taken = time.process_time() - began
    assert values[-4:] == [4000, "big", 2000, 1996]
    # The bound is wide for slow machines; what it must not become is a minute.
    assert taken < 8
