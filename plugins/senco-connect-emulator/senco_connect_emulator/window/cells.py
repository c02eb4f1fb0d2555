"""One cell of the grid: how it looks, what it offers, what is shown in it."""

from __future__ import annotations

from typing import Any, NamedTuple

from senco_connect_emulator.sheets.a1 import cell_name
from senco_connect_emulator.sheets.parsing import parse_entered, raw
from senco_connect_emulator.window.colours import css_colour, ink_on
from senco_connect_emulator.window.html import Html, tag

__all__ = ["Setting", "cell_element", "typed_text"]

Json = dict[str, Any]
_ALIGNED = {"LEFT": "start", "CENTER": "center", "RIGHT": "end"}
_SIDES = ("top", "right", "bottom", "left")
_BORDERS = {
    "SOLID": "1px solid", "SOLID_MEDIUM": "2px solid", "SOLID_THICK": "3px solid", "DOTTED": "1px dotted",
    "DASHED": "1px dashed", "DOUBLE": "3px double",
}  # fmt: skip
_LINES = {"underline": "underline", "strikethrough": "line-through"}
_TOP = {"TOP": "top", "MIDDLE": "middle", "BOTTOM": "bottom"}
WHITE, BLACK = "#ffffff", "#000000"


class Setting(NamedTuple):
    """What surrounds a cell: where it is, what its neighbours make of it."""

    row: int
    column: int
    band: str
    protected: bool
    locked: bool
    spills: bool
    filtered: bool
    place: str
    spans: tuple[int, int]


def typed_text(cell: Json, locale: str) -> str:
    """Give what a person would have typed to get what the cell holds."""
    value = cell.get("userEnteredValue", {})
    if "formulaValue" in value:
        return str(value["formulaValue"])
    text = str(cell.get("formattedValue", ""))
    if "stringValue" in value:
        text = value["stringValue"]
        # An apostrophe keeps a text that looks like a number from becoming one.
        return text if parse_entered(text, locale)[0] == raw(text) else f"'{text}"
    return text


def cell_element(cell: Json, setting: Setting, locale: str) -> Html:
    """Make the cell."""
    rule, note = cell.get("dataValidation", {}), cell.get("note", "")
    classes = {
        "chip": _is_dropdown(rule), "tick": _is_box(rule), "noted": bool(note), "protected": setting.protected,
        "locked": setting.locked, "spills": setting.spills, "filtered": setting.filtered, _wrap(cell): True,
    }  # fmt: skip
    rows, columns = setting.spans
    kinds = " ".join(one for one, holds in classes.items() if one and holds)
    name = cell_name(setting.row, setting.column)
    return tag(
        "td", _content(cell, rule, setting),
        id=name, role="gridcell", tabindex="-1", class_=kinds or None,
        data_row=setting.row, data_column=setting.column, data_typed=typed_text(cell, locale) or None,
        data_choices="\n".join(_choices(rule)) or None,
        style=(_style(cell, setting) + setting.place) or None, title=note or None,
        aria_label=_label(name, cell, setting, note),
        rowspan=rows if rows > 1 else None, colspan=columns if columns > 1 else None,
        aria_readonly="true" if setting.locked else None,
    )  # fmt: skip


def _content(cell: Json, rule: Json, setting: Setting) -> Html:
    text = str(cell.get("formattedValue", ""))
    if _is_box(rule):
        ticked = cell.get("effectiveValue", {}).get("boolValue", False)
        return tag("span", "☑" if ticked else "☐", class_="box")
    inner = tag("span", text, class_="pill") if _is_dropdown(rule) else tag("span", text)
    extra = tag("span", "▾", class_="funnel", aria_hidden="true") if setting.filtered else ""
    return tag("div", inner, extra) if extra else tag("div", inner)


def _label(name: str, cell: Json, setting: Setting, note: str) -> str | None:
    # Only where there is more to say than the text itself.
    told = [f"Note: {note}" if note else "", "protected" if setting.locked else ""]
    more = [one for one in told if one]
    return ", ".join([name, str(cell.get("formattedValue", "")) or "empty", *more]) if more else None


def _is_dropdown(rule: Json) -> bool:
    kind = rule.get("condition", {}).get("type", "")
    return kind in {"ONE_OF_LIST", "ONE_OF_RANGE"} and bool(rule.get("showCustomUi", False))


def _is_box(rule: Json) -> bool:
    return bool(rule.get("condition", {}).get("type") == "BOOLEAN")


def _choices(rule: Json) -> list[str]:
    condition = rule.get("condition", {})
    if condition.get("type") != "ONE_OF_LIST":
        return []
    return [one.get("userEnteredValue", "") for one in condition.get("values", [])]


def _wrap(cell: Json) -> str:
    strategy = cell.get("effectiveFormat", {}).get("wrapStrategy", "OVERFLOW_CELL")
    return {"WRAP": "wraps", "CLIP": "clips"}.get(strategy, "")


def _style(cell: Json, setting: Setting) -> str:
    told = cell.get("effectiveFormat", {})
    text = told.get("textFormat", {})
    paper = _paper(told, setting.band)
    ink = _ink(text, paper)
    lines = " ".join(word for name, word in _LINES.items() if text.get(name))
    size = text.get("fontSize", 10)
    styles = {
        "background-color": paper, "color": ink, "font-weight": "bold" if text.get("bold") else "",
        "font-style": "italic" if text.get("italic") else "", "text-decoration": lines,
        "font-size": f"{float(size):g}pt" if size != 10 else "",
        "text-align": _ALIGNED.get(told.get("horizontalAlignment", ""), ""),
        "vertical-align": _TOP.get(told.get("verticalAlignment", ""), ""),
    }  # fmt: skip
    if styles["vertical-align"] == "bottom":
        styles["vertical-align"] = ""
    return "".join(f"{name}:{value};" for name, value in styles.items() if value) + _borders(told.get("borders", {}))


def _borders(told: Json) -> str:
    drawn = ((side, told.get(side, {}), _BORDERS.get(told.get(side, {}).get("style", ""))) for side in _SIDES)
    return "".join(f"border-{side}:{line} {_border_colour(one)};" for side, one, line in drawn if line)


def _border_colour(told: Json) -> str:
    # Black lines follow the ink, so that they can be seen in the dark.
    colour = css_colour(told.get("colorStyle", {}).get("rgbColor", told.get("color", {})))
    return "currentcolor" if colour == BLACK else colour


def _paper(told: Json, band: str) -> str:
    own = css_colour(told.get("backgroundColorStyle", {}).get("rgbColor", told.get("backgroundColor")))
    return band if own in {"", WHITE} else own


def _ink(text: Json, paper: str) -> str:
    told = text.get("foregroundColorStyle", {}).get("rgbColor", text.get("foregroundColor"))
    ink = css_colour(told) if told else ""
    if ink in {"", BLACK}:
        return ink_on(paper) if paper else ""
    return ink
