"""A plan, and what became of it, as a document for programs.

Pure.  The plan's document holds values, as the plan does; the one of a run
holds keys, field names and counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from senco_connect.apply import Applied
from senco_connect.batch import (
    CellWrite,
    FolderOperation,
    Link,
    Matter,
    NewColumn,
    NewFolder,
    NewRow,
    Operation,
    RenameFolder,
)  # fmt: skip
from senco_connect.pupils import Change
from senco_connect.run import Planned
from senco_connect.telling.shown import Shown
from senco_connect.telling.totals import counts_of

__all__ = ["Document", "matter_document", "plan_document", "run_document"]

Document = dict[str, Any]


def plan_document(planned: Planned) -> Document:
    """Give everything a plan says; ``upn`` is null where no row shows it, ``old`` where nobody shows it any more."""
    plan = planned.plan
    shown = Shown(plan, planned.inputs)
    return {
        "id": plan.id,
        "inputs": plan.inputs,
        "operations": [_operation(op, shown) for op in plan.operations],
        "folders": [_folder(op, shown) for op in plan.folder_operations],
        "matters": [{**_matter(m), **_who(m.key, shown), "shown": list(m.shown)} for m in plan.matters],
        "changes": [_change(change, shown) for change in plan.changes],
        "joined": [_who(key, shown) for key in plan.joined],
        "missing": [_who(key, shown) for key in plan.missing],
        "rekeyed": [{**_who(k, shown), "former_upn": shown.text(k, "former_upn") or None} for k in plan.rekeyed],
        "refusals": [refusal._asdict() for refusal in planned.refusals],
        "counts": counts_of(plan)._asdict(),
    }


def _who(key: str, shown: Shown) -> Document:
    return {"key": key or None, "upn": shown.text(key, "upn") or None}


def _change(change: Change, shown: Shown) -> Document:
    old = change.old if isinstance(change.old, str) else None
    return {
        **_who(change.key, shown), "field": change.field, "old": old, "new": change.new, "line": change.line,
    }  # fmt: skip


def run_document(planned: Planned, applied: Applied) -> Document:
    """Give what a run did, left and found open; no values."""
    plan = planned.plan
    return {
        "id": plan.id,
        "done": [_bare(op) for op in applied.done],
        "left": [
            {**_bare(op), "why": applied.left[op.id]}
            for op in (*plan.operations, *plan.folder_operations)
            if op.id in applied.left
        ],
        "matters": matter_document(plan.matters),
        "counts": counts_of(plan)._asdict(),
    }


def matter_document(matters: Iterable[Matter]) -> list[Document]:
    """Give open matters without what the stores show."""
    return [_matter(matter) for matter in matters]


def _operation(op: Operation, shown: Shown) -> Document:
    document: Document = {"kind": _KINDS[type(op)], **_who(getattr(op, "key", ""), shown), **_NOTHING}
    match op:
        case CellWrite():
            document |= {"field": op.field, "expect": op.expect, "value": op.value}
        case NewRow():
            document |= {"value": dict(op.values)}
        case Link():
            document |= {"expect": dict(op.expect), "line": op.line}
        case NewColumn():
            document |= {"field": op.field or None}
    return {**document, "why": op.why, "id": op.id}


_NOTHING = {"field": None, "expect": None, "value": None}


def _folder(op: FolderOperation, shown: Shown) -> Document:
    expect = None if isinstance(op, NewFolder) else op.expect
    kind = _KINDS[type(op)]
    return {"kind": kind, **_who(op.key, shown), "expect": expect, "value": op.name, "why": op.why, "id": op.id}


def _bare(op: Operation | FolderOperation) -> Document:
    key, field = getattr(op, "key", ""), getattr(op, "field", "")
    return {"kind": _KINDS[type(op)], "key": key or None, "field": field or None, "id": op.id}


def _matter(matter: Matter) -> Document:
    return {
        "kind": matter.kind,
        "key": matter.key or None,
        "field": matter.field or None,
        "owner": matter.owner,
        "words": matter.words,
    }


_KINDS: dict[type, str] = {
    CellWrite: "cell", NewRow: "row", Link: "key", NewColumn: "column", NewFolder: "folder",
    RenameFolder: "folder name",
}  # fmt: skip
