"""Several machines at one register, their steps in any order, some asleep and some dead: never two writers.

Each batch counts one up from what its run has read.  The count stands in the stamp,
which is written without a comparison: nothing but the lease keeps it right.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from room import Room, roll

from senco_connect.adapters import Batch, Mark, Outcome
from senco_connect.errors import Locked
from senco_connect.lease import Look, Seen, Wait, beaten, released, taking
from senco_connect.testing.faults import Crash, Script, crash_after, crash_before
from senco_connect.testing.memory import MemoryRegister, Workbook

SLOW = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])


class School:
    """The register, whose lease it is, and what happened."""

    def __init__(self, adapter: type[MemoryRegister]) -> None:
        self.register = adapter.on(Workbook.of(("", "surname")))
        self.register.config.workbook.stamp = "count:0"
        self.holder = ""
        self.landed: list[str] = []
        self.refused: list[str] = []

    def count(self) -> int:
        return int(self.register.read().stamp.partition(":")[2])


def machine(name: str, school: School, *, rate: float) -> Generator[None, None, None]:
    """Run again and again, as a machine does whose clock goes at this rate; it may stop to exist at any yield."""
    clock, runs = 0.0, 0
    while True:
        runs += 1
        number = f"{name}{runs}"
        try:
            steps, answer = taking(number), None
            while True:
                step = steps.send(answer)
                yield
                match step:
                    case Look():
                        answer = Seen(school.register.read_mark(), clock)
                    case Wait():
                        clock += step.seconds * rate
                    case _:
                        answer = school.register.write_mark(step.expect, step.mark)
                        if answer:
                            school.holder = number
        except StopIteration as end:
            yield from work(number, school, end.value)
        except Locked:
            yield


def work(number: str, school: School, mark: Mark) -> Generator[None, None, None]:
    count = school.count()
    yield
    moved = beaten(mark)
    is_mine = school.register.write_mark(mark, moved)
    yield
    try:
        if is_mine:
            school.register.apply(Batch((), (), f"count:{count + 1}", moved.fence))
            assert school.holder == number, "two writers"
            school.landed.append(number)
    except Locked:
        school.refused.append(number)
    yield
    school.register.write_mark(moved, released(moved))


class Turn(NamedTuple):
    """A machine makes some steps while all others sleep; before that it may have died, and another stands there."""

    machine: int
    steps: int
    is_new: bool


def happened(turns: Sequence[Turn], rates: Sequence[float], adapter: type[MemoryRegister]) -> School:
    """Let the machines make their steps in turn; raise AssertionError where two of them wrote."""
    school = School(adapter)
    bought = len(rates)
    machines = [machine(f"m{n}.", school, rate=rate) for n, rate in enumerate(rates)]
    for turn in turns:
        place = turn.machine % len(machines)
        if turn.is_new:
            bought += 1
            machines[place] = machine(f"m{bought}.", school, rate=rates[place])
        for _ in range(turn.steps):
            next(machines[place])
    assert school.count() == len(school.landed), "an increment is lost"
    return school


# Few steps and many: one machine may run from end to end while another one sleeps in the middle.
STEPS = st.one_of(st.integers(1, 3), st.integers(1, 12))
ORDERS = st.lists(st.builds(Turn, st.integers(0, 3), STEPS, st.sampled_from([False] * 9 + [True])), max_size=40)
RATES = st.lists(st.sampled_from([1.0, 0.5, 12.0, 24.0]), min_size=2, max_size=4)


@SLOW
@given(ORDERS, RATES)
def test_no_order_of_steps_lets_two_machines_write(turns: list[Turn], rates: list[float]) -> None:
    happened(turns, rates, MemoryRegister)


@SLOW
@given(ORDERS, RATES)
def test_whatever_happened_before_somebody_gets_to_write_in_the_end(turns: list[Turn], rates: list[float]) -> None:
    school = happened(turns, rates, MemoryRegister)
    last = machine("last", school, rate=1.0)
    for _ in range(60):
        next(last)
    assert any(number.startswith("last") for number in school.landed)


class AnyFence(MemoryRegister):
    """Lets a batch in that bears whatever fence."""

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        return super().apply(batch._replace(fence=self.read_mark().fence))


class AnyMark(MemoryRegister):
    """Writes a mark over whatever stands there."""

    def write_mark(self, expect: Mark, mark: Mark) -> bool:
        return super().write_mark(self.read_mark(), mark)


@pytest.mark.parametrize("adapter", [AnyFence, AnyMark])
def test_without_the_fence_or_the_comparison_two_writers_are_found(adapter: type[MemoryRegister]) -> None:
    """The check has teeth: it finds what it is there for."""

    tried = settings(SLOW, max_examples=5_000, database=None, phases=[Phase.generate])
    find(st.tuples(ORDERS, RATES), lambda drawn: _is_broken(drawn, adapter), settings=tried)


def _is_broken(drawn: tuple[list[Turn], list[float]], adapter: type[MemoryRegister]) -> bool:
    try:
        happened(*drawn, adapter)
    except AssertionError:
        return True
    return False


# --- whole runs


def test_a_sync_holds_the_register_and_gives_it_back(tmp_path: Path) -> None:
    room, seen = Room(tmp_path, roll(6)), []
    with Script(actor=lambda call: seen.append((call, room.book.mark.holder != ""))) as script:
        room.run(script)
    assert [is_held for call, is_held in seen if call in ("read", "apply")] == [True] * 6
    assert room.book.mark == Mark(1)


def test_a_plan_takes_no_lease(tmp_path: Path) -> None:
    room, seen = Room(tmp_path, roll(6)), []
    with Script(actor=seen.append) as script:
        room.plan(script)
    assert not {"apply", "write_mark"} & set(seen)


def test_a_run_with_nothing_to_write_gives_the_lease_back(tmp_path: Path) -> None:
    room = Room(tmp_path, roll(6))
    room.run()
    room.run()
    batches = len(room.book.batches)
    room.run()
    assert len(room.book.batches) == batches
    assert room.book.mark == Mark(3)


@pytest.mark.parametrize("fault", [crash_before, crash_after])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_crash_at_any_write_of_the_mark_keeps_nobody_waiting(tmp_path: Path, fault, nth: int) -> None:
    room = Room(tmp_path, roll(6))
    with pytest.raises(Crash), Script(fault("write_mark", nth)) as script:
        room.run(script)
    room.run()
    room.run()
    assert room.plan().plan.is_empty


def test_a_run_of_another_machine_in_the_gap_makes_this_one_stop_with_5(tmp_path: Path) -> None:
    """The machine slept between its plan and its batch; meanwhile the lease ran out, and another wrote the register."""
    room = Room(tmp_path, roll(6))
    batches = room.book.batches

    def other_machine(call: str) -> None:
        if call == "apply" and not batches:
            mark = room.book.mark
            assert mark == Mark(1, mark.holder, 1)
            room.book.mark = Mark(2, "of another machine")
            MemoryRegister.on(room.book).apply(Batch((), (), "another:1", room.book.mark.fence))

    with pytest.raises(Locked) as locked, Script(actor=other_machine) as script:
        room.run(script)
    assert locked.value.exit_code == 5
    assert [batch.stamp for batch in batches] == ["another:1"]
    assert room.cabinet.folders() == {}
