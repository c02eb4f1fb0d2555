"""Faults strike once, where they were told to, and are missed when they don't."""

from __future__ import annotations

import pytest

from senco_connect.adapters import Adopts, Batch, CellWrite, FolderBatch, NewFolder, Result
from senco_connect.errors import Locked, TryAgain
from senco_connect.testing.faults import (
    Crash,
    Script,
    answer_lost,
    crash_after,
    crash_before,
    crash_within,
    outcome_unknown,
    refused_before,
)
from senco_connect.testing.memory import Cabinet, MemoryFiling, MemoryRegister, MemorySource, Mis, Workbook


@pytest.fixture
def book() -> Workbook:
    return Workbook.of(("", "diagnosis"), [{"": "AAA2", "diagnosis": "before"}])


def write(expect: str = "before", value: str = "after") -> Batch:
    return Batch((CellWrite("1", "AAA2", "diagnosis", expect, value, "the plan says so"),), (), "s")


def test_a_crash_before_the_write_leaves_the_cell(book: Workbook) -> None:
    with Script(crash_before("apply")) as script:
        register = script.around(MemoryRegister.on(book))
        with pytest.raises(Crash):
            register.apply(write())
        assert book.shows("AAA2", "diagnosis") == "before"
        register.apply(write())
    assert book.shows("AAA2", "diagnosis") == "after"


@pytest.mark.parametrize(("fault", "error"), [(crash_after("apply"), Crash), (answer_lost(), TryAgain)])
def test_a_late_failure_has_written(book: Workbook, fault, error: type[BaseException]) -> None:
    with Script(fault) as script, pytest.raises(error):
        script.around(MemoryRegister.on(book)).apply(write())
    assert book.shows("AAA2", "diagnosis") == "after"


def test_an_unknown_outcome_has_written_and_does_not_say_so(book: Workbook) -> None:
    with Script(outcome_unknown()) as script:
        (outcome,) = script.around(MemoryRegister.on(book)).apply(write())
    assert (outcome.id, outcome.result) == ("1", Result.UNKNOWN)
    assert book.shows("AAA2", "diagnosis") == "after"


def test_a_refusal_is_raised_as_it_was_given(book: Workbook) -> None:
    with Script(refused_before("apply", error=Locked("The register is open."))) as script, pytest.raises(Locked):
        script.around(MemoryRegister.on(book)).apply(write())
    assert book.shows("AAA2", "diagnosis") == "before"


def test_the_nth_call_is_counted_over_restarts(book: Workbook) -> None:
    with Script(crash_after("apply", nth=2)) as script:
        script.around(MemoryRegister.on(book)).apply(write())
        again = script.around(MemoryRegister.on(book))
        with pytest.raises(Crash):
            again.apply(write("after", "later"))
    assert book.shows("AAA2", "diagnosis") == "later"


def test_a_crash_within_a_batch_leaves_the_rest_undone() -> None:
    cabinet = Cabinet()
    batch = FolderBatch(tuple(NewFolder(key, key, key, (), "joined") for key in ("AAA2", "BBB3", "CCC4")))
    with Script(crash_within(2)) as script, pytest.raises(Crash):
        script.around(MemoryFiling.on(cabinet)).apply(batch)
    assert set(cabinet.folders()) == {"AAA2", "BBB3"}


def test_a_fault_that_never_fired_is_an_error(book: Workbook) -> None:
    with pytest.raises(AssertionError, match="apply number 2"), Script(crash_after("apply", nth=2)) as script:
        script.around(MemoryRegister.on(book)).apply(write())


def test_another_failure_is_not_hidden_by_a_fault_that_waits() -> None:
    with pytest.raises(KeyError), Script(crash_after("apply")):
        raise KeyError


def test_a_crash_is_seen_by_no_handler_of_exceptions() -> None:
    assert not issubclass(Crash, Exception)


def test_a_person_acts_between_the_calls(book: Workbook) -> None:
    acts: list[str] = []

    def person(call: str) -> None:
        acts.append(call)
        if call == "apply":
            book.type("AAA2", "diagnosis", "typed since")

    with Script(actor=person) as script:
        register = script.around(MemoryRegister.on(book))
        register.read()
        (outcome,) = register.apply(write())
    assert acts == ["read", "apply"]
    assert outcome.result is Result.STALE
    assert book.shows("AAA2", "diagnosis") == "typed since"


def test_a_twin_has_the_powers_of_the_adapter_and_leaves_it_as_it_was(book: Workbook) -> None:
    register = MemoryRegister.on(book)
    with Script(crash_before("read")) as script:
        twin = script.around(register)
        assert isinstance(twin, Adopts)
        assert twin.exists()
        assert register.read().fields == ("diagnosis",)
        with pytest.raises(Crash):
            twin.read()


def test_a_source_is_followed_too() -> None:
    export = Mis(("upn",), [{"upn": "H801200001001"}]).export()
    with Script(crash_before("read", nth=2)) as script:
        source = script.around(MemorySource.plain())
        assert len(source.read(export).rows) == 1
        with pytest.raises(Crash):
            source.read(export)
