"""Needs that share one column: several in a cell, or a row for each.

A pupil's needs are ranked by the file's ranks, else by their order in it.  A
column that only ever holds one need says nothing about a second: then the
second is MISSING, not blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from itertools import chain, repeat
from typing import Final, NamedTuple

from senco_connect.codesets.sen_type import SEN_TYPE
from senco_connect.record import BLANK, FIELDS, MISSING, Reading, Value
from senco_connect.snapshot import Row
from senco_connect_mis.columns import IDENTIFIERS
from senco_connect_mis.findings import ROWS_DISAGREE, Findings, Problem
from senco_connect_mis.names import Name

__all__ = ["gather", "read_needs", "share_a_column"]

_READ = FIELDS["need_1"].kind.read
_SEPARATORS = re.compile(r"[,;/+|\n]")
_BETWEEN: Final = ", "
_MOST_PARTS: Final = 40
_SAME_CHILD = ("surname", "forename", "dob")
_IN_WORDS = ("need_description", "broad_area")
_PLACES = ("need_1", "need_2", "need_3")
_SINCE = ("need_1_since", "need_2_since", "need_3_since")


def share_a_column(fields: Iterable[str]) -> bool:
    """Whether a file has one column for all needs, so that it may also have several rows for a pupil."""
    return set(fields) & {"need_1", "need_2", "need_3", "other_needs"} == {"need_1"}


def read_needs(cell: str) -> Reading:
    """Read one need or several; what is not all understood stays as it was written.

    Official labels hold commas and slashes, so the longest part that is a code
    or label counts.

    >>> read_needs("Speech, language and communication needs, SEMH").text
    'SLCN, SEMH'
    """
    parts = _parts(cell)
    if len(parts) < 2:
        return _READ(cell)
    readings = [_READ(part) for part in parts]
    problem = next((r.problem for r in readings if r.problem), None)
    return Reading(_BETWEEN.join(dict.fromkeys(r.text for r in readings)), problem)


def _parts(cell: str) -> list[str]:
    """Cut a cell into codes and labels; none at all where some part is neither."""
    ends = [m.start() for m in _SEPARATORS.finditer(cell)] + [len(cell)]
    # Nobody has that many needs, and each part is tried against all that follow.
    if len(ends) > _MOST_PARTS:
        return []
    parts: list[str] = []
    start = 0
    while start <= len(cell):
        pieces = ((end, cell[start:end].strip()) for end in reversed(ends) if end >= start)
        end, piece = next(filter(_is_need, pieces), (None, ""))
        if end is None:
            return []
        parts += [piece] if piece else []
        start = end + 1
    return parts


def _is_need(found: tuple[int, str]) -> bool:
    piece = found[1]
    # After a code its own label may follow, nothing else: "SLCN - speech, ASD" is more than SLCN.
    head, dash, label = piece.partition(" - ")
    if dash and _SEPARATORS.search(label):
        return SEN_TYPE.find(head) is not None and SEN_TYPE.find(head) == SEN_TYPE.find(label)
    return not piece or SEN_TYPE.find(piece) is not None


class _Need(NamedTuple):
    rank: float
    code: Value
    since: Value


_NO_NEED = _Need(0, BLANK, BLANK)
_NOT_SHOWN = _Need(0, MISSING, MISSING)


def gather(
    fields: tuple[str, ...],
    rows: Sequence[Row],
    set_aside: Set[int],
    *,
    heading: Callable[[str], str],
    findings: Findings,
) -> tuple[tuple[str, ...], Sequence[Row]]:
    """Make one row of each pupil's rows, with the needs in their places; give the fields that are then shown.

    Rows of one identifier but with other names or another birthday are left
    apart, for they may be two children.  With one of a pupil's lines set aside
    the needs would not be whole: then the pupil is that line, and no more.
    """
    pupils = _by_identifier(fields, rows)
    table = _Table(fields, heading, findings)
    if not table.lists_needs(pupils):
        return fields, rows
    table.note_rows_of_nobody(pupils)
    whole = (table.gathered(pupil) for pupil in (_without_the_rest(pupil, set_aside) for pupil in pupils))
    return table.shown, list(chain.from_iterable(whole))


def _without_the_rest(pupil: list[Row], set_aside: Set[int]) -> list[Row]:
    return [row for row in pupil if row.line in set_aside][:1] or pupil


def _by_identifier(fields: tuple[str, ...], rows: Iterable[Row]) -> list[list[Row]]:
    places = [fields.index(f) for f in IDENTIFIERS if f in fields]
    found: dict[object, list[Row]] = {}
    for row in rows:
        known = ((place, row.values[place]) for place in places if row.values[place])
        found.setdefault(next(known, row.line), []).append(row)
    return list(found.values())


def _codes(value: Value) -> list[str]:
    if not value:
        return []
    parts = str(value).split(_BETWEEN)
    return parts if all(part in SEN_TYPE.by_code for part in parts) else [str(value)]


class _Table:
    """The columns of a file with several needs for a pupil, before and after its rows are gathered."""

    def __init__(self, fields: tuple[str, ...], heading: Callable[[str], str], findings: Findings) -> None:
        self.fields = fields
        self.heading = heading
        self.findings = findings
        needs = (*_PLACES, *(_SINCE if "need_1_since" in fields else ()), "other_needs")
        self.shared = tuple(f for f in fields if f not in {*needs, *_IN_WORDS, "need_rank"})
        self.identifiers = tuple(f for f in IDENTIFIERS if f in fields)
        self.in_words = tuple(f for f in fields if f in _IN_WORDS)
        self.shown = (*self.shared, *self.in_words, *needs)
        self.of_nobody: set[tuple[str, ...]] = set()

    def lists_needs(self, pupils: list[list[Row]]) -> bool:
        """Whether the file lists a pupil's needs; one need for each pupil may be only the first of several."""
        place = self.fields.index("need_1")
        cells = (row.values[place] for pupil in pupils for row in pupil)
        several = any(len(pupil) > 1 for pupil in pupils) or any(len(_codes(cell)) > 1 for cell in cells)
        return several or "need_rank" in self.fields

    def note_rows_of_nobody(self, pupils: list[list[Row]]) -> None:
        """Take note of the names in rows without a number, where a pupil may have several rows."""
        if "need_rank" in self.fields or any(len(pupil) > 1 for pupil in pupils):
            self.of_nobody = {self._name(pupil) for pupil in pupils if not self._has_number(pupil)}

    def gathered(self, pupil: list[Row]) -> list[Row]:
        """Make one row of the rows of one identifier, or leave them apart."""
        if all(len(self._texts(pupil, f)) < 2 for f in _SAME_CHILD if f in self.fields):
            return [self._one(pupil)]
        # A wrong UPN must not make one child of two.
        words = Problem(ROWS_DISAGREE, "rows with one identifier have other names or another date of birth")
        self.findings.add(words, (row.line for row in pupil))
        return [self._one([row]) for row in pupil]

    def _one(self, pupil: list[Row]) -> Row:
        values = {f: self._shared(pupil, f) for f in self.shared}
        values |= {f: "; ".join(self._texts(pupil, f)) for f in self.in_words}
        # A row without a number may be another need of whoever has its name; of anybody, if it shows none.
        are_whole = not self.of_nobody & {self._name(pupil), ()}
        needs = self._needs(pupil) if are_whole else [_NOT_SHOWN]
        values |= _in_places(sorted(needs, key=lambda need: need.rank))
        return pupil[0]._replace(values=tuple(values[f] for f in self.shown), raw=b"")

    def _has_number(self, pupil: list[Row]) -> bool:
        return any(self._texts(pupil, field) for field in self.identifiers)

    def _name(self, pupil: list[Row]) -> tuple[str, ...]:
        return tuple(text for field in Name._fields if field in self.fields for text in self._texts(pupil, field))

    def _texts(self, pupil: Iterable[Row], field: str) -> list[str]:
        place = self.fields.index(field)
        return list(dict.fromkeys(str(row.values[place]) for row in pupil if row.values[place]))

    def _shared(self, pupil: list[Row], field: str) -> Value:
        place = self.fields.index(field)
        values = {row.values[place] for row in pupil}
        if len(values) == 1:
            return values.pop()
        words = Problem(ROWS_DISAGREE, "the rows of this pupil differ in what they should share")
        self.findings.add(words, [pupil[0].line], column=self.heading(field), field=field)
        return MISSING

    def _needs(self, pupil: list[Row]) -> Iterable[_Need]:
        for row in pupil:
            cells = dict(zip(self.fields, row.values, strict=True))
            rank, since = _rank(cells.get("need_rank", BLANK)), cells.get("need_1_since", MISSING)
            if cells["need_1"] is MISSING:
                yield _NOT_SHOWN
            # A date beside several needs may be that of the first.
            dates = [since, *repeat(MISSING, 50)]
            yield from (_Need(rank, code, day) for code, day in zip(_codes(cells["need_1"]), dates, strict=False))


def _in_places(needs: list[_Need]) -> dict[str, Value]:
    # The ranking is one value: with one need out of sight none of it is shown.
    if any(need.code is MISSING for need in needs):
        return {**dict.fromkeys((*_PLACES, *_SINCE, "other_needs"), MISSING)}
    # A need listed twice keeps its better place.
    first: dict[Value, _Need] = {}
    for need in needs:
        first.setdefault(need.code, need)
    _, codes, days = zip(*first.values(), *repeat(_NO_NEED, 3), strict=True)
    others = _BETWEEN.join(filter(None, map(str, codes[3:])))
    return {**dict(zip(_PLACES, codes, strict=False)), **dict(zip(_SINCE, days, strict=False)), "other_needs": others}


def _rank(value: Value) -> float:
    try:
        return float(str(value))
    except ValueError:
        return float("inf")
