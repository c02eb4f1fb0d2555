from __future__ import annotations

import sys
from pathlib import Path

# The room is shared by the engine's tests alone; importlib mode has no package for it.
sys.path.insert(0, str(Path(__file__).parent))
