"""The requests that make list items of paragraphs, and paragraphs of list items."""

from __future__ import annotations

from senco_connect_emulator.docs.batch.edit import Edit, Json, Span, kind, paragraph_start
from senco_connect_emulator.docs.defaults import BULLETS, list_of
from senco_connect_emulator.docs.model import NEWLINE, Mark
from senco_connect_emulator.errors import invalid

__all__: list[str] = []


@kind("createParagraphBullets")
def create_bullets(edit: Edit, request: Json) -> Json:
    """Make the paragraphs that a range touches items of a list; tabs before the text say how deep, and go.

    Where the paragraph before is in a list of the same preset, they join that list.
    """
    preset = request.get("bulletPreset", "")
    if preset not in BULLETS:
        raise invalid("The bullet glyph preset must be specified.")
    span = edit.span(request.get("range", {}))
    ends = span.paragraph_ends()
    list_id = _list_before(span, ends[0], preset) or edit.new_id()
    span.tab.lists.setdefault(list_id, list_of(preset))
    for end in reversed(ends):
        _make_item(edit, span, end, list_id)
    return {}


def _list_before(span: Span, end: int, preset: str) -> str:
    start = paragraph_start(span.marks, end)
    if start == 0 or span.marks[start - 1].char != NEWLINE:
        return ""
    list_id: str = span.marks[start - 1].thing.get("bullet", {}).get("listId", "")
    return list_id if span.tab.lists.get(list_id) == list_of(preset) else ""


def _make_item(edit: Edit, span: Span, end: int, list_id: str) -> None:
    marks = span.marks
    start = paragraph_start(marks, end)
    tabs = 0
    while marks[start + tabs].char == "\t":
        tabs += 1
    level = span.tab.lists[list_id]["listProperties"]["nestingLevels"][min(tabs, 8)]
    marks[end] = _item(marks[end], list_id, min(tabs, 8), level)
    if tabs:
        edit.delete(span._replace(start=start, end=start + tabs))


def _item(ending: Mark, list_id: str, depth: int, level: Json) -> Mark:
    bullet = {"listId": list_id, **({"nestingLevel": depth} if depth else {}), "textStyle": {"underline": False}}
    indents = {name: level[name] for name in ("indentFirstLine", "indentStart")}
    return ending._replace(thing={"paragraphStyle": {**ending.thing["paragraphStyle"], **indents}, "bullet": bullet})


@kind("deleteParagraphBullets")
def delete_bullets(edit: Edit, request: Json) -> Json:
    """Make list items paragraphs again; they stay indented as the list had them."""
    span = edit.span(request.get("range", {}))
    for at in span.paragraph_ends():
        thing = span.marks[at].thing
        span.marks[at] = span.marks[at]._replace(thing={"paragraphStyle": thing["paragraphStyle"]})
    return {}
