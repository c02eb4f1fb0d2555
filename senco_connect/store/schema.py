"""The tables of the state file.

Tokens stand packed, eight bytes a field in the order of a layout, because a row
per value is three times slower and four times bigger (docs/performance.md).
What is only ever read all together stands in one row: the digests of the raw
records, sixteen bytes each, and the keys of the last export and of all pupils.
"""

from __future__ import annotations

__all__ = ["TABLES", "VERSION"]

VERSION = 1

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE accepted (n INTEGER PRIMARY KEY, digest TEXT NOT NULL, made_at TEXT NOT NULL, seal BLOB NOT NULL);
CREATE TABLE layout (id INTEGER PRIMARY KEY, fields TEXT NOT NULL UNIQUE, seal BLOB NOT NULL);
CREATE TABLE list (name TEXT PRIMARY KEY, keys TEXT NOT NULL, seal BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE pupil (
    key TEXT PRIMARY KEY, in_export INTEGER NOT NULL, in_register INTEGER NOT NULL,
    quiet BLOB NOT NULL, waiting INTEGER NOT NULL, seal BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE cells (
    store TEXT NOT NULL, key TEXT NOT NULL, layout INTEGER NOT NULL, tokens BLOB NOT NULL, seal BLOB NOT NULL,
    PRIMARY KEY (store, key)
) WITHOUT ROWID;
CREATE TABLE holder (
    kind TEXT NOT NULL, token BLOB NOT NULL, key TEXT NOT NULL, seal BLOB NOT NULL, PRIMARY KEY (kind, token)
) WITHOUT ROWID;
CREATE TABLE records (raws BLOB NOT NULL, keys TEXT NOT NULL, seal BLOB NOT NULL);
CREATE TABLE run (
    id TEXT PRIMARY KEY, serial INTEGER NOT NULL, plan TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL,
    counts TEXT NOT NULL, seal BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE operation (
    run TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL,
    token BLOB NOT NULL, outcome TEXT NOT NULL, image BLOB, seal BLOB NOT NULL,
    PRIMARY KEY (run, id)
) WITHOUT ROWID;
CREATE INDEX operation_cell ON operation (key, field);
CREATE TABLE audit (n INTEGER PRIMARY KEY, at TEXT NOT NULL, event TEXT NOT NULL, chain BLOB NOT NULL);
"""
