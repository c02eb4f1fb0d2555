"""Apply a batch to a workbook's bytes, and prove that nothing else moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from senco_connect.adapters import Batch, CellWrite, Outcome
from senco_connect.errors import RegisterRefused
from senco_connect_local.config import XlsxConfig
from senco_connect_local.draft import Draft
from senco_connect_local.issues_tab import write_matters
from senco_connect_local.look import Look, look_at, mark_name
from senco_connect_local.package import Package
from senco_connect_local.parts import odd_workbook
from senco_connect_local.workbook import STAMP, Place
from senco_connect_local.workbook_xml import calculate_anew, set_name, set_place
from senco_connect_local.writing import HALF, STRANGER, half_values, perform

__all__ = ["applied"]


def applied(data: bytes, batch: Batch, config: XlsxConfig) -> tuple[bytes, Sequence[Outcome]]:
    """Give the workbook with the batch in it, and each operation's outcome; the same bytes where nothing changes."""
    look = look_at(data, config)
    _refuse_unkeepable(look.package)
    draft = Draft(look)
    try:
        outcomes = _carry_out(draft, batch)
        new = look.package.rewritten(draft.parts.result()) if draft.parts.is_changed else data
    except ValueError:
        # An index or a count that is no number: lxml and int say so, each in its own way, with the text.
        raise odd_workbook() from None
    if new != data:
        _refuse_if_others_moved(look, look_at(new, config), draft.touched)
    return new, outcomes


def _carry_out(draft: Draft, batch: Batch) -> Sequence[Outcome]:
    answers = {op.id: perform(draft, op) for op in batch.operations if not isinstance(op, CellWrite)}
    # Cells come last: a line may have got its key just now.
    answers |= dict.fromkeys(half_values(draft, batch.operations), HALF)
    strangers = batch.to_strangers(lambda key, *cell: all(draft.shows(line, *cell) for line in draft.keys.get(key, ())))
    answers |= dict.fromkeys(strangers, STRANGER)
    outcomes = [(answers.get(op.id) or perform(draft, op))._replace(id=op.id) for op in batch.operations]
    if batch.matters is not None:
        write_matters(draft, batch.matters)
    if batch.stamp != draft.look.workbook.stamp:
        text = batch.stamp.replace('"', '""')
        set_name(draft.parts, STAMP, f'"{text}"')
    # Only where something is written anyway: a register at rest is not touched for its marks.
    if draft.parts.is_changed:
        _mark_columns(draft)
    # No formula was touched, but the stored result of one may rest on a cell that was.
    if draft.touched:
        calculate_anew(draft.parts)
    return outcomes


def _refuse_unkeepable(package: Package) -> None:
    """Refuse a workbook that any change would break."""
    if any(name.startswith("_xmlsignatures/") for name in package.names()):
        raise RegisterRefused(
            "The workbook carries a digital signature, which any change would break.",
            "Remove the signature (File, Info), then run again.",
            code="X301",
        )
    if any(name.startswith("xl/revisions/") for name in package.names()):
        raise RegisterRefused(
            "The workbook is shared in the old way, with a log of every change.",
            "Switch off Review, Share Workbook (Legacy), then run again.",
            code="X302",
        )


def _mark_columns(draft: Draft) -> None:
    look = draft.look
    for field, column in draft.columns.items():
        place = Place(look.tab.name, look.layout.line, column)
        if look.workbook.place(mark_name(field)) != place:
            set_place(draft.parts, mark_name(field), place)


def _refuse_if_others_moved(before: Look, after: Look, touched: set[tuple[int, int]]) -> None:
    """Read the new workbook as anybody would: only the cells that were written may differ."""
    grids = zip_longest(before.sheet.grid, after.sheet.grid, fillvalue=())
    moved = {
        (line, column)
        for line, (old, new) in enumerate(grids, start=1)
        if old != new
        for column, (was, now) in enumerate(zip_longest(old, new, fillvalue=""), start=1)
        if was != now
    }
    if moved - touched or before.sheet.hollow.formulas != after.sheet.hollow.formulas:
        raise RegisterRefused(
            "Writing would have changed other cells of the workbook, so nothing was written.",
            "Open it in Excel, save it under its own name, then run again; report this if it happens twice.",
            code="X304",
        )
