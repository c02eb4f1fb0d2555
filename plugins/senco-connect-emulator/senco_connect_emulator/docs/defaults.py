"""What a new document has without anybody's doing: its named styles, its page, its bullets.

As the service answers for a document made in the United States: letter paper,
margins of an inch, Arial 11.
"""

from __future__ import annotations

from typing import Any

__all__ = ["BULLETS", "cell_style", "document_style", "list_of", "named_styles", "points"]

Json = dict[str, Any]

_SPACES = {
    "HEADING_1": (20, 20, 6), "HEADING_2": (16, 18, 6), "HEADING_3": (14, 16, 4), "HEADING_4": (12, 14, 4),
    "HEADING_5": (11, 12, 4), "HEADING_6": (11, 12, 4), "TITLE": (26, 0, 3), "SUBTITLE": (15, 0, 16),
}  # fmt: skip
_GREYS = {"HEADING_3": 0.2627451, "HEADING_4": 0.4, "HEADING_5": 0.4, "HEADING_6": 0.4, "SUBTITLE": 0.4}
_MORE: dict[str, Json] = {
    "HEADING_2": {"bold": False},
    "HEADING_3": {"bold": False},
    "HEADING_6": {"italic": True},
    "SUBTITLE": {"italic": False, "weightedFontFamily": {"fontFamily": "Arial", "weight": 400}},
}

# The glyphs of each preset, level by level; they come round again after the third.
BULLETS: dict[str, tuple[str, ...]] = {
    "BULLET_DISC_CIRCLE_SQUARE": ("●", "○", "■"),
    "BULLET_DIAMONDX_ARROW3D_SQUARE": ("❖", "➢", "■"),
    "BULLET_CHECKBOX": ("",),
    "BULLET_ARROW_DIAMOND_DISC": ("➔", "◆", "●"),
    "BULLET_STAR_CIRCLE_SQUARE": ("★", "○", "■"),
    "BULLET_ARROW3D_CIRCLE_SQUARE": ("➢", "○", "■"),
    "BULLET_LEFTTRIANGLE_DIAMOND_DISC": ("◀", "◆", "●"),
    "BULLET_DIAMONDX_HOLLOWDIAMOND_SQUARE": ("❖", "◇", "■"),
    "BULLET_DIAMOND_CIRCLE_SQUARE": ("◆", "○", "■"),
    "NUMBERED_DECIMAL_ALPHA_ROMAN": ("DECIMAL", "ALPHA", "ROMAN"),
    "NUMBERED_DECIMAL_ALPHA_ROMAN_PARENS": ("DECIMAL", "ALPHA", "ROMAN"),
    "NUMBERED_DECIMAL_NESTED": ("DECIMAL",),
    "NUMBERED_UPPERALPHA_ALPHA_ROMAN": ("UPPER_ALPHA", "ALPHA", "ROMAN"),
    "NUMBERED_UPPERROMAN_UPPERALPHA_DECIMAL": ("UPPER_ROMAN", "UPPER_ALPHA", "DECIMAL"),
    "NUMBERED_ZERODECIMAL_ALPHA_ROMAN": ("ZERO_DECIMAL", "ALPHA", "ROMAN"),
}


def points(magnitude: float = 0) -> Json:
    """Give a Dimension in points; nought is left out, as everywhere in these answers."""
    return {"magnitude": magnitude, "unit": "PT"} if magnitude else {"unit": "PT"}


def document_style() -> Json:
    """Give the DocumentStyle of a new document."""
    margins = {f"margin{side}": points(72) for side in ("Top", "Bottom", "Right", "Left")}
    return {
        "background": {"color": {}},
        "pageNumberStart": 1,
        **margins,
        "pageSize": {"height": points(792), "width": points(612)},
        "marginHeader": points(36),
        "marginFooter": points(36),
        "useCustomHeaderFooterMargins": True,
        "documentFormat": {"documentMode": "PAGES"},
    }


def named_styles() -> list[Json]:
    """Give the nine NamedStyles of a new document."""
    return [_normal(), *(_heading(name) for name in _SPACES)]


def _normal() -> Json:
    text: Json = dict.fromkeys(("bold", "italic", "underline", "strikethrough", "smallCaps"), False)
    text |= {"backgroundColor": {}, "foregroundColor": {"color": {"rgbColor": {}}}, "fontSize": points(11)}
    text |= {"weightedFontFamily": {"fontFamily": "Arial", "weight": 400}, "baselineOffset": "NONE"}
    paragraph: Json = {"namedStyleType": "NORMAL_TEXT", "alignment": "START", "lineSpacing": 115}
    paragraph |= {"direction": "LEFT_TO_RIGHT", "spacingMode": "COLLAPSE_LISTS"}
    paragraph |= {"spaceAbove": points(), "spaceBelow": points()}
    for side in ("Between", "Top", "Bottom", "Left", "Right"):
        paragraph[f"border{side}"] = {"color": {}, "width": points(), "padding": points(), "dashStyle": "SOLID"}
    paragraph |= {"indentFirstLine": points(), "indentStart": points(), "indentEnd": points()}
    paragraph |= {"keepLinesTogether": False, "keepWithNext": False, "avoidWidowAndOrphan": True}
    paragraph |= {"shading": {"backgroundColor": {}}, "pageBreakBefore": False}
    return {"namedStyleType": "NORMAL_TEXT", "textStyle": text, "paragraphStyle": paragraph}


def _heading(name: str) -> Json:
    size, above, below = _SPACES[name]
    text: Json = dict(_MORE.get(name, {}))
    if name in _GREYS:
        text["foregroundColor"] = {"color": {"rgbColor": dict.fromkeys(("red", "green", "blue"), _GREYS[name])}}
    text["fontSize"] = points(size)
    paragraph: Json = {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"}
    paragraph |= {"spaceAbove": points(above), "spaceBelow": points(below)}
    paragraph |= {"keepLinesTogether": True, "keepWithNext": True, "pageBreakBefore": False}
    return {"namedStyleType": name, "textStyle": text, "paragraphStyle": paragraph}


def cell_style() -> Json:
    """Give the style of a cell of a new table."""
    padding = {f"padding{side}": points(5) for side in ("Left", "Right", "Top", "Bottom")}
    return {"rowSpan": 1, "columnSpan": 1, "backgroundColor": {}, **padding, "contentAlignment": "TOP"}


def list_of(preset: str) -> Json:
    """Give the List that a preset makes: nine levels."""
    return {"listProperties": {"nestingLevels": [_level(preset, level) for level in range(9)]}}


def _level(preset: str, level: int) -> Json:
    glyphs = BULLETS[preset]
    glyph = glyphs[level % len(glyphs)]
    told: Json = {"bulletAlignment": "START"}
    if preset.startswith("NUMBERED"):
        told |= {"glyphType": glyph, "glyphFormat": _glyph_format(preset, level)}
    elif glyph:
        told |= {"glyphSymbol": glyph, "glyphFormat": f"%{level}"}
    else:
        told |= {"glyphType": "GLYPH_TYPE_UNSPECIFIED", "glyphFormat": f"%{level}"}
    told |= {"indentFirstLine": points(18 + 36 * level), "indentStart": points(36 + 36 * level)}
    return {**told, "textStyle": {"underline": False}, "startNumber": 1}


def _glyph_format(preset: str, level: int) -> str:
    if preset == "NUMBERED_DECIMAL_NESTED":
        return "".join(f"%{one}." for one in range(level + 1))
    return f"%{level}" + (")" if preset.endswith("PARENS") else ".")
