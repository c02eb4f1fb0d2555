"""What is known about Google stands in a page that is made from the tests."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "facts.py"))


def test_the_page_is_as_new_as_the_tests(made: dict[str, Any]) -> None:
    assert (DOCS / "adapters" / "emulator-facts.md").read_text(encoding="utf-8") == made["page"](), "run `make docs`"


def test_every_fact_has_a_grade_and_a_section_that_there_is(made: dict[str, Any]) -> None:
    found = made["facts"]()
    assert {fact.grade for fact in found} == set(made["GRADES"])
    assert {fact.section for fact in found} == {"", *made["SECTIONS"]}


def test_each_fact_is_said_once_in_a_place(made: dict[str, Any]) -> None:
    found = made["facts"]()
    assert len({(fact.place, fact.words) for fact in found}) == len(found)
    assert sum(1 for fact in found if fact.section) >= 250
