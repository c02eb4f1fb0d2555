"""A document in memory: a segment is a row of marks, one for each UTF-16 code unit, so that an index is a place in it.

A mark is a character, or stands for what takes one index without being text: the end
of a paragraph, a page break, an image, the start of a table, of a row, of a cell.
Marks are replaced and never changed in place, so that a copy of a document, which
every batch begins with, is a copy of its lists.
"""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

from senco_connect_emulator.docs.defaults import document_style, named_styles

__all__ = [
    "BODY", "CELL", "END", "FIRST_TAB", "NEWLINE", "OBJECT", "ROW", "SECTION", "STRUCTURE", "TABLE", "Document", "Mark",
    "Tab", "marks_of", "new_document", "new_paragraph", "new_tab", "text_of",
]  # fmt: skip

Json = dict[str, Any]

BODY = ""
FIRST_TAB = "t.0"
# What Docs itself keeps in its text at these places; none can be typed.
NEWLINE, SECTION, TABLE, ROW, CELL, END, OBJECT = "\n", "\x02", "\x10", "\x12", "\x1c", "\x11", "\ue000"
STRUCTURE = frozenset({SECTION, TABLE, ROW, CELL, END})


class Mark(NamedTuple):
    """One index of a segment.

    ``style`` is the TextStyle; ``thing`` what else is known: of a NEWLINE its
    ``paragraphStyle`` and ``bullet``, of an OBJECT the ParagraphElement's field, of a
    TABLE its column properties, of a ROW and a CELL their styles, of a SECTION its style.
    """

    char: str
    style: Json
    thing: Json


class Tab:
    """One tab of a document; ``segments`` holds the body under "" and headers, footers and footnotes by id.

    ``headers``, ``footers`` and ``footnotes`` list the ids; ``named_ranges`` holds NamedRange objects with one
    or more Ranges; ``lists`` and ``inline_objects`` hold the API's objects by id.
    """

    PLAIN = ("properties", "headers", "footers", "footnotes", "lists", "inline_objects", "named_ranges")

    def __init__(self, properties: Json) -> None:
        self.properties = properties
        self.segments: dict[str, list[Mark]] = {}
        self.headers: list[str] = []
        self.footers: list[str] = []
        self.footnotes: list[str] = []
        self.lists: dict[str, Json] = {}
        self.inline_objects: dict[str, Json] = {}
        self.named_ranges: list[Json] = []
        self.style: Json = document_style()
        self.named_styles: list[Json] = named_styles()

    @property
    def id(self) -> str:
        """The tab's id; the first of a new document is t.0."""
        return str(self.properties["tabId"])

    @property
    def body(self) -> list[Mark]:
        """The marks of the body."""
        return self.segments[BODY]

    def copy(self) -> Tab:
        """Copy the lists; the marks and objects in them are shared."""
        other = copy.copy(self)
        other.segments = {key: list(marks) for key, marks in self.segments.items()}
        for name in self.PLAIN:
            setattr(other, name, copy.copy(getattr(self, name)))
        return other

    def snapshot(self) -> Json:
        """Give the tab as JSON."""
        told = {name: getattr(self, name) for name in (*self.PLAIN, "style", "named_styles")}
        return {**copy.deepcopy(told), "segments": {key: _packed(marks) for key, marks in self.segments.items()}}

    @classmethod
    def restored(cls, told: Json) -> Tab:
        """Make the tab that a snapshot tells."""
        told = copy.deepcopy(told)
        tab = cls(told["properties"])
        for name in (*cls.PLAIN, "style", "named_styles"):
            setattr(tab, name, told[name])
        tab.segments = {key: _unpacked(runs) for key, runs in told["segments"].items()}
        return tab


class Document:
    """A Google Doc: the id is that of its Drive file, and so is the title.

    ``revisions`` are the revision ids it had, the latest last.
    """

    def __init__(self, id: str, title: str, revision: str) -> None:
        self.id = id
        self.title = title
        self.revisions = [revision]
        self.tabs: list[Tab] = []

    @property
    def revision(self) -> str:
        """The revision id of the document as it is now."""
        return self.revisions[-1]

    def tab(self, tab_id: str) -> Tab | None:
        """Find a tab by its id."""
        return next((tab for tab in self.tabs if tab.id == tab_id), None)

    def copy(self) -> Document:
        """Copy the document, cheaply: a batch works on a copy, which is thrown away where the batch fails."""
        other = copy.copy(self)
        other.tabs, other.revisions = [tab.copy() for tab in self.tabs], list(self.revisions)
        return other

    def snapshot(self) -> Json:
        """Give the document as JSON."""
        tabs = [tab.snapshot() for tab in self.tabs]
        return {"id": self.id, "title": self.title, "revisions": list(self.revisions), "tabs": tabs}

    @classmethod
    def restored(cls, told: Json) -> Document:
        """Make the document that a snapshot tells."""
        document = cls(told["id"], told["title"], "")
        document.revisions = list(told["revisions"])
        document.tabs = [Tab.restored(tab) for tab in told["tabs"]]
        return document


def new_document(id: str, title: str, revision: str) -> Document:
    """Make an empty document: one tab, whose body is a section break and an empty paragraph."""
    document = Document(id, title, revision)
    document.tabs.append(new_tab({"tabId": FIRST_TAB, "title": "Tab 1", "index": 0}))
    return document


def new_tab(properties: Json) -> Tab:
    """Make an empty tab."""
    tab = Tab(properties)
    style = {"columnSeparatorStyle": "NONE", "contentDirection": "LEFT_TO_RIGHT", "sectionType": "CONTINUOUS"}
    tab.segments[BODY] = [Mark(SECTION, {}, {"sectionStyle": style}), new_paragraph()]
    return tab


def new_paragraph() -> Mark:
    """Make the end of an empty paragraph of normal text."""
    return Mark(NEWLINE, {}, {"paragraphStyle": {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"}})


def marks_of(text: str, style: Json, ending: Mark) -> list[Mark]:
    """Give the marks of a text: a line's end makes a paragraph like ``ending``, an emoji is two marks."""
    return [
        Mark(NEWLINE, style, ending.thing) if unit == NEWLINE else Mark(unit, style, {})
        for char in text
        for unit in (_halves(char) if ord(char) > 0xFFFF else char)
    ]


def text_of(marks: list[Mark]) -> str:
    """Give the text that marks stand for, as it is; what is no text is given by its own mark."""
    joined = "".join(mark.char for mark in marks)
    return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _halves(char: str) -> tuple[str, str]:
    above = ord(char) - 0x10000
    return chr(0xD800 + (above >> 10)), chr(0xDC00 + (above & 0x3FF))


def _packed(marks: list[Mark]) -> list[list[Any]]:
    runs: list[list[Any]] = []
    for mark in marks:
        if runs and not mark.thing and not runs[-1][2] and runs[-1][1] == mark.style:
            runs[-1][0] += mark.char
        else:
            runs.append([mark.char, copy.deepcopy(mark.style), copy.deepcopy(mark.thing)])
    for run in runs:
        run[0] = run[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return runs


def _unpacked(runs: list[list[Any]]) -> list[Mark]:
    return [
        Mark(unit, style, thing)
        for text, style, thing in runs
        for char in text
        for unit in (_halves(char) if ord(char) > 0xFFFF else char)
    ]
