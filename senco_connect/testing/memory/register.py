"""The reference register: a Workbook in memory, read and written as the contract says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import ClassVar

from senco_connect.adapters import (
    AdapterConfig,
    Adopts,
    Batch,
    CellWrite,
    ColumnGuess,
    Leases,
    Link,
    Mark,
    NewColumn,
    NewRow,
    Operation,
    Outcome,
    Powers,
    Proposal,
    Result,
    Tools,
)
from senco_connect.errors import RegisterRefused
from senco_connect.record import BLANK, FIELDS, KEY_LABEL, Reading
from senco_connect.snapshot import Finding, Row, Snapshot
from senco_connect.testing.memory.workbook import FIRST_LINE, Workbook, heading_of

__all__ = ["MemoryRegister", "WorkbookConfig"]

Answered = tuple[Result, str]
DONE: Answered = (Result.DONE, "")
HALF: Answered = (Result.STALE, "another cell of the same value can't be written")
STRANGER: Answered = (Result.STALE, "the row shows another child now")


@dataclass(frozen=True, slots=True)
class WorkbookConfig(AdapterConfig):
    """Names the workbook that a MemoryRegister opens."""

    workbook: Workbook


class MemoryRegister(Adopts, Leases):
    """A register that keeps every promise of the contract and has no disk under it."""

    name: ClassVar[str] = "memory-register"
    title: ClassVar[str] = "A register in memory"
    Config: ClassVar[type[AdapterConfig]] = WorkbookConfig
    config: WorkbookConfig

    @classmethod
    def on(cls, workbook: Workbook, tools: Tools | None = None) -> MemoryRegister:
        """Open a workbook, as a new run would."""
        return cls(WorkbookConfig(cls.name, workbook), tools or Tools(Path("nowhere")))

    def exists(self) -> bool:
        """Whether somebody has made the workbook."""
        return bool(self.config.workbook.headings)

    def create(self) -> None:
        """Give the workbook the key column and the default columns."""
        fields = [field.name for field in FIELDS.values() if field.column]
        self.config.workbook.headings = [heading_of(field) for field in (BLANK, *fields)]

    def propose(self) -> Proposal:
        """Propose a field for each heading in use."""
        naming = self.config.workbook.naming
        guesses = tuple(ColumnGuess(c.text, c.position, c.field, c.why) for c in naming.columns)
        return Proposal(guesses, naming.questions)

    def powers(self) -> Powers:
        """Promise whole batches and writes that compare first."""
        return Powers(atomic=True, conditional=True)

    def read(self) -> Snapshot:
        """Read every line on which something is written, or raise RegisterRefused."""
        book = self._book()
        columns = {field: heading for field, heading in book.columns.items() if field}
        lines = [(n, row, [self._reading(f, row[h]) for f, h in columns.items()]) for n, row in book.lines()]
        return Snapshot(
            fields=tuple(columns),
            rows=[Row(row.get(KEY_LABEL, BLANK), n, tuple(r.text for r in readings)) for n, row, readings in lines],
            digest=blake2b(repr(book.cells()).encode(), digest_size=16).hexdigest(),
            findings=tuple(finding for n, _, readings in lines for finding in _findings(n, columns, readings)),
            unused=tuple(h for h in book.headings if h not in {*columns.values(), KEY_LABEL}),
            headings=tuple(columns.items()),
            writable=frozenset(columns),
            stamp=book.stamp,
            has_keys=KEY_LABEL in book.headings,
        )

    def apply(self, batch: Batch) -> Sequence[Outcome]:
        """Work on a draft and put it in place whole; what no longer fits is left out.

        Raises Locked for a batch that does not bear the fence of the mark.
        """
        book = self._book()
        self.read_mark().refuse_others(batch.fence)
        draft = book.draft()
        answers = {op.id: self._perform(draft, op) for op in batch.operations if not isinstance(op, CellWrite)}
        # Cells come last: a row may have got its key just now.
        answers |= dict.fromkeys(self._half_values(draft, batch.operations), HALF)
        answers |= dict.fromkeys(self._to_strangers(draft, batch), STRANGER)
        outcomes = [Outcome(op.id, *(answers.get(op.id) or self._perform(draft, op))) for op in batch.operations]
        book.accept(draft, batch)
        return outcomes

    def read_mark(self) -> Mark:
        """Give the mark that lies with the workbook."""
        return self.config.workbook.mark

    def write_mark(self, expect: Mark, mark: Mark) -> bool:
        """Put a mark in the place of the expected one."""
        is_there = self.config.workbook.mark == expect
        if is_there:
            self.config.workbook.mark = mark
        return is_there

    def _book(self) -> Workbook:
        book = self.config.workbook
        if not book.headings:
            raise RegisterRefused("There is no register yet.", "Make one, or name the one you have.")
        if book.naming.questions:
            raise RegisterRefused("Two columns of the register fit one field.", "Rename the one that does not.")
        return book

    def _perform(self, book: Workbook, operation: Operation) -> Answered:
        match operation:
            case NewColumn():
                return self._add_column(book, operation)
            case Link():
                return self._link(book, operation)
            case NewRow():
                return self._add_row(book, operation)
            case CellWrite():
                return self._write(book, operation)

    def _add_column(self, book: Workbook, new: NewColumn) -> Answered:
        if new.field not in book.columns:
            book.insert_column(heading_of(new.field))
        return DONE

    def _link(self, book: Workbook, link: Link) -> Answered:
        if KEY_LABEL not in book.headings:
            return Result.REFUSED, "the register has no key column"
        if not FIRST_LINE <= link.line < FIRST_LINE + len(book.rows):
            return Result.STALE, "the line is no longer there"
        row = book.rows[link.line - FIRST_LINE]
        if not all(self._shows(book, row, field, text) for field, text in link.expect.items()):
            return Result.STALE, "the line shows something else now"
        if row[KEY_LABEL] == link.key:
            return DONE
        if row[KEY_LABEL] or book.keyed(link.key):
            return Result.STALE, "the line or another one has a key now"
        row[KEY_LABEL] = link.key
        return DONE

    def _add_row(self, book: Workbook, new: NewRow) -> Answered:
        columns = book.columns
        if not {BLANK, *new.values} <= columns.keys():
            return Result.REFUSED, "the register lacks a column of the new row"
        # A row that is there was added before: a batch may be sent twice.
        if not book.keyed(new.key):
            cells = {columns[field]: text for field, text in new.values.items()}
            book.insert_row(FIRST_LINE + len(book.rows), {KEY_LABEL: new.key, **cells})
        return DONE

    def _to_strangers(self, book: Workbook, batch: Batch) -> set[str]:
        """Name the cells of rows on which another child stands now."""
        return batch.to_strangers(lambda key, *cell: all(self._shows(book, row, *cell) for row in book.keyed(key)))

    def _half_values(self, book: Workbook, operations: Sequence[Operation]) -> set[str]:
        """Name the cells of a value of which some can't be written."""
        writes = [op for op in operations if isinstance(op, CellWrite) and op.group]
        broken = {(op.key, op.group) for op in writes if self._fit(book, op) != DONE}
        return {op.id for op in writes if (op.key, op.group) in broken}

    def _write(self, book: Workbook, write: CellWrite) -> Answered:
        answer = self._fit(book, write)
        # What already shows the value was written before: a batch may be sent twice.
        if answer == DONE and not self._shows(book, (row := book.keyed(write.key)[0]), write.field, write.value):
            row[book.columns[write.field]] = write.value
        return answer

    def _fit(self, book: Workbook, write: CellWrite) -> Answered:
        """Say whether a cell can be written, or shows the value already."""
        rows = book.keyed(write.key)
        if write.field not in book.columns or len(rows) > 1:
            return Result.REFUSED, "the column is gone, or the key is on more than one row"
        if not rows or not any(self._shows(book, rows[0], write.field, text) for text in (write.value, write.expect)):
            return Result.STALE, "the row is gone, or the cell shows something else now"
        return DONE

    def _shows(self, book: Workbook, row: dict[str, str], field: str, text: str) -> bool:
        heading = book.columns.get(field)
        compare = FIELDS[field].kind.compare
        return heading is not None and compare(self._reading(field, row[heading]).text) == compare(text)

    def _reading(self, field: str, cell: str) -> Reading:
        return FIELDS[field].kind.read(cell) if cell.strip() else Reading(BLANK)


def _findings(line: int, columns: Mapping[str, str], readings: Iterable[Reading]) -> Iterator[Finding]:
    for (field, heading), reading in zip(columns.items(), readings, strict=True):
        if reading.problem:
            yield Finding("M001", reading.problem, line, heading, field)
