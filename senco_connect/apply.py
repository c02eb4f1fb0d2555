"""Write: the only module that calls a writer.

Send, look, and say what was seen to arrive.  Nothing is sent twice: what did
not arrive is planned anew by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from senco_connect.adapters import Filing, Register
from senco_connect.batch import (
    Batch,
    FolderBatch,
    FolderOperation,
    Link,
    NewColumn,
    NewRow,
    Operation,
    Outcome,
    RenameFolder,
    Result,
)
from senco_connect.leasing import Lease
from senco_connect.plan import Plan
from senco_connect.record import FIELDS
from senco_connect.snapshot import FolderSnapshot, Snapshot

__all__ = ["Applied", "send"]

_FOLDERS_AT_ONCE = 200


class Applied(NamedTuple):
    """The operations seen to have arrived, by id why the others were left, and the mark that the register now bears."""

    done: tuple[Operation | FolderOperation, ...]
    left: dict[str, str]
    stamp: str = ""


def send(
    plan: Plan, register: Register | None, filing: Filing | None, *, stamp: str, lease: Lease | None = None
) -> Applied:
    """Apply a plan to the stores and look what arrived; the register first, as one batch.

    The lease's heartbeat goes before each batch: raises Locked where it was lost.
    """
    lease = lease or Lease()
    done: list[Operation | FolderOperation] = []
    left: dict[str, str] = {}
    seen = ""
    if register is not None:
        lease.beat()
        matters = tuple(plan.matters) if plan.knows_matters else None
        outcomes = register.apply(Batch(tuple(plan.operations), matters, stamp, lease.fence, plan.children))
        after = register.read()
        seen = after.stamp
        _sort_out(plan.operations, outcomes, _RegisterNow(after).shows, done=done, left=left)
    if filing is not None and plan.folder_operations:
        folder_outcomes = _filed(plan.folder_operations, filing, lease)
        now = _FoldersNow(filing.read())
        _sort_out(plan.folder_operations, folder_outcomes, now.shows, done=done, left=left)
    return Applied(tuple(done), left, seen)


def _filed(operations: Sequence[FolderOperation], filing: Filing, lease: Lease) -> list[Outcome]:
    # Folders know no fence: the batches are so small that a lease never runs out within one.
    outcomes: list[Outcome] = []
    for some in range(0, len(operations), _FOLDERS_AT_ONCE):
        lease.beat()
        outcomes += filing.apply(FolderBatch(tuple(operations[some : some + _FOLDERS_AT_ONCE])))
    return outcomes


_Op = TypeVar("_Op", bound=Operation | FolderOperation)


def _sort_out(
    operations: Sequence[_Op],
    outcomes: Sequence[Outcome],
    shows: Callable[[_Op], bool],
    *,
    done: list[Operation | FolderOperation],
    left: dict[str, str],
) -> None:
    answers = {outcome.id: outcome for outcome in outcomes}
    for op in operations:
        answer = answers.get(op.id, Outcome(op.id, Result.UNKNOWN, "the adapter gave no answer"))
        # An answer is a claim; what counts is what is seen there.
        if answer.result in (Result.DONE, Result.UNKNOWN) and shows(op):
            done.append(op)
        else:
            left[op.id] = answer.why or _WHY.get(answer.result, answer.result.value)


_WHY = {Result.DONE: "it was answered as done, and is not there"}


class _RegisterNow:
    """The register as it stands after the batch."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._rows = {row.key: row for row in snapshot.rows if row.key}

    def shows(self, op: Operation) -> bool:
        match op:
            case NewColumn():
                return self._snapshot.has_keys if not op.field else op.field in self._snapshot.fields
            case Link():
                return op.key in self._rows
            case NewRow():
                return op.key in self._rows and all(self._shows(op.key, n, v) for n, v in op.values.items())
            case _:
                return op.key in self._rows and self._shows(op.key, op.field, op.value)

    def _shows(self, key: str, field: str, value: str) -> bool:
        seen = self._snapshot.value(self._rows[key], field)
        compare = FIELDS[field].kind.compare
        return isinstance(seen, str) and compare(seen) == compare(value)


class _FoldersNow:
    """The folder tree as it stands after the batch."""

    def __init__(self, snapshot: FolderSnapshot) -> None:
        self._keys = {folder.key for folder in snapshot.folders}
        self._names = {folder.id: folder.name for folder in snapshot.folders}

    def shows(self, op: FolderOperation) -> bool:
        if isinstance(op, RenameFolder):
            # A disk may not take every letter of a name: that it moved on from the old one is what can be seen.
            return self._names.get(op.folder, op.expect) != op.expect
        return op.key in self._keys
