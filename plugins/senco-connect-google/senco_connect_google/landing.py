"""See where a batch landed, and what stood there: people go on typing and sorting between our look and our write.

Sheets writes to addresses and has no condition (google.md 5), so each batch first
copies the columns that it is about to write, with the key and whatever else tells
whose line it is, to a hidden tab of ours.  The copy is made in the same atomic step, so it shows
what stood there at that very moment, formulas and notes too: the same cells of the same
lines, at the same addresses.  What landed on another line, or over something that was typed
meanwhile, is copied back, and the copying back is watched in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from senco_connect_google.book import Book, Tab
from senco_connect_google.kept import id_for
from senco_connect_google.sheet_requests import Area, add_tab, area_range, copied, rectangles, resized

__all__ = ["BLANK", "ROUNDS", "Capture", "Wrong", "clearing", "is_shifted", "put_back", "scratch_id", "wrong_places"]

Json = dict[str, Any]
Place = tuple[int, int]
# A person would have to sort the sheet in the same tenth of a second so many times in a row.
ROUNDS: Final = 8
# The source of what was made by the batch itself and has to go again.
BLANK: Final = -1
_TITLE: Final = "senco (do not edit)"


class Wrong(NamedTuple):
    """A cell to be copied back: where it is, whose line and column, what it shows, and the tab and cell that have it.

    ``line`` and ``column`` tell them again wherever people move them.
    """

    place: Place
    line: object
    column: str
    shown: object
    source: int
    kept_at: Place


class Capture(NamedTuple):
    """What is copied before a batch writes: cells to be written, by the columns that tell whose line each is on."""

    heading_line: int
    signs: Mapping[Place, frozenset[int]]

    @property
    def columns(self) -> frozenset[int]:
        """Every column that is copied."""
        return frozenset({column for _, column in self.signs}).union(*self.signs.values())

    def requests(self, book: Book, tab: Tab, number: int) -> Iterator[Json]:
        """Copy the columns, from the headings to the last line that is written to, to the hidden tab of this number."""
        if not self.signs:
            return
        last = max(line for line, _ in self.signs)
        yield from _room(book, tab, number, lines=last, columns=max(self.columns))
        there = {(0, column) for column in self.columns & set(range(1, tab.columns + 1))}
        # A merged block can't be copied in part; its values can.
        what = "PASTE_VALUES" if tab.has_merges_below(self.heading_line) else "PASTE_NORMAL"
        for run in rectangles(there):
            area = run._replace(top=self.heading_line, bottom=last)
            yield copied((tab.id, area), (scratch_id(book, number), area), what=what)


def scratch_id(book: Book, number: int) -> int:
    """Give the id of a hidden tab."""
    return id_for(book.id, f"hidden tab {number}")


def _room(book: Book, tab: Tab, number: int, *, lines: int, columns: int) -> Iterator[Json]:
    id = scratch_id(book, number)
    lines, columns = max(lines, tab.lines), max(columns, tab.columns)
    there = book.tab(id)
    if there is None:
        title = _TITLE if number == 0 else f"{_TITLE} {number + 1}"
        yield add_tab(id, title, lines=lines, columns=columns, is_hidden=True)
        return
    yield from clearing(book, [number])
    if there.lines < lines or there.columns < columns:
        yield resized(id, lines=max(lines, there.lines), columns=max(columns, there.columns))


def clearing(book: Book, numbers: Iterable[int] = range(ROUNDS)) -> Iterator[Json]:
    """Empty hidden tabs: what stood there is needed no longer than the batch that follows."""
    for number in numbers:
        if book.tab(scratch_id(book, number)):
            yield {"updateCells": {"range": {"sheetId": scratch_id(book, number)}, "fields": "*"}}


def wrong_places(capture: Capture, before: Tab, seen: Tab | None) -> set[Place]:
    """Name the cells that were not written over what was looked at: another line, column or text stood there.

    ``before`` is what the batch was made from, ``seen`` the hidden tab, which has those cells in the moment of writing.
    """
    if seen is None:
        return set(capture.signs)
    line = capture.heading_line
    shifted = {column for column in capture.columns if not _same(before, seen, (line, column))}

    def is_right(place: Place, signs: frozenset[int]) -> bool:
        columns = signs | {place[1]}
        return columns.isdisjoint(shifted) and all(_same(before, seen, (place[0], column)) for column in columns)

    return {place for place, signs in capture.signs.items() if not is_right(place, signs)}


def is_shifted(heading_line: int, columns: Iterable[int], before: Tab, after: Tab | None) -> bool:
    """Whether other headings stood over these columns when it was written: then new lines and marks are wrong too."""
    return after is None or not all(_same(before, after, (heading_line, column)) for column in columns)


def _same(before: Tab, seen: Tab, place: Place) -> bool:
    formula = before.formulas.get(place)
    if formula is not None:
        # A copied formula may come to something else; a spill is not copied at all.
        return not formula or seen.formulas.get(place) == formula
    return place not in seen.formulas and before.cell(*place) == seen.cell(*place)


def put_back(wrong: Collection[Wrong], tab: Tab) -> Iterator[Json]:
    """Copy each cell back from the tab that has it as it was, whole blocks at once where nothing has moved since."""
    for area in rectangles(one.place for one in wrong if one.source == BLANK):
        yield {"updateCells": {"range": area_range(tab.id, area), "fields": "userEnteredValue"}}
    wrong = [one for one in wrong if one.source != BLANK]
    for source in sorted({one.source for one in wrong}):
        for area in rectangles(one.place for one in wrong if one.source == source and one.kept_at == one.place):
            yield copied((source, area), (tab.id, area))
    for one in wrong:
        if one.kept_at != one.place:
            yield copied((one.source, _cell(one.kept_at)), (tab.id, _cell(one.place)))


def _cell(place: Place) -> Area:
    return Area(*place, *place)
