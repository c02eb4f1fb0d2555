"""Find the register in a spreadsheet: its tab, headings and columns; and see that it is the one that was taken over."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final, NamedTuple

from senco_connect.errors import InputRefused, RegisterRefused
from senco_connect.layout import KEY, Layout, Marks, find_layout, header_line
from senco_connect_google.book import Book, Tab
from senco_connect_google.config import SheetsConfig

__all__ = [
    "BOOK", "FIELDS_KEPT", "ISSUES", "KEY_MARK", "STAMP", "TAB", "Look", "find_tab", "heading_line", "look_at",
    "marks_on",
]  # fmt: skip

# What is kept with the spreadsheet, in developer metadata: its own id, the tab, the known fields, the stamp, our tabs.
BOOK, TAB, FIELDS_KEPT, STAMP, ISSUES = "senco.book", "senco.tab", "senco.fields", "senco.stamp", "senco.issues"
# The key column's mark: metadata has no empty value.
KEY_MARK: Final = "key"
# safety.md rule 23.
_MAX_LINES, _MAX_COLUMNS = 20_000, 400


class Look(NamedTuple):
    """The register as it stands."""

    book: Book
    tab: Tab
    layout: Layout

    @property
    def digest(self) -> str:
        """Change with whatever a person can change on the register, and with the stamp; not with whose turn it is."""
        told = repr((self.tab.grid, sorted(self.tab.formulas.items()), self.layout.columns, self.book.told(STAMP)))
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def look_at(book: Book, config: SheetsConfig) -> Look:
    """Find the register; RegisterRefused or InputRefused where that is not certain."""
    _refuse_copy(book)
    tab = find_tab(book, config)
    if len(tab.grid) > _MAX_LINES or tab.width > _MAX_COLUMNS:
        raise InputRefused(
            "The register is larger than any school's.", "Remove stray cells far below or right of it.", code="X730"
        )
    marks = marks_on(book, tab)
    line = heading_line(tab, marks, config)
    return Look(book, tab, find_layout(tab.grid, line, marks=marks, columns=config.columns))


def _refuse_copy(book: Book) -> None:
    if book.told(BOOK) not in ("", book.id):
        raise RegisterRefused(
            "This spreadsheet is a copy of the register, not the register itself.",
            'Name the first one under "spreadsheet" in senco.toml; a copy can be kept, but not kept in step.',
            code="X731",
        )


def find_tab(book: Book, config: SheetsConfig) -> Tab:
    """Find the register's tab: the one that was worked in, the configured one, or the first visible one that fits."""
    known = book.told(TAB)
    marked = book.tab(known) if known else None
    named = book.titled(config.sheet) if config.sheet else None
    if known and marked is None:
        raise RegisterRefused(
            "The tab of the register is gone.",
            "Restore it: File, Version history, in Google Sheets.",
            code="X732",
        )
    if marked and named and marked is not named:
        raise RegisterRefused(
            "The tab named in senco.toml is not the one that the library has worked in.",
            "Rename the tabs so that the configured name is the register's again.",
            code="X205",
        )
    if tab := marked or named:
        return tab
    if config.sheet:
        raise RegisterRefused(
            "The tab named in senco.toml is not in the spreadsheet.",
            'Give the tab its name back, or change "sheet" in senco.toml.',
            code="X201",
        )
    return _first_register(book, config)


def _first_register(book: Book, config: SheetsConfig) -> Tab:
    fitting = (tab for tab in _peoples_tabs(book) if header_line(tab.grid, config.columns) is not None)
    found = next(fitting, None)
    if found is None:
        raise _no_register()
    return found


def _peoples_tabs(book: Book) -> list[Tab]:
    # A hidden tab is last year's more often than this year's.
    ours = {book.told(key) for key in book.kept}
    return [tab for tab in book.tabs if tab.is_shown and str(tab.id) not in ours]


def heading_line(tab: Tab, marks: Marks, config: SheetsConfig) -> int:
    """Find the line of the headings: the marked one, or the one that names most fields."""
    line = marks.line or header_line(tab.grid, config.columns)
    if line is None:
        raise _no_register()
    return line


def marks_on(book: Book, tab: Tab) -> Marks:
    """Give our marks on a tab; a field that was known and is marked nowhere is lost."""
    line = min(tab.line_marks) if len(tab.line_marks) == 1 else None
    columns: dict[str, int] = {}
    for column, mark in sorted(tab.column_marks.items()):
        columns.setdefault(_field(mark), column)
    known = {_field(mark) for mark in book.told(FIELDS_KEPT).split(",") if mark}
    return Marks(line, columns, frozenset(known - columns.keys()))


def _field(mark: str) -> str:
    return KEY if mark == KEY_MARK else mark


def _no_register() -> RegisterRefused:
    return RegisterRefused(
        "No line with the headings of a register was found in the spreadsheet.",
        'Name the tab under "sheet" and the headings under "columns" in senco.toml.',
        code="X201",
    )
