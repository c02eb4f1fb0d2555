"""Make the record of a new file: where it goes, whose it is, and what refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.drive.access import RANK, Access, no_file
from senco_connect_emulator.drive.editors import FOLDER, GOOGLE, SHORTCUT
from senco_connect_emulator.drive.grantees import owner_permission
from senco_connect_emulator.drive.places import place, resolved
from senco_connect_emulator.drive.writing import written
from senco_connect_emulator.errors import Refused, forbidden, invalid

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive
    from senco_connect_emulator.identity import Identity

__all__ = ["check_room", "check_storage", "folder_for", "made"]

Json = dict[str, Any]

# What becomes of an id that was promised: its kind and space, and this when it has been given.
USED = "used"
NO_STORAGE = (
    "Service Accounts do not have storage quota. Leverage shared drives "
    "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
    "(http://support.google.com/a/answer/7281227) instead."
)
# Words and reason.
_TOO_DEEP = (
    "Your My Drive can't contain more than 100 levels of folders. For details, see "
    "https://developers.google.com/workspace/drive/api/guides/handle-errors#nested-folder-levels.",
    "myDriveHierarchyDepthLimitExceeded",
)
_TOO_DEEP_SHARED = ("The shared drive hierarchy depth will exceed the limit.", "teamDriveHierarchyTooDeep")
_TOO_WIDE = (
    "The limit for this folder's number of children (files and folders) has been exceeded.",
    "numChildrenInNonRootLimitExceeded",
)
_TOO_MANY = ("The file limit for this shared drive has been exceeded.", "teamDriveFileLimitExceeded")


def made(drive: Drive, who: Identity, asked: Json) -> Json:
    """Give the record of a file that ``who`` may make as asked (a body of files.create); raises Refused."""
    mime_type, access = asked["mimeType"], drive.access(who)
    parent = _parent(access, asked.get("parents"))
    check_storage(drive, who, parent, mime_type)
    check_room(drive, parent, mime_type)
    told = written(access, {}, asked)
    now, email = drive.now, who.email
    file: Json = {
        "id": _id(drive, asked.get("id"), mime_type), "mimeType": mime_type, "parents": [parent["id"]],
        "createdTime": now, "modifiedTime": now, "lastModifyingUser": email, "modifiedBy": {email: now},
        "viewed": {email: now}, "apps": [who.app], "permissions": [],
    }  # fmt: skip
    if "shortcutDetails" in asked:
        file["shortcutDetails"] = {"targetId": asked["shortcutDetails"]["targetId"]}
    if parent.get("space"):
        file["space"] = parent["space"]
    if parent.get("driveId"):
        return {**file, "driveId": parent["driveId"], **told}
    return {**file, "owner": email, "permissions": [owner_permission(drive, email)], **told}


def _parent(access: Access, parents: list[str] | None) -> Json:
    if not parents:
        return place(access.drive, access.who, "root")
    if len(parents) > 1:
        raise forbidden("Increasing the number of parents is not allowed", reason="cannotAddParent")
    return folder_for(access, parents[0])


def folder_for(access: Access, named: str) -> Json:
    """Give the folder that somebody names to put something into; raises Refused where they may not."""
    folder = access.drive.files.get(resolved(access.drive, access.who, named))
    if folder is None or not access.role(folder["id"]):
        raise no_file(named)
    if folder["mimeType"] != FOLDER:
        raise forbidden("The specified parent is not a folder.", reason="parentNotAFolder")
    # To an app that was not given the folder Drive does not hide it here, as it does everywhere else.
    if RANK[access.role(folder["id"])] < RANK["writer"] or not access.app_may_see(folder):
        raise forbidden("Insufficient permissions for the specified parent.", reason="insufficientParentPermissions")
    return folder


def check_storage(drive: Drive, who: Identity, parent: Json, mime_type: str) -> None:
    """Refuse what a service account would have to own; what lies in a shared drive is nobody's."""
    free = mime_type == FOLDER and not drive.world.switches.folders_need_storage
    if who.kind == "serviceAccount" and not parent.get("driveId") and not free:
        raise forbidden(NO_STORAGE, reason="storageQuotaExceeded")


def check_room(drive: Drive, parent: Json, mime_type: str, *, below: int = 0) -> None:
    """Refuse what is too deep or too much for a folder or a shared drive; ``below`` counts the levels it brings."""
    shared = parent.get("driveId", "")
    if mime_type == FOLDER and sum(1 for _ in drive.above(parent)) + 1 + below > drive.max_depth:
        raise _limit(*(_TOO_DEEP_SHARED if shared else _TOO_DEEP))
    if drive.child_count(parent["id"]) >= drive.max_children and (shared or parent["parents"]):
        raise _limit(*_TOO_WIDE)
    if shared and drive.item_count(shared) >= drive.max_items:
        raise _limit(*_TOO_MANY)


def _limit(words: str, reason: str) -> Refused:
    return forbidden(words, reason=reason)


def _id(drive: Drive, wanted: str | None, mime_type: str) -> str:
    is_editor = mime_type.startswith(GOOGLE) and mime_type not in (FOLDER, SHORTCUT)
    if not wanted:
        # The editors' ids are longer than those of folders and blobs.
        return drive.world.ids.file() + (drive.world.ids.text(11) if is_editor else "")
    if is_editor:
        raise forbidden(
            "Generated IDs are not supported for Docs Editors formats.", reason="insufficientFilePermissions"
        )
    if wanted in drive.files or drive.promised.get(wanted) == USED:
        raise Refused(409, "A file already exists with the provided ID.", reason="fileIdInUse")
    kind = "shortcuts" if mime_type == SHORTCUT else "files"
    if drive.promised.get(wanted, "").partition(" ")[0] != kind:
        raise invalid("The provided file ID is not usable.", reason="invalid", location=("file.id", "other"))
    drive.promised[wanted] = USED
    return wanted
