"""One lock file pins everything, with hashes, and says nothing of where it was made."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "tests/mutation/requirements.lock")}


def pinned(lock: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE)}


PINNED = pinned(LOCKS["requirements.lock"])
WANTED = runpy.run_path(str(ROOT / "tools" / "requirements.py"))["requirements"](ROOT)


@pytest.mark.parametrize("wanted", WANTED)
def test_the_lock_satisfies_what_a_distribution_asks_for(wanted: str) -> None:
    requirement = Requirement(wanted)
    assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_every_line_of_a_lock_is_a_pin_or_one_of_its_hashes(lock: str) -> None:
    pin_or_hash = re.compile(r"[\w.-]+==[\w.]+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?|#.*|")
    assert [line for line in lock.splitlines() if not pin_or_hash.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    pins = re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:]
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_what_the_locks_share_they_pin_alike() -> None:
    """They are installed into one place, one after the other."""
    other = pinned(LOCKS["tests/mutation/requirements.lock"])
    assert {name: PINNED[name] for name in other.keys() & PINNED.keys()} == {
        n: v for n, v in other.items() if n in PINNED
    }


def test_the_lock_builds_our_own_distributions_without_asking_for_more() -> None:
    assert {"hatchling", "editables", "pip"} <= PINNED.keys()
