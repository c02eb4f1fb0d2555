from __future__ import annotations

import sys
from pathlib import Path

# The small school is shared by these tests alone; importlib mode has no package for it.
sys.path.insert(0, str(Path(__file__).parent))
# What is shown at work stands beside the tests, and only `python -m pytest` looks there by itself.
sys.path.append(str(Path(__file__).parents[2]))
