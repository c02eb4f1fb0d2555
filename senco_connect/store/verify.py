"""Look at every row of the state: each must be, byte for byte, the one that was written.

A run checks the rows that it asks for, as it asks; this looks at all of them.
"""

from __future__ import annotations

from senco_connect.store.seals import damaged, seal
from senco_connect.store.state import State

__all__ = ["SEALED", "verify"]

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
        for mark, *row in state.connection.execute(f"SELECT seal, {parts} FROM {table}"):
            if seal(state.secret, *row) != mark:
                raise damaged()
            looked_at += 1
    return looked_at
