"""Which rows are the same child.

UPN first, then the MIS's id and the admission number; a name and a birth date
are check digits, never an identity (twins, namesakes).  Doubt quarantines a row:
it is neither read nor written, and every other pupil carries on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from senco_connect.memory import AGREED, Memory
from senco_connect.ownership import MIS, REGISTER
from senco_connect.record import FIELDS
from senco_connect.snapshot import Row, Snapshot
from senco_connect.tokens import Tokens

__all__ = ["Doubt", "Placed", "Roll", "identifiers", "keyed_bearers", "place_rows", "resolve_roll"]

WHO = "who"
CHECKS = ("surname", "forename", "dob")
_SAME_KIND = {"former_upn": "upn"}


class Doubt(NamedTuple):
    """A row set aside: why, where it stands, and the keys of the pupils it may be."""

    kind: str
    line: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """The export's rows by pupil key, with who is new, whose UPN changed, and the identifiers of each."""

    rows: dict[str, Row]
    new: frozenset[str]
    rekeyed: frozenset[str]
    doubts: tuple[Doubt, ...]
    bearers: dict[tuple[str, bytes], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """The register's rows by pupil key, the keyless rows that are certainly somebody's, and the doubts."""

    rows: dict[str, Row]
    links: dict[str, Row]
    doubts: tuple[Doubt, ...]
    scrambled: int = 0


class _Reader:
    """Reads identifiers and check columns from the rows of one snapshot."""

    def __init__(self, snapshot: Snapshot, tokens: Tokens) -> None:
        self._tokens = tokens
        places = {name: place for place, name in enumerate(snapshot.fields)}
        self._ids = [(n, places[n]) for n in ("upn", "former_upn", "mis_id", "admission_no") if n in places]
        self._checks = [places.get(n) for n in CHECKS]

    def ids(self, row: Row) -> list[tuple[str, bytes]]:
        """Identifiers of a row, strongest first, as (kind, token)."""
        found = []
        for name, place in self._ids:
            value = row.values[place]
            if isinstance(value, str) and value:
                kind = _SAME_KIND.get(name, name)
                found.append((kind, self._tokens.identity(kind, FIELDS[name].kind.compare(value))))
        return found

    def seed(self, row: Row) -> str:
        """The identifier that a new pupil's key is made from."""
        for name, place in self._ids:
            value = row.values[place]
            if name != "former_upn" and isinstance(value, str) and value:
                return f"{name}\0{value}"
        return ""

    def who(self, row: Row) -> bytes | None:
        """Token of surname, forename and birth date together; None unless all three are shown."""
        shown = [row.values[place] if place is not None else "" for place in self._checks]
        if not all(isinstance(v, str) and v for v in shown):
            return None
        return self._tokens.identity(WHO, "\0".join(str(v).casefold() for v in shown))


def identifiers(snapshot: Snapshot, row: Row, tokens: Tokens) -> Iterator[tuple[str, bytes]]:
    """Give every (kind, token) by which the pupil of a row can be found again."""
    reader = _Reader(snapshot, tokens)
    yield from reader.ids(row)
    who = reader.who(row)
    if who is not None:
        yield WHO, who


def keyed_bearers(register: Snapshot, memory: Memory, tokens: Tokens) -> dict[tuple[str, bytes], str]:
    """Say who bears what, by the register's own keys that the state does not know.

    A state that was lost is rebuilt by looking: the key cell, with the
    identifiers beside it, is the library's own word.  What two rows claim is left out.
    """
    reader = _Reader(register, tokens)
    claims: dict[tuple[str, bytes], set[str]] = {}
    for row in register.rows:
        if row.key and not memory.knows(row.key):
            who = reader.who(row)
            for identifier in (*reader.ids(row), *([(WHO, who)] if who else [])):
                claims.setdefault(identifier, set()).add(row.key)
    return {identifier: keys.pop() for identifier, keys in claims.items() if len(keys) == 1}


def resolve_roll(
    snapshot: Snapshot, memory: Memory, tokens: Tokens, *, bearers: Mapping[tuple[str, bytes], str] | None = None
) -> Roll:
    """Find the pupil of each row of an export; a row that is nobody's we know is a new pupil.

    ``bearers`` is the register's word where the state knows nothing (``keyed_bearers``).
    """
    told = bearers or {}
    reader = _Reader(snapshot, tokens)
    found: list[tuple[str, Row, bool, bool]] = []
    doubts: list[Doubt] = []
    taken: dict[str, str] = {}
    for row in snapshot.rows:
        ids = reader.ids(row)
        if not ids:
            doubts.append(Doubt("no identifier", row.line, ()))
            continue
        known = [memory.holder(*identifier) or told.get(identifier) for identifier in ids]
        if told and not any(known) and (who := reader.who(row)):
            known[0] = told.get((WHO, who))
        keys = tuple(dict.fromkeys(k for k in known if k))
        if len(keys) > 1 or (keys and not _fits(keys[0], ids, known, memory, reader.who(row))):
            doubts.append(Doubt("identifiers disagree", row.line, keys))
            continue
        key = keys[0] if keys else _new_key(reader.seed(row), memory, tokens, taken)
        is_new = not memory.knows(key)
        rekeyed = not is_new and ids[0][0] == "upn" and known[0] is None
        found.append((key, row, is_new, rekeyed))
    return _without_twice(found, doubts, snapshot.unchanged, reader)


def _fits(
    key: str, ids: list[tuple[str, bytes]], known: list[str | None], memory: Memory, who: bytes | None
) -> bool:
    """A UPN settles it; an admission number alone may have been given to somebody else since."""
    if any(k and kind == "upn" for (kind, _), k in zip(ids, known, strict=True)):
        return True
    has_upn = ids[0][0] == "upn"
    return not has_upn or who is None or memory.holder(WHO, who) in (key, None)


def _new_key(seed: str, memory: Memory, tokens: Tokens, taken: dict[str, str]) -> str:
    # Two new rows with one identifier must meet in one key, so that they are noticed as double.
    attempt = 0
    while memory.knows(key := tokens.key(seed, attempt)) or taken.setdefault(key, seed) != seed:
        attempt += 1
    return key


def _without_twice(
    found: list[tuple[str, Row, bool, bool]], doubts: list[Doubt], unchanged: Iterable[str], reader: _Reader
) -> Roll:
    counts = Counter(key for key, *_ in found)
    for key in unchanged:
        if key in counts:
            counts[key] += 1
    rows: dict[str, Row] = {}
    bearers: dict[tuple[str, bytes], str] = {}
    for key, row, _, _ in found:
        if counts[key] > 1:
            doubts.append(Doubt("twice in the export", row.line, (key,)))
            continue
        rows[key] = row
        bearers.update((identifier, key) for identifier in reader.ids(row))
        who = reader.who(row)
        if who is not None:
            bearers[WHO, who] = key
    new = frozenset(key for key, _, is_new, _ in found if is_new and key in rows)
    rekeyed = frozenset(key for key, _, _, moved in found if moved and key in rows)
    return Roll(rows, new, rekeyed, tuple(doubts), bearers)


def place_rows(snapshot: Snapshot, roll: Roll, memory: Memory, tokens: Tokens) -> Placed:
    """Find the pupil of each register row by its key cell, checked against name and birth date."""
    reader = _Reader(snapshot, tokens)
    counts = Counter(row.key for row in snapshot.rows if row.key)
    rows: dict[str, Row] = {}
    doubts: list[Doubt] = []
    keyless: list[Row] = []
    scrambled = 0
    for row in snapshot.rows:
        if not row.key:
            keyless.append(row)
        elif counts[row.key] > 1:
            doubts.append(Doubt("key twice in the register", row.line, (row.key,)))
        elif not memory.knows(row.key) and row.key not in roll.rows:
            doubts.append(Doubt("unknown key", row.line, _candidates(reader, row, roll, memory)))
        elif _is_somebody_else(reader, row, roll, memory, tokens):
            scrambled += 1
            doubts.append(Doubt("key fits another pupil", row.line, (row.key,)))
        else:
            rows[row.key] = row
    links, more = _links(keyless, rows, reader, roll, memory)
    return Placed(rows, links, (*doubts, *more), scrambled)


def _is_somebody_else(reader: _Reader, row: Row, roll: Roll, memory: Memory, tokens: Tokens) -> bool:
    """A sort can leave the key column behind: the row then shows another pupil's name and birth date."""
    who = reader.who(row)
    if who is None:
        return False
    bearer = roll.bearers.get((WHO, who)) or memory.holder(WHO, who)
    if bearer is None or bearer == row.key:
        return False
    shadow = memory.cells(REGISTER, row.key) or memory.cells(AGREED, row.key) or memory.cells(MIS, row.key) or {}
    return not _shows_check(reader, row, shadow, tokens)


def _shows_check(reader: _Reader, row: Row, shadow: Mapping[str, bytes], tokens: Tokens) -> bool:
    # Twins who share a name and a birth date: the row still shows what it showed.
    return all(
        shadow.get(name) == tokens.value(row.key, name, str(row.values[place]))
        for name, place in zip(CHECKS, reader._checks, strict=True)
        if place is not None
    )


def _links(
    keyless: list[Row], placed: Mapping[str, Row], reader: _Reader, roll: Roll, memory: Memory
) -> tuple[dict[str, Row], list[Doubt]]:
    certain: dict[str, list[Row]] = {}
    doubts: list[Doubt] = []
    for row in keyless:
        keys = {k for i in reader.ids(row) if (k := roll.bearers.get(i) or memory.holder(*i))}
        who = reader.who(row)
        bearer = who and (roll.bearers.get((WHO, who)) or memory.holder(WHO, who))
        if len(keys) == 1 and bearer in (None, *keys):
            certain.setdefault(keys.pop(), []).append(row)
        elif keys or bearer:
            doubts.append(Doubt("no key", row.line, tuple(sorted({*keys, *([bearer] if bearer else [])}))))
        else:
            doubts.append(Doubt("no key", row.line, ()))
    links = {key: rows[0] for key, rows in certain.items() if len(rows) == 1 and key not in placed}
    for key, rows in certain.items():
        if key not in links:
            doubts += [Doubt("pupil twice in the register", row.line, (key,)) for row in rows]
    return links, doubts


def _candidates(reader: _Reader, row: Row, roll: Roll, memory: Memory) -> tuple[str, ...]:
    ids = reader.ids(row)
    who = reader.who(row)
    everything = ids if who is None else [*ids, (WHO, who)]
    keys = {k for i in everything if (k := roll.bearers.get(i) or memory.holder(*i))}
    return tuple(sorted(keys))
