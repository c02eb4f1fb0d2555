from __future__ import annotations

import sys
from pathlib import Path

# The runner is a folder that runs by itself; importlib mode has no package for it.
sys.path.insert(0, str(Path(__file__).parent))
