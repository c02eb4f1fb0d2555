"""Invent a secondary school: 1,050 children of years 7 to 13, the same ones every time.  Nobody is real.

The dice are a fixed seed, and only Random.random() is thrown: Python promises
that it gives the same numbers in every version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple, TypeVar

from senco_connect.record.identifiers import upn_check_letter
from senco_connect_local.demo.names import FORENAMES, SURNAMES

__all__ = ["ESTAB", "LA", "SCHOOL", "TODAY", "Child", "Need", "Roll", "invent_roll"]

SCHOOL: Final = "Larkfield Example Academy"
# dfe.md 2.1: 001 is a test authority, so that no number can be a real child's.
LA: Final = "001"
ESTAB: Final = "9999"
TODAY: Final = date(2026, 11, 16)
# Of the small seeds, one that gives a single pair of twins and a single pair of namesakes.
_SEED: Final = 22
_THIS_YEAR: Final = 2026
_SIZES: Final = {7: 175, 8: 175, 9: 175, 10: 175, 11: 175, 12: 95, 13: 80}
_FORMS: Final = {**dict.fromkeys(range(7, 12), "ABCDEFG"), 12: "ABCDE", 13: "ABCD"}
_PLANS: Final = 34
_SUPPORTED: Final = 116
# How often each need is a pupil's primary one, of a hundred: about as in the national tables for secondary schools.
_NEEDS: Final = {
    "SPLD": 24, "SEMH": 23, "MLD": 14, "SLCN": 13, "ASD": 14, "HI": 2, "VI": 1, "PD": 3, "DS": 1, "OTH": 3, "NSA": 2,
}  # fmt: skip
_LANGUAGES: Final = ("ENG",) * 16 + ("POL", "TUR", "URD", "POR")

_Thing = TypeVar("_Thing")


class Need(NamedTuple):
    """A type of need as the census codes it, and since when."""

    code: str
    since: date


@dataclass(frozen=True, slots=True)
class Child:
    """One invented child as the office has typed them in; ``needs`` stand in rank order."""

    upn: str
    admission_no: str
    surname: str
    forename: str
    known_as: str
    born: date
    sex: str
    year: int
    form: str
    joined: date
    language: str
    has_meals: bool
    in_care: bool
    status: str = "N"
    since: date | None = None
    needs: tuple[Need, ...] = ()

    @property
    def is_sen(self) -> bool:
        """Whether the MIS says that the child has SEN."""
        return self.status in ("E", "K")

    @property
    def full_name(self) -> str:
        """Name and surname, for a person to read."""
        return f"{self.forename} {self.surname}"


class Roll(NamedTuple):
    """Everybody on roll, in the order of their admission numbers, and a child who has left."""

    children: tuple[Child, ...]
    leaver: Child

    @property
    def sen(self) -> tuple[Child, ...]:
        """The children whom the MIS says to have SEN."""
        return tuple(child for child in self.children if child.is_sen)

    def changed(self, changes: Iterable[Child]) -> Roll:
        """Give the roll with some children as they are now; the admission number says who is who."""
        now = {child.admission_no: child for child in changes}
        return self._replace(children=tuple(now.get(c.admission_no, c) for c in self.children))


def invent_roll() -> Roll:
    """Invent the whole school; every call gives equal children."""
    dice = Random(_SEED)
    names = _names(dice)
    everybody = [_child(dice, seat, next(names)) for seat in _seats()]
    *children, leaver = _with_look_alikes(everybody)
    return Roll(tuple(_with_needs(dice, children)), replace(leaver, form="", status="K", since=leaver.joined))


class _Name(NamedTuple):
    surname: str
    forename: str
    sex: str


def _names(dice: Random) -> Iterator[_Name]:
    """Give names for ever, none of them twice."""
    given: set[tuple[str, str]] = set()
    while True:
        sex = _one_of(dice, "FM")
        name = _Name(_one_of(dice, SURNAMES), _one_of(dice, FORENAMES[sex]), sex)
        if name[:2] not in given:
            given.add(name[:2])
            yield name


class _Seat(NamedTuple):
    """A place in the school: admission number, year, number in the year."""

    number: int
    year: int
    serial: int


def _seats() -> Iterator[_Seat]:
    """Give every place, the oldest children's first; the last is that of the leaver."""
    number = 4000
    for year in sorted(_SIZES, reverse=True):
        for serial in range(1, _SIZES[year] + 1):
            number += 1
            yield _Seat(number, year, serial)
    yield _Seat(number + 1, 10, _SIZES[10] + 1)


def _child(dice: Random, seat: _Seat, name: _Name) -> Child:
    year, forms = seat.year, _FORMS[seat.year]
    # Year 7 of 2026 was born between September 2014 and August 2015, and got its UPN in Reception, in 2019.
    born = date(_THIS_YEAR - year - 5, 9, 1) + timedelta(days=int(dice.random() * 365))
    return Child(
        upn=_upn(seat),
        admission_no=f"{seat.number:06d}",
        surname=name.surname,
        forename=name.forename,
        known_as=name.forename,
        born=born,
        sex=name.sex,
        year=year,
        form=f"{year}{forms[seat.serial % len(forms)]}",
        joined=date(_THIS_YEAR + 7 - year, 9, 3),
        language=_one_of(dice, _LANGUAGES),
        has_meals=dice.random() < 0.22,
        in_care=dice.random() < 0.01,
    )


def _upn(seat: _Seat) -> str:
    # One newcomer waits for the real number: a temporary UPN ends in a letter.
    is_temporary = (seat.year, seat.serial) == (9, 140)
    last = f"{seat.serial % 100:02d}A" if is_temporary else f"{seat.serial:03d}"
    body = f"{LA}{ESTAB}{(_THIS_YEAR - seat.year) % 100:02d}{last}"
    return upn_check_letter(f"?{body}") + body


def _with_look_alikes(everybody: list[Child]) -> list[Child]:
    """Make twins of two children of year 8, and namesakes of one of year 10 and one of year 7."""
    twin = next(n for n, child in enumerate(everybody) if child.year == 8)
    first, second = everybody[twin], everybody[twin + 1]
    everybody[twin + 1] = replace(second, surname=first.surname, born=first.born)
    older, younger = (next(n for n, c in enumerate(everybody) if c.year == year) + 7 for year in (10, 7))
    for n in (older, younger):
        everybody[n] = replace(everybody[n], surname="Exampleby", forename="Robin", known_as="Robin", sex="M")
    known = next(n for n, child in enumerate(everybody) if child.year == 9)
    everybody[known] = replace(everybody[known], forename="Tamsin", known_as="Tam", sex="F")
    return everybody


def _with_needs(dice: Random, children: Sequence[Child]) -> Iterator[Child]:
    """Give 116 children SEN support and 34 an EHC plan; the look-alikes are among the first."""
    told = Counter(key for child in children for key in _look_alike_keys(child))
    look_alikes = {c.admission_no for c in children if any(told[key] > 1 for key in _look_alike_keys(c))}
    drawn = sorted(children, key=lambda c: (c.admission_no not in look_alikes, c.known_as != "Tam", dice.random()))
    statuses = dict(zip((c.admission_no for c in drawn), "K" * _SUPPORTED + "E" * _PLANS, strict=False))
    for child in children:
        status = statuses.get(child.admission_no)
        yield _in_need(dice, child, status) if status else child


def _look_alike_keys(child: Child) -> tuple[tuple[object, ...], ...]:
    """Give what namesakes share, and what twins share."""
    return (child.surname, child.forename), (child.surname, child.born)


def _in_need(dice: Random, child: Child, status: str) -> Child:
    codes = [code for code, share in _NEEDS.items() for _ in range(share) if not (status == "E" and code == "NSA")]
    primary = _one_of(dice, codes)
    secondary = _one_of(dice, [code for code in codes if code not in (primary, "NSA")])
    has_second = primary != "NSA" and dice.random() < (0.6 if status == "E" else 0.15)
    days = (TODAY - child.joined).days
    since = child.joined + timedelta(days=int(dice.random() * days))
    # The MIS dates both needs like the status: few offices type a date for each.
    needs = [Need(primary, since), *([Need(secondary, since)] if has_second else [])]
    return replace(child, status=status, since=since, needs=tuple(needs))


def _one_of(dice: Random, things: Sequence[_Thing]) -> _Thing:
    return things[int(dice.random() * len(things))]
