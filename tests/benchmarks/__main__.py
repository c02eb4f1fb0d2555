"""Measure this project beside the references, in turns, and write docs/performance.md.

python tests/benchmarks                     everything, some ten minutes on two cores
python tests/benchmarks --only CTF          the lines whose title has the word
python tests/benchmarks --scale 0.01        small files, to see that it runs; writes no page
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from lines import Line, Measured, every_line

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
HEAD = "| what | this project | reference | | figure | at most | |\n|---|---|---|---|---|---|---|"

_WORDS = """# Performance

Written by `make bench`; do not edit. Each line runs this project and its reference in turns, in fresh processes,
start-up included: the median of {turns} turns after one that is not counted, on {machine}.
Only the ratios mean anything on another machine. The files are invented, of 38 columns (the school's of 60), and every
result is checked before its speed counts.

{table}

The figure of a ratio is the median of the turns' ratios. Where a register is read, what bare python-calamine needs for
the same workbook is taken off, since nothing that reads workbooks does without it.
"""


def main() -> int:
    """Print each line as it is measured; exit 1 where a goal is missed at full size."""
    asked = _asked()
    print(HEAD, flush=True)
    rows, missed = [], 0
    for line, measured in _measured(asked):
        rows.append(_row(line, measured))
        missed += not _is_met(line, measured)
        print(rows[-1], flush=True)
    if asked.scale == 1 and not (asked.only or asked.list):
        PAGE.write_text(_page(rows, asked.turns), encoding="utf-8", newline="\n")
    return int(missed > 0 and asked.scale == 1)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--turns", type=int, default=7, help="how often each pair runs")
    parser.add_argument("--scale", type=float, default=1, help="share of the full size")
    parser.add_argument("--only", default="", help="a word of the titles to measure")
    parser.add_argument("--list", action="store_true", help="show the lines and measure nothing")
    return parser.parse_args()


def _measured(asked: argparse.Namespace) -> Iterator[tuple[Line, Measured]]:
    for line in every_line(asked.scale):
        if asked.only.casefold() in line.what.casefold():
            if asked.list:
                yield line, Measured("", "", None)
                continue
            # Each line has a school of its own, gone afterwards: the largest takes a gigabyte.
            with TemporaryDirectory(prefix="senco bench é ") as folder:
                yield line, line.measure(Path(folder), asked.turns)


def _is_met(line: Line, measured: Measured) -> bool:
    return measured.figure is None or measured.figure <= line.goal


def _row(line: Line, measured: Measured) -> str:
    figure = "" if measured.figure is None else f"{measured.figure:,.2f} {line.unit}".replace(".00 MB", " MB")
    cells = (line.what, measured.ours, measured.reference, line.against, figure, f"{line.goal:g} {line.unit}")
    return f"| {' | '.join(cells)} | {'yes' if _is_met(line, measured) else '**no**'} |"


def _page(rows: Iterable[str], turns: int) -> str:
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return _WORDS.format(turns=turns, machine=machine, table="\n".join([HEAD, *rows]))


if __name__ == "__main__":
    sys.exit(main())
