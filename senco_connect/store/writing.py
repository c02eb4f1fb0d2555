"""Write the state, in two transactions a run: what was decided, then what was seen to arrive.

Between them the stores are written; a crash at any step leaves a state from
which the next run, by looking, comes to the same end (sync.md 2.3).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import NamedTuple

from senco_connect.batch import CellWrite, FolderOperation, Link, NewColumn, NewFolder, NewRow, Operation, RenameFolder
from senco_connect.errors import StalePlan
from senco_connect.folders import FILING, name_token
from senco_connect.identity import Identifiers
from senco_connect.memory import Stamp, Standing
from senco_connect.ownership import MIS, REGISTER
from senco_connect.plan import Inputs, Plan
from senco_connect.snapshot import Row, Snapshot
from senco_connect.store.audit import add_event
from senco_connect.store.images import KEPT_DAYS, Image, seal_image
from senco_connect.store.reading import APART, GONE, SqliteMemory
from senco_connect.store.replay import seen_lines
from senco_connect.store.seals import seal
from senco_connect.store.state import State
from senco_connect.tokens import TOKEN_SIZE, Tokens
from senco_connect.undo import Undo, beside

__all__ = ["Run", "acknowledge", "commit", "commit_undo", "drop_old_images"]

_NOT_KEPT = bytes(TOKEN_SIZE)


class Run(NamedTuple):
    """One committed run: its id, the serial it gave the state, the stamp for the register, and the run it undoes."""

    id: str
    serial: int
    stamp: str
    undoes: str = ""


def commit(state: State, plan: Plan, inputs: Inputs, at: datetime) -> Run:
    """Make durable what was decided and learned by reading, and every intent; raise StalePlan if the state moved on."""
    memory = state.memory()
    run = _next_run(memory, plan, inputs)
    with state.transaction() as connection:
        writer = _Writer(connection, state.secret, memory)
        writer.facts(_facts(plan, inputs, run.serial))
        writer.accept(inputs.source)
        writer.standings(_standings(plan, inputs))
        writer.export_rows(plan, inputs.source)
        writer.lists(plan, writer.records(plan, inputs.source))
        writer.learned(plan.learned)
        writer.holders(plan, inputs.source)
        head = writer.intents(run, plan, inputs.register, at)
    return _stamped(run, memory, head)


def commit_undo(state: State, undo: Undo, inputs: Inputs, at: datetime) -> Run:
    """Make durable what an undo saw, and every intent; no export is accepted.  Raises StalePlan as ``commit`` does."""
    memory = state.memory()
    run = _next_run(memory, undo.plan, inputs)._replace(undoes=undo.run)
    with state.transaction() as connection:
        writer = _Writer(connection, state.secret, memory)
        writer.facts({"serial": str(run.serial)})
        writer.learned(undo.plan.learned)
        head = writer.intents(run, undo.plan, inputs.register, at)
    return _stamped(run, memory, head)


def _next_run(memory: SqliteMemory, plan: Plan, inputs: Inputs) -> Run:
    if memory.serial != inputs.memory.serial:
        raise StalePlan("The state has moved on since the plan was made.", "Run `senco plan` again.", code="E031")
    serial = memory.serial + 1
    return Run(f"R{serial:05d}-{plan.id}", serial, "")


def _stamped(run: Run, memory: SqliteMemory, head: str) -> Run:
    return run._replace(stamp=str(Stamp(memory.lineage, str(run.serial), head)))


def _facts(plan: Plan, inputs: Inputs, serial: int) -> dict[str, str]:
    source = inputs.source
    facts = {"serial": str(serial), "rules": inputs.rules.digest(), "layout": source.layout}
    if not source.same:
        facts["fields"] = " ".join(source.fields)
        facts["doubts"] = str(len(plan.roll.doubts) if plan.roll else 0)
    return facts | {n: v for n, v in (("laestab", source.laestab), ("urn", source.urn)) if v}


def _standings(plan: Plan, inputs: Inputs) -> Iterator[tuple[str, Standing]]:
    registered, exported = inputs.memory.registered, inputs.memory.exported
    placed = plan.placed.rows if plan.placed else {}
    starting = {op.key for op in plan.operations if isinstance(op, NewRow | Link)}
    absent = set(plan.missing)
    here = plan.roll.rows if plan.roll else {}
    for key in {*here, *placed, *absent, *plan.quiet, *starting}:
        before = registered.get(key)
        in_register = key in placed or (before is not None and before.in_register)
        quiet = plan.quiet.get(key, before.quiet if before else b"")
        waiting = key in starting or (not plan.quiet[key] if key in plan.quiet else _still_waits(key, before, here))
        in_export = key in here or (key in exported and key not in absent)
        # Of a pupil whom only the export shows and for whom nothing waits, the lists say all there is.
        if in_register or waiting or before is not None:
            yield key, Standing(in_export, in_register, quiet, waiting)


def _still_waits(key: str, before: Standing | None, here: Mapping[str, Row]) -> bool:
    return before is not None and before.waiting and key not in here


class _Writer:
    """The statements of one transaction."""

    def __init__(self, connection: sqlite3.Connection, secret: bytes, memory: SqliteMemory) -> None:
        self.connection = connection
        self.secret = secret
        self.memory = memory
        self.tokens = Tokens(secret)
        # Looked up before the records are written anew: the memory reads them where they stand.
        self.exported = memory.exported
        self.seen: dict[str, dict[str, bytes]] = {}

    def facts(self, facts: Mapping[str, str]) -> None:
        rows = [(name, value, seal(self.secret, "meta", name, value)) for name, value in facts.items()]
        self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", rows)

    def accept(self, source: Snapshot) -> None:
        accepted = self.memory.accepted
        if accepted and accepted[-1].digest == source.digest:
            return
        number = len(accepted) + 1
        mark = seal(self.secret, "accepted", number, source.digest, source.made_at)
        self.connection.execute(
            "INSERT INTO accepted VALUES (?, ?, ?, ?)", (number, source.digest, source.made_at, mark)
        )

    def standings(self, standings: Iterable[tuple[str, Standing]]) -> None:
        rows = []
        for key, (exported, registered, quiet, waiting) in standings:
            mark = seal(self.secret, key, int(exported), int(registered), quiet, int(waiting))
            rows.append((key, int(exported), int(registered), quiet, int(waiting), mark))
        self.connection.executemany("INSERT OR REPLACE INTO pupil VALUES (?, ?, ?, ?, ?, ?)", rows)

    def lists(self, plan: Plan, recorded: AbstractSet[str]) -> None:
        """Keep who is exported without a record of their own, and who is known and not exported."""
        here = plan.roll.rows.keys() if plan.roll else set()
        placed = plan.placed.rows.keys() if plan.placed else set()
        exported = {*self.exported, *here} - set(plan.missing)
        known = {*self.exported, *self.memory.gone, *placed}
        for name, keys in ((APART, exported - recorded), (GONE, known - exported)):
            text = " ".join(sorted(keys))
            mark = seal(self.secret, "list", name, text)
            self.connection.execute("INSERT OR REPLACE INTO list VALUES (?, ?, ?)", (name, text, mark))

    def export_rows(self, plan: Plan, source: Snapshot) -> None:
        """Take over, as the MIS's shadow, the rows of pupils whom only the export shows."""
        tokens = self.tokens.row(source.fields)
        number = self._layout(source.fields)
        rows = []
        for key, row in plan.rows.items():
            made = tokens(key, row.values)
            # What a line does not show is what it was: absent is not blank.
            known = (self.memory.cells(MIS, key) or {}) if None in made else {}
            packed = b"".join([t or known.get(n, _NOT_KEPT) for n, t in zip(source.fields, made, strict=True)])
            rows.append((MIS, key, number, packed, seal(self.secret, MIS, key, number, packed)))
        self.connection.executemany("INSERT OR REPLACE INTO cells VALUES (?, ?, ?, ?, ?)", rows)

    def records(self, plan: Plan, source: Snapshot) -> AbstractSet[str]:
        """Keep the digests of the raw records that this export showed; give the keys of their pupils."""
        read = plan.roll.rows if plan.roll else {}
        gone = {*read, *plan.missing}
        records = {raw: key for raw, key in self.memory.records(source.layout).items() if key not in gone}
        records |= {row.raw: key for key, row in read.items() if row.raw}
        raws, keys = b"".join(records), " ".join(records.values())
        self.connection.execute("DELETE FROM records")
        if records:
            mark = seal(self.secret, raws, keys)
            self.connection.execute("INSERT INTO records VALUES (?, ?, ?)", (raws, keys, mark))
        return set(records.values())

    def learned(self, learned: Mapping[str, Mapping[str, Mapping[str, bytes]]]) -> None:
        rows = []
        for key, stores in learned.items():
            for store, cells in stores.items():
                known = self.memory.cells(store, key) or {}
                new = {name: token for name, token in cells.items() if known.get(name) != token}
                if new:
                    rows.append(self._packed(store, key, {**known, **new}))
                if new and store == REGISTER:
                    self.seen.setdefault(key, {}).update(new)
        self.connection.executemany("INSERT OR REPLACE INTO cells VALUES (?, ?, ?, ?, ?)", rows)

    def _packed(self, store: str, key: str, cells: Mapping[str, bytes]) -> tuple[str, str, int, bytes, bytes]:
        fields = tuple(sorted(cells))
        number = self._layout(fields)
        packed = b"".join(cells[name] for name in fields)
        return store, key, number, packed, seal(self.secret, store, key, number, packed)

    def _layout(self, fields: Sequence[str]) -> int:
        text = " ".join(fields)
        row = self.connection.execute("SELECT id FROM layout WHERE fields = ?", (text,)).fetchone()
        if row is not None:
            number: int = row[0]
            return number
        number = self.connection.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM layout").fetchone()[0]
        mark = seal(self.secret, "layout", number, text)
        self.connection.execute("INSERT INTO layout VALUES (?, ?, ?)", (number, text, mark))
        return number

    def holders(self, plan: Plan, source: Snapshot) -> None:
        read = plan.roll.rows if plan.roll else {}
        self.memory.expect(len(read))
        identifiers = Identifiers(source, self.tokens)
        rows = [
            (kind, token, key, seal(self.secret, kind, token, key))
            for key, row in read.items()
            for kind, token in identifiers.kept(row)
            if self.memory.holder(kind, token) != key
        ]
        self.connection.executemany("INSERT OR REPLACE INTO holder VALUES (?, ?, ?, ?)", rows)

    def event(self, at: datetime, event: Mapping[str, object]) -> str:
        """Log an event with what was seen in the register since the last one; give the head of the log."""
        # The log of an older version has not told what the register showed: then all of it is.
        has_told = "head" in self.memory.facts or not self.memory.serial
        seen = self.seen if has_told else SqliteMemory(self.connection, self.secret).register_shadow()
        self.seen = {}
        moment = at.isoformat(timespec="seconds")
        return add_event(self.connection, self.secret, moment, event, seen_lines(seen))

    def intents(self, run: Run, plan: Plan, register: Snapshot | None, at: datetime) -> str:
        moment = at.isoformat(timespec="seconds")
        counts: dict[str, object] = {"operations": len(plan.operations), "folders": len(plan.folder_operations)}
        counts |= {"undoes": run.undoes} if run.undoes else {}
        row = (run.id, run.serial, plan.id, moment, "intended", json.dumps(counts))
        self.connection.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, seal(self.secret, *row)))
        values = beside(plan, register)
        rows = [self._intent(run, op, values) for op in (*plan.operations, *plan.folder_operations)]
        self.connection.executemany("INSERT INTO operation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self.connection.execute(f"UPDATE operation SET image = NULL WHERE {_IS_OLD}", (_oldest_kept(at),))
        return self.event(at, {"event": "committed", "run": run.id, "plan": plan.id, "inputs": plan.inputs, **counts})

    def _intent(
        self, run: Run, op: Operation | FolderOperation, values: Mapping[tuple[str, str], Mapping[str, str]]
    ) -> tuple[object, ...]:
        key = getattr(op, "key", "")
        image, token, name = None, b"", ""
        match op:
            case CellWrite():
                name = op.field
                token = self.tokens.value(key, name, op.value)
                seen = Image(op.expect, op.value, values.get((key, op.group), {}))
                image = seal_image(self.secret, seen, bound_to=run.id + op.id)
            case NewFolder():
                token = name_token(op.name, key, self.tokens)
            case RenameFolder():
                token = name_token(op.name, key, self.tokens)
                image = seal_image(self.secret, Image(op.expect, op.name), bound_to=run.id + op.id)
        row = (run.id, op.id, key, name, type(op).__name__, op.why, token, "intended")
        # The image is not under the seal: it is bound to the operation by its own, and it goes after its days.
        return *row, image, seal(self.secret, *row)

    def outcomes(self, run: Run, outcomes: Mapping[str, str]) -> None:
        """Note what became of the run's operations, by their ids, and of the run."""
        rows = self.connection.execute(
            "SELECT run, id, key, field, kind, why, token FROM operation WHERE run = ?", (run.id,)
        ).fetchall()
        told = [(*row, outcomes[row[1]]) for row in rows if row[1] in outcomes]
        self.connection.executemany(
            "UPDATE operation SET outcome = ?, seal = ? WHERE run = ? AND id = ?",
            [(row[-1], seal(self.secret, *row), *row[:2]) for row in told],
        )
        row = self.connection.execute("SELECT id, serial, plan, at, counts FROM run WHERE id = ?", (run.id,)).fetchone()
        outcome = "done" if set(outcomes.values()) <= {"done"} else "partly done"
        mark = seal(self.secret, *row[:4], outcome, row[4])
        self.connection.execute("UPDATE run SET outcome = ?, seal = ? WHERE id = ?", (outcome, mark, run.id))


_IS_OLD = "image IS NOT NULL AND run IN (SELECT id FROM run WHERE at < ?)"


def _oldest_kept(at: datetime) -> str:
    return (at - timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")


def drop_old_images(state: State, at: datetime) -> None:
    """Forget the before-images whose days are over, in a run that has nothing else to note."""
    found = state.connection.execute(f"SELECT 1 FROM operation WHERE {_IS_OLD} LIMIT 1", (_oldest_kept(at),)).fetchone()
    if found:
        with state.transaction() as connection:
            connection.execute(f"UPDATE operation SET image = NULL WHERE {_IS_OLD}", (_oldest_kept(at),))


def acknowledge(
    state: State,
    run: Run,
    done: Sequence[Operation | FolderOperation],
    left: Mapping[str, str],
    *,
    listed: str,
    at: datetime,
) -> None:
    """Move the register's shadow to what was seen there.

    ``left`` says why an operation was not done, by its id; ``listed`` is the
    digest of the open matters now on the register ("" leaves it as it was).
    """
    with state.transaction() as connection:
        writer = _Writer(connection, state.secret, state.memory())
        learned: dict[str, dict[str, dict[str, bytes]]] = {}
        # What an undo puts back is to be taken for a person's edit: no shadow follows it.
        for op in () if run.undoes else done:
            for store, key, cells in _arrived(op, writer.tokens):
                learned.setdefault(key, {}).setdefault(store, {}).update(cells)
        writer.learned(learned)
        registered = writer.memory.registered
        started = {op.key for op in done if isinstance(op, NewRow | Link)}
        here = sorted(started & registered.keys())
        writer.standings((key, registered[key]._replace(in_register=True, waiting=True)) for key in here)
        facts = {"matters": "" if listed == "none" else listed} if listed else {}
        writer.facts({"stamp": run.stamp, **facts})
        writer.outcomes(run, {op.id: "done" for op in done} | dict(left))
        writer.event(at, {"event": "acknowledged", "run": run.id, "done": len(done), "left": len(left)})


def _arrived(op: Operation | FolderOperation, tokens: Tokens) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    match op:
        case CellWrite():
            yield REGISTER, op.key, {op.field: tokens.value(op.key, op.field, op.value)}
        case NewRow():
            yield REGISTER, op.key, {n: tokens.value(op.key, n, v) for n, v in op.values.items()}
        case NewFolder() | RenameFolder():
            yield FILING, op.key, {"name": name_token(op.name, op.key, tokens)}
        case Link() | NewColumn():
            return
