"""Make one snapshot of several exports of one school: a roll, a SEN report, attendance.

Pure.  The first export that shows a value gives it; one that shows another value
is a finding.  A pupil whom only a partial export shows is reported, not added.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from senco_connect.record import FIELDS, MISSING, Value
from senco_connect.snapshot import Finding, Row, Snapshot

__all__ = ["join"]

_IDENTIFIERS = ("upn", "admission_no", "mis_id")


def join(snapshots: Sequence[Snapshot]) -> Snapshot:
    """Join exports in the order of their authority; one is given back as it is."""
    if len(snapshots) == 1:
        return snapshots[0]
    fields = tuple(dict.fromkeys(name for s in snapshots for name in s.fields))
    joined = _Joined(fields)
    for snapshot in snapshots:
        joined.add(snapshot)
    first = snapshots[0]
    digest = blake2b("".join(s.digest for s in snapshots).encode(), digest_size=16).hexdigest()
    return Snapshot(
        fields=fields,
        rows=[Row("", line, values) for line, values in joined.rows],
        digest=digest,
        made_at=first.made_at,
        laestab=next((s.laestab for s in snapshots if s.laestab), ""),
        urn=next((s.urn for s in snapshots if s.urn), ""),
        partial=all(s.partial for s in snapshots),
        findings=(*(f for s in snapshots for f in s.findings), *joined.findings),
        unused=tuple(heading for s in snapshots for heading in s.unused),
    )


class _Joined:
    """Rows under way, found again by their identifiers."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self.rows: list[tuple[int, list[Value]]] = []
        self.findings: list[Finding] = []
        self._places: dict[tuple[str, str], int] = {}

    def add(self, snapshot: Snapshot) -> None:
        places = [self.fields.index(name) for name in snapshot.fields]
        is_first = not self.rows
        for row in snapshot.rows:
            known = None if is_first else self._find(snapshot, row)
            if known is not None:
                self._fill(known, places, row)
            elif is_first or not snapshot.partial:
                values: list[Value] = [MISSING] * len(self.fields)
                for place, value in zip(places, row.values, strict=True):
                    values[place] = value
                self.rows.append((row.line, values))
            else:
                self.findings.append(Finding("F042", "this pupil is in the SEN report but not on the roll", row.line))
        self._index()

    def _fill(self, known: int, places: list[int], row: Row) -> None:
        values = self.rows[known][1]
        for place, value in zip(places, row.values, strict=True):
            if value is MISSING or value == "":
                continue
            if values[place] is MISSING or values[place] == "":
                values[place] = value
            elif _differs(self.fields[place], values[place], value):
                words = "two exports say different things here; the first one named in the configuration is used"
                self.findings.append(Finding("F041", words, row.line, FIELDS[self.fields[place]].label, self.fields[place]))

    def _find(self, snapshot: Snapshot, row: Row) -> int | None:
        for name in _IDENTIFIERS:
            value = snapshot.value(row, name)
            if isinstance(value, str) and value:
                found = self._places.get((name, FIELDS[name].kind.compare(value)))
                if found is not None:
                    return found
        return None

    def _index(self) -> None:
        for name in _IDENTIFIERS:
            if name not in self.fields:
                continue
            place = self.fields.index(name)
            for number, (_, values) in enumerate(self.rows):
                value = values[place]
                if isinstance(value, str) and value:
                    self._places.setdefault((name, FIELDS[name].kind.compare(value)), number)


def _differs(field: str, one: Value, other: Value) -> bool:
    compare = FIELDS[field].kind.compare
    return compare(str(one)) != compare(str(other))
