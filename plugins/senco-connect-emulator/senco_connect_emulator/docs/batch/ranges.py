"""The requests about named ranges."""

from __future__ import annotations

from senco_connect_emulator.docs.batch.edit import Edit, Json, Place, Span, kind
from senco_connect_emulator.docs.batch.text import check_deletion, delete_span, style_at, typed
from senco_connect_emulator.docs.model import Tab
from senco_connect_emulator.errors import Refused, invalid

__all__: list[str] = []


@kind("createNamedRange")
def create_named_range(edit: Edit, request: Json) -> Json:
    """Give a range a name; others may have the same."""
    name = request.get("name", "")
    if not 1 <= len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 256:
        raise invalid("The name must be at least 1 character and no more than 256 characters.")
    span = edit.span(request.get("range", {}))
    id = edit.new_id()
    span.tab.named_ranges.append({"namedRangeId": id, "name": name, "ranges": [_range(span)]})
    return {"namedRangeId": id}


def _range(span: Span) -> Json:
    return {"segmentId": span.segment, "startIndex": span.start, "endIndex": span.end}


@kind("deleteNamedRange")
def delete_named_range(edit: Edit, request: Json) -> Json:
    """Take a name off; the text stays."""
    found = _named(edit, request, "name")
    if not found and "namedRangeId" in request:
        raise _unknown(request)
    for tab, named in found:
        tab.named_ranges.remove(named)
    return {}


@kind("replaceNamedRangeContent")
def replace_named_range(edit: Edit, request: Json) -> Json:
    """Exchange what named ranges hold: the first part of each is replaced, its other parts are deleted."""
    found = _named(edit, request, "namedRangeName")
    if not found and "namedRangeId" in request:
        raise _unknown(request)
    for tab, named in found:
        _replace_content(edit, tab, named["namedRangeId"], request.get("text", ""))
    return {}


def _replace_content(edit: Edit, tab: Tab, id: str, text: str) -> None:
    while len(parts := _parts(tab, id)) > 1:
        delete_span(edit, _span(tab, parts[-1]))
    for part in parts:
        span = _span(tab, part)
        marks = typed(edit, Place(tab, span.segment, span.start), text, style_at(span.marks, span.start))
        check_deletion(span)
        edit.replace(span, marks)


def _parts(tab: Tab, id: str) -> list[Json]:
    return [part for named in tab.named_ranges if named["namedRangeId"] == id for part in named["ranges"]]


def _span(tab: Tab, part: Json) -> Span:
    return Span(tab, part["segmentId"], part["startIndex"], part["endIndex"])


def _named(edit: Edit, request: Json, name: str) -> list[tuple[Tab, Json]]:
    if ("namedRangeId" in request) == (name in request):
        raise invalid("ID or name for named range must be set.")
    key, wanted = ("namedRangeId", request["namedRangeId"]) if "namedRangeId" in request else ("name", request[name])
    tabs = edit.tabs(request.get("tabsCriteria"))
    return [(tab, named) for tab in tabs for named in tab.named_ranges if named[key] == wanted]


def _unknown(request: Json) -> Refused:
    return invalid(f"The named range with ID {request['namedRangeId']} was not found.")
