"""Try a great many inputs, and go on where the last call stopped.

python tests/fuzz                           1,000,000 each of csv, xml and mapper, 100,000 of xlsx
python tests/fuzz --count 0.01              a hundredth of that; a number above 1 is that many of each
python tests/fuzz xlsx --jobs 2             one kind, two processes
python tests/fuzz --minutes 10              until then
python tests/fuzz --guided --minutes 10     by atheris, which follows the branches
python tests/fuzz --coverage 5000           count the branches that the first 5,000 inputs take
python tests/fuzz --count 1 --page          at the end, write the figures into docs/proof.md
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from batch import NAMES, At, Tally, fingerprint, input_of, keep, target_of
from figures import Summary, branches_line, summary, write_page
from target import Target

FULL = {"csv": 1_000_000, "xml": 1_000_000, "mapper": 1_000_000, "xlsx": 100_000}
STATE = Path(__file__).resolve().parents[2] / ".fuzz"
# A new process for each: what a reader leaves behind in memory shows, and does not pile up.
BATCH = {"csv": 10_000, "xml": 20_000, "mapper": 20_000, "xlsx": 2_500}
# Of real time, on a machine with other work, for what may take two seconds.
_MOST_WAITING = 60.0


def main() -> int:
    """Print the figures of each kind; exit 1 where something was found."""
    asked = _asked()
    STATE.mkdir(exist_ok=True)
    if asked.coverage:
        return _measure(asked.names, asked.coverage)
    if asked.guided:
        from guided import run_guided

        return max(run_guided(name, asked.minutes, STATE) for name in asked.names)
    deadline = time.monotonic() + asked.minutes * 60 if asked.minutes else float("inf")
    summaries = []
    for name in asked.names:
        wanted = int(asked.count if asked.count > 1 else asked.count * FULL[name])
        _run(name, wanted, asked.jobs, deadline)
        summaries.append(summary(name, wanted, list(_tallies(name))))
        _tell(summaries[-1])
    if asked.page:
        whole = [summary(name, FULL[name], list(_tallies(name))) for name in NAMES]
        write_page(whole, _branches(), fingerprint())
    return 1 if any(each.findings for each in summaries) else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="KIND", help=", ".join(NAMES))
    parser.add_argument("--count", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--page", action="store_true", help="write the figures into docs/proof.md")
    parser.add_argument("--guided", action="store_true")
    parser.add_argument("--coverage", default="", metavar="NUMBER", help='so many inputs, or "kept": what atheris kept')
    asked = parser.parse_args()
    asked.names = asked.names or list(NAMES)
    if not set(asked.names) <= set(NAMES):
        parser.error("the kinds are " + ", ".join(NAMES))
    return asked


# --- running


def _run(name: str, wanted: int, jobs: int, deadline: float) -> None:
    """Run the batches that are not done yet, each in a process of its own."""
    waiting = _waiting(wanted, BATCH[name], [range(each.first, each.first + each.count) for each in _tallies(name)])
    running: list[_Running] = []
    while (waiting and time.monotonic() < deadline) or running:
        while waiting and len(running) < jobs and time.monotonic() < deadline:
            numbers = waiting.pop(0)
            running.append(_Running(name, numbers.start, len(numbers)))
        time.sleep(0.2)
        running = [each for each in running if not each.is_over()]


def _waiting(wanted: int, size: int, done: Sequence[range]) -> list[range]:
    """Give what is left of each batch; one that ended early goes on behind the input that ended it."""
    ends = {each.start // size: 0 for each in done}
    for each in done:
        ends[each.start // size] = max(ends[each.start // size], each.stop)
    batches = range(0, wanted, size)
    left = (range(max(first, ends.get(first // size, 0)), min(first + size, wanted)) for first in batches)
    return [each for each in left if each]


class _Running:
    """A process that tries one batch."""

    def __init__(self, name: str, first: int, count: int) -> None:
        self.name, self.first, self.count = name, first, count
        self.place = STATE / f"{name}.{first}.at"
        self.place.unlink(missing_ok=True)
        work = [name, str(first), str(count), str(self.place), str(STATE / f"{name}.jsonl")]
        self.process = subprocess.Popen([sys.executable, str(Path(__file__).with_name("batch.py")), *work])
        self._seen: tuple[int | None, float] = (None, time.monotonic())

    def is_over(self) -> bool:
        """Whether the batch is done, or had to be ended."""
        at = At.read(self.place)
        if at != self._seen[0]:
            self._seen = (at, time.monotonic())
        is_stuck = time.monotonic() - self._seen[1] > _MOST_WAITING
        if self.process.poll() is None and not is_stuck:
            return False
        if is_stuck:
            self.process.kill()
        if code := self.process.wait():
            self._note("never came back" if is_stuck else f"ended the process ({code})")
        self.place.unlink(missing_ok=True)
        return True

    def _note(self, what: str) -> None:
        number = At.read(self.place)
        if number is None:
            raise SystemExit(f"{self.name}: the process did not get as far as its first input")
        keep(self.name, input_of(target_of(self.name), number))
        tally = Tally(self.name, self.first, number - self.first + 1, fingerprint(), findings={what: [number]})
        tally.write(STATE / f"{self.name}.jsonl")


# --- what was written down


def _tallies(name: str) -> Iterator[Tally]:
    """Give what is known of this code and these inputs."""
    path, now = STATE / f"{name}.jsonl", fingerprint()
    known = {each.name for each in fields(Tally)}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        told = json.loads(line)
        if told["fingerprint"] == now:
            yield Tally(**{key: value for key, value in told.items() if key in known})


def _tell(each: Summary) -> bool:
    print(f"{each.name}: {each.tried:,} of {each.wanted:,} inputs of code {fingerprint()}")
    print("  " + each.codes())
    slowest, largest = each.slowest, each.largest
    print(f"  {each.seconds:,.0f} s of processor time; slowest {slowest[0]:.3f} s (input {slowest[1]})")
    print(
        f"  most memory for one input {largest[0] / 1e6:.1f} MB (input {largest[1]}), for a batch {each.growth / 1e6:.1f} MB"
    )
    for what, number in each.findings.items():
        print(f"  FOUND {number} times: {what}")
    return not each.findings


# --- coverage


def _measure(names: Sequence[str], which: str) -> int:
    try:
        import coverage
    except ImportError:
        print("coverage is not installed: branches are not counted")
        return 0
    for name in names:
        _measure_one(coverage, name, which)
    return 0


def _measure_one(coverage: Any, name: str, which: str) -> None:
    meter = coverage.Coverage(branch=True, data_file=None, source_pkgs=["senco_connect", *PLUGINS])
    meter.start()
    target = target_of(name)
    for turn, data in enumerate(_to_measure(target, which)):
        # Only the branches are looked at here: what is found is told by a run.
        with suppress(Exception):
            target.look(data, turn % 4)
    meter.stop()
    report = STATE / f"{name}.coverage.json"
    meter.json_report(outfile=str(report), pretty_print=False)
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    of = [told["summary"] for path, told in files.items() if _is_measured(path, target.measured)]
    covered, there = (sum(summary[key] for summary in of) for key in ("covered_branches", "num_branches"))
    print(f"{name}: {covered} of {there} branches of {', '.join(target.measured)} ({100 * covered / there:.1f} %)")
    if which != "kept":
        told = {"name": name, "covered": covered, "there": there, "of": target.measured, "inputs": int(which)}
        report.write_text(json.dumps(told | {"fingerprint": fingerprint()}), encoding="utf-8")


def _branches() -> list[str]:
    """Give what was counted of this code."""
    told = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(STATE.glob("*.coverage.json"))]
    return [branches_line(each) for each in told if each.get("fingerprint") == fingerprint()]


def _to_measure(target: Target, which: str) -> Iterator[bytes]:
    if which != "kept":
        yield from (input_of(target, number) for number in range(int(which)))
        return
    from guided import inputs_kept

    for data in inputs_kept(target.name, STATE):
        # Each of them in each turn, as the run gave them.
        yield from (data,) * 4


PLUGINS = ("senco_connect_mis", "senco_connect_dfe", "senco_connect_local")


def _is_measured(path: str, measured: Sequence[str]) -> bool:
    dotted = path.removesuffix(".py").replace("\\", "/").replace("/", ".")
    return any(f".{name}." in f".{dotted}." for name in measured)


if __name__ == "__main__":
    sys.exit(main())
