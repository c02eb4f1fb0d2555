"""A state or an audit log that is not what was written is noticed, whatever was changed; nothing false is believed.

Each check here makes a real state by real runs, harms a copy of it, and asks
both `senco audit verify` and a plan.  A slice runs with all tests; the whole
proof, a thousand edits of the log and a thousand flipped bits:

    SENCO_TIMES=20 python -m pytest -p no:xdist -s tests/proof/test_state_that_lies.py
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

# The room is the engine's tests'; importlib mode has no package for it.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "engine"))

from room import Room, roll

from senco_connect.auditing import verify_school
from senco_connect.config import Config
from senco_connect.errors import StateNotTrusted
from senco_connect.observing import Stores
from senco_connect.plan import Plan
from senco_connect.school import School
from senco_connect.testing.faults import Crash, Script, crash_after

NUMBER = 50 * int(os.environ.get("SENCO_TIMES", "1"))
Entry = tuple[int, bytes, bytes, bytes]


class RoomSchool(School):
    """The school of a room, as the command holds one."""

    def __init__(self, room: Room) -> None:
        about = SimpleNamespace(state=room.state, rules=room.rules, limits=room.limits, laestab="")
        super().__init__(cast("Config", about), room.tools())
        self.room = room

    @property
    def stores(self) -> Stores:
        return self.room.stores()


class Lie:
    """A school after a week of runs, people and a crash; its state can be harmed and put back."""

    def __init__(self, folder: Path) -> None:
        self.room = Room(folder, roll(12))
        self.room.run()
        for day in range(1, 5):
            self.room.office(day, "registration_group", f"9{day}")
            self.room.office(day + 2, "need_1", "SEMH")
            self.room.book.type(self.room.key(1), "strategy_1", f"strategy {day}")
            self.room.export()
            with suppress(Crash), Script(*[crash_after("apply", 1)] * (day == 3)) as script:
                self.room.run(script)
        self.room.office(7, "registration_group", "8X")
        self.room.export()
        self.school = RoomSchool(self.room)
        self.file = self.room.state / "state.sqlite"
        self.whole = self.file.read_bytes()
        self.good = self.told(self.school.plan().plan)
        assert verify_school(self.school).entries > 8

    def put(self, content: bytes) -> None:
        for end in ("-wal", "-shm"):
            self.file.with_name(f"state.sqlite{end}").unlink(missing_ok=True)
        self.file.write_bytes(content)

    def verified(self) -> StateNotTrusted | None:
        """What `senco audit verify` says; another error than this one is a defect."""
        try:
            verify_school(self.school)
        except StateNotTrusted as noticed:
            return noticed
        return None

    def believed(self) -> bool:
        """Whether a plan is made from it; it has to be the plan of the sound state."""
        try:
            plan = self.school.plan().plan
        except StateNotTrusted:
            return False
        assert self.told(plan) == self.good
        return True

    @staticmethod
    def told(plan: Plan) -> tuple[object, ...]:
        return plan.operations, plan.folder_operations, plan.matters, plan.changes, plan.missing


@pytest.fixture
def lie(tmp_path: Path) -> Lie:
    return Lie(tmp_path)


# --- the audit log

Log = list[Entry]
READ = "SELECT n, CAST(at AS BLOB), CAST(event AS BLOB), chain FROM audit ORDER BY n"
WRITE = "INSERT INTO audit VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?)"


def a_byte(log: Log, chosen: random.Random) -> Log:
    place, column = chosen.randrange(len(log)), chosen.choice([1, 2, 2, 3])
    entry: list[Any] = list(log[place])
    byte = chosen.randrange(len(entry[column]))
    changed = entry[column][byte] ^ chosen.randrange(1, 256)
    entry[column] = entry[column][:byte] + bytes([changed]) + entry[column][byte + 1 :]
    return [*log[:place], tuple(entry), *log[place + 1 :]]


def a_number(log: Log, chosen: random.Random) -> Log:
    place = chosen.randrange(len(log))
    other = chosen.choice([-1, 0, len(log) + 1, 10**9, -(2**62)])
    return [(other, *entry[1:]) if n == place else entry for n, entry in enumerate(log)]


def one_taken_out(log: Log, chosen: random.Random) -> Log:
    place = chosen.randrange(len(log))
    return log[:place] + log[place + 1 :]


def one_taken_out_and_the_rest_moved_up(log: Log, chosen: random.Random) -> Log:
    return renumbered(one_taken_out(log, chosen))


def one_made_up(log: Log, chosen: random.Random) -> Log:
    place = chosen.randrange(len(log) + 1)
    made_up = (0, b"2026-09-07T06:30:00+00:00", b'{"event": "committed", "run": "R00001-x"}', chosen.randbytes(16))
    return renumbered([*log[:place], made_up, *log[place:]])


def two_exchanged(log: Log, chosen: random.Random) -> Log:
    one, two = chosen.sample(range(len(log)), 2)
    mixed = list(log)
    mixed[one], mixed[two] = log[two], log[one]
    return renumbered(mixed) if chosen.random() < 0.8 else [(n, *e[1:]) for (n, *_), e in zip(mixed, log, strict=True)]


def moved_on(log: Log, chosen: random.Random) -> Log:
    place, by = chosen.randrange(len(log)), chosen.randrange(1, 5)
    return [(n + by if n > place else n, *rest) for n, *rest in log]  # type: ignore[misc]


def the_end_cut_off(log: Log, chosen: random.Random) -> Log:
    return log[: chosen.randrange(len(log))]


def one_written_over_by_an_older_one(log: Log, chosen: random.Random) -> Log:
    older, place = sorted(chosen.sample(range(len(log)), 2))
    return renumbered([*log[:place], log[older], *log[place + 1 :]])


def one_twice(log: Log, chosen: random.Random) -> Log:
    place, at = chosen.randrange(len(log)), chosen.randrange(len(log) + 1)
    return renumbered([*log[:at], log[place], *log[at:]])


def renumbered(log: Log) -> Log:
    return [(number, *rest) for number, (_, *rest) in enumerate(log, start=1)]  # type: ignore[misc]


EDITS: list[Callable[[Log, random.Random], Log]] = [
    a_byte, a_byte, a_byte, a_number, one_taken_out, one_taken_out_and_the_rest_moved_up, one_made_up, two_exchanged,
    moved_on, the_end_cut_off, one_written_over_by_an_older_one, one_twice,
]  # fmt: skip


def first_changed(before: Log, after: Log) -> int:
    """The number of the first entry that is not what it was, counting as a reader does."""
    after = sorted(after)
    same = sum(1 for _ in iter_while_equal(before, after))
    return same + 1


def iter_while_equal(before: Log, after: Log) -> Iterator[Entry]:
    for one, other in zip(before, after, strict=False):
        if one != other:
            return
        yield one


def test_every_edit_of_the_audit_log_is_named_by_its_first_entry(lie: Lie) -> None:
    chosen, counts = random.Random(20260907), Counter[str]()
    with closing(sqlite3.connect(lie.file)) as connection:
        log = connection.execute(READ).fetchall()
    while counts.total() < NUMBER:
        edit = EDITS[counts.total() % len(EDITS)]
        edited = edit(log, chosen)
        if sorted(edited) == log:
            continue
        lie.put(lie.whole)
        with closing(sqlite3.connect(lie.file)) as connection, connection:
            connection.execute("DELETE FROM audit")
            connection.executemany(WRITE, edited)
        noticed = lie.verified()
        assert noticed is not None, edit.__name__
        assert (noticed.code, noticed.line) == ("E076", first_changed(log, edited)), edit.__name__
        assert noticed.what.startswith(f"Entry {noticed.line} ")
        counts[edit.__name__] += 1
    report(f"{counts.total():,} edits of the audit log, each named by its first entry", counts)


# --- the file


def places(size: int, number: int, chosen: random.Random) -> Iterator[int]:
    """The header's hundred bytes, every page, and anywhere."""
    for turn in range(number):
        page = 4096 * (turn % (size // 4096))
        yield (turn // 5 % 100, page + chosen.randrange(16), page + chosen.randrange(4096))[min(turn % 5, 2)]


def test_every_flipped_bit_of_the_state_file_is_noticed_and_none_is_repaired(lie: Lie) -> None:
    chosen, counts, plans = random.Random(7), Counter[str](), Counter[str]()
    for place in places(len(lie.whole), NUMBER, chosen):
        flipped = bytearray(lie.whole)
        flipped[place] ^= 1 << chosen.randrange(8)
        lie.put(flipped)
        noticed = lie.verified()
        assert noticed is not None, place
        counts[_KINDS[noticed.code]] += 1
        plans["the plan of the sound state" if lie.believed() else "refused"] += 1
        with pytest.raises(StateNotTrusted):
            lie.school.sync()
        assert lie.file.read_bytes() == flipped
    report(f"{NUMBER:,} flipped bits, each noticed by verify", counts)
    report("what a plan showed; to write from any of them was refused", plans)


_KINDS = {
    "E073": "damaged, by SQLite, a row's seal or its kind", "E074": "a newer version, refused",
    "E075": "another state than the register's", "E076": "an entry of the log, named",
    "E077": "the entry that the register names is not there", "E078": "the log tells another shadow",
    "E079": "the file as a whole, in bytes that no row uses",
}  # fmt: skip


def report(about: str, counts: Counter[str]) -> None:
    print(f"\n{about}")
    for kind, number in counts.most_common():
        print(f"  {number:5,}  {kind.replace('_', ' ')}")
