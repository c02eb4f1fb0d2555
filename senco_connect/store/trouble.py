"""Say in the library's own errors what SQLite met; its own words may quote a row."""

from __future__ import annotations

import sqlite3

from senco_connect.errors import AccessRefused, Locked, SencoError
from senco_connect.store.seals import damaged

__all__ = ["is_busy", "trouble", "unusable"]

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_OUT_OF_REACH = {
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
}  # fmt: skip


def is_busy(error: sqlite3.DatabaseError) -> bool:
    """Tell whether another process holds the file."""
    return _primary(error) in _BUSY


def unusable() -> AccessRefused:
    """Give the error for a folder that can't be read or written."""
    return AccessRefused(
        "The state folder can't be used.",
        "Give the account that runs senco the right to write there, and see that the disk is not full.",
        code="E061",
    )


def trouble(error: sqlite3.DatabaseError) -> SencoError:
    """Give the error for what SQLite met: another run, a folder out of reach, else a damaged file."""
    if is_busy(error):
        return Locked("The state is in use by another run.", "Wait until it has ended, then run again.", code="E052")
    return unusable() if _primary(error) in _OUT_OF_REACH else damaged()


def _primary(error: sqlite3.DatabaseError) -> int:
    # Errors of the Python module itself, such as letters that are none, have no code.
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF
