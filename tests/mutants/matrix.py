"""Count how many planted mistakes each check of the engine notices: a checker that notices none is removed.

The random checks are tried as on CI.  Of a machine each invariant counts by itself.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from planted import Mutant
from trial import Report, plant, run_checks

__all__ = ["matrix"]

# On a busy machine the engine's random checks take their time, and a mistake can make them take more.
_LONGEST = 3 * 3600.0
_LETTER = re.compile(r"[ai]\d+(?=_)")


def matrix(mutants: Sequence[Mutant], whole: Path, *, checks: str, jobs: int) -> str:
    """Run all these checks against every mutant; give a table, the invariants first."""
    names = {_name(node, "") for node in run_checks(whole, [checks], longest=_LONGEST).outcomes}
    noticed: dict[str, list[str]] = defaultdict(list)
    with ThreadPoolExecutor(jobs) as pool:
        for mutant, report in zip(mutants, pool.map(lambda m: _report(m, whole, checks), mutants), strict=True):
            print(mutant.name, file=sys.stderr, flush=True)
            for check in {_name(n, report.where.get(n, "")) for n, o in report.outcomes.items() if o == "noticed"}:
                noticed[check].append(mutant.name)
    rows = sorted(names | noticed.keys(), key=lambda name: (not _LETTER.search(name), name))
    lines = [f"| {name} | {len(noticed[name])} | {' '.join(noticed[name])} |" for name in rows]
    return "\n".join(["| check | notices | which |", "|---|---|---|", *lines])


def _report(mutant: Mutant, whole: Path, checks: str) -> Report:
    place = plant(mutant, whole, whole.parent / mutant.name)
    try:
        return run_checks(place, [checks], longest=_LONGEST)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _name(node: str, where: str) -> str:
    """The check's own name; of a machine, with the invariant that was broken."""
    *_, owner, name = node.partition("[")[0].split("::")
    return f"{owner}: {where or 'whatever it found'}" if name == "runTest" else name
