"""Put a batch together: every request of one atomic change, in the order in which nothing shifts under another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

from senco_connect.adapters import Batch, CellWrite, Outcome, Result
from senco_connect.layout import KEY, Layout
from senco_connect_google.aids import amber_requests, column_aids
from senco_connect_google.book import FIELD_MARK, HEADING_MARK, Book
from senco_connect_google.content import DAY_FORMAT, Content
from senco_connect_google.draft import Draft
from senco_connect_google.kept import id_for, kept, marker, pass_gate, turn_of
from senco_connect_google.landing import Capture
from senco_connect_google.look import BOOK, FIELDS_KEPT, KEY_MARK, STAMP, TAB
from senco_connect_google.our_tabs import change_requests, matter_requests, named, note_requests
from senco_connect_google.sheet_requests import Area, add_metadata, copied, dimension, inserted, put_cells

__all__ = ["Sent", "assembled", "gate_range"]

Json = dict[str, Any]


class Sent(NamedTuple):
    """What is sent, and what will be looked at when it has arrived."""

    requests: list[Json]
    capture: Capture


def assembled(draft: Draft, batch: Batch, outcomes: Sequence[Outcome], at: datetime) -> Sent | None:
    """Put the batch together; None where nothing is to be written."""
    look = draft.look
    book, tab = look.book, look.tab
    capture = _capture(draft, batch, outcomes)
    content = [*_columns(draft), *_cells(draft), *_lines(draft), *_widened(draft)]
    matters: list[Json] = []
    if batch.matters is not None:
        matters += matter_requests(book, batch.matters, look.layout)
        disputed = _disputed(draft, batch)
        matters += note_requests(tab, disputed)
        matters += amber_requests(tab, look.layout, disputed.values())
    if not content and not matters and batch.stamp == book.told(STAMP):
        return None
    changes = change_requests(book, batch, _newly_done(draft, batch, outcomes), at, look.layout)
    return Sent([
        *capture.requests(book, tab, 0), *content, *_marks(draft), *matters, *changes,
        *kept(book, STAMP, batch.stamp), *marker(book, batch.stamp),
        *pass_gate(book, turn_of(book).after(), gate_range(tab.id, look.layout, draft.columns.get(KEY))),
    ], capture)  # fmt: skip


def gate_range(tab: int, layout: Layout | None, key_column: int | None) -> Json:
    """Say where the gate lies: over the keys, which it guards with a warning; before there are keys, in the corner."""
    if layout is None or key_column is None:
        return {"sheetId": tab, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    return {
        "sheetId": tab, "startRowIndex": layout.line,
        "startColumnIndex": key_column - 1, "endColumnIndex": key_column,
    }  # fmt: skip


def _capture(draft: Draft, batch: Batch, outcomes: Sequence[Outcome]) -> Capture:
    """Name each cell of an old line that is written to, with the columns that tell whose line it is."""
    key = draft.look.layout.columns.get(KEY)
    done = {outcome.id for outcome in outcomes if outcome.result is Result.DONE}
    lines = {draft.keys[op.key][0]: op.key for op in batch.operations if isinstance(op, CellWrite) and op.id in done}
    signs = {}
    for line, column in draft.cells:
        if draft.look.layout.line < line < draft.first_new:
            fields = draft.signs.get(line) or batch.children.get(lines.get(line, ""), {})
            known = {draft.look.layout.columns.get(field) for field in fields}
            signs[line, column] = frozenset(c for c in {key, *known} if c is not None)
    return Capture(draft.look.layout.line, signs)


def _newly_done(draft: Draft, batch: Batch, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Leave out what was done before: it is no change of this batch."""
    new = {op.id for op in batch.operations if not isinstance(op, CellWrite) or draft.has_written(op.key, op.field)}
    return [outcome for outcome in outcomes if outcome.id in new]


def _columns(draft: Draft) -> Iterator[Json]:
    tab, look = draft.look.tab, draft.look
    if not draft.new_columns:
        return
    first, number = draft.first_column, len(draft.new_columns)
    if first > tab.columns:
        yield {"appendDimension": {"sheetId": tab.id, "dimension": "COLUMNS", "length": 1}}
    # Pushed in even at the very end: should a person have pushed one in meanwhile, theirs stands there now.
    yield inserted(tab.id, "COLUMNS", first, number, like_before=True)
    line = look.layout.line
    for column in range(first, first + number) if first > 1 else ():
        heading = Area(line, first - 1, line, first - 1)
        yield copied((tab.id, heading), (tab.id, Area(line, column, line, column)), what="PASTE_FORMAT")
    yield from column_aids(draft)


def _widened(draft: Draft) -> Iterator[Json]:
    """Take new columns and lines into a filter or a table that ended beside them: else a sort leaves them behind."""
    tab = draft.look.tab
    right, bottom = draft.first_column - 1, draft.last_line
    for kind, shape in [("filter", tab.filter), *(("table", table) for table in tab.tables)]:
        area = dict((shape or {}).get("range", {}))
        if not area:
            continue
        if draft.new_columns and area.get("endColumnIndex") == right:
            area["endColumnIndex"] = right + len(draft.new_columns)
        if draft.new_lines and area.get("endRowIndex") == bottom:
            area["endRowIndex"] = bottom + draft.new_lines
        if shape and area != shape["range"]:
            yield (
                {"setBasicFilter": {"filter": {**shape, "range": area}}}
                if kind == "filter"
                else {"updateTable": {"table": {"tableId": shape["tableId"], "range": area}, "fields": "range"}}
            )


def _cells(draft: Draft) -> Iterator[Json]:
    yield from put_cells(draft.look.tab.id, {p: c for p, c in draft.cells.items() if p[0] < draft.first_new})


def _lines(draft: Draft) -> Iterator[Json]:
    """Push in the new lines blank and fill them; they look like the last one."""
    tab, first, number = draft.look.tab, draft.first_new, draft.new_lines
    if not number:
        return
    has_pupils = draft.last_line > draft.look.layout.line
    # Only like the line before can one be pushed in at the very end.
    yield inserted(tab.id, "ROWS", first, number, like_before=has_pupils or first > tab.lines)
    # The first pupils look like the blank line that they push down.
    like = draft.last_line if has_pupils else first + number
    if like <= tab.lines + number:
        model = Area(like, 1, like, tab.columns + len(draft.new_columns))
        for what in ("PASTE_DATA_VALIDATION", "PASTE_CONDITIONAL_FORMATTING"):
            yield copied((tab.id, model), (tab.id, model._replace(top=first, bottom=first + number - 1)), what=what)
    cells = {place: content._replace(is_day=False) for place, content in draft.cells.items() if place[0] >= first}
    yield from put_cells(tab.id, _filled_up(cells))
    yield from _day_formats(draft)


def _filled_up(cells: dict[tuple[int, int], Content]) -> dict[tuple[int, int], Content]:
    """Make one block of new lines, which are blank anyway: one request instead of one for each gap."""
    lines, columns = (set(numbers) for numbers in zip(*cells, strict=True))
    block = product(lines, range(min(columns), max(columns) + 1))
    return {place: cells.get(place, Content({})) for place in block}


def _day_formats(draft: Draft) -> Iterator[Json]:
    """Let days show as days where the line above does not say so already."""
    tab, first = draft.look.tab, draft.first_new
    days = {column for (line, column), content in draft.cells.items() if line >= first and content.is_day}
    for column in sorted(days):
        if (draft.last_line, column) not in tab.dated:
            where = {
                "sheetId": tab.id, "startRowIndex": first - 1, "endRowIndex": first - 1 + draft.new_lines,
                "startColumnIndex": column - 1, "endColumnIndex": column,
            }  # fmt: skip
            cell = {"userEnteredFormat": {"numberFormat": DAY_FORMAT}}
            yield {"repeatCell": {"range": where, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def _disputed(draft: Draft, batch: Batch) -> dict[tuple[int, int], tuple[str, str]]:
    """Give the cells of the register that open matters are about, with key and field."""
    found = {}
    columns = draft.look.layout.columns
    for matter in batch.matters or ():
        line, field = draft.old_line(matter.key), named(matter.field)
        if line and field and field in columns:
            found[line, columns[field]] = (matter.key, field)
    return found


def _marks(draft: Draft) -> Iterator[Json]:
    """Mark each column, and the line of the headings, where they have no mark yet; keep which fields are known."""
    book, tab, line = draft.look.book, draft.look.tab, draft.look.layout.line
    for field, column in draft.columns.items():
        mark = field or KEY_MARK
        if tab.column_marks.get(column) != mark:
            location = {"dimensionRange": dimension(tab.id, "COLUMNS", column, column)}
            yield add_metadata(_mark_id(book, f"{mark} {column}"), FIELD_MARK, mark, location)
    if line not in tab.line_marks:
        location = {"dimensionRange": dimension(tab.id, "ROWS", line, line)}
        yield add_metadata(_mark_id(book, "headings"), HEADING_MARK, "1", location)
    yield from kept(book, BOOK, book.id)
    yield from kept(book, TAB, str(tab.id))
    yield from kept(book, FIELDS_KEPT, ",".join(sorted(field or KEY_MARK for field in draft.columns)))


def _mark_id(book: Book, name: str) -> int:
    # A mark that went with its column may keep its id for a while.
    return id_for(book.id, f"mark {name} {turn_of(book).version}")
