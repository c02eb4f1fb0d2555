"""A batch at work: where a request points to, and the two changes of which all others are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from senco_connect_emulator.docs.model import BODY, NEWLINE, STRUCTURE, Document, Mark, Tab
from senco_connect_emulator.errors import Refused, invalid

if TYPE_CHECKING:
    from senco_connect_emulator.ids import Ids

__all__ = ["KINDS", "LOW", "Edit", "Json", "Place", "Span", "kind", "paragraph_end", "paragraph_start"]

Json = dict[str, Any]
LOW = range(0xDC00, 0xE000)


class Place(NamedTuple):
    """An index of a segment."""

    tab: Tab
    segment: str
    at: int

    @property
    def marks(self) -> list[Mark]:
        """The marks of the segment."""
        return self.tab.segments[self.segment]


class Span(NamedTuple):
    """A part of a segment: from an index up to another."""

    tab: Tab
    segment: str
    start: int
    end: int

    @property
    def marks(self) -> list[Mark]:
        """The marks of the whole segment."""
        return self.tab.segments[self.segment]

    def paragraph_ends(self) -> list[int]:
        """Where the paragraphs end that the part touches, those in a table's cells too."""
        marks = self.marks
        ends = [at for at in range(self.start, self.end) if marks[at].char == NEWLINE]
        if not ends or ends[-1] != self.end - 1:
            ends.extend(at for at in [paragraph_end(marks, self.end - 1)] if at not in ends)
        return ends


class Edit:
    """One batch on its way through a copy of a document."""

    def __init__(self, document: Document, ids: Ids) -> None:
        self.document = document
        self._ids = ids

    def new_id(self, prefix: str = "kix.") -> str:
        """Give an id as Docs makes them: lower-case letters and digits after a prefix."""
        return prefix + self._ids.text(40).lower().replace("-", "").replace("_", "")[:12]

    def tab(self, tab_id: str | None) -> Tab:
        """Find a tab; none named is the first."""
        if not tab_id:
            return self.document.tabs[0]
        found = self.document.tab(tab_id)
        if found is None:
            raise invalid(f"The tab with ID {tab_id} was not found.")
        return found

    def tabs(self, criteria: Json | None) -> list[Tab]:
        """Find the tabs that a TabsCriteria names; none named are all."""
        named = (criteria or {}).get("tabIds")
        return [self.tab(tab_id) for tab_id in named] if named else list(self.document.tabs)

    def segment(self, told: Json) -> tuple[Tab, str]:
        """Find the tab and the segment of a Location, a Range or an EndOfSegmentLocation."""
        tab, segment = self.tab(told.get("tabId")), told.get("segmentId") or BODY
        if segment not in tab.segments:
            words = "If a segment ID is provided, it must be a header, footer or footnote ID."
            raise invalid(f"Segment with ID {segment} was not found. {words}")
        return tab, segment

    def place(self, location: Json) -> Place:
        """Find a Location, inside its segment."""
        tab, segment = self.segment(location)
        index, end = location.get("index", 0), len(tab.segments[segment])
        _within(index, end)
        return Place(tab, segment, index)

    def insertion(self, request: Json) -> Place:
        """Find where a request inserts: its ``location`` or the end of a segment, inside a paragraph."""
        if "endOfSegmentLocation" in request and "location" not in request:
            tab, segment = self.segment(request["endOfSegmentLocation"])
            return Place(tab, segment, len(tab.segments[segment]) - 1)
        if "location" not in request or "endOfSegmentLocation" in request:
            raise invalid("Exactly one of location and endOfSegmentLocation must be set.")
        place = self.place(request["location"])
        mark = place.marks[place.at]
        if ord(mark.char) in LOW:
            raise invalid("The insertion index cannot be within a grapheme cluster.")
        if mark.char != NEWLINE and not _in_paragraph(mark):
            words = "You can still create new paragraphs by inserting newlines."
            raise invalid(f"The insertion index must be inside the bounds of an existing paragraph. {words}")
        return place

    def span(self, told: Json) -> Span:
        """Find a Range; it holds one index at least."""
        tab, segment = self.segment(told)
        start, end, length = told.get("startIndex", 0), told.get("endIndex", 0), len(tab.segments[segment])
        if start >= end:
            raise invalid("The range should not be empty.")
        _within(start, length)
        if end > length:
            raise _beyond(end, length)
        return Span(tab, segment, start, end)

    def insert(self, place: Place, marks: list[Mark]) -> None:
        """Put marks in; named ranges behind the place move on, one that it lies in grows."""
        place.marks[place.at : place.at] = marks
        size = len(marks)

        def moved(start: int, end: int) -> tuple[int, int]:
            later = start + size if start >= place.at else start
            return later, end + size if end > place.at else end

        _move_ranges(place.tab, place.segment, moved)

    def delete(self, span: Span) -> None:
        """Take marks out; a named range that nothing is left of is gone."""
        self.replace(span, [])

    def replace(self, span: Span, marks: list[Mark]) -> None:
        """Put marks in the place of others; a named range over those lies over these."""
        span.marks[span.start : span.end] = marks
        added = len(marks) - (span.end - span.start)

        def kept(at: int) -> int:
            return at + added if at >= span.end else min(at, span.start + len(marks))

        _move_ranges(span.tab, span.segment, lambda start, end: (kept(start), kept(end)))

    def fresh(self, ending: Mark) -> Mark:
        """Give the end of another paragraph like this one: a heading has an id of its own."""
        style = ending.thing["paragraphStyle"]
        if "headingId" not in style:
            return ending
        return ending._replace(thing={**ending.thing, "paragraphStyle": {**style, "headingId": self.new_id("h.")}})


Kind = Callable[[Edit, Json], Json]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    """Register the function that carries out a kind of request; it returns what its reply holds."""

    def register(function: Kind) -> Kind:
        KINDS[name] = function
        return function

    return register


def paragraph_end(marks: list[Mark], at: int) -> int:
    """Find where the paragraph ends that an index is in."""
    while marks[at].char != NEWLINE:
        at += 1
    return at


def paragraph_start(marks: list[Mark], at: int) -> int:
    """Find where the paragraph begins that an index is in."""
    while at > 0 and _in_paragraph(marks[at - 1]):
        at -= 1
    return at


def _in_paragraph(mark: Mark) -> bool:
    return mark.char != NEWLINE and mark.char not in STRUCTURE


def _within(index: int, end: int) -> None:
    if index < 0:
        raise invalid(f"Index {index} must be greater than or equal to 0.")
    if index >= end:
        raise _beyond(index, end)


def _beyond(index: int, end: int) -> Refused:
    return invalid(f"Index {index} must be less than the end index of the referenced segment, {end}.")


def _move_ranges(tab: Tab, segment: str, moved: Callable[[int, int], tuple[int, int]]) -> None:
    def after(one: Json) -> Json:
        if one["segmentId"] != segment:
            return one
        start, end = moved(one["startIndex"], one["endIndex"])
        return {**one, "startIndex": start, "endIndex": end}

    kept = [{**named, "ranges": [after(one) for one in named["ranges"]]} for named in tab.named_ranges]
    for named in kept:
        named["ranges"] = [one for one in named["ranges"] if one["startIndex"] < one["endIndex"]]
    tab.named_ranges = [named for named in kept if named["ranges"]]
