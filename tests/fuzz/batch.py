"""Try a range of inputs in this process: each is made from its number alone, so that any of them can be made again."""

from __future__ import annotations

import importlib
import json
import re
import struct
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from random import Random

from target import ROOT, Target

__all__ = [
    "FOUND", "MOST_GROWTH", "MOST_SECONDS", "NAMES", "At", "Tally", "fingerprint", "input_of", "keep", "target_of", "tried",
]  # fmt: skip

NAMES = ("csv", "xml", "mapper", "xlsx")
FOUND = Path(__file__).parent / "found"
MOST_SECONDS = 2.0
MOST_GROWTH = 150_000_000
_KEPT_OF_A_KIND = 3
_MOST_MEMORY = 2_000_000_000


@dataclass
class Tally:
    """What came of a range of inputs; ``growth`` is by how much the process's peak of memory rose."""

    target: str
    first: int
    count: int
    fingerprint: str = ""
    seconds: float = 0.0
    verdicts: dict[str, int] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, -1)
    largest: tuple[int, int] = (0, -1)
    growth: int = 0
    findings: dict[str, list[int]] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Add it to the lines of a file."""
        with path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(self)) + "\n")


def target_of(name: str) -> Target:
    """Load one target."""
    target: Target = importlib.import_module(f"{name}_target").TARGET
    return target


def input_of(target: Target, number: int) -> bytes:
    """Make the input of a number."""
    chance = Random(number * len(NAMES) + NAMES.index(target.name))
    return target.mutated(chance.choice(target.seeds), chance)


def tried(target: Target, numbers: Sequence[int], at: Callable[[int], object] = id) -> Tally:
    """Try the inputs of these numbers; ``at`` is told each number before it is tried."""
    tally = Tally(target.name, numbers[0], len(numbers), fingerprint())
    verdicts: Counter[str] = Counter()
    began, peak = time.process_time(), _peak()
    start = peak
    for number in numbers:
        at(number)
        data = input_of(target, number)
        before = time.process_time()
        verdict = _verdict(target, data, number, tally)
        took = time.process_time() - before
        if took > MOST_SECONDS:
            _note(tally, f"past {MOST_SECONDS:g} s", number, data)
        now = _peak()
        if now - peak > MOST_GROWTH:
            _note(tally, "past 150 MB", number, data)
        tally.slowest = max(tally.slowest, (took, number))
        tally.largest = max(tally.largest, (now - peak, number))
        peak = now
        verdicts[verdict] += 1
    tally.seconds, tally.verdicts, tally.growth = time.process_time() - began, dict(verdicts), peak - start
    return tally


def _verdict(target: Target, data: bytes, number: int, tally: Tally) -> str:
    try:
        return target.look(data, number % 4)
    except KeyboardInterrupt:
        raise
    # Whatever leaves a reader is what is looked for: a panic of a parser is not even an Exception.
    except BaseException as error:
        _note(tally, _signature(error), number, data)
        return "found"


def _signature(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "senco_connect" in frame.filename] or frames
    told = re.sub(r"\d+", "N", str(error))
    return f"{type(error).__name__} in {Path(ours[-1].filename).stem}.{ours[-1].name}: {told}"[:200]


def _note(tally: Tally, what: str, number: int, data: bytes) -> None:
    numbers = tally.findings.setdefault(what, [])
    numbers.append(number)
    if len(numbers) <= _KEPT_OF_A_KIND:
        keep(tally.target, data)


def keep(name: str, data: bytes) -> Path:
    """Keep an input that found something; the tests try it again from then on."""
    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (blake2b(data, digest_size=6).hexdigest() + ".bin")
    path.write_bytes(data)
    return path


def _peak() -> int:
    """Give the most memory this process ever had, in bytes; 0 where the system does not say."""
    if sys.platform == "win32":
        # Without its module there is no cheap way to ask: there the bound of memory is not looked at.
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1_024)


def fingerprint() -> str:
    """Give the digest of the code under test and of the inputs: a figure is of one code and one set of inputs."""
    paths = [*Path(__file__).parent.glob("*.py"), *(ROOT / "senco_connect").rglob("*.py")]
    paths += (ROOT / "plugins").glob("*/senco_connect_*/**/*.py")
    paths += (ROOT / "plugins").glob("*/tests/samples/**/*.*")
    total = blake2b(digest_size=8)
    for path in sorted(paths):
        if path.name not in {"__main__.py", "guided.py", "figures.py", "conftest.py", "test_fuzz.py"}:
            total.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


class At:
    """Where a process is, in a file that outlives it: how a reader that never comes back is named."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream = path.open("wb", buffering=0)

    def __call__(self, number: int) -> None:
        """Write the number down."""
        self._stream.seek(0)
        self._stream.write(struct.pack("<q", number))

    @staticmethod
    def read(path: Path) -> int | None:
        """Give the number that was written last."""
        data = path.read_bytes() if path.exists() else b""
        return struct.unpack("<q", data)[0] if len(data) == 8 else None


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _main(name: str, first: str, count: str, place: str, told: str) -> None:
    _bound_memory()
    warnings.simplefilter("ignore")
    numbers = range(int(first), int(first) + int(count))
    tried(target_of(name), numbers, At(Path(place))).write(Path(told))


if __name__ == "__main__":
    _main(*sys.argv[1:])
