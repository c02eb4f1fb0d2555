"""What an undo plans, from what a run did and what the register and the folders show now."""

from __future__ import annotations

import pytest

from senco_connect.batch import CellWrite, RenameFolder
from senco_connect.memory import Standing
from senco_connect.ownership import Ownership
from senco_connect.plan import Inputs, Rules
from senco_connect.record import MISSING, Owner
from senco_connect.remembered import Remembered
from senco_connect.snapshot import Folder, FolderSnapshot, Row, Snapshot
from senco_connect.undo import BACK, Done, PastRun, Undo, plan_undo

FIELDS = ("surname", "registration_group", "dob", "need_1", "need_2", "open_issues")
SHOWN = ("Exampleby", "9Q", "2013-11-14", "SEMH", "", "0")
RUN = "R00003-cafe0001"


def undo(
    *done: Done,
    shown: tuple[object, ...] = SHOWN,
    rows: int = 1,
    writable: frozenset[str] = frozenset(FIELDS),
    folders: tuple[Folder, ...] = (),
    ownership: Ownership | None = None,
) -> Undo:
    memory = Remembered(b"s" * 32, lineage="cafe", serial=3, standings={"PA": Standing(True, True)})
    there = [Row("PA", line + 2, shown) for line in range(rows)]  # type: ignore[arg-type]
    register = Snapshot(FIELDS, there, "r", writable=writable)
    nothing = Snapshot((), (), "", same=True)
    rules = Rules(ownership or Ownership())
    return plan_undo(PastRun(RUN, done), Inputs(memory, nothing, register, FolderSnapshot(folders, "f"), rules))


def cell(field: str = "registration_group", before: str | None = "8A", after: str | None = "9Q", **beside: str) -> Done:
    return Done("CellWrite", "PA", field, before, after, beside)


RENAMED = Done("RenameFolder", "PA", "", "OLD · PA", "NEW · PA")


def whys(undone: Undo) -> list[tuple[str, str, str]]:
    return [tuple(kept) for kept in undone.kept]  # type: ignore[misc]


def test_a_cell_that_shows_what_the_run_wrote_is_put_back() -> None:
    assert undo(cell()).plan.operations == [
        CellWrite("PA.registration_group", "PA", "registration_group", "9Q", "8A", f"undo of run {RUN}")
    ]


def test_texts_are_compared_as_their_kind_is() -> None:
    """An accent may be a letter of its own: nobody changed anything."""
    composed, apart = "Zo\u00eb", "Zoe\u0308"
    done = Done("CellWrite", "PA", "surname", "Before", composed)
    assert len(undo(done, shown=(apart, *SHOWN[1:])).plan.operations) == 1


@pytest.mark.parametrize(
    ("shown", "why"),
    [("7Z", "changed since"), ("", "changed since"), ("8A", BACK), (MISSING, "changed since")],
    ids=["typed over", "cleared", "back already", "not to be read"],
)
def test_a_cell_that_shows_something_else_is_listed(shown: object, why: str) -> None:
    undone = undo(cell(), shown=("Exampleby", shown, *SHOWN[2:]))
    assert undone.plan.operations == [] and whys(undone) == [("PA", "registration_group", why)]


@pytest.mark.parametrize("rows", [0, 2], ids=["gone", "twice"])
def test_a_row_that_is_not_there_once_is_listed(rows: int) -> None:
    undone = undo(cell(), rows=rows)
    assert undone.plan.operations == []
    assert whys(undone) == [("PA", "registration_group", "the register shows no such row, or one in doubt")]


def test_a_value_whose_image_is_gone_is_listed() -> None:
    assert whys(undo(cell(before=None, after=None))) == [
        ("PA", "registration_group", "its old value is not kept any more (30 days)")
    ]


@pytest.mark.parametrize("field", ["registration_group", "a_field_of_another_version"])
def test_a_column_that_may_not_be_written_is_listed(field: str) -> None:
    undone = undo(cell(field), writable=frozenset())
    assert whys(undone) == [("PA", field, "the register has no such column that may be written")]


NEEDS = (cell("need_1", "SLCN", "SEMH"), cell("need_2", "VI", ""))


def test_a_ranking_is_put_back_whole_and_written_as_one_value() -> None:
    operations = undo(*NEEDS).plan.operations
    assert [(op.field, op.value, op.group) for op in operations if isinstance(op, CellWrite)] == [
        ("need_1", "SLCN", "needs"), ("need_2", "VI", "needs")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("needs", "why"),
    [(("SEMH", "HI"), "changed since"), (("SLCN", ""), "changed since"), (("SLCN", "VI"), BACK)],
    ids=["one typed over", "one put back", "both put back"],
)
def test_a_ranking_of_which_any_cell_differs_is_listed_once(needs: tuple[str, str], why: str) -> None:
    undone = undo(*NEEDS, shown=(*SHOWN[:3], *needs, "0"))
    assert undone.plan.operations == [] and whys(undone) == [("PA", "needs", why)]


@pytest.mark.parametrize(("beside", "is_kept"), [("", False), ("HI", True)])
def test_a_ranking_is_also_the_cells_that_the_run_left_alone(beside: str, is_kept: bool) -> None:
    undone = undo(cell("need_1", "SLCN", "SEMH", need_1="SLCN", need_2=beside))
    assert bool(undone.kept) is is_kept and bool(undone.plan.operations) is not is_kept


def test_half_a_ranking_whose_images_are_gone_is_listed_with_that_reason() -> None:
    undone = undo(NEEDS[0], NEEDS[1]._replace(before=None, after=None))
    assert [why for _, _, why in whys(undone)] == ["its old value is not kept any more (30 days)"]


def test_a_derived_cell_is_left_to_the_next_run() -> None:
    undone = undo(cell("open_issues", "1", "0"))
    assert undone.plan.is_empty and undone.kept == () and undone.stays == {"derived": 1}


def test_what_was_made_stays_and_is_counted() -> None:
    made = [Done(kind, f"P{n}", "", None, None) for n, kind in enumerate(("NewRow", "NewRow", "NewFolder", "Link"))]
    undone = undo(*made, Done("NewColumn", "", "", None, None))
    assert undone.plan.is_empty
    assert undone.stays == {"NewRow": 2, "NewFolder": 1, "Link": 1, "NewColumn": 1}


@pytest.mark.parametrize(
    ("before", "owner", "enforced", "comes_back"),
    [
        ("", Owner.MIS, False, True), ("8A", Owner.MIS, False, False), ("8A", Owner.MIS, True, True),
        ("", Owner.SHARED, False, False), ("", Owner.SENCO, False, False), ("8A", Owner.SHARED, True, False),
    ],
)  # fmt: skip
def test_what_the_next_run_writes_again_is_said(before: str, owner: Owner, enforced: bool, comes_back: bool) -> None:
    field = "registration_group"
    ownership = Ownership({field: owner}, frozenset({field} if enforced else ()))
    (operation,) = undo(cell(before=before), ownership=ownership).plan.operations
    assert ("writes it again" in operation.why) is comes_back


def test_a_folder_with_the_name_we_gave_gets_its_old_one() -> None:
    undone = undo(RENAMED, folders=(Folder("f1", "PA", "NEW · PA"), Folder("f2", "PB", "OTHER · PB")))
    assert undone.plan.folder_operations == [
        RenameFolder("PA.folder", "PA", "f1", "NEW · PA", "OLD · PA", f"undo of run {RUN}")
    ]


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["A person's name"], "changed since"), (["OLD · PA"], BACK),
        ([], "no folder, or more than one, bears this key"),
        (["NEW · PA", "NEW · PA copy"], "no folder, or more than one, bears this key"),
    ],
    ids=["renamed", "back already", "gone", "twice"],
)  # fmt: skip
def test_a_folder_that_is_called_otherwise_is_listed(names: list[str], why: str) -> None:
    undone = undo(RENAMED, folders=tuple(Folder(f"f{n}", "PA", name) for n, name in enumerate(names)))
    assert undone.plan.folder_operations == [] and whys(undone) == [("PA", "folder", why)]


def test_a_folder_whose_old_name_is_not_kept_is_listed() -> None:
    undone = undo(RENAMED._replace(before=None, after=None), folders=(Folder("f1", "PA", "NEW · PA"),))
    assert whys(undone) == [("PA", "folder", "its old value is not kept any more (30 days)")]


def test_the_id_stands_for_what_is_shown() -> None:
    ids = {
        undo(cell()).plan.id,
        undo(cell(), RENAMED, folders=(Folder("f1", "PA", "NEW · PA"),)).plan.id,
        undo(cell(before=None, after=None)).plan.id,
    }
    assert undo(cell()).plan.id in ids and len(ids) == 3


def test_an_undo_lists_no_matters() -> None:
    assert not undo(cell()).plan.knows_matters
