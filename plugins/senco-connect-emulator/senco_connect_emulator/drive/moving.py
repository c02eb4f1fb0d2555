"""Where a file lies: addParents and removeParents, which together move it from its one folder to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.drive.access import Access, grants, principal
from senco_connect_emulator.drive.capabilities import require_capability
from senco_connect_emulator.drive.editors import FOLDER
from senco_connect_emulator.drive.grantees import owner_permission
from senco_connect_emulator.drive.making import check_room, check_storage, folder_for
from senco_connect_emulator.drive.places import place, resolved
from senco_connect_emulator.errors import forbidden, invalid

if TYPE_CHECKING:
    from senco_connect_emulator.call import Call

__all__ = ["moved"]

Json = dict[str, Any]


def moved(call: Call, access: Access, file: Json) -> Json:
    """Give a file's record after the request's addParents and removeParents; raises Refused."""
    added, removed = _ids(call, access, "addParents"), _ids(call, access, "removeParents")
    # An id in both keeps the file where it is: removing comes first.
    kept = [parent for parent in file["parents"] if parent not in removed]
    new = [parent for parent in added if parent not in kept]
    if call.params.get("enforceSingleParent") and new:
        kept = []
    if len(kept) + len(new) > 1:
        raise _too_many(file)
    if new:
        return _into(access, file, new[0])
    return file if kept or not file["parents"] else _taken_out(access, file)


def _ids(call: Call, access: Access, name: str) -> list[str]:
    named = [one.strip() for one in call.params.get(name, "").split(",") if one.strip()]
    return [resolved(access.drive, access.who, one) for one in named]


def _too_many(file: Json) -> Exception:
    if file.get("driveId"):
        return forbidden("A shared drive item must have exactly one parent.", reason="teamDrivesParentLimit")
    return forbidden("Increasing the number of parents is not allowed", reason="cannotAddParent")


def _taken_out(access: Access, file: Json) -> Json:
    if file.get("driveId"):
        raise _too_many(file)
    require_capability(access, file, "canRemoveMyDriveParent")
    owner = access.drive.world.directory.identity(file["owner"])
    return {**file, "parents": [place(access.drive, owner, "root")["id"]]}


def _into(access: Access, file: Json, folder_id: str) -> Json:
    drive = access.drive
    if file["parents"] == [folder_id]:
        return file
    folder = folder_for(access, folder_id)
    if folder_id == file["id"] or any(above["id"] == file["id"] for above in drive.above(folder)):
        words = "A parent can't be added that would create a cycle in the directory graph."
        raise invalid(words, reason="badRequest")
    _check_drives(access, file, folder)
    check_room(drive, folder, file["mimeType"], below=drive.depth_below(file["id"]))
    drive_id = folder.get("driveId", "")
    _tell_below(access, file, drive_id)
    return {**_settled(access, file, drive_id), "parents": [folder_id]}


def _check_drives(access: Access, file: Json, folder: Json) -> None:
    before, after = file.get("driveId", ""), folder.get("driveId", "")
    if before == after:
        require_capability(access, file, "canMoveItemWithinDrive")
        return
    if file["mimeType"] == FOLDER and not before:
        raise forbidden(
            "Moving folders into shared drives is not supported.", reason="teamDrivesFolderMoveInNotSupported"
        )
    if after and access.drive.is_trashed(file):
        words = "A trashed item can't be moved into a shared drive."
        raise forbidden(words, reason="cannotMoveTrashedItemIntoTeamDrive")
    require_capability(access, file, "canMoveItemOutOfDrive" if before else "canMoveItemIntoTeamDrive")
    if not before and not _owner_is_member(access, file, after):
        words = (
            "Cannot move a file into a shared drive as a writer when the owner of the file is not a member "
            "of that shared drive."
        )
        raise forbidden(words, reason="fileOwnerNotMemberOfTeamDrive")
    check_storage(access.drive, access.who, folder, file["mimeType"])


def _owner_is_member(access: Access, file: Json, drive_id: str) -> bool:
    drive = access.drive
    return drive.access(drive.world.directory.identity(file["owner"])).at_least(drive_id, "reader")


def _settled(access: Access, file: Json, drive_id: str) -> Json:
    """Give the record where it has come to: a shared drive owns what lies in it, who moves it out owns it then."""
    if drive_id == file.get("driveId", ""):
        return file
    after = {name: value for name, value in file.items() if name not in {"driveId", "owner"}}
    if drive_id:
        others = [one for one in file["permissions"] if one["role"] != "owner"]
        return {**after, "driveId": drive_id, "permissions": others}
    mine = owner_permission(access.drive, access.who.email)
    others = [one for one in file["permissions"] if one["id"] != mine["id"] and one["role"] != "fileOrganizer"]
    return {**after, "owner": access.who.email, "permissions": [mine, *others]}


def _tell_below(access: Access, file: Json, drive_id: str) -> None:
    """Let what lies below go along, and its changes tell of the move."""
    drive = access.drive
    lost = {principal(grant.permission) for grant in grants(drive, file)}
    for below in list(drive.tree(file["id"]))[1:]:
        drive.put(_settled(access, below, drive_id), lost=lost)
