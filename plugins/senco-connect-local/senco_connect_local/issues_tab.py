"""The Issues tab: the open matters as the library sees them, written whole and only when they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from senco_connect.adapters import Matter
from senco_connect.record import FIELDS, KEY_LABEL
from senco_connect.record.kinds import DAY
from senco_connect_local.content import iso_day, words
from senco_connect_local.draft import Draft
from senco_connect_local.look import Grid, read_sheet
from senco_connect_local.parts import main
from senco_connect_local.sheet_xml import SheetXml
from senco_connect_local.workbook import ISSUES, Place
from senco_connect_local.workbook_xml import add_tab, drop_calculation_order, set_place

__all__ = ["TITLE", "issue_lines", "write_matters"]

TITLE: Final = "Issues"
_COLUMNS: Final = {"mis": "In the MIS", "register": "In the register", "export": "In the export", "may be": "May be"}
_MAX_SHOWN: Final = 1_000
_NOTE: Final = "This tab is written anew at each run. Answer in the register: a matter that is settled goes from here."


def issue_lines(matters: Sequence[Matter]) -> list[list[str]]:
    """Give the lines of the tab: a note, the headings with one column for each store, and one line for each matter."""
    stores = list(dict.fromkeys(store for matter in matters for store, _ in matter.shown))
    return [
        [_NOTE],
        [KEY_LABEL, "Field", "Matter", *(_COLUMNS.get(store, store) for store in stores), "Who acts", "What to do"],
        *(_line(matter, stores) for matter in matters),
    ]


def _line(matter: Matter, stores: Sequence[str]) -> list[str]:
    shown = dict(matter.shown)
    field = FIELDS[matter.field].label if matter.field in FIELDS else matter.field
    texts = [_as_people_write(matter.field, shown.get(store, "")) for store in stores]
    return [matter.key, field, matter.kind, *texts, matter.owner, matter.words]


def _as_people_write(field: str, text: str) -> str:
    if field in FIELDS and FIELDS[field].kind is DAY and (day := iso_day(text)):
        return day.strftime("%d/%m/%Y")
    # The whole text stands in the register; here it is enough to know it again.
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"


def write_matters(draft: Draft, matters: Sequence[Matter]) -> None:
    """Bring the tab up to date; it is made when there is something to say."""
    tab = draft.look.workbook.tab_of(ISSUES)
    lines = issue_lines(matters)
    if tab is not None:
        sheet = read_sheet(draft.look.package, tab)
        if _texts(sheet.grid) != _texts(lines):
            _write(draft, tab.part, lines)
            if sheet.hollow.formulas:
                drop_calculation_order(draft.parts)
    elif matters:
        part, name = add_tab(draft.parts, TITLE)
        _write(draft, part, lines)
        set_place(draft.parts, ISSUES, Place(name, 1, 1))


def _write(draft: Draft, part: str, lines: Sequence[Sequence[str]]) -> None:
    sheet = SheetXml(draft.parts.change(part))
    # What is written under a merged cell is never seen.
    merged = sheet.root.find(main("mergeCells"))
    if merged is not None:
        sheet.root.remove(merged)
    sheet.drop_below(len(lines))
    for number, texts in enumerate(lines, start=1):
        # A store less means a column less: what stood in the last one goes.
        for column in sheet.columns_of(number):
            if column > len(texts):
                sheet.put(number, column, words(""), style=sheet.style(number, column))
        for column, text in enumerate(texts, start=1):
            sheet.put(number, column, words(text), style=sheet.style(number, column))


def _texts(lines: Grid) -> list[list[str]]:
    """Reduce lines to their texts, without what is blank at the ends."""
    texts = [_shortened([str(cell) for cell in line]) for line in lines]
    return texts[: max((number for number, line in enumerate(texts, start=1) if line), default=0)]


def _shortened(texts: list[str]) -> list[str]:
    return texts[: max((number for number, text in enumerate(texts, start=1) if text.strip()), default=0)]
