"""A document as plain text and as a simple web page."""

from __future__ import annotations

from html import escape
from typing import Any

from senco_connect_emulator.docs.looks import Looks, Numbering, looks_of
from senco_connect_emulator.docs.model import Document, Tab
from senco_connect_emulator.docs.reading import elements

__all__ = ["exported_html", "exported_text"]

Json = dict[str, Any]
_RULE = "________________"
_TAGS = {"TITLE": "h1", "SUBTITLE": "h2", **{f"HEADING_{level}": f"h{level}" for level in range(1, 7)}}


def exported_text(document: Document) -> bytes:
    """Give the text of all tabs as Drive exports it: a byte order mark, Windows line ends, none after the last line."""
    lines: list[str] = []
    for tab in document.tabs:
        lines.extend(_lines(elements(tab.body), Numbering(tab)))
    return b"\xef\xbb\xbf" + "\r\n".join(lines).encode("utf-8", "replace")


def _lines(content: list[Json], numbering: Numbering) -> list[str]:
    lines: list[str] = []
    for element in content:
        if "paragraph" in element:
            lines.append(_line(element["paragraph"], numbering))
        elif "table" in element:
            lines.extend(_row(row, numbering) for row in element["table"]["tableRows"])
    return lines


def _row(row: Json, numbering: Numbering) -> str:
    return "\t".join("\r\n".join(_lines(cell["content"], numbering)) for cell in row["tableCells"])


def _line(paragraph: Json, numbering: Numbering) -> str:
    text = "".join(_text(element) for element in paragraph["elements"]).removesuffix("\n")
    item = numbering.item(paragraph.get("bullet"))
    if item is None:
        return text
    return "   " * item.depth + (item.glyph if item.ordered else "*") + " " + text


def _text(element: Json) -> str:
    if "textRun" in element:
        return str(element["textRun"]["content"]).replace("\x0b", "\r\n")
    if "pageBreak" in element:
        return f"{_RULE}\r\n"
    if "person" in element:
        properties = element["person"]["personProperties"]
        return str(properties.get("name") or properties["email"])
    if "richLink" in element:
        properties = element["richLink"]["richLinkProperties"]
        return str(properties.get("title") or properties.get("uri", ""))
    return f"[{element['footnoteReference']['footnoteNumber']}]" if "footnoteReference" in element else ""


def exported_html(document: Document) -> bytes:
    """Give the document as a page: headings, paragraphs, lists, tables, bold, italic, underlined, links."""
    body = "".join(_page(tab) for tab in document.tabs)
    head = f'<meta content="text/html; charset=UTF-8" http-equiv="content-type"><title>{escape(document.title)}</title>'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode("utf-8", "replace")


def _page(tab: Tab) -> str:
    return _blocks(tab, elements(tab.body), Numbering(tab))


def _blocks(tab: Tab, content: list[Json], numbering: Numbering) -> str:
    parts = []
    for element in content:
        if "paragraph" in element:
            parts.append(_block(tab, element["paragraph"], numbering))
        elif "table" in element:
            rows = "".join(_html_row(tab, row, numbering) for row in element["table"]["tableRows"])
            parts.append(f"<table>{rows}</table>")
    return "".join(parts)


def _html_row(tab: Tab, row: Json, numbering: Numbering) -> str:
    cells = (_blocks(tab, cell["content"], numbering) for cell in row["tableCells"])
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _block(tab: Tab, paragraph: Json, numbering: Numbering) -> str:
    inner = "".join(_inline(tab, paragraph, element) for element in paragraph["elements"])
    item = numbering.item(paragraph.get("bullet"))
    if item is not None:
        tag = "ol" if item.ordered else "ul"
        return f'<{tag} class="lst-kix-{item.depth}"><li>{inner}</li></{tag}>'
    tag = _TAGS.get(paragraph["paragraphStyle"].get("namedStyleType", ""), "p")
    return f"<{tag}>{inner}</{tag}>"


def _inline(tab: Tab, paragraph: Json, element: Json) -> str:
    if "pageBreak" in element:
        return '<hr style="page-break-before:always;display:none;">'
    text = escape(_text(element).removesuffix("\n")).replace("\r\n", "<br>")
    if not text or "textRun" not in element:
        return text
    return _dressed(text, looks_of(tab, paragraph, element["textRun"]["textStyle"]))


def _dressed(text: str, looks: Looks) -> str:
    weight = "700" if looks.bold else "400"
    slope = "italic" if looks.italic else "normal"
    line = "underline" if looks.underline else "none"
    inner = f'<a href="{escape(looks.link)}">{text}</a>' if looks.link else text
    style = f"font-weight:{weight};font-style:{slope};text-decoration:{line};font-size:{looks.size:g}pt"
    return f'<span style="{style}">{inner}</span>'
