"""The pytest plugin: a fresh ``emulator`` for a test, which fails afterwards where it tested less than it seems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from senco_connect_emulator.emulator import Emulator

__all__ = ["emulator"]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A Google on this machine, empty.

    The test fails at its end if it asked for what the emulator does not do, or set up a fault that met no request.
    """
    # Most runs that load this plugin never ask for a server.
    from senco_connect_emulator.emulator import Emulator  # noqa: PLC0415

    with Emulator() as google:
        yield google
        google.require_honest()
