"""Plant a mistake in a copy of the project and see whether the check that is named for it notices."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from planted import FOLDER, ROOT, Mutant

__all__ = ["Report", "Tried", "apply_patch", "failing_unplanted", "plant", "run_checks", "try_all", "whole_copy"]

_COPIED = ("senco_connect", "plugins", "tests/engine", "tests/unit", "conftest.py", "pyproject.toml")
_LONGEST = 600.0


class Report(NamedTuple):
    """What a run of checks saw: what became of each, and in which function an assertion failed."""

    outcomes: dict[str, str]
    where: dict[str, str]


class Tried(NamedTuple):
    """A mutant, what became of it ("killed" is what is wanted) and how long it took."""

    mutant: Mutant
    verdict: str
    seconds: float


def whole_copy(place: Path) -> Path:
    """Copy what the checks need, without a mistake."""
    for name in _COPIED:
        there = place / name
        there.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "samples"))
        else:
            shutil.copy2(ROOT / name, there)
    return place


def plant(mutant: Mutant, whole: Path, place: Path) -> Path:
    """Copy the project and apply the patch there; ValueError where it does not apply any more."""
    shutil.copytree(whole, place, ignore=shutil.ignore_patterns(".hypothesis", "samples"))
    apply_patch(mutant, place)
    return place


def apply_patch(mutant: Mutant, place: Path) -> None:
    """Make the mistake in a folder that holds the files it is about; ValueError where it does not apply."""
    for name in mutant.files:
        path = place / name
        shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
        # A patch is kept with plain line ends; a checkout on Windows may not be.
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    command = ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"]
    environment = {**_plain(), "GIT_CEILING_DIRECTORIES": str(place.parent.resolve())}
    patch = mutant.patch.encode()
    done = subprocess.run(command, cwd=place, env=environment, input=patch, capture_output=True, check=False)
    if done.returncode:
        raise ValueError(f"{mutant.name}: the patch does not apply any more: {done.stderr.decode().strip()}")


def _plain() -> dict[str, str]:
    """The environment without what a test run around this one has set; compiled code is kept, for each copy takes it over."""
    others = ("PYTEST_", "GIT_", "COV_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(others)}


def run_checks(copy: Path, asked: Sequence[str], *, longest: float = _LONGEST) -> Report:
    """Run checks in a copy, with the copy's code; RuntimeError where the run itself breaks."""
    report = copy / "report.json"
    paths = [str(copy), *map(str, sorted(copy.glob("plugins/*")))]
    environment = {**_plain(), "PYTHONPATH": os.pathsep.join(paths), "CI": "true"}
    command = [sys.executable, str(FOLDER / "witness.py"), str(copy), str(report)]
    command += ["-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", *asked]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=longest, check=False)
    if done.returncode:
        raise RuntimeError(f"the checks could not be run: {done.stderr.decode(errors='replace')[-500:]}")
    return Report(**json.loads(report.read_text(encoding="utf-8")))


def failing_unplanted(mutants: Iterable[Mutant], whole: Path) -> list[str]:
    """Name the checks that do not pass without any mistake: they prove nothing with one."""
    checks = sorted({mutant.check for mutant in mutants})
    outcomes = run_checks(whole, checks).outcomes
    return [check for check in checks if {"passed"} != set(_of(check, outcomes).values())]


def _of(check: str, outcomes: dict[str, str]) -> dict[str, str]:
    """The outcomes of one check, which may have been run with several arguments."""
    return {node: outcome for node, outcome in outcomes.items() if node == check or node.startswith(f"{check}[")}


def try_all(mutants: Sequence[Mutant], whole: Path, *, jobs: int) -> Iterator[Tried]:
    """Try each mutant in a copy of its own, a few at a time; in their order."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda mutant: _try(mutant, whole), mutants)


def _try(mutant: Mutant, whole: Path) -> Tried:
    began = time.monotonic()
    place = whole.parent / mutant.name
    try:
        verdict = _verdict(mutant, run_checks(plant(mutant, whole, place), ["-x", mutant.check]))
    except (ValueError, RuntimeError, subprocess.TimeoutExpired) as error:
        verdict = str(error)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return Tried(mutant, verdict, time.monotonic() - began)


def _verdict(mutant: Mutant, report: Report) -> str:
    ours = set(_of(mutant.check, report.outcomes).values())
    others = report.outcomes.keys() - _of(mutant.check, report.outcomes).keys()
    if not ours or others:
        return "the check could not be run"
    odd = sorted(ours - {"passed", "noticed"})
    return odd[0] if odd else "killed" if "noticed" in ours else "SURVIVED"
