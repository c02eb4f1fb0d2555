"""One seed, one schedule: a school, thirty acts in any order, every check after each, and rest at the end.

A runner of our own rather than Hypothesis's: a seed is all there is to
remember, and each act has a source of chance of its own, so
that acts can be left out of a script that fails until no more can.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from invariants import AFTER_EACH_ACT, AFTER_EACH_RUN, AT_REST, Broken
from people import ACTS
from school import MARK, World, a_world
from twins import TWINS

from senco_connect.errors import StateNotTrusted, Stopped
from senco_connect.record import KEY_LABEL

__all__ = ["Failure", "Played", "play", "quick_place", "script_of", "shortest", "tell"]

LENGTH = 28
_ACTS = {act.__name__: act for act in ACTS}
_CHECKS = {twin.__name__: twin for twin in TWINS}

Script = Sequence[tuple[str, int]]


class Played(NamedTuple):
    """What a schedule did: acts and checks by name, whether its school came to rest, the words of each act."""

    counts: Counter[str]
    rested: bool
    words: list[str]


class Failure(Exception):
    """A schedule broke something: its seed, its script in words, and what broke."""

    def __init__(self, seed: int, words: list[str], error: BaseException) -> None:
        super().__init__(f"seed {seed}: {type(error).__name__} {error}")
        self.seed = seed
        self.words = words
        self.error = error


def script_of(seed: int) -> list[tuple[str, int]]:
    """The acts of a seed, each with its own source of chance; now and then two schools are compared."""
    rng = Random(f"script {seed}")
    names, weights = [act.__name__ for act in ACTS], list(ACTS.values())
    script = [(name, rng.randrange(1 << 30)) for name in rng.choices(names, weights, k=LENGTH)]
    script.insert(rng.randrange(4, len(script)), (rng.choice(list(_CHECKS)), rng.randrange(1 << 30)))
    return script


def play(seed: int, script: Script | None = None) -> Played:
    """Play a schedule, or raise Failure."""
    folder = Path(tempfile.mkdtemp(dir=quick_place()))
    words: list[str] = []
    try:
        return _played(a_world(folder, seed), script_of(seed) if script is None else script, words)
    except Exception as error:
        raise Failure(seed, words, error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def quick_place() -> str | None:
    # Schedules are about order, not about disks: memory will do where there is some.
    place = Path("/dev/shm")
    return str(place) if os.access(place, os.W_OK) else None


def _played(world: World, script: Script, words: list[str]) -> Played:
    counts: Counter[str] = Counter()
    for name, chance in script:
        counts[name] += 1
        words.append(f"{name} ({chance})")
        if name in _CHECKS:
            _CHECKS[name](world, Random(chance))
            continue
        world.ran = None
        words[-1] += f": {_ACTS[name](world, Random(chance))}"
        look(world, counts)
    words.append("everybody rests")
    rested = rest(world, counts)
    return Played(counts, rested, words)


def look(world: World, counts: Counter[str]) -> None:
    """Ask every check that can be asked now."""
    for check in AFTER_EACH_ACT:
        check(world)
    if world.ran is not None:
        counts["runs"] += 1
        for after in AFTER_EACH_RUN:
            after(world, world.ran)


def rest(world: World, counts: Counter[str]) -> bool:
    """Everybody goes home, a person follows the cures, and the scheduler runs; tell whether nothing stood in the way."""
    world.room.export()
    for _ in range(4):
        world.ran = None
        ran = world.run(approved=True)
        look(world, counts)
        if isinstance(ran.error, StateNotTrusted):
            world.lose_state()
        elif isinstance(ran.error, Stopped):
            _undo_the_sort(world)
        else:
            break
    world.ran = None
    ran = world.run(approved=True)
    look(world, counts)
    if ran.error:
        return False
    planned = world.plan()
    for check in AT_REST:
        check(world, planned)
    return True


def _undo_the_sort(world: World) -> None:
    for row in world.room.book.rows:
        if world.ledger.child_of.get(row.get(KEY_LABEL, ""), row[MARK]) != row[MARK]:
            row[KEY_LABEL] = ""


def shortest(seed: int, error: BaseException) -> list[tuple[str, int]]:
    """Leave acts out of a script as long as it breaks in the same way."""
    script, kind = script_of(seed), _kind(error)
    size = len(script) // 2
    while size:
        at = 0
        while at < len(script):
            shorter = script[:at] + script[at + size :]
            if _breaks(seed, shorter, kind):
                script = shorter
            else:
                at += size
        size //= 2
    return script


def _kind(error: BaseException) -> str:
    return str(error).partition(":")[0] if isinstance(error, Broken) else type(error).__name__


def _breaks(seed: int, script: Script, kind: str) -> bool:
    try:
        play(seed, script)
    except Failure as failure:
        return _kind(failure.error) == kind
    return False


def tell(failure: Failure) -> str:
    """The shortest script that breaks in the same way, and how to see it again."""
    script = shortest(failure.seed, failure.error)
    try:
        play(failure.seed, script)
    except Failure as again:
        failure = again
    lines = "\n".join(f"  {number}. {words}" for number, words in enumerate(failure.words, start=1))
    return f"{failure}\n{lines}\nSee it again: python tests/proof schedules --seed {failure.seed}"
