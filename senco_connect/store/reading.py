"""The state as a plan's memory: fetched when asked, checked when fetched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from senco_connect.memory import Accepted, Cells, Stamp, Standing
from senco_connect.ownership import REGISTER
from senco_connect.store.seals import damaged, seal
from senco_connect.tokens import TOKEN_SIZE

__all__ = ["SqliteMemory", "unpack"]

_NOT_KEPT = bytes(TOKEN_SIZE)
_CHUNK = 500
APART, GONE = "exported without a record", "not exported"
RAW_SIZE = 16
_FILED = ("NewFolder", "RenameFolder")


def unpack(fields: tuple[str, ...], tokens: bytes) -> dict[str, bytes]:
    """Turn packed tokens into a table by field."""
    parts = zip(fields, batched(tokens, TOKEN_SIZE), strict=True)
    return {name: token for name, token in parts if token != _NOT_KEPT}


def batched(packed: bytes, size: int) -> list[bytes]:
    """Cut packed digests apart."""
    return [packed[at : at + size] for at in range(0, len(packed), size)]


class SqliteMemory:
    """Reads the state of one school; never writes."""

    def __init__(self, connection: sqlite3.Connection, secret: bytes) -> None:
        self._connection = connection
        self.secret = secret
        self._fetched: dict[tuple[str, str], tuple[int, bytes, bytes] | None] = {}
        self._complete: set[str] = set()
        self._holders: dict[tuple[str, bytes], tuple[str, bytes]] | None = None

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """School numbers, the register's stamp, the rules in force, by name."""
        found = {}
        for name, value, mark in self._connection.execute("SELECT name, value, seal FROM meta"):
            self._check(mark, "meta", name, value)
            found[name] = value
        return found

    @property
    def lineage(self) -> str:
        """Which state this is."""
        return self.facts.get("lineage", "")

    @property
    def serial(self) -> int:
        """How many runs have been committed."""
        return int(self.facts.get("serial", "0"))

    @cached_property
    def accepted(self) -> tuple[Accepted, ...]:
        """The exports accepted so far, newest last."""
        rows = self._connection.execute("SELECT n, digest, made_at, seal FROM accepted ORDER BY n").fetchall()
        for n, digest, made_at, mark in rows:
            self._check(mark, "accepted", n, digest, made_at)
        return tuple(Accepted(digest, made_at) for _, digest, made_at, _ in rows)

    @cached_property
    def exported(self) -> Collection[str]:
        """The pupils of the last accepted export."""
        # Most of them bear a record, and the keys are held once.
        return frozenset(self._recorded.values()) | self._list(APART)

    @cached_property
    def registered(self) -> Mapping[str, Standing]:
        """The pupils who have or had a register row, and those who were ever waiting."""
        rows = self._connection.execute("SELECT key, in_export, in_register, quiet, waiting, seal FROM pupil")
        found = {}
        for key, exported, registered, quiet, waiting, mark in rows:
            self._check(mark, key, exported, registered, quiet, waiting)
            found[key] = Standing(bool(exported), bool(registered), quiet, bool(waiting))
        return found

    @cached_property
    def gone(self) -> Collection[str]:
        """The pupils who were once known and are not in the last accepted export."""
        return self._list(GONE)

    def knows(self, key: str) -> bool:
        """Whether the key was ever given to a pupil."""
        # On a quiet day only those of the register are asked about, and they are few.
        return key in self.registered or key in self.exported or key in self.gone

    def _list(self, name: str) -> frozenset[str]:
        row = self._connection.execute("SELECT keys, seal FROM list WHERE name = ?", (name,)).fetchone()
        if row is None:
            return frozenset()
        self._check(row[1], "list", name, row[0])
        return frozenset(row[0].split())

    @cached_property
    def _layouts(self) -> Mapping[int, tuple[str, ...]]:
        found = {}
        for number, fields, mark in self._connection.execute("SELECT id, fields, seal FROM layout"):
            self._check(mark, "layout", number, fields)
            found[number] = tuple(fields.split(" "))
        return found

    def cells(self, store: str, key: str) -> Cells | None:
        """Tokens of a store's shadow by field; None where nothing is known."""
        if (store, key) not in self._fetched and store not in self._complete:
            query = "SELECT layout, tokens, seal FROM cells WHERE store = ? AND key = ?"
            self._fetched[store, key] = self._connection.execute(query, (store, key)).fetchone()
        row = self._fetched.get((store, key))
        if row is None:
            return None
        layout, tokens, mark = row
        self._check(mark, store, key, layout, tokens)
        return unpack(self._layouts[layout], tokens)

    def sent(self, stamp: str) -> Mapping[tuple[str, str], bytes]:
        """Tokens of the cells in the batch that left this stamp, if its run was cut off before it noted what arrived.

        What an undo put back is not among them: it is to count as an edit.
        """
        mark = Stamp.read(stamp)
        if not mark.serial or mark.lineage != self.lineage or stamp == self.facts.get("stamp"):
            return {}
        query = "SELECT id, counts FROM run WHERE serial = ? AND outcome = 'intended'"
        runs = self._connection.execute(query, (mark.serial,)).fetchall()
        sent = self._operations_of_a_cut_off(runs)
        return {(key, field): token for key, field, kind, token in sent if kind == "CellWrite"}

    def meant_names(self, key: str) -> Collection[bytes]:
        """Tokens of the names that a run which was cut off was to give the pupil's folder, and may have given it.

        What a later run did with the folder is known: from then on no name is the library's that it has not noted.
        """
        return {token for serial, token in self._meant.get(key, ()) if serial > self._last_filed(key)}

    @cached_property
    def _meant(self) -> Mapping[str, Sequence[tuple[int, bytes]]]:
        found: dict[str, list[tuple[int, bytes]]] = {}
        for run, counts, serial in self._connection.execute(
            "SELECT id, counts, serial FROM run WHERE outcome = 'intended'"
        ).fetchall():
            for key, _, kind, token in self._operations_of_a_cut_off([(run, counts)]):
                # A state of an older version kept no token of them.
                if kind in _FILED and token:
                    found.setdefault(key, []).append((serial, token))
        return found

    def _last_filed(self, key: str) -> int:
        """Give the serial of the last run that is known to have made or renamed the pupil's folder, an undo too."""
        done = "SELECT run FROM operation WHERE key = ? AND kind IN (?, ?) AND outcome = 'done'"
        query = f"SELECT max(serial) FROM run WHERE id IN ({done})"
        (serial,) = self._connection.execute(query, (key, *_FILED)).fetchone()
        return serial or 0

    def _operations_of_a_cut_off(self, runs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str, bytes]]:
        """Give (key, field, kind, token) of what these runs were to do; what an undo puts back counts as an edit."""
        query = "SELECT seal, run, id, key, field, kind, why, token, outcome FROM operation WHERE run = ?"
        for run in (run for run, counts in runs if "undoes" not in json.loads(counts)):
            for mark, *row in self._connection.execute(query, (run,)):
                self._check(mark, *row)
                _, _, key, field, kind, _, token, _ = row
                yield key, field, kind, token

    def register_shadow(self) -> dict[str, dict[str, bytes]]:
        """Read all that the register is known to hold: tokens by pupil and field."""
        found = {}
        query = "SELECT key, layout, tokens, seal FROM cells WHERE store = ?"
        for key, layout, tokens, mark in self._connection.execute(query, (REGISTER,)):
            self._check(mark, REGISTER, key, layout, tokens)
            found[key] = unpack(self._layouts[layout], tokens)
        return found

    def prefetch(self, keys: Collection[str]) -> None:
        """Fetch what will be asked about, in few queries."""
        if self._is_much(len(keys)):
            self._keep(self._connection.execute("SELECT store, key, layout, tokens, seal FROM cells"))
            self._complete = {"mis", "register", "agreed", "refused", "said", "typed", "filing"}
            return
        for chunk in _chunks(keys):
            marks = ",".join("?" * len(chunk))
            query = f"SELECT store, key, layout, tokens, seal FROM cells WHERE key IN ({marks})"
            self._keep(self._connection.execute(query, chunk))

    def _is_much(self, asked: int) -> bool:
        """Whether so many are asked about that reading the whole table is quicker: never for a few of a large roll."""
        return asked > _CHUNK and asked > len(self.exported) // 8

    def _keep(self, rows: sqlite3.Cursor) -> None:
        for store, key, layout, tokens, mark in rows:
            self._fetched[store, key] = layout, tokens, mark

    def expect(self, rows: int) -> None:
        """Fetch every identifier at once where many will be looked up."""
        if self._is_much(rows):
            found = self._connection.execute("SELECT kind, token, key, seal FROM holder")
            self._holders = {(kind, token): (key, mark) for kind, token, key, mark in found}

    def holder(self, kind: str, token: bytes) -> str | None:
        """Name the pupil who bears an identifier."""
        if self._holders is not None:
            row = self._holders.get((kind, token))
        else:
            query = "SELECT key, seal FROM holder WHERE kind = ? AND token = ?"
            row = self._connection.execute(query, (kind, token)).fetchone()
        if row is None:
            return None
        key, mark = row
        self._check(mark, kind, token, key)
        return key

    def records(self, layout: str) -> Mapping[bytes, str]:
        """Digest of each raw record accepted last time -> pupil key, if the layout was this one."""
        if self.facts.get("layout") != layout:
            return {}
        return self._recorded

    @cached_property
    def _recorded(self) -> Mapping[bytes, str]:
        row = self._connection.execute("SELECT raws, keys, seal FROM records").fetchone()
        if row is None:
            return {}
        raws, keys, mark = row
        self._check(mark, raws, keys)
        return dict(zip(batched(raws, RAW_SIZE), keys.split(" "), strict=True))

    def _check(self, mark: bytes, *parts: str | bytes | int) -> None:
        if seal(self.secret, *parts) != mark:
            raise damaged()


def _chunks(keys: Collection[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
