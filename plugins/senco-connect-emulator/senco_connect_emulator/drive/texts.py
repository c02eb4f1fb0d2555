"""What a full-text search finds in a file: its name, its description, its hint, and its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.drive.editors import DOCUMENT, EDITORS
from senco_connect_emulator.errors import Refused

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive

__all__ = ["full_text"]


def full_text(drive: Drive, file: Mapping[str, Any]) -> str:
    """Give all that can be found in a file."""
    told = [file["name"], file.get("description", ""), file.get("indexableText", ""), _content(drive, file)]
    return "\n".join(told)


def _content(drive: Drive, file: Mapping[str, Any]) -> str:
    mime_type = file["mimeType"]
    if mime_type.startswith("text/"):
        return drive.blobs.get(f"{file['id']} {file.get('headRevisionId', '')}", b"").decode("utf-8", "replace")
    if editor := EDITORS.get(mime_type):
        try:
            wanted = "text/plain" if mime_type == DOCUMENT else "text/csv"
            return editor.export(drive.world, file["id"], wanted).decode("utf-8", "replace")
        except Refused:
            return ""
    return ""
