"""State and snapshots in, plan out: every write, every open matter, nothing done.

Pure: the same inputs give the same plan on any machine.  A plan is bound to its
inputs by its id; whoever applies it makes it again and compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from senco_connect.batch import CellWrite, FolderOperation, Link, Matter, NewColumn, NewRow, Operation
from senco_connect.computed import Stands, computed_cells
from senco_connect.folders import FILING, plan_folders
from senco_connect.identity import Doubt, Placed, Roll, keyed_bearers, place_rows, resolve_roll, with_names
from senco_connect.memory import Memory
from senco_connect.ownership import MIS, REGISTER, Ownership
from senco_connect.pupils import Change, Desk, PupilPlan, View, plan_pupil
from senco_connect.record import MISSING
from senco_connect.rows import plan_rows
from senco_connect.snapshot import FolderSnapshot, Row, Snapshot
from senco_connect.tokens import Tokens

__all__ = ["Inputs", "Plan", "Rules", "make_plan"]

_WORDS = {
    "no identifier": "The export line has no UPN, admission number or MIS id. Give the pupil one in the MIS.",
    "identifiers disagree": "The export line bears the identifiers of two pupils. Correct them in the MIS.",
    "twice in the export": "Two export lines are the same pupil. Remove one in the MIS or in the report.",
    "set aside": "The export line has a formula where a name or number should be. Correct it in the MIS.",
    "key twice in the register": "Two rows have one pupil key. Clear the key of the row that is the copy.",
    "unknown key": "The row's pupil key is not one of ours. Clear it, or type the key offered here.",
    "key fits another pupil": "The row shows another pupil's name and birth date. Undo the sort that left the keys.",
    "key beside another name": "The row's name is not its key's pupil's. If it is another child, clear the key.",
    "no key": "The row has no pupil key. If it is the same child, type the key that is given here in the key column.",
    "pupil twice in the register": "Two rows are the same pupil. Remove one, or clear the number that is wrong.",
    "not in the export": "The pupil is not in the export any more. If they have left, delete the row.",
    "row removed": "Somebody removed the row of a pupil with SEN in the MIS. Paste it back, or have the MIS say N.",
}


_NOBODY = "The row fits nobody in the export. Check its numbers, or leave it as it is: nothing is done to it."
_IN_THE_EXPORT = frozenset({"no identifier", "identifiers disagree", "twice in the export", "set aside"})


class Rules(NamedTuple):
    """What a school has chosen: who decides, and which statuses put a pupil on the register.

    ``configuration`` stands for all that is configured, and for the code's version.
    """

    ownership: Ownership
    include: frozenset[str] = frozenset({"E", "K", "M"})
    sections: tuple[str, ...] = ()
    configuration: str = ""

    def digest(self) -> str:
        """A digest of the choices: when it changes, a person approves the next plan."""
        chosen = sorted((name, owner.name) for name, owner in self.ownership.changed.items())
        text = repr((chosen, sorted(self.ownership.enforced), sorted(self.include)))
        return blake2b(text.encode(), digest_size=8).hexdigest()


class Inputs(NamedTuple):
    """Everything a plan is made from; ``at_rest`` are the pupils whose register row needs no look."""

    memory: Memory
    source: Snapshot
    register: Snapshot | None
    folders: FolderSnapshot | None
    rules: Rules
    at_rest: frozenset[str] = frozenset()


@dataclass(slots=True)
class Plan:
    """What a run would do: operations in order, open matters, news of the export, and what was learned by reading.

    A plan made without an export can't tell what is open: where not ``knows_matters``, the list of them stays as it is.
    """

    id: str
    inputs: dict[str, str]
    operations: list[Operation] = field(default_factory=list)
    folder_operations: list[FolderOperation] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    edits: Counter[str] = field(default_factory=Counter)
    joined: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    rekeyed: list[str] = field(default_factory=list)
    learned: dict[str, dict[str, dict[str, bytes]]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    quiet: dict[str, bytes] = field(default_factory=dict)
    roll: Roll | None = None
    placed: Placed | None = None
    children: dict[str, dict[str, str]] = field(default_factory=dict)
    folders_of_others: int = 0
    lists_matters: str = ""
    knows_matters: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written anywhere; a changed list of open matters is written too."""
        return not self.operations and not self.folder_operations and not self.lists_matters


def make_plan(inputs: Inputs) -> Plan:
    """Plan one run: identify, decide each pupil, derive computed columns, plan folders."""
    memory, source, register, folders, rules, at_rest = inputs
    tokens = Tokens(memory.secret)
    told = keyed_bearers(register, memory, tokens) if register else None
    roll = resolve_roll(source, memory, tokens, bearers=told)
    if register is not None:
        roll = with_names(roll, source, tokens)
    placed = place_rows(register, roll, memory, tokens, at_rest=at_rest) if register else Placed({}, {}, ())
    plan = Plan(*_bound_to(inputs), roll=roll, placed=placed)
    plan.matters += [_doubt(d) for d in (*roll.doubts, *placed.doubts)]
    _note_absences(plan, inputs, roll, placed)
    desk = Desk(source, register, memory=memory, tokens=tokens, ownership=rules.ownership)
    _decide_pupils(plan, inputs, desk, tokens)
    if register is not None:
        _plan_register(plan, register, inputs, desk)
    if folders is not None:
        names = _names(plan, desk, roll, placed)
        others = _other_names(names, inputs, roll, placed)
        planned = plan_folders(
            folders, names, memory, tokens, sections=rules.sections, others=others, called=roll.called
        )
        plan.folder_operations = planned.operations
        plan.folders_of_others = planned.anothers
        plan.matters += planned.matters
        for key, token in planned.learned.items():
            plan.learned.setdefault(key, {})[FILING] = {"name": token}
    # A row about which something is open is looked at until it is not: nothing else would tell that it is settled.
    plan.quiet |= dict.fromkeys(placed.rows.keys() & {m.key for m in plan.matters}, b"")
    plan.matters.sort()
    if register is not None:
        plan.lists_matters = _to_list(plan.matters, register, memory, tokens)
    return plan


def _to_list(matters: list[Matter], register: Snapshot, memory: Memory, tokens: Tokens) -> str:
    """Digest of the open matters if the register has to be marked or to list them anew, else ""."""
    # A register that bears another mark than ours is marked anew: the state was rebuilt, an older copy was approved,
    # or a run was cut off.  The state that wrote that mark is then not believed if it turns up.
    is_taken_over = bool(register.stamp) and register.stamp != memory.facts.get("stamp", "")
    digest = tokens.identity("matters", repr(matters)).hex() if matters else ""
    return "" if digest == memory.facts.get("matters", "") and not is_taken_over else digest or "none"


def _bound_to(inputs: Inputs) -> tuple[str, dict[str, str]]:
    bound = {
        "export": inputs.source.digest,
        "register": inputs.register.digest if inputs.register else "",
        "folders": inputs.folders.digest if inputs.folders else "",
        "state": f"{inputs.memory.lineage}:{inputs.memory.serial}",
        "rules": inputs.rules.digest(),
        "configuration": inputs.rules.configuration,
    }
    return blake2b(repr(sorted(bound.items())).encode(), digest_size=4).hexdigest(), bound


def _doubt(doubt: Doubt) -> Matter:
    where = "export" if doubt.kind in _IN_THE_EXPORT else "register"
    # One key says whom the row is about; of several a person has to choose.
    offered = (("may be", " or ".join(doubt.keys)),) if len(doubt.keys) > 1 else ()
    words = _WORDS[doubt.kind] if doubt.kind != "no key" or doubt.keys else _NOBODY
    shown = ((where, f"row {doubt.line}"), *offered)
    return Matter(doubt.kind, doubt.keys[0] if len(doubt.keys) == 1 else "", "", shown, "the SENCO", words)


def _note_absences(plan: Plan, inputs: Inputs, roll: Roll, placed: Placed) -> None:
    """Absent is not gone: a pupil whom a store shows no more is listed, nothing else (sync.md 2.2)."""
    memory, source = inputs.memory, inputs.source
    plan.joined, plan.rekeyed = sorted(roll.new), sorted(roll.rekeyed)
    doubted = {key for doubt in (*roll.doubts, *placed.doubts) for key in doubt.keys}
    if not source.same and not source.partial:
        # Whose export line is in doubt is there; a doubt about register rows says nothing of the export.
        here = {key for doubt in roll.doubts for key in doubt.keys}
        plan.missing = sorted(
            k for k in memory.exported if k not in roll.rows and k not in source.unchanged and k not in here
        )
    gone = set(plan.missing)
    rows = placed.rows.keys() | placed.links.keys()
    for key, standing in memory.registered.items():
        absent = not standing.in_export and key not in roll.rows and not source.partial
        if key in rows and (key in gone or absent):
            plan.matters.append(_absence("not in the export", key))
        is_removed = standing.in_register and inputs.register is not None and key not in rows and key not in doubted
        if is_removed and not absent and key not in gone and _belongs(key, inputs, roll):
            plan.matters.append(_absence("row removed", key))


def _belongs(key: str, inputs: Inputs, roll: Roll) -> bool:
    """Whether the MIS's status puts the pupil on the register; a row removed of one whom it does not is settled."""
    if key in roll.rows:
        return inputs.source.value(roll.rows[key], "sen_status") in (*inputs.rules.include, MISSING)
    status = (inputs.memory.cells(MIS, key) or {}).get("sen_status")
    tokens = Tokens(inputs.memory.secret)
    # Monitored is the SENCO's word: a MIS says N of such a pupil, and its N alone puts nobody on the register.
    codes = inputs.rules.include - {"M"}
    return status is None or any(status == tokens.value(key, "sen_status", code) for code in codes)


def _absence(kind: str, key: str) -> Matter:
    return Matter(kind, key, "", (), "the SENCO", _WORDS[kind])


def _decide_pupils(plan: Plan, inputs: Inputs, desk: Desk, tokens: Tokens) -> None:
    roll, placed = plan.roll, plan.placed
    assert roll is not None and placed is not None
    on_register = {**placed.rows, **placed.links}
    looked_at = {key: row for key, row in on_register.items() if key not in inputs.at_rest or key in roll.rows}
    inputs.memory.prefetch(roll.rows.keys() | looked_at.keys())
    exported = _Exported(inputs.source, tokens, inputs.memory)
    for key, row in roll.rows.items():
        if key in on_register:
            continue
        standing = inputs.memory.registered.get(key)
        if standing is not None and standing.in_register:
            # The row may be pasted back: what the MIS says meanwhile is agreed, not merely seen.
            decided = plan_pupil(View(key, row, None), desk)
            plan.changes += decided.changes
            plan.learned[key] = decided.learned
            plan.quiet[key] = b""
        else:
            plan.changes += exported.changes(key, row)
            plan.rows[key] = row
    fields = inputs.register.fields if inputs.register else ()
    for (key, name), token in desk.sent.items():
        # Of a row that can't be looked at now, what a run that was cut off has written is remembered.
        if key not in looked_at:
            plan.learned.setdefault(key, {}).setdefault(REGISTER, {})[name] = token
    for key, row in looked_at.items():
        decided = plan_pupil(View(key, roll.rows.get(key), row), desk)
        _add(plan, key, decided, digest=tokens.line(key, fields, row.values))


def _add(plan: Plan, key: str, decided: PupilPlan, *, digest: bytes) -> None:
    plan.operations += decided.cells
    plan.matters += decided.matters
    plan.changes += decided.changes
    plan.edits.update(decided.edits)
    plan.learned[key] = decided.learned
    plan.quiet[key] = b"" if decided.cells or decided.matters else digest


class _Exported:
    """Finds what changed for pupils whom only the export shows."""

    def __init__(self, source: Snapshot, tokens: Tokens, memory: Memory) -> None:
        self._names = list(source.fields)
        self._tokens = tokens.row(source.fields)
        self._memory = memory

    def changes(self, key: str, row: Row) -> Iterator[Change]:
        shadow = self._memory.cells(MIS, key)
        if shadow is None:
            return
        tokens = self._tokens(key, row.values)
        if list(shadow) == self._names:
            # The layout is the last export's: compare as they stand, and look at what differs alone.
            places = [at for at, old in enumerate(shadow.values()) if old != tokens[at]]
        else:
            places = [at for at, name in enumerate(self._names) if shadow.get(name, tokens[at]) != tokens[at]]
        for at in places:
            value = row.values[at]
            if isinstance(value, str):
                yield Change(key, self._names[at], MISSING, value, row.line)


def _plan_register(plan: Plan, register: Snapshot, inputs: Inputs, desk: Desk) -> None:
    assert plan.placed is not None
    links = [_link(key, row, register) for key, row in sorted(plan.placed.links.items())]
    added = [] if register.has_keys else [NewColumn("column.key", "", "pupils are known by their key")]
    doubted = {key for doubt in plan.placed.doubts for key in doubt.keys}
    rowless = {key: row for key, row in plan.rows.items() if key not in doubted}
    rows, opened_by_rows = plan_rows(rowless, inputs.source, register, desk=desk, include=inputs.rules.include)
    plan.quiet |= dict.fromkeys({m.key for m in opened_by_rows} - {op.key for op in rows}, b"")
    cells = [op for op in plan.operations if isinstance(op, CellWrite)]
    # A row at rest shows what was derived for it, unless something about the pupil is open now.
    opened = {m.key for m in plan.matters} | plan.quiet.keys()
    placed = {key: row for key, row in {**plan.placed.rows, **plan.placed.links}.items() if key in opened}
    derived = list(computed_cells(register, placed, plan.matters, cells, desk=desk))
    plan.matters += [*opened_by_rows, *(d for d in derived if isinstance(d, Matter))]
    plan.quiet |= dict.fromkeys((d.key for d in derived if not isinstance(d, Stands)), b"")
    for stands in (d for d in derived if isinstance(d, Stands)):
        plan.learned.setdefault(stands.key, {}).setdefault(REGISTER, {})[stands.field] = stands.token
    plan.operations = [*added, *links, *rows, *cells, *(d for d in derived if isinstance(d, CellWrite))]
    plan.children = children(plan, register)


# What tells a person whose row it is.
_SIGNS = frozenset({"upn", "admission_no", "surname", "forename", "dob"})


def children(plan: Plan, register: Snapshot) -> dict[str, dict[str, str]]:
    """Give, by key, what each row that is written to shows of whose it is."""
    assert plan.placed is not None
    rows = {**plan.placed.rows, **plan.placed.links}
    return {op.key: _signs(rows[op.key], register) for op in plan.operations if isinstance(op, CellWrite)}


def _signs(row: Row, register: Snapshot) -> dict[str, str]:
    return {name: text for name, text in register.cells(row) if name in _SIGNS and isinstance(text, str)}


def _link(key: str, row: Row, register: Snapshot) -> Link:
    return Link(f"{key}.key", key, row.line, _signs(row, register), "its identifiers are this pupil's alone")


def _names(plan: Plan, desk: Desk, roll: Roll, placed: Placed) -> dict[str, tuple[str, str]]:
    """Surname and forename for each folder: as the register shows them after this run, else as the MIS does.

    The register is read whole each time, the MIS's rows only where something
    moved: a folder named after these would be renamed to and fro.
    """
    written = {(op.key, op.field): op.value for op in plan.operations if isinstance(op, CellWrite)}
    new = {op.key for op in plan.operations if isinstance(op, NewRow)}
    rows = {**placed.rows, **placed.links}
    names = {}
    for key in sorted(rows.keys() | new):
        ours = _name(key, desk.register_fields, rows.get(key), written)
        names[key] = ours if ours[0] else _name(key, desk.source_fields, roll.rows.get(key), {})
    return names


def _other_names(
    names: Collection[str], inputs: Inputs, roll: Roll, placed: Placed
) -> dict[str, list[tuple[str, str]]]:
    """What else the pupils are called: by the MIS, and in rows of which it is in doubt whose they are."""
    source, register = inputs.source, inputs.register
    others = {key: [_name(key, source.fields, roll.rows.get(key), {})] for key in names}
    rows = {row.line: row for row in register.rows} if register is not None and placed.doubts else {}
    for doubt in placed.doubts:
        for key in others.keys() & set(doubt.keys):
            others[key].append(_name(key, register.fields if register else (), rows.get(doubt.line), {}))
    return others


def _name(
    key: str, fields: tuple[str, ...], row: Row | None, written: Mapping[tuple[str, str], str]
) -> tuple[str, str]:
    if row is None or not {"surname", "forename"} <= set(fields):
        return "", ""
    shown = (written.get((key, n), row.values[fields.index(n)]) for n in ("surname", "forename"))
    surname, forename = (text if isinstance(text, str) else "" for text in shown)
    return surname, forename
