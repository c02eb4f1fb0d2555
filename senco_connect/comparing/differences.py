"""Compare two exports of one school, without any state: who joined, who is gone, whose values changed.

Both are read by their adapter, so values are compared as canonical text: another
format of a date, another order of rows or columns is no change.  Records that
stand in both files, byte for byte, are not read at all where the adapter can
pass over them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from senco_connect.adapters import ReadFile, ReadsChanges, Source
from senco_connect.comparing.comparison import Comparison, Difference, Person
from senco_connect.comparing.sifting import Both, read_sifted
from senco_connect.identity import Roll, resolve_roll
from senco_connect.memory import Standing
from senco_connect.record import FIELDS
from senco_connect.remembered import Remembered
from senco_connect.snapshot import Finding, Row, Snapshot
from senco_connect.tokens import Tokens

__all__ = ["compare", "read_both"]

# Nothing is kept of a comparison, so its tokens need no secret that lasts.
_SECRET = bytes(32)
_NUMBERS = ("upn", "mis_id", "admission_no")


def compare(old: Snapshot, new: Snapshot, passed: int = 0) -> Comparison:
    """Compare two snapshots; pupils are matched as a run matches them, by their identifiers alone.

    ``passed`` pupils are known to be alike and have no rows.
    """
    before, after = _rolls(old, new)
    joined, missing = _only(new, after, before), _only(old, before, after)
    differences = tuple(_differences(old, new, before=before, after=after))
    changed = {difference.line for difference in differences}
    return Comparison(
        joined=joined,
        missing=missing,
        rekeyed=tuple((_person(old, before.rows[key]), _person(new, after.rows[key])) for key in sorted(after.rekeyed)),
        differences=differences,
        same=passed + len(before.rows.keys() & after.rows.keys()) - len(changed),
        doubts=(*(("old", doubt) for doubt in before.doubts), *(("new", doubt) for doubt in after.doubts)),
        findings=_about(new.findings, {None, *changed, *(person.line for person in joined)}),
        gone=_without(old.fields, new.fields),
        added=_without(new.fields, old.fields),
    )


def _rolls(old: Snapshot, new: Snapshot) -> tuple[Roll, Roll]:
    tokens = Tokens(_SECRET)
    before = resolve_roll(old, Remembered(_SECRET), tokens)
    standings = dict.fromkeys(before.rows, Standing(True, False))
    known = Remembered(_SECRET, standings=standings, holders=dict(before.bearers))
    return before, resolve_roll(new, known, tokens)


def _only(snapshot: Snapshot, roll: Roll, other: Roll) -> tuple[Person, ...]:
    """Give who is in one export and not in the other; who is there in a doubtful row is neither new nor gone."""
    elsewhere = other.rows.keys() | {key for doubt in other.doubts for key in doubt.keys}
    return tuple(_person(snapshot, row) for key, row in roll.rows.items() if key not in elsewhere)


def _without(some: Iterable[str], others: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in some if name not in others)


def _about(findings: Iterable[Finding], lines: Collection[int | None]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.line in lines)


def _differences(old: Snapshot, new: Snapshot, *, before: Roll, after: Roll) -> Iterator[Difference]:
    """Give the fields whose values are two facts, pupil by pupil; what either export does not show is none."""
    pairs = tuple(_shared(old.fields, new.fields))
    for key, now in after.rows.items():
        if key in before.rows:
            for name, one, other in _apart(before.rows[key], now, pairs):
                number, called, line = _person(new, now)
                yield Difference(number, called, name, one, other, line)


def _apart(was: Row, now: Row, pairs: Iterable[_Pair]) -> Iterator[tuple[str, str, str]]:
    for name, place, at, same in pairs:
        one, other = was.values[place], now.values[at]
        # Most cells are the same text: the rest is asked of few.
        if one != other and isinstance(one, str) and isinstance(other, str) and same(one) != same(other):
            yield name, one, other


_Pair = tuple[str, int, int, Callable[[str], str]]


def _shared(old: Sequence[str], new: Sequence[str]) -> Iterator[_Pair]:
    """Give each field that both show: its place in either, and the form in which two values are one fact."""
    places = {name: place for place, name in enumerate(old)}
    return ((name, places[name], at, FIELDS[name].kind.compare) for at, name in enumerate(new) if name in places)


def _person(snapshot: Snapshot, row: Row) -> Person:
    return Person(_first(snapshot, row, _NUMBERS), _name(snapshot, row), row.line)


def _first(snapshot: Snapshot, row: Row, fields: Iterable[str]) -> str:
    return next((text for field in fields if (text := _text(snapshot, row, field))), "")


def _name(snapshot: Snapshot, row: Row) -> str:
    return ", ".join(filter(None, (_text(snapshot, row, "surname"), _text(snapshot, row, "forename"))))


def _text(snapshot: Snapshot, row: Row, field: str) -> str:
    value = snapshot.value(row, field)
    return value if isinstance(value, str) else ""


def read_both(source: Source, old: ReadFile, new: ReadFile) -> Both:
    """Read two exports, where possible without the records that stand in both; raises what the adapter raises."""
    sifted = read_sifted(source, old, new) if isinstance(source, ReadsChanges) else None
    return sifted or Both(source.read(old), source.read(new))
