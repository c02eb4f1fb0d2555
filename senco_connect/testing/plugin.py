"""The kit's part in pytest: ``--senco-regenerate``, and failures that show what was compared."""

from __future__ import annotations

import pytest

__all__ = ["pytest_addoption"]

# Before anything imports the rules: pytest explains an assert only in modules it was told of in time.
pytest.register_assert_rewrite("senco_connect.testing.contracts")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the switch that writes the expected files of samples anew."""
    group = parser.getgroup("senco_connect")
    group.addoption(
        "--senco-regenerate",
        action="store_true",
        help="write what each sample reads as beside it; read every line of it before you commit",
    )
