"""Hold what two stories came to side by side: each cell by heading and pupil, each folder with what lies in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple, TypeVar

from senco_connect_local.demo.grid import Grid
from senco_connect_local.demo.register import HEADING_LINE

from senco_connect.record import KEY_LABEL

__all__ = ["Compared", "Ending", "compare", "tree_on_disk"]

_Place = TypeVar("_Place")
Folders = Mapping[str, frozenset[str]]
# By heading and pupil, or line where no pupil stands: what a cell shows.
Cells = dict[tuple[str, str], object]


class Ending(NamedTuple):
    """How a story ended: the register's tab, and the pupil folders with what lies in them."""

    grid: Grid
    folders: Folders


class Compared(NamedTuple):
    """How much was compared, and where the two differ, in words."""

    pupils: int
    cells: int
    filled: int
    folders: int
    contents: int
    differing: tuple[str, ...]


def compare(one: Ending, other: Ending) -> Compared:
    """Compare two endings.  A pupil's key is drawn by chance, so it counts whose it is, not how it reads."""
    cells, theirs = _cells(one.grid), _cells(other.grid)
    folders, others = _folders(one), _folders(other)
    differing = (*_told("cell", cells, theirs), *_told("folder", folders, others))
    return Compared(
        pupils=len({pupil for _, pupil in cells if pupil.isdecimal()}),
        cells=len(cells.keys() | theirs.keys()),
        filled=sum(value != "" for value in cells.values()),
        folders=len(folders.keys() | others.keys()),
        contents=sum(map(len, folders.values())),
        differing=differing,
    )


def _told(what: str, one: Mapping[_Place, object], other: Mapping[_Place, object]) -> Iterator[str]:
    absent = object()
    for place in sorted(one.keys() | other.keys(), key=str):
        shown = one.get(place, absent), other.get(place, absent)
        if shown[0] != shown[1]:
            words = (("not there" if value is absent else repr(value)) for value in shown)
            yield f"{what} {place}: {' / '.join(words)}"


def _cells(grid: Grid) -> Cells:
    """Give every cell of the tab by its place; a heading that stands twice, or a pupil, would be two places."""
    headings = [str(heading) for heading in grid[HEADING_LINE - 1]]
    keys = _keys(grid)
    found: list[tuple[tuple[str, str], object]] = []
    for number, line in enumerate(grid, start=1):
        shown = [_whose(value, keys) for value, _ in zip_longest(line, headings, fillvalue="")]
        # The titles stand where they stand; under the headings a sort or a new column moves everything.
        pupil = _pupil(line, headings) if number > HEADING_LINE else ""
        found += [((heading, pupil or f"line {number}"), value) for heading, value in zip(headings, shown, strict=True)]
    cells = dict(found)
    assert len(cells) == len(found), "a heading or a pupil stands twice in the register"
    return cells


def _pupil(line: list[object], headings: list[str]) -> str:
    number = line[headings.index("Adm No")]
    return str(int(float(str(number)))) if number else ""


def _keys(grid: Grid) -> dict[str, str]:
    """Give the admission number of each pupil key."""
    headings = [str(heading) for heading in grid[HEADING_LINE - 1]]
    column = headings.index(KEY_LABEL)
    lines = [line for line in grid[HEADING_LINE:] if len(line) > column and line[column]]
    keys = {str(line[column]): _pupil(line, headings) for line in lines}
    assert len(keys) == len(lines), "two pupils have one key"
    return keys


def _whose(shown: object, keys: Mapping[str, str]) -> object:
    return f"the key of {keys[shown]}" if isinstance(shown, str) and shown in keys else shown


def _folders(ending: Ending) -> dict[str, frozenset[str]]:
    keys = _keys(ending.grid)
    named: dict[str, frozenset[str]] = {}
    for name, inside in ending.folders.items():
        before, mark, key = name.rpartition(" · ")
        named[f"{before}{mark}{_whose(key, keys)}"] = inside
    assert len(named) == len(ending.folders), "two pupil folders bear one name"
    return named


def tree_on_disk(root: Path) -> Folders:
    """Give what lies in each folder on disk, by name; Drive's papers have no endings, and its marks no files."""
    return {
        folder.name: frozenset(path.name.removesuffix(".txt") for path in folder.iterdir() if path.name[0] != ".")
        for folder in root.iterdir()
    }
