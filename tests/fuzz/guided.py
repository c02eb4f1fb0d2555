"""Let atheris look for inputs: it changes what took a new branch before, by its own ways and by ours in turn.

Optional: `make fuzz` installs it where it can be had; without it the inputs are those of batch.py.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

__all__ = ["inputs_kept", "run_guided"]


def inputs_kept(name: str, state: Path) -> Iterator[bytes]:
    """Give the inputs that took a new branch."""
    return (path.read_bytes() for path in sorted((state / "corpus" / name).glob("*")))


def run_guided(name: str, minutes: float, state: Path, ways: str = "both") -> int:
    """Run atheris over one target in a process of its own; give 1 where it found something."""
    # Not at the top: in the process of atheris nothing of ours may be loaded before it can follow the branches.
    from batch import FOUND

    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: tests/fuzz without --guided tries inputs by number")
        return 0
    folder = state / "corpus" / name
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, __file__, name, ways, str(folder), f"-max_total_time={int(minutes * 60)}",
               "-timeout=60", "-detect_leaks=0", "-rss_limit_mb=2000", "-print_final_stats=1", "-verbosity=0"]  # fmt: skip
    before = set(FOUND.glob(f"{name}/*"))
    code = subprocess.run([*command, "-max_len=60000"], check=False).returncode
    found = set(FOUND.glob(f"{name}/*")) - before
    print(f"{name}: {len(found)} inputs that found something" + "".join(f"\n  {path.name}" for path in sorted(found)))
    return 1 if found else code


def _main() -> None:
    import atheris

    with atheris.instrument_imports(
        include=["senco_connect", "senco_connect_mis", "senco_connect_dfe", "senco_connect_local"]
    ):
        from batch import Tally, _verdict, target_of

        target = target_of(sys.argv[1])
    ways, folder = sys.argv[2], Path(sys.argv[3])
    for n, seed in enumerate(target.seeds):
        (folder / f"seed-{n:03d}").write_bytes(seed)
    tally, began, count = Tally(target.name, 0, 0), time.monotonic(), 0

    def one(data: bytes) -> None:
        nonlocal count
        _verdict(target, data, count, tally)
        count += 1
        if count % 2_000 == 0:
            print(
                f"{target.name}: {count} in {time.monotonic() - began:.0f} s; {len(tally.findings)} kinds of findings {list(tally.findings)}",
                file=sys.stderr,
            )

    def changed(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        if ways == "both" and chance.random() < 0.5:
            return atheris.Mutate(data, most)
        return target.mutated(data, chance)[:most]

    options = [sys.argv[0], *sys.argv[4:], str(folder)]
    atheris.Setup(options, one, **({} if ways == "its own" else {"custom_mutator": changed}))
    atheris.Fuzz()


if __name__ == "__main__":
    _main()
