"""Who may write: one run at a time, whatever the clocks say and whoever fell asleep."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from senco_connect.adapters import Batch, Mark, Register, Tools
from senco_connect.apply import send
from senco_connect.batch import CellWrite, NewFolder
from senco_connect.errors import AccessRefused, ConfigProblem, Locked
from senco_connect.lease import LEASE, LOOKS, Look, Seen, Wait, Write, beaten, taking
from senco_connect.leasing import Lease, take_lease, unlock
from senco_connect.plan import Plan
from senco_connect.testing.faults import Crash, Script, crash_after, crash_before, refused_before
from senco_connect.testing.memory import Cabinet, MemoryFiling, MemoryRegister, Workbook

WRITE = CellWrite("w", "KEY1", "tutor", "", "Ms Sample", "why")


class Machine:
    """A machine with a clock and a state of its own, at a workbook that others reach too.

    ``meanwhile`` happens once, while it waits.
    """

    def __init__(self, folder: Path, book: Workbook, name: str, meanwhile=lambda: None) -> None:
        self.folder = folder / name
        self.folder.mkdir(exist_ok=True)
        self.register = MemoryRegister.on(book)
        self.name = name
        self.clock = 0.0
        self.taken = 0
        self.waited: list[float] = []
        self.meanwhile = meanwhile

    def _number(self) -> str:
        self.taken += 1
        return f"{self.name}{self.taken}"

    def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.clock += seconds
        happens, self.meanwhile = self.meanwhile, lambda: None
        happens()

    def tools(self) -> Tools:
        def no_wall_clock() -> object:
            raise AssertionError("a lease looked at the wall clock")

        return Tools(
            self.folder, now=no_wall_clock, monotonic=lambda: self.clock, sleep=self._sleep, number=self._number
        )

    def take(self, register: Register | None = None) -> Lease:
        return take_lease(register or self.register, self.folder, self.tools())


@pytest.fixture
def book() -> Workbook:
    return Workbook.of(("", "surname", "tutor"), [{"": "KEY1", "surname": "Testchild"}])


@pytest.fixture
def world(tmp_path: Path, book: Workbook) -> SimpleNamespace:
    return SimpleNamespace(
        book=book, one=Machine(tmp_path, book, "one"), two=Machine(tmp_path, book, "two"), folder=tmp_path
    )


def write(machine: Machine, lease: Lease) -> None:
    send(Plan("id", {}, operations=[WRITE]), machine.register, None, stamp="lineage:1", lease=lease)


# --- taking


def test_a_register_that_nobody_holds_is_taken_at_once(world) -> None:
    with world.one.take() as lease:
        assert world.book.mark == Mark(1, "one1")
        assert lease.fence == "1:one1"
    assert world.book.mark == Mark(1)
    assert world.one.waited == []


def test_the_number_grows_with_each_taking(world) -> None:
    for machine, number in ((world.one, 1), (world.two, 2), (world.one, 3)):
        with machine.take():
            assert world.book.mark.number == number


def test_a_run_waits_for_one_that_ends_and_then_goes_on(world) -> None:
    held = world.one.take()
    world.two.meanwhile = lambda: held.__exit__(None, None, None)
    with world.two.take() as lease:
        assert lease.fence == "2:two1"
    assert len(world.two.waited) == 1


def test_a_run_whose_heartbeat_moves_is_left_alone_and_the_other_ends_with_5(world) -> None:
    held = world.one.take()
    world.two.meanwhile = held.beat
    with pytest.raises(Locked) as locked:
        world.two.take()
    assert locked.value.exit_code == 5
    assert "one1" in locked.value.what
    assert "2 minutes" in locked.value.cure
    assert "senco unlock" in locked.value.cure
    assert world.book.mark.holder == "one1"


def test_a_mark_that_did_not_move_for_a_whole_lease_is_taken_over(world) -> None:
    world.one.take()
    lease = world.two.take()
    assert lease.fence == "2:two1"
    assert sum(world.two.waited) >= LEASE
    assert len(world.two.waited) == LOOKS


def test_a_mark_is_not_taken_over_before_the_lease_is_over(world) -> None:
    steps = taking("two1")
    assert isinstance(next(steps), Look)
    mark = Mark(1, "one1", 4)
    assert steps.send(Seen(mark, 1000.0)) == Wait(LEASE / LOOKS)
    steps.send(None)
    assert isinstance(steps.send(Seen(mark, 1000.0 + LEASE - 0.001)), Wait)
    steps.send(None)
    assert steps.send(Seen(mark, 1000.0 + LEASE)) == Write(mark, Mark(2, "two1"))


def test_a_mark_is_judged_by_what_it_says_at_whatever_moment_it_is_looked_at() -> None:
    """No two looks give the same object, and none comes at the very end of a lease."""
    steps = taking("two1", lease=10.0)
    next(steps)
    assert steps.send(Seen(Mark(1, "one1", 4), 1.0)) == Wait(10 / LOOKS)
    steps.send(None)
    assert steps.send(Seen(Mark(1, "one1", 4), 11.5)) == Write(Mark(1, "one1", 4), Mark(2, "two1"))


@pytest.mark.parametrize("beat", [3, 5])
def test_a_mark_that_went_back_is_anothers_too(beat: int) -> None:
    """An older copy of the workbook was put in place: whoever did that may be at work."""
    steps = taking("two1")
    next(steps)
    steps.send(Seen(Mark(1, "one1", 4), 0.0))
    steps.send(None)
    with pytest.raises(Locked):
        steps.send(Seen(Mark(1, "one1", beat), LEASE))


def test_every_heartbeat_moves_the_mark() -> None:
    mark = Mark(7, "one1")
    for beat in (1, 2, 3, 4):
        mark = beaten(mark)
        assert mark == Mark(7, "one1", beat)


@pytest.mark.parametrize(
    ("lease", "minutes"), [(30.0, "1 minutes"), (LEASE, "2 minutes"), (90.0, "2 minutes"), (3600.0, "60 minutes")]
)
def test_a_run_that_is_sent_away_is_told_when_to_come_back(lease: float, minutes: str) -> None:
    steps = taking("two1", lease=lease)
    next(steps)
    steps.send(Seen(Mark(1, "one1"), 0.0))
    steps.send(None)
    with pytest.raises(Locked) as locked:
        steps.send(Seen(Mark(1, "one1", 1), 1.0))
    assert f"again in {minutes}." in locked.value.cure


def test_another_holder_starts_no_new_wait(world) -> None:
    steps = taking("two1")
    next(steps)
    steps.send(Seen(Mark(1, "one1"), 0.0))
    steps.send(None)
    with pytest.raises(Locked, match="three1"):
        steps.send(Seen(Mark(2, "three1"), LEASE))


def test_of_two_that_take_at_once_one_gets_it(world) -> None:
    first, second = taking("one1"), taking("two1")
    for number, steps in (("one1", first), ("two1", second)):
        next(steps)
        assert steps.send(Seen(Mark(), 0.0)) == Write(Mark(), Mark(1, number))
    with pytest.raises(StopIteration) as won:
        first.send(True)
    assert won.value.value == Mark(1, "one1")
    assert isinstance(second.send(False), Look)
    with pytest.raises(Locked, match="one1"):
        second.send(Seen(Mark(1, "one1"), 0.0))


def test_a_register_that_writes_no_mark_is_given_up_after_a_few_looks() -> None:
    steps = taking("one1")
    step, asked = next(steps), 0
    with pytest.raises(Locked, match="a number of its own"):
        while asked < 1000:
            asked += 1
            step = steps.send(Seen(Mark(), 0.0) if isinstance(step, Look) else False)
    assert asked == 1 + 2 * 2 * LOOKS


def test_a_register_without_the_power_is_written_without_a_lease(world) -> None:
    class Plain(Register):
        def read(self):
            return world.one.register.read()

        def apply(self, batch: Batch):
            assert batch.fence == ""
            return world.one.register.apply(batch)

        def powers(self):
            return world.one.register.powers()

    plain = Plain(None, world.one.tools())
    with world.one.take(plain) as lease:
        send(Plan("id", {}, operations=[WRITE]), plain, None, stamp="l:1", lease=lease)
    assert world.book.shows("KEY1", "tutor") == "Ms Sample"
    assert world.book.mark == Mark()


# --- a holder that crashed or slept


def test_what_a_crash_of_this_machine_left_is_taken_at_once(world) -> None:
    with pytest.raises(Crash), world.one.take():
        raise Crash
    assert world.book.mark.holder == "one1"
    with world.one.take() as lease:
        assert lease.fence == "2:one2"
    assert world.one.waited == []


def test_a_crash_before_the_mark_was_written_forgets_no_earlier_one(world) -> None:
    with pytest.raises(Crash), world.one.take():
        raise Crash
    for fault in (crash_before("write_mark"), crash_after("read_mark")):
        with pytest.raises(Crash), Script(fault) as script:
            world.one.take(script.around(world.one.register))
    with world.one.take():
        assert world.one.waited == []


def test_a_crash_after_the_mark_was_written_is_known_as_this_machines_own(world) -> None:
    with pytest.raises(Crash), Script(crash_after("write_mark")) as script:
        world.one.take(script.around(world.one.register))
    with world.one.take():
        assert world.one.waited == []


def test_what_a_crash_of_another_machine_left_is_waited_for(world) -> None:
    with pytest.raises(Crash), world.one.take():
        raise Crash
    with world.two.take():
        assert sum(world.two.waited) >= LEASE


def test_a_run_that_was_paused_until_another_took_over_is_refused_at_its_heartbeat(world) -> None:
    paused = world.one.take()
    world.two.take()
    with pytest.raises(Locked) as locked:
        write(world.one, paused)
    assert locked.value.exit_code == 5
    assert world.book.batches == []


def test_a_run_that_is_paused_after_its_heartbeat_is_refused_at_its_batch(world) -> None:
    paused = world.one.take()

    def sleeps(call: str) -> None:
        if call == "apply":
            write(world.two, world.two.take())

    with pytest.raises(Locked), Script(actor=sleeps) as script:
        send(
            Plan("id", {}, operations=[WRITE._replace(value="late")]), script.around(world.one.register), None,
            stamp="lineage:1", lease=paused,
        )  # fmt: skip
    assert [batch.fence for batch in world.book.batches] == ["2:two1"]


def test_a_lost_lease_is_not_released_for_the_one_who_has_it(world) -> None:
    with world.one.take():
        world.two.take()
    assert world.book.mark.holder == "two1"


def test_folders_are_made_under_the_registers_lease(world) -> None:
    cabinet = Cabinet()
    cabinet.put(cabinet.root)
    folders = [NewFolder(f"f{n}", f"PAAAA{n:03d}", f"TESTCHILD {n}", (), "why") for n in range(450)]
    plan = Plan("id", {}, operations=[WRITE], folder_operations=folders)
    lease, taken = world.one.take(), []

    def sleeps(call: str) -> None:
        taken.append(call)
        if taken.count("apply") == 3 and call == "apply":
            world.two.take()

    script = Script(actor=sleeps)
    with pytest.raises(Locked):
        send(plan, script.around(world.one.register), script.around(MemoryFiling.on(cabinet)), stamp="l:1", lease=lease)
    # The register's batch, the first 200 folders and the 200 at which the other came: then the heartbeat found out.
    assert len(cabinet.folders()) == 400


# --- giving it back


@pytest.mark.parametrize("ends", [None, ValueError("x"), KeyboardInterrupt()], ids=["well", "by an error", "by hand"])
def test_the_lease_is_given_back_however_a_run_ends(world, ends: BaseException | None) -> None:
    try:
        with world.one.take() as lease:
            lease.beat()
            if ends:
                raise ends
    except (ValueError, KeyboardInterrupt):
        pass
    assert world.book.mark == Mark(1)


def test_a_register_that_is_out_of_reach_at_the_end_hides_no_error(world) -> None:
    fault = refused_before("write_mark", 2, error=AccessRefused("The drive is gone.", "Wait."))
    with (
        Script(fault) as script,
        pytest.raises(ValueError, match="first"),
        world.one.take(script.around(world.one.register)),
    ):
        raise ValueError("first")


# --- unlock


def test_unlock_frees_a_register_and_the_run_that_held_it_is_refused(world) -> None:
    held = world.one.take()
    unlock(world.two.register, "one1")
    assert world.book.mark == Mark(1)
    with pytest.raises(Locked):
        write(world.one, held)
    with world.two.take():
        assert world.two.waited == []


@pytest.mark.parametrize("number", ["", "another", "1:one1"])
def test_unlock_needs_the_number_under_which_the_register_is_held(world, number: str) -> None:
    world.one.take()
    with pytest.raises(ConfigProblem) as refusal:
        unlock(world.two.register, number)
    assert "one1" not in str(refusal.value)
    assert world.book.mark.holder == "one1"


def test_unlock_of_a_free_register_is_refused(world) -> None:
    with pytest.raises(ConfigProblem):
        unlock(world.one.register, "")


def test_unlock_leaves_a_run_alone_that_moves_while_it_is_typed(world) -> None:
    held = world.one.take()
    script = Script(actor=lambda call: held.beat() if call == "write_mark" else None)
    with pytest.raises(ConfigProblem):
        unlock(script.around(world.two.register), "one1")
    assert world.book.mark == Mark(1, "one1", 1)
