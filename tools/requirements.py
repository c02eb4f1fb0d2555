"""Print what the lock file is made from: every distribution's dependencies, how they are built, and the dev group.

    python tools/requirements.py          reads pyproject.toml and plugins/*/pyproject.toml

Our own distributions are left out: they are installed from the checkout.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

__all__ = ["distributions", "requirements"]

ROOT = Path(__file__).resolve().parent.parent


def distributions(root: Path) -> list[Path]:
    """Give the folders that are installed: the core, then each plugin."""
    return [root, *sorted(path.parent for path in (root / "plugins").glob("*/pyproject.toml"))]


def requirements(root: Path) -> list[str]:
    """Give each requirement of the checkout once, sorted."""
    return sorted({wanted for folder in distributions(root) for wanted in _of(folder)})


def _of(folder: Path) -> Iterator[str]:
    declared = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    groups = declared.get("dependency-groups", {})
    for wanted in (*declared["build-system"]["requires"], *declared["project"]["dependencies"], *groups.get("dev", [])):
        if not re.match(r"senco-connect\b", wanted):
            yield wanted


if __name__ == "__main__":
    sys.stdout.write("".join(f"{wanted}\n" for wanted in requirements(ROOT)))
