"""A person at a document."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.docs.editor import export_document
from senco_connect_emulator.people.acting import Actor

__all__ = ["OnDocument"]


class OnDocument:
    """Types into a document, replaces and deletes in it, and reads it."""

    def __init__(self, person: Actor, document_id: str) -> None:
        self._person, self.id = person, document_id

    def type(self, text: str, at: int | None = None) -> None:
        """Type a text at an index, or at the end."""
        place = {"endOfSegmentLocation": {}} if at is None else {"location": {"index": at}}
        self._change({"insertText": {"text": text, **place}})

    def replace(self, old: str, new: str) -> None:
        """Replace a text wherever it stands."""
        self._change({"replaceAllText": {"containsText": {"text": old, "matchCase": True}, "replaceText": new}})

    def delete(self, start: int, end: int) -> None:
        """Delete a range."""
        self._change({"deleteContentRange": {"range": {"startIndex": start, "endIndex": end}}})

    def text(self) -> str:
        """Read the document, line by line."""
        world = self._person.world
        world.drive.require(self._person.who, self.id, "reader", style="docs")
        return export_document(world, self.id, "text/plain").decode("utf-8-sig").replace("\r\n", "\n")

    def _change(self, request: dict[str, Any]) -> None:
        self._person.do("docs.documents.batchUpdate", {"requests": [request]}, documentId=self.id)
