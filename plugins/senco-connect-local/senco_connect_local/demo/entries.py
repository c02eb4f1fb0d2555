"""What a SENCO typed into the register in a year: 140 children, in words and dates of many fashions.

Most of it agrees with the MIS.  What does not is what every school has: a status
that one side changed in summer, "dyslexia?" in a need, last year's class, a
child who has left, the name that a girl goes by.  One child is under M, which
agrees with a MIS that says N.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Final, NamedTuple

from senco_connect_local.demo.people import TODAY, Child, Roll

__all__ = ["HEADINGS", "Entry", "Typed", "entries"]

Typed = str | int | date | None

HEADINGS: Final = (
    "Adm No", "UPN", "Surname", "Forename", "DOB", "Yr", "Form", "SEN status", "Primary need", "Secondary need",
    "Key worker", "Strategies", "Reading book band", "Parents informed", "Next review", "Sessions", "Minutes each",
    "Help a week (min)", "Notes",
)  # fmt: skip

_NOT_YET_ENTERED: Final = 14
_STILL_LISTED: Final = 3
_KEY_WORKERS: Final = ("Ms Placeholder", "Mr Sample", "Mrs Templeton-Test", "Mr Ó Shampla", "Miss Dummett")
_STRATEGIES: Final = (
    "Seat near the front, away from the door.", "Check understanding in private.", "Coloured paper; font 12 or larger.",
    "Warn of changes the day before.", "Break tasks into three steps.", "Laptop for writing of more than a page.",
)  # fmt: skip
_BANDS: Final = ("Lime", "Brown", "Grey", "Dark blue", "Burgundy", "Black")
_NOTES: Final = ("", "", "", "Mum prefers e-mail.", "Wears glasses for reading.", "Loves the allotment club!")
_SPOKEN: Final = {"SPLD": "SpLD", "ASD": "ASC"}


class Entry(NamedTuple):
    """One line of the register: the child it is about, and the cells by heading."""

    child: Child
    cells: dict[str, Typed]


def entries(roll: Roll) -> tuple[Entry, ...]:
    """Give the 140 lines in the SENCO's order: by year and class, as she added them."""
    listed = [*_entered(roll.sen), *islice(_once_supported(roll), _STILL_LISTED), roll.leaver]
    lines = [Entry(child, _usual_cells(number, child)) for number, child in enumerate(sorted(listed, key=_in_order))]
    for line, heading, own in _disagreements(lines, {c.admission_no for c in roll.sen}):
        line.cells[heading] = own
    return tuple(lines)


def _in_order(child: Child) -> tuple[int, str, str]:
    return child.year, child.form, child.admission_no


def _entered(sen: Sequence[Child]) -> Sequence[Child]:
    """Leave out those who came onto the MIS's list last: nobody has got round to them."""
    return sorted(sen, key=lambda child: (child.since or TODAY, child.admission_no))[:-_NOT_YET_ENTERED]


def _once_supported(roll: Roll) -> Iterator[Child]:
    """Give children without SEN in the MIS, whom the register has still."""
    return (child for child in roll.children if child.year == 11 and not child.is_sen)


def _usual_cells(number: int, child: Child) -> dict[str, Typed]:
    needs = [_SPOKEN.get(need.code, need.code) for need in child.needs]
    return dict(
        zip(
            HEADINGS,
            (
                _admission_no(number, child),
                child.upn,
                child.surname,
                child.forename,
                _day(number, child.born),
                child.year,
                child.form or None,
                "EHCP" if child.status == "E" and number % 2 else child.status,
                *islice((*needs, None, None), 2),
                _KEY_WORKERS[number % len(_KEY_WORKERS)],
                _STRATEGIES[number % len(_STRATEGIES)],
                _BANDS[number % len(_BANDS)] if child.year < 10 else None,
                _told(number, child),
                _day(number + 1, TODAY + timedelta(days=20 + number * 3 % 200)),
                number % 4 + 1,
                (20, 30, 45)[number % 3],
                None,
                _NOTES[number % len(_NOTES)] or None,
            ),
            strict=True,
        )
    )


def _admission_no(number: int, child: Child) -> Typed:
    # Excel drops the noughts in front unless somebody typed an apostrophe first.
    return child.admission_no if number % 9 == 0 else int(child.admission_no)


def _day(number: int, day: date) -> Typed:
    """Give a day as Excel keeps it, or, in every seventh line, as words that only look like it."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if number % 7 == 0 else day


def _told(number: int, child: Child) -> Typed:
    day = child.since
    if day is None:
        return None
    # Two figures for the year leave a doubt that no program may settle.
    return f"{day.day}.{day.month}.{day.year % 100}" if number % 25 == 2 else _day(number, day)


# --- where register and MIS say different things


def _disagreements(lines: Sequence[Entry], supported: set[str]) -> Iterator[tuple[Entry, str, Typed]]:
    """Give lines with a heading and the cell in which they differ from the MIS."""
    others = [line for line in lines if line.child.admission_no not in supported]
    yield from ((line, "SEN status", "K") for line in others)
    # Monitoring is the register's own word: to a MIS and to the census it is no SEN.
    yield others[-1], "SEN status", "M"
    yield from ((line, "Forename", line.child.known_as) for line in lines)
    yield from ((line, "SEN status", "K") for line in _first(lines, 1, "E", "ASD"))
    yield from ((line, "Primary need", "dyslexia?") for line in _first(lines, 3, "K", "SPLD"))
    yield from ((line, "Primary need", "S&L") for line in _first(lines, 3, "K", "SLCN"))
    yield from ((line, h, None) for line, h in zip(_first(lines, 10, "K", "SEMH"), _left_blank(), strict=False))
    for line in _first([line for line in lines if line.child.year > 7], 2, "K", "MLD"):
        yield line, "Form", f"{line.child.year - 1}{line.child.form[-1]}"


def _left_blank() -> Iterator[str]:
    return cycle(("UPN", "Form", "UPN", "DOB", "UPN"))


def _first(lines: Iterable[Entry], number: int, status: str, need: str) -> list[Entry]:
    """Find the first lines of children with a status and this need alone."""
    fitting = (e for e in lines if e.child.status == status and [n.code for n in e.child.needs] == [need])
    return list(islice(fitting, number))
