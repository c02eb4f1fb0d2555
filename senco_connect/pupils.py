"""Decide one pupil: every field of one child, from what the stores show and showed.

Pure.  A group of fields (the ranking of needs) is decided as one value, so that
two half rankings never mix.  Blank in an export never clears what a person can
see: it is listed, and a person clears the cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from senco_connect.batch import CellWrite, Matter
from senco_connect.memory import AGREED, Cells, Memory
from senco_connect.merge import CONFLICT, HELD, RULES, Decision, merge_field
from senco_connect.ownership import MIS, REGISTER, Ownership
from senco_connect.record import FIELDS, GROUPS, MISSING, Owner, Value
from senco_connect.snapshot import Row, Snapshot
from senco_connect.tokens import TOKEN_SIZE, Tokens

__all__ = ["NOT_UNDERSTOOD", "WRITE_BACK", "Change", "Desk", "PupilPlan", "View", "doubtful_cells", "plan_pupil"]

REFUSED = "refused"
SAID, TYPED = "said", "typed"
WRITE_BACK = "to type in the MIS"
BLANKED = "blank in the export"
NOT_UNDERSTOOD = "not understood"
REPLACED = "replaced"
_OWNER_WORDS = {Owner.MIS: "the MIS", Owner.SENCO: "the SENCO", Owner.SHARED: "the SENCO and the office"}


class Change(NamedTuple):
    """Something the export says that it did not say before; ``old`` is MISSING where nobody shows it any more."""

    key: str
    field: str
    old: Value
    new: str
    line: int


class View(NamedTuple):
    """One pupil as the stores show them now; a store without the pupil gives None."""

    key: str
    mis: Row | None
    register: Row | None


class PupilPlan:
    """What follows for one pupil: cells to write, open matters, changes, and what was learned by reading.

    ``edits`` names the fields in which people typed over something that was theirs and the MIS's to say.
    """

    def __init__(self) -> None:
        self.cells: list[CellWrite] = []
        self.matters: list[Matter] = []
        self.edits: list[str] = []
        self.changes: list[Change] = []
        self.learned: dict[str, dict[str, bytes]] = {}


class _Unit(NamedTuple):
    """Fields decided together, and where they stand in each snapshot (None: not provided)."""

    name: str
    members: tuple[str, ...]
    mis: tuple[int, ...] | None
    register: tuple[int, ...] | None


class _Side(NamedTuple):
    """A unit as one store shows it."""

    texts: tuple[str, ...]
    tokens: tuple[bytes, ...]

    @property
    def token(self) -> bytes:
        return b"".join(self.tokens)


class Desk:
    """The two snapshots side by side, laid out once for all pupils of a run."""

    def __init__(
        self, source: Snapshot, register: Snapshot | None, *, memory: Memory, tokens: Tokens, ownership: Ownership
    ) -> None:
        self.memory = memory
        self.tokens = tokens
        self.ownership = ownership
        self.source_fields = source.fields
        self.register_fields = register.fields if register else ()
        self.writable = register.writable if register else frozenset()
        self.doubtful = {MIS: doubtful_cells(source), REGISTER: doubtful_cells(register) if register else frozenset()}
        self.units = tuple(_units(source.fields, register.fields if register else (), ownership))
        self.sent = memory.sent(register.stamp) if register and register.stamp else {}


def doubtful_cells(snapshot: Snapshot) -> frozenset[tuple[int, str]]:
    """Give the (line, field) of every cell whose text could not be read as its kind."""
    return frozenset((f.line, f.field) for f in snapshot.findings if f.line is not None and f.field)


def _units(source: Sequence[str], register: Sequence[str], ownership: Ownership) -> Iterator[_Unit]:
    in_source = {name: place for place, name in enumerate(source)}
    in_register = {name: place for place, name in enumerate(register)}
    both = in_source.keys() & in_register.keys()
    grouped: set[str] = set()
    for group, names in GROUPS.items():
        members = tuple(n for n in names if n in both)
        if len(members) > 1:
            grouped.update(members)
            yield _Unit(group, members, _places(members, in_source), _places(members, in_register))
    for name in dict.fromkeys((*source, *register)):
        if name not in grouped and ownership.is_compared(name):
            yield _Unit(name, (name,), _places((name,), in_source), _places((name,), in_register))


def _places(members: Sequence[str], places: Mapping[str, int]) -> tuple[int, ...] | None:
    return tuple(places[m] for m in members) if all(m in places for m in members) else None


def plan_pupil(view: View, desk: Desk) -> PupilPlan:
    """Decide every field of one pupil."""
    plan = PupilPlan()
    cells = _Remembered(view.key, desk.memory)
    for unit in desk.units:
        mis = _side(view.key, view.mis, unit.mis, unit.members, desk.tokens)
        register = _side(view.key, view.register, unit.register, unit.members, desk.tokens)
        doubtful = _doubtful_stores(view, unit, desk)
        if doubtful and not _is_agreed(doubtful, {MIS: mis, REGISTER: register}, cells.settled(unit.members)):
            # What nobody understands settles nothing and is written nowhere; it stays where it was typed.
            if register is None:
                continue
            matter = _matter(NOT_UNDERSTOOD, unit, mis, register, key=view.key, desk=desk)
            plan.matters.append(matter._replace(words=_NOT_UNDERSTOOD[doubtful]))
        elif mis is not None or register is not None:
            _decide(unit, mis, register, view=view, desk=desk, cells=cells, plan=plan)
    return plan


def _is_agreed(doubtful: Collection[str], sides: Mapping[str, _Side | None], agreed: bytes | None) -> bool:
    """Tell whether text is in doubt that both stores show, or showed when it was agreed: that takes nothing over."""
    shown = {store: side.token for store, side in sides.items() if side is not None}
    return (len(shown) > 1 and len(set(shown.values())) == 1) or all(shown.get(s, b"") == agreed for s in doubtful)


def _doubtful_stores(view: View, unit: _Unit, desk: Desk) -> tuple[str, ...]:
    """Name the stores in which a cell of the unit could not be read."""
    rows = ((MIS, view.mis, unit.mis), (REGISTER, view.register, unit.register))
    return tuple(
        store
        for store, row, places in rows
        if row is not None
        and places is not None
        and any((row.line, member) in desk.doubtful[store] for member in unit.members)
    )


class _Remembered:
    """The pupil's remembered tokens, by store; what was never decided, but known of the MIS, agrees with the MIS."""

    def __init__(self, key: str, memory: Memory) -> None:
        mis = memory.cells(MIS, key)
        agreed = memory.cells(AGREED, key)
        self._settled = agreed or {}
        self.by_store: dict[str, Cells] = {
            MIS: mis or {},
            REGISTER: memory.cells(REGISTER, key) or {},
            AGREED: {**(mis or {}), **(agreed or {})},
            REFUSED: memory.cells(REFUSED, key) or {},
            TYPED: memory.cells(TYPED, key) or {},
            # What the export said last, also where it is not agreed: news is told, and guarded, once.
            SAID: {**(mis or {}), **(memory.cells(SAID, key) or {})},
        }

    def token(self, store: str, members: Iterable[str]) -> bytes | None:
        return _together(self.by_store[store], members)

    def settled(self, members: Iterable[str]) -> bytes | None:
        """Give what a decision agreed on, which the MIS's word alone is not."""
        return _together(self._settled, members)

    def shadow(
        self, store: str, unit: _Unit, shown: _Side | None, blanks: Iterable[bytes], sent: Cells = MappingProxyType({})
    ) -> bytes | None:
        """Give what a store is known to hold: a blank cell that it never showed before is nobody's edit.

        ``sent`` is what a run that was cut off has written.  A cell that shows again
        what it showed before was put back by a person.
        """
        seen = zip(unit.members, shown.tokens, blanks, strict=True) if shown is not None else ()
        known = {member: token for member, token, blank in seen if token == blank} | dict(self.by_store[store])
        held = _together(known, unit.members)
        if sent and shown is not None and shown.token == held:
            return _together({**known, **sent}, unit.members)
        return held


def _together(cells: Cells, members: Iterable[str]) -> bytes | None:
    found = [cells.get(m) for m in members]
    return b"".join(t for t in found if t) if all(found) else None


def _side(
    key: str, row: Row | None, places: tuple[int, ...] | None, members: tuple[str, ...], tokens: Tokens
) -> _Side | None:
    if row is None or places is None:
        return None
    texts = tuple(row.values[p] for p in places)
    if not all(isinstance(t, str) for t in texts):
        return None
    shown = tuple(str(t) for t in texts)
    return _Side(shown, tuple(tokens.value(key, m, t) for m, t in zip(members, shown, strict=True)))


def _decide(
    unit: _Unit,
    mis: _Side | None,
    register: _Side | None,
    *,
    view: View,
    desk: Desk,
    cells: _Remembered,
    plan: PupilPlan,
) -> None:
    agreed = cells.token(AGREED, unit.members)
    blanks = [desk.tokens.value(view.key, m, "") for m in unit.members]
    blank = b"".join(blanks)
    shadow = {
        MIS: cells.shadow(MIS, unit, mis, blanks),
        REGISTER: cells.shadow(REGISTER, unit, register, blanks, _sent(unit, view.key, desk)),
    }
    if mis is not None and mis.token != cells.token(SAID, unit.members):
        plan.changes += _changes(unit, mis, register, view=view, said=cells.by_store[SAID])
        plan.learned.setdefault(SAID, {}).update(zip(unit.members, mis.tokens, strict=True))
    sides = {store: side for store, side in ((MIS, mis), (REGISTER, register)) if side is not None}
    owner = desk.ownership.store(unit.members[0])
    offer, blanked = None, False
    has_met = agreed is None and cells.token(SAID, unit.members) is not None
    if owner is None and has_met and _stays_open(sides, blank):
        if register is not None and mis is not None:
            plan.matters.append(_matter(CONFLICT, unit, mis, register, key=view.key, desk=desk))
        return
    if owner == REGISTER and mis is not None:
        # What the MIS says of the SENCO's own field is an offer for a blank cell, never a disagreement.
        del sides[MIS]
        offer = mis if register and mis.token not in (blank, cells.token(REFUSED, unit.members)) else None
        if register and register.token == blank == shadow[REGISTER]:
            # Nothing was ever there: an offer that did not arrive is made again.
            agreed = blank
    elif mis is not None and _went_blank(mis, agreed, shadow[MIS], blanks=blanks):
        # Blank in an export never clears what a person can see (practice.md, rules for writing 4).
        del sides[MIS]
        blanked = register is not None and shadow[MIS] is not None and _shows_more(register, mis, blanks)
    decision = merge_field(
        agreed,
        shadow,
        {store: side.token for store, side in sides.items()},
        owner=owner,
        blank=blank,
        offer=offer.token if offer else None,
        enforced=unit.members[0] in desk.ownership.enforced,
    )
    if decision.rule == 9 and offer is not None:
        plan.learned.setdefault(REFUSED, {}).update(zip(unit.members, offer.tokens, strict=True))
    settled = _Settled(decision, agreed, offer if decision.take == "offer" else sides.get(decision.take))
    if blanked:
        # A MIS that never had what is agreed now has not lost it: the text is newer than the blank, or of its day.
        kind = BLANKED if shadow[MIS] == settled.agreed else WRITE_BACK
        plan.matters.append(_matter(kind, unit, mis, register, key=view.key, desk=desk))
    written = len(plan.cells)
    _record(settled, unit, sides, view=view, desk=desk, plan=plan)
    if register is None or owner == REGISTER or shadow[REGISTER] in (None, blank, register.token):
        return
    _count_edit(unit, register, cells, plan)
    if len(plan.cells) > written and register.token not in (blank, agreed):
        # Whoever enforces an owner is told once what was put back; `senco explain` knows it for 30 days.
        plan.matters.append(_matter(REPLACED, unit, mis, register, key=view.key, desk=desk))


def _count_edit(unit: _Unit, register: _Side, cells: _Remembered, plan: PupilPlan) -> None:
    """Text that waits for a person is counted once."""
    if register.token != cells.token(TYPED, unit.members):
        plan.edits.append(unit.name)
        plan.learned.setdefault(TYPED, {}).update(zip(unit.members, register.tokens, strict=True))


def _sent(unit: _Unit, key: str, desk: Desk) -> Cells:
    if not desk.sent:
        return {}
    return {member: desk.sent[key, member] for member in unit.members if (key, member) in desk.sent}


def _stays_open(sides: Mapping[str, _Side], blank: bytes) -> bool:
    """The two differed when they met: that one is out of sight, or blank in an export, settles nothing."""
    return len(sides) < 2 or sides[MIS].token == blank != sides[REGISTER].token


def _went_blank(mis: _Side, agreed: bytes | None, shadow: bytes | None, *, blanks: Sequence[bytes]) -> bool:
    """The export shows what was agreed but for blanks; a MIS that never had more has not gone blank."""
    if agreed is None or mis.token in (agreed, shadow):
        return False
    was = [agreed[at : at + TOKEN_SIZE] for at in range(0, len(agreed), TOKEN_SIZE)]
    return all(token in (old, blank) for token, old, blank in zip(mis.tokens, was, blanks, strict=True))


def _shows_more(register: _Side, mis: _Side, blanks: Sequence[bytes]) -> bool:
    shown = zip(register.tokens, mis.tokens, blanks, strict=True)
    return any(ours != blank == theirs for ours, theirs, blank in shown)


class _Settled(NamedTuple):
    """A decision, what was agreed before it, and the side whose value is agreed now (None keeps)."""

    decision: Decision
    before: bytes | None
    taken: _Side | None

    @property
    def agreed(self) -> bytes | None:
        return self.taken.token if self.taken else self.before


def _record(
    settled: _Settled, unit: _Unit, sides: Mapping[str, _Side], *, view: View, desk: Desk, plan: PupilPlan
) -> None:
    decision, taken = settled.decision, settled.taken
    agreed = settled.agreed
    meeting = decision.rule == 11 and decision.flag != CONFLICT
    for store, side in sides.items():
        # At first contact what a store shows is what it is known to hold; later, only what was agreed has arrived.
        if side.token == agreed or (meeting and store not in decision.flagged):
            plan.learned.setdefault(store, {}).update(zip(unit.members, side.tokens, strict=True))
    mis, register = sides.get(MIS), sides.get(REGISTER)
    holder = taken or next((side for side in sides.values() if side.token == agreed), None)
    if holder is not None:
        plan.learned.setdefault(AGREED, {}).update(zip(unit.members, holder.tokens, strict=True))
    if decision.flag:
        plan.matters.append(_matter(decision.flag, unit, mis, register, key=view.key, desk=desk))
    if REGISTER in decision.deliver and holder is not None and register is not None:
        plan.cells += _writes(decision.rule, unit, holder, register, view=view, desk=desk)
    if MIS in decision.deliver and mis is not None and register is not None and decision.flag != CONFLICT:
        plan.matters.append(_matter(WRITE_BACK, unit, mis, register, key=view.key, desk=desk))


def _writes(rule: int, unit: _Unit, holder: _Side, register: _Side, *, view: View, desk: Desk) -> Iterator[CellWrite]:
    where = f"export line {view.mis.line}" if view.mis else "the register"
    why = f"rule {rule}: {RULES[rule]}; {where}"
    group = unit.name if len(unit.members) > 1 else ""
    sides = zip(unit.members, register.texts, holder.texts, register.tokens, holder.tokens, strict=True)
    changed = [(member, expect, text) for member, expect, text, old, new in sides if old != new]
    # Half of a ranking is another ranking: where one rank can't be written, none is.
    if all(member in desk.writable for member, *_ in changed):
        for member, expect, text in changed:
            yield CellWrite(f"{view.key}.{member}", view.key, member, expect, text, why, group)


def _changes(unit: _Unit, mis: _Side, register: _Side | None, *, view: View, said: Cells) -> Iterator[Change]:
    line = view.mis.line if view.mis else 0
    # A token is one field's, so it tells the text that the register still shows of what was said before.
    shown: dict[bytes, Value] = dict(zip(register.tokens, register.texts, strict=True)) if register else {}
    for member, token, text in zip(unit.members, mis.tokens, mis.texts, strict=True):
        was = said.get(member, token)
        if was != token:
            yield Change(view.key, member, shown.get(was, MISSING), text, line)


def _matter(kind: str, unit: _Unit, mis: _Side | None, register: _Side | None, *, key: str, desk: Desk) -> Matter:
    label = unit.name.capitalize() if len(unit.members) > 1 else FIELDS[unit.name].label
    shown = tuple(
        (store, ", ".join(t for t in side.texts if t))
        for store, side in ((MIS, mis), (REGISTER, register))
        if side is not None
    )
    # Text that is held is as much the office's business as the SENCO's, whoever owns the field.
    owner = _OWNER_WORDS[Owner.SHARED if kind == HELD else desk.ownership.owner(unit.members[0])]
    return Matter(kind, key, label, shown, owner, _CURES.get(kind, ""))


_CURES = {
    CONFLICT: "The two differ. Type the right one in the register and have the office type it in the MIS.",
    HELD: "The register's text stays. If the MIS is right, clear the cell; if not, have the office correct the MIS.",
    BLANKED: "The export shows nothing here any more. If that is right, clear the cell in the register.",
    REPLACED: "The school lets this field's owner decide: the text shown here was put back. The next run forgets it.",
    WRITE_BACK: "The register is newer. Have the office type it in the MIS; the next export settles it.",
}

_NO_CODE = "can't be read without doubt. It is left as it stands: correct it"
_NOT_UNDERSTOOD = {
    (MIS,): f"What the MIS shows {_NO_CODE} in the MIS.",
    (REGISTER,): f"What the register shows {_NO_CODE} in the register.",
    (MIS, REGISTER): f"What both show {_NO_CODE} on both sides.",
}
