"""What Drive asks of the editors: how a spreadsheet or document is made, copied, named, exported and thrown away.

Sheets and Docs fill ``EDITORS`` when they are imported; Drive knows them by mime type alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from senco_connect_emulator.call import Content
    from senco_connect_emulator.world import World

__all__ = ["DOCUMENT", "EDITORS", "FOLDER", "GOOGLE", "SHORTCUT", "SPREADSHEET", "EditorHooks"]

GOOGLE = "application/vnd.google-apps."
FOLDER = GOOGLE + "folder"
SHORTCUT = GOOGLE + "shortcut"
SPREADSHEET = GOOGLE + "spreadsheet"
DOCUMENT = GOOGLE + "document"


class EditorHooks(NamedTuple):
    """One editor.  Each function is given the world and the id of a Drive file that exists.

    ``create(world, file_id, name, upload)`` makes the content, from the upload where there is one (CSV for a
    spreadsheet, plain text for a document; ``upload.mime_type`` says which; what can't be read is errors.not_built);
    ``copy(world, source_id, file_id, name)``; ``export(world, file_id, mime_type) -> bytes``;
    ``rename(world, file_id, name)``; ``discard(world, file_id)``.
    """

    create: Callable[[World, str, str, Content | None], None]
    copy: Callable[[World, str, str, str], None]
    export: Callable[[World, str, str], bytes]
    rename: Callable[[World, str, str], None]
    discard: Callable[[World, str], None]


EDITORS: dict[str, EditorHooks] = {}
