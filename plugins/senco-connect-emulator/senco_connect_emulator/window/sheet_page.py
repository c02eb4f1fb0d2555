"""The page of a spreadsheet: its name, the tabs, the grid, and a line to type in."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.sheets.a1 import cell_name, quoted
from senco_connect_emulator.sheets.model import Book, Sheet
from senco_connect_emulator.window.grid import Grid
from senco_connect_emulator.window.html import Html, page, tag
from senco_connect_emulator.window.looking import Look

__all__ = ["grid_element", "sheet_page"]

Json = dict[str, Any]
ROWS, COLUMNS = 200, 60
# So many empty rows and columns are shown at least.
LEAST_ROWS, LEAST_COLUMNS = 40, 14


def sheet_page(look: Look, spreadsheet_id: str, tab: str, first: int) -> Html:
    """Make the page.  ``first`` is the first row that is shown, for sheets with more than fit on a page."""
    person, book = look.person, look.world.books[spreadsheet_id]
    told = person.do("sheets.spreadsheets.get", spreadsheetId=spreadsheet_id)
    sheet = _chosen(book, told, tab)
    file = look.world.drive.files[spreadsheet_id]
    bar = tag(
        "header",
        tag("a", "▦", class_="logo green", href=look.to("drive"), aria_label="Back to Drive"),
        _name(book.title, can_edit=look.world.drive.access(person.who).at_least(spreadsheet_id, "writer")),
        tag("span", _folder(look, file), class_="quiet where"),
        look.chooser(),
        class_="bar",
    )
    line = tag(
        "div",
        tag("output", "A1", id="place", aria_label="Selected cell"),
        tag("span", "ƒx", class_="fx", aria_hidden="true"),
        tag("input", id="line", type="text", autocomplete="off", aria_label="Content of the selected cell"),
        class_="line",
    )
    grid = tag("main", grid_element(look, spreadsheet_id, sheet, first), class_="scroll", id="scroll", tabindex="-1")
    return page(
        f"{book.title} – Sheets", "sheet", look.version, bar, line, grid, _tabs(look, told, sheet, first), _said(),
        tag("div", hidden=True, id="about", data_file=spreadsheet_id, data_tab=sheet.id, data_first=first),
    )  # fmt: skip


def _said() -> Html:
    return tag("div", role="status", aria_live="polite", id="said")


def _name(title: str, *, can_edit: bool) -> Html:
    told = {"value": title, "readonly": not can_edit, "autocomplete": "off"}
    return tag("input", id="name", type="text", aria_label="Name", **told)


def _folder(look: Look, file: Json) -> str:
    drive = look.world.drive
    access = drive.access(look.person.who)
    folders = [one for one in drive.above(file) if access.at_least(one["id"], "reader")]
    names = [str(drive.drives[one["id"]]["name"] if one["id"] in drive.drives else one["name"]) for one in folders]
    return " › ".join(reversed(names))


def _chosen(book: Book, told: Json, tab: str) -> Sheet:
    shown = [one["properties"]["sheetId"] for one in told["sheets"] if not one["properties"].get("hidden")]
    wanted = int(tab) if tab.lstrip("-").isdigit() else None
    found = book.sheet(wanted) if wanted is not None else None
    return found or (book.sheet(shown[0]) if shown else None) or book.sheets[0]


def grid_element(look: Look, spreadsheet_id: str, sheet: Sheet, first: int) -> Html:
    """Make the grid of one tab."""
    if "gridProperties" not in sheet.properties:
        return tag("p", "This tab holds no cells.", class_="empty")
    book = look.world.books[spreadsheet_id]
    top = max(0, min(first, sheet.row_count) - 1)
    bottom = min(sheet.row_count, top + ROWS, max(len(sheet.rows) + 10, LEAST_ROWS, top + 1))
    used = max((len(row) for row in sheet.rows), default=0)
    right = min(sheet.column_count, COLUMNS, max(used + 2, LEAST_COLUMNS))
    cells = f"{quoted(sheet.title)}!{cell_name(top, 0)}:{cell_name(bottom - 1, right - 1)}"
    asked: Json = {"spreadsheetId": spreadsheet_id, "ranges": [cells], "includeGridData": True}
    told = look.person.do("sheets.spreadsheets.get", **asked)
    [found] = [one for one in told["sheets"] if one["properties"]["sheetId"] == sheet.id]
    return Grid(found, book.locale).element()


def _tabs(look: Look, told: Json, sheet: Sheet, first: int) -> Html:
    tabs = [_tab(look, told["spreadsheetId"], one["properties"], sheet) for one in told["sheets"]]
    strip = tag("div", *filter(None, tabs), class_="tabs")
    return tag("nav", strip, _more(look, told, sheet, first), aria_label="Tabs")


def _tab(look: Look, spreadsheet_id: str, told: Json, sheet: Sheet) -> Html:
    if told.get("hidden") and told["sheetId"] != sheet.id:
        return Html("")
    here = told["sheetId"] == sheet.id
    return tag(
        "a", told["title"], href=look.to(f"sheet/{spreadsheet_id}", tab=told["sheetId"]), data_tab=told["sheetId"],
        aria_current="page" if here else None, title="Double-click, or F2, to rename",
    )  # fmt: skip


def _more(look: Look, told: Json, sheet: Sheet, first: int) -> Html:
    links = []
    path = f"sheet/{told['spreadsheetId']}"
    if first > 1:
        links.append(tag("a", "Rows before", href=look.to(path, tab=sheet.id, first=max(1, first - ROWS))))
    if len(sheet.rows) >= first + ROWS:
        links.append(tag("a", "Rows after", href=look.to(path, tab=sheet.id, first=first + ROWS)))
    return tag("span", *links, class_="quiet")
