"""Tell a plan, or what became of it, line by line and pupil by pupil.

Pure.  `plan_lines` shows values, for that is what a plan is read for; everything
else here gives keys, labels and counts only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from senco_connect.batch import CellWrite, FolderOperation, Link, Matter, NewColumn, NewFolder, NewRow, Operation
from senco_connect.plan import Plan
from senco_connect.pupils import Change
from senco_connect.record import KEY_LABEL, MISSING
from senco_connect.run import Planned
from senco_connect.telling.line import Line, label_of, printable
from senco_connect.telling.shown import Shown

if TYPE_CHECKING:
    from senco_connect.apply import Applied

__all__ = ["MatterGroup", "applied_lines", "cure_lines", "matter_groups", "plan_lines"]


# --- with values


def plan_lines(planned: Planned) -> list[Line]:
    """Tell everything a plan says, by name of pupil, with values, owners and reasons."""
    plan, inputs, _ = planned
    shown = Shown(plan, inputs)
    told = [*_writes(planned), *_folders(plan), *_open(plan), *_news(planned)]
    lines = [Line(sign, key, printable(shown.name(key)), printable(words)) for sign, key, words in told]
    return sorted(lines, key=lambda line: (bool(line.key), line.name.casefold(), line.key))


_Told = tuple[str, str, str]


def _writes(planned: Planned) -> Iterator[_Told]:
    ownership = planned.inputs.rules.ownership
    for op in planned.plan.operations:
        match op:
            case CellWrite(key=key, field=field, why=why):
                owner = ownership.owner(field).value
                moved = f"{op.expect or 'blank'} → {op.value or 'blank'}"
                yield "~", key, f"{label_of(field)}: {moved} ({owner}; {why})"
            case NewRow(key=key, values=values, why=why):
                cells = "; ".join(f"{label_of(name)}: {text}" for name, text in values.items())
                yield "+", key, f"new row ({why}) {cells}"
            case Link(key=key, line=line, why=why):
                yield "~", key, f"{KEY_LABEL} goes into row {line}: {why}"
            case NewColumn(field=field, why=why):
                yield "+", "", f"new column {label_of(field)}: {why}"


def _folders(plan: Plan) -> Iterator[_Told]:
    for op in plan.folder_operations:
        if isinstance(op, NewFolder):
            yield "+", op.key, f"new folder {op.name} ({op.why})"
        else:
            yield "~", op.key, f"folder {op.expect} → {op.name} ({op.why})"


def _open(plan: Plan) -> Iterator[_Told]:
    if not plan.matters:
        return
    from senco_connect.explain import shown_words

    for matter in plan.matters:
        words = f"{matter.kind}{shown_words(matter)} · {matter.owner}"
        yield "!", matter.key, f"{matter.field}: {words}" if matter.field else words


def cure_lines(plan: Plan) -> list[Line]:
    """Say once what to do about each kind of open matter."""
    return [Line("!", "", "", f"{kind}: {words}") for kind, words in sorted({(m.kind, m.words) for m in plan.matters})]


def _news(planned: Planned) -> Iterator[_Told]:
    plan = planned.plan
    written = set(_cells(plan.operations))
    yield from (_changed(change) for change in plan.changes if (change.key, change.field) not in written)
    # With nothing remembered everybody joins: that is no news.
    if planned.inputs.memory.serial:
        yield from _all_of(plan.joined, "joined the export", told={op.key for op in _rows(plan.operations)})
    yield from _all_of(plan.missing, "is not in the export any more", told={matter.key for matter in plan.matters})


def _rows(operations: Iterable[Operation]) -> Iterator[NewRow]:
    return (op for op in operations if isinstance(op, NewRow))


def _all_of(keys: Iterable[str], words: str, *, told: Collection[str]) -> Iterator[_Told]:
    """Give one line for each pupil of whom no other line tells as much."""
    return (("=", key, words) for key in keys if key not in told)


def _changed(change: Change) -> _Told:
    new = change.new or "blank"
    moved = f"is now {new}" if change.old is MISSING else f"{change.old or 'blank'} → {new}"
    return "=", change.key, f"{label_of(change.field)}: {moved} (export line {change.line})"


def _cells(operations: Iterable[Operation]) -> Iterator[tuple[str, str]]:
    """Give (key, field) of every cell that is written, new rows' too."""
    for op in operations:
        if isinstance(op, CellWrite):
            yield op.key, op.field
        elif isinstance(op, NewRow):
            yield from ((op.key, name) for name in op.values)


# --- without values


class MatterGroup(NamedTuple):
    """Open matters of one kind that end in the same way: whom and which field each is about ("" where none)."""

    kind: str
    owner: str
    words: str
    about: tuple[tuple[str, str], ...]


def matter_groups(matters: Iterable[Matter]) -> tuple[MatterGroup, ...]:
    """Gather open matters by kind, who acts, and what to do."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for matter in matters:
        found.setdefault((matter.kind, matter.owner, matter.words), []).append((matter.key, matter.field))
    return tuple(MatterGroup(*what, tuple(about)) for what, about in sorted(found.items()))


def applied_lines(planned: Planned, applied: Applied) -> list[Line]:
    """Tell what was done for each pupil, what was left and why, and what waits for a person."""
    plan = planned.plan
    done = [*_done(applied.done)]
    all_ops: dict[str, Operation | FolderOperation] = {op.id: op for op in (*plan.operations, *plan.folder_operations)}
    left = (
        Line("!", getattr(all_ops[id_], "key", ""), "", f"{_about(all_ops[id_])}: not written, {why}")
        for id_, why in applied.left.items()
    )
    waiting = (Line("!", m.key, "", f"{m.field}: {m.kind}" if m.field else m.kind) for m in plan.matters)
    return sorted([*done, *left, *waiting], key=lambda line: line.key)


def _done(done: Iterable[Operation | FolderOperation]) -> Iterator[Line]:
    by_pupil: dict[tuple[str, str], list[str]] = {}
    for op in done:
        sign = "+" if isinstance(op, NewRow | NewColumn | NewFolder) else "~"
        by_pupil.setdefault((sign, getattr(op, "key", "")), []).append(_about(op))
    for (sign, key), about in by_pupil.items():
        yield Line(sign, key, "", ", ".join(about))


def _about(op: Operation | FolderOperation) -> str:
    match op:
        case NewRow():
            return f"new row ({len(op.values)} fields)"
        case NewColumn():
            return f"new column {label_of(op.field)}"
        case CellWrite():
            return label_of(op.field)
        case Link():
            return KEY_LABEL
        case NewFolder():
            return "new folder"
        case _:
            return "folder renamed"
