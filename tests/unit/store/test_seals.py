"""No byte of the state changes unnoticed, and damage is told in the library's own words."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from room import Room

from senco_connect.errors import AccessRefused, Locked, SencoError, StateNotTrusted
from senco_connect.store import open_state
from senco_connect.store.audit import first_broken
from senco_connect.store.history import history_of, last_runs
from senco_connect.store.schema import TABLES
from senco_connect.store.trouble import trouble
from senco_connect.store.verify import SEALED, verify


def columns(table: str) -> list[str]:
    """The columns of a sealed table that the seal covers; an image has its own."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        return [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})") if name != "image"]


def other(value: object) -> object:
    """The value with one byte changed."""
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:] if value else b"\0"
    text = str(value)
    return chr(ord(text[0]) ^ 1) + text[1:] if text else "x"


def change(room: Room, table: str, column: str) -> None:
    """Change one byte of one column, in the last row of a table that has something there."""
    with closing(sqlite3.connect(room.state / "state.sqlite", isolation_level=None)) as connection:
        marks = _key(connection, table)
        rows = connection.execute(f"SELECT {marks}, {column} FROM {table} ORDER BY length({column})").fetchall()
        *where, value = rows[-1]
        fits = " AND ".join(f"{mark} = ?" for mark in marks.split(", "))
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {fits}", (other(value), *where))


def _key(connection: sqlite3.Connection, table: str) -> str:
    info = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return ", ".join(name for _, name, *_, place in info if place) or "rowid"


EVERY = [(table, column) for table in SEALED for column in columns(table)]


def test_every_table_but_the_chain_of_events_is_sealed() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables - set(SEALED) == {"audit"}


def test_an_untouched_state_is_well(room: Room) -> None:
    with open_state(room.state) as state:
        assert verify(state) > 50
        assert first_broken(state.connection, state.secret) is None


@pytest.mark.parametrize(("table", "column"), EVERY)
def test_one_changed_byte_in_any_row_is_noticed(room: Room, table: str, column: str) -> None:
    change(room, table, column)
    with pytest.raises(StateNotTrusted) as noticed, open_state(room.state) as state:
        verify(state)
    assert noticed.value.code == "E073"


ASKED = [(t, c) for t, c in EVERY if t not in {"run", "operation"} and (t, c) not in {
    # A row that is looked up by what was changed is not found any more: nothing is known there.
    ("meta", "name"), ("layout", "id"), ("list", "name"), ("cells", "store"), ("cells", "key"), ("holder", "kind"),
    ("holder", "token"), ("pupil", "key"),
}]  # fmt: skip


@pytest.mark.parametrize(("table", "column"), ASKED)
def test_a_run_stops_at_a_row_that_it_asks_for(room: Room, table: str, column: str) -> None:
    with closing(sqlite3.connect(room.state / "state.sqlite", isolation_level=None)) as connection:
        for emptied in {"cells", "holder", "layout"} & {table}:
            # Damage every row, so that the run meets one.
            rows = connection.execute(f"SELECT {_key(connection, emptied)}, {column} FROM {emptied}").fetchall()
            fits = " AND ".join(f"{mark} = ?" for mark in _key(connection, emptied).split(", "))
            statement = f"UPDATE {emptied} SET {column} = ? WHERE {fits}"
            connection.executemany(statement, [(other(value), *where) for *where, value in rows])
    if table not in {"cells", "holder", "layout"}:
        change(room, table, column)
    for pupil in room.mis.pupils:
        pupil["registration_group"] = "8X"
    room.export()
    with pytest.raises(StateNotTrusted):
        room.run(approved=True)


@pytest.mark.parametrize("column", columns("operation"))
def test_a_changed_operation_is_not_explained(room: Room, column: str) -> None:
    key = room.key(1)
    with closing(sqlite3.connect(room.state / "state.sqlite", isolation_level=None)) as connection:
        ours = f"WHERE key = '{key}' AND field = 'registration_group'"
        (value,) = connection.execute(f"SELECT {column} FROM operation {ours}").fetchone()
        connection.execute(f"UPDATE operation SET {column} = ? {ours}", (other(value),))
    with open_state(room.state) as state:
        if column in {"run", "key", "field"}:
            assert [e for e in history_of(state, key, "registration_group") if e.kind == "CellWrite"] == []
        else:
            with pytest.raises(StateNotTrusted):
                history_of(state, key, "registration_group")


@pytest.mark.parametrize("column", columns("run"))
def test_a_changed_run_is_not_listed(room: Room, column: str) -> None:
    change(room, "run", column)
    with pytest.raises(StateNotTrusted), open_state(room.state) as state:
        last_runs(state)


# --- the chain of events


@pytest.mark.parametrize("column", ["n", "at", "event", "chain"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_changed_event_is_named(room: Room, column: str, number: int) -> None:
    with open_state(room.state) as state:
        (value,) = state.connection.execute(f"SELECT {column} FROM audit WHERE n = ?", (number,)).fetchone()
        changed = value + 100 if column == "n" else other(value)
        state.connection.execute(f"UPDATE audit SET {column} = ? WHERE n = ?", (changed, number))
        assert first_broken(state.connection, state.secret) == number


def test_an_event_that_was_taken_out_is_named(room: Room) -> None:
    with open_state(room.state) as state:
        state.connection.execute("DELETE FROM audit WHERE n = 2")
        assert first_broken(state.connection, state.secret) == 2


def test_an_event_that_was_added_without_the_secret_is_named(room: Room) -> None:
    with open_state(room.state) as state:
        (last,) = state.connection.execute("SELECT max(n) FROM audit").fetchone()
        state.connection.execute("INSERT INTO audit VALUES (?, '2026', '{}', ?)", (last + 1, b"0" * 16))
        assert first_broken(state.connection, state.secret) == last + 1


# --- the file itself


def flips(whole: bytes, number: int) -> Iterator[bytes]:
    chosen = random.Random(7)
    for _ in range(number):
        damaged = bytearray(whole)
        damaged[chosen.randrange(len(whole))] ^= 1 << chosen.randrange(8)
        yield bytes(damaged)


def put(room: Room, content: bytes) -> None:
    for end in ("-wal", "-shm"):
        (room.state / f"state.sqlite{end}").unlink(missing_ok=True)
    (room.state / "state.sqlite").write_bytes(content)


def content(room: Room) -> bytes:
    with closing(sqlite3.connect(room.state / "state.sqlite")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (room.state / "state.sqlite").read_bytes()


def test_any_flipped_bit_of_the_file_is_noticed_or_changes_no_plan(room: Room) -> None:
    room.office(3, "registration_group", "9Q")
    room.export()
    good, whole = room.plan().plan, content(room)
    noticed = 0
    for damaged in flips(whole, 120):
        put(room, damaged)
        try:
            plan = room.plan().plan
        except StateNotTrusted:
            noticed += 1
        else:
            assert (plan.operations, plan.matters, plan.changes) == (good.operations, good.matters, good.changes)
    assert noticed > 3


@pytest.mark.parametrize(
    "broken",
    [b"not a database at all", b"SQLite format 3\0" + bytes(84), b"\0" * 8192],
    ids=["another file", "a header alone", "zeros"],
)
def test_a_file_that_is_no_state_is_told_as_damaged(room: Room, broken: bytes) -> None:
    put(room, broken)
    with pytest.raises(StateNotTrusted):
        room.plan()


def test_a_file_that_was_cut_off_is_not_believed(room: Room) -> None:
    whole = content(room)
    put(room, whole[: len(whole) // 2])
    with pytest.raises(StateNotTrusted):
        room.run()


def test_text_that_is_none_any_more_is_told_without_it(room: Room) -> None:
    """SQLite's own message quotes the text, and a table's own description."""
    with closing(sqlite3.connect(room.state / "state.sqlite", isolation_level=None)) as connection:
        connection.execute("UPDATE list SET keys = CAST(x'ff43616e617279' AS TEXT)")
    with pytest.raises(StateNotTrusted) as noticed:
        room.plan()
    assert "anary" not in f"{noticed.value}{noticed.value.__cause__}"
    whole = content(room)
    put(room, whole.replace(b"CREATE TABLE accepted (n", b"CREATE TA\xffLE accepted (n"))
    with pytest.raises(StateNotTrusted):
        room.plan()


def _busy() -> Iterator[None]:
    with closing(
        sqlite3.connect("file:one?mode=memory&cache=shared", uri=True, timeout=0, isolation_level=None)
    ) as one:
        one.execute("CREATE TABLE t (n)")
        one.execute("BEGIN IMMEDIATE")
        with closing(sqlite3.connect("file:one?mode=memory&cache=shared", uri=True, timeout=0)) as two:
            two.execute("INSERT INTO t VALUES (1)")
    yield


def _full() -> Iterator[None]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA max_page_count = 2")
        connection.execute("CREATE TABLE t (n)")
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    yield


def _gone() -> Iterator[None]:
    with closing(sqlite3.connect(Path("no such folder") / "state.sqlite")):
        yield


@pytest.mark.parametrize(
    ("meet", "kind"), [(_busy, Locked), (_full, AccessRefused), (_gone, AccessRefused)], ids=["busy", "full", "gone"]
)
def test_what_sqlite_meets_is_told_for_what_it_is(meet, kind: type[SencoError]) -> None:
    with pytest.raises(sqlite3.DatabaseError) as met:
        next(meet())
    assert type(trouble(met.value)) is kind
