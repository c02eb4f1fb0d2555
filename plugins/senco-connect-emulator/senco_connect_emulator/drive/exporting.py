"""files.export: an editor's file in another format, ten megabytes at most."""

from __future__ import annotations

from senco_connect_emulator.call import Call, Content, answers
from senco_connect_emulator.drive.capabilities import may
from senco_connect_emulator.drive.editors import EDITORS
from senco_connect_emulator.drive.files import no_conversion
from senco_connect_emulator.drive.formats import EXPORTS
from senco_connect_emulator.drive.reaching import reach
from senco_connect_emulator.errors import forbidden, invalid, not_built

__all__ = ["export"]

MOST_BYTES = 10 * 1024 * 1024


@answers("drive.files.export")
def export(call: Call) -> Content:
    """Give a document or spreadsheet in the format that is asked for."""
    access, file = reach(call, "reader")
    wanted = call.params.get("mimeType")
    if not wanted:
        raise invalid("Required parameter: mimeType", reason="required", location=("mimeType", "parameter"))
    if file["mimeType"] not in EXPORTS:
        raise forbidden("Export only supports Docs Editors files.", reason="fileNotExportable")
    if wanted not in EXPORTS[file["mimeType"]]:
        raise no_conversion()
    if not may(access, file, "canDownload"):
        raise forbidden("This file cannot be exported by the user.", reason="cannotExportFile")
    editor = EDITORS.get(file["mimeType"])
    if editor is None:
        raise not_built(f"export of {file['mimeType']}")
    body = editor.export(access.drive.world, file["id"], wanted)
    if len(body) > MOST_BYTES:
        raise forbidden("This file is too large to be exported.", reason="exportSizeLimitExceeded")
    return Content(body, wanted)
