"""The page of a document: to be read, not edited."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.docs.looks import Numbering, looks_of
from senco_connect_emulator.docs.model import Tab
from senco_connect_emulator.docs.reading import elements
from senco_connect_emulator.window.html import Html, page, tag
from senco_connect_emulator.window.looking import Look

__all__ = ["document_page", "paper"]

Json = dict[str, Any]
_TAGS = {"TITLE": "h1", "SUBTITLE": "h2", **{f"HEADING_{level}": f"h{min(level + 1, 6)}" for level in range(1, 7)}}


def document_page(look: Look, document_id: str) -> Html:
    """Make the page."""
    document = look.world.documents[document_id]
    bar = tag(
        "header", tag("a", "≣", class_="logo blue", href=look.to("drive"), aria_label="Back to Drive"),
        tag("h1", document.title), look.chooser(), class_="bar",
    )  # fmt: skip
    main = tag("main", paper(look, document_id), id="paper")
    return page(f"{document.title} – Docs", "document", look.version, bar, main)


def paper(look: Look, document_id: str) -> Html:
    """Make the text of a document; raises Refused where the person may not read it."""
    look.world.drive.require(look.person.who, document_id, "reader", style="docs")
    tabs = look.world.documents[document_id].tabs
    return tag("div", *(tag("article", *_blocks(tab, elements(tab.body), Numbering(tab))) for tab in tabs))


def _blocks(tab: Tab, content: list[Json], numbering: Numbering) -> list[Html]:
    found = []
    for element in content:
        if "paragraph" in element:
            found.append(_paragraph(tab, element["paragraph"], numbering))
        elif "table" in element:
            found.append(tag("table", *(_row(tab, row, numbering) for row in element["table"]["tableRows"])))
    return found


def _row(tab: Tab, row: Json, numbering: Numbering) -> Html:
    return tag("tr", *(tag("td", *_blocks(tab, cell["content"], numbering)) for cell in row["tableCells"]))


def _paragraph(tab: Tab, paragraph: Json, numbering: Numbering) -> Html:
    item = numbering.item(paragraph.get("bullet"))
    before = tag("span", f"{item.glyph} ", class_="glyph") if item else ""
    style = f"margin-left:{18 + 18 * item.depth}pt" if item else None
    name = _TAGS.get(paragraph["paragraphStyle"].get("namedStyleType", ""), "p")
    return tag(name, before, *(_run(tab, paragraph, element) for element in paragraph["elements"]), style=style)


def _run(tab: Tab, paragraph: Json, element: Json) -> Html:
    if "pageBreak" in element:
        return tag("hr")
    told = element.get("textRun")
    if told is None:
        return tag("span", "")
    looks = looks_of(tab, paragraph, told["textStyle"])
    words = [("font-weight", "bold", looks.bold), ("font-style", "italic", looks.italic)]
    words.append(("text-decoration", "underline", looks.underline))
    style = "".join(f"{name}:{value};" for name, value, holds in words if holds)
    return tag("span", told["content"].removesuffix("\n"), style=style or None)
