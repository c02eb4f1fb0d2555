"""Where values may be written: from a single cell as far as they reach, else inside the range that was asked."""

from __future__ import annotations

from typing import NamedTuple

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.a1 import Area, Reference, column_letters, parse_range
from senco_connect_emulator.sheets.limits import check_size
from senco_connect_emulator.sheets.model import Book, Sheet

__all__ = ["Target", "target_named", "target_on"]


class Target(NamedTuple):
    """A place for values; an edge that is None gives way, and the grid grows where it must.

    ``asked`` is how the request put it, which is how a refusal names it.
    """

    sheet: Sheet
    top: int
    left: int
    bottom: int | None
    right: int | None
    asked: str

    def within_grid(self) -> Target:
        """Give the same place, where the grid is as large as it is."""
        sheet = self.sheet
        bottom = sheet.row_count if self.bottom is None else self.bottom
        return self._replace(bottom=bottom, right=sheet.column_count if self.right is None else self.right)

    def make_room(self, book: Book, rows: int, columns: int) -> Area:
        """Give the area of so many rows and columns from the corner, in a grid that holds it, or refuse."""
        bottom, right = self.top + rows, self.left + columns
        if self.right is not None and right > self.right:
            raise self._beyond(f"column [{column_letters(self.right)}]")
        if self.bottom is not None and bottom > self.bottom:
            raise self._beyond(f"row [{self.bottom + 1}]")
        sheet = self.sheet
        if bottom > sheet.row_count or right > sheet.column_count:
            sheet.resize(max(bottom, sheet.row_count), max(right, sheet.column_count))
            check_size(book)
        return Area(sheet, self.top, self.left, bottom, right)

    def _beyond(self, what: str) -> Exception:
        return invalid(f"Requested writing within range [{self.asked}], but tried writing to {what}")


def target_named(book: Book, text: str) -> Target:
    """Find where a range says that values go; an edge it says must lie in the grid."""
    reference = parse_range(book, text)
    return _target(reference, text)


def target_on(area: Area) -> Target:
    """Give the target that an area is: nothing is written beyond it, but past an edge that was never said."""
    _, _, bottom, right = area.bounded
    return Target(
        area.sheet, area.top, area.left, area.bottom if bottom else None, area.right if right else None, area.a1()
    )


def _target(reference: Reference, text: str) -> Target:
    area = reference.whole()
    # A refusal names the title as the request wrote it, and the cells as answers do.
    title, mark, _ = text.rpartition("!")
    asked = f"{title}!{area.a1().rpartition('!')[2]}" if mark else area.a1()
    if reference.single:
        return Target(area.sheet, area.top, area.left, None, None, asked)
    return target_on(area)._replace(asked=asked)
