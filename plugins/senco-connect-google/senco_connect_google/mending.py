"""Put back what landed wrong, and say of which operations that was.

It is copied back as it stood, formulas and notes too, by batches that are watched
like the first: a person who sorts again meanwhile is followed by the key of the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from senco_connect.adapters import Batch, CellWrite, NewColumn, Operation, Outcome, Result
from senco_connect.errors import Stopped
from senco_connect.layout import KEY
from senco_connect_google.assembly import Sent, gate_range
from senco_connect_google.book import Book, Tab
from senco_connect_google.draft import Draft
from senco_connect_google.image import Image
from senco_connect_google.kept import dropped, kept, marker, pass_gate, turn_of
from senco_connect_google.landing import (
    BLANK,
    ROUNDS,
    Capture,
    Wrong,
    is_shifted,
    put_back,
    scratch_id,
    wrong_places,
)
from senco_connect_google.look import FIELDS_KEPT
from senco_connect_google.our_tabs import mending_requests
from senco_connect_google.problems import OutcomeUnknown
from senco_connect_google.sheets_api import MALFORMED, Sheets

__all__ = ["mended"]

Place = tuple[int, int]
_MOVED = "the sheet was sorted or changed in the moment of writing: what stood there was put back"
_LOST = "the sheet was changed again and again while it was put back: see Version history"


def mended(
    sheets: Sheets, draft: Draft, batch: Batch, outcomes: list[Outcome], *, sent: Sent, after: Book, at: datetime
) -> tuple[list[Outcome], Book | None]:
    """See where a batch landed; give the outcomes as they are then, and the last look at the register."""
    look = draft.look
    missed = wrong_places(sent.capture, look.tab, after.tab(scratch_id(after, 0)))
    made, undone = set[Place](), list[dict[str, Any]]()
    if is_shifted(look.layout.line, look.layout.columns.values(), look.tab, after.tab(look.tab.id)):
        made = draft.cells.keys() - sent.capture.signs.keys()
        undone = list(_unmarked(sent.requests, after, look.book))
    if not (missed or made or undone):
        return outcomes, after
    missed |= made | set(_companions(draft, batch.operations, missed))
    left, seen = _Mending(sheets, draft, batch.stamp, at).put_back(missed, after, made=made, also=undone)
    why = _LOST if left else _MOVED
    return list(_corrected(draft, batch.operations, outcomes, missed, why=why)), None if left else seen


def _unmarked(requests: Sequence[dict[str, Any]], after: Book, before: Book) -> Iterator[dict[str, Any]]:
    """Take away the marks that this batch left on columns and lines: they are not those that were looked at."""
    for request in requests:
        told = request.get("createDeveloperMetadata", {}).get("developerMetadata", {})
        if "dimensionRange" in told.get("location", {}):
            yield dropped(told["metadataId"])
    known = before.told(FIELDS_KEPT)
    if known:
        yield from kept(after, FIELDS_KEPT, known)
    elif FIELDS_KEPT in after.kept:
        yield dropped(after.kept[FIELDS_KEPT].id)


class _Mending:
    """Puts cells back, round by round."""

    def __init__(self, sheets: Sheets, draft: Draft, stamp: str, at: datetime) -> None:
        self._sheets = sheets
        self._tab = draft.look.tab.id
        self._layout = draft.look.layout
        self._has_keys = KEY not in draft.written.values()
        before = Image(draft.look.tab, self._layout, (), has_keys=True)
        self._written = {before.column_sign(column) for _, column in draft.written}
        self._stamp = stamp
        self._at = at
        self._also: Sequence[dict[str, Any]] = ()

    def put_back(
        self, missed: set[Place], after: Book, *, made: set[Place], also: Sequence[dict[str, Any]]
    ) -> tuple[list[Wrong], Book]:
        """Copy back until nothing is wrong any more; give what still is, and the last look.

        What was ``made`` by the batch on new lines and columns is made blank again; ``also`` goes with the first round.
        """
        self._also = also
        found = self._wrong(after, missed, 0, pending=[])
        wrong = [one._replace(source=BLANK) if one.place in made else one for one in found]
        for number in range(1, ROUNDS):
            tab = after.tab(self._tab)
            if tab is None or not (wrong or self._also):
                break
            key_column = self._image(tab).key_column
            signs = frozenset([key_column] if key_column else [])
            capture = Capture(self._layout.line, {one.place: signs for one in wrong})
            now = self._sent(list(self._requests(after, tab, capture, wrong, number)), after, number)
            if turn_of(now).version == turn_of(after).version:
                # Nothing was done: the sheet is no longer as it was looked at, or the call got lost.
                wrong, after = self._again(wrong, now), now
                continue
            self._also = []
            missed = wrong_places(capture, tab, now.tab(scratch_id(now, number)))
            wrong = self._wrong(now, missed, number, pending=[one for one in wrong if one.place in missed])
            after = now
        return wrong, after

    def _sent(self, requests: list[dict[str, Any]], after: Book, number: int) -> Book:
        """Send a round; give the spreadsheet as it is then, whether the round was made or not."""
        try:
            return self._sheets.change(requests, after, whole={self._tab, scratch_id(after, number)})
        except OutcomeUnknown:
            return self._sheets.read(anew=True)
        except Stopped as error:
            if error.code != MALFORMED:
                raise
            return self._sheets.read(anew=True)

    def _again(self, wrong: Sequence[Wrong], now: Book) -> list[Wrong]:
        tab = now.tab(self._tab)
        return list(_found_again(wrong, self._image(tab), set())) if tab else []

    def _requests(
        self, after: Book, tab: Tab, capture: Capture, wrong: Sequence[Wrong], number: int
    ) -> Iterator[dict[str, Any]]:
        yield from capture.requests(after, tab, number)
        yield from put_back(wrong, tab)
        yield from self._also
        yield from mending_requests(after, len(wrong), self._at) if number == 1 else ()
        yield from marker(after, self._stamp)
        key_column = self._image(tab).key_column
        yield from pass_gate(after, turn_of(after).after(), gate_range(tab.id, self._layout, key_column))

    def _wrong(self, now: Book, missed: set[Place], number: int, *, pending: Sequence[Wrong]) -> list[Wrong]:
        """Name what was written over where it should not be, and what the copying back did not reach.

        What stood there may itself be a wrong text of ours, which was moved there before it was put back: then
        its line gets what it had at first.
        """
        tab, hidden, source = now.tab(self._tab), now.tab(scratch_id(now, number)), scratch_id(now, number)
        if tab is None:
            return []
        image = self._image(tab)
        known = {(one.line, one.column, one.shown): one for one in pending}
        found = []
        for place in sorted(missed):
            line, column, shown = image.line_sign(place[0]), image.column_sign(place[1]), tab.cell(*place)
            ours = known.pop((line, column, _text(hidden, place)), None)
            new = ours or Wrong(place, line, column, shown, source, place)
            found.append(new._replace(place=place, shown=shown))
        return [*found, *_found_again(known.values(), image, {one.place for one in found})]

    def _image(self, tab: Tab) -> Image:
        return Image(tab, self._layout, self._written, has_keys=self._has_keys)


def _text(hidden: Tab | None, place: Place) -> object:
    return hidden.cell(*place) if hidden else ""


def _found_again(wrong: Iterable[Wrong], image: Image, taken: set[Place]) -> Iterator[Wrong]:
    """Find cells again that still show what we wrote; where one doesn't, an edit was made since, and stands."""
    for one in wrong:
        free = set(image.places(one.line, one.column)) - taken
        place = next((place for place in sorted(free) if image.tab.cell(*place) == one.shown), None)
        if place:
            taken.add(place)
            yield one._replace(place=place)


def _companions(draft: Draft, operations: Sequence[Operation], missed: set[Place]) -> Iterator[Place]:
    """Name the cells that are one value with one that did not land: half a ranking is nobody's."""
    groups: dict[tuple[str, str], set[Place]] = {}
    for op in operations:
        if isinstance(op, CellWrite) and op.group:
            groups.setdefault((op.key, op.group), set()).update(_places(draft, op))
    return chain.from_iterable(places for places in groups.values() if places & missed)


def _places(draft: Draft, write: CellWrite) -> set[Place]:
    places = {(line, draft.columns.get(write.field, 0)) for line in draft.keys.get(write.key, ())}
    return places & draft.written.keys()


def _corrected(
    draft: Draft, operations: Sequence[Operation], outcomes: Sequence[Outcome], missed: set[Place], *, why: str
) -> Iterator[Outcome]:
    """Answer STALE for each operation of which a cell did not land."""
    fields = {column: field for field, column in draft.columns.items()}
    lost = {(line, fields[column]) for line, column in missed & draft.cells.keys() if column in fields}
    for op, outcome in zip(operations, outcomes, strict=True):
        is_lost = outcome.result is Result.DONE and not lost.isdisjoint(_written_by(op, draft))
        yield outcome._replace(result=Result.STALE, why=why) if is_lost else outcome


def _written_by(op: Operation, draft: Draft) -> set[tuple[int, str]]:
    """Name the cells of an operation by line and field; a new column is its heading, a new line its key."""
    if isinstance(op, NewColumn):
        return {(draft.look.layout.line, op.field)}
    field = op.field if isinstance(op, CellWrite) else KEY
    return {(line, field) for line in draft.keys.get(op.key, ())}
