"""The audit log: a chain of events, each bound to all before it; keys, fields and outcomes, never values."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from hashlib import blake2b

__all__ = ["add_event", "chain_head", "first_broken"]

_START = b"\0" * 16


def _link(secret: bytes, before: bytes, number: int, at: str, event: str) -> bytes:
    return blake2b(before + f"{number}\0{at}\0{event}".encode(), key=secret, digest_size=16).digest()


def chain_head(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Give the number and the chain value of the last event."""
    row = connection.execute("SELECT n, chain FROM audit ORDER BY n DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, _START)


def add_event(connection: sqlite3.Connection, secret: bytes, at: str, event: Mapping[str, object]) -> None:
    """Append one event, inside the caller's transaction."""
    number, before = chain_head(connection)
    text = json.dumps(event, sort_keys=True)
    mark = _link(secret, before, number + 1, at, text)
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (number + 1, at, text, mark))


def first_broken(connection: sqlite3.Connection, secret: bytes) -> int | None:
    """Name the first event that is not what was written, or None where the whole chain holds."""
    before = _START
    for expected, (number, at, event, mark) in enumerate(
        connection.execute("SELECT n, at, event, chain FROM audit ORDER BY n"), start=1
    ):
        if number != expected or mark != _link(secret, before, number, at, event):
            return expected
        before = mark
    return None
