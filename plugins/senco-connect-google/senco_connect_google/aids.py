"""What helps people type: dropdowns, warnings at columns that are not theirs, headings that stay in sight, amber."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from senco_connect.layout import KEY, Layout
from senco_connect.record import FIELDS, Owner
from senco_connect.record.kinds import DAY
from senco_connect_google.book import Tab
from senco_connect_google.content import DAY_FORMAT, choices
from senco_connect_google.draft import Draft

__all__ = ["amber_requests", "column_aids", "column_letters", "column_range", "dropdown", "field_aids", "frozen"]

Json = dict[str, Any]
_AMBER: Final = {"rgbColor": {"red": 1, "green": 0.753, "blue": 0}}
# A laptop shows some twenty lines; what is frozen can never be scrolled away.
_MAX_FROZEN: Final = 5
# The first text of the rule's list, by which it is known again; a formula holds fifty thousand letters.
AMBER: Final = "senco"
_MOST_AMBER: Final = 1_000


def column_aids(draft: Draft) -> Iterator[Json]:
    """Give new columns their dropdowns and day formats; with the key column come frozen headings."""
    tab, line = draft.look.tab, draft.look.layout.line
    if KEY in draft.new_columns and not tab.frozen and line <= _MAX_FROZEN:
        yield frozen(tab.id, line)
    for field in draft.new_columns:
        yield from field_aids(tab.id, line, draft.columns[field], field)


def field_aids(tab: int, line: int, column: int, field: str) -> Iterator[Json]:
    """Give a field's column its dropdown and its day format; the key column has neither."""
    if field == KEY:
        return
    if offered := choices(field, ""):
        yield dropdown(tab, line, column, offered)
    if FIELDS[field].kind is DAY:
        yield day_column(tab, line, column)


def column_range(tab: int, line: int, column: int) -> Json:
    """Name the cells of a column under the headings, to the end of the sheet."""
    return {"sheetId": tab, "startRowIndex": line, "startColumnIndex": column - 1, "endColumnIndex": column}


def dropdown(tab: int, line: int, column: int, offered: tuple[str, ...]) -> Json:
    """Offer choices; anything else may still be typed: "dyslexia?" is kept, and asked about."""
    values = [{"userEnteredValue": text} for text in offered]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}
    return {"setDataValidation": {"range": column_range(tab, line, column), "rule": rule}}


def day_column(tab: int, line: int, column: int) -> Json:
    """Let a column show days as people write them."""
    cell = {"userEnteredFormat": {"numberFormat": DAY_FORMAT}}
    fields = "userEnteredFormat.numberFormat"
    return {"repeatCell": {"range": column_range(tab, line, column), "cell": cell, "fields": fields}}


def frozen(tab: int, line: int, columns: int = 0) -> Json:
    """Keep the headings in sight."""
    size: Json = {"frozenRowCount": line} | ({"frozenColumnCount": columns} if columns else {})
    fields = ",".join(f"gridProperties.{name}" for name in size)
    return {"updateSheetProperties": {"properties": {"sheetId": tab, "gridProperties": size}, "fields": fields}}


def amber_requests(tab: Tab, layout: Layout, disputed: Iterable[tuple[str, str]]) -> Iterator[Json]:
    """Colour the disputed cells (key, field) by one rule of ours, which knows them by key and heading.

    So the colour goes along with every sort, and changes no colour of people's.  Of the register only
    keys and headings go into the rule, and each of them as a quoted text.
    """
    shared = sorted(c for field, c in layout.columns.items() if field and FIELDS[field].owner is Owner.SHARED)
    if KEY not in layout.columns or not shared:
        return
    named = [f"{key}|{layout.headings.get(layout.columns[field], '')}" for key, field in disputed]
    listed = ";".join(f'"{_doubled(text)}"' for text in (AMBER, *named[:_MOST_AMBER]))
    key = f"${column_letters(layout.columns[KEY])}{layout.line + 1}"
    heading = f"{column_letters(shared[0])}${layout.line}"
    formula = f'=ISNUMBER(MATCH({key}&"|"&{heading},{{{listed}}},0))'
    there = next((n for n, text in enumerate(tab.rules) if f'{{"{AMBER}"' in text), None)
    if formula in tab.rules or (there is None and not named):
        return
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {
        "ranges": [column_range(tab.id, layout.line, column) for column in shared],
        "booleanRule": {"condition": condition, "format": {"backgroundColorStyle": _AMBER}},
    }
    if there is None:
        yield {"addConditionalFormatRule": {"rule": rule, "index": 0}}
    else:
        yield {"updateConditionalFormatRule": {"index": there, "rule": rule}}


def _doubled(text: str) -> str:
    return text.replace('"', '""')


def column_letters(column: int) -> str:
    """Name a column: 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
