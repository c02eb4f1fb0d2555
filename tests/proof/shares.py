"""Share out seeds among the cores; what breaks comes back in words that say how to see it again."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

from kills import Kills, kills
from schedule import Failure, Played, play, tell

__all__ = ["PIECE", "PROCESSES", "Broke", "kill_some", "pieces", "play_some"]

PIECE = 20
PROCESSES = os.cpu_count() or 1


class Broke(Exception):
    """A step found something; its words say what and how to see it again."""


def play_some(seeds: range) -> list[Played]:
    """Play a few schedules in a process of the pool; a failure comes back in words, for it can't be pickled."""
    played = []
    for seed in seeds:
        try:
            played.append(play(seed)._replace(words=[]))
        except Failure as failure:
            raise Broke(tell(failure)) from None
    return played


def kill_some(seeds: range) -> list[Kills]:
    """Kill a few runs in a process of the pool."""
    try:
        return kills(seeds)
    except AssertionError as error:
        raise Broke(
            f"{error}\nSee it again: python tests/proof kills --seed {seeds.start} --many {len(seeds)}"
        ) from None


def pieces(work: Callable[[range], list[Any]], first: int, many: int) -> Iterator[list[Any]]:
    """Share out the seeds among the cores."""
    starts = range(first, first + many, PIECE)
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        work_to_do = [pool.submit(work, range(start, min(start + PIECE, first + many))) for start in starts]
        try:
            for piece in as_completed(work_to_do):
                yield piece.result()
        finally:
            pool.shutdown(cancel_futures=True)
