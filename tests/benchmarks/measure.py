"""Run two processes in turns and compare them: fresh each time, so that neither profits from the other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

__all__ = ["Pair", "peak_megabytes", "run_in_turns", "said_by"]

_PEAK = Path(__file__).parent / "processes" / "peak.py"
Command = Sequence[str]
# As on any machine where a command has run before: its modules are compiled and kept.
_COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Pair:
    """Seconds of ours and of the reference, one of each for each turn."""

    ours: tuple[float, ...]
    reference: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of the turns' ratios."""
        return median(o / r for o, r in zip(self.ours, self.reference, strict=True))


def run_in_turns(
    ours: Command, reference: Command, *, folder: Path, turns: int, before: Callable[[], object] = lambda: None
) -> Pair:
    """Time both commands, in turns; ``before`` runs untimed ahead of ours."""
    # The first run of each pays for cold files and for compiling: it is not counted.
    before()
    _seconds(ours, folder), _seconds(reference, folder)
    times = []
    for _ in range(turns):
        before()
        times.append((_seconds(ours, folder), _seconds(reference, folder)))
    return Pair(*zip(*times, strict=True))


def _seconds(command: Command, folder: Path) -> float:
    start = perf_counter()
    subprocess.run(command, cwd=folder, env=_COMPILED, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - start


def said_by(command: Command, folder: Path) -> str:
    """Give what a command prints, so that what was timed can be checked to be right."""
    return subprocess.run(
        command, cwd=folder, env=_COMPILED, stdout=subprocess.PIPE, check=True, text=True
    ).stdout.strip()


def peak_megabytes(command: Command, folder: Path) -> float | None:
    """Give the most memory that a process held, in megabytes; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    said = said_by([sys.executable, str(_PEAK), *command], folder)
    return int(said.splitlines()[-1]) / 1_000_000
