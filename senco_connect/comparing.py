"""Compare two exports of one school, without any state: who joined, who is gone, whose values changed.

Both are read by their adapter, so values are compared as canonical text: another
format of a date, another order of rows or columns is no change.  Records that
stand in both files, byte for byte, are not read at all where the adapter can
pass over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from senco_connect.adapters import ReadFile, ReadsChanges, Source
from senco_connect.identity import Doubt, resolve_roll
from senco_connect.memory import Remembered, Standing
from senco_connect.record import FIELDS
from senco_connect.sifting import read_sifted
from senco_connect.snapshot import Finding, Row, Snapshot
from senco_connect.tokens import Tokens

__all__ = ["Comparison", "Difference", "Person", "compare", "read_both"]

# Nothing is kept of a comparison, so its tokens need no secret that lasts.
_SECRET = bytes(32)


class Person(NamedTuple):
    """A pupil as one export shows them: number (UPN, else the next best), name, line."""

    upn: str
    name: str
    line: int


class Difference(NamedTuple):
    """A field that the two exports show differently; ``line`` is that of the new one."""

    upn: str
    name: str
    field: str
    old: str
    new: str
    line: int


class Comparison(NamedTuple):
    """What the new export says otherwise than the old one.

    ``rekeyed`` pairs a pupil's old number with the new one.  ``same`` counts the
    pupils who are alike in both.  ``doubts`` are rows of either that could not
    be matched, ``findings`` what is doubtful about cells of the new one, ``gone``
    and ``added`` fields that only the old or only the new one shows.
    """

    joined: tuple[Person, ...]
    missing: tuple[Person, ...]
    rekeyed: tuple[tuple[Person, Person], ...]
    differences: tuple[Difference, ...]
    same: int
    doubts: tuple[tuple[str, Doubt], ...]
    findings: tuple[Finding, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """Compare two snapshots; pupils are matched as a run matches them, by their identifiers alone."""
    tokens = Tokens(_SECRET)
    before = resolve_roll(old, Remembered(_SECRET), tokens)
    known = Remembered(_SECRET, standings={key: Standing(True, False) for key in before.rows}, holders=before.bearers)
    after = resolve_roll(new, known, tokens)
    both = [key for key in after.rows if key in before.rows]
    pairs = _Pairs(old, new)
    found = {key: list(pairs.differences(before.rows[key], after.rows[key])) for key in both}
    return Comparison(
        joined=tuple(_person(new, row) for key, row in after.rows.items() if key not in before.rows),
        missing=tuple(_person(old, row) for key, row in before.rows.items() if key not in after.rows),
        rekeyed=tuple(
            (_person(old, before.rows[key]), _person(new, after.rows[key])) for key in both if key in after.rekeyed
        ),
        differences=tuple(difference for differences in found.values() for difference in differences),
        same=len(new.unchanged) + sum(1 for differences in found.values() if not differences),
        doubts=(*(("old", doubt) for doubt in before.doubts), *(("new", doubt) for doubt in after.doubts)),
        findings=new.findings,
        gone=tuple(name for name in old.fields if name not in new.fields),
        added=tuple(name for name in new.fields if name not in old.fields),
    )


class _Pairs:
    """Two snapshots with the fields that both show, laid out once for all pupils."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self._new = new
        places = {name: place for place, name in enumerate(old.fields)}
        self._places = [(n, places[n], at, FIELDS[n].kind.compare) for at, n in enumerate(new.fields) if n in places]

    def differences(self, old: Row, new: Row) -> Iterator[Difference]:
        """Give the fields whose values are two facts; what either does not show is none."""
        for name, before, after, same in self._places:
            was, now = old.values[before], new.values[after]
            if was != now and isinstance(was, str) and isinstance(now, str) and same(was) != same(now):
                person = _person(self._new, new)
                yield Difference(person.upn, person.name, name, was, now, new.line)


def _person(snapshot: Snapshot, row: Row) -> Person:
    shown = {name: value for name, value in snapshot.cells(row) if isinstance(value, str) and value}
    number = next((shown[n] for n in ("upn", "mis_id", "admission_no") if n in shown), "")
    return Person(number, ", ".join(shown[n] for n in ("surname", "forename") if n in shown), row.line)


def read_both(source: Source, old: ReadFile, new: ReadFile) -> tuple[Snapshot, Snapshot]:
    """Read two exports, where possible without the records that stand in both; raises what the adapter raises."""
    sifted = read_sifted(source, old, new) if isinstance(source, ReadsChanges) else None
    return sifted or (source.read(old), source.read(new))
