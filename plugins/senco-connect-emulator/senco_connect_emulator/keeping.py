"""A world kept in a file, so that it is there again tomorrow."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from senco_connect_emulator.world import World

__all__ = ["load", "save"]


def load(world: World, path: Path) -> bool:
    """Take back what a file tells; False where there is none.  Raises ValueError where it tells of no world."""
    if not path.exists():
        return False
    try:
        world.restore(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, LookupError, TypeError, AttributeError) as problem:
        raise ValueError(f"{path.name} holds no world of the emulator") from problem
    return True


def save(world: World, path: Path) -> None:
    """Write the world whole to a file beside, then put that in the place of the old one: a reader never sees half."""
    told = json.dumps(world.snapshot(), ensure_ascii=False)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(told)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
