"""Everything that answers a method of Sheets: imported once, so that its handlers are registered."""

from __future__ import annotations

from senco_connect_emulator.sheets import books, creating, editor, metadata
from senco_connect_emulator.sheets.batch import update
from senco_connect_emulator.sheets.values import appending, clearing, reading, updating

__all__ = ["appending", "books", "clearing", "creating", "editor", "metadata", "reading", "update", "updating"]
