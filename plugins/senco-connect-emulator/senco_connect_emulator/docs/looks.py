"""How text looks when everything that it inherits is counted, and what stands before a list item."""

from __future__ import annotations

from typing import Any, NamedTuple

from senco_connect_emulator.docs.model import Tab

__all__ = ["Item", "Looks", "Numbering", "looks_of"]

Json = dict[str, Any]
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Looks(NamedTuple):
    """A run of text as it is seen: size in points, colour as three parts of one."""

    size: float
    bold: bool
    italic: bool
    underline: bool
    colour: tuple[float, float, float]
    link: str


def looks_of(tab: Tab, paragraph: Json, style: Json) -> Looks:
    """Work out how a run of a paragraph looks."""
    styles = {one["namedStyleType"]: one["textStyle"] for one in tab.named_styles}
    named = paragraph.get("paragraphStyle", {}).get("namedStyleType", "NORMAL_TEXT")
    whole = {**styles["NORMAL_TEXT"], **styles.get(named, {}), **style}
    rgb = whole.get("foregroundColor", {}).get("color", {}).get("rgbColor", {})
    colour = (rgb.get("red", 0.0), rgb.get("green", 0.0), rgb.get("blue", 0.0))
    bold, italic, underline = (bool(whole.get(name)) for name in ("bold", "italic", "underline"))
    size, link = whole.get("fontSize", {}).get("magnitude", 11), whole.get("link", {}).get("url", "")
    return Looks(size, bold, italic, underline, colour, link)


class Item(NamedTuple):
    """What stands before a list item, and how deep it is."""

    glyph: str
    depth: int
    ordered: bool


class Numbering:
    """Counts list items on one way through a document."""

    def __init__(self, tab: Tab) -> None:
        self._lists = tab.lists
        self._counts: dict[str, list[int]] = {}

    def item(self, bullet: Json | None) -> Item | None:
        """Give what stands before the next paragraph with this bullet; None where there is no bullet."""
        if not bullet:
            return None
        levels = self._lists[bullet["listId"]]["listProperties"]["nestingLevels"]
        depth = bullet.get("nestingLevel", 0)
        counts = self._counts.setdefault(bullet["listId"], [0] * 9)
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (8 - depth)
        ordered = levels[depth].get("glyphType", "GLYPH_TYPE_UNSPECIFIED") != "GLYPH_TYPE_UNSPECIFIED"
        if not ordered:
            return Item(levels[depth].get("glyphSymbol", "☐"), depth, ordered)
        glyph = levels[depth]["glyphFormat"]
        for level in range(depth + 1):
            glyph = glyph.replace(f"%{level}", _number(max(1, counts[level]), levels[level]["glyphType"]))
        return Item(glyph, depth, ordered)


def _number(count: int, glyph: str) -> str:
    if "ALPHA" in glyph:
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif "ROMAN" in glyph:
        text = _roman(count)
    else:
        text = f"{count:02d}" if glyph == "ZERO_DECIMAL" else str(count)
    return text.upper() if glyph.startswith("UPPER") else text


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text
