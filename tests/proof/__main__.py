"""Prove that nothing is lost: `python tests/proof` takes every step, `schedules`, `kills` or `soak` one.

    python tests/proof                        every step, as many as `make proof` wants
    python tests/proof schedules --seed 7     one schedule again, as a failure told it
    python tests/proof kills --many 200       some kills
    python tests/proof canaries               another step: canaries, "two writers", lies
    python tests/proof soak                   on and on, a line a minute, until stopped

Each step prints its figures; the first that breaks ends with code 1.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "engine")]

from kills import CAN_FORK, Kills  # noqa: E402
from shares import PIECE, PROCESSES, Broke, kill_some, pieces, play_some  # noqa: E402

SCHEDULES, KILLS = 10_000, 10_000


def schedules(first: int, many: int) -> str:
    """Random schedules of people, faults and bad luck, every check after each act."""
    played = [p for some in pieces(play_some, first, many) for p in some]
    counts: Counter[str] = sum((p.counts for p in played), Counter())
    acts, rested = counts.total() - counts["runs"], sum(p.rested for p in played)
    return (
        f"{len(played):,} schedules of {acts:,} acts, {counts['runs']:,} runs looked at; {rested:,} came to rest, "
        "the others at a guard that nobody may lift; 0 invariants broken"
    )


def killings(first: int, many: int) -> str:
    """SIGKILL of a child on real files, at a random moment."""
    if not CAN_FORK:
        return "left out: this system has no fork"
    total = Kills(0, 0, 0)
    while total.killed < many:
        for some in pieces(kill_some, first, PIECE * PROCESSES):
            total = Kills(*map(sum, zip(total, *some, strict=True)))
        first += PIECE * PROCESSES
    return f"{total.killed:,} runs killed, {total.compared:,} ends compared; 0 invariants broken"


def soak(first: int, many: int) -> str:
    """Schedules and kills for ever, from a seed that nobody has tried."""
    started, done, killed = time.monotonic(), 0, 0
    first = first or random.randrange(10**9)
    told = started
    while True:
        done += len([p for some in pieces(play_some, first + done, 10 * PIECE) for p in some])
        if CAN_FORK:
            killed += sum(k.killed for some in pieces(kill_some, first + done, 2 * PIECE) for k in some)
        if time.monotonic() - told > 60:
            told = time.monotonic()
            print(
                f"{(told - started) / 60:.0f} min from seed {first}: {done:,} schedules, {killed:,} kills, 0 broken",
                flush=True,
            )


def canaries(first: int, many: int) -> str:
    """Failing paths of a school in which every text is a canary."""
    return _said("tests/proof/canaries.py", "--seed", str(first or 7), "--commands", str(many))


def two_writers(first: int, many: int) -> str:
    """Eight machines that all want to write one register, paused and killed."""
    return _said("-m", "tests.proof.two_writers", "--seed", str(first), "--rounds", str(many))


def lies(first: int, many: int) -> str:
    """Edits of the audit log and flipped bits of the state, fifty of each for one of ``many``."""
    del first
    test = ("pytest", "-p", "no:xdist", "-q", "-s", "tests/proof/test_state_that_lies.py")
    return _said("-m", *test, SENCO_TIMES=str(many))


def _said(*words: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=HERE.parents[1], env={**os.environ, **environment}, check=False,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode:
        raise Broke(done.stdout)
    return " | ".join(filter(None, done.stdout.splitlines()))


STEPS: dict[str, tuple[Callable[[int, int], str], int]] = {
    "schedules": (schedules, SCHEDULES),
    "kills": (killings, KILLS),
    "canaries": (canaries, 3),
    "two writers": (two_writers, 500),
    "lies": (lies, 20),
}
"""What `make proof` takes, in order, and how many of each; another proof is one more line."""


def main() -> int:
    """Take the steps that are asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("step", nargs="?", choices=[*STEPS, "soak"])
    asked.add_argument("--seed", type=int, help="this one, or with --many the first")
    asked.add_argument("--many", type=int)
    given = asked.parse_args()
    steps = {**STEPS, "soak": (soak, 0)}
    for name in [given.step] if given.step else STEPS:
        step, usual = steps[name]
        many = given.many or (usual if given.seed is None else 1)
        started = time.monotonic()
        try:
            told = step(given.seed or 0, many)
        except Broke as broke:
            print(f"{name}: {broke}", flush=True)
            return 1
        print(f"{name}: {told}; {time.monotonic() - started:,.0f} s on {PROCESSES} cores", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
