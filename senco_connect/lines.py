"""Turn the lines of a register into rows of canonical text, whatever program shows them.

A column is read at once: equal texts are read once, and a column of four
thousand cells has a few dozen different ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from datetime import date
from itertools import zip_longest
from typing import Final, NamedTuple

from senco_connect.codesets.simple import YEAR_GROUP
from senco_connect.layout import KEY, Layout
from senco_connect.record import BLANK, FIELDS, MISSING, Reading, Value
from senco_connect.record.kinds import TEXT, tidy
from senco_connect.snapshot import Finding, Row, Snapshot

__all__ = ["Lines", "snapshot"]

# A line with one of these is a pupil even if nothing else is filled in yet; a name alone may be a note.
_NUMBERS: Final = ("upn", "admission_no", "mis_id", "former_upn", "uln")
_STRINGS: Final = frozenset({str})
_WHO: Final = (*_NUMBERS, "surname", "forename", "full_name", "preferred_surname", "preferred_forename")


class Lines(NamedTuple):
    """A tab as an adapter has read it: what each cell shows, and what its words are about.

    ``formulas`` and ``valueless`` (an error, a formula that nobody has calculated) are places as (line, column),
    counted from 1; ``program`` is what people edit it in, ``cure`` how they mend a cell without a value.
    """

    layout: Layout
    grid: Sequence[Sequence[object]]
    formulas: Collection[tuple[int, int]]
    valueless: Collection[tuple[int, int]]
    program: str
    cure: str


def snapshot(shown: Lines, *, digest: str, stamp: str, alarms: Iterable[Finding] = ()) -> Snapshot:
    """Give what the register shows: a row for each pupil's line, and findings in the order of the lines."""
    layout, found = shown.layout, [*_formula_findings(shown), *alarms]
    lines = list(_pupil_lines(shown, found))
    # Some programs leave out what is blank at the end of a line.
    cells = list(zip_longest(*(shown.grid[line - 1] for line in lines), fillvalue=BLANK))
    columns = [
        _Column(shown, field, lines).values(_cells(cells, layout.columns[field], lines), found)
        for field in layout.fields
    ]
    keys = _cells(cells, layout.columns[KEY], lines) if KEY in layout.columns else [BLANK] * len(lines)
    return Snapshot(
        fields=layout.fields,
        rows=tuple(map(Row, map(tidy, keys), lines, zip(*columns, strict=True))),
        digest=digest,
        findings=tuple(sorted(found, key=lambda f: f.line or 0)),
        unused=layout.unused,
        headings=tuple((field, _heading(layout, field)) for field in layout.fields),
        writable=frozenset(layout.fields),
        stamp=stamp,
        has_keys=KEY in layout.columns,
    )


def _pupil_lines(shown: Lines, found: list[Finding]) -> Iterator[int]:
    """Tell pupils' lines from blank lines, sub-headings and notes: a key, a number, or a name beside other text."""
    layout = shown.layout
    headings = frozenset(layout.headings.values())
    for line, cells in enumerate(shown.grid[layout.line :], start=layout.line + 1):
        filled = len(cells) - cells.count("")
        if not filled or _is_heading(headings, cells, filled):
            continue
        if _shows(layout, cells, (KEY, *(_NUMBERS if filled == 1 else _WHO))):
            yield line
        else:
            words = "this line has neither a key, a number nor a name with more beside it: it is not read"
            found.append(Finding("X504", words, line))


def _is_heading(headings: Set[str], cells: Sequence[object], filled: int) -> bool:
    """Whether the line is a sub-heading such as "Year 7", or the headings again, as for each printed page."""
    first = tidy(next(cell for cell in cells if cell != ""))
    if filled == 1 and not first.isdecimal() and YEAR_GROUP.find(first):
        return True
    return first in headings and all(cell == "" or tidy(cell) in headings for cell in cells)


def _shows(layout: Layout, cells: Sequence[object], fields: Iterable[str]) -> bool:
    places = (layout.columns[field] for field in fields if field in layout.columns)
    return any(place <= len(cells) and tidy(cells[place - 1]) for place in places)


class _Column:
    """Reads the cells of one column, those of the pupils' lines."""

    def __init__(self, shown: Lines, field: str, lines: Sequence[int]) -> None:
        self._shown = shown
        self._field = field
        self._kind = FIELDS[field].kind
        self._heading = _heading(shown.layout, field)
        self._lines = lines
        column = shown.layout.columns[field]
        self._gaps = {line for line, place in shown.valueless if place == column}

    def values(self, cells: Sequence[object], found: list[Finding]) -> list[Value]:
        """Give the canonical text of each cell; what is doubtful is added to ``found``."""
        different = set(cells) - {BLANK}
        # mis-exports.md 3, Excel damage: "1-2" typed as a class name becomes a day.
        read = self._words if self._kind is TEXT and not _STRINGS.issuperset(map(type, different)) else self._kind.read
        texts: dict[object, Value] = {BLANK: BLANK}
        doubts = {}
        for cell in different:
            texts[cell], problem = read(cell)
            if problem and texts[cell]:
                doubts[cell] = problem
        values = list(map(texts.__getitem__, cells))
        if doubts:
            doubtful = ((line, doubts[cell]) for line, cell in zip(self._lines, cells, strict=True) if cell in doubts)
            found.extend(self._finding("F030", words, line) for line, words in doubtful)
        if self._gaps:
            values = [
                self._gap(line, found) if line in self._gaps else value
                for line, value in zip(self._lines, values, strict=True)
            ]
        return values

    def _words(self, cell: object) -> Reading:
        problem = f"a day stands where words are expected: {self._shown.program} may have changed what was typed"
        return Reading(tidy(cell), problem if isinstance(cell, date) else None)

    def _gap(self, line: int, found: list[Finding]) -> Value:
        # An error, or a formula that nobody has calculated, is no blank: nobody cleared anything.
        found.append(self._finding("X502", self._shown.cure, line))
        return MISSING

    def _finding(self, code: str, words: str, line: int) -> Finding:
        return Finding(code, words, line, self._heading, self._field)


def _cells(columns: Sequence[Sequence[object]], column: int, lines: Sequence[int]) -> Sequence[object]:
    """Give the cells of a column; one right of everything that is written is blank."""
    if column > len(columns):
        return [BLANK] * len(lines)
    cells = columns[column - 1]
    # True and 1.0 would be one entry of a table; as texts they are two, and are read alike.
    return (
        [tidy(cell) if isinstance(cell, bool) else cell for cell in cells] if bool in set(map(type, cells)) else cells
    )


def _formula_findings(shown: Lines) -> Iterator[Finding]:
    """Say once for each column that formulas stand in it: they are read as they last showed, and never written."""
    layout = shown.layout
    counts = Counter(column for line, column in shown.formulas if line > layout.line)
    for field in layout.fields:
        if number := counts[layout.columns[field]]:
            words = f"{number} cells hold a formula: their last value is read, and nothing is written there"
            yield Finding("X503", words, None, _heading(layout, field), field)


def _heading(layout: Layout, field: str) -> str:
    return layout.headings.get(layout.columns[field], "")
