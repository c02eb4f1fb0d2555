"""The requests of a batch, in Google's form; lines and columns count from 1 outside of here and from 0 inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from senco_connect_google.content import DAY_FORMAT, Content, words

__all__ = [
    "Area", "add_metadata", "add_tab", "area_range", "copied", "dimension", "inserted", "put_cells", "quoted",
    "rectangles", "resized", "text_rows",
]  # fmt: skip

Json = dict[str, Any]
Place = tuple[int, int]


class Area(NamedTuple):
    """A rectangle of a tab, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


def quoted(title: str) -> str:
    """Write a tab's name as a range does: the one place where a name meets a range's grammar (safety.md rule 15)."""
    return "'" + title.replace("'", "''") + "'"


def area_range(tab: int, area: Area) -> Json:
    """Name a rectangle."""
    return {
        "sheetId": tab,
        "startRowIndex": area.top - 1, "endRowIndex": area.bottom,
        "startColumnIndex": area.left - 1, "endColumnIndex": area.right,
    }  # fmt: skip


def dimension(tab: int, kind: str, start: int, end: int) -> Json:
    """Name lines ("ROWS") or columns ("COLUMNS"), both included."""
    return {"sheetId": tab, "dimension": kind, "startIndex": start - 1, "endIndex": end}


def inserted(tab: int, kind: str, start: int, number: int, *, like_before: bool) -> Json:
    """Push in blank lines or columns."""
    where = dimension(tab, kind, start, start + number - 1)
    return {"insertDimension": {"range": where, "inheritFromBefore": like_before}}


def copied(source: tuple[int, Area], target: tuple[int, Area], *, what: str = "PASTE_NORMAL") -> Json:
    """Copy one rectangle over another."""
    return {"copyPaste": {"source": area_range(*source), "destination": area_range(*target), "pasteType": what}}


def add_metadata(id: int, key: str, value: str, location: Json) -> Json:
    """Leave a piece of metadata under an id of ours, so that leaving it twice is refused."""
    told = {"metadataId": id, "metadataKey": key, "metadataValue": value, "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": {**told, "visibility": "DOCUMENT"}}}


def add_tab(id: int, title: str, *, lines: int, columns: int, is_hidden: bool = False) -> Json:
    """Make a tab under an id of ours."""
    size = {"rowCount": lines, "columnCount": columns}
    return {"addSheet": {"properties": {"sheetId": id, "title": title, "hidden": is_hidden, "gridProperties": size}}}


def resized(tab: int, *, lines: int, columns: int) -> Json:
    """Give a tab of ours this size."""
    properties = {"sheetId": tab, "gridProperties": {"rowCount": lines, "columnCount": columns}}
    fields = "gridProperties(rowCount,columnCount)"
    return {"updateSheetProperties": {"properties": properties, "fields": fields}}


def text_rows(lines: Iterable[Sequence[str]]) -> list[Json]:
    """Give lines of text as rows of cells."""
    return [{"values": [{"userEnteredValue": words(text).value} for text in texts]} for texts in lines]


def put_cells(tab: int, cells: Mapping[Place, Content]) -> Iterator[Json]:
    """Write cells, as few rectangles as hold nothing else."""
    for is_day in (False, True):
        some = {place: content for place, content in cells.items() if content.is_day is is_day}
        for area in rectangles(some):
            yield _updated(tab, area, some, is_day=is_day)


def rectangles(places: Iterable[Place]) -> list[Area]:
    """Cut a set of cells into rectangles: runs along a line, joined downward where the same run goes on."""
    runs: list[Area] = []
    for line, column in sorted(places):
        last = runs[-1] if runs else None
        if last and last.top == line and last.right == column - 1:
            runs[-1] = last._replace(right=column)
        else:
            runs.append(Area(line, column, line, column))
    joined: dict[tuple[int, int], Area] = {}
    done: list[Area] = []
    for run in runs:
        above = joined.get((run.left, run.right))
        if above and above.bottom == run.top - 1:
            run = above._replace(bottom=run.bottom)  # noqa: PLW2901
        elif above:
            done.append(above)
        joined[run.left, run.right] = run
    return sorted([*done, *joined.values()])


def _updated(tab: int, area: Area, cells: Mapping[Place, Content], *, is_day: bool) -> Json:
    rows = [
        {"values": [_cell(cells[line, column], is_day=is_day) for column in range(area.left, area.right + 1)]}
        for line in range(area.top, area.bottom + 1)
    ]
    start: Json = {"sheetId": tab, "rowIndex": area.top - 1, "columnIndex": area.left - 1}
    fields = "userEnteredValue,userEnteredFormat.numberFormat" if is_day else "userEnteredValue"
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def _cell(content: Content, *, is_day: bool) -> Json:
    cell: Json = {"userEnteredValue": content.value} if content.value else {}
    return cell | ({"userEnteredFormat": {"numberFormat": DAY_FORMAT}} if is_day else {})
