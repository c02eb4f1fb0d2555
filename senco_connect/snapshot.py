"""What one store shows now, whole: rows of canonical text in the order of its fields.

Pure data.  A field that a snapshot does not provide is MISSING for every row,
and so is a cell that could not be read; blank means shown and empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from senco_connect.record import MISSING, Value

__all__ = ["SET_ASIDE", "Finding", "Folder", "FolderSnapshot", "Row", "Snapshot"]


# The code of a finding for which the whole row is set aside (safety.md rule 28): a formula where a name should be.
SET_ASIDE = "F028"


class Finding(NamedTuple):
    """Something a person should know about one cell or line; never holds its content.

    ``line`` counts as a person would in the file or sheet; ``column`` is the
    heading there; ``code`` has a heading in docs/reference/codes.md.
    """

    code: str
    words: str
    line: int | None = None
    column: str = ""
    field: str = ""


class Row(NamedTuple):
    """One pupil as a store shows it.

    ``values`` stand in the order of the snapshot's fields.  ``key`` is the
    library's key where the store shows one (the register), else "".  ``raw`` is
    the keyed digest of the bytes the row came from, b"" where a store has none.
    """

    key: str
    line: int
    values: Sequence[Value]
    raw: bytes = b""


class Snapshot(NamedTuple):
    """A whole store, read in one go.

    ``digest`` changes with any byte that matters.  ``made_at`` is the store's
    own time (ISO), compared only with its earlier ones.  ``laestab`` and ``urn``
    say which school it is of.  ``unchanged`` holds the keys of pupils whose
    records are, byte for byte, the ones accepted last time under ``layout``
    (headings, mapping and code version): they need no rows.  ``same`` says that
    the whole export is the one accepted last: whoever has no row here is as
    they were.  ``partial`` says
    that pupils it does not show are none of its business (a SEN report).
    A register also says which fields may be written, its ``stamp`` (lineage and
    serial of the last run that wrote it) and whether it has a key column.
    """

    fields: tuple[str, ...]
    rows: Sequence[Row]
    digest: str
    made_at: str = ""
    laestab: str = ""
    urn: str = ""
    layout: str = ""
    unchanged: frozenset[str] = frozenset()
    same: bool = False
    partial: bool = False
    findings: tuple[Finding, ...] = ()
    unused: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    writable: frozenset[str] = frozenset()
    stamp: str = ""
    has_keys: bool = True

    @property
    def set_aside(self) -> frozenset[int]:
        """Lines of which nothing but the identifiers is believed: they say that the pupil is there."""
        return frozenset(f.line for f in self.findings if f.code == SET_ASIDE and f.line is not None)

    def value(self, row: Row, field: str) -> Value:
        """Give one cell; MISSING where the snapshot does not provide the field."""
        try:
            return row.values[self.fields.index(field)]
        except ValueError:
            return MISSING

    def cells(self, row: Row) -> Iterator[tuple[str, Value]]:
        """Walk a row as (field, value)."""
        return zip(self.fields, row.values, strict=True)


class Folder(NamedTuple):
    """A pupil folder as found; ``id`` is the filing adapter's own and survives a rename."""

    id: str
    key: str
    name: str


class FolderSnapshot(NamedTuple):
    """The pupil folders found; not ``complete`` means that absence proves nothing."""

    folders: tuple[Folder, ...]
    digest: str
    complete: bool = True
    findings: tuple[Finding, ...] = ()
