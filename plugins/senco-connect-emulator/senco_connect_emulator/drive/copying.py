"""files.copy: a second file with the same content, owned by who copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.call import Call, Content, answers
from senco_connect_emulator.drive.access import Access
from senco_connect_emulator.drive.capabilities import may
from senco_connect_emulator.drive.editors import DOCUMENT, EDITORS, SPREADSHEET
from senco_connect_emulator.drive.files import check_parent, fill, no_conversion, resource_after
from senco_connect_emulator.drive.formats import IMPORTS
from senco_connect_emulator.drive.reaching import reach
from senco_connect_emulator.drive.writing import check_writable
from senco_connect_emulator.errors import Refused, forbidden

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive

__all__ = ["copy"]

Json = dict[str, Any]
_CARRIED = (
    "description", "properties", "folderColorRgb", "copyRequiresWriterPermission", "writersCanShare",
    "shortcutDetails",
)  # fmt: skip


@answers("drive.files.copy")
def copy(call: Call) -> Json:
    """Copy a file; the copy is called "Copy of …" and lies beside the original where nothing else is asked for."""
    access, file = reach(call, "reader")
    if not may(access, file, "canCopy"):
        raise forbidden("This file cannot be copied by the user.", reason="cannotCopyFile")
    check_writable(call.body, updating=False)
    body, drive = _body(access, file, call.body), access.drive
    check_parent(call, body)
    made = drive.new_file(call.who, body.pop("name"), body.pop("mimeType"), **body)
    try:
        _fill(call, file, made)
    except Refused:
        drive.drop(made["id"])
        raise
    if call.params.get("copyComments"):
        drive.comments[made["id"]] = _open_comments(drive, file)
    return resource_after(call, made["id"])


def _open_comments(drive: Drive, file: Json) -> list[Json]:
    every = drive.comments.get(file["id"], [])
    return [{**one, "replies": list(one["replies"])} for one in every if not (one.get("resolved") or one["deleted"])]


def _body(access: Access, file: Json, asked: Json) -> Json:
    carried: Json = {name: file[name] for name in _CARRIED if name in file}
    carried["appProperties"] = file.get("appProperties", {}).get(access.who.app, {})
    # A folder into which who copies may not write is passed over: the copy lies in their My Drive then.
    parents = [parent for parent in file["parents"] if access.at_least(parent, "writer")]
    body = {**carried, "name": f"Copy of {file['name']}", "mimeType": file["mimeType"], "parents": parents, **asked}
    for name in ("properties", "appProperties"):
        body[name] = {**carried.get(name, {}), **asked.get(name, {})}
    if body["mimeType"] != file["mimeType"] and body["mimeType"] not in IMPORTS.get(file["mimeType"], ()):
        raise no_conversion()
    return body


def _fill(call: Call, file: Json, made: Json) -> None:
    drive = call.world.drive
    if (editor := EDITORS.get(file["mimeType"])) is not None:
        editor.copy(drive.world, file["id"], made["id"], made["name"])
    elif file["mimeType"] in {SPREADSHEET, DOCUMENT}:
        # Who made the original without an editor is to blame; the copy has as little in it.
        return
    else:
        body = drive.blobs.get(f"{file['id']} {file.get('headRevisionId', '')}", b"")
        fill(drive, made, call, Content(body, file["mimeType"]))
