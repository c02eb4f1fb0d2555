"""files: create, get, update, and ids made in advance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.call import Call, Content, answers
from senco_connect_emulator.drive.access import Access, grants, principal
from senco_connect_emulator.drive.capabilities import may, require_capability
from senco_connect_emulator.drive.content import download, note_edit, revised
from senco_connect_emulator.drive.editors import DOCUMENT, EDITORS, FOLDER, GOOGLE, SHORTCUT, SPREADSHEET
from senco_connect_emulator.drive.fields import file_resource
from senco_connect_emulator.drive.formats import IMPORTS, mime_of_name
from senco_connect_emulator.drive.making import folder_for
from senco_connect_emulator.drive.moving import moved
from senco_connect_emulator.drive.reaching import reach, supports_drives
from senco_connect_emulator.drive.trash import trashed
from senco_connect_emulator.drive.writing import check_writable, written
from senco_connect_emulator.errors import Refused, forbidden, invalid, not_built

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive

__all__ = ["check_parent", "fill", "no_conversion", "resource_after"]

Json = dict[str, Any]
_UNTITLED = "Untitled"
# What changes only how somebody sees a file, or who may, does not count as a change of the file.
_SILENT = {"starred", "viewed", "inheritedPermissionsDisabled", "contentRestrictions"}
_PERSONAL = {"starred", "viewed", "inheritedPermissionsDisabled"}
_NEEDED = {"name": "canRename", "contentRestrictions": "canModifyContentRestriction"}


@answers("drive.files.generateIds")
def generate_ids(call: Call) -> Json:
    """Give ids for files that are yet to be made."""
    drive, space, kind = call.world.drive, call.params.get("space", "drive"), call.params.get("type", "files")
    if space not in {"drive", "appDataFolder"}:
        raise invalid("Invalid Value", reason="invalid", location=("space", "parameter"))
    if kind not in {"files", "shortcuts"} or (kind == "shortcuts" and space != "drive"):
        raise invalid("Invalid Value", reason="invalid", location=("type", "parameter"))
    ids = [drive.world.ids.file() for _ in range(call.params.get("count", 10))]
    drive.promised |= dict.fromkeys(ids, f"{kind} {space}")
    return {"kind": "drive#generatedIds", "space": space, "ids": ids}


@answers("drive.files.create")
def create(call: Call) -> Json:
    """Make a file, a folder, a shortcut, or an editor's file, with what was uploaded."""
    drive, body, media = call.world.drive, dict(call.body), call.media
    check_writable(body, updating=False)
    check_parent(call, body)
    body.setdefault("name", _UNTITLED)
    body["mimeType"] = _mime_type(body, media)
    _check_kind(call, body)
    file = drive.new_file(call.who, **{"mime_type" if name == "mimeType" else name: body[name] for name in body})
    try:
        fill(drive, file, call, media)
    except Refused:
        drive.drop(file["id"])
        raise
    return resource_after(call, file["id"])


def check_parent(call: Call, body: Mapping[str, Any]) -> None:
    """Refuse a folder in a shared drive to a client that does not know shared drives."""
    for parent in body.get("parents", ())[:1]:
        access = call.world.drive.access(call.who)
        if not supports_drives(call) and folder_for(access, parent).get("driveId"):
            reach(call, file_id=parent)


def resource_after(call: Call, file_id: str) -> Json:
    """Give a file as it is now that the request is done."""
    drive = call.world.drive
    return file_resource(call, drive.access(call.who), drive.files[file_id])


def _mime_type(body: Mapping[str, Any], media: Content | None) -> str:
    if body.get("mimeType"):
        return str(body["mimeType"])
    sent = _sent_type(media)
    return sent if sent and sent != "application/octet-stream" else mime_of_name(body["name"])


def _check_kind(call: Call, body: Json) -> None:
    mime_type, sent = body["mimeType"], _sent_type(call.media)
    if mime_type == SHORTCUT:
        body["shortcutDetails"] = {"targetId": _target(call, body)}
    elif mime_type.startswith(GOOGLE) and mime_type not in {FOLDER, SPREADSHEET, DOCUMENT}:
        raise not_built(f"files of the kind {mime_type}")
    elif mime_type.startswith(GOOGLE) and call.media and mime_type not in IMPORTS.get(sent, ()):
        raise no_conversion()


def _sent_type(media: Content | None) -> str:
    return media.mime_type.partition(";")[0].strip() if media else ""


def _target(call: Call, body: Json) -> str:
    target = body.get("shortcutDetails", {}).get("targetId")
    if not target:
        raise invalid("Missing shortcut target.", reason="badRequest")
    _, found = reach(call, "reader", file_id=target)
    if found["mimeType"] == SHORTCUT:
        raise forbidden("A shortcut can't point to a shortcut.", reason="shortcutTargetInvalid")
    return str(found["id"])


def no_conversion() -> Refused:
    """Make the refusal to turn one kind of file into another."""
    words = "The requested conversion is not supported."
    return invalid(words, reason="badRequest", location=("convertTo", "parameter"))


def fill(drive: Drive, file: Json, call: Call, media: Content | None) -> None:
    """Give a new file its content: an editor's own, or bytes, none where nothing was sent."""
    if editor := EDITORS.get(file["mimeType"]):
        editor.create(drive.world, file["id"], file["name"], media)
    elif file["mimeType"] in {SPREADSHEET, DOCUMENT}:
        raise not_built(f"files of the kind {file['mimeType']}")
    elif not file["mimeType"].startswith(GOOGLE):
        keep = bool(call.params.get("keepRevisionForever"))
        drive.put(revised(drive, file, call.who, media.body if media else b"", keep=keep))


@answers("drive.files.get")
def get(call: Call) -> Json | Content:
    """Give what is known of a file, or its bytes (``alt=media``)."""
    if call.params.get("alt") != "media":
        return file_resource(call, *reach(call))
    access, file = reach(call, "reader")
    if file["mimeType"].startswith(GOOGLE):
        words = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise Refused(403, words, reason="fileNotDownloadable", location=("alt", "parameter"))
    if not may(access, file, "canDownload"):
        raise forbidden("This file cannot be downloaded by the user.", reason="cannotDownloadFile")
    drive = access.drive
    return download(drive, file["id"], drive.revisions[file["id"]][-1])


@answers("drive.files.update")
def update(call: Call) -> Json:
    """Change what is said of a file, where it lies, or what is in it."""
    access, file = reach(call)
    drive, body = access.drive, call.body
    check_writable(body, updating=True)
    told = _changes(access, file, body)
    after = moved(call, access, file)
    after = {**after, **_touched(access, after, told, call)}
    if "trashed" in body:
        require_capability(access, file, "canTrash" if body["trashed"] else "canUntrash")
        after = trashed(drive, after, call.who.email, wanted=body["trashed"])
    if call.media:
        after = _new_content(call, access, after)
    _store(drive, file, after)
    return resource_after(call, file["id"])


def _store(drive: Drive, before: Json, after: Json) -> None:
    if after != before:
        drive.put(after, lost=_may_lose(drive, before, after))
    if after["name"] != before["name"] and (editor := EDITORS.get(after["mimeType"])):
        editor.rename(drive.world, after["id"], after["name"])


def _changes(access: Access, file: Json, body: Mapping[str, Any]) -> Json:
    """Give what the body changes, if the one who asks may change it; a star is anybody's own."""
    told = written(access, file, body)
    needed = {_NEEDED.get(name, "canEdit") for name in told.keys() - _PERSONAL}
    for capability in sorted(needed):
        require_capability(access, file, capability)
    return {name: value for name, value in told.items() if file.get(name) != value}


def _touched(access: Access, file: Json, told: Json, call: Call) -> Json:
    if not told.keys() - _SILENT and not call.media:
        return told
    now, email = told.get("modifiedTime", access.drive.now), call.who.email
    modified = {**file.get("modifiedBy", {}), email: now}
    return {"modifiedTime": now, "lastModifyingUser": email, "modifiedBy": modified, **told}


def _new_content(call: Call, access: Access, file: Json) -> Json:
    require_capability(access, file, "canModifyContent")
    mime_type, sent, media = file["mimeType"], _sent_type(call.media), call.media or Content(b"", "")
    if mime_type.startswith(GOOGLE):
        return _new_text(call, access, file, media)
    kind, keep = call.body.get("mimeType") or sent or mime_type, bool(call.params.get("keepRevisionForever"))
    if kind.startswith(GOOGLE):
        # What is a blob stays one: only a new file or a copy is converted.
        raise no_conversion()
    return revised(access.drive, {**file, "mimeType": kind}, call.who, media.body, keep=keep)


def _new_text(call: Call, access: Access, file: Json, media: Content) -> Json:
    editor = EDITORS.get(file["mimeType"])
    if editor is None:
        raise forbidden("The content of this file can't be written.", reason="fileNeverWritable")
    if file["mimeType"] not in IMPORTS.get(_sent_type(media), ()):
        raise no_conversion()
    editor.create(access.drive.world, file["id"], file["name"], media)
    note_edit(access.drive, file, call.who)
    return file


def _may_lose(drive: Drive, file: Json, after: Json) -> set[tuple[str, str]]:
    moved_away = file["parents"] != after["parents"]
    limited = file.get("inheritedPermissionsDisabled") != after.get("inheritedPermissionsDisabled")
    return {principal(grant.permission) for grant in grants(drive, file)} if moved_away or limited else set()
