"""Send and look: an answer is a claim, what counts is what is seen there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from senco_connect.apply import Applied, send
from senco_connect.batch import (
    CellWrite,
    FolderBatch,
    Link,
    Matter,
    NewColumn,
    NewFolder,
    NewRow,
    Outcome,
    RenameFolder,
    Result,
)
from senco_connect.plan import Plan
from senco_connect.snapshot import Folder, FolderSnapshot
from senco_connect.testing.faults import Fault, Script
from senco_connect.testing.memory import Cabinet, MemoryFiling, MemoryRegister, Workbook

WRITE = CellWrite("w", "KEY1", "tutor", "", "Ms Sample", "why")
ROW = NewRow("r", "KEY2", {"surname": "Testchild", "admission_no": "0002"}, "why")
LINK = Link("l", "KEY3", 3, {"surname": "Keyless"}, "why")
FOLDER = NewFolder("f", "KEY1", "TESTCHILD Alder · KEY1", ("01 Profile",), "why")


def book() -> Workbook:
    fields = ("", "surname", "admission_no", "tutor")
    return Workbook.of(fields, [{"": "KEY1", "surname": "Testchild"}, {"surname": "Keyless"}])


def answering(register: MemoryRegister, result: Result, why: str = "") -> MemoryRegister:
    """A register that does nothing and answers this."""
    register.apply = lambda batch: [Outcome(op.id, result, why) for op in batch.operations]  # type: ignore[method-assign]
    return register


def sent(plan_operations, register=None, filing=None, folders=()) -> Applied:
    plan = Plan("id", {}, operations=list(plan_operations), folder_operations=list(folders))
    return send(plan, register, filing, stamp="lineage:1")


def test_what_arrived_is_done_in_order_and_the_mark_is_seen() -> None:
    applied = sent([LINK, ROW, WRITE], MemoryRegister.on(book()))
    assert (applied.done, applied.left, applied.stamp) == ((LINK, ROW, WRITE), {}, "lineage:1")


@pytest.mark.parametrize("operation", [WRITE, ROW, LINK], ids=lambda op: type(op).__name__)
@pytest.mark.parametrize("result", list(Result), ids=lambda result: result.value)
def test_what_is_not_seen_there_is_left_whatever_was_answered(operation, result: Result) -> None:
    applied = sent([operation], answering(MemoryRegister.on(book()), result))
    assert applied.done == ()
    assert list(applied.left) == [operation.id]
    assert applied.left[operation.id] != "done"
    assert applied.stamp == ""


@pytest.mark.parametrize("operation", [WRITE, ROW, LINK], ids=lambda op: type(op).__name__)
def test_what_is_seen_there_is_done_though_nobody_could_say(operation) -> None:
    with Script(Fault("apply", 1, None, lands=True)) as script:
        assert sent([operation], script.around(MemoryRegister.on(book()))).done == (operation,)


def test_an_operation_without_an_answer_is_left_with_words() -> None:
    with Script(Fault("apply", 1, None, lands=False)) as script:
        assert sent([WRITE], script.around(MemoryRegister.on(book()))).left == {"w": "the adapter gave no answer"}


def test_a_refusal_is_told_in_the_adapters_words() -> None:
    assert sent([WRITE], answering(MemoryRegister.on(book()), Result.STALE, "the cell moved on")).left == {
        "w": "the cell moved on"
    }


def test_a_row_that_arrived_in_part_is_left() -> None:
    workbook = book()
    workbook.insert_row(4, {"": "KEY2", "surname": "Testchild"})
    assert sent([ROW], answering(MemoryRegister.on(workbook), Result.DONE)).done == ()


@pytest.mark.parametrize("text", ["Ms Example", "Ms Somebody"])
def test_a_cell_that_shows_other_text_has_not_been_written(text: str) -> None:
    """People type while we write: what stands there now is theirs, and nobody may note it as ours."""
    workbook = book()
    workbook.type("KEY1", "tutor", text)
    assert sent([WRITE], answering(MemoryRegister.on(workbook), Result.DONE)).done == ()
    workbook.type("KEY1", "tutor", " ".join(["Ms", "Sample"]))
    assert sent([WRITE], answering(MemoryRegister.on(workbook), Result.DONE)).done == (WRITE,)


def test_the_same_fact_written_in_another_way_has_arrived() -> None:
    workbook = book()
    workbook.insert_row(4, {"": "KEY2", "surname": "Testchild", "admission_no": "2"})
    assert sent([ROW], answering(MemoryRegister.on(workbook), Result.DONE)).done == (ROW,)


@pytest.mark.parametrize(("field", "has_arrived"), [("", True), ("surname", True), ("dob", False)])
def test_a_column_has_arrived_where_it_is_seen(field: str, has_arrived: bool) -> None:
    column = NewColumn("c", field, "why")
    assert (column in sent([column], answering(MemoryRegister.on(book()), Result.DONE)).done) is has_arrived


def test_without_a_register_the_folders_are_made() -> None:
    assert sent([], None, MemoryFiling.on(Cabinet()), [FOLDER]) == Applied((FOLDER,), {}, "")


def test_the_folders_are_left_alone_where_nothing_is_planned_for_them() -> None:
    with Script() as script:
        sent([WRITE], script.around(MemoryRegister.on(book())), script.around(MemoryFiling.on(Cabinet())))
    assert (script.calls["apply"], script.calls["read"]) == (1, 1)


@pytest.mark.parametrize("number", [2, 200, 401])
def test_every_folder_is_sent_once_however_many_batches_that_takes(number: int) -> None:
    folders = [FOLDER._replace(id=f"f{n}", key=f"KEY{n}", name=f"TESTCHILD {n}") for n in range(number)]
    sizes: list[int] = []
    filing = MemoryFiling.on(Cabinet())
    made: list[Folder] = []

    def make(batch: FolderBatch) -> list[Outcome]:
        sizes.append(len(batch.operations))
        made.extend(Folder(op.id, op.key, op.name) for op in batch.operations)
        return [Outcome(op.id, Result.DONE) for op in batch.operations]

    filing.apply = make  # type: ignore[method-assign]
    filing.read = lambda: FolderSnapshot(tuple(made), "any")  # type: ignore[method-assign]
    assert sent([], None, filing, folders).done == tuple(folders)
    assert sizes == [min(200, number - at) for at in range(0, number, 200)]


MATTER = Matter("held", "KEY1", "Surname", (), "the MIS", "words")


@pytest.mark.parametrize("knows", [True, False])
def test_a_plan_that_can_not_tell_what_is_open_leaves_the_list_as_it_is(knows: bool) -> None:
    """An undo is planned without an export: an empty list would tell the SENCO that nothing waits."""
    workbook = book()
    plan = Plan("id", {}, operations=[WRITE], matters=[MATTER], knows_matters=knows)
    send(plan, MemoryRegister.on(workbook), None, stamp="lineage:1")
    assert [batch.matters for batch in workbook.batches] == [(MATTER,) if knows else None]


def cabinet() -> Cabinet:
    made = Cabinet()
    made.put("Pupils/TESTCHILD Alder · KEY1", marker="KEY1")
    return made


def in_vain(filing: MemoryFiling) -> MemoryFiling:
    filing.apply = lambda batch: [Outcome(op.id, Result.DONE) for op in batch.operations]  # type: ignore[method-assign]
    return filing


@pytest.mark.parametrize(
    ("adapter", "is_done"), [(in_vain, False), (lambda filing: filing, True)], ids=["not made", "made"]
)
def test_a_rename_is_done_where_the_old_name_is_gone(
    adapter: Callable[[MemoryFiling], MemoryFiling], is_done: bool
) -> None:
    for name in ("NEW/NAME Alder · KEY1", "YOUNGER/NAME Alder · KEY1"):
        rename = RenameFolder("n", "KEY1", "id1", "TESTCHILD Alder · KEY1", name, "why")
        applied = sent([], None, adapter(MemoryFiling.on(cabinet())), [rename])
        assert (applied.done == (rename,)) is is_done


def test_a_rename_of_a_folder_that_is_gone_is_left() -> None:
    rename = RenameFolder("n", "KEY1", "id9", "old", "new", "why")
    assert sent([], None, in_vain(MemoryFiling.on(cabinet())), [rename]).done == ()


def test_a_folder_that_was_not_made_is_left() -> None:
    assert sent([], None, in_vain(MemoryFiling.on(Cabinet())), [FOLDER]).done == ()


def test_a_cell_that_is_not_shown_has_not_arrived() -> None:
    register = MemoryRegister.on(book())
    whole = register.read
    register.read = lambda: whole()._replace(
        fields=("surname",), rows=[r._replace(values=r.values[:1]) for r in whole().rows]
    )  # type: ignore[method-assign]
    assert sent([WRITE], register).done == ()
