"""Make one snapshot of several exports of one school: a roll, a SEN report, attendance.

Pure.  The first export that shows a value gives it; one that shows another value
is a finding.  A pupil whom only a partial export shows is reported, not added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b

from senco_connect.record import BLANK, FIELDS, MISSING, Value
from senco_connect.snapshot import SET_ASIDE, Finding, Row, Snapshot

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
    is_partial = all(s.partial for s in snapshots)
    rows = joined.everybody() if is_partial else joined.roll()
    first = snapshots[0]
    digest = blake2b("".join(s.digest for s in snapshots).encode(), digest_size=16).hexdigest()
    return Snapshot(
        fields=fields,
        rows=rows,
        digest=digest,
        made_at=first.made_at,
        laestab=next((s.laestab for s in snapshots if s.laestab), ""),
        urn=next((s.urn for s in snapshots if s.urn), ""),
        partial=is_partial,
        findings=tuple(joined.findings),
        unused=tuple(heading for s in snapshots for heading in s.unused),
    )


class _Pupil:
    """A pupil under way, on a line of their own; one whom no whole export shows is not on the roll.

    ``shown_at`` is the line of the export that showed them first.
    """

    def __init__(self, line: int, shown_at: int, values: list[Value], *, on_roll: bool) -> None:
        self.line = line
        self.shown_at = shown_at
        self.values = values
        self.on_roll = on_roll


class _Joined:
    """Rows under way, found again by their identifiers."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self.findings: list[Finding] = []
        self._pupils: list[_Pupil] = []
        self._places: dict[tuple[str, str], _Pupil] = {}
        self._lines: set[int] = set()
        self._is_first = True

    def everybody(self) -> list[Row]:
        """Give every row."""
        return [Row("", pupil.line, pupil.values) for pupil in self._pupils]

    def roll(self) -> list[Row]:
        """Give the rows of the pupils on the roll; the others are findings."""
        words = "this pupil is in the SEN report but not on the roll"
        self.findings += [Finding("F042", words, pupil.shown_at) for pupil in self._pupils if not pupil.on_roll]
        return [Row("", pupil.line, pupil.values) for pupil in self._pupils if pupil.on_roll]

    def add(self, snapshot: Snapshot) -> None:
        """Add an export of less authority than those before it."""
        places = [self.fields.index(name) for name in snapshot.fields]
        taken: dict[tuple[int | None, str], int] = {}
        begun: dict[int | None, int] = {}
        aside = snapshot.set_aside
        for row in snapshot.rows:
            # Within the first, two rows of one pupil stay two: they are a doubt of their own.
            known = None if self._is_first else self._find(snapshot, row)
            if known is not None and row.line in aside:
                continue
            pupil = known or self._begun(row)
            if known is None:
                begun[row.line] = pupil.line
            pupil.on_roll |= not snapshot.partial
            taken |= {(row.line, field): pupil.line for field in self._fill(pupil, places, row)}
        self.findings += [_moved(f, taken, begun) for f in snapshot.findings]
        self._is_first = False
        self._index()

    def _begun(self, row: Row) -> _Pupil:
        # What is doubtful is known by its line: two pupils can't have one.
        line = max(self._lines) + 1 if row.line in self._lines else row.line
        self._lines.add(line)
        pupil = _Pupil(line, row.line, [MISSING] * len(self.fields), on_roll=False)
        self._pupils.append(pupil)
        return pupil

    def _fill(self, pupil: _Pupil, places: list[int], row: Row) -> Iterator[str]:
        """Take over what was not shown yet; name the fields."""
        shown = [(place, value) for place, value in zip(places, row.values, strict=True) if value]
        differing = {place for place, value in shown if pupil.values[place] and self._differs(place, pupil, value)}
        # Half of each of two rankings is a third that nobody chose.
        contested = {FIELDS[self.fields[place]].group for place in differing} - {""}
        for place, value in shown:
            field = self.fields[place]
            if place in differing:
                words = "two exports say different things here; the first one named in the configuration is used"
                self.findings.append(Finding("F041", words, row.line, FIELDS[field].label))
            elif not pupil.values[place] and FIELDS[field].group not in contested:
                pupil.values[place] = value
                yield field
        for place, value in zip(places, row.values, strict=True):
            if value == BLANK and pupil.values[place] is MISSING:
                pupil.values[place] = BLANK

    def _differs(self, place: int, pupil: _Pupil, value: Value) -> bool:
        compare = FIELDS[self.fields[place]].kind.compare
        return compare(str(pupil.values[place])) != compare(str(value))

    def _find(self, snapshot: Snapshot, row: Row) -> _Pupil | None:
        for name in _IDENTIFIERS:
            value = snapshot.value(row, name)
            found = self._places.get((name, FIELDS[name].kind.compare(str(value)))) if value else None
            if found is not None and not self._is_another(found, snapshot.value(row, "upn")):
                return found
        return None

    def _is_another(self, pupil: _Pupil, upn: Value) -> bool:
        """A number may have been given twice: two UPNs are two pupils."""
        if "upn" not in self.fields or not upn:
            return False
        place = self.fields.index("upn")
        return bool(pupil.values[place]) and self._differs(place, pupil, upn)

    def _index(self) -> None:
        for name in _IDENTIFIERS:
            if name not in self.fields:
                continue
            place = self.fields.index(name)
            for pupil in self._pupils:
                if value := pupil.values[place]:
                    self._places.setdefault((name, FIELDS[name].kind.compare(str(value))), pupil)


def _moved(finding: Finding, taken: Mapping[tuple[int | None, str], int], begun: Mapping[int | None, int]) -> Finding:
    """Let a doubt go with its text, to the line where that now stands; of what was not taken over it binds nothing."""
    if finding.code == SET_ASIDE:
        return finding._replace(line=begun.get(finding.line))
    line = taken.get((finding.line, finding.field))
    return finding._replace(field="") if line is None else finding._replace(line=line)
