"""One lock file pins everything, with hashes, and says nothing of where it was made."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)}
WANTED = runpy.run_path(str(ROOT / "tools" / "requirements.py"))["requirements"](ROOT)


@pytest.mark.parametrize("wanted", WANTED)
def test_the_lock_satisfies_what_a_distribution_asks_for(wanted: str) -> None:
    requirement = Requirement(wanted)
    assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)])


def test_every_line_of_the_lock_is_a_pin_or_one_of_its_hashes() -> None:
    pin_or_hash = re.compile(r"[\w.-]+==[\w.]+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?|#.*|")
    assert [line for line in LOCK.splitlines() if not pin_or_hash.fullmatch(line)] == []


def test_every_pin_has_a_hash() -> None:
    pins = re.split(r"^(?=\w)", LOCK, flags=re.MULTILINE)[1:]
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_lock_builds_our_own_distributions_without_asking_for_more() -> None:
    assert {"hatchling", "editables", "pip"} <= PINNED.keys()
