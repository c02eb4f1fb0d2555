"""The adapter as the library sees it: found by its name, telling its files, and described as it is."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from senco_connect_dfe.ctf import FIELDS_READ, Ctf
from senco_connect_dfe.pupil import BLOCKS, ELEMENTS

from senco_connect.adapters import Answer
from senco_connect.record import FIELDS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "adapters" / "ctf.md"


def test_the_library_finds_it_by_its_name() -> None:
    (found,) = entry_points(group="senco_connect.adapters", name="ctf")
    assert found.load() is Ctf


@pytest.mark.parametrize(
    "start",
    ["", "\ufeff", "<?xml version='1.0' encoding='UTF-8'?>\n", f"<!-- {'x' * 60_000} -->", "<?style x?>\n\n"],
    ids=["bare", "a mark", "a declaration", "a long comment", "an instruction"],
)
def test_a_ctf_is_told_by_its_root(bench, start) -> None:
    match = bench.source().identify(bench.file(start + bench.document("<Surname>Exampleby</Surname>")))
    assert match.answer is Answer.YES
    assert "CTfile" in match.why


def test_a_ctf_that_breaks_off_is_still_one(bench) -> None:
    """The refusal then says the line; "this is no CTF" would send a technician the wrong way."""
    assert bench.source().identify(bench.file("<CTfile>\n<Header><CTFvers")).answer is Answer.YES


def test_a_ctf_with_a_namespace_is_one(bench) -> None:
    assert bench.source().identify(bench.file("<a:CTfile xmlns:a='urn:x'/>")).answer is Answer.YES


def test_a_root_that_comes_too_late_is_not_waited_for(bench) -> None:
    """Looking at a file must not mean reading all of it."""
    late = f"<!-- {'x' * 70_000} -->" + bench.document()
    assert bench.source().identify(bench.file(late)).answer is Answer.NO


def test_every_field_it_reads_is_one_of_the_record() -> None:
    assert set(FIELDS_READ) <= FIELDS.keys()
    assert set(FIELDS_READ) == {*ELEMENTS.values(), *(field for fields in BLOCKS.values() for field in fields)}


@pytest.mark.parametrize("name", [*ELEMENTS, *BLOCKS])
def test_the_page_names_every_element_that_is_read(name) -> None:
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("field", FIELDS_READ)
def test_the_page_names_every_field_that_is_filled(field) -> None:
    assert FIELDS[field].label in PAGE.read_text(encoding="utf-8")
