"""The grid of a tab as a table: what spreadsheets.get tells with its cells, as people see it."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from senco_connect_emulator.sheets.a1 import column_letters
from senco_connect_emulator.window.cells import Setting, cell_element
from senco_connect_emulator.window.colours import css_colour
from senco_connect_emulator.window.html import Html, tag

__all__ = ["Grid"]

Json = dict[str, Any]
HEAD, SIDE = 26, 46


class Grid:
    """A part of a tab: ``told`` is the Sheet resource with grid data of that part."""

    def __init__(self, told: Json, locale: str) -> None:
        self._told, self._locale = told, locale
        [data] = told["data"]
        self._data = data
        self.top, self.left = data.get("startRow", 0), data.get("startColumn", 0)
        self._rows, self._columns = data.get("rowMetadata", []), data.get("columnMetadata", [])
        properties = told["properties"]["gridProperties"]
        self._frozen = (properties.get("frozenRowCount", 0), properties.get("frozenColumnCount", 0))
        self._tops = self._places(self._rows, self.top, self._frozen[0], HEAD)
        self._lefts = self._places(self._columns, self.left, self._frozen[1], SIDE)
        self._protected = [one["range"] for one in told.get("protectedRanges", []) if "range" in one]
        self._locked = [
            one["range"] for one in told.get("protectedRanges", []) if "range" in one and not _may_edit(one)
        ]  # fmt: skip
        self._merged = _merges(told.get("merges", []))

    def _places(self, lines: list[Json], first: int, frozen: int, start: int) -> dict[int, int]:
        """Where the frozen lines of this part stay when it is scrolled."""
        count = max(0, frozen - first)
        sizes = [0 if _hidden(line) else line.get("pixelSize", 0) for line in lines[:count]]
        return {first + at: place for at, place in enumerate(accumulate([start, *sizes[:-1]]))} if sizes else {}

    def element(self) -> Html:
        """Make the table."""
        return tag(
            "table", self._widths(), tag("thead", self._letters()), tag("tbody", *self._lines()),
            id="grid", role="grid", aria_label=self._told["properties"]["title"],
        )  # fmt: skip

    def _shown_columns(self) -> list[int]:
        return [self.left + at for at, line in enumerate(self._columns) if not _hidden(line)]

    def _widths(self) -> Html:
        sizes = [self._columns[column - self.left].get("pixelSize", 100) for column in self._shown_columns()]
        return tag("colgroup", *(tag("col", style=f"width:{int(size)}px") for size in (SIDE, *sizes)))

    def _letters(self) -> Html:
        letters = (self._letter(one) for one in self._shown_columns())
        return tag("tr", tag("th", class_="corner", aria_label="Rows"), *letters)

    def _letter(self, column: int) -> Html:
        letters, at = column_letters(column), column - self.left
        after_hidden = at > 0 and _hidden(self._columns[at - 1])
        frozen = column in self._lefts
        style = f"left:{self._lefts[column]}px;" if frozen else None
        menu = tag(
            "details",
            tag("summary", "▾", aria_label=f"Column {letters}: sort"),
            tag("div", *_sorts(column, letters), class_="menu", role="menu"),
            class_="sorts",
        )
        classes = " ".join(filter(None, ["frozen" if frozen else "", "hides-before" if after_hidden else ""]))
        return tag("th", tag("span", letters), menu, scope="col", class_=classes or None, style=style)

    def _lines(self) -> list[Html]:
        rows = self._data.get("rowData", [])
        lines, hides = [], False
        for at, line in enumerate(self._rows):
            if _hidden(line):
                hides = True
                continue
            values = rows[at].get("values", []) if at < len(rows) else []
            lines.append(self._line(self.top + at, values, hides=hides))
            hides = False
        return lines

    def _line(self, row: int, values: list[Json], *, hides: bool) -> Html:
        height = self._rows[row - self.top].get("pixelSize", 21)
        frozen = row in self._tops
        classes = ["frozen" if frozen else "", "hides-before" if hides else "", "sifted" if self._sifted(row) else ""]
        number = tag(
            "th", str(row + 1), scope="row", class_=" ".join(filter(None, classes)) or None,
            style=f"top:{self._tops[row]}px;" if frozen else None,
        )  # fmt: skip
        cells = [self._cell(row, column, values) for column in self._shown_columns()]
        last = "last-frozen" if row == max(self._tops, default=-1) else None
        return tag("tr", number, *filter(None, cells), style=f"height:{int(height)}px", class_=last)

    def _cell(self, row: int, column: int, values: list[Json]) -> Html:
        merged = self._merged.get((row, column), (1, 1))
        if merged == (0, 0):
            return Html("")
        at = column - self.left
        told = values[at] if at < len(values) else {}
        protected, locked = _covers(self._protected, row, column), _covers(self._locked, row, column)
        heads = self._is_filter_head(row, column)
        setting = Setting(
            row, column, self._band(row, column), protected, locked, self._spills(values, at) and not heads,
            heads, self._place(row, column), merged,
        )  # fmt: skip
        return cell_element(told, setting, self._locale)

    def _place(self, row: int, column: int) -> str:
        top = f"top:{self._tops[row]}px;" if row in self._tops else ""
        left = f"left:{self._lefts[column]}px;" if column in self._lefts else ""
        left += "border-right:3px solid var(--rule);" if left and column == max(self._lefts) else ""
        layer = 3 if top and left else 2 if top or left else 0
        return f"position:sticky;{top}{left}z-index:{layer};" if layer else ""

    def _spills(self, values: list[Json], at: int) -> bool:
        told = values[at] if at < len(values) else {}
        text = "stringValue" in told.get("effectiveValue", {})
        following = values[at + 1] if at + 1 < len(values) else {}
        return text and not following.get("formattedValue") and not told.get("dataValidation")

    def _filter_range(self) -> Json | None:
        told: Json | None = self._told.get("basicFilter", {}).get("range")
        return told

    def _is_filter_head(self, row: int, column: int) -> bool:
        told = self._filter_range()
        return told is not None and row == told.get("startRowIndex", 0) and _covers([told], row, column)

    def _sifted(self, row: int) -> bool:
        told = self._filter_range()
        hides = any(line.get("hiddenByFilter") for line in self._rows)
        return told is not None and hides and _covers([told], row, told.get("startColumnIndex", 0))

    def _band(self, row: int, column: int) -> str:
        for one in self._told.get("bandedRanges", []):
            if _covers([one["range"]], row, column) and "rowProperties" in one:
                return _band_colour(one["rowProperties"], row - one["range"].get("startRowIndex", 0))
        return ""


def _band_colour(told: Json, line: int) -> str:
    head = css_colour(told.get("headerColorStyle", {}).get("rgbColor", told.get("headerColor")))
    if head and line == 0:
        return head
    name = "firstBandColor" if (line - bool(head)) % 2 == 0 else "secondBandColor"
    return css_colour(told.get(f"{name}Style", {}).get("rgbColor", told.get(name)))


def _sorts(column: int, letters: str) -> tuple[Html, Html]:
    told = {"type": "button", "data_column": column, "role": "menuitem"}
    up = tag("button", f"Sort sheet by {letters}, A to Z", data_sort="up", **told)
    return up, tag("button", f"Sort sheet by {letters}, Z to A", data_sort="down", **told)


def _hidden(line: Json) -> bool:
    return bool(line.get("hiddenByUser") or line.get("hiddenByFilter"))


def _may_edit(protected: Json) -> bool:
    return bool(protected.get("requestingUserCanEdit") or protected.get("warningOnly"))


def _covers(ranges: list[Json], row: int, column: int) -> bool:
    return any(
        one.get("startRowIndex", 0) <= row < one.get("endRowIndex", row + 1)
        and one.get("startColumnIndex", 0) <= column < one.get("endColumnIndex", column + 1)
        for one in ranges
    )


def _merges(told: list[Json]) -> dict[tuple[int, int], tuple[int, int]]:
    """Give how many rows and columns the cells of merges take: (0, 0) where another one lies over them."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for one in told:
        rows = range(one.get("startRowIndex", 0), one["endRowIndex"])
        columns = range(one.get("startColumnIndex", 0), one["endColumnIndex"])
        spans |= {(row, column): (0, 0) for row in rows for column in columns}
        spans[rows[0], columns[0]] = (len(rows), len(columns))
    return spans
