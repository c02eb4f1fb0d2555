"""Open the state of one school, or begin it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from senco_connect.errors import StateNotTrusted
from senco_connect.store.reading import SqliteMemory
from senco_connect.store.rest import forget_rest, note_rest
from senco_connect.store.schema import TABLES, VERSION
from senco_connect.store.seals import damaged, seal
from senco_connect.store.secret import load_secret, new_lineage, private_file
from senco_connect.store.trouble import trouble, unusable

__all__ = ["State", "open_state"]


class State(NamedTuple):
    """An open state file; ``memory`` gives what a plan may ask of it."""

    connection: sqlite3.Connection
    secret: bytes
    folder: Path

    def memory(self) -> SqliteMemory:
        """Look at the state as it stands now."""
        return SqliteMemory(self.connection, self.secret)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing, durable when it ends."""
        forget_rest(self.folder)
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")


@contextmanager
def open_state(folder: Path) -> Iterator[State]:
    """Open the state in a folder, making folder and tables where there are none.

    Raises StateNotTrusted for a damaged or newer file, AccessRefused where the
    folder can't be used.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret = load_secret(folder)
        connection = sqlite3.connect(folder / "state.sqlite", timeout=5, isolation_level=None)
    except (OSError, sqlite3.OperationalError):
        raise unusable() from None
    try:
        yield _checked(connection, secret, folder)
    except sqlite3.ProgrammingError:
        # Our own mistake, not the file's.
        raise
    except sqlite3.DatabaseError as error:
        # Its words may quote the row that could not be read.
        raise trouble(error) from None
    finally:
        has_written = connection.total_changes > 0
        connection.close()
        if has_written:
            note_rest(folder, secret)


def _checked(connection: sqlite3.Connection, secret: bytes, folder: Path) -> State:
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except UnicodeDecodeError:
        # A table's own description is not text any more, and SQLite's message quotes it.
        raise damaged() from None
    if version > VERSION:
        raise StateNotTrusted(
            "The state was written by a newer version of senco_connect.",
            "Install that version again; the file was left untouched.",
            code="E074",
        )
    state = State(connection, secret, folder)
    if version == 0:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    if version == 0:
        _begin(state)
    return state


def _begin(state: State) -> None:
    private_file(state.folder / "state.sqlite")
    with state.transaction() as connection:
        for statement in TABLES.split(";"):
            if statement.strip():
                connection.execute(statement)
        for name, value in (("lineage", new_lineage()), ("serial", "0")):
            mark = seal(state.secret, "meta", name, value)
            connection.execute("INSERT INTO meta VALUES (?, ?, ?)", (name, value, mark))
        connection.execute(f"PRAGMA user_version = {VERSION}")
