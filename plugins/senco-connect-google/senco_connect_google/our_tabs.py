"""The tabs that the library writes: Issues as it now stands, and Changes, which only ever grows at its top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from senco_connect.adapters import Batch, CellWrite, Link, Matter, NewColumn, NewRow, Outcome, Result
from senco_connect.layout import Layout, label
from senco_connect.record import FIELDS, KEY_LABEL
from senco_connect.record.kinds import DAY, tidy
from senco_connect_google.book import Book, Tab
from senco_connect_google.content import iso_day
from senco_connect_google.kept import id_for, kept, turn_of
from senco_connect_google.look import ISSUES
from senco_connect_google.sheet_requests import add_tab, dimension, inserted, text_rows

__all__ = [
    "CHANGES", "CHANGES_HEAD", "NOTE", "change_requests", "issue_lines", "matter_requests", "mending_requests", "named",
    "note_requests",
]  # fmt: skip

Json = dict[str, Any]
CHANGES: Final = "senco.changes"
_COLUMNS: Final = {"mis": "In the MIS", "register": "In the register", "export": "In the export", "may be": "May be"}
_MAX_SHOWN: Final = 1_000
# A plan tells what is open in the words that people know.
_BY_LABEL: Final = {field.label: name for name, field in FIELDS.items()}
_LINES, _WIDE = 200, 10
_ABOUT_ISSUES: Final = (
    "This tab is written anew at each run. Answer in the register: a matter that is settled goes from here."
)
CHANGES_HEAD: Final = (
    ("What the library wrote into the register, newest first. A line can be deleted when nobody needs it any more.",),
    ("When", "What", "From", "To", "Why", "Whose"),
)
_MAX_CHANGES: Final = 2_000
_MAX_KEYS: Final = 40_000
NOTE: Final = "senco: another source says something else. See the Issues tab."


# --- Issues


def issue_lines(matters: Sequence[Matter], layout: Layout | None = None) -> list[list[str]]:
    """Give the lines of the tab: a note, the headings with one column for each store, and one line for each matter."""
    stores = list(dict.fromkeys(store for matter in matters for store, _ in matter.shown))
    return [
        [_ABOUT_ISSUES],
        [KEY_LABEL, "Field", "Matter", *(_COLUMNS.get(store, store) for store in stores), "Who acts", "What to do"],
        *(_line(matter, stores, layout) for matter in matters),
    ]


def _line(matter: Matter, stores: Sequence[str], layout: Layout | None) -> list[str]:
    shown = dict(matter.shown)
    field = named(matter.field)
    texts = [_as_people_write(field, shown.get(store, "")) for store in stores]
    heading = _heading(field, layout) if field else matter.field
    return [matter.key, heading, matter.kind, *texts, matter.owner, matter.words]


def named(label: str) -> str:
    """Give the field that a matter is about; "" for several at once, for none, and for a whole row.

    >>> named("SEN status"), named("Needs"), named("")
    ('sen_status', '', '')
    """
    return _BY_LABEL.get(label, label if label in FIELDS else "")


def _heading(field: str, layout: Layout | None) -> str:
    """Name a field as the register's own heading does: the amber of a cell is worked out from it."""
    if layout and field in layout.columns:
        return layout.headings.get(layout.columns[field], "") or label(field)
    return FIELDS[field].label


def _as_people_write(field: str, text: str) -> str:
    if field in FIELDS and FIELDS[field].kind is DAY and (day := iso_day(text)):
        return day.strftime("%d/%m/%Y")
    # The whole text stands in the register; here it is enough to know it again.
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def matter_requests(book: Book, matters: Sequence[Matter], layout: Layout) -> Iterator[Json]:
    """Bring the Issues tab up to date; it is made when there is something to say."""
    tab = book.tab(book.told(ISSUES)) if book.told(ISSUES) else None
    lines = issue_lines(matters, layout)
    if tab is None and not matters:
        return
    if tab is None:
        yield from _new_tab(book, ISSUES, "Issues")
    elif _texts(tab.grid) == _texts(lines):
        return
    yield from _filled(book, tab, lines)


def _filled(book: Book, tab: Tab | None, lines: Sequence[Sequence[str]]) -> Iterator[Json]:
    id, room, wide = (tab.id, tab.lines, tab.columns) if tab else (_tab_id(book, ISSUES), _LINES, _WIDE)
    width = max(map(len, lines))
    if len(lines) > room:
        yield {"appendDimension": {"sheetId": id, "dimension": "ROWS", "length": len(lines) - room}}
    if width > wide:
        yield {"appendDimension": {"sheetId": id, "dimension": "COLUMNS", "length": width - wide}}
    wide = max(wide, width)
    long = max(len(lines), len(tab.grid) if tab else 0)
    # Whatever the range holds and the rows don't is made blank.
    where = {"sheetId": id, "startRowIndex": 0, "endRowIndex": long, "startColumnIndex": 0, "endColumnIndex": wide}
    yield {"updateCells": {"range": where, "rows": text_rows(lines), "fields": "userEnteredValue"}}


def _new_tab(book: Book, key: str, title: str) -> Iterator[Json]:
    name = title if book.titled(title) is None else f"{title} (senco)"
    yield add_tab(_tab_id(book, key), name, lines=_LINES, columns=_WIDE)
    yield from kept(book, key, str(_tab_id(book, key)))


def _tab_id(book: Book, key: str) -> int:
    # A tab that people deleted may keep its id for a while, so its successor gets another.
    return id_for(book.id, f"{key} {turn_of(book).version}")


def _texts(lines: Iterable[Sequence[object]]) -> list[list[str]]:
    """Reduce lines to their texts, without what is blank at the ends."""
    texts = [_shortened([tidy(cell) for cell in line]) for line in lines]
    return texts[: max((number for number, line in enumerate(texts, start=1) if line), default=0)]


def _shortened(texts: list[str]) -> list[str]:
    return texts[: max((number for number, text in enumerate(texts, start=1) if text), default=0)]


# --- notes in the register


def note_requests(tab: Tab, disputed: Iterable[tuple[int, int]]) -> Iterator[Json]:
    """Leave a note at each disputed cell and take away those of settled ones; a person's note is never touched.

    The note holds nothing of the matter: should it end up on another line, it tells nobody anything.
    """
    wanted = set(disputed)
    for place in sorted(place for place, note in tab.notes.items() if note == NOTE and place not in wanted):
        yield _noted(tab, place, {})
    for place in sorted(wanted - tab.notes.keys()):
        yield _noted(tab, place, {"note": NOTE})


def _noted(tab: Tab, place: tuple[int, int], cell: Json) -> Json:
    start = {"sheetId": tab.id, "rowIndex": place[0] - 1, "columnIndex": place[1] - 1}
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "note"}}


# --- Changes


def change_requests(
    book: Book, batch: Batch, outcomes: Sequence[Outcome], at: datetime, layout: Layout
) -> Iterator[Json]:
    """Put what is written on top of the Changes tab, pushed in, so that it lies over nothing."""
    lines = list(_change_lines(batch, outcomes, at.strftime("%d/%m/%Y %H:%M"), layout))
    if not lines:
        return
    tab = book.tab(book.told(CHANGES)) if book.told(CHANGES) else None
    id = tab.id if tab else _tab_id(book, CHANGES)
    head = len(CHANGES_HEAD)
    if tab is None:
        yield from _new_tab(book, CHANGES, "Changes")
        yield {"updateCells": {"start": _at(id, 1), "rows": text_rows(CHANGES_HEAD), "fields": "userEnteredValue"}}
    elif tab.lines + len(lines) > _MAX_CHANGES > head:
        yield {"deleteDimension": {"range": dimension(id, "ROWS", max(head + 2, _MAX_CHANGES - len(lines)), tab.lines)}}
    yield inserted(id, "ROWS", head + 1, len(lines), like_before=False)
    yield {"updateCells": {"start": _at(id, head + 1), "rows": text_rows(lines), "fields": "userEnteredValue"}}


def mending_requests(book: Book, number: int, at: datetime) -> Iterator[Json]:
    """Say on the Changes tab that cells were put back."""
    tab = book.tab(book.told(CHANGES)) if book.told(CHANGES) else None
    if tab is not None:
        words = "The sheet was sorted or changed in the moment of writing; what stood there was put back."
        line = [at.strftime("%d/%m/%Y %H:%M"), f"{number} cells put back", "", "", words, ""]
        yield inserted(tab.id, "ROWS", len(CHANGES_HEAD) + 1, 1, like_before=False)
        start = _at(tab.id, len(CHANGES_HEAD) + 1)
        yield {"updateCells": {"start": start, "rows": text_rows([line]), "fields": "userEnteredValue"}}


def _at(tab: int, line: int) -> Json:
    return {"sheetId": tab, "rowIndex": line - 1, "columnIndex": 0}


def _change_lines(batch: Batch, outcomes: Sequence[Outcome], at: str, layout: Layout) -> Iterator[list[str]]:
    """Give a line for each change that is the same for several pupils, with their keys at its end."""
    done = {outcome.id for outcome in outcomes if outcome.result is Result.DONE}
    whose: dict[tuple[str, str, str, str], list[str]] = {}
    for op in batch.operations:
        if op.id not in done:
            continue
        match op:
            case CellWrite():
                texts = [_as_people_write(op.field, text) for text in (op.expect, op.value)]
                whose.setdefault((_heading(op.field, layout), texts[0], texts[1], op.why), []).append(op.key)
            case NewRow():
                whose.setdefault(("a new line", "", "", op.why), []).append(op.key)
            case Link():
                whose.setdefault(("the pupil key", "", "", op.why), []).append(op.key)
            case NewColumn():
                whose.setdefault((f"a new column: {label(op.field)}", "", "", op.why), [])
    for told, keys in whose.items():
        yield [at, *told, ", ".join(keys)[:_MAX_KEYS]]
