"""The requests that style text, paragraphs, sections, the page and the named styles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from senco_connect_emulator.contract import services
from senco_connect_emulator.docs.batch.edit import Edit, Json, Span, kind, paragraph_end
from senco_connect_emulator.docs.model import SECTION, STRUCTURE, Mark, Tab
from senco_connect_emulator.errors import invalid

__all__ = ["masked"]

_SNAKE = re.compile(r"_([a-z])")
_BLUE = {"color": {"rgbColor": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}}}
_LINK: Json = {"underline": True, "foregroundColor": _BLUE}
_READ_ONLY = {"ParagraphStyle": {"headingId", "tabStops"}, "TableCellStyle": {"rowSpan", "columnSpan"}}


def masked(old: Json, new: Json, fields: str, schema: str) -> Json:
    """Give a style with the fields that a mask names taken from another; one that has no value there is unset.

    Raises Refused where the mask is empty or names what the schema does not have.
    """
    paths = [_SNAKE.sub(lambda found: found[1].upper(), path.strip()) for path in fields.split(",") if path.strip()]
    if not paths:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    known = set(services()["docs"].schemas[schema]["properties"]) - _READ_ONLY.get(schema, set())
    for path in paths:
        if path != "*" and path.partition(".")[0] not in known:
            raise invalid(f"Invalid field: {path}")
    if "*" in paths:
        paths = sorted(known)
    changed = dict(old)
    for path in paths:
        changed = _with(changed, new, path.split("."))
    return changed


def _with(old: Json, new: Json, path: list[str]) -> Json:
    name, rest = path[0], path[1:]
    changed = dict(old)
    if rest and isinstance(new.get(name, {}), dict):
        changed[name] = _with(old.get(name, {}), new.get(name, {}), rest)
    elif name in new:
        changed[name] = new[name]
    else:
        changed.pop(name, None)
    return changed


@kind("updateTextStyle")
def update_text_style(edit: Edit, request: Json) -> Json:
    """Style a range of text; what is as the paragraph's named style has it anyway is not kept."""
    span, new, fields = edit.span(request.get("range", {})), _styled(request), request.get("fields", "")
    masked({}, new, fields, "TextStyle")
    marks, inherited = span.marks, _Inherited(span.tab)
    for at in range(span.start, span.end):
        if marks[at].char not in STRUCTURE:
            style = _linked(masked(marks[at].style, new, fields, "TextStyle"), fields)
            marks[at] = marks[at]._replace(style=inherited.without(style, marks[paragraph_end(marks, at)]))
    return {}


def _styled(request: Json) -> Json:
    style: Json = request.get("textStyle", {})
    if style.get("link") == {}:
        raise invalid("Links must include at least one type.")
    return style


def _linked(style: Json, fields: str) -> Json:
    # Setting a link makes it look like one, unless the same request says how it looks; taking it off undoes that.
    if "link" not in fields:
        return style
    looks = {name: value for name, value in _LINK.items() if name not in fields}
    if "link" in style:
        return {**style, **looks}
    return {name: value for name, value in style.items() if looks.get(name) != value}


class _Inherited:
    """What text has by its paragraph's named style."""

    def __init__(self, tab: Tab) -> None:
        self._styles = {style["namedStyleType"]: style["textStyle"] for style in tab.named_styles}

    def without(self, style: Json, ending: Mark) -> Json:
        name = ending.thing["paragraphStyle"].get("namedStyleType", "NORMAL_TEXT")
        parent = {**self._styles["NORMAL_TEXT"], **self._styles.get(name, {})}
        return {field: value for field, value in style.items() if parent.get(field) != value}


@kind("updateParagraphStyle")
def update_paragraph_style(edit: Edit, request: Json) -> Json:
    """Style the paragraphs that a range touches; one that becomes a heading is given an id."""
    span, fields = edit.span(request.get("range", {})), request.get("fields", "")
    for at in span.paragraph_ends():
        ending = span.marks[at]
        style = masked(ending.thing["paragraphStyle"], request.get("paragraphStyle", {}), fields, "ParagraphStyle")
        style = _named(edit, style)
        span.marks[at] = ending._replace(thing={**ending.thing, "paragraphStyle": style})
    return {}


def _named(edit: Edit, style: Json) -> Json:
    style = {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT", **style}
    if style["namedStyleType"] == "NORMAL_TEXT":
        return {name: value for name, value in style.items() if name != "headingId"}
    return style if "headingId" in style else {"headingId": edit.new_id("h."), **style}


@kind("updateSectionStyle")
def update_section_style(edit: Edit, request: Json) -> Json:
    """Style the sections that a range of the body touches."""
    span, new, fields = edit.span(request.get("range", {})), request.get("sectionStyle", {}), request.get("fields", "")
    for at in _sections(span):
        style = masked(span.marks[at].thing["sectionStyle"], new, fields, "SectionStyle")
        span.marks[at] = span.marks[at]._replace(thing={"sectionStyle": style})
    return {}


def _sections(span: Span) -> Iterable[int]:
    starts = [at for at, mark in enumerate(span.marks) if mark.char == SECTION]
    ends = [*starts[1:], len(span.marks)]
    return [start for start, end in zip(starts, ends, strict=True) if start < span.end and end > span.start]


@kind("updateDocumentStyle")
def update_document_style(edit: Edit, request: Json) -> Json:
    """Style the page of a tab."""
    tab = edit.tab(request.get("tabId"))
    tab.style = masked(tab.style, request.get("documentStyle", {}), request.get("fields", ""), "DocumentStyle")
    return {}


@kind("updateNamedStyle")
def update_named_style(edit: Edit, request: Json) -> Json:
    """Change what a named style means."""
    tab, new, fields = edit.tab(request.get("tabId")), request.get("namedStyle", {}), request.get("fields", "")
    names = [style["namedStyleType"] for style in tab.named_styles]
    if new.get("namedStyleType") not in names:
        raise invalid("The named style type must be specified.")
    tab.named_styles = [
        masked(style, new, fields, "NamedStyle") if style["namedStyleType"] == new["namedStyleType"] else style
        for style in tab.named_styles
    ]
    return {}

