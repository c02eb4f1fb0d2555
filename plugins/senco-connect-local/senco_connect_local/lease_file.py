"""Which run may write the workbook: a mark in a small database beside it, for all machines that reach the folder.

SQLite's own file lock makes "write if nobody else did" one step, on network drives
too, and the system lets it go when a process dies.  No clock is read.
"""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from senco_connect.adapters import Mark
from senco_connect.errors import AccessRefused, Locked, RegisterRefused, SencoError

__all__ = ["LeaseFile"]

# A large workbook is written within seconds; whoever asks meanwhile had better wait for it.
_PATIENCE = 20.0
_TABLE = """CREATE TABLE IF NOT EXISTS mark (
    id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL, holder TEXT NOT NULL, beat INTEGER NOT NULL
)"""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


class LeaseFile:
    """The mark of one workbook."""

    def __init__(self, workbook: Path) -> None:
        self.workbook = workbook
        self.path = workbook.with_name(f".{workbook.name}.senco-lease")

    def read(self) -> Mark:
        """Give the mark; one that nobody wrote yet is ``Mark()``."""
        if not self.path.exists():
            return Mark()
        with self._opened() as connection:
            return _shown(connection)

    def write(self, expect: Mark, mark: Mark) -> bool:
        """Write a mark if the expected one stands there."""
        with self._alone() as connection:
            if _shown(connection) != expect:
                return False
            connection.execute(_TABLE)
            connection.execute("INSERT OR REPLACE INTO mark VALUES (1, ?, ?, ?)", mark)
        return True

    @contextmanager
    def guarded(self, fence: str) -> Iterator[None]:
        """Keep the mark as it is while the block runs; raise Locked at once if it is not that of ``fence``."""
        if not self.path.exists():
            Mark().refuse_others(fence)
            yield
            return
        with self._alone() as connection:
            _shown(connection).refuse_others(fence)
            yield

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        is_new = not self.path.exists()
        with self._opened() as connection:
            if is_new:
                # Whoever may write the workbook may write its mark.
                with contextlib.suppress(OSError):
                    self.path.chmod(stat.S_IMODE(self.workbook.stat().st_mode))
            # What does not come to its end is rolled back when the file is closed.
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as connection:
                yield connection
        except sqlite3.DatabaseError as error:
            raise _trouble(error) from None


def _shown(connection: sqlite3.Connection) -> Mark:
    # A run that died while it made the file left one without a table.
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'mark'").fetchone() is None:
        return Mark()
    row = connection.execute("SELECT number, holder, beat FROM mark").fetchone()
    return Mark(*row) if row else Mark()


def _trouble(error: sqlite3.DatabaseError) -> SencoError:
    met = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if met in _BUSY:
        return Locked("Another run is writing the register at this moment.", "Run again in a minute.", code="X404")
    if met in _DAMAGED:
        return RegisterRefused(
            "The mark beside the register, which keeps two machines apart, is damaged.",
            "See that no run is at work, and delete the hidden file ending in .senco-lease beside the workbook.",
            code="X405",
        )
    return AccessRefused(
        "The folder of the register can't be written.",
        "Give this account permission for the folder, and see that the disk is not full.",
        code="X406",
    )
