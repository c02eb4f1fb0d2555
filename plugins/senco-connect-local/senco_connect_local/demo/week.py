"""What people do in a week: the office moves twelve children, the SENCO edits nine cells and names two folders.

One of the nine is a status, which the office changes too: that is disputed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from senco_connect_local.demo.entries import Entry, Typed
from senco_connect_local.demo.paperwork import filed_by_hand
from senco_connect_local.demo.people import Child, Roll
from senco_connect_local.demo.place import AtRegister

__all__ = ["HER_OWN", "NEW_COLUMN", "NEW_HEADING", "Edit", "Week", "plan_has_come", "spend_week", "week_of"]

NEW_COLUMN: Final = "Trip consent"
NEW_HEADING: Final = "Tutor base"
_MOVED: Final = 12
_PLAN_DATE: Final = date(2026, 11, 18)


class Edit(NamedTuple):
    """One cell that the SENCO types over (None clears it), and why."""

    admission_no: str
    heading: str
    value: Typed
    why: str


class Week(NamedTuple):
    """The roll as the MIS has it afterwards, and whom the week is about.

    ``moved`` changed class, ``keyed`` are those to whose folder, made by hand,
    the SENCO adds the key; ``disputed`` is the child of whose status both sides
    are sure.
    """

    roll: Roll
    moved: tuple[Child, ...]
    edits: tuple[Edit, ...]
    keyed: tuple[Child, ...]
    disputed: Child


def week_of(roll: Roll, lines: Sequence[Entry]) -> Week:
    """Settle what happens, from the roll and the register as they are on the first Monday."""
    disputed = next(c for c in roll.children if (c.surname, c.forename, c.year) == ("Exampleby", "Robin", 7))
    moved = tuple(replace(child, form=_next_form(child.form)) for child in islice(_movable(lines), _MOVED))
    # The office took SEN support off the wrong one of two namesakes.
    mistaken = replace(disputed, status="N", since=None, needs=())
    keyed = filed_by_hand(roll.sen)[::3]
    return Week(roll.changed([*moved, mistaken]), moved, tuple(_edits(lines, disputed)), keyed, disputed)


def plan_has_come(week: Week) -> Roll:
    """Give the roll after the office has put its mistake right: the disputed child has an EHC plan."""
    return week.roll.changed([replace(week.disputed, status="E", since=_PLAN_DATE)])


def spend_week(person: AtRegister, edits: Sequence[Edit]) -> None:
    """Let the SENCO work in the register and save it."""
    person.sorts_by("Surname", "Forename")
    person.inserts_column_before("Form", NEW_COLUMN)
    person.renames("Form", NEW_HEADING)
    for edit in edits:
        person.types(edit.admission_no, edit.heading, edit.value)
    person.save()


def _movable(lines: Sequence[Entry]) -> Iterator[Child]:
    """Give the children of year 9 whose class the register has right."""
    return (e.child for e in lines if e.child.year == 9 and e.cells["Form"] == e.child.form)


def _next_form(form: str) -> str:
    letters = "ABCDEFG"
    return f"{form[:-1]}{letters[(letters.index(form[-1]) + 1) % len(letters)]}"


def _edits(lines: Sequence[Entry], disputed: Child) -> Iterator[Edit]:
    questioned = next(e.child for e in lines if e.cells["Primary need"] == "dyslexia?")
    autistic = next(e.child for e in lines if e.child.status == "K" and [n.code for n in e.child.needs] == ["ASD"])
    yield Edit(disputed.admission_no, "SEN status", "E", "the EHC plan has come")
    yield Edit(questioned.admission_no, "Primary need", "SpLD", "the assessment has come: no question mark any more")
    yield Edit(autistic.admission_no, "Secondary need", "SEMH", "agreed at the review")
    # Each edit is of another child: nothing that stands can stand by accident of its neighbour.
    younger = (e.child.admission_no for e in lines if e.child.year == 8 and e.cells["Strategies"])
    for number, (heading, value, why) in zip(younger, _OWN, strict=False):
        yield Edit(number, heading, value, why)


_OWN: Final[tuple[tuple[str, Typed, str], ...]] = (
    ("Key worker", "Miss Dummett", "a new key worker"),
    ("Strategies", "Works best with the timetable on the desk.", "from the form tutor"),
    ("Strategies", None, "no longer needed"),
    ("Reading book band", "Gold", "moved up"),
    ("Reading book band", "White", "moved up"),
    ("Next review", date(2027, 1, 21), "moved"),
)

# Columns of the register that no other system knows.
HER_OWN: Final = frozenset(heading for heading, _, _ in _OWN)
