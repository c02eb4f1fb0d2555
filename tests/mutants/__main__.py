"""Plant each mistake in a copy of the project and see that the check named for it notices.

python tests/mutants                   every mistake; exits 1 if one is not noticed
python tests/mutants ack-first ...     these alone
python tests/mutants --write           every mistake, and write its table to docs/proof.md
python tests/mutants --matrix          every check of tests/engine against every mistake; slow
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from matrix import matrix
from page import write_page
from planted import Mutant, planted
from trial import failing_unplanted, try_all, whole_copy

HEAD = "| mutant | what it would do | check | outcome |\n|---|---|---|---|"


def main() -> int:
    """Print the table; 1 where a mistake is not noticed, or a check does not pass without it."""
    asked = _asked()
    mutants = [m for m in planted() if not asked.names or m.name in asked.names]
    if unknown := set(asked.names) - {m.name for m in mutants}:
        print(f"no mistake is called {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    with TemporaryDirectory() as folder:
        whole = whole_copy(Path(folder) / "whole")
        if asked.matrix:
            print(matrix(mutants, whole, checks=asked.checks, jobs=asked.jobs))
            return 0
        failed = _tried(mutants, whole, jobs=asked.jobs)
    if asked.write and not failed and not asked.names:
        write_page(mutants)
    return int(failed > 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help="the mistakes to try")
    parser.add_argument("--jobs", type=int, choices=(1, 2), default=2, help="how many at a time")
    parser.add_argument("--write", action="store_true", help="write the table to docs/proof.md")
    parser.add_argument(
        "--matrix", action="store_true", help="count how many mistakes each check of the engine notices"
    )
    parser.add_argument("--checks", default="tests/engine", metavar="PATH", help="the checks that --matrix runs")
    return parser.parse_args()


def _tried(mutants: Sequence[Mutant], whole: Path, *, jobs: int) -> int:
    if broken := failing_unplanted(mutants, whole):
        print("These checks do not pass as the code stands, so they prove nothing:", *broken, sep="\n")
        return len(broken)
    print(HEAD, flush=True)
    killed = 0
    for mutant, verdict, seconds in try_all(mutants, whole, jobs=jobs):
        killed += verdict == "killed"
        print(
            f"| {mutant.name} | {mutant.words['Would do']} | {mutant.check} | {verdict} in {seconds:.1f} s |",
            flush=True,
        )
    print(f"\n{killed} of {len(mutants)} killed")
    return len(mutants) - killed


if __name__ == "__main__":
    sys.exit(main())
