"""Carry out one operation of a batch on the draft, or say why not.

Addresses are worked out here, from the sheet as it stands now.  What is done
already is DONE and writes nothing, so a batch may be sent twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from senco_connect.adapters import Batch, CellWrite, Link, NewColumn, NewRow, Operation, Outcome, Result
from senco_connect.layout import KEY, label
from senco_connect_google.content import MAX_TEXT
from senco_connect_google.draft import Draft

__all__ = ["carried_out"]

Verdict = tuple[Result, str]
_DONE: Verdict = (Result.DONE, "")
_HALF: Verdict = (Result.STALE, "another cell of the same value can't be written")
# A sort may have left the keys behind.
_STRANGER: Verdict = (Result.STALE, "the line shows another child now")


def carried_out(draft: Draft, batch: Batch) -> list[Outcome]:
    """Carry out the operations on the draft; their outcomes, in order, should it arrive."""
    answers = {op.id: _perform(draft, op) for op in batch.operations if not isinstance(op, CellWrite)}
    # Cells come last: a line may have got its key just now.
    answers |= dict.fromkeys(_half_values(draft, batch.operations), _HALF)
    strangers = batch.to_strangers(lambda key, *cell: all(draft.shows(line, *cell) for line in draft.keys.get(key, ())))
    answers |= dict.fromkeys(strangers, _STRANGER)
    return [Outcome(op.id, *(answers.get(op.id) or _perform(draft, op))) for op in batch.operations]


def _perform(draft: Draft, operation: Operation) -> Verdict:
    match operation:
        case CellWrite():
            return _write_cell(draft, operation)
        case NewRow():
            return _add_row(draft, operation)
        case Link():
            return _link(draft, operation)
        case NewColumn():
            return _add_column(draft, operation)


def _stale(why: str) -> Verdict:
    return Result.STALE, why


def _refused(why: str) -> Verdict:
    return Result.REFUSED, why


def _too_long(texts: Iterable[str]) -> str:
    return f"a cell holds at most {MAX_TEXT:,} characters" if any(len(text) > MAX_TEXT for text in texts) else ""


# --- one cell


def _half_values(draft: Draft, operations: Iterable[Operation]) -> set[str]:
    """Name the cells of a value of which some can't be written: then none of it is."""
    writes = _grouped(operations)
    broken = {(op.key, op.group) for op in writes if _verdict(draft, op) != _DONE}
    return {op.id for op in writes if (op.key, op.group) in broken}


def _grouped(operations: Iterable[Operation]) -> list[CellWrite]:
    return [op for op in operations if isinstance(op, CellWrite) and op.group]


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
    if why := _too_long([write.value]) or draft.refusal(line, draft.columns[write.field]):
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
    if why := draft.refusal(fitting[0], draft.columns[KEY]):
        return _refused(why)
    draft.keys[""].remove(fitting[0])
    draft.write(fitting[0], KEY, link.key)
    draft.signs[fitting[0]] = frozenset(field for field in link.expect if field in draft.columns)
    return _DONE


def _fits(draft: Draft, line: int, expect: Mapping[str, str]) -> bool:
    return all(draft.shows(line, field, text) for field, text in expect.items())


# --- a new line


def _add_row(draft: Draft, row: NewRow) -> Verdict:
    if row.key in draft.keys:
        return _DONE
    values = {KEY: row.key} | _filled(row.values)
    # All or nothing: half a line looks like a pupil whose facts were cleared.
    if not values.keys() <= draft.columns.keys():
        return _stale("the register has no column for a part of it")
    if why := _too_long(values.values()):
        return _refused(why)
    line = draft.add_line()
    for field, text in values.items():
        draft.write(line, field, text)
    return _DONE


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {field: text for field, text in values.items() if text}


# --- a new column


def _add_column(draft: Draft, new: NewColumn) -> Verdict:
    if new.field not in draft.columns:
        draft.add_column(new.field, label(new.field))
    return _DONE
