"""An area of a sheet as formulas see it: it is read when somebody asks, and no further than the sheet is filled."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Protocol, TypeAlias, TypeVar

from senco_connect_emulator.sheets.formulas.values import Grid, Scalar, positions
from senco_connect_emulator.sheets.model import Sheet

__all__ = ["Area", "Block", "Reader", "Value"]

Box: TypeAlias = tuple[int, int, int, int]
T = TypeVar("T")


class Reader(Protocol):
    """Whoever knows the values of cells."""

    def read(self, sheet: Sheet, row: int, column: int) -> Scalar:
        """Give the value of a cell."""

    def flat(self, sheet: Sheet, box: Box) -> list[Scalar]:
        """Give the values of a box (top, left, bottom, right) along the rows, down to the last row that is filled."""

    def rows(self, sheet: Sheet, box: Box) -> list[Sequence[Scalar]]:
        """Give the values of a box row by row, down to the last row that is filled."""

    def remembered(self, sheet: Sheet, box: Box, what: Hashable, make: Callable[[], T]) -> T:
        """Give what was worked out about a box before, or work it out."""


class Area:
    """The cells from ``top`` and ``left`` to before ``bottom`` and ``right``, counted from 0."""

    __slots__ = ("box", "reader", "sheet")

    def __init__(self, reader: Reader, sheet: Sheet, box: Box) -> None:
        self.reader = reader
        self.sheet = sheet
        self.box = box

    @property
    def height(self) -> int:
        """How many rows there are, filled or not."""
        return self.box[2] - self.box[0]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.box[3] - self.box[1]

    def at(self, row: int, column: int) -> Scalar:
        """Give one value."""
        return self.reader.read(self.sheet, self.box[0] + row, self.box[1] + column)

    @property
    def rows(self) -> Sequence[Sequence[Scalar]]:
        """All rows, blank ones too."""
        used = self.reader.rows(self.sheet, self.box)
        missing = self.height - len(used)
        return [*used, *([[None] * self.width] * missing)] if missing else used

    def flat(self) -> list[Scalar]:
        """Give the values along the rows, down to the last row that can hold anything."""
        return self.reader.flat(self.sheet, self.box)

    def positions(self) -> Mapping[object, Sequence[int]]:
        """Tell at which places, counted along the rows, each value stands; texts are folded."""
        return self.remembered("positions", lambda: positions(self.flat()))

    def remembered(self, what: Hashable, make: Callable[[], T]) -> T:
        """Give what was worked out about the area before, or work it out."""
        return self.reader.remembered(self.sheet, self.box, what, make)

    def part(self, box: Box) -> Area:
        """Give another area of the same sheet."""
        return Area(self.reader, self.sheet, box)


Block: TypeAlias = Grid | Area
Value: TypeAlias = Scalar | Grid | Area
