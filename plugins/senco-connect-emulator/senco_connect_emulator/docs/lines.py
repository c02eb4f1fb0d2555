"""A paragraph as lines of a given width: where words break, how high a line is, what stands before an item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from senco_connect_emulator.docs.looks import Looks, Numbering, looks_of
from senco_connect_emulator.docs.model import Tab
from senco_connect_emulator.docs.pdf import width_of

__all__ = ["Line", "Piece", "lines_of"]

Json = dict[str, Any]
_WORDS = re.compile(r"[^ \x0b]* *|\x0b")
_BREAK = "\x0b"


class Piece(NamedTuple):
    """A run of text in a line, so far from the line's left end."""

    text: str
    x: float
    width: float
    looks: Looks


class Line(NamedTuple):
    """One line; ``new_page`` says that a page begins with it."""

    pieces: list[Piece]
    height: float
    new_page: bool


def lines_of(tab: Tab, paragraph: Json, width: float, numbering: Numbering) -> list[Line]:
    """Break a paragraph into lines."""
    style = _whole_style(tab, paragraph)
    item = numbering.item(paragraph.get("bullet"))
    indent = _points(style, "indentStart")
    rows, breaks = _rows(tab, paragraph, width - indent)
    plain = looks_of(tab, paragraph, {})
    lines = []
    for number, row in enumerate(rows):
        moved = _aligned(row, width - indent, indent, style.get("alignment", "START"))
        if number == 0 and item is not None:
            glyph = item.glyph if item.ordered or item.glyph == "■" else "•"
            moved.insert(0, Piece(glyph, max(0, indent - 18), 0, plain))
        size = max((piece.looks.size for piece in row), default=plain.size)
        lines.append(Line(moved, size * style.get("lineSpacing", 100) / 100 * 1.15, number in breaks))
    return _spaced(lines, _points(style, "spaceAbove"), _points(style, "spaceBelow"))


def _whole_style(tab: Tab, paragraph: Json) -> Json:
    styles = {one["namedStyleType"]: one["paragraphStyle"] for one in tab.named_styles}
    own: Json = paragraph["paragraphStyle"]
    return {**styles["NORMAL_TEXT"], **styles.get(own.get("namedStyleType", ""), {}), **own}


def _points(style: Json, name: str) -> float:
    return float(style.get(name, {}).get("magnitude", 0))


def _rows(tab: Tab, paragraph: Json, width: float) -> tuple[list[list[Piece]], set[int]]:
    """Give the lines' pieces, and which lines begin a page."""
    rows: list[list[Piece]] = [[]]
    breaks, x = set(), 0.0
    for text, looks in _words(tab, paragraph):
        if looks is None:
            rows.append([])
            breaks.add(len(rows) - 1)
            x = 0.0
            continue
        wide = width_of(text, looks.size, bold=looks.bold)
        if text == _BREAK or (x and x + width_of(text.rstrip(), looks.size, bold=looks.bold) > width):
            rows.append([])
            x = 0.0
        if text != _BREAK:
            rows[-1].append(Piece(text, x, wide, looks))
            x += wide
    return rows, breaks


def _words(tab: Tab, paragraph: Json) -> Iterator[tuple[str, Looks | None]]:
    for element in paragraph["elements"]:
        if "pageBreak" in element:
            yield "", None
        told = element.get("textRun") or _chip(element)
        if told:
            looks = looks_of(tab, paragraph, told.get("textStyle", {}))
            text = told["content"].removesuffix("\n").replace("\t", "        ")
            yield from ((word, looks) for word in _WORDS.findall(text) if word)


def _chip(element: Json) -> Json | None:
    if "person" in element:
        properties = element["person"]["personProperties"]
        return {"content": properties.get("name") or properties["email"]}
    if "richLink" in element:
        properties = element["richLink"]["richLinkProperties"]
        return {"content": properties.get("title") or properties.get("uri", "")}
    return None


def _aligned(row: list[Piece], width: float, indent: float, alignment: str) -> list[Piece]:
    used = row[-1].x + width_of(row[-1].text.rstrip(), row[-1].looks.size, bold=row[-1].looks.bold) if row else 0
    share = {"CENTER": 0.5, "END": 1.0}.get(alignment, 0.0)
    return [piece._replace(x=piece.x + indent + (width - used) * share) for piece in row]


def _spaced(lines: list[Line], above: float, below: float) -> list[Line]:
    # Space above raises the first line's height; an empty line below holds what comes after.
    lines = [lines[0]._replace(height=lines[0].height + above), *lines[1:]]
    return [*lines, Line([], below, False)] if below else lines
