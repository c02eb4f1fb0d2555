"""Derived columns are written where they are blank or the library's own, and never over a person's words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from senco_connect.batch import CellWrite, Matter
from senco_connect.computed import Stands, computed_cells, computed_values
from senco_connect.ownership import REGISTER, Ownership
from senco_connect.pupils import Desk
from senco_connect.record import MISSING, Value
from senco_connect.remembered import Remembered
from senco_connect.snapshot import Row, Snapshot
from senco_connect.tokens import Tokens

TOKENS = Tokens(b"s" * 32)
FIELDS = ("need_1", "need_2", "broad_areas", "open_issues", "sync_state")
COGNITION = "Cognition and learning"
OPEN = Matter("held", "KEY1", "Surname", (), "the SENCO", "words")


@pytest.mark.parametrize(
    ("needs", "areas"),
    [
        (("MLD",), COGNITION),
        (("MLD", "SPLD"), COGNITION),
        (("SLCN", "MLD"), f"Communication and interaction; {COGNITION}"),
        (("OTH", ""), ""),
        (("dyslexia?",), ""),
        ((), ""),
    ],
)
def test_broad_areas_follow_the_ranking_once_each(needs: tuple[str, ...], areas: str) -> None:
    shown = {f"need_{rank}": need for rank, need in enumerate(needs, start=1)}
    assert computed_values(shown, 0)["broad_areas"] == areas


def derived(
    cells: Mapping[str, Value],
    *,
    held: Mapping[str, str] = {},
    matters: tuple[Matter, ...] = (),
    written: tuple[CellWrite, ...] = (),
    writable: frozenset[str] = frozenset(FIELDS),
) -> dict[str, object]:
    row = Row("KEY1", 2, tuple(cells.get(n, "") for n in FIELDS))
    register = Snapshot(FIELDS, [row], digest="any", writable=writable)
    known = {name: TOKENS.value("KEY1", name, text) for name, text in held.items()}
    memory = Remembered(b"s" * 32, tokens={(REGISTER, "KEY1"): known} if held else {})
    desk = Desk(register._replace(rows=[]), register, memory=memory, tokens=TOKENS, ownership=Ownership())
    found: dict[str, object] = {}
    for one in computed_cells(register, {"KEY1": row}, matters, written, desk=desk):
        match one:
            case CellWrite():
                found[one.field] = (one.expect, one.value)
            case Matter():
                found[one.field] = (one.kind, one.shown)
            case Stands():
                found[one.field] = "stands"
    return found


def test_blank_cells_are_filled() -> None:
    assert derived({"need_1": "MLD"}, matters=(OPEN,)) == {
        "broad_areas": ("", COGNITION),
        "open_issues": ("", "1"),
        "sync_state": ("", "needs a person"),
    }


def test_what_stands_as_it_should_is_learned_once() -> None:
    right = {"open_issues": "0", "sync_state": "in step"}
    assert derived(right) == {"broad_areas": "stands", "open_issues": "stands", "sync_state": "stands"}
    assert derived(right, held={**right, "broad_areas": ""}) == {}


def test_what_this_run_writes_counts() -> None:
    write = CellWrite("id", "KEY1", "need_1", "", "MLD", "why")
    assert derived({}, written=(write,))["broad_areas"] == ("", COGNITION)


@pytest.mark.parametrize("name", ["broad_areas", "open_issues", "sync_state"])
def test_a_persons_words_are_left_alone_and_listed(name: str) -> None:
    label = {"broad_areas": "Broad areas", "open_issues": "Open issues", "sync_state": "Sync state"}[name]
    found = derived({name: "ask mum"})
    assert found[label] == ("typed over", ((REGISTER, "ask mum"),))
    assert name not in found


def test_an_area_that_a_person_chose_over_ours_is_theirs() -> None:
    found = derived({"broad_areas": COGNITION}, held={"broad_areas": "Communication and interaction"})
    assert found["Broad areas"] == ("typed over", ((REGISTER, COGNITION),))


@pytest.mark.parametrize(
    ("cells", "held"),
    [
        ({"broad_areas": COGNITION}, {"broad_areas": COGNITION}),
        ({"broad_areas": COGNITION}, {}),
        ({"open_issues": "7"}, {"open_issues": "3"}),
        ({"sync_state": "needs a person"}, {"sync_state": "in step"}),
    ],
    ids=["ours", "of a lost state", "a count of a cut-off run", "words of a cut-off run"],
)
def test_what_the_library_wrote_is_written_over(cells: dict[str, str], held: dict[str, str]) -> None:
    (name,) = cells
    wanted = computed_values({}, 0)[name]
    assert derived(cells, held=held)[name] == (cells[name], wanted)


def test_a_column_that_is_not_shown_or_not_to_be_written_is_let_be() -> None:
    assert derived({"open_issues": MISSING, "broad_areas": "0"}, writable=frozenset({"open_issues"})) == {}
    assert derived({"open_issues": "9"}, writable=frozenset()) == {}
