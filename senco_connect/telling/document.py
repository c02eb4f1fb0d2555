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
    tell = _Teller(Shown(plan, planned.inputs))
    return {
        "id": plan.id,
        "inputs": plan.inputs,
        "operations": [*map(tell.operation, plan.operations)],
        "folders": [*map(tell.folder, plan.folder_operations)],
        "matters": [*map(tell.matter, plan.matters)],
        "changes": [*map(tell.change, plan.changes)],
        "joined": [*map(tell.who, plan.joined)],
        "missing": [*map(tell.who, plan.missing)],
        "rekeyed": [*map(tell.rekeyed, plan.rekeyed)],
        "refusals": [refusal._asdict() for refusal in planned.refusals],
        "counts": counts_of(plan)._asdict(),
    }


class _Teller:
    """Tells of pupils by key and by the UPN that the stores show."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown

    def who(self, key: str) -> Document:
        return {"key": key or None, "upn": self._shown.text(key, "upn") or None}

    def rekeyed(self, key: str) -> Document:
        return {**self.who(key), "former_upn": self._shown.text(key, "former_upn") or None}

    def change(self, change: Change) -> Document:
        key, field, old, new, line = change
        return {**self.who(key), "field": field, "old": old if isinstance(old, str) else None, "new": new, "line": line}

    def matter(self, matter: Matter) -> Document:
        return {**_matter(matter), **self.who(matter.key), "shown": list(matter.shown)}

    def operation(self, op: Operation) -> Document:
        document: Document = {"kind": _KINDS[type(op)], **self.who(getattr(op, "key", "")), **_NOTHING}
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

    def folder(self, op: FolderOperation) -> Document:
        expect = None if isinstance(op, NewFolder) else op.expect
        document = {"kind": _KINDS[type(op)], **self.who(op.key), "field": None, "expect": expect, "value": op.name}
        return {**document, "why": op.why, "id": op.id}


_NOTHING = {"field": None, "expect": None, "value": None}


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
