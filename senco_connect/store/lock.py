"""One run at a time on this machine.

SQLite's own file lock does it on every system, and the system lets it go when a
process dies.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from senco_connect.errors import Locked

__all__ = ["run_lock"]


@contextmanager
def run_lock(folder: Path) -> Iterator[None]:
    """Hold the run lock of a state folder, or raise Locked at once."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "lock.sqlite", timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise Locked(
                "Another run is at work on this school.", "Wait until it has ended, then run again.", code="E051"
            ) from None
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
