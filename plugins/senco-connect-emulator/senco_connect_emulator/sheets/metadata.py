"""Developer metadata: where it is, who sees it, how it is looked up; and what a data filter means as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.call import Answer, Call, answers
from senco_connect_emulator.errors import invalid, not_found
from senco_connect_emulator.sheets.a1 import Area, area_of, read_range
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.opening import open_book
from senco_connect_emulator.sheets.protection import overlaps
from senco_connect_emulator.sheets.proto import spoken, stored

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
from senco_connect_emulator.sheets.parts import without

__all__ = ["areas_of", "is_visible", "matching", "metadata_area", "told_metadata"]

Json = dict[str, Any]
APP = "app"


@answers("sheets.spreadsheets.developerMetadata.get")
def get_metadata(call: Call) -> Answer:
    """Give one piece of metadata by its id."""
    book = open_book(call)
    wanted = call.params["metadataId"]
    for metadata in book.metadata:
        if metadata["metadataId"] == wanted and is_visible(metadata, call.who):
            return told_metadata(metadata)
    raise not_found()


@answers("sheets.spreadsheets.developerMetadata.search")
def search_metadata(call: Call) -> Answer:
    """Give all metadata that any of the filters matches, each with the filters that matched it."""
    book = open_book(call)
    filters = call.body.get("dataFilters", [])
    if not filters:
        raise invalid("Must specify at least one data filter.")
    found: dict[int, Json] = {}
    for data_filter in filters:
        for metadata in matching(book, data_filter, call.who):
            told = {"developerMetadata": told_metadata(metadata), "dataFilters": []}
            found.setdefault(metadata["metadataId"], told)["dataFilters"].append(told_filter(data_filter))
    return {"matchedDeveloperMetadata": list(found.values())} if found else {}


def told_metadata(metadata: Json) -> Json:
    """Give metadata as answers have it."""
    told: Json = spoken(without(metadata, APP))
    return told


def told_filter(data_filter: Json) -> Json:
    """Give a data filter as answers repeat it: without its zeros."""
    if "gridRange" in data_filter:
        return {"gridRange": {name: edge for name, edge in data_filter["gridRange"].items() if edge}}
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"]
        return {"developerMetadataLookup": spoken(stored("DeveloperMetadataLookup", lookup))}
    return data_filter


def is_visible(metadata: Json, who: Identity) -> bool:
    """Tell whether somebody's app may know of metadata: a project's own is for that project alone."""
    return metadata.get("visibility") != "PROJECT" or metadata.get(APP) in {None, who.app}


def matching(book: Book, data_filter: Json, who: Identity | None) -> list[Json]:
    """Give the metadata that a filter matches, as far as somebody's app sees it: by lookup, or all within cells."""
    known = [metadata for metadata in book.metadata if who is None or is_visible(metadata, who)]
    if "developerMetadataLookup" not in data_filter:
        area = _cells(book, data_filter)
        return [metadata for metadata in known if _lies_on(metadata["location"], area)]
    check_lookup(book, data_filter["developerMetadataLookup"])
    return [metadata for metadata in known if _answers_to(metadata, data_filter["developerMetadataLookup"])]


def check_lookup(book: Book, lookup: Json) -> None:
    """Refuse a lookup that Google refuses."""
    if not lookup:
        raise invalid("Developer metadata lookup must specify at least one field.")
    location, strategy = lookup.get("metadataLocation"), lookup.get("locationMatchingStrategy", "")
    if strategy and not location:
        raise invalid("locationMatchingStrategy can only be specified with a metadataLocation.")
    if location:
        _check_place(book, location, strategy)


def _check_place(book: Book, location: Json, strategy: str) -> None:
    if location.get("spreadsheet"):
        if strategy == "INTERSECTING_LOCATION":
            raise invalid("INTERSECTING_LOCATION is not supported for spreadsheet locations.")
        return
    sheet_id = location.get("dimensionRange", location).get("sheetId", 0)
    if book.sheet(sheet_id) is None:
        raise invalid(f"No grid with id: {sheet_id}")


def _answers_to(metadata: Json, lookup: Json) -> bool:
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if lookup.get(name) and lookup[name] != metadata.get(name, ""):
            return False
    if lookup.get("locationType", metadata["location"]["locationType"]) != metadata["location"]["locationType"]:
        return False
    return _is_there(metadata["location"], lookup.get("metadataLocation"), lookup.get("locationMatchingStrategy", ""))


def _is_there(location: Json, place: Json | None, strategy: str) -> bool:
    if not place:
        return True
    if strategy == "EXACT_LOCATION" or place.get("spreadsheet"):
        return _same_place(place, location)
    return _intersects(place, location)


def _same_place(place: Json, location: Json) -> bool:
    if place.get("spreadsheet"):
        return bool(location.get("spreadsheet"))
    if "dimensionRange" in place:
        wanted, found = place["dimensionRange"], location.get("dimensionRange")
        return found is not None and {"sheetId": 0, "startIndex": 0, **wanted} == {"startIndex": 0, **found}
    return "sheetId" in location and location["sheetId"] == place.get("sheetId", 0)


def _intersects(place: Json, location: Json) -> bool:
    sheet_id = place.get("dimensionRange", place).get("sheetId", 0)
    if location.get("dimensionRange", location).get("sheetId") != sheet_id:
        return False
    wanted, found = place.get("dimensionRange"), location.get("dimensionRange")
    if wanted is None or found is None or wanted.get("dimension") != found["dimension"]:
        return True
    return bool(
        wanted.get("startIndex", 0) < found["endIndex"]
        and found["startIndex"] < wanted.get("endIndex", found["endIndex"])
    )


def _lies_on(location: Json, area: Area) -> bool:
    # A row lies on cells where some of it is among them, a sheet on all of its own; the spreadsheet's lies on none.
    found = location.get("dimensionRange")
    if location.get("sheetId") == area.sheet.id:
        return True
    if found is None or found["sheetId"] != area.sheet.id:
        return False
    edges = ("startRowIndex", "endRowIndex") if found["dimension"] == "ROWS" else ("startColumnIndex", "endColumnIndex")
    return overlaps(dict(zip(edges, (found["startIndex"], found["endIndex"]), strict=True)), area)


def _cells(book: Book, data_filter: Json) -> Area:
    if "a1Range" in data_filter:
        return read_range(book, data_filter["a1Range"])
    if "gridRange" in data_filter:
        return area_of(book, data_filter["gridRange"])
    raise invalid("No data filter specified.")


def areas_of(book: Book, data_filter: Json, who: Identity | None = None) -> list[Area]:
    """Give the cells that a filter means: a lookup's are the rows, columns and sheets that have such metadata."""
    if "developerMetadataLookup" not in data_filter:
        return [_cells(book, data_filter)]
    areas = (metadata_area(book, one) for one in matching(book, data_filter, who))
    return [area for area in areas if area is not None]


def metadata_area(book: Book, metadata: Json) -> Area | None:
    """Give the cells on which metadata lies; None for the spreadsheet's own."""
    location = metadata["location"]
    if location.get("spreadsheet"):
        return None
    found = location.get("dimensionRange")
    if found is None:
        return area_of(book, {"sheetId": location["sheetId"]})
    axis = "Row" if found["dimension"] == "ROWS" else "Column"
    edges = {f"start{axis}Index": found["startIndex"], f"end{axis}Index": found["endIndex"]}
    return area_of(book, {"sheetId": found["sheetId"], **edges})
