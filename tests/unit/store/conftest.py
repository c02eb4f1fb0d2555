from __future__ import annotations

import sys
from pathlib import Path

import pytest

# A school to write a state of: the engine's tests have one.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "engine"))

from room import Room, roll


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A school of ten, after a first run, a quiet one and one that wrote a cell; its folder's name is no ASCII."""
    folder = tmp_path / "Schüler & Co"
    folder.mkdir()
    made = Room(folder, roll(10))
    made.run()
    made.run()
    made.office(1, "registration_group", "9Q")
    made.export()
    made.run()
    return made
