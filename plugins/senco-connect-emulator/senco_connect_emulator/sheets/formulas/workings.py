"""Work out the formulas of a book, each once, in whatever order they need one another.

A formula that needs another is worked out inside it while that stays shallow.
Where it gets deep, ``Demand`` gives up and names the cell that is needed; the
outermost loop works that one out first and begins again.  So a chain of
thousands of cells needs no deep stack.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from random import Random
from typing import Any, Protocol, TypeAlias, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from senco_connect_emulator.errors import not_built
from senco_connect_emulator.sheets.a1 import cell_name
from senco_connect_emulator.sheets.formulas.areas import Area, Box, Value
from senco_connect_emulator.sheets.formulas.spilling import may_spill
from senco_connect_emulator.sheets.formulas.values import CellError, Grid, Scalar, scalar_of
from senco_connect_emulator.sheets.model import Book, Cell, Sheet

__all__ = ["CIRCULAR", "Calculate", "Workings"]

Key: TypeAlias = tuple[int, int, int]
T = TypeVar("T")

CIRCULAR = CellError("REF", "Circular dependency detected. To resolve with iterative calculation, see File > Settings.")
DEEP = 40
# Stands in a column for a formula that is not worked out.
PENDING = object()


class Demand(Exception):
    """A formula needs a cell that lies too deep to be worked out inside it."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        super().__init__()
        self.cell = sheet, row, column


class Unready(Exception):
    """An array that is looked at only for what it may fill needs a cell that is being worked out."""

    def __init__(self, key: Key) -> None:
        super().__init__()
        self.key = key


class Calculate(Protocol):
    """What a formula in a cell comes to; it asks the workings for the cells that it needs."""

    def __call__(self, work: Workings, sheet: Sheet, row: int, column: int, /) -> Value: ...


class Workings:
    """What the formulas of a book have come to so far; thrown away as soon as the book changes."""

    def __init__(self, book: Book, calculate: Calculate) -> None:
        self.book = book
        self.depth = 0
        self._calculate = calculate
        self._moment: datetime | None = None
        self._random = Random(book.id)
        self._columns: dict[tuple[int, int], list[object]] = {}
        self._open: dict[tuple[int, int], int] = {}
        self._spilled: dict[Key, bool] = {}
        self._spillers: dict[int, dict[tuple[int, int], None]] = {}
        self._extents: dict[Key, Box] = {}
        self._path: dict[Key, None] = {}
        self._waiting: dict[Key, None] = {}
        self._circular: set[Key] = set()
        self._guesses: list[int] = []
        self._unready: dict[Key, Key] = {}
        self._doubtful: dict[Key, Key] = {}
        self._passing: dict[Key, Scalar] = {}
        self._remembered: dict[tuple[int, Box, Hashable], Any] = {}

    @property
    def now(self) -> datetime:
        """The time at the spreadsheet's own place; who asked for it is asked again on another day."""
        self._moment = self.book.clock.now
        return _local(self._moment, str(self.book.properties.get("timeZone", "")))

    @property
    def is_stale(self) -> bool:
        """Whether a formula asked for the time and it is another day since."""
        return self._moment is not None and self.book.clock.now.date() != self._moment.date()

    def random(self) -> float:
        """Give the next of the book's own row of random numbers."""
        return self._random.random()

    def answer(self, sheet: Sheet, row: int, column: int) -> Scalar:
        """Give the value of a cell to somebody outside a formula."""
        wanted = [(sheet, row, column)]
        while True:
            self._waiting = {(one.id, at, by): None for one, at, by in wanted[:-1]} if len(wanted) > 1 else {}
            try:
                value = self.read(*wanted[-1])
            except Demand as demand:
                wanted.append(demand.cell)
                continue
            wanted.pop()
            if not wanted:
                return value

    def read(self, sheet: Sheet, row: int, column: int) -> Scalar:
        """Give the value of a cell to a formula."""
        values = self._column(sheet, column)
        value = values[row] if row < len(values) else None
        if value is PENDING:
            return self._formula(sheet, (sheet.id, row, column))
        if value is None and self._unsettled(sheet):
            self._settle(sheet, row, column)
            value = values[row] if row < len(values) else None
        return value  # type: ignore[return-value]

    def flat(self, sheet: Sheet, box: Box) -> list[Scalar]:
        """Give the values of a box along the rows, without the rows below the last that is filled."""
        columns = self._columns_of(sheet, box)
        return columns[0] if len(columns) == 1 else [value for row in zip(*columns, strict=True) for value in row]

    def rows(self, sheet: Sheet, box: Box) -> list[Sequence[Scalar]]:
        """Give the values of a box row by row, without the rows below the last that is filled."""
        return list(zip(*self._columns_of(sheet, box), strict=True))

    def remembered(self, sheet: Sheet, box: Box, what: Hashable, make: Callable[[], T]) -> T:
        """Give what somebody worked out about a box before, or work it out now."""
        key = (sheet.id, box, what)
        if key in self._remembered:
            return self._remembered[key]  # type: ignore[no-any-return]
        made = make()
        if not self._doubtful:
            self._remembered[key] = made
        return made

    def _columns_of(self, sheet: Sheet, box: Box) -> list[list[Scalar]]:
        top, left, bottom, right = box
        if self._unsettled(sheet):
            self._settle(sheet, bottom - 1, right - 1)
        parts = [self._part(sheet, column, (top, bottom)) for column in range(left, right)]
        longest = max(map(len, parts))
        return [part if len(part) == longest else part + [None] * (longest - len(part)) for part in parts]

    def _part(self, sheet: Sheet, column: int, span: tuple[int, int]) -> list[Scalar]:
        """Give a piece of a column, with every formula in it worked out."""
        top, bottom = span
        part = self._column(sheet, column)[top:bottom]
        if self._open.get((sheet.id, column)):
            for at, value in enumerate(part):
                if value is PENDING:
                    # An earlier one of the piece may have needed this one, and worked it out.
                    part[at] = self.read(sheet, top + at, column)
        return part  # type: ignore[return-value]

    def _column(self, sheet: Sheet, column: int) -> list[object]:
        """Give what is known of a column: values, and PENDING for what must be worked out yet."""
        key = (sheet.id, column)
        known = self._columns.get(key)
        if known is None:
            known = self._columns[key] = [_held(line[column]) if column < len(line) else None for line in sheet.rows]
            self._open[key] = sum(value is PENDING for value in known)
        return known

    def _formula(self, sheet: Sheet, key: Key) -> Scalar:
        if key in self._passing:
            return self._passing[key]
        if key in self._path or key in self._waiting:
            self._check_guess(key)
            if self.book.properties.get("iterativeCalculationSettings"):
                raise not_built("iterative calculation")
            self._note_circle(key)
            return CIRCULAR
        if self.depth > DEEP:
            raise Demand(sheet, key[1], key[2])
        depth = self.depth
        self._path[key] = None
        try:
            value = self._placed(sheet, key, self._calculate(self, sheet, key[1], key[2]))
        finally:
            del self._path[key]
            self.depth = depth
        return self._keep(key, CIRCULAR if key in self._circular else value)

    def _check_guess(self, key: Key) -> None:
        """A look at what an array may fill is no need of it, and makes no circle."""
        started = self._guesses[-1] if self._guesses else -1
        if started >= 0 and (key in self._waiting or list(self._path).index(key) < started):
            raise Unready(key)

    def _note_circle(self, key: Key) -> None:
        """All cells between a cell and itself are in the circle."""
        chain = [*self._waiting, *self._path]
        self._circular.update(chain[chain.index(key) :])

    def _keep(self, key: Key, value: Scalar) -> Scalar:
        if key in self._doubtful:
            self._passing[key] = value
        else:
            sheet_id, row, column = key
            self._columns[sheet_id, column][row] = value
            self._open[sheet_id, column] -= 1
        for one in [one for one, blocker in self._doubtful.items() if blocker == key]:
            self._forget(one)
        return value

    def _forget(self, key: Key) -> None:
        """Drop what a formula came to while an array that it may read was unfinished."""
        del self._doubtful[key]
        self._passing.pop(key, None)
        top, left, bottom, right = self._extents.pop(key, (0, 0, 0, 0))
        for row in range(top, bottom):
            for column in range(left, right):
                if self._spilled.pop((key[0], row, column), None) is not None:
                    self._columns[key[0], column][row] = None

    def _unsettled(self, sheet: Sheet) -> dict[tuple[int, int], None]:
        """Give the formulas of a sheet that may fill other cells and are not worked out."""
        spillers = self._spillers.get(sheet.id)
        if spillers is None:
            spillers = self._spillers[sheet.id] = self._find_spillers(sheet)
        return spillers

    def _settle(self, sheet: Sheet, row: int, column: int) -> None:
        """Work out every array that may reach a cell: it lies above and to the left of all that it fills."""
        for at in [at for at in self._unsettled(sheet) if at[0] <= row and at[1] <= column]:
            self._work_out(sheet, at)

    def _find_spillers(self, sheet: Sheet) -> dict[tuple[int, int], None]:
        formulas = ((row, column, cell.get("userEnteredValue", {})) for row, column, cell in sheet.cells())
        return {
            (row, column): None
            for row, column, entered in formulas
            if may_spill(entered.get("formulaValue", ""), self.book.locale)
        }

    def _work_out(self, sheet: Sheet, at: tuple[int, int]) -> None:
        key = (sheet.id, *at)
        if key in self._path or key in self._waiting:
            self._doubt(key)
            return
        values = self._column(sheet, at[1])
        if values[at[0]] is PENDING and not self._is_unready(key):
            self._guess(sheet, key)
        if values[at[0]] is not PENDING:
            self._spillers[sheet.id].pop(at, None)

    def _is_unready(self, key: Key) -> bool:
        blocker = self._unready.get(key)
        return blocker is not None and (blocker in self._path or blocker in self._waiting)

    def _guess(self, sheet: Sheet, key: Key) -> None:
        """Work out an array for what it may fill; one that needs what is being worked out is left for later."""
        self._guesses.append(len(self._path))
        try:
            self._formula(sheet, key)
        except Unready as unready:
            self._unready[key] = unready.key
            self._doubt(unready.key)
        finally:
            self._guesses.pop()

    def _doubt(self, blocker: Key) -> None:
        """Whoever reads a blank that an unfinished array may fill comes to something that holds only for now."""
        chain = [*self._waiting, *self._path]
        for key in chain[chain.index(blocker) + 1 :]:
            self._doubtful.setdefault(key, blocker)

    def _placed(self, sheet: Sheet, key: Key, value: Value) -> Scalar:
        """Let an array fill the cells beside and below, if they are free."""
        if not isinstance(value, Grid | Area):
            return value
        if value.height == 1 and value.width == 1:
            return value.at(0, 0)
        _, top, left = key
        rows = _without_blank_end(value.rows, sheet.row_count - top)
        box = (top, left, top + len(rows), left + value.width)
        refusal = self._refusal(sheet, box)
        if refusal:
            return CellError("REF", refusal)
        for across in range(value.width):
            self._fill(sheet, (top, left + across), [row[across] for row in rows])
        self._extents[key] = box
        del self._spilled[key]
        return rows[0][0]

    def _fill(self, sheet: Sheet, at: tuple[int, int], filling: list[Scalar]) -> None:
        top, column = at
        sheet_id, values = sheet.id, self._column(sheet, column)
        values.extend([None] * (top + len(filling) - len(values)))
        for row, value in enumerate(filling, top):
            self._spilled[sheet_id, row, column] = True
            if values[row] is None:
                values[row] = value

    def _refusal(self, sheet: Sheet, box: Box) -> str:
        top, left, bottom, right = box
        for what, lacking in (("rows", bottom - sheet.row_count), ("columns", right - sheet.column_count)):
            if lacking > 0:
                return f"Result was not automatically expanded, please insert more {what} ({lacking})."
        sheet_id = sheet.id
        for row in range(top, bottom):
            for column in range(left, right):
                cell = sheet.cell(row, column)
                taken = bool(cell and cell.get("userEnteredValue")) and (row, column) != (top, left)
                if taken or (sheet_id, row, column) in self._spilled:
                    name = cell_name(row, column)
                    return f"Array result was not expanded because it would overwrite data in {name}."
        return ""


def _without_blank_end(rows: Sequence[Sequence[Scalar]], room: int) -> Sequence[Sequence[Scalar]]:
    end = len(rows)
    while end > max(room, 1) and all(value is None for value in rows[end - 1]):
        end -= 1
    return rows[:end]


def _local(moment: datetime, zone: str) -> datetime:
    """A machine that knows no time zones counts in UTC."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def _held(cell: Cell | None) -> object:
    entered = cell.get("userEnteredValue") if cell else None
    if not entered:
        return None
    return PENDING if "formulaValue" in entered else scalar_of(entered)
