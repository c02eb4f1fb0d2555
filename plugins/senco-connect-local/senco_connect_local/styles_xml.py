"""Cell styles: keep the one a cell has, unless its number format would show the new value wrongly."""

from __future__ import annotations

import copy
import re
from typing import Final

from lxml import etree

from senco_connect_local.content import Content
from senco_connect_local.parts import Parts, main, odd_workbook

__all__ = ["Styles"]

_PART: Final = "xl/styles.xml"
_GENERAL: Final = 0
# Built-in 14 is the short date of the reader's own country: dd/mm/yyyy in England.
_DAY: Final = 14
# ECMA-376 18.8.30: the built-in formats that show a day (27 to 36 and 50 to 58 are East Asian ones).
_BUILT_IN_DAYS: Final = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
_BUILT_IN_PERCENT: Final = frozenset({9, 10})
_NOT_LETTERS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class Styles:
    """The styles part; a variant is added at most once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def fit(self, style: int, content: Content) -> int:
        """Give the style for a content: the same one, or its twin with another number format."""
        if content.shows == "day" and not self._shows_day(style):
            return self._twin(style, _DAY)
        if content.shows == "number" and (self._shows_day(style) or self._shows_percent(style)):
            return self._twin(style, _GENERAL)
        return style

    def _formats(self) -> etree._Element:
        found = self._parts.root(_PART).find(main("cellXfs"))
        if found is None:
            raise odd_workbook()
        return found

    def _format_id(self, style: int) -> int:
        formats = self._formats()
        return int(formats[style].get("numFmtId", "0")) if style < len(formats) else _GENERAL

    def _code(self, style: int) -> str:
        number = str(self._format_id(style))
        codes = self._parts.root(_PART).iterfind(f"{main('numFmts')}/{main('numFmt')}")
        code = next((e.get("formatCode", "") for e in codes if e.get("numFmtId") == number), "")
        return _NOT_LETTERS.sub("", code).casefold()

    def _shows_day(self, style: int) -> bool:
        return self._format_id(style) in _BUILT_IN_DAYS or any(letter in self._code(style) for letter in "dy")

    def _shows_percent(self, style: int) -> bool:
        return self._format_id(style) in _BUILT_IN_PERCENT or "%" in self._code(style)

    def _twin(self, style: int, number_format: int) -> int:
        if self._format_id(style) == number_format:
            return style
        formats = self._formats()
        twin = copy.deepcopy(formats[style]) if style < len(formats) else etree.Element(main("xf"))
        twin.set("numFmtId", str(number_format))
        twin.set("applyNumberFormat", "1")
        # The twin of an earlier run is used again, or each run would add one.
        same = next((n for n, xf in enumerate(formats) if _likeness(xf) == _likeness(twin)), None)
        if same is None:
            self._parts.change(_PART)
            formats.append(twin)
            formats.set("count", str(len(formats)))
            same = len(formats) - 1
        return same


def _likeness(xf: etree._Element) -> tuple[object, ...]:
    return (*sorted(xf.attrib.items()), *(etree.tostring(child, with_tail=False) for child in xf))
