"""All that the emulator knows: people, files, spreadsheets, documents, time, and what goes wrong."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

from senco_connect_emulator.clock import Clock
from senco_connect_emulator.docs.model import Document
from senco_connect_emulator.drive.store import Drive
from senco_connect_emulator.faults import Faults
from senco_connect_emulator.identity import Directory
from senco_connect_emulator.ids import Ids
from senco_connect_emulator.log import Log
from senco_connect_emulator.quotas import Quotas
from senco_connect_emulator.sheets.model import Book
from senco_connect_emulator.switches import Switches

__all__ = ["World"]


class World:
    """One Google.  ``books`` and ``documents`` hold the content of the Drive files with those ids."""

    def __init__(self, *, clock: Clock | None = None, switches: Switches | None = None, seed: str = "senco") -> None:
        self.clock = clock or Clock()
        self.switches = switches or Switches()
        self.ids = Ids(seed)
        self.directory = Directory(self.ids)
        self.drive = Drive(self)
        self.books: dict[str, Book] = {}
        self.documents: dict[str, Document] = {}
        self.faults = Faults()
        self.quotas = Quotas(self.clock)
        self.log = Log()
        self._dated = (-1, "")

    def date(self, error: float = 0) -> str:
        """Give the time as an answer's Date header tells it."""
        second = int(self.clock.seconds + error)
        if second != self._dated[0]:
            self._dated = (second, formatdate(second, usegmt=True))
        return self._dated[1]

    def snapshot(self) -> dict[str, Any]:
        """Give everything that is remembered, as JSON."""
        return {
            "ids": self.ids.snapshot(),
            "directory": self.directory.snapshot(),
            "drive": self.drive.snapshot(),
            "books": {key: book.snapshot() for key, book in self.books.items()},
            "documents": {key: document.snapshot() for key, document in self.documents.items()},
        }

    def restore(self, told: dict[str, Any]) -> None:
        """Take back everything that a snapshot tells."""
        self.ids.restore(told["ids"])
        self.directory.restore(told["directory"])
        self.drive.restore(told["drive"])
        self.books = {key: Book.restored(book) for key, book in told["books"].items()}
        self.documents = {key: Document.restored(document) for key, document in told["documents"].items()}
