"""Look at all of the state: rows, audit log and file must be, byte for byte, what was written.

A run checks the rows that it asks for, as it asks; this looks at all of them.
"""

from __future__ import annotations

from pathlib import Path

from senco_connect.errors import StateNotTrusted
from senco_connect.store.audit import altered, first_broken
from senco_connect.store.images import open_image
from senco_connect.store.replay import replay
from senco_connect.store.rest import is_as_left
from senco_connect.store.seals import REBUILT, damaged, seal
from senco_connect.store.secret import load_secret
from senco_connect.store.state import State

__all__ = ["SEALED", "verify", "verify_file", "verify_log"]

SEALED = {
    "meta": "'meta', name, value",
    "accepted": "'accepted', n, digest, made_at",
    "layout": "'layout', id, fields",
    "list": "'list', name, keys",
    "pupil": "key, in_export, in_register, quiet, waiting",
    "cells": "store, key, layout, tokens",
    "holder": "kind, token, key",
    "records": "raws, keys",
    "run": "id, serial, plan, at, outcome, counts",
    "operation": "run, id, key, field, kind, why, token, outcome",
}


def verify(state: State) -> int:
    """Count the rows that were looked at; raise StateNotTrusted at the first that is not what was written."""
    looked_at = 0
    for table, parts in SEALED.items():
        _verify_kinds(state, table)
        for mark, *row in state.connection.execute(f"SELECT seal, {parts} FROM {table}"):
            if seal(state.secret, *row) != mark:
                raise damaged()
            looked_at += 1
    _verify_images(state)
    if state.connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise damaged()
    return looked_at


def _verify_kinds(state: State, table: str) -> None:
    """A text that became a blob has the same bytes, and so the same seal."""
    columns = state.connection.execute(f"PRAGMA table_info({table})").fetchall()
    strange = " OR ".join(f"typeof({name}) NOT IN ('{kind.lower()}', 'null')" for _, name, kind, *_ in columns)
    if state.connection.execute(f"SELECT 1 FROM {table} WHERE {strange} LIMIT 1").fetchone():
        raise damaged()


def _verify_images(state: State) -> None:
    """An image is under no row's seal: it has its own."""
    query = "SELECT image, run || id FROM operation WHERE image IS NOT NULL"
    for image, bound_to in state.connection.execute(query):
        if open_image(state.secret, image, bound_to=bound_to) is None:
            raise damaged()


def verify_log(state: State) -> int:
    """Count the entries of the audit log; raise StateNotTrusted where the chain breaks, or tells another shadow."""
    broken = first_broken(state.connection, state.secret)
    if broken is not None:
        raise altered(broken)
    events = [event for (event,) in state.connection.execute("SELECT event FROM audit ORDER BY n")]
    memory = state.memory()
    # The log of an older version does not tell what the register showed.
    if "head" in memory.facts and not _tells(events, memory.register_shadow()):
        raise StateNotTrusted(
            "The state does not hold what the audit log says was seen in the register.", REBUILT, code="E078"
        )
    return len(events)


def _tells(events: list[str], shadow: dict[str, dict[str, bytes]]) -> bool:
    told = replay(events)
    if not any("\n#" in event for event in events):
        return told == shadow
    # A pupil who was erased is told of from then on only.
    return all(cells.items() <= shadow.get(key, {}).items() for key, cells in told.items())


def verify_file(folder: Path) -> None:
    """Raise StateNotTrusted where the closed file is not, byte for byte, as the last run left it.

    Not to be called while the state is open.
    """
    if (folder / "state.sqlite").exists() and is_as_left(folder, load_secret(folder)) is False:
        raise StateNotTrusted("The state file is not as the last run left it.", REBUILT, code="E079")
