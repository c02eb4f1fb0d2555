"""Find the register in a workbook: its tab, its headings, its columns, and what every cell shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from senco_connect.errors import InputRefused, RegisterRefused
from senco_connect.layout import KEY, Layout, Marks, find_layout, header_line
from senco_connect.record import FIELDS
from senco_connect_local.config import XlsxConfig
from senco_connect_local.package import WORKBOOK, Package
from senco_connect_local.scan import Hollow, hollow_cells, refuse_giant
from senco_connect_local.workbook import ISSUES, MARK, Tab, Workbook, read_workbook

__all__ = ["Grid", "Look", "Sheet", "find_tab", "heading_line", "look_at", "mark_name", "marks_on", "read_sheet"]

Grid = Sequence[Sequence[object]]

_PARSED: Final = {
    "[content_types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedstrings.xml",
}


class Sheet(NamedTuple):
    """The cells of a tab from line 1 and column 1: text, number, bool, day; "" where nothing shows."""

    grid: Grid
    hollow: Hollow


class Look(NamedTuple):
    """The register as it stands."""

    package: Package
    workbook: Workbook
    tab: Tab
    sheet: Sheet
    layout: Layout

    @property
    def width(self) -> int:
        """The last column that holds anything."""
        return len(self.sheet.grid[0]) if self.sheet.grid else 0

    def cell(self, line: int, column: int) -> object:
        """Give what a cell shows, "" beyond the edges."""
        grid = self.sheet.grid
        return grid[line - 1][column - 1] if line <= len(grid) and column <= self.width else ""


def mark_name(field: str) -> str:
    """Name the mark of a column: the defined name that points at its heading."""
    return MARK + (field or "key")


def look_at(data: bytes, config: XlsxConfig) -> Look:
    """Find the register in a workbook's bytes; RegisterRefused or InputRefused where that is not certain."""
    package = Package(data)
    workbook = read_workbook(package)
    tab, sheet = find_tab(package, workbook, config)
    marks = marks_on(workbook, tab)
    line = heading_line(sheet.grid, marks, config)
    layout = find_layout(sheet.grid, line, marks=marks, columns=config.columns)
    return Look(package, workbook, tab, sheet, layout)


def find_tab(package: Package, workbook: Workbook, config: XlsxConfig) -> tuple[Tab, Sheet]:
    """Find the register's tab by our marks, by the configured name, or by its headings, and read its cells."""
    # Marks come first: a tab may be renamed, and a copy may bear its old name.
    marked = _marked_tab(workbook)
    named = workbook.tab(config.sheet) if config.sheet else None
    if marked and named and marked != named:
        raise RegisterRefused(
            "The tab named in senco.toml is not the one that the library has worked in.",
            "Rename the tabs so that the configured name is the register's again.",
            code="X205",
        )
    if tab := marked or named:
        return tab, read_sheet(package, tab)
    if config.sheet:
        raise RegisterRefused(
            "The tab named in senco.toml is not in the workbook.",
            'Give the tab its name back, or change "sheet" in senco.toml.',
            code="X201",
        )
    return _first_register(package, workbook, config.columns)


def _marked_tab(workbook: Workbook) -> Tab | None:
    tabs = Counter(workbook.tab_of(mark_name(field)) for field in (KEY, *FIELDS))
    del tabs[None]
    return tabs.most_common(1)[0][0] if tabs else None


def _first_register(package: Package, workbook: Workbook, columns: Mapping[str, str]) -> tuple[Tab, Sheet]:
    issues = workbook.tab_of(ISSUES)
    # A hidden tab is last year's more often than this year's.
    for tab in (tab for tab in workbook.tabs if tab.is_shown and tab != issues):
        sheet = read_sheet(package, tab)
        if header_line(sheet.grid, columns) is not None:
            return tab, sheet
    raise _no_register()


def _no_register() -> RegisterRefused:
    return RegisterRefused(
        "No line with the headings of a register was found in the workbook.",
        'Name the tab under "sheet" and the headings under "columns" in senco.toml.',
        code="X201",
    )


def heading_line(grid: Grid, marks: Marks, config: XlsxConfig) -> int:
    """Find the line of the headings: where our marks point, or the line that names most fields."""
    line = marks.line or header_line(grid, config.columns)
    if line is None:
        raise _no_register()
    return line


def marks_on(workbook: Workbook, tab: Tab) -> Marks:
    """Give our marks on a tab; one that points elsewhere or at a deleted cell is lost."""
    named = {field: workbook.place(mark_name(field)) for field in (KEY, *FIELDS) if mark_name(field) in workbook.names}
    here = {field: place for field, place in named.items() if place and workbook.tab(place.tab) == tab}
    # A heading that was cut out to another line is outvoted by the ones that stayed.
    lines = Counter(place.line for place in here.values())
    line = lines.most_common(1)[0][0] if lines else None
    columns = {field: place.column for field, place in here.items() if place.line == line}
    return Marks(line, columns, frozenset(named.keys() - columns.keys()))


def read_sheet(package: Package, tab: Tab) -> Sheet:
    """Read every cell of a tab, filtered and hidden lines too; the workbook's date epoch is honoured."""
    # Loaded here: a command that reads no workbook need not pay for it.
    from python_calamine import CalamineError, load_workbook  # noqa: PLC0415

    xml = package.xml(tab.part)
    refuse_giant(xml)
    parts = {name: package.xml(name) for name in package.names() if name.lower() in _PARSED or name == WORKBOOK}
    try:
        workbook = load_workbook(package.excerpt(parts | {tab.part: xml}))
        # Blank lines at the top count: line 5 in a message is line 5 on the screen.
        grid = workbook.get_sheet_by_name(tab.name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OverflowError):
        raise InputRefused(
            "The workbook is damaged: its cells cannot be read.", "Restore an earlier version.", code="X106"
        ) from None
    return Sheet(grid, hollow_cells(xml))
