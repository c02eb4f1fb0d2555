"""What helps people type: dropdowns, a guarded key column, headings that stay in sight."""

from __future__ import annotations

from typing import Final

from lxml import etree

from senco_connect.record import FIELDS, KEY_LABEL, Owner
from senco_connect.record.kinds import FLAG
from senco_connect_local.addresses import MAX_LINE, Area, address, read_area
from senco_connect_local.content import flag_words
from senco_connect_local.parts import append_child, main, place_child
from senco_connect_local.sheet_xml import ORDER

__all__ = ["KEY_WORDS", "add_dropdown", "choices", "freeze_headings", "guard_key"]

KEY_WORDS: Final = "This key belongs to the pupil and is given by the library. Press Esc to leave it as it was."
# A laptop shows some twenty lines; what is frozen can never be scrolled away.
_MAX_FROZEN: Final = 5
_XM_SQREF: Final = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"


def choices(field: str, like: object) -> tuple[str, ...]:
    """Give what a dropdown of the field offers: live codes, or the column's own words for yes and no."""
    kind = FIELDS[field].kind
    # What the MIS alone decides is not chosen here.
    if kind.codes is not None and FIELDS[field].owner is not Owner.MIS:
        return tuple(code.code for code in kind.codes.live())
    return flag_words(like) if kind is FLAG else ()


def add_dropdown(sheet: etree._Element, column: int, line: int, offered: tuple[str, ...]) -> None:
    """Offer choices in a column under its heading on ``line``, where it offers none yet.

    Anything else may still be typed: "dyslexia?" is kept, and asked about.
    """
    if offered and not _has_validation(sheet, column, line):
        rule = _rule(sheet, column, line, {"type": "list", "allowBlank": "1"})
        append_child(rule, "formula1").text = '"' + ",".join(offered) + '"'


def guard_key(sheet: etree._Element, column: int, line: int) -> None:
    """Refuse typing in the key column; unlike a protected sheet, it leaves sorting and filtering free."""
    stop = {"errorStyle": "stop", "showErrorMessage": "1", "errorTitle": KEY_LABEL, "error": KEY_WORDS}
    append_child(_rule(sheet, column, line, {"type": "custom", **stop}), "formula1").text = "FALSE"


def freeze_headings(sheet: etree._Element, line: int) -> None:
    """Keep the headings in sight, unless people chose a view of their own or titles would fill the screen."""
    view = place_child(place_child(sheet, "sheetViews", ORDER), "sheetView", "sheetView")
    if line > _MAX_FROZEN or view.find(main("pane")) is not None:
        return
    view.set("workbookViewId", view.get("workbookViewId", "0"))
    place = {"ySplit": str(line), "topLeftCell": address(line + 1, 1), "activePane": "bottomLeft", "state": "frozen"}
    view.insert(0, append_child(view, "pane", **place))
    # The cursor was in the only pane there was; now it is in the lower one.
    for selection in view.iterfind(main("selection")):
        selection.set("pane", "bottomLeft")


def _rule(sheet: etree._Element, column: int, line: int, attributes: dict[str, str]) -> etree._Element:
    rules = place_child(sheet, "dataValidations", ORDER)
    area = Area(line + 1, column, MAX_LINE, column)
    rule = append_child(rules, "dataValidation", **attributes, sqref=area.text())
    rules.set("count", str(len(rules)))
    return rule


def _has_validation(sheet: etree._Element, column: int, line: int) -> bool:
    rules = sheet.iter("{*}dataValidation")
    # A list on another tab is kept in an extension, with its range in an element.
    ranges = [rule.get("sqref") or rule.findtext(_XM_SQREF) or "" for rule in rules]
    areas = [read_area(text) for group in ranges for text in group.split()]
    return any(area and area.left <= column <= area.right and area.bottom > line for area in areas)
