"""Plan the undo of a past run: put back each old value and folder name that nobody has changed since.

Pure.  What somebody changed stands and is listed.  Rows, folders, columns and
keys stay, for the library deletes nothing.  No shadow follows what is put back:
to the next run it is a person's edit, so it does not write the new value again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from senco_connect.batch import CellWrite, RenameFolder
from senco_connect.folders import FILING, name_token
from senco_connect.identity import Placed, Roll, place_rows
from senco_connect.ownership import MIS, REGISTER, Ownership
from senco_connect.plan import Inputs, Plan
from senco_connect.pupils import TYPED
from senco_connect.record import FIELDS, GROUPS, Owner
from senco_connect.snapshot import Row, Snapshot
from senco_connect.tokens import Tokens

__all__ = ["BACK", "FOLDER", "Done", "Kept", "PastRun", "Undo", "beside", "plan_undo"]

FOLDER = "folder"
BACK = "it shows its old value already"
_CHANGED = "changed since"
_NO_IMAGE = "its old value is not kept any more (30 days)"
_NO_ROW = "the register shows no such row, or one in doubt"
_NO_COLUMN = "the register has no such column that may be written"
_NO_FOLDER = "no folder, or more than one, bears this key"
_COMES_BACK = "; the MIS decides it: the next run writes it again"
_NOBODY = Roll({}, frozenset(), frozenset(), ())


class Done(NamedTuple):
    """One operation of a past run that may have arrived.

    ``before`` and ``after`` are None once its image is gone; ``beside`` are the
    other cells of the same value as they stood then.
    """

    kind: str
    key: str
    field: str
    before: str | None
    after: str | None
    beside: Mapping[str, str] = {}


class PastRun(NamedTuple):
    """A run of the past, with all of it that was not seen to fail."""

    id: str
    done: tuple[Done, ...]


class Kept(NamedTuple):
    """A value that is left as it stands (a field, a group of fields, or the folder's name), and why."""

    key: str
    what: str
    why: str


class Undo(NamedTuple):
    """What an undo would put back (``plan``), what it leaves and why, and how much of each kind stays as made."""

    run: str
    plan: Plan
    kept: tuple[Kept, ...]
    stays: Mapping[str, int]


def plan_undo(past: PastRun, inputs: Inputs) -> Undo:
    """Plan the undo of a run from what the register and the folders show now; no export is looked at."""
    register, tokens = inputs.register, Tokens(inputs.memory.secret)
    inputs.memory.prefetch({row.key for row in register.rows if row.key} if register else ())
    placed = place_rows(register, _NOBODY, inputs.memory, tokens) if register else Placed({}, {}, ())
    plan = Plan("", {}, placed=placed, knows_matters=False)
    kept = [*_plan_cells(past, inputs, plan, tokens), *_plan_folders(past, inputs, plan, tokens)]
    plan.id, plan.inputs = _bound_to(past, plan, inputs)
    stays = Counter("derived" if _is_derived(d) else d.kind for d in past.done if _is_derived(d) or d.kind in _STAY)
    return Undo(past.id, plan, tuple(sorted(kept)), dict(stays))


_STAY = ("NewRow", "NewFolder", "NewColumn", "Link")


def beside(plan: Plan, register: Snapshot | None) -> dict[tuple[str, str], dict[str, str]]:
    """Give, by (key, group), the whole value of each group that a plan writes to, as the register shows it before."""
    rows = {**plan.placed.rows, **plan.placed.links} if plan.placed else {}
    written = {(op.key, op.group) for op in plan.operations if isinstance(op, CellWrite) and op.group}
    return {(key, group): _shown(rows[key], GROUPS[group], register) for key, group in written} if register else {}


def _shown(row: Row, members: Sequence[str], register: Snapshot) -> dict[str, str]:
    values = {name: register.value(row, name) for name in members}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _is_derived(done: Done) -> bool:
    # What is worked out from other fields is worked out anew; put back, it would look like a person's text.
    return done.kind == "CellWrite" and done.field in FIELDS and FIELDS[done.field].owner is Owner.COMPUTED


def _plan_cells(past: PastRun, inputs: Inputs, plan: Plan, tokens: Tokens) -> Iterator[Kept]:
    values: dict[tuple[str, str], list[Done]] = {}
    for done in past.done:
        if done.kind == "CellWrite" and not _is_derived(done):
            group = FIELDS[done.field].group if done.field in FIELDS else ""
            values.setdefault((done.key, group or done.field), []).append(done)
    rows = plan.placed.rows if plan.placed else {}
    for (key, what), cells in values.items():
        row = rows.get(key)
        why = _why_kept(cells, row, inputs.register)
        if why or row is None or inputs.register is None:
            yield Kept(key, what, why or _NO_ROW)
        else:
            _put_back(past.id, cells, row, inputs, plan=plan, tokens=tokens)


def _why_kept(cells: Sequence[Done], row: Row | None, register: Snapshot | None) -> str:
    """Say why a value is left as it stands, "" where it is to be put back: the whole of it, or nothing."""
    if row is None or register is None:
        return _NO_ROW
    whys = {_cell_standing(done, row, register) for done in cells}
    written = {done.field for done in cells}
    others = {name: text for done in cells for name, text in done.beside.items() if name not in written}
    if any(not _shows(register, row, name, text) for name, text in others.items()):
        whys.add(_CHANGED)
    return whys.pop() if len(whys) == 1 else next((why for why in _WORST_FIRST if why in whys), _CHANGED)


_WORST_FIRST = (_NO_COLUMN, _NO_IMAGE)


def _cell_standing(done: Done, row: Row, register: Snapshot) -> str:
    if done.field not in register.writable or done.field not in FIELDS:
        return _NO_COLUMN
    if done.before is None or done.after is None:
        return _NO_IMAGE
    if _shows(register, row, done.field, done.after):
        return ""
    return BACK if _shows(register, row, done.field, done.before) else _CHANGED


def _shows(register: Snapshot, row: Row, field: str, text: str) -> bool:
    seen = register.value(row, field)
    return isinstance(seen, str) and FIELDS[field].kind.compare(seen) == FIELDS[field].kind.compare(text)


def _put_back(run: str, cells: Sequence[Done], row: Row, inputs: Inputs, *, plan: Plan, tokens: Tokens) -> None:
    assert inputs.register is not None
    key, group = cells[0].key, FIELDS[cells[0].field].group
    before = _shown(row, GROUPS[group] if group else [cells[0].field], inputs.register)
    after = {**before, **{done.field: done.before or "" for done in cells}}
    why = f"undo of run {run}"
    why += _COMES_BACK if _comes_back(after, inputs.rules.ownership) else ""
    plan.operations += [
        CellWrite(f"{key}.{done.field}", key, done.field, before[done.field], after[done.field], why, group)
        for done in cells
    ]
    learned = plan.learned.setdefault(key, {})
    # A run that was cut off wrote without noting it: what it wrote has now been seen.
    learned.setdefault(REGISTER, {}).update({d.field: tokens.value(key, d.field, before[d.field]) for d in cells})
    # Whoever approves this has seen each line: the next run need not ask whether a region was pasted over.
    learned.setdefault(TYPED, {}).update({name: tokens.value(key, name, text) for name, text in after.items()})


def _comes_back(texts: Mapping[str, str], ownership: Ownership) -> bool:
    """Tell whether the next run delivers the MIS's value: into a blank cell, and over any text where it is enforced."""
    first = next(iter(texts))
    return ownership.store(first) == MIS and (first in ownership.enforced or not any(texts.values()))


def _plan_folders(past: PastRun, inputs: Inputs, plan: Plan, tokens: Tokens) -> Iterator[Kept]:
    shown = inputs.folders.folders if inputs.folders else ()
    for done in past.done:
        if done.kind != "RenameFolder":
            continue
        found = [folder for folder in shown if folder.key == done.key]
        if len(found) != 1 or done.before is None or done.after is None:
            yield Kept(done.key, FOLDER, _NO_FOLDER if len(found) != 1 else _NO_IMAGE)
        elif found[0].name != done.after:
            yield Kept(done.key, FOLDER, BACK if found[0].name == done.before else _CHANGED)
        else:
            why = f"undo of run {past.id}"
            folder = found[0]
            rename = RenameFolder(f"{done.key}.folder", done.key, folder.id, folder.name, done.before, why)
            plan.folder_operations.append(rename)
            given = name_token(folder.name, done.key, tokens)
            plan.learned.setdefault(done.key, {})[FILING] = {"name": given}


def _bound_to(past: PastRun, plan: Plan, inputs: Inputs) -> tuple[str, dict[str, str]]:
    ids = repr([op.id for op in (*plan.operations, *plan.folder_operations)])
    bound = {
        "undo": past.id,
        # Old values go after 30 days, and nothing else that is listed here changes with them.
        "operations": blake2b(ids.encode(), digest_size=16).hexdigest(),
        "register": inputs.register.digest if inputs.register else "",
        "folders": inputs.folders.digest if inputs.folders else "",
        "state": f"{inputs.memory.lineage}:{inputs.memory.serial}",
        "rules": inputs.rules.digest(),
        "configuration": inputs.rules.configuration,
    }
    return blake2b(repr(sorted(bound.items())).encode(), digest_size=4).hexdigest(), bound
