"""A document on pages: lines broken where they end, tables ruled, headers and footers on every page."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.docs.lines import Line, lines_of
from senco_connect_emulator.docs.looks import Numbering
from senco_connect_emulator.docs.model import Document, Tab
from senco_connect_emulator.docs.pdf import Page, Pdf
from senco_connect_emulator.docs.reading import elements

__all__ = ["exported_pdf"]

Json = dict[str, Any]
_GREY = (0.75, 0.75, 0.75)
_PADDING = 5.0


def exported_pdf(document: Document) -> bytes:
    """Give the document as a PDF."""
    pdf = Pdf(document.title)
    for tab in document.tabs:
        _Printer(pdf, tab).print()
    return pdf.written()


class _Printer:
    """One tab on its way onto pages: ``y`` is where the next line's top comes."""

    def __init__(self, pdf: Pdf, tab: Tab) -> None:
        self._pdf, self._tab = pdf, tab
        style = tab.style
        self._size = (_points(style["pageSize"].get("width"), 612), _points(style["pageSize"].get("height"), 792))
        self._margins = {side: _points(style.get(f"margin{side}"), 72) for side in ("Top", "Bottom", "Left", "Right")}
        self._numbering = Numbering(tab)
        self._page = self._next_page()

    @property
    def _width(self) -> float:
        return self._size[0] - self._margins["Left"] - self._margins["Right"]

    def _next_page(self) -> Page:
        page = self._pdf.new_page(*self._size)
        self.y = self._size[1] - self._margins["Top"]
        self._margin(page, "defaultHeaderId", self._size[1] - _points(self._tab.style.get("marginHeader"), 36))
        self._margin(page, "defaultFooterId", _points(self._tab.style.get("marginFooter"), 36) + 14)
        return page

    def _margin(self, page: Page, which: str, y: float) -> None:
        segment = self._tab.style.get(which)
        for element in elements(self._tab.segments[segment]) if segment in self._tab.segments else ():
            for line in self._lines(element, self._width):
                y -= line.height
                _draw(page, line, self._margins["Left"], y)

    def _lines(self, element: Json, width: float) -> list[Line]:
        return lines_of(self._tab, element["paragraph"], width, self._numbering) if "paragraph" in element else []

    def print(self) -> None:
        for element in elements(self._tab.body):
            if "table" in element:
                for row in element["table"]["tableRows"]:
                    self._row(row, self._width / max(1, element["table"]["columns"]))
            for line in self._lines(element, self._width):
                self._put(line)

    def _put(self, line: Line) -> None:
        if line.new_page or self.y - line.height < self._margins["Bottom"]:
            self._page = self._next_page()
        self.y -= line.height
        _draw(self._page, line, self._margins["Left"], self.y)

    def _row(self, row: Json, width: float) -> None:
        cells = [self._cell_lines(cell, width - 2 * _PADDING) for cell in row["tableCells"]]
        height = max((sum(line.height for line in lines) for lines in cells), default=0) + 2 * _PADDING
        if self.y - height < self._margins["Bottom"]:
            self._page = self._next_page()
        for column, lines in enumerate(cells):
            left, y = self._margins["Left"] + column * width, self.y - _PADDING
            for line in lines:
                y -= line.height
                _draw(self._page, line, left + _PADDING, y)
            _box(self._page, left, self.y, width, height)
        self.y -= height

    def _cell_lines(self, cell: Json, width: float) -> list[Line]:
        return [line for element in cell["content"] for line in self._lines(element, width)]


def _points(told: Json | None, otherwise: float) -> float:
    return float(told.get("magnitude", 0)) if told is not None else otherwise


def _draw(page: Page, line: Line, left: float, y: float) -> None:
    for piece in line.pieces:
        at, looks = (left + piece.x, y + line.height * 0.25), piece.looks
        page.write(piece.text, at, looks)
        if looks.underline:
            page.line((at[0], at[1] - 1.5), (at[0] + piece.width, at[1] - 1.5), looks.colour)


def _box(page: Page, left: float, top: float, width: float, height: float) -> None:
    corners = [(left, top), (left + width, top), (left + width, top - height), (left, top - height)]
    for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
        page.line(start, end, _GREY)
