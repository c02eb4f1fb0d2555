"""Developer metadata made, changed and deleted."""

from __future__ import annotations

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.batch.fields import changed, read_fields
from senco_connect_emulator.sheets.batch.kinds import Json, Lines, Step, applies, dimension, grid
from senco_connect_emulator.sheets.metadata import APP, matching, told_metadata
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.sheets.parts import dropped, only, some, without

__all__ = ["add_metadata"]

_LONGEST = 30_000


@applies("createDeveloperMetadata")
def create_metadata(step: Step, asked: Json) -> Json:
    """Attach metadata to the spreadsheet, a sheet, a row or a column."""
    return {"developerMetadata": told_metadata(add_metadata(step, asked.get("developerMetadata", {})))}


def add_metadata(step: Step, given: Json) -> Json:
    """Store new metadata under the id that it was given, or a new one."""
    book = step.book
    _check(given)
    metadata_id = given.get("metadataId") or _free_id(step)
    if metadata_id < 0:
        raise invalid("metadataId must be a positive integer.")
    old = next((one for one in book.metadata if one["metadataId"] == metadata_id), None)
    if old and step.world.switches.repeated_metadata_refused:
        why = "because developer metadata with that ID already exists."
        raise invalid(f"Cannot add developer metadata with ID [{metadata_id}] {why}")
    told = {"metadataId": metadata_id, "metadataKey": given["metadataKey"], **some(only(given, {"metadataValue"}))}
    told |= {"location": located(book, given.get("location", {})), "visibility": given["visibility"]}
    book.metadata = [*dropped(book.metadata, old), {**told, APP: step.who.app}]
    return book.metadata[-1]


def _free_id(step: Step) -> int:
    taken = {one["metadataId"] for one in step.book.metadata}
    while (number := step.world.ids.number()) in taken:
        pass
    return number


def _check(given: Json) -> None:
    if not given.get("metadataKey"):
        raise invalid("Developer metadata must have a key specified.")
    if given.get("visibility", "").endswith("UNSPECIFIED") or not given.get("visibility"):
        raise invalid("Invalid visibility: developer metadata must always have a visibility specified.")
    if len(given["metadataKey"]) + len(given.get("metadataValue", "")) > _LONGEST:
        raise invalid(f"Developer metadata may contain at most {_LONGEST:,} characters.")


def located(book: Book, given: Json) -> Json:
    """Give a location as it is stored; a row or a column is one, never more."""
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "dimensionRange" in given:
        return _on_line(dimension(book, given["dimensionRange"]))
    if "sheetId" in given:
        return {"locationType": "SHEET", "sheetId": grid(book, given["sheetId"]).id}
    raise invalid("Developer metadata must have a location specified.")


def _on_line(lines: Lines) -> Json:
    if lines.end - lines.start != 1:
        raise invalid("Developer metadata can only be associated with a single row or column.")
    if lines.end > lines.size:
        raise invalid("Developer metadata location is outside of the grid.")
    name = lines.name.upper()
    place = {"sheetId": lines.sheet.id, "dimension": f"{name}S", "startIndex": lines.start, "endIndex": lines.end}
    return {"locationType": name, "dimensionRange": place}


@applies("updateDeveloperMetadata")
def update_metadata(step: Step, asked: Json) -> Json:
    """Change what the fields name of all metadata that the filters match."""
    given = asked.get("developerMetadata", {})
    fields = read_fields(asked.get("fields", ""), "DeveloperMetadata")
    chosen = _chosen(step, asked.get("dataFilters", []))
    if "metadataId" in fields and len(fields) == 1:
        raise invalid("The metadataId can not be updated.")
    wanted = without(fields, "metadataId")
    new = {**given, "location": located(step.book, given["location"])} if "location" in given else given
    told = [_changed(one, new, wanted) if one["metadataId"] in chosen else one for one in step.book.metadata]
    step.book.metadata = told
    return {"developerMetadata": [told_metadata(one) for one in told if one["metadataId"] in chosen]}


def _changed(old: Json, new: Json, fields: Json) -> Json:
    result = changed(old, new, {name: {} for name in fields})
    _check(result)
    return result


def _chosen(step: Step, filters: list[Json]) -> set[int]:
    if not filters:
        raise invalid("Must specify at least one data filter.")
    return {one["metadataId"] for told in filters for one in matching(step.book, told, step.who)}


@applies("deleteDeveloperMetadata")
def delete_metadata(step: Step, asked: Json) -> Json:
    """Delete all metadata that the filter matches; none is no error."""
    chosen = _chosen(step, [asked["dataFilter"]] if "dataFilter" in asked else [])
    gone = [told_metadata(one) for one in step.book.metadata if one["metadataId"] in chosen]
    step.book.metadata = [one for one in step.book.metadata if one["metadataId"] not in chosen]
    return some({"deletedDeveloperMetadata": gone})
