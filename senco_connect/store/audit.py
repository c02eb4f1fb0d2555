"""The audit log: a chain of events, each bound to all before it; keys, fields, tokens and outcomes, never values.

An event is a line of JSON, and below it what was seen in the register
(store/replay.py).  A pupil's line is chained by its digest alone, so that it
can be erased and the chain holds (safety.md rule 37).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from senco_connect.errors import StateNotTrusted
from senco_connect.store.seals import seal

__all__ = ["add_event", "altered", "chain_head", "erase_pupil", "first_broken", "has_head"]

_START = b"\0" * 16
_ERASED, _FIELDS = b"#", b"="


def _link(secret: bytes, before: bytes, number: int, at: bytes, event: bytes) -> bytes:
    body = before + b"\0".join((str(number).encode(), at, _bound(secret, event)))
    return blake2b(body, key=secret, digest_size=16).digest()


def _bound(secret: bytes, event: bytes) -> bytes:
    """Give what of an event is chained: each pupil's line as its digest."""
    first, *lines = event.split(b"\n")
    return b"\n".join([first, *(_digest(secret, line) for line in lines)])


def _digest(secret: bytes, line: bytes) -> bytes:
    if line.startswith((_ERASED, _FIELDS)):
        return line
    return _ERASED + blake2b(line, key=secret, digest_size=16).hexdigest().encode()


def chain_head(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """Give the number and the chain value of the last event."""
    row = connection.execute("SELECT n, chain FROM audit ORDER BY n DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, _START)


def has_head(connection: sqlite3.Connection, head: str) -> bool:
    """Tell whether the chain holds an entry with this number and chain value, as ``add_event`` gave them."""
    number, _, mark = head.partition(".")
    row = connection.execute("SELECT hex(chain) FROM audit WHERE n = ?", (number,)).fetchone()
    return row is not None and row[0] == mark.upper()


def add_event(
    connection: sqlite3.Connection, secret: bytes, at: str, event: Mapping[str, object], lines: Iterable[str] = ()
) -> str:
    """Append one event, inside the caller's transaction; give the head of the chain as it is then."""
    number, before = chain_head(connection)
    text = "\n".join([json.dumps(event, sort_keys=True), *lines])
    mark = _link(secret, before, number + 1, at.encode(), text.encode())
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (number + 1, at, text, mark))
    head = f"{number + 1}.{mark.hex()}"
    # The chain alone can't tell that its end was cut off.
    row = ("head", head, seal(secret, "meta", "head", head))
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", row)
    return head


def first_broken(connection: sqlite3.Connection, secret: bytes) -> int | None:
    """Name the first event that is not what was written, or None where the whole chain holds."""
    before, last = _START, 0
    for expected, (kinds, number, at, event, mark) in enumerate(connection.execute(_EVERY), start=1):
        if (number, kinds) != (expected, _KINDS) or mark != _link(secret, before, number, at, event):
            return expected
        before, last = mark, expected
    return _cut_off(connection, secret, last)


# As bytes: a changed letter may be no text any more, and SQLite would give up without a number.
_KINDS = "text text blob"
_EVERY = """
SELECT typeof(at) || ' ' || typeof(event) || ' ' || typeof(chain),
    n, CAST(at AS BLOB), CAST(event AS BLOB), CAST(chain AS BLOB) FROM audit ORDER BY n
"""


def _cut_off(connection: sqlite3.Connection, secret: bytes, last: int) -> int | None:
    row = connection.execute("SELECT value, seal FROM meta WHERE name = 'head'").fetchone()
    # A head that is not what was written is told by the rows; a state of an older version has none.
    if row is None or row[1] != seal(secret, "meta", "head", row[0]):
        return None
    number = int(row[0].partition(".")[0])
    if has_head(connection, row[0]):
        return None if number == last else number + 1
    return min(number, last + 1)


def altered(number: int) -> StateNotTrusted:
    """Give the error for an event that is not what was written."""
    return StateNotTrusted(
        f"Entry {number} of the audit log is not what was written.",
        "Keep a copy, and ask who changed it.",
        code="E076",
        line=number,
    )


def erase_pupil(connection: sqlite3.Connection, secret: bytes, key: str) -> int:
    """Put digests in the place of a pupil's lines, in the caller's transaction; give how many, and the chain holds."""
    mark, erased = key.encode() + b" ", 0
    for number, event in connection.execute("SELECT n, CAST(event AS BLOB) FROM audit").fetchall():
        first, *lines = event.split(b"\n")
        kept = [_digest(secret, line) if line.startswith(mark) else line for line in lines]
        if kept != lines:
            text = b"\n".join([first, *kept]).decode()
            connection.execute("UPDATE audit SET event = ? WHERE n = ?", (text, number))
            erased += sum(line.startswith(mark) for line in lines)
    return erased
