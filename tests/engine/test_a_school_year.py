"""A school of 400 through a year, a run on every school day: guards stop what a person should look at, and nothing else.

The year starts in September, counts in January, lets Years 11 and 13 leave at the
end of June, moves to another MIS at Easter and rolls over in September.  A guard
that cries wolf ends as --force in somebody's timetable (sync.md 2.4); one that
lets a bad export through ends worse (safety.md G18).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from room import FIELDS, Room, child

from senco_connect.errors import InputRefused, StalePlan, Stopped
from senco_connect.run import apply_plan, plan_run
from senco_connect.store import open_state
from senco_connect.testing.memory import Mis

Pupil = dict[str, str]
SIZE, YEARS, CLASSES = 400, range(7, 14), "ABCD"
HOLIDAYS = [("2026-10-26", 5), ("2026-12-21", 12), ("2027-02-15", 5), ("2027-03-29", 12), ("2027-05-31", 5)]
FIRST, SUMMER, CENSUS, NEW_MIS = date(2026, 9, 2), date(2027, 7, 22), date(2027, 1, 21), date(2027, 4, 12)
LEAVERS, RENAMED, MERGED, NEXT = date(2027, 6, 28), date(2027, 3, 1), date(2027, 2, 22), date(2027, 9, 2)


def school_days() -> Iterator[date]:
    """Every day on which a run is made: the school days of a year and the first three of the next."""
    off = {date.fromisoformat(first) + timedelta(days=n) for first, days in HOLIDAYS for n in range(days)}
    whole = [(FIRST, SUMMER), (NEXT, NEXT + timedelta(days=4))]
    for first, last in whole:
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        yield from (day for day in days if day.weekday() < 5 and day not in off)


def pupil(number: int, year: int) -> Pupil:
    status = "E" if number % 25 == 0 else "K" if number % 6 == 0 else "N"
    said = {
        "year_group": str(year), "registration_group": f"{year}{CLASSES[number % 4]}", "sen_status": status,
        "dob": f"{2019 - year}-{1 + number % 12:02d}-{1 + number % 28:02d}", "need_1": "" if status == "N" else "SLCN",
        "sen_since": "" if status == "N" else "2025-09-05", "pupil_premium": "true" if number % 4 == 0 else "false",
    }  # fmt: skip
    return child(number, **said)


class Year:
    """The school, its calendar, and what its people do on a day."""

    def __init__(self, tmp: Path) -> None:
        self.room = Room(tmp, [pupil(n, YEARS[n % 7]) for n in range(1, SIZE + 1)])
        self.chance = Random(11)
        self.number = SIZE
        self.accepted: list[bytes] = []
        self.room.run()
        self.room.run()

    @property
    def roll(self) -> list[Pupil]:
        return self.room.mis.pupils

    def of(self, *years: int) -> list[Pupil]:
        return [p for p in self.roll if p["year_group"] in map(str, years)]

    def enter(self, year: int) -> None:
        self.number += 1
        self.room.mis.enter(pupil(self.number, year))

    # --- on any day

    def an_ordinary_day(self) -> None:
        """The office types and corrects, a family moves, teachers and the SENCO write."""
        for does in self.chance.sample((self.moves, self.corrects, self.a_status, self.a_class, self.writes), 3):
            does()

    def moves(self) -> None:
        if self.chance.random() < 0.3:
            self.roll.remove(self.chance.choice(self.roll))
            self.enter(self.chance.choice(YEARS[:5]))

    def corrects(self) -> None:
        one = self.chance.choice(self.roll)
        field = self.chance.choice(("surname", "forename", "surname", "dob"))
        one[field] = one[field][:-1] + "5" if field == "dob" else f"{one[field]}-Other"

    def a_status(self) -> None:
        one = self.chance.choice(self.roll)
        one["sen_status"], one["need_1"] = self.chance.choice((("K", "SEMH"), ("K", "SPLD"), ("E", "ASD"), ("N", "")))

    def a_class(self) -> None:
        for one in self.chance.sample(self.roll, 4):
            one["registration_group"] = f"{one['year_group']}{self.chance.choice(CLASSES)}"

    def writes(self) -> None:
        rows = self.chance.sample(self.room.book.rows, 8)
        for row, column in zip(rows, ("strategy_1", "diagnosis") * 4, strict=True):
            row[self.room.book.columns[column]] = f"note {self.chance.random()}"

    # --- on days of their own

    def census(self) -> None:
        """Dates, premiums and needs are put right before the count."""
        for one in self.chance.sample(self.roll, 45):
            one["pupil_premium"] = self.chance.choice(("true", "false"))
        for one in [p for p in self.roll if p["sen_status"] == "K"][:30]:
            one["sen_since"], one["need_2"] = "2025-09-08", "SEMH"

    def new_labels(self) -> None:
        """A reform: from today the MIS writes the words of the provision, no longer its letters."""
        words = {"K": "SEN support", "E": "EHC plan", "N": "No special educational need"}
        for one in self.roll:
            one["sen_status"] = words.get(one["sen_status"], one["sen_status"])

    def merge(self) -> None:
        """One class of Year 8 is given up."""
        for one in [p for p in self.of(8) if p["registration_group"] == "8D"]:
            one["registration_group"] = "8A"

    def go_to_another_mis(self) -> None:
        """The same children under other headings in another order, with admission numbers of its own."""
        for number, one in enumerate(self.roll):
            one["admission_no"] = f"{900_000 + number}"
        pupils, day = self.roll, self.room.mis.day
        self.room.mis = Mis(["mis_id", *reversed(FIELDS), "middle_names"], pupils)
        self.room.mis.day = day

    def let_leave(self) -> None:
        self.room.mis.pupils = [p for p in self.roll if p["year_group"] not in ("11", "13")]

    def roll_over(self) -> None:
        """Everybody moves up, classes are renamed, Year 7 arrives, some of Year 11 come back."""
        for one in self.roll:
            up = int(one["year_group"]) + 1
            one["year_group"], one["registration_group"] = str(up), f"{up}{one['registration_group'][-1]}"
        for _ in range(57):
            self.enter(7)

    def on(self, day: date) -> None:
        """What happens on a day."""
        self.an_ordinary_day()
        special = {
            CENSUS: self.census, RENAMED: self.new_labels, MERGED: self.merge, NEW_MIS: self.go_to_another_mis,
            LEAVERS: self.let_leave, NEXT: self.roll_over,
        }  # fmt: skip
        special.get(day, lambda: None)()
        self.room.mis.day = day

    def stands(self) -> tuple[object, ...]:
        """All that anybody can see of the school's own stores."""
        return self.room.book.cells(), self.room.book.stamp, self.room.cabinet.everything()


# --- exports as they should not be


def _rows(change: Callable[[list[Pupil]], list[Pupil]]) -> Callable[[Year], bytes]:
    def made(year: Year) -> bytes:
        kept = Mis(year.room.mis.fields, change([dict(p) for p in year.roll]), laestab=year.room.mis.laestab)
        kept.day = year.room.mis.day
        return kept.export().content

    return made


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Year], bytes]:
    return lambda year: change(_rows(lambda roll: roll)(year))


def _all(**said: str) -> Callable[[Year], bytes]:
    return _rows(lambda roll: [{**p, **said} for p in roll])


def _rotated(*fields: str) -> Callable[[Year], bytes]:
    """Give everybody the next child's cells, as a sort of some columns does."""
    return _rows(
        lambda roll: [{**p, **{f: q[f] for f in fields}} for p, q in zip(roll, roll[1:] + roll[:1], strict=True)]
    )


def _torn(whole: bytes) -> bytes:
    lines = whole.splitlines(keepends=True)
    return b"".join([*lines[:100], lines[100][:40], *lines[101:]])


def _another_school(year: Year) -> bytes:
    other = Mis(FIELDS, [child(n, year_group="9") for n in range(5_000, 5_400)], laestab="9990000")
    other.day = year.room.mis.day
    return other.export().content


def _a_column_less(year: Year) -> bytes:
    head, *records = map(json.loads, _rows(lambda roll: roll)(year).splitlines())
    place = head["fields"].index("sen_status")
    kept = [
        head | {"fields": [f for f in head["fields"] if f != "sen_status"]},
        *([*r[:place], *r[place + 1 :]] for r in records),
    ]
    return "".join(json.dumps(line) + "\n" for line in kept).encode()


BAD: dict[str, Callable[[Year], bytes]] = {
    "cut": _bytes(lambda whole: whole[: len(whole) * 2 // 3]),
    "cut at a line's end": _bytes(lambda whole: b"".join(whole.splitlines(keepends=True)[:250])),
    "no bytes": lambda year: b"",
    "a line torn": _bytes(_torn),
    "another kind of file": lambda year: b"<html><table></table></html>",
    "no pupils": _rows(lambda roll: []),
    "the first hundred": _rows(lambda roll: roll[:100]),
    "pupils with SEN only": _rows(lambda roll: [p for p in roll if p["sen_status"] not in ("N", "No special educational need")]),
    "a year group missing": _rows(lambda roll: [p for p in roll if p["year_group"] != "9"]),
    "thirty gone": _rows(lambda roll: roll[30:]),
    "another school": _another_school,
    "a column less": _a_column_less,
    "a column blank": _all(sen_status=""),
    "statuses cleared": _all(sen_status="N"),
    "names of the next child": _rotated("surname", "forename"),
    "birth dates of the next child": _rotated("dob"),
    "names turned round": _rows(lambda roll: [{**p, "surname": p["forename"], "forename": p["surname"]} for p in roll]),
    "everybody in one year": _all(year_group="8", registration_group="8A"),
    "numbers gone": _all(upn="", admission_no="", mis_id=""),
    "the one before the last": lambda year: year.accepted[-2],
}  # fmt: skip


def is_refused(year: Year, times: int) -> bool:
    """Run so many times: each is refused with exit code 3 or 8 in the same words, and nothing is written."""
    before, said = year.stands(), set()
    for _ in range(times):
        with pytest.raises((Stopped, InputRefused)) as stopped:
            year.room.run()
        said.add((stopped.value.exit_code, stopped.value.what))
    return len(said) == 1 and {code for code, _ in said} <= {3, 8} and year.stands() == before


def run_the_day(year: Year) -> set[str]:
    """Run; where a guard trips a person reads the plan and approves it.  Give the guards that did."""
    try:
        year.room.run()
    except Stopped:
        guards = {refusal.guard for refusal in year.room.plan().refusals}
        year.room.run(approved=True)
        return guards
    return set()


def test_in_a_school_year_a_person_is_asked_twice_and_forty_bad_exports_are_stopped(tmp_path: Path) -> None:
    """Asked: when the export comes from another MIS, and when Years 11 and 13 leave.  All other days apply themselves."""
    year, planted, asked = Year(tmp_path), [*BAD, *BAD], {}
    for number, day in enumerate(school_days()):
        year.on(day)
        if number % 4 == 2 and planted and day not in (NEW_MIS, LEAVERS, NEXT):
            name = planted.pop(0)
            (tmp_path / "export.jsonl").write_bytes(BAD[name](year))
            assert is_refused(year, times=3 if number < 30 else 1), name
            year.room.mis.day = day
        year.room.export()
        guards = run_the_day(year)
        year.accepted.append((tmp_path / "export.jsonl").read_bytes())
        if guards:
            asked[day] = guards
        if number % 20 == 0:
            assert year.room.plan().plan.is_empty, day
    assert planted == []
    assert asked == {NEW_MIS: {"column changed"}, LEAVERS: {"leavers", "year group missing"}}


# --- guards are monotone (A18)

FAULTS: dict[str, Callable[[Pupil, int], Pupil | None]] = {
    "gone": lambda p, n: None,
    "cleared": lambda p, n: {**p, "sen_status": "N"},
    "born otherwise": lambda p, n: {**p, "dob": f"2009-01-{1 + n % 28:02d}"},
    "named otherwise": lambda p, n: {**p, "surname": f"Other{n}"},
    "in another class": lambda p, n: {**p, "registration_group": f"9{CLASSES[n % 4]}"},
    "in another year": lambda p, n: {**p, "year_group": "1"},
    "in another year and class": lambda p, n: {**p, "year_group": "1", "registration_group": "1A"},
    "premium turned": lambda p, n: {**p, "pupil_premium": "true"},
}


@pytest.fixture(scope="module")
def in_step(tmp_path_factory: pytest.TempPathFactory) -> Room:
    pupils = [
        child(n, sen_status="K", year_group="8", registration_group="8Q", pupil_premium="false") for n in range(1, 61)
    ]
    room = Room(tmp_path_factory.mktemp("room"), pupils)
    room.run()
    room.run()
    return room


def is_stopped(room: Room, sizes: dict[str, int]) -> bool:
    """Export with each fault in so many pupils, no two in one pupil, and tell whether a guard trips."""
    kept, faults = room.mis.pupils, [name for name, size in sorted(sizes.items()) for _ in range(size)]
    hurt = [FAULTS[name](dict(p), n) for n, (p, name) in enumerate(zip(kept, faults, strict=False))]
    try:
        room.mis.pupils = [*filter(None, hurt), *kept[len(hurt) :]]
        room.export()
        return bool(room.plan().refusals)
    finally:
        room.mis.pupils = kept


SIZES = st.dictionaries(st.sampled_from(sorted(FAULTS)), st.integers(1, 30), max_size=3)


@given(smaller=SIZES, more=SIZES)
@example(smaller={"in another class": 20}, more={"in another year and class": 25})
@settings(max_examples=25)
def test_more_of_what_was_refused_is_refused_too(in_step: Room, smaller: dict[str, int], more: dict[str, int]) -> None:
    """A18.  A report that showed one year for all changed classes too, and the guard took both for a new school year."""
    larger = {name: smaller.get(name, 0) + more.get(name, 0) for name in {**smaller, **more}}
    if sum(larger.values()) <= len(in_step.mis.pupils) and is_stopped(in_step, smaller):
        assert is_stopped(in_step, larger)


@pytest.mark.parametrize("name", FAULTS)
def test_each_guard_has_one_threshold_and_stays_shut_above_it(in_step: Room, name: str) -> None:
    found = [is_stopped(in_step, {name: size}) for size in (*range(0, 24, 2), 60)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (False, True)


def test_an_approval_is_for_one_plan_and_lifts_no_guard_of_the_next(tmp_path: Path) -> None:
    room = Room(tmp_path, [child(n) for n in range(1, 61)])
    room.run()
    room.mis.pupils = room.mis.pupils[8:]
    room.export()
    approved = room.plan().plan.id
    room.mis.pupils = room.mis.pupils[8:]
    room.export()
    before = room.book.cells()
    with open_state(room.state) as state:
        stores = room.stores()
        now = plan_run(stores, state, room.rules, limits=room.limits, laestab="", tools=room.tools())
        with pytest.raises(StalePlan):
            apply_plan(now, stores, state, wanted=approved, approved=True, tools=room.tools())
    assert room.book.cells() == before
    room.run(approved=True)
    room.mis.pupils = room.mis.pupils[8:]
    room.export()
    with pytest.raises(Stopped):
        room.run()
