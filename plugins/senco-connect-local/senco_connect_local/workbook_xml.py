"""The workbook part: our names, the tab that we add, and the wish that Excel calculates anew."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from senco_connect_local.addresses import address
from senco_connect_local.package import WORKBOOK
from senco_connect_local.parts import Parts, append_child, place_child
from senco_connect_local.workbook import MAIN, OFFICE, PACKAGE_RELS, Place

__all__ = ["add_tab", "calculate_anew", "drop_calculation_order", "set_name", "set_place"]

# CT_Workbook of ECMA-376: the children of a workbook stand in this order.
_ORDER: Final = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
    "fileRecoveryPr webPublishObjects extLst"
)
_RELS: Final = "xl/_rels/workbook.xml.rels"
_CHAIN: Final = "xl/calcChain.xml"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def set_name(parts: Parts, name: str, text: str) -> None:
    """Give a hidden name of ours its text."""
    names = place_child(parts.change(WORKBOOK), "definedNames", _ORDER)
    ours = (e for e in names if e.get("name") == name and e.get("localSheetId") is None)
    found = next(ours, None)
    if found is None:
        found = append_child(names, "definedName", name=name, hidden="1")
    found.text = text


def set_place(parts: Parts, name: str, place: Place) -> None:
    """Point a hidden name of ours at a cell."""
    tab = place.tab.replace("'", "''")
    set_name(parts, name, f"'{tab}'!{address(place.line, place.column, fixed=True)}")


def add_tab(parts: Parts, name: str) -> tuple[str, str]:
    """Add an empty tab after the last; gives its part and its name, which is another where people have one of it."""
    workbook = parts.change(WORKBOOK)
    sheets = place_child(workbook, "sheets", _ORDER)
    part = _free("xl/worksheets/sheet{}.xml", parts.names())
    relations = parts.change(_RELS)
    # Ids need only differ; ours can be told from what other programs count.
    relation = _free("rIdSenco{}", [e.get("Id", "") for e in relations])
    etree.SubElement(
        relations,
        f"{{{PACKAGE_RELS}}}Relationship",
        {"Id": relation, "Type": f"{OFFICE}/worksheet", "Target": f"/{part}"},
    )
    number = max((int(s.get("sheetId", "0")) for s in sheets), default=0) + 1
    title = _free_title(name, [s.get("name", "") for s in sheets])
    sheet = append_child(sheets, "sheet", name=title, sheetId=str(number))
    sheet.set(f"{{{OFFICE}}}id", relation)
    parts.add(part, _EMPTY_SHEET, content_type=_SHEET_TYPE)
    return part, title


def calculate_anew(parts: Parts) -> None:
    """Ask Excel to work out every formula when it opens the workbook: their stored values may be behind now."""
    place_child(parts.change(WORKBOOK), "calcPr", _ORDER).set("fullCalcOnLoad", "1")


def drop_calculation_order(parts: Parts) -> None:
    """Leave out the order of calculation, which Excel makes again, where a formula went that it names."""
    if _CHAIN in parts:
        parts.drop(_CHAIN)


def _free(pattern: str, taken: list[str]) -> str:
    number = 1
    while pattern.format(number) in taken:
        number += 1
    return pattern.format(number)


def _free_title(name: str, taken: list[str]) -> str:
    used = {title.casefold() for title in taken}
    return name if name.casefold() not in used else _free(f"{name} {{}}", taken)


_EMPTY_SHEET: Final = (
    f'<worksheet xmlns={quoteattr(MAIN)}><sheetViews><sheetView workbookViewId="0"><pane ySplit="2" '
    'topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="3" width="16" customWidth="1"/><col min="4" max="26" width="28" customWidth="1"/></cols>'
    "<sheetData/></worksheet>"
).encode()
