"""Invent a school and what happens to it, by changing one tree and never by making two.

Trees made apart from each other have nothing in common, so nothing is ever
compared.  Here one world is made, and the next export and the edits in the
register are made *of it*.  Every text that somebody types is a token that occurs
once, beside the text which it replaced on that person's screen: a token that is
gone was lost, unless somebody who saw it typed over it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from senco_connect.record import BLANK, FIELDS
from senco_connect.record.identifiers import upn_check_letter
from senco_connect.testing.memory import Mis, Workbook

__all__ = ["FIELDS_OF_A_WORLD", "Edit", "Export", "World", "edits", "exports", "values", "worlds"]

FIELDS_OF_A_WORLD = (
    "upn", "admission_no", "surname", "forename", "dob", "year_group", "sen_status", "sen_since", "need_1", "need_2",
    "sen_unit", "attendance", "sen_note", "diagnosis", "strategy_1",
)  # fmt: skip

_NAMES = {
    "forename": ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Maple", "Rowan", "Willow", "Zoë", "D’Oak"),
    "surname": ("Testchild", "Testchild-Moor", "Sample", "O’Sample", "Nobody", "Specimen"),
}
_WORDS = ("quiet corner", "=1+1 is how he starts", "0012", "first line\nsecond line", "Zoë’s “plan”")
_IDENTIFIERS = frozenset({"upn", "admission_no"})


class World(NamedTuple):
    """One school: its pupils by field ("" is the key), and the fields that are kept of them."""

    fields: tuple[str, ...]
    pupils: tuple[Mapping[str, str], ...]

    def mis(self) -> Mis:
        """Put the pupils into a MIS."""
        return Mis(self.fields, self.pupils)

    def workbook(self) -> Workbook:
        """Put the pupils into a register, with their keys."""
        return Workbook.of((BLANK, *self.fields), self.pupils)


class Edit(NamedTuple):
    """Somebody types ``new`` over ``replaced``, in a field of the pupil at this place of the world (from 0)."""

    place: int
    field: str
    replaced: str
    new: str


class Export(NamedTuple):
    """A later export: the pupils it shows, in its own order, the fields it provides, and what was typed before it."""

    fields: tuple[str, ...]
    pupils: tuple[Mapping[str, str], ...]
    edits: tuple[Edit, ...]
    gone: tuple[int, ...]

    def mis(self) -> Mis:
        """Put what it shows into a MIS."""
        return Mis(self.fields, self.pupils)


def values(field: str) -> SearchStrategy[str]:
    """Give canonical texts of a field, blank now and then."""
    kind = FIELDS[field].kind
    if kind.codes:
        return st.just(BLANK) | st.sampled_from([code.code for code in kind.codes.live()])
    return st.just(BLANK) | _of_kind().get(kind.name, st.sampled_from(_NAMES.get(field, _WORDS)))


def _of_kind() -> dict[str, SearchStrategy[str]]:
    numbers = st.integers(0, 999_999)
    return {
        "day": st.dates(date(2008, 1, 1), date(2026, 8, 31)).map(date.isoformat),
        "yes or no": st.sampled_from(["true", "false"]),
        "number": st.integers(0, 100).map(str),
        "UPN": numbers.map(_upn),
        "ULN": st.sampled_from(["1000000027", "1000000043"]),
        "admission number": numbers.map("{:06d}".format),
        "link": numbers.map("https://example.invalid/{}".format),
    }


@st.composite
def worlds(
    draw: DrawFn, *, fields: Sequence[str] = FIELDS_OF_A_WORLD, min_pupils: int = 1, max_pupils: int = 5
) -> World:
    """Make a school; its pupils differ in their identifiers and in nothing else for certain: there are twins."""
    count = draw(st.integers(min_pupils, max_pupils))
    pupils = [draw(_pupils(number, fields)) for number in range(count)]
    return World(tuple(fields), tuple(pupils))


def _pupils(number: int, fields: Sequence[str]) -> SearchStrategy[dict[str, str]]:
    sure = {BLANK: f"P{number:06d}", "upn": _upn(number), "admission_no": f"{number:06d}"}
    # A child without a name is another test's matter.
    named = {field: st.sampled_from(names) for field, names in _NAMES.items()}
    drawn = {field: named.get(field, values(field)) for field in fields if field not in sure}
    return st.fixed_dictionaries(drawn).map(lambda found: {**sure, **found})


def _upn(number: int) -> str:
    # Authority 999 is nobody's, so that no made-up pupil has a living one's number.
    body = f"999{number:09d}"
    return upn_check_letter("A" + body) + body


@st.composite
def edits(draw: DrawFn, world: World, *, who: str, fields: Sequence[str] = (), max_edits: int = 6) -> tuple[Edit, ...]:
    """Make edits of a world by one person or office, in the order they are typed.

    ``who`` begins every token ("sheet1"); a field with codes gets a code, which
    can't be unique.  A cell may be cleared, and typed over again.
    """
    open_fields = [f for f in fields or world.fields if f not in _IDENTIFIERS]
    screen = [dict(pupil) for pupil in world.pupils]
    made: list[Edit] = []
    for number in range(draw(st.integers(0, max_edits if screen and open_fields else 0))):
        place = draw(st.integers(0, len(screen) - 1))
        field = draw(st.sampled_from(open_fields))
        new = draw(_typed(field, f"{who}{number}"))
        made.append(Edit(place, field, screen[place].get(field, BLANK), new))
        screen[place][field] = new
    return tuple(made)


def _typed(field: str, token: str) -> SearchStrategy[str]:
    if FIELDS[field].kind.name == "text":
        # Mostly a token, which can be followed; now and then the cell is cleared.
        return st.sampled_from([token, token, BLANK])
    return values(field)


@st.composite
def exports(draw: DrawFn, world: World, *, who: str = "mis", max_gone: int = 1) -> Export:
    """Make the next export of a world: the office typed, children left and joined, rows and columns moved or went."""
    typed = draw(edits(world, who=who))
    pupils = [dict(pupil) for pupil in world.pupils]
    for edit in typed:
        pupils[edit.place][edit.field] = edit.new
    gone = draw(st.sets(st.integers(0, len(pupils) - 1), max_size=max_gone)) if pupils else set()
    joined = [draw(_pupils(len(pupils), world.fields))] if draw(st.booleans()) else []
    stay = [pupil for place, pupil in enumerate(pupils) if place not in gone]
    shown = draw(st.permutations([*stay, *joined]))
    # Without its identifiers a row is nobody's: a whole export that lacks them is another test's matter.
    lost = draw(st.sets(st.sampled_from(world.fields), max_size=1)) - _IDENTIFIERS
    fields = draw(st.permutations([field for field in world.fields if field not in lost]))
    return Export(tuple(fields), tuple(shown), typed, tuple(sorted(gone)))
