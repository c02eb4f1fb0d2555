"""Plan the undo of a past run: put back each old value and folder name that nobody has changed since.

Pure.  What somebody changed stands and is listed.  Rows, folders, columns and
keys stay, for the library deletes nothing.  No shadow follows what is put back:
to the next run it is a person's edit, so it does not write the new value again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from senco_connect.batch import CellWrite, RenameFolder
from senco_connect.folders import FILING, name_token
from senco_connect.identity import Roll, place_rows
from senco_connect.ownership import MIS, REGISTER, Ownership
from senco_connect.plan import Inputs, Plan, children
from senco_connect.pupils import TYPED
from senco_connect.record import FIELDS, GROUPS, Owner
from senco_connect.snapshot import Folder, Row, Snapshot
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
    sheet = _Sheet(inputs)
    plan = Plan("", {}, placed=sheet.placed, knows_matters=False)
    asked = [done for done in past.done if not _staying(done)]
    cells, names = ([done for done in asked if done.kind == kind] for kind in ("CellWrite", "RenameFolder"))
    folders = inputs.folders.folders if inputs.folders else ()
    kept = [*_plan_cells(past.id, cells, sheet, plan), *_plan_folders(past.id, names, folders, plan=plan, sheet=sheet)]
    plan.children = children(plan, inputs.register) if inputs.register else {}
    plan.id, plan.inputs = _bound_to(past, plan, inputs)
    stays = Counter(map(_staying, past.done))
    del stays[""]
    return Undo(past.id, plan, tuple(sorted(kept)), dict(stays))


def _staying(done: Done) -> str:
    """Give the kind of what is not undone, "" for what is put back or kept value by value."""
    if done.kind == "CellWrite":
        return "derived" if _is_derived(done) else ""
    return "" if done.kind == "RenameFolder" else done.kind


def beside(plan: Plan, register: Snapshot | None) -> dict[tuple[str, str], dict[str, str]]:
    """Give, by (key, group), the whole value of each group that a plan writes to, as the register shows it before."""
    if register is None or plan.placed is None:
        return {}
    rows = {**plan.placed.rows, **plan.placed.links}
    cells = (op for op in plan.operations if isinstance(op, CellWrite))
    written = {(op.key, op.group) for op in cells if op.group}
    return {(key, group): _texts(register, rows[key], GROUPS[group]) for key, group in written}


def _texts(register: Snapshot, row: Row, members: Iterable[str]) -> dict[str, str]:
    values = {name: register.value(row, name) for name in members}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _is_derived(done: Done) -> bool:
    # What is worked out from other fields is worked out anew; put back, it would look like a person's text.
    return done.kind == "CellWrite" and done.field in FIELDS and FIELDS[done.field].owner is Owner.COMPUTED


class _Sheet:
    """The register as it stands now; where there is none, one that shows nobody."""

    def __init__(self, inputs: Inputs) -> None:
        self.ownership = inputs.rules.ownership
        self.register = inputs.register or Snapshot((), (), "")
        self.tokens = Tokens(inputs.memory.secret)
        inputs.memory.prefetch({row.key for row in self.register.rows if row.key})
        self.placed = place_rows(self.register, _NOBODY, inputs.memory, self.tokens)

    def why_kept(self, key: str, cells: Sequence[Done]) -> str:
        """Say why a value is left as it stands, "" where it is to be put back: the whole of it, or nothing."""
        if key not in self.placed.rows:
            return _NO_ROW
        whys = {self._standing(done) for done in cells}
        if any(not self._shows(key, name, text) for name, text in _left_alone(cells).items()):
            whys.add(_CHANGED)
        return whys.pop() if len(whys) == 1 else next((why for why in _WORST_FIRST if why in whys), _CHANGED)

    def _standing(self, done: Done) -> str:
        if done.field not in self.register.writable & FIELDS.keys():
            return _NO_COLUMN
        if done.before is None or done.after is None:
            return _NO_IMAGE
        if self._shows(done.key, done.field, done.after):
            return ""
        return BACK if self._shows(done.key, done.field, done.before) else _CHANGED

    def _shows(self, key: str, field: str, text: str) -> bool:
        seen = self.register.value(self.placed.rows[key], field)
        return isinstance(seen, str) and FIELDS[field].kind.compare(seen) == FIELDS[field].kind.compare(text)


_WORST_FIRST = (_NO_COLUMN, _NO_IMAGE)


def _left_alone(cells: Sequence[Done]) -> dict[str, str]:
    """Give the cells of a value that the run did not write, as they stood then."""
    written = {done.field for done in cells}
    return {name: text for done in cells for name, text in done.beside.items() if name not in written}


def _plan_cells(run: str, done: Iterable[Done], sheet: _Sheet, plan: Plan) -> Iterator[Kept]:
    values: dict[tuple[str, str], list[Done]] = {}
    for one in done:
        values.setdefault((one.key, _group(one.field) or one.field), []).append(one)
    for (key, what), cells in values.items():
        if why := sheet.why_kept(key, cells):
            yield Kept(key, what, why)
        else:
            _put_back(run, cells, sheet, plan)


def _group(field: str) -> str:
    return FIELDS[field].group if field in FIELDS else ""


def _put_back(run: str, cells: Sequence[Done], sheet: _Sheet, plan: Plan) -> None:
    key, group, tokens = cells[0].key, _group(cells[0].field), sheet.tokens
    members = GROUPS[group] if group else [cells[0].field]
    before = _texts(sheet.register, sheet.placed.rows[key], members)
    after = before | {done.field: done.before for done in cells if done.before is not None}
    why = f"undo of run {run}{_COMES_BACK if _comes_back(after, sheet.ownership) else ''}"
    fields = [done.field for done in cells]
    plan.operations += [CellWrite(f"{key}.{f}", key, f, before[f], after[f], why, group) for f in fields]
    learned = plan.learned.setdefault(key, {})
    # A run that was cut off wrote without noting it: what it wrote has now been seen.
    learned.setdefault(REGISTER, {}).update({f: tokens.value(key, f, before[f]) for f in fields})
    # Whoever approves this has seen each line: the next run need not ask whether a region was pasted over.
    learned.setdefault(TYPED, {}).update({name: tokens.value(key, name, text) for name, text in after.items()})


def _comes_back(texts: Mapping[str, str], ownership: Ownership) -> bool:
    """Tell whether the next run delivers the MIS's value: into a blank cell, and over any text where it is enforced."""
    first = next(iter(texts))
    return ownership.store(first) == MIS and (first in ownership.enforced or not any(texts.values()))


def _plan_folders(
    run: str, done: Iterable[Done], shown: Sequence[Folder], *, plan: Plan, sheet: _Sheet
) -> Iterator[Kept]:
    for key, before, after in ((one.key, one.before, one.after) for one in done):
        found = [folder for folder in shown if folder.key == key]
        if len(found) != 1:
            yield Kept(key, FOLDER, _NO_FOLDER)
        elif before is None:
            yield Kept(key, FOLDER, _NO_IMAGE)
        elif found[0].name != after:
            yield Kept(key, FOLDER, BACK if found[0].name == before else _CHANGED)
        else:
            _rename_back(f"undo of run {run}", found[0], before, plan=plan, tokens=sheet.tokens)


def _rename_back(why: str, folder: Folder, name: str, *, plan: Plan, tokens: Tokens) -> None:
    key = folder.key
    plan.folder_operations.append(RenameFolder(f"{key}.folder", key, folder.id, folder.name, name, why))
    plan.learned.setdefault(key, {})[FILING] = {"name": name_token(folder.name, key, tokens)}


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
