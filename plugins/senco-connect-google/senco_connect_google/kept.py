"""What the library keeps with the spreadsheet, and whose turn it is to write.

Sheets has no conditional write.  What it has is documented refusals: an id that
exists can't be given again, and one that doesn't can't be deleted.  So each
change of ours takes away the *gate* of the version it was made from, a protected
range, and sets the gate of the next: a batch from an older version, or one that is
delivered twice, is refused whole, and so is that of a run whose turn is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from senco_connect.adapters import Mark
from senco_connect_google.book import Book
from senco_connect_google.sheet_requests import add_metadata

__all__ = ["TURN", "Turn", "dropped", "id_for", "kept", "marker", "pass_gate", "turn_of"]

Json = dict[str, Any]
TURN: Final = "senco.turn"
_MARKER: Final = "senco.batch"
_MARKERS_KEPT: Final = 8
_SPREADSHEET: Final = {"spreadsheet": True}


class Turn(NamedTuple):
    """How many changes of ours the spreadsheet has seen, and the mark of who may make the next."""

    version: int = 0
    mark: Mark = Mark()

    @property
    def text(self) -> str:
        """The turn as it is kept."""
        return f"{self.version}:{self.mark.number}:{self.mark.beat}:{self.mark.holder}"

    def after(self, mark: Mark | None = None) -> Turn:
        """Give the turn after one more change."""
        return Turn(self.version + 1, self.mark if mark is None else mark)


def turn_of(book: Book) -> Turn:
    """Read the turn; a spreadsheet that we never changed has the first."""
    parts = book.told(TURN).split(":", 3)
    if len(parts) != 4 or not all(part.isdecimal() for part in parts[:3]):
        return Turn()
    version, number, beat = map(int, parts[:3])
    return Turn(version, Mark(number, parts[3], beat))


def pass_gate(book: Book, turn: Turn, over: Mapping[str, Any]) -> Iterator[Json]:
    """Take away the gate of the version that was seen, and set that of ``turn`` over a range of cells."""
    old = id_for(book.id, f"gate {turn_of(book).version}")
    if any(protection.id == old for protection in book.protections):
        yield {"deleteProtectedRange": {"protectedRangeId": old}}
    told = {
        "protectedRangeId": id_for(book.id, f"gate {turn.version}"),
        "range": dict(over),
        "description": "The pupil key says which child a line is about. Leave it as it is.",
        "warningOnly": True,
    }
    yield {"addProtectedRange": {"protectedRange": told}}
    yield from kept(book, TURN, turn.text)


def kept(book: Book, key: str, value: str) -> Iterator[Json]:
    """Keep a value with the spreadsheet, where it is another than the one that is kept."""
    if key not in book.kept:
        if value:
            yield add_metadata(id_for(book.id, key), key, value, _SPREADSHEET)
    elif book.told(key) != value:
        lookup = {"developerMetadataLookup": {"metadataId": book.kept[key].id}}
        told = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": value}, "fields": "metadataValue"}
        yield {"updateDeveloperMetadata": told}


def marker(book: Book, stamp: str) -> Iterator[Json]:
    """Mark the batch by an id that is made from its stamp and the version it changes, and drop old markers."""
    name = f"{stamp} after {turn_of(book).version}"
    yield add_metadata(id_for(book.id, name), _MARKER, stamp, _SPREADSHEET)
    ours = [meta.id for meta in book.metadata if meta.key == _MARKER]
    yield from (dropped(id) for id in ours[: max(0, len(ours) + 1 - _MARKERS_KEPT)])


def dropped(id: int) -> Json:
    """Drop a piece of metadata."""
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": id}}}}


def id_for(book: str, name: str) -> int:
    """Make an id of ours: the same for the same thing, and positive, as Google wants it."""
    return 1 + int.from_bytes(blake2b(f"{book}\0{name}".encode(), digest_size=4).digest()) % (2**31 - 2)
