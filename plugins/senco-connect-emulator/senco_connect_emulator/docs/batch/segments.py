"""The requests that make and remove what text stands in: headers, footers, tabs."""

from __future__ import annotations

from senco_connect_emulator.docs.batch.edit import Edit, Json, kind
from senco_connect_emulator.docs.batch.styles import masked
from senco_connect_emulator.docs.model import SECTION, Tab, new_paragraph, new_tab
from senco_connect_emulator.errors import invalid

__all__: list[str] = []


@kind("createHeader")
def create_header(edit: Edit, request: Json) -> Json:
    """Make the header of the document or of a section."""
    return {"headerId": _create(edit, request, "Header")}


@kind("createFooter")
def create_footer(edit: Edit, request: Json) -> Json:
    """Make the footer of the document or of a section."""
    return {"footerId": _create(edit, request, "Footer")}


def _create(edit: Edit, request: Json, which: str) -> str:
    if request.get("type") != "DEFAULT":
        raise invalid(f"The {which.lower()} type must be specified.")
    location = request.get("sectionBreakLocation", {})
    tab, index, field = edit.tab(location.get("tabId")), location.get("index", 0), f"default{which}Id"
    style = _section_style(edit, location) if index else tab.style
    if field in style:
        raise invalid(f"Default {which.lower()} already exists.")
    id = edit.new_id()
    tab.segments[id] = [new_paragraph()]
    (tab.headers if which == "Header" else tab.footers).append(id)
    if index:
        tab.body[index] = tab.body[index]._replace(thing={"sectionStyle": {**style, field: id}})
    else:
        tab.style = {**tab.style, field: id}
    return id


def _section_style(edit: Edit, location: Json) -> Json:
    place = edit.place(location)
    if place.marks[place.at].char != SECTION:
        raise invalid("The provided section break location is invalid.")
    style: Json = place.marks[place.at].thing["sectionStyle"]
    return style


@kind("deleteHeader")
def delete_header(edit: Edit, request: Json) -> Json:
    """Remove a header and what it holds."""
    tab = edit.tab(request.get("tabId"))
    _delete(tab, request.get("headerId", ""), tab.headers)
    return {}


@kind("deleteFooter")
def delete_footer(edit: Edit, request: Json) -> Json:
    """Remove a footer and what it holds."""
    tab = edit.tab(request.get("tabId"))
    _delete(tab, request.get("footerId", ""), tab.footers)
    return {}


def _delete(tab: Tab, id: str, ids: list[str]) -> None:
    if id not in ids:
        raise invalid(f"The header or footer with ID {id} was not found.")
    ids.remove(id)
    del tab.segments[id]
    tab.style = _without(tab.style, id)
    for at, mark in enumerate(tab.body):
        if mark.char == SECTION:
            tab.body[at] = mark._replace(thing={"sectionStyle": _without(mark.thing["sectionStyle"], id)})
    tab.named_ranges = [named for named in tab.named_ranges if named["ranges"][0]["segmentId"] != id]


def _without(style: Json, id: str) -> Json:
    return {name: value for name, value in style.items() if value != id}


@kind("addDocumentTab")
def add_tab(edit: Edit, request: Json) -> Json:
    """Add a tab, at the end where no index says otherwise."""
    asked = request.get("tabProperties", {})
    parent = asked.get("parentTabId", "")
    siblings = _siblings(edit, parent)
    index = min(asked.get("index", len(siblings)), len(siblings))
    properties = {"tabId": edit.new_id("t."), "title": asked.get("title") or f"Tab {len(edit.document.tabs) + 1}"}
    properties |= {"index": index, **{name: asked[name] for name in ("iconEmoji", "parentTabId") if asked.get(name)}}
    if parent:
        properties["nestingLevel"] = edit.tab(parent).properties.get("nestingLevel", 0) + 1
    tab = new_tab(properties)
    before = siblings[index] if index < len(siblings) else None
    tabs = edit.document.tabs
    tabs.insert(tabs.index(before) if before else len(tabs), tab)
    _number(edit, parent)
    return {"tabProperties": tab.properties}


@kind("deleteTab")
def delete_tab(edit: Edit, request: Json) -> Json:
    """Delete a tab and those below it; one must remain."""
    tab = edit.tab(request.get("tabId"))
    gone = {tab.id}
    while more := {one.id for one in edit.document.tabs if one.properties.get("parentTabId") in gone} - gone:
        gone |= more
    if len(gone) == len(edit.document.tabs):
        raise invalid("The last tab of a document cannot be deleted.")
    edit.document.tabs = [one for one in edit.document.tabs if one.id not in gone]
    _number(edit, tab.properties.get("parentTabId", ""))
    return {}


@kind("updateDocumentTabProperties")
def update_tab(edit: Edit, request: Json) -> Json:
    """Rename a tab or move it among its siblings."""
    asked = request.get("tabProperties", {})
    tab, fields = edit.tab(asked.get("tabId")), request.get("fields", "")
    tab.properties = {**masked(tab.properties, asked, fields, "TabProperties"), "tabId": tab.id}
    parent = tab.properties.get("parentTabId", "")
    others = [one for one in _siblings(edit, parent) if one is not tab]
    others.insert(min(tab.properties.get("index", 0), len(others)), tab)
    rest = [one for one in edit.document.tabs if one not in others]
    edit.document.tabs = [*others, *rest] if not parent else [*rest, *others]
    _number(edit, parent)
    return {}


def _siblings(edit: Edit, parent: str) -> list[Tab]:
    return [tab for tab in edit.document.tabs if tab.properties.get("parentTabId", "") == parent]


def _number(edit: Edit, parent: str) -> None:
    for index, tab in enumerate(_siblings(edit, parent)):
        tab.properties = {**tab.properties, "index": index}
