"""Which rows are the same child.

UPN first, then the MIS's id and the admission number; a name and a birth date
are check digits, never an identity (twins, namesakes).  Doubt quarantines a row:
it is neither read nor written, and every other pupil carries on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from senco_connect.memory import AGREED, Cells, Memory
from senco_connect.ownership import MIS, REGISTER
from senco_connect.record import FIELDS
from senco_connect.snapshot import Row, Snapshot
from senco_connect.tokens import Tokens

__all__ = [
    "CALLED", "Doubt", "Identifiers", "Placed", "Roll", "called_token", "keyed_bearers", "place_rows", "resolve_roll",
    "rows_at_rest", "with_names",
]  # fmt: skip

WHO, CALLED = "who", "called"
ANOTHERS, UNKNOWN = "key fits another pupil", "key beside another name"
CHECKS = ("surname", "forename", "dob")
_SAME_KIND = {"former_upn": "upn"}


class Doubt(NamedTuple):
    """A row set aside: why, where it stands, and the keys of the pupils it may be."""

    kind: str
    line: int
    keys: tuple[str, ...]


class Roll(NamedTuple):
    """The export's rows by pupil key, with who is new, whose UPN changed, and who bears which identifier.

    ``named`` gives the pupils of a name and birth date, as a token: twins share one.
    ``called`` gives the pupils of a name alone: enough to ask, never to decide.
    """

    rows: dict[str, Row]
    new: frozenset[str]
    rekeyed: frozenset[str]
    doubts: tuple[Doubt, ...]
    bearers: Mapping[tuple[str, bytes], str] = MappingProxyType({})
    named: Mapping[bytes, tuple[str, ...]] = MappingProxyType({})
    called: Mapping[bytes, tuple[str, ...]] = MappingProxyType({})


class Placed(NamedTuple):
    """The register's rows by pupil key, the keyless rows that are certainly somebody's, and the doubts."""

    rows: dict[str, Row]
    links: dict[str, Row]
    doubts: tuple[Doubt, ...]
    scrambled: int = 0


class Identifiers:
    """Reads identifiers and check columns, as tokens, from the rows of one snapshot."""

    def __init__(self, snapshot: Snapshot, tokens: Tokens) -> None:
        self._tokens = tokens
        places = {name: place for place, name in enumerate(snapshot.fields)}
        self._ids = [
            (n, places[n], _SAME_KIND.get(n, n), FIELDS[n].kind.compare)
            for n in ("upn", "former_upn", "mis_id", "admission_no")
            if n in places
        ]
        self._checks = [places.get(n) for n in CHECKS]

    def ids(self, row: Row) -> list[tuple[str, bytes]]:
        """Give the identifiers of a row, strongest first, as (kind, token)."""
        found = []
        for _, place, kind, compare in self._ids:
            value = row.values[place]
            if value and isinstance(value, str):
                found.append((kind, self._tokens.identity(kind, compare(value))))
        return found

    def seed(self, row: Row) -> str:
        """Give the identifier that a new pupil's key is made from; a former UPN only where there is no other."""
        cells = [(name, row.values[place], compare) for name, place, _, compare in self._ids]
        shown = {name: f"{name}\0{compare(str(value))}" for name, value, compare in cells if value}
        former = shown.pop("former_upn", "")
        return next(iter(shown.values()), former)

    def who(self, row: Row) -> bytes | None:
        """Give the token of surname, forename and birth date together; None unless all three are shown."""
        shown = [row.values[place] if place is not None else "" for place in self._checks]
        if not all(isinstance(v, str) and v for v in shown):
            return None
        return self._tokens.identity(WHO, "\0".join(str(v).casefold() for v in shown))

    def called(self, row: Row) -> bytes | None:
        """Give the token of surname and forename; None unless both are shown."""
        names = [row.values[place] if place is not None else "" for place in self._checks[:2]]
        if not all(isinstance(v, str) and v for v in names):
            return None
        return called_token(str(names[0]), str(names[1]), self._tokens)

    def shows_other_upn(self, row: Row, key: str, cells: Cells) -> bool:
        """Tell whether the row shows a UPN and another one is on record."""
        upn = next((row.values[place] for name, place, *_ in self._ids if name == "upn"), "")
        blank = self._tokens.value(key, "upn", "")
        return bool(upn) and cells.get("upn", blank) not in (blank, self._tokens.value(key, "upn", str(upn)))

    def told_apart(self, row: Row, key: str, cells: Cells) -> dict[str, bool]:
        """Tell, for each check column that the row shows and that is on record, whether the two differ.

        A name where none was is no other name.
        """
        shown = ((n, row.values[place]) for n, place in zip(CHECKS, self._checks, strict=True) if place is not None)
        known = {n: str(v) for n, v in shown if v and cells.get(n) not in (None, self._tokens.value(key, n, ""))}
        return {n: cells[n] != self._tokens.value(key, n, v) for n, v in known.items()}

    def kept(self, row: Row) -> list[tuple[str, bytes]]:
        """Give what is remembered of the row's pupil: identifiers, name with birth date, name alone."""
        called = self.called(row)
        return [*self.all(row), *([(CALLED, called)] if called else [])]

    def all(self, row: Row) -> list[tuple[str, bytes]]:
        """Give every (kind, token) by which the row's pupil can be found again."""
        who = self.who(row)
        return self.ids(row) if who is None else [*self.ids(row), (WHO, who)]


def called_token(surname: str, forename: str, tokens: Tokens) -> bytes:
    """Give the token by which the pupils of a name are found."""
    return tokens.identity(CALLED, f"{surname.casefold()}\0{forename.casefold()}")


def with_names(roll: Roll, snapshot: Snapshot, tokens: Tokens) -> Roll:
    """Add to a roll the names and birth dates, by which register rows are checked."""
    reader = Identifiers(snapshot, tokens)
    named: dict[bytes, tuple[str, ...]] = {}
    called: dict[bytes, tuple[str, ...]] = {}
    for key, row in sorted(roll.rows.items()):
        if who := reader.who(row):
            named[who] = (*named.get(who, ()), key)
        if token := reader.called(row):
            called[token] = (*called.get(token, ()), key)
    return roll._replace(named=named, called=called)


def keyed_bearers(register: Snapshot, memory: Memory, tokens: Tokens) -> dict[tuple[str, bytes], str]:
    """Say who bears what, by the register's own keys that the state does not know.

    A state that was lost is rebuilt by looking: the key cell, with the
    identifiers beside it, is the library's own word.  What two keys claim is left out,
    whether the state knows one of them or, as after the first run, not yet.
    """
    unknown = {row.key for row in register.rows if row.key and not memory.knows(row.key)}
    reader = Identifiers(register, tokens)
    claims: dict[tuple[str, bytes], set[str]] = {}
    for row in register.rows if unknown else ():
        for identifier in reader.all(row) if row.key else ():
            claims.setdefault(identifier, set()).add(row.key)
    return {identifier: min(keys) for identifier, keys in claims.items() if len(keys) == 1 and keys <= unknown}


def resolve_roll(
    snapshot: Snapshot, memory: Memory, tokens: Tokens, *, bearers: Mapping[tuple[str, bytes], str] | None = None
) -> Roll:
    """Find the pupil of each row of an export; a row that is nobody's we know is a new pupil.

    ``bearers`` is the register's word where the state knows nothing (``keyed_bearers``).
    """
    told = _Told(bearers or {})
    reader = Identifiers(snapshot, tokens)
    memory.expect(len(snapshot.rows))
    aside = snapshot.set_aside
    found: list[_Found] = []
    doubts: list[Doubt] = []
    taken: dict[str, str] = {}
    for row in snapshot.rows:
        ids = reader.ids(row)
        if not ids:
            doubts.append(Doubt("no identifier", row.line, ()))
            continue
        known = [memory.holder(*identifier) or told.bearers.get(identifier) for identifier in ids]
        if ids[0][0] == "upn" and known[0] and _bears_it_no_more(known[0], row, reader, memory, told):
            known[0] = None
        if told.bearers and not any(known):
            known[0] = told.by_name(reader.who(row), ids)
        keys = {k for k in known if k}
        is_sure = any(k and kind == "upn" for (kind, _), k in zip(ids, known, strict=True))
        if len(keys) > 1 or (keys and not is_sure and not _fits(min(keys), row, reader, memory, told)):
            doubts.append(Doubt("identifiers disagree", row.line, tuple(sorted(keys))))
            continue
        if row.line in aside:
            doubts.append(Doubt("set aside", row.line, tuple(keys)))
            continue
        key = keys.pop() if keys else _new_key(reader.seed(row), memory, tokens, taken)
        is_new = not memory.knows(key)
        rekeyed = not is_new and ids[0][0] == "upn" and known[0] is None
        found.append(_Found(key, row, ids, is_new, rekeyed))
    return _without_twice(found, doubts, snapshot.unchanged)


def _bears_it_no_more(key: str, row: Row, reader: Identifiers, memory: Memory, told: _Told) -> bool:
    """Tell whether a pupil bore a row's UPN by mistake and was given another: then the row is somebody else's."""
    cells = memory.cells(MIS, key) or memory.cells(AGREED, key) or {}
    return reader.shows_other_upn(row, key, cells) and not _fits(key, row, reader, memory, told)


class _Told:
    """The register's own word on who bears what, where the state knows nothing."""

    def __init__(self, bearers: Mapping[tuple[str, bytes], str]) -> None:
        self.bearers = bearers
        self._names = {(key, token) for (kind, token), key in bearers.items() if kind == WHO}
        self._named = {key for key, _ in self._names}
        self._kinds = {(key, kind) for (kind, _), key in bearers.items()}

    def may_be(self, key: str, who: bytes | None) -> bool:
        """Tell whether a row with the key shows the name and birth date, or none shows any."""
        return key not in self._named or (key, who) in self._names

    def by_name(self, who: bytes | None, ids: list[tuple[str, bytes]]) -> str | None:
        """Find a pupil by name and birth date, unless the two show numbers of one kind: then these would have met."""
        key = self.bearers.get((WHO, who)) if who else None
        return None if any((key, kind) in self._kinds for kind, _ in ids) else key


class _Found(NamedTuple):
    key: str
    row: Row
    ids: list[tuple[str, bytes]]
    is_new: bool
    rekeyed: bool


def _fits(key: str, row: Row, reader: Identifiers, memory: Memory, told: _Told) -> bool:
    """A number alone may have been given to somebody else since: name and birth date must not speak against it."""
    if not memory.knows(key):
        return told.may_be(key, reader.who(row))
    cells = memory.cells(MIS, key) or memory.cells(AGREED, key) or {}
    differs = reader.told_apart(row, key, cells)
    names = [differs[n] for n in ("surname", "forename") if n in differs]
    if reader.shows_other_upn(row, key, cells):
        return bool(differs) and not differs.get("dob") and not all(names or [False])
    return not (differs.get("dob") and any(names))


def _new_key(seed: str, memory: Memory, tokens: Tokens, taken: dict[str, str]) -> str:
    # Two new rows with one identifier must meet in one key, so that they are noticed as double.
    attempt = 0
    while memory.knows(key := tokens.key(seed, attempt)) or taken.setdefault(key, seed) != seed:
        attempt += 1
    return key


def _without_twice(found: list[_Found], doubts: list[Doubt], unchanged: Collection[str]) -> Roll:
    counts = Counter(f.key for f in found)
    counts.update(counts.keys() & set(unchanged))
    twice = {key for key, number in counts.items() if number > 1}
    bearers, contested = _bearers(f for f in found if f.key not in twice)
    why = {**dict.fromkeys(twice, "twice in the export"), **dict.fromkeys(contested, "identifiers disagree")}
    doubts += [Doubt(why[f.key], f.row.line, (f.key,)) for f in found if f.key in why]
    sure = [f for f in found if f.key not in why]
    return Roll(
        rows={f.key: f.row for f in sure},
        new=frozenset(f.key for f in sure if f.is_new),
        rekeyed=frozenset(f.key for f in sure if f.rekeyed),
        doubts=tuple(doubts),
        bearers={identifier: key for identifier, key in bearers.items() if key not in contested},
    )


def _bearers(found: Iterable[_Found]) -> tuple[dict[tuple[str, bytes], str], set[str]]:
    """Say who bears which identifier, and whose identifiers two pupils bear."""
    bearers: dict[tuple[str, bytes], str] = {}
    contested: set[str] = set()
    for f in found:
        holders = {bearers.setdefault(identifier, f.key) for identifier in f.ids}
        if holders != {f.key}:
            contested |= {f.key, *holders}
    return bearers, contested


def rows_at_rest(register: Snapshot, memory: Memory, tokens: Tokens) -> frozenset[str]:
    """Name the pupils whose register row is, cell for cell, the one that left nothing to decide."""
    known = memory.registered
    return frozenset(
        row.key
        for row in register.rows
        if (standing := known.get(row.key)) is not None
        and not standing.waiting
        and standing.quiet == tokens.line(row.key, register.fields, row.values)
    )


def place_rows(
    snapshot: Snapshot, roll: Roll, memory: Memory, tokens: Tokens, *, at_rest: Collection[str] = frozenset()
) -> Placed:
    """Find the pupil of each register row by its key cell, checked against name and birth date.

    ``roll`` should say who is called what (``with_names``); rows
    ``at_rest`` stand with their own keys and need no check.
    """
    reader = Identifiers(snapshot, tokens)
    counts = Counter(row.key for row in snapshot.rows if row.key)
    rows: dict[str, Row] = {}
    doubts: list[Doubt] = []
    keyless: list[Row] = []
    strange: Counter[str] = Counter()
    for row in snapshot.rows:
        if not row.key:
            keyless.append(row)
        elif counts[row.key] > 1:
            doubts.append(Doubt("key twice in the register", row.line, (row.key,)))
        elif not memory.knows(row.key) and row.key not in roll.rows:
            doubts.append(Doubt("unknown key", row.line, _candidates(reader, row, roll, memory)))
        elif row.key not in at_rest and (kind := _stranger(reader, row, roll, memory)):
            strange[kind] += 1
            doubts.append(Doubt(kind, row.line, (row.key,)))
        else:
            rows[row.key] = row
    links, more = _links(keyless, counts.keys(), reader, roll, memory)
    # One row with a new name may be a new child; several are a sort, wherever the names are from.
    scrambled = strange[ANOTHERS] + (strange[UNKNOWN] if strange[UNKNOWN] > 2 else 0)
    return Placed(rows, links, (*doubts, *more), scrambled)


def _stranger(reader: Identifiers, row: Row, roll: Roll, memory: Memory) -> str:
    """Say why a row is not its key's pupil, "" where nothing speaks against it.

    A sort can leave the key column behind: the row then shows another pupil.
    """
    agreed = memory.cells(AGREED, row.key) or memory.cells(MIS, row.key) or {}
    shadow = memory.cells(REGISTER, row.key) or agreed
    # What was agreed may have arrived without being noted, in a run that was cut off.
    arrived = reader.told_apart(row, row.key, agreed)
    differs = {n: d and arrived.get(n, True) for n, d in reader.told_apart(row, row.key, shadow).items()}
    if not any(differs.values()) and differs:
        # Twins who share a name and a birth date: the row still shows what it showed, unless the numbers tell.
        return ANOTHERS if _has_anothers_numbers(reader, row, roll, memory) else ""
    if _is_anothers(reader, row, roll, memory):
        return ANOTHERS
    # A brother shares a name, and so may anybody: then the UPN tells.
    is_other = all(differs.values()) or all(reader.shows_other_upn(row, row.key, c) for c in (shadow, agreed))
    if sum(differs.values()) < 2 or not is_other:
        return ""
    called = reader.called(row)
    namesakes = roll.called.get(called, ()) if called else ()
    known = (*namesakes, memory.holder(CALLED, called)) if called else ()
    if any(key not in (None, row.key) for key in known):
        return ANOTHERS
    # A name that the pupil bore before, put back by hand or by an undo, is no stranger's.
    return "" if row.key in known else UNKNOWN


def _is_anothers(reader: Identifiers, row: Row, roll: Roll, memory: Memory) -> bool:
    if named := _named(reader, row, roll, memory):
        return row.key not in named
    # Nobody is called so, or a check column is missing: the row's numbers tell, where it shows any.
    return _has_anothers_numbers(reader, row, roll, memory)


def _has_anothers_numbers(reader: Identifiers, row: Row, roll: Roll, memory: Memory) -> bool:
    bearers = _numbered(reader, row, roll, memory)
    return bool(bearers) and row.key not in bearers


def _numbered(reader: Identifiers, row: Row, roll: Roll, memory: Memory) -> set[str]:
    """Name the pupils who bear the row's numbers."""
    return {k for i in reader.ids(row) if (k := roll.bearers.get(i) or memory.holder(*i))}


def _named(reader: Identifiers, row: Row, roll: Roll, memory: Memory) -> set[str]:
    """Name the pupils who bear the row's name and birth date: as the export says, else as the state remembers."""
    if (who := reader.who(row)) is None:
        return set()
    named = set(roll.named.get(who) or filter(None, [memory.holder(WHO, who)]))
    # A twin who is not in the export, or whose line was not read, is called so all the same.
    absent = _numbered(reader, row, roll, memory) - roll.rows.keys()
    return named | {key for key in absent if _was_called_so(reader, row, key, memory)}


def _was_called_so(reader: Identifiers, row: Row, key: str, memory: Memory) -> bool:
    differs = reader.told_apart(row, key, memory.cells(MIS, key) or {})
    return len(differs) == len(CHECKS) and not any(differs.values())


def _links(
    keyless: list[Row], borne: Collection[str], reader: Identifiers, roll: Roll, memory: Memory
) -> tuple[dict[str, Row], list[Doubt]]:
    certain: dict[str, list[Row]] = {}
    doubts: list[Doubt] = []
    for row in keyless:
        keys = _numbered(reader, row, roll, memory)
        named = _named(reader, row, roll, memory)
        if len(keys) == 1 and (not named or keys & named):
            certain.setdefault(keys.pop(), []).append(row)
        elif keys or named:
            doubts.append(Doubt("no key", row.line, _candidates(reader, row, roll, memory)))
        else:
            # Its name alone: a second row for the same child would be worse than a question.
            doubts.append(Doubt("no key", row.line, roll.called.get(reader.called(row) or b"", ())))
    links = {key: rows[0] for key, rows in certain.items() if len(rows) == 1 and key not in borne}
    for key, rows in certain.items():
        if key not in links:
            doubts += [Doubt("pupil twice in the register", row.line, (key,)) for row in rows]
    return links, doubts


def _candidates(reader: Identifiers, row: Row, roll: Roll, memory: Memory) -> tuple[str, ...]:
    numbered, named = _numbered(reader, row, roll, memory), _named(reader, row, roll, memory)
    # A twin is no candidate where the numbers name the other one.
    return tuple(sorted(numbered if numbered & named else numbered | named))
