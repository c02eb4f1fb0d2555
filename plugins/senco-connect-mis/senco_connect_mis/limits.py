"""How much a file may hold before it is refused (safety rule 23)."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CELL_CHARACTERS",
    "COLUMNS",
    "LONGEST_RECORD",
    "MEMBERS",
    "RATIO",
    "SHEET_ROWS",
    "TEXT_ROWS",
    "TOP_ROWS",
    "UNPACKED_BYTES",
]

CELL_CHARACTERS: Final = 32_767
COLUMNS: Final = 400
# As commas alone it still fits in 150 MB, a cell for each.
LONGEST_RECORD: Final = 8 * 1024 * 1024
MEMBERS: Final = 2_000
RATIO: Final = 100
SHEET_ROWS: Final = 20_000
# A workbook is read at once, a text in pieces: a trust's million pupils fit in a text.
TEXT_ROWS: Final = 2_000_000
TOP_ROWS: Final = 15
UNPACKED_BYTES: Final = 200_000_000
