"""The requests that put text in, take it out and exchange it."""

from __future__ import annotations

import re

from senco_connect_emulator.docs.batch.edit import LOW, Edit, Json, Place, Span, kind, paragraph_end, paragraph_start
from senco_connect_emulator.docs.model import CELL, END, NEWLINE, ROW, SECTION, STRUCTURE, TABLE, Mark, Tab, marks_of
from senco_connect_emulator.errors import Refused, invalid

__all__ = ["check_deletion", "clean", "delete_span", "style_at", "typed"]

# What the service strips from a text: control characters but tab, line end and vertical tab, and its own private marks.
_STRIPPED = re.compile("[\x00-\x08\x0c-\x1f\ue000-\uf8ff]")


def clean(text: str) -> str:
    """Give a text without what can't be typed; a Windows line end loses its first half."""
    return _STRIPPED.sub("", text)


def style_at(marks: list[Mark], index: int) -> Json:
    """Give the style that text takes on: that of what is before it in its paragraph, else of what follows."""
    if index == paragraph_start(marks, index):
        return marks[index].style
    before, after = marks[index - 1].style, marks[index].style
    if "link" in before and before["link"] != after.get("link"):
        return {name: value for name, value in before.items() if name not in {"link", "underline", "foregroundColor"}}
    return before


def typed(edit: Edit, place: Place, text: str, style: Json) -> list[Mark]:
    """Give the marks of a text for a place."""
    ending = place.marks[paragraph_end(place.marks, place.at)]
    marks = marks_of(clean(text), style, ending)
    return [edit.fresh(mark) if mark.char == NEWLINE else mark for mark in marks]


@kind("insertText")
def insert_text(edit: Edit, request: Json) -> Json:
    """Insert a text; each line end makes a paragraph like the one it is put into."""
    place = edit.insertion(request)
    if not request.get("text"):
        raise invalid("Insert text requests must specify text to insert.")
    edit.insert(place, typed(edit, place, request["text"], style_at(place.marks, place.at)))
    return {}


@kind("deleteContentRange")
def delete_content(edit: Edit, request: Json) -> Json:
    """Take a range out, if what remains is a document."""
    delete_span(edit, edit.span(request.get("range", {})))
    return {}


def delete_span(edit: Edit, span: Span) -> None:
    """Take a span out.  Where it joins two paragraphs, the first's style stays, unless nothing of it does."""
    check_deletion(span)
    marks = span.marks
    joins = any(mark.char == NEWLINE for mark in marks[span.start : span.end])
    if joins and span.start != paragraph_start(marks, span.start):
        last = paragraph_end(marks, span.end)
        marks[last] = marks[last]._replace(thing=marks[paragraph_end(marks, span.start)].thing)
    edit.delete(span)


def check_deletion(span: Span) -> None:
    """Refuse to take out what holds up the rest."""
    marks = span.marks
    if span.end == len(marks):
        raise invalid("The range cannot include the newline character at the end of the segment.")
    if span.start == 0 and marks[0].char == SECTION:
        raise invalid("Cannot operate on the first section break in the document.")
    if not _is_whole(marks[span.start : span.end]) or _breaks(marks, span):
        raise invalid("Invalid deletion range. Cannot delete the requested range.")


def _is_whole(removed: list[Mark]) -> bool:
    depth = 0
    for mark in removed:
        if mark.char in {ROW, CELL} and depth == 0:
            return False
        depth += (mark.char == TABLE) - (mark.char == END)
        if depth < 0:
            return False
    return depth == 0


def _breaks(marks: list[Mark], span: Span) -> bool:
    first, last, after = marks[span.start], marks[span.end - 1], marks[span.end]
    if ord(first.char) in LOW or ord(after.char) in LOW:
        return True
    # The newline before a table, a section or the end of a cell holds up what follows it.
    return last.char == NEWLINE and after.char in STRUCTURE


@kind("replaceAllText")
def replace_all_text(edit: Edit, request: Json) -> Json:
    """Exchange every occurrence of a text, in bodies, cells, headers, footers and footnotes; none is no error."""
    pattern = _pattern(request.get("containsText", {}))
    changed = 0
    for tab in edit.tabs(request.get("tabsCriteria")):
        for segment in tab.segments:
            changed += _replace_in(edit, tab, segment, pattern, request.get("replaceText", ""))
    return {"occurrencesChanged": changed} if changed else {}


def _pattern(criteria: Json) -> re.Pattern[str]:
    text = criteria.get("text", "")
    if not text:
        raise invalid("The search text must not be empty.")
    units = "".join(mark.char for mark in marks_of(text, {}, Mark(NEWLINE, {}, {})))
    flags = re.NOFLAG if criteria.get("matchCase") else re.IGNORECASE
    if not criteria.get("searchByRegex"):
        return re.compile(re.escape(units), flags)
    try:
        return re.compile(units, flags)
    except re.error:
        raise _not_a_pattern() from None


def _not_a_pattern() -> Refused:
    return invalid("The search text is not a valid regular expression.")


def _replace_in(edit: Edit, tab: Tab, segment: str, pattern: re.Pattern[str], text: str) -> int:
    marks = tab.segments[segment]
    found = [span for start, line in _lines(marks) for span in _hits(pattern, line, start)]
    for start, end in reversed(found):
        edit.replace(Span(tab, segment, start, end), typed(edit, Place(tab, segment, start), text, marks[start].style))
    return len(found)


def _hits(pattern: re.Pattern[str], line: str, start: int) -> list[tuple[int, int]]:
    return [(start + hit.start(), start + hit.end()) for hit in pattern.finditer(line) if hit.group()]


def _lines(marks: list[Mark]) -> list[tuple[int, str]]:
    """Give each paragraph's start and text: a search never goes beyond a paragraph."""
    lines, start = [], 0
    for at, mark in enumerate(marks):
        if mark.char == NEWLINE or mark.char in STRUCTURE:
            lines.append((start, "".join(one.char for one in marks[start:at])))
            start = at + 1
    return lines
