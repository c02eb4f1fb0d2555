"""The XML parts of a workbook, parsed when they are needed and written back only when changed.

lxml keeps what it does not understand: namespace prefixes, mc:Ignorable,
extension lists, order.  It never fetches and never expands anything.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from senco_connect.errors import InputRefused, RegisterRefused
from senco_connect_local.package import Package
from senco_connect_local.workbook import MAIN, OFFICE, PACKAGE_RELS, part_path

__all__ = ["Parts", "append_child", "main", "odd_workbook", "place_child", "related"]

_CONTENT_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"


class Parts:
    """Parsed parts by name; what was changed, added or dropped."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._roots: dict[str, etree._Element] = {}
        self._changed: dict[str, bool] = {}

    def __contains__(self, name: str) -> bool:
        return self._changed.get(name, name in self._package)

    def names(self) -> list[str]:
        """List the parts there will be."""
        names = dict.fromkeys([*self._package.names(), *self._changed])
        return [name for name in names if name in self]

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from the workbook as it was read."""
        return bool(self._changed)

    def root(self, name: str) -> etree._Element:
        """Give a part to look at."""
        if name not in self._roots:
            if name not in self._package:
                raise odd_workbook()
            self._roots[name] = _parsed(self._package.xml(name))
        return self._roots[name]

    def change(self, name: str) -> etree._Element:
        """Give a part to change."""
        self._changed[name] = True
        return self.root(name)

    def add(self, name: str, xml: bytes, *, content_type: str) -> None:
        """Add a new part and declare its type."""
        self._roots[name] = _parsed(xml)
        self._changed[name] = True
        types = self.change(_CONTENT_TYPES)
        etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": content_type})

    def drop(self, name: str) -> None:
        """Leave a part out, with its type and the workbook's relation to it."""
        self._changed[name] = False
        for part, attribute, folder in ((_CONTENT_TYPES, "PartName", ""), (_RELATIONS, "Target", "xl")):
            root = self.change(part)
            for element in [e for e in root if part_path(folder, e.get(attribute, "")) == name]:
                root.remove(element)

    def result(self) -> dict[str, bytes | None]:
        """Give the bytes of what was changed or added; None for what was dropped."""
        return {name: _written(self._roots[name]) if kept else None for name, kept in self._changed.items()}


def odd_workbook() -> RegisterRefused:
    """Make the refusal of a workbook that is not as programs write it."""
    return RegisterRefused(
        "The workbook lacks something that every spreadsheet program writes, or holds something that none does.",
        "Open it in Excel, save it, then run again.",
        code="X303",
    )


def main(name: str) -> str:
    """Name an element of the spreadsheet namespace."""
    return f"{{{MAIN}}}{name}"


def related(parts: Parts, part: str, kind: str) -> list[str]:
    """List the parts of a kind ("table") that a part points at."""
    folder, _, file = part.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    if rels not in parts:
        return []
    return [
        part_path(folder, relation.get("Target", ""))
        for relation in parts.root(rels).iter(f"{{{PACKAGE_RELS}}}Relationship")
        if relation.get("Type") == f"{OFFICE}/{kind}"
    ]


def append_child(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    """Add an element of the spreadsheet namespace at the end."""
    return etree.SubElement(parent, main(name), attributes)


def place_child(parent: etree._Element, name: str, order: str) -> etree._Element:
    """Give the child of a name, made where the fixed order of names wants it if there is none."""
    found = parent.find(main(name))
    if found is not None:
        return found
    child = append_child(parent, name)
    names = order.split()
    later = set(map(main, names[names.index(name) + 1 :]))
    following = next((e for e in parent if e.tag in later), None)
    if following is not None:
        following.addprevious(child)
    return child


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False, huge_tree=False
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise InputRefused("A part of the workbook is damaged.", "Restore an earlier version.", code="X106") from None


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
