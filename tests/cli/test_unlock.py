"""A machine died while it held the register: what the others say, and how a person frees it."""

from __future__ import annotations

from desk import Desk

from senco_connect.adapters import Leases, Mark
from senco_connect.school import School
from senco_connect.store import run_lock

DEAD = "0dead0dead00"


def register(desk: Desk) -> Leases:
    found = School.open(desk.folder / "senco.toml").stores.register
    assert isinstance(found, Leases)
    return found


def died(desk: Desk) -> None:
    """Another machine took the lease and came to no end."""
    before = register(desk).read_mark()
    assert register(desk).write_mark(before, Mark(before.number + 1, DEAD))


def test_a_sync_leaves_the_register_free_and_a_plan_does_not_touch_the_mark(in_step: Desk) -> None:
    before = register(in_step).read_mark()
    assert before.holder == "" and before.number > 0
    in_step("plan")
    assert register(in_step).read_mark() == before
    in_step("sync")
    assert register(in_step).read_mark() == Mark(before.number + 1)


def test_a_guard_that_stops_a_sync_leaves_the_register_free(in_step: Desk) -> None:
    in_step.export_with({}, without=range(1, 9))
    assert in_step("sync").exit_code == 3
    assert register(in_step).read_mark().holder == ""


def test_the_doctor_tells_the_number_and_unlock_frees_the_register(in_step: Desk) -> None:
    died(in_step)
    assert f"senco unlock {DEAD}" in in_step("doctor").stdout
    done = in_step("unlock", DEAD)
    assert (done.exit_code, done.stdout) == (0, "The register is free.\n")
    assert "lease: it is free" in in_step("doctor").stdout
    assert in_step("sync").exit_code == 0


def test_unlock_with_another_number_changes_nothing_and_does_not_tell_the_right_one(in_step: Desk) -> None:
    died(in_step)
    done = in_step("unlock", "123456789abc")
    assert done.exit_code == 2
    assert "not held under that number" in done.stderr and DEAD not in done.output
    assert register(in_step).read_mark().holder == DEAD


def test_unlock_keeps_away_from_a_run_of_this_machine(in_step: Desk) -> None:
    died(in_step)
    with run_lock(in_step.folder / ".senco"):
        assert in_step("unlock", DEAD).exit_code == 5
    assert register(in_step).read_mark().holder == DEAD
