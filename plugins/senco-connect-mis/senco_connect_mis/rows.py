"""Turn rows of cells into pupils: column by column, so that each different text is read once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import repeat

from senco_connect.errors import InputRefused
from senco_connect.record import BLANK, FIELDS, MISSING, Reading, Value
from senco_connect.snapshot import Row
from senco_connect_mis.cells import Cells
from senco_connect_mis.columns import IDENTIFIERS, Column, Columns
from senco_connect_mis.findings import (
    BROKEN_RECORD,
    COLUMNS_DISAGREE,
    NAME_ORDER,
    PASSED_OVER,
    PERHAPS_LEFT,
    SET_ASIDE,
    SEVERAL_SCHOOLS,
    Findings,
    Problem,
)
from senco_connect_mis.names import Name, split_name
from senco_connect_mis.needs import gather, read_needs, share_a_column
from senco_connect_mis.records import Block

__all__ = ["Pupils"]

_SCHOOL = ("laestab", "urn")
_ORDER_UNKNOWN = Problem(NAME_ORDER, "which part is the surname can't be told: give the name in two columns")
_DISAGREE = Problem(COLUMNS_DISAGREE, "the columns of this field say different things")
_PERHAPS_LEFT = Problem(PERHAPS_LEFT, "no year group and no class: the pupil may have left")
# As Row._make does, which counts the parts of every row.
_ROW = partial(tuple.__new__, Row)
# MIS systems export a pupil who has no status as N.
_SAY_THE_SAME = {"sen_status": {BLANK, "N"}}


class Pupils:
    """Collects the pupils of a file, block by block; ``shown`` gives them once it is read."""

    def __init__(self, columns: Columns, made: str, findings: Findings) -> None:
        self.fields = _fields_of_a_row(columns.fields())
        self.findings = findings
        self._columns = columns
        self._shares_a_column = share_a_column(columns.fields())
        self._cells = {c: Cells(c.field, made, self._special_reader(c)) for c in columns.used}
        self._who = columns.who()
        self._heading = next(c.heading for c in columns.used if c.position == self._who[0])
        self._rows: list[Row] = []
        self._set_aside: set[int] = set()
        self._passed_over: list[int] = []
        self._schools: dict[str, set[str]] = defaultdict(set)

    def add(self, block: Block) -> None:
        """Read a block of rows."""
        # By columns, for the texts of a column repeat and its reader remembers them.
        table = list(zip(*block.cells, strict=True))
        if not self._are_of_pupils(table):
            block = self._of_pupils(block)
            table = list(zip(*block.cells, strict=True))
        if not block.lines:
            return
        read = {c: self._read(c, table[c.position], block.lines) for c in self._columns.used}
        values = {f: self._settled(f, read, block.lines) for f in self._columns.fields()}
        if "full_name" in values:
            # A name in columns of its own is surer than one that has to be split.
            values = self._split(values["full_name"], block.lines) | values
        self._note_leavers(values, block.lines)
        for field in _SCHOOL:
            self._schools[field].update(map(str, filter(None, set(values.get(field, ())))))
        ordered = zip(*(values[f] for f in self.fields), strict=True)
        self._rows += map(_ROW, zip(repeat(BLANK), block.lines, ordered, block.raws, strict=False))

    def note_school(self, cells: Sequence[str]) -> None:
        """Take note of the school of a row that need not be read."""
        for field in _SCHOOL:
            shown = [self._cells[c].read((cells[c.position],))[0] for c in self._columns.of(field)]
            if number := _agreed(field, shown):
                self._schools[field].add(str(number))

    def heading(self, field: str) -> str:
        """Give the heading that a field of a row came from."""
        needs = ("need_1_since", "need_1") if field.endswith("_since") else ("need_1",)
        sources = (field, "full_name") if field in Name._fields else (field, *needs)
        columns = next((found for source in sources if (found := self._columns.of(source))), ())
        return " / ".join(column.heading for column in columns)

    def shown(self) -> tuple[tuple[str, ...], Sequence[Row]]:
        """Give the fields and the rows of pupils; of a row that was set aside only the identifiers."""
        if self._passed_over:
            words = f"{len(self._passed_over)} rows name no pupil (blank, sub-headings, totals) and were passed over"
            self.findings.note(PASSED_OVER, words, line=self._passed_over[0])
        rows = self._rows
        if self._set_aside:
            rows = [self._believed(row) if row.line in self._set_aside else row for row in rows]
        if self._shares_a_column:
            return gather(self.fields, rows, self._set_aside, heading=self.heading, findings=self.findings)
        return self.fields, rows

    def _believed(self, row: Row) -> Row:
        cells = zip(self.fields, row.values, strict=True)
        return row._replace(values=tuple(v if f in IDENTIFIERS else MISSING for f, v in cells), raw=b"")

    def school(self, field: str) -> str:
        """Give the school's number from its column, or raise InputRefused where there are several."""
        # One system writes 800/2000 where another writes 8002000.
        numbers = {re.sub(r"\D", "", text) for text in self._schools[field]} - {""}
        if len(numbers) > 1:
            raise InputRefused(
                f"The export holds pupils of {len(numbers)} schools.",
                "Export one school at a time.",
                code=SEVERAL_SCHOOLS,
                column=self._columns.of(field)[0].heading,
            )
        return "".join(numbers)

    def _special_reader(self, column: Column) -> Callable[[str], Reading] | None:
        return read_needs if self._shares_a_column and column.field == "need_1" else None

    def _are_of_pupils(self, table: Sequence[Sequence[str]]) -> bool:
        """Whether all rows plainly are, which is quick to see by columns: each names its pupil twice."""
        if not table or len(self._who) < 2 or self._heading in table[self._who[0]]:
            return False
        return all(all(map(str.strip, table[place])) for place in self._who[:2])

    def _of_pupils(self, block: Block) -> Block:
        """Pass over rows that are blank, or hold a sub-heading or a total."""
        are_pupils = list(map(self._is_of_a_pupil, block.cells))
        if all(are_pupils):
            return block
        others = block.at([n for n, is_pupil in enumerate(are_pupils) if not is_pupil])
        if self._shares_a_column:
            self._check_needs_of_nobody(others)
        self._passed_over += others.lines
        return block.at([n for n, is_pupil in enumerate(are_pupils) if is_pupil])

    def _check_needs_of_nobody(self, block: Block) -> None:
        """Refuse a report that leaves out what repeats: the further needs of a pupil would be lost without a word."""
        place = self._columns.of("need_1")[0].position
        for line, cells in zip(block.lines, block.cells, strict=True):
            if cells[place].strip() and not read_needs(cells[place]).problem:
                what = f"Line {line} has a need, and nothing that says whose it is."
                cure = "Have the report repeat the UPN in every row, and export again."
                raise InputRefused(what, cure, code=BROKEN_RECORD, line=line)

    def _is_of_a_pupil(self, cells: Sequence[str]) -> bool:
        first, last = self._who[0], self._who[-1]
        if cells[first] == self._heading:
            # Headings are repeated for printing.
            return False
        if first != last and cells[first].strip() and cells[last].strip():
            # Most rows name their pupil twice, and need no second look.
            return True
        who = [place for place in self._who if cells[place].strip()]
        if len(who) != 1:
            return bool(who)
        # "Year 3" alone in a row is a sub-heading, even under the heading UPN; a UPN alone is a pupil.
        others = sum(1 for cell in cells if cell.strip())
        return others > 1 or self._is_upn(who[0], cells[who[0]])

    def _is_upn(self, place: int, cell: str) -> bool:
        return any(c.position == place for c in self._columns.of("upn")) and not FIELDS["upn"].kind.read(cell).problem

    def _note_leavers(self, values: Mapping[str, Sequence[Value]], lines: Sequence[int]) -> None:
        """Tell of pupils without year and class, where no other column says whether they are on roll."""
        years, classes = values.get("year_group", ()), values.get("registration_group", ())
        if BLANK in years and "enrolment_status" not in values:
            pairs = zip(lines, years, classes, strict=False)
            gone = [line for line, year, name in pairs if year == name == BLANK]
            self.findings.add(_PERHAPS_LEFT, gone, column=self.heading("year_group"), field="year_group")

    def _read(self, column: Column, cells: tuple[str, ...], lines: Sequence[int]) -> Sequence[Value]:
        memo = self._cells[column]
        values = memo.read(cells)
        if memo.problems and not memo.problems.keys().isdisjoint(cells):
            self._report(column, [(memo.problems.get(cell), line) for cell, line in zip(cells, lines, strict=True)])
        return values

    def _report(self, column: Column, found: Iterable[tuple[Problem | None, int]]) -> None:
        by_problem: dict[Problem, list[int]] = {}
        for problem, line in found:
            if problem:
                by_problem.setdefault(problem, []).append(line)
        for problem, lines in by_problem.items():
            # A row is set aside once, whatever else is wrong with it: these findings are counted.
            new = set(lines) - self._set_aside if problem.code == SET_ASIDE else lines
            self.findings.add(problem, sorted(new), column=column.heading, field=column.field)
            self._set_aside.update(new if problem.code == SET_ASIDE else ())

    def _settled(self, field: str, read: Mapping[Column, Sequence[Value]], lines: Sequence[int]) -> Sequence[Value]:
        """Give a field's values; where several columns hold it they have to agree."""
        first, *others = (read[column] for column in self._columns.of(field))
        if not others:
            return first
        values = [_agreed(field, cells) for cells in zip(first, *others, strict=True)]
        self._note_doubts(_DISAGREE, values, lines, field)
        return [MISSING if value is None else value for value in values]

    def _split(self, names: Sequence[Value], lines: Sequence[int]) -> dict[str, Sequence[Value]]:
        split = [split_name(str(name)) if name else (name, name) for name in names]
        self._note_doubts(_ORDER_UNKNOWN, split, lines, "surname")
        parts = zip(*(name or (MISSING, MISSING) for name in split), strict=True)
        return dict(zip(Name._fields, parts, strict=True))

    def _note_doubts(self, problem: Problem, found: Sequence[object], lines: Sequence[int], field: str) -> None:
        doubtful = [line for line, value in zip(lines, found, strict=True) if value is None]
        self.findings.add(problem, doubtful, column=self.heading(field), field=field)


def _fields_of_a_row(fields: Sequence[str]) -> tuple[str, ...]:
    parts = Name._fields if "full_name" in fields else ()
    return tuple(field for field in dict.fromkeys((*fields, *parts)) if field != "full_name")


def _agreed(field: str, cells: Iterable[Value]) -> Value | None:
    """Give what columns of one field say together, whatever their order; None where they contradict each other."""
    shown = {str(cell) for cell in cells if cell is not MISSING}
    facts = set(map(FIELDS[field].kind.compare, shown))
    if len(facts) > 1 and facts != _SAY_THE_SAME.get(field):
        return None
    return min(filter(None, shown), default=BLANK) if shown else MISSING
