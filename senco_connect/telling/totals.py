"""Count what a plan holds, say it in a sentence, and say what to do next.

Pure; counts, field names and plan ids only.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from senco_connect.batch import CellWrite, NewColumn, NewFolder, NewRow, RenameFolder
from senco_connect.merge import CONFLICT
from senco_connect.plan import Inputs, Plan
from senco_connect.run import Planned
from senco_connect.telling.line import counted

if TYPE_CHECKING:
    from senco_connect.apply import Applied

__all__ = [
    "APPROVAL", "Counts", "counts_of", "exit_code", "news_words", "next_step", "run_exit_code", "run_words",
    "total_words",
]  # fmt: skip

AGAIN, APPROVAL, WAITING = 1, 3, 4


class Counts(NamedTuple):
    """How much of each kind a plan holds; ``open`` are the matters that wait for a person, conflicts among them."""

    rows: int
    cells: int
    keys: int
    columns: int
    folders: int
    folders_renamed: int
    open: int
    conflicts: int
    joined: int
    missing: int
    changed: int
    rekeyed: int

    @property
    def changes(self) -> int:
        """How many writes there are, of all kinds."""
        return sum(self[:6])


def counts_of(plan: Plan) -> Counts:
    """Count a plan."""
    kinds = Counter(type(op) for op in (*plan.operations, *plan.folder_operations))
    cells, rows, columns = kinds[CellWrite], kinds[NewRow], kinds[NewColumn]
    keys = len(plan.operations) - cells - rows - columns
    conflicts = sum(1 for matter in plan.matters if matter.kind == CONFLICT)
    return Counts(
        rows, cells, keys, columns, kinds[NewFolder], kinds[RenameFolder], len(plan.matters), conflicts,
        len(plan.joined), len(plan.missing), len(plan.changes), len(plan.rekeyed),
    )  # fmt: skip


def exit_code(planned: Planned) -> int:
    """Give the exit code of a plan: 3 where a guard trips, 4 where conflicts wait, else 0."""
    if planned.refusals:
        return APPROVAL
    return WAITING if counts_of(planned.plan).conflicts else 0


def run_exit_code(planned: Planned, applied: Applied) -> int:
    """Give the exit code of a run that wrote: 1 where something was left for the next run, 4 where conflicts wait."""
    if applied.left:
        return AGAIN
    return WAITING if counts_of(planned.plan).conflicts else 0


def total_words(plan: Plan) -> str:
    """Say in a sentence what would be written, and what waits.

    "0 changes" says that the stores show what was agreed.
    """
    counts = counts_of(plan)
    parts = [counted(n, one) for n, one in zip(counts[:6], _WRITTEN, strict=True) if n]
    return f"{counted(counts.changes, 'change')}{': ' if parts else ''}{', '.join(parts)}.{_open_words(counts)}"


def run_words(planned: Planned, applied: Applied) -> str:
    """Say in a sentence what was written, what was left and what waits."""
    left = f", {len(applied.left)} left for the next run" if applied.left else ""
    return f"{counted(len(applied.done), 'change')} written{left}.{_open_words(counts_of(planned.plan))}"


def _open_words(counts: Counts) -> str:
    conflicts = f", {counts.conflicts} of them in conflict" if counts.conflicts else ""
    return f" {counted(counts.open, 'open matter')}{conflicts}." if counts.open else ""


def news_words(plan: Plan) -> str:
    """Say in a sentence how the export differs from the one before; "" where it doesn't."""
    counts = counts_of(plan)
    said = {
        f"{counts.joined} joined": counts.joined,
        f"{counts.missing} not in it any more": counts.missing,
        f"{counted(counts.changed, 'value')} changed": counts.changed,
        f"{counted(counts.rekeyed, 'UPN')} replaced": counts.rekeyed,
    }
    news = ", ".join(words for words, number in said.items() if number)
    return f"The export: {news}." if news else ""


def next_step(planned: Planned) -> str:
    """Say what to do with a plan that was read."""
    plan = planned.plan
    if planned.refusals:
        if all(refusal.approvable for refusal in planned.refusals):
            return f"Nothing is written until a person approves: senco apply --approve {plan.id}"
        return "Nothing is written until this is put right."
    if not plan.is_empty:
        return f"To do it: senco apply {plan.id}"
    return f"To note the export as read: senco apply {plan.id}" if _is_new(planned.inputs) else "Nothing to do."


def _is_new(inputs: Inputs) -> bool:
    accepted = inputs.memory.accepted
    return not accepted or accepted[-1].digest != inputs.source.digest


_WRITTEN = ("new row", "cell", "key", "new column", "new folder", "folder")
