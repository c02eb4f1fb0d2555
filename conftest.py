"""What all tests share: how Hypothesis looks for examples.

These machines are shared, so no example is failed for being slow; in CI the
same examples are tried each time, so that a failure there is one here.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("house")
