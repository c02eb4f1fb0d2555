"""People who act on their own, between two requests of a client: at a spreadsheet, in Drive, in a document."""

from __future__ import annotations

from senco_connect_emulator.people.on_document import OnDocument
from senco_connect_emulator.people.on_sheet import OnSheet
from senco_connect_emulator.people.person import Person

__all__ = ["OnDocument", "OnSheet", "Person"]
