"""Tell a document as documents.get does: from marks to structural elements with their indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from senco_connect_emulator.docs.model import (
    BODY,
    CELL,
    END,
    NEWLINE,
    OBJECT,
    ROW,
    SECTION,
    TABLE,
    Document,
    Mark,
    Tab,
    text_of,
)  # fmt: skip

__all__ = ["document_told", "elements", "tab_told"]

Json = dict[str, Any]


def document_told(document: Document, *, tabs: bool, edits: bool = True, view: str = "SUGGESTIONS_INLINE") -> Json:
    """Give the Document resource: the content under ``tabs``, or the first tab's where the client knows no tabs.

    Who may not edit is not told the revision id.
    """
    told: Json = {"title": document.title, "suggestionsViewMode": view, "documentId": document.id}
    if edits:
        told["revisionId"] = document.revision
    if tabs:
        roots = [tab for tab in document.tabs if not tab.properties.get("parentTabId")]
        return {**told, "tabs": [_with_children(document, tab) for tab in roots]}
    return {**told, **tab_told(document.tabs[0])}


def _with_children(document: Document, tab: Tab) -> Json:
    told: Json = {"tabProperties": tab.properties, "documentTab": tab_told(tab)}
    children = [inner for inner in document.tabs if inner.properties.get("parentTabId") == tab.id]
    if children:
        told["childTabs"] = [_with_children(document, inner) for inner in children]
    return told


def tab_told(tab: Tab) -> Json:
    """Give the content of one tab, as a DocumentTab; what there is none of is left out."""
    told: Json = {"body": {"content": elements(tab.body)}}
    for kind, ids in (("header", tab.headers), ("footer", tab.footers), ("footnote", tab.footnotes)):
        if ids:
            told[f"{kind}s"] = {id: {f"{kind}Id": id, "content": elements(tab.segments[id])} for id in ids}
    told |= {"documentStyle": tab.style, "namedStyles": {"styles": tab.named_styles}}
    kept = {"lists": tab.lists, "inlineObjects": tab.inline_objects, "namedRanges": _named_ranges(tab)}
    return told | {name: value for name, value in kept.items() if value}


def _named_ranges(tab: Tab) -> Json:
    told: Json = {}
    for named in tab.named_ranges:
        entry = told.setdefault(named["name"], {"name": named["name"], "namedRanges": []})
        entry["namedRanges"].append({**named, "ranges": [_range_told(one, tab) for one in named["ranges"]]})
    return told


def _range_told(one: Json, tab: Tab) -> Json:
    told = {"segmentId": one["segmentId"]} if one["segmentId"] != BODY else {}
    return {**told, **_span(one["startIndex"], one["endIndex"]), "tabId": tab.id}


def _span(start: int, end: int) -> Json:
    # A start of nought is a default, and left out.
    return {"startIndex": start, "endIndex": end} if start else {"endIndex": end}


def elements(marks: list[Mark]) -> list[Json]:
    """Give the StructuralElements of a segment."""
    return list(_Walk(marks).content())


class _Walk:
    """One pass over the marks of a segment."""

    def __init__(self, marks: list[Mark]) -> None:
        self._marks = marks
        self._at = 0

    def content(self) -> Iterator[Json]:
        while self._at < len(self._marks) and self._marks[self._at].char not in {ROW, CELL, END}:
            start = self._at
            told = self._element()
            yield {**_span(start, self._at), **told}

    def _element(self) -> Json:
        mark = self._marks[self._at]
        if mark.char == SECTION:
            self._at += 1
            return {"sectionBreak": dict(mark.thing)}
        return {"table": self._table()} if mark.char == TABLE else {"paragraph": self._paragraph()}

    def _paragraph(self) -> Json:
        start = self._at
        while self._marks[self._at].char != NEWLINE:
            self._at += 1
        self._at += 1
        told = _elements_told(self._marks, start, self._at)
        return {"elements": told, **self._marks[self._at - 1].thing}

    def _table(self) -> Json:
        columns = self._marks[self._at].thing["columns"]
        self._at += 1
        rows = []
        while self._marks[self._at].char == ROW:
            rows.append(self._row())
        self._at += 1
        told = {"rows": len(rows), "columns": len(columns), "tableRows": rows}
        return {**told, "tableStyle": {"tableColumnProperties": columns}}

    def _row(self) -> Json:
        start, style = self._at, self._marks[self._at].thing
        self._at += 1
        cells = []
        while self._marks[self._at].char == CELL:
            cells.append(self._cell())
        return {**_span(start, self._at), "tableCells": cells, "tableRowStyle": style}

    def _cell(self) -> Json:
        start, style = self._at, self._marks[self._at].thing
        self._at += 1
        content = list(self.content())
        return {**_span(start, self._at), "content": content, "tableCellStyle": style}


def _elements_told(marks: list[Mark], start: int, end: int) -> list[Json]:
    told, at = [], start
    while at < end:
        first = at
        at += 1
        if marks[first].char == OBJECT:
            told.append({**_span(first, at), **_object_told(marks[first])})
            continue
        while at < end and marks[at].char != OBJECT and marks[at].style == marks[first].style:
            at += 1
        run = {"content": text_of(marks[first:at]), "textStyle": marks[first].style}
        told.append({**_span(first, at), "textRun": run})
    return told


def _object_told(mark: Mark) -> Json:
    return {kind: {**told, "textStyle": mark.style} for kind, told in mark.thing.items()}
