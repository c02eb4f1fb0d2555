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
from senco_connect.store.secret import private_file
from senco_connect.store.trouble import is_busy, unusable

__all__ = ["run_lock"]


@contextmanager
def run_lock(folder: Path) -> Iterator[None]:
    """Hold the run lock of a state folder, or raise Locked at once."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = sqlite3.connect(folder / "lock.sqlite", timeout=0, isolation_level=None)
    except (OSError, sqlite3.OperationalError):
        raise unusable() from None
    with closing(held) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if is_busy(error):
                raise Locked(
                    "Another run is at work on this school.", "Wait until it has ended, then run again.", code="E051"
                ) from None
            raise unusable() from None
        private_file(folder / "lock.sqlite")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
