"""Tell what a plan holds: how much of each kind, and an example or two with the reason.

A plan is the library's own object; here it is read as any Python user would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from senco_connect import FIELDS, Planned
from senco_connect.adapters import CellWrite, Link, Matter, NewColumn, NewFolder, NewRow

__all__ = ["key_of", "listed", "matter_lines", "some_cells", "some_matters", "summary"]
_KINDS: Final[tuple[tuple[type, str], ...]] = (
    (NewColumn, "+ {} new column at the right end, for the pupils' keys"),
    (NewRow, "+ {} new rows: children with SEN in the MIS whom the register lacks"),
    (Link, "~ {} rows recognised by UPN or admission number: each gets its pupil's key"),
    (NewFolder, "+ {} new pupil folders"),
)


def summary(planned: Planned) -> Iterator[str]:
    """Count what would be written and what waits, a line for each kind; "0 changes" where there is nothing."""
    plan = planned.plan
    operations = (*plan.operations, *plan.folder_operations)
    kinds = Counter(type(operation) for operation in operations)
    yield f"Plan {plan.id}: {len(operations)} changes."
    yield from (words.format(kinds[kind]) for kind, words in _KINDS if kinds[kind])
    cells = Counter(FIELDS[op.field].label for op in plan.operations if isinstance(op, CellWrite))
    if cells:
        yield f"~ {cells.total()} cells: {listed(cells)}"
    if plan.matters:
        kinds_of_matter = Counter(matter.kind for matter in plan.matters)
        yield f"! {len(plan.matters)} open matters, for a person: {listed(kinds_of_matter)}"


def some_cells(planned: Planned, number: int) -> Iterator[str]:
    """Give the first cells that would be written, each with its reason."""
    name = _names(planned)
    cells = (op for op in planned.plan.operations if isinstance(op, CellWrite) and not FIELDS[op.field].hidden)
    for op in islice(cells, number):
        yield f"~ {op.key}  {name(op.key)}  {FIELDS[op.field].label}: {op.expect or 'blank'} → {op.value} ({op.why})"


def some_matters(planned: Planned) -> Iterator[str]:
    """Give one open matter of each kind that is about a pupil."""
    kinds: dict[str, Matter] = {}
    for matter in planned.plan.matters:
        if matter.key:
            kinds.setdefault(matter.kind, matter)
    yield from (next(matter_lines(planned, matter)) for matter in kinds.values())


def matter_lines(planned: Planned, matter: Matter) -> Iterator[str]:
    """Give an open matter: whom and what it is about and what each side shows, then whose it is and how it ends."""
    what = f"{matter.field}: {matter.kind}" if matter.field else matter.kind
    shown = (f"{'MIS' if store == 'mis' else store}: {text or 'blank'}" for store, text in matter.shown)
    yield f"! {matter.key}  {_names(planned)(matter.key)}  {' · '.join((what, *shown))}"
    yield f"  Owner: {matter.owner}. {matter.words}"


def key_of(planned: Planned, upn: str) -> str:
    """Find a pupil's key by UPN, among those whom the export shows; "" where it shows no such pupil."""
    source, roll = planned.inputs.source, planned.plan.roll
    rows = roll.rows if roll else {}
    return next((key for key, row in rows.items() if source.value(row, "upn") == upn), "")


def listed(counts: Counter[str]) -> str:
    """Say how many there are of each kind, the most first."""
    return ", ".join(f"{number} × {words}" for words, number in counts.most_common())


def _names(planned: Planned) -> Callable[[str], str]:
    """Give a function that finds a pupil's name in the export."""
    source, roll = planned.inputs.source, planned.plan.roll

    def name(key: str) -> str:
        row = roll.rows.get(key) if roll else None
        return ", ".join(str(source.value(row, field)) for field in ("surname", "forename")) if row else ""

    return name
