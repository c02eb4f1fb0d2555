"""What a workbook says of itself: its tabs, and the names that the library keeps in it.

Read with expat, which is loaded in a millisecond: this is on the path of every run.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from xml.parsers import expat

from senco_connect.errors import InputRefused
from senco_connect_local.addresses import read_address
from senco_connect_local.package import WORKBOOK, Package

__all__ = [
    "ISSUES",
    "MAIN",
    "MARK",
    "OFFICE",
    "PACKAGE_RELS",
    "STAMP",
    "Place",
    "Tab",
    "Workbook",
    "part_path",
    "read_workbook",
]

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
# Defined names move with their cell when columns are inserted, moved or renamed, in Excel and in LibreOffice.
MARK: Final = "_senco."
STAMP: Final = "_senco.stamp"
ISSUES: Final = "_senco.issues"
_RELS: Final = "xl/_rels/workbook.xml.rels"
_WORKSHEET: Final = f"{OFFICE}/worksheet"
# A list of tabs has a few kilobytes; names that other programs left behind can make it some hundred.
_MAX_PART: Final = 5_000_000


class Tab(NamedTuple):
    """One worksheet: its name, its part in the package, its place among the tabs (from 0), whether it is in sight."""

    name: str
    part: str
    place: int
    is_shown: bool


class Place(NamedTuple):
    """A cell that a defined name points at."""

    tab: str
    line: int
    column: int


class Workbook(NamedTuple):
    """The tabs in order, the text of each of our names, and whether days count from 1904 (old Macs)."""

    tabs: tuple[Tab, ...]
    names: Mapping[str, str]
    from_1904: bool

    @property
    def stamp(self) -> str:
        """The stamp of the last run that wrote the register, "" if none."""
        return self.names.get(STAMP, "").removeprefix('"').removesuffix('"').replace('""', '"')

    def place(self, name: str) -> Place | None:
        """Find the cell a name points at; None where there is no such name or its cell was deleted."""
        tab, mark, cell = self.names.get(name, "").rpartition("!")
        found = read_address(cell) if mark else None
        return Place(_unquoted(tab), *found) if found else None

    def tab_of(self, name: str) -> Tab | None:
        """Find the tab that a name points into."""
        place = self.place(name)
        return self.tab(place.tab) if place else None

    def tab(self, name: str) -> Tab | None:
        """Find a tab by name, as Excel does: without regard to case."""
        return next((t for t in self.tabs if t.name.casefold() == name.casefold()), None)


class _Element(NamedTuple):
    name: str
    attributes: Mapping[str, str]
    text: str


def part_path(folder: str, target: str) -> str:
    """Give the member that a relation of a part in ``folder`` points at."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def read_workbook(package: Package) -> Workbook:
    """Read the tabs and our names; InputRefused for a workbook that cannot be read or is of the strict kind."""
    elements = _elements(package, WORKBOOK)
    if not any(e.name == f"{MAIN} workbook" for e in elements):
        raise InputRefused(
            'The workbook is of the kind "Strict Open XML".',
            "Save it as an Excel workbook (*.xlsx), not as Strict Open XML, then run again.",
            code="X108",
        )
    properties = [e.attributes for e in elements if e.name == f"{MAIN} workbookPr"]
    from_1904 = any(p.get("date1904") in {"1", "true"} for p in properties)
    return Workbook(tuple(_tabs(package, elements)), dict(_our_names(elements)), from_1904)


def _tabs(package: Package, elements: Iterable[_Element]) -> Iterator[Tab]:
    """Walk the worksheets; a chart or a macro sheet has a place among the tabs and no cells."""
    relations = (e.attributes for e in _elements(package, _RELS) if e.name == f"{PACKAGE_RELS} Relationship")
    parts = {r.get("Id"): part_path("xl", r.get("Target", "")) for r in relations if r.get("Type") == _WORKSHEET}
    sheets = (e.attributes for e in elements if e.name == f"{MAIN} sheet")
    for place, sheet in enumerate(sheets):
        part = parts.get(sheet.get(f"{OFFICE} id"), "")
        if part in package:
            yield Tab(sheet.get("name", ""), part, place, sheet.get("state", "visible") == "visible")


def _our_names(elements: Iterable[_Element]) -> Iterator[tuple[str, str]]:
    for element in elements:
        name = element.attributes.get("name", "")
        # A name with a scope is the copy that Excel makes when somebody copies the tab: not ours.
        is_ours = name.startswith(MARK) and "localSheetId" not in element.attributes
        if is_ours and element.name == f"{MAIN} definedName":
            yield name, element.text.strip()


def _elements(package: Package, part: str) -> list[_Element]:
    """List the elements of a small part in the order in which they end."""
    data = package.xml(part) if part in package else b""
    if not data or len(data) > _MAX_PART:
        raise InputRefused("The workbook's list of tabs cannot be read.", "Open and save it in Excel.", code="X106")
    found: list[_Element] = []
    open_now: list[tuple[str, dict[str, str], list[str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        open_now.append((name, attributes, []))

    def add(text: str) -> None:
        open_now[-1][2].append(text)

    def end(_name: str) -> None:
        name, attributes, texts = open_now.pop()
        found.append(_Element(name, attributes, "".join(texts)))

    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, add, end
    try:
        parser.Parse(data, True)
    # An encoding that nobody knows, or one of several bytes, is a LookupError or a ValueError.
    except (expat.ExpatError, LookupError, ValueError):
        raise InputRefused("A part of the workbook is damaged.", "Restore an earlier version.", code="X106") from None
    return found


def _unquoted(tab: str) -> str:
    return tab[1:-1].replace("''", "'") if tab.startswith("'") and tab.endswith("'") else tab
