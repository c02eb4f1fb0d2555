from __future__ import annotations

import sys
from pathlib import Path

# `python tests/proof` and these tests share their modules, and the room with the engine's tests.
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "engine")]
