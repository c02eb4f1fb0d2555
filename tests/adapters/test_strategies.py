"""Invented schools are related to each other, and every typed text can be told apart."""

from __future__ import annotations

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from senco_connect.record import FIELDS, Reading
from senco_connect.record.identifiers import upn_problem
from senco_connect.testing.memory import MemoryRegister, MemorySource
from senco_connect.testing.strategies import FIELDS_OF_A_WORLD, World, edits, exports, values, worlds

QUICK = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize("field", [*FIELDS_OF_A_WORLD, "uln", "plan_link", "sex"])
def test_every_value_is_canonical(field: str) -> None:
    @settings(max_examples=15, deadline=None)
    @given(values(field))
    def canonical(text: str) -> None:
        reading = FIELDS[field].kind.read(text) if text else Reading("")
        assert reading.text == text
        assert field == "upn" or reading.problem is None

    canonical()


@QUICK
@given(worlds())
def test_pupils_differ_in_their_identifiers(world: World) -> None:
    for field in ("", "upn", "admission_no"):
        assert len({pupil[field] for pupil in world.pupils}) == len(world.pupils)


@QUICK
@given(worlds())
def test_no_made_up_number_is_a_living_childs(world: World) -> None:
    """The check letter is right, the authority is nobody's: only that is wrong with it."""
    problems = {upn_problem(pupil["upn"]) for pupil in world.pupils}
    assert problems == {"positions 2 to 4 are not a local authority we know"}


@QUICK
@given(worlds())
def test_mis_and_register_of_a_world_show_the_same(world: World) -> None:
    export = MemorySource.plain().read(world.mis().export())
    register = MemoryRegister.on(world.workbook()).read()
    for ours, theirs in zip(export.rows, register.rows, strict=True):
        assert dict(export.cells(ours)) == dict(register.cells(theirs))


@QUICK
@given(worlds(), st.data())
def test_a_token_occurs_once_in_all_that_is_typed(world: World, data: DataObject) -> None:
    typed = [*data.draw(edits(world, who="sheet")), *data.draw(edits(world, who="mis"))]
    tokens = [edit.new for edit in typed if edit.new and FIELDS[edit.field].kind.name == "text"]
    before = {text for pupil in world.pupils for text in pupil.values()}
    assert len(set(tokens)) == len(tokens)
    assert not set(tokens) & before


@QUICK
@given(worlds(), st.data())
def test_an_edit_names_the_text_that_stood_on_screen(world: World, data: DataObject) -> None:
    book = world.workbook()
    for edit in data.draw(edits(world, who="sheet")):
        assert book.type(world.pupils[edit.place][""], edit.field, edit.new) == edit.replaced


@QUICK
@given(worlds(), st.data())
def test_an_edit_leaves_the_world_as_it_was(world: World, data: DataObject) -> None:
    before = [dict(pupil) for pupil in world.pupils]
    data.draw(edits(world, who="sheet"))
    data.draw(exports(world))
    assert list(world.pupils) == before


@QUICK
@given(worlds(), st.data())
def test_the_next_export_is_the_world_with_what_was_typed(world: World, data: DataObject) -> None:
    export = data.draw(exports(world))
    expected = [dict(pupil) for pupil in world.pupils]
    for edit in export.edits:
        expected[edit.place][edit.field] = edit.new
    here = {pupil["upn"]: dict(pupil) for pupil in export.pupils}
    for place, pupil in enumerate(expected):
        assert here.get(pupil["upn"]) == (None if place in export.gone else pupil)


@QUICK
@given(worlds(), st.data())
def test_the_next_export_always_shows_who_a_row_is(world: World, data: DataObject) -> None:
    assert {"upn", "admission_no"} <= set(data.draw(exports(world)).fields)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda export: bool(export.gone),
        lambda export: len(export.pupils) > 2,
        lambda export: len(export.fields) < len(FIELDS_OF_A_WORLD),
        lambda export: any(edit.new == "" for edit in export.edits),
        lambda export: len({(e.place, e.field) for e in export.edits}) < len(export.edits),
    ],
    ids=["somebody left", "somebody joined", "a column is gone", "a cell was cleared", "a cell was typed over twice"],
)
def test_the_next_export_can_show_it(wanted) -> None:
    school = worlds(min_pupils=2, max_pupils=2)
    find(school.flatmap(exports), wanted, settings=settings(max_examples=2_000, deadline=None, phases=[Phase.generate]))
