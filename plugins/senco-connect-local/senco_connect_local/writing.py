"""Carry out one operation of a batch on the draft, or say why not.

Addresses are worked out here, from the workbook as it stands now.  What is done
already is DONE and writes nothing, so a batch may be sent twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from senco_connect.adapters import CellWrite, Link, NewColumn, NewRow, Operation, Outcome, Result
from senco_connect.layout import KEY, label
from senco_connect_local.aids import add_dropdown, choices, freeze_headings, guard_key
from senco_connect_local.content import MAX_TEXT
from senco_connect_local.draft import Draft
from senco_connect_local.ranges import grow_down, grow_right, table_around, widen_table
from senco_connect_local.scan import MAX_COLUMNS, MAX_LINES

__all__ = ["HALF", "STRANGER", "half_values", "perform"]


def perform(draft: Draft, operation: Operation) -> Outcome:
    """Carry out one operation; its outcome."""
    match operation:
        case CellWrite():
            verdict = _write_cell(draft, operation)
        case NewRow():
            verdict = _add_row(draft, operation)
        case Link():
            verdict = _link(draft, operation)
        case NewColumn():
            verdict = _add_column(draft, operation)
    return Outcome(operation.id, *verdict)


Verdict = tuple[Result, str]
_DONE: Verdict = (Result.DONE, "")


def _stale(why: str) -> Verdict:
    return Result.STALE, why


def _refused(why: str) -> Verdict:
    return Result.REFUSED, why


def _too_long(texts: Iterable[str]) -> str:
    return f"a cell holds at most {MAX_TEXT:,} characters" if any(len(text) > MAX_TEXT for text in texts) else ""


# --- one cell


HALF = Outcome("", Result.STALE, "another cell of the same value can't be written")
# A sort may have left the keys behind.
STRANGER = Outcome("", Result.STALE, "the line shows another child now")


def half_values(draft: Draft, operations: Iterable[Operation]) -> set[str]:
    """Name the cells of a value of which some can't be written: then none of it is."""
    writes = [op for op in operations if isinstance(op, CellWrite) and op.group]
    broken = {(op.key, op.group) for op in writes if _verdict(draft, op) != _DONE}
    return {op.id for op in writes if (op.key, op.group) in broken}


def _write_cell(draft: Draft, write: CellWrite) -> Verdict:
    verdict = _verdict(draft, write)
    if verdict == _DONE:
        (line,) = draft.keys[write.key]
        # Done comes before stale: a batch sent twice gets the same answer twice.
        if not draft.shows(line, write.field, write.value):
            draft.write(line, write.field, write.value)
    return verdict


def _verdict(draft: Draft, write: CellWrite) -> Verdict:
    """Say whether a cell can be written, or shows the value already."""
    lines = draft.keys.get(write.key, [])
    if len(lines) != 1:
        return _stale("no line has this key" if not lines else "two lines have this key")
    if write.field not in draft.columns or write.field == KEY:
        return _stale("the register has no column for it")
    line = lines[0]
    if draft.shows(line, write.field, write.value):
        return _DONE
    if why := _too_long([write.value]) or draft.sheet.refusal(line, draft.columns[write.field]):
        return _refused(why)
    return _DONE if draft.shows(line, write.field, write.expect) else _stale("the cell was changed meanwhile")


# --- a pupil's key on a line that is there


def _link(draft: Draft, link: Link) -> Verdict:
    if lines := draft.keys.get(link.key):
        return _DONE if len(lines) == 1 else _stale("two lines have this key")
    if KEY not in draft.columns:
        return _stale("the register has no key column")
    # The line is a hint: a sort since the plan was made is followed by what the lines show.
    unkeyed = [line for line in draft.keys.get("", ()) if _fits(draft, line, link.expect)]
    fitting = [link.line] if link.line in unkeyed else unkeyed
    if len(fitting) != 1:
        return _stale("no line shows what was expected" if not fitting else "several lines show what was expected")
    if why := draft.sheet.refusal(fitting[0], draft.columns[KEY]):
        return _refused(why)
    draft.keys[""].remove(fitting[0])
    draft.write(fitting[0], KEY, link.key)
    return _DONE


def _fits(draft: Draft, line: int, expect: Mapping[str, str]) -> bool:
    return all(draft.shows(line, field, text) for field, text in expect.items())


# --- a new line


def _add_row(draft: Draft, row: NewRow) -> Verdict:
    if row.key in draft.keys:
        return _DONE
    values = {KEY: row.key} | {field: text for field, text in row.values.items() if text}
    # All or nothing: half a line looks like a pupil whose facts were cleared.
    if not values.keys() <= draft.columns.keys():
        return _stale("the register has no column for a part of it")
    if why := _too_long(values.values()):
        return _refused(why)
    last = draft.last_line
    line = _free_line(draft, last + 1)
    if line > MAX_LINES:
        return _refused(f"a register has at most {MAX_LINES:,} lines")
    _lay_out(draft, last, line)
    for field, text in values.items():
        draft.write(line, field, text)
    return _DONE


def _free_line(draft: Draft, line: int) -> int:
    """Find the first line from here on with nothing on it: what people wrote under the register stays."""
    width = range(1, max(draft.look.width, *draft.columns.values()) + 1)
    while not all(draft.is_free(line, column) and not draft.sheet.refusal(line, column) for column in width):
        line += 1
    return line


def _lay_out(draft: Draft, last: int, line: int) -> None:
    """Make the new line look like the last one; filters, dropdowns and colours reach it where they reached that."""
    look, headings = draft.look, draft.look.layout.line
    if last > headings:
        draft.sheet.copy_looks(last, line)
    if line == last + 1:
        grow_down(draft.parts, look.tab.part, look.tab.place, first=headings + 1, last=last)


# --- a new column


def _add_column(draft: Draft, new: NewColumn) -> Verdict:
    if new.field in draft.columns:
        return _DONE
    look, line, heading = draft.look, draft.look.layout.line, label(new.field)
    table = table_around(draft.parts, look.tab.part, line)
    # A sort of a table takes only the table along: its new column has to be in it.
    column = table[1].right + 1 if table else _free_column(draft)
    if table and (heading in look.layout.headings.values() or not _is_empty(draft, column)):
        return _refused("the table has a column of this name, or something stands right of it")
    if column > MAX_COLUMNS:
        return _refused(f"a register has at most {MAX_COLUMNS} columns")
    draft.write_heading(column, heading)
    draft.columns[new.field] = column
    if table:
        widen_table(draft.parts, table[0], heading)
    grow_right(draft.parts, look.tab.part, look.tab.place, line=line, column=column)
    _add_aids(draft, new.field)
    return _DONE


def _free_column(draft: Draft) -> int:
    column = max(*draft.look.layout.headings, *draft.columns.values()) + 1
    while not _is_empty(draft, column):
        column += 1
    return column


def _is_empty(draft: Draft, column: int) -> bool:
    return all(draft.is_free(line, column) for line in range(1, len(draft.look.sheet.grid) + 1))


def _add_aids(draft: Draft, field: str) -> None:
    """Give a new column its dropdown.

    The key column comes when a register is taken over; with it come the
    dropdowns and the frozen headings that it has not.
    """
    root, line = draft.sheet.root, draft.look.layout.line
    if field == KEY:
        guard_key(root, draft.columns[KEY], line)
        freeze_headings(root, line)
    offering: Iterable[str] = [f for f in draft.columns if f != KEY] if field == KEY else [field]
    for name in offering:
        add_dropdown(root, draft.columns[name], line, choices(name, draft.sample(name)))
