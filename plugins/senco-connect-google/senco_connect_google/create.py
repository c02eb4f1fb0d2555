"""Lay out a new, empty register: columns, dropdowns, warnings, and the tabs of the library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from senco_connect.codesets.sen_provision import SEN_PROVISION
from senco_connect.codesets.sen_type import SEN_TYPE
from senco_connect.codesets.simple import YEAR_GROUP
from senco_connect.errors import AccessRefused, RegisterRefused, Stopped
from senco_connect.layout import KEY, Layout, label
from senco_connect.record import FIELDS, Owner
from senco_connect_google.aids import column_range, field_aids, frozen
from senco_connect_google.assembly import gate_range
from senco_connect_google.book import FIELD_MARK, HEADING_MARK, Book
from senco_connect_google.kept import id_for, kept, pass_gate, turn_of
from senco_connect_google.look import BOOK, FIELDS_KEPT, ISSUES, KEY_MARK, TAB
from senco_connect_google.our_tabs import CHANGES, CHANGES_HEAD, issue_lines
from senco_connect_google.sheet_requests import add_metadata, add_tab, dimension, text_rows
from senco_connect_google.transport import DRIVE, Transport

__all__ = ["COLUMNS", "found_spreadsheet", "is_blank", "layout_requests", "made_spreadsheet", "refuse_trashed"]

Json = dict[str, Any]
# The name stands first and stays in sight; the key and the numbers follow it.
_FIRST: Final = ("surname", "forename", KEY)
COLUMNS: Final = (*_FIRST, *(f.name for f in FIELDS.values() if f.column and f.name not in _FIRST))
_FROZEN: Final = 2
_LINES: Final = 1_000
_WIDTHS: Final = {"surname": 130, "forename": 115, "diagnosis": 220} | {f"strategy_{n}": 220 for n in (1, 2, 3)}
_WIDTH: Final = 100
_GREY, _BLUE = {"red": 0.851, "green": 0.851, "blue": 0.851}, {"red": 0.867, "green": 0.922, "blue": 0.969}
_PALE: Final = {"red": 0.349, "green": 0.349, "blue": 0.349}
_HOW_TO: Final = (
    "How this register works",
    "Type in the white columns: they are yours. The library never overwrites what you typed.",
    "Grey columns in italics come from the MIS. Correct them there; what you correct here is listed under Issues.",
    "Pale blue columns are worked out by the library.",
    "An amber cell differs from another source: the Issues tab says how, and who acts.",
    "Sort, filter, hide, colour and comment as you like. Add columns of your own anywhere: they are never touched.",
    "Move a column by dragging its letter. Headings and tabs may be renamed.",
    "Leave the pupil key as it is: it says which child a line is about. It is not the UPN.",
    "Take a child off by leaving the line there and setting the status: no line is ever deleted for you.",
    "Everything that the library writes is listed under Changes; File, Version history has the rest.",
    "The hidden tab is the library's: it holds what stood in a cell in the moment before it was written.",
)
_GUARDED: Final = frozenset({Owner.MIS, Owner.COMPUTED})
_MIME: Final = "application/vnd.google-apps.spreadsheet"
_MARK: Final = ("senco-register", "1")


def is_blank(book: Book) -> bool:
    """Whether nothing stands in any cell, and nothing of ours is kept."""
    return not any(tab.grid for tab in book.tabs) and not book.told(TAB)


def layout_requests(book: Book) -> list[Json]:
    """Give the requests of one batch that turns a blank spreadsheet into a register."""
    tab = book.tabs[0]
    layout = Layout(1, {field: n for n, field in enumerate(COLUMNS, start=1)}, {})
    # A sheet that takes 3/4/2015 for the 4th of March makes wrong birthdays without a word.
    locale = {"properties": {"locale": "en_GB"}, "fields": "locale"}
    return [
        {"updateSpreadsheetProperties": locale}, *_sheet(tab.id, tab.lines, tab.columns), *_columns(tab.id, layout),
        *_our_tabs(book), *_marks(book, tab.id, layout),
        *pass_gate(book, turn_of(book).after(), gate_range(tab.id, layout, layout.columns[KEY])),
    ]  # fmt: skip


def _sheet(tab: int, lines: int, columns: int) -> Iterator[Json]:
    size = {"rowCount": max(lines, _LINES), "columnCount": max(columns, len(COLUMNS))}
    properties = {"sheetId": tab, "title": "Register", "gridProperties": size}
    fields = "title,gridProperties(rowCount,columnCount)"
    yield {"updateSheetProperties": {"properties": properties, "fields": fields}}
    yield frozen(tab, 1, _FROZEN)
    headings = [{"values": [_heading(field) for field in COLUMNS]}]
    start = {"sheetId": tab, "rowIndex": 0, "columnIndex": 0}
    yield {"updateCells": {"start": start, "rows": headings, "fields": "userEnteredValue,userEnteredFormat"}}
    everything = {"sheetId": tab, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": len(COLUMNS)}
    yield {"setBasicFilter": {"filter": {"range": everything}}}


def _heading(field: str) -> Json:
    """Write a heading in its owner's colours: grey italics the MIS's, white the SENCO's, pale blue worked out."""
    owner = FIELDS[field].owner if field != KEY else Owner.COMPUTED
    text: Json = {"bold": True}
    form: Json = {"textFormat": text, "wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
    if owner is Owner.MIS:
        text |= {"italic": True, "foregroundColorStyle": {"rgbColor": _PALE}}
        form["backgroundColorStyle"] = {"rgbColor": _GREY}
    elif owner is Owner.COMPUTED:
        form["backgroundColorStyle"] = {"rgbColor": _BLUE}
    return {"userEnteredValue": {"stringValue": label(field)}, "userEnteredFormat": form}


def _columns(tab: int, layout: Layout) -> Iterator[Json]:
    for field, column in layout.columns.items():
        hidden = field != KEY and FIELDS[field].hidden
        properties = {"pixelSize": _WIDTHS.get(field, _WIDTH), "hiddenByUser": hidden}
        where = dimension(tab, "COLUMNS", column, column)
        yield {
            "updateDimensionProperties": {"range": where, "properties": properties, "fields": "pixelSize,hiddenByUser"}
        }
        yield from field_aids(tab, 1, column, field)
        if field != KEY and FIELDS[field].owner in _GUARDED:
            yield _warning(tab, column, FIELDS[field].owner)


def _warning(tab: int, column: int, owner: Owner) -> Json:
    words = "From the MIS: correct it there." if owner is Owner.MIS else "Worked out by the library."
    told = {"range": column_range(tab, 1, column), "description": words, "warningOnly": True}
    return {"addProtectedRange": {"protectedRange": told}}


def _our_tabs(book: Book) -> Iterator[Json]:
    lists = [["List", "Code", "Means"]]
    lists += [[s.name, c.code, c.label] for s in (SEN_PROVISION, SEN_TYPE, YEAR_GROUP) for c in s.live()]
    pages = {
        "Issues": (ISSUES, issue_lines(()), 2), "Changes": (CHANGES, CHANGES_HEAD, 2),
        "Lists": ("", lists, 1), "How to": ("", [[text] for text in _HOW_TO], 1),
    }  # fmt: skip
    for title, (key, lines, bold) in pages.items():
        id = id_for(book.id, f"new tab {title}")
        yield add_tab(id, title, lines=max(200, len(lines)), columns=10)
        start = {"sheetId": id, "rowIndex": 0, "columnIndex": 0}
        yield {"updateCells": {"start": start, "rows": text_rows(lines), "fields": "userEnteredValue"}}
        where = {"sheetId": id, "startRowIndex": bold - 1, "endRowIndex": bold}
        cell = {"userEnteredFormat": {"textFormat": {"bold": True}}}
        yield {"repeatCell": {"range": where, "cell": cell, "fields": "userEnteredFormat.textFormat.bold"}}
        if key:
            yield from kept(book, key, str(id))


def _marks(book: Book, tab: int, layout: Layout) -> Iterator[Json]:
    for field, column in layout.columns.items():
        mark = field or KEY_MARK
        where = {"dimensionRange": dimension(tab, "COLUMNS", column, column)}
        yield add_metadata(id_for(book.id, f"mark {mark} new"), FIELD_MARK, mark, where)
    where = {"dimensionRange": dimension(tab, "ROWS", 1, 1)}
    yield add_metadata(id_for(book.id, "mark headings new"), HEADING_MARK, "1", where)
    yield from kept(book, BOOK, book.id)
    yield from kept(book, TAB, str(tab))
    yield from kept(book, FIELDS_KEPT, ",".join(sorted(field or KEY_MARK for field in layout.columns)))


# --- the file itself


def found_spreadsheet(transport: Transport, folder: str) -> str:
    """Find the register in its folder by its mark, whatever it is called; "" where there is none."""
    key, value = _MARK
    query = (
        f"'{folder}' in parents and trashed = false and mimeType = '{_MIME}' "
        f"and appProperties has {{ key='{key}' and value='{value}' }}"
    )
    told = transport.ask(
        "GET", f"{DRIVE}/drive/v3/files", q=query, fields="files(id)", supportsAllDrives=True,
        includeItemsFromAllDrives=True, pageSize=10,
    )  # fmt: skip
    found = [file["id"] for file in told.get("files", ())]
    if len(found) > 1:
        raise Stopped(
            "Two spreadsheets in the folder are marked as the register.",
            'Say which one it is under "spreadsheet" in senco.toml.',
            code="X743",
        )
    return str(found[0]) if found else ""


def refuse_trashed(transport: Transport, spreadsheet: str) -> None:
    """Raise RegisterRefused where the spreadsheet lies in the bin, as far as this account may look.

    Sheets itself reads and writes what lies in the bin, and deletes it with all that was written after thirty days.
    """
    url = f"{DRIVE}/drive/v3/files/{spreadsheet}"
    try:
        is_trashed = transport.ask("GET", url, fields="trashed", supportsAllDrives=True).get("trashed", False)
    except (Stopped, AccessRefused):
        # A narrow scope, or no Drive API: the register can be kept in step all the same.
        return
    if is_trashed:
        raise RegisterRefused(
            "The register's spreadsheet lies in the bin.", "Restore it in Google Drive, then run again.", code="X744"
        )


def made_spreadsheet(transport: Transport, folder: str) -> str:
    """Make a blank spreadsheet in the folder, marked, so that a try whose answer got lost is found again."""
    body = {"name": "SEN register", "mimeType": _MIME, "parents": [folder], "appProperties": dict([_MARK])}
    told = transport.ask(
        "POST", f"{DRIVE}/drive/v3/files", body, fields="id", supportsAllDrives=True, ignoreDefaultVisibility=True
    )
    return str(told["id"])
