from __future__ import annotations

import sys
from pathlib import Path

# The targets are shared by these tests and `make fuzz` alone; importlib mode has no package for them.
sys.path.insert(0, str(Path(__file__).parent))
