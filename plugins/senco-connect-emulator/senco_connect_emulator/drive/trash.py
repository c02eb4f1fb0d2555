"""The trash and what is beyond it: a folder takes everything below it along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.call import Call, NoContent, answers
from senco_connect_emulator.drive.access import grants, principal
from senco_connect_emulator.drive.capabilities import require_capability
from senco_connect_emulator.drive.drives import member_of
from senco_connect_emulator.drive.places import place
from senco_connect_emulator.drive.reaching import reach

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive

__all__ = ["delete_for_good", "trashed"]

Json = dict[str, Any]


def trashed(drive: Drive, file: Json, email: str, *, wanted: bool) -> Json:
    """Give the record of a file that is put into the trash or taken out, and let what lies below know of it."""
    if bool(file.get("explicitlyTrashed")) == wanted:
        return file
    for below in list(drive.tree(file["id"]))[1:]:
        drive.changes.record(below["id"], drive.now, drive_id=below.get("driveId", ""))
    if wanted:
        return {**file, "explicitlyTrashed": True, "trashedTime": drive.now, "trashingUser": email}
    gone = {"explicitlyTrashed", "trashedTime", "trashingUser"}
    return {name: value for name, value in file.items() if name not in gone}


def delete_for_good(drive: Drive, file: Json) -> None:
    """Remove a file with all that lies below it and is its owner's too; whoever saw it is told."""
    for below in drive.children(file["id"]):
        if below.get("owner") == file.get("owner"):
            delete_for_good(drive, below)
        else:
            # What others own goes to their My Drive, with all that is in it.
            owner = drive.world.directory.identity(below["owner"])
            drive.put({**below, "parents": [place(drive, owner, "root")["id"]]}, lost=_audience(drive, below))
    drive.drop(file["id"], lost=_audience(drive, file))


def _audience(drive: Drive, file: Json) -> Iterable[tuple[str, str]]:
    return {principal(grant.permission) for grant in grants(drive, file)}


@answers("drive.files.delete")
def delete(call: Call) -> NoContent:
    """Delete a file or folder for good: an owner's right, in shared drives an organizer's."""
    access, file = reach(call)
    require_capability(access, file, "canDelete")
    delete_for_good(call.world.drive, file)
    return NoContent()


@answers("drive.files.emptyTrash")
def empty_trash(call: Call) -> NoContent:
    """Delete for good what is in the trash: all of one's own, or that of a shared drive."""
    drive, drive_id = call.world.drive, call.params.get("driveId", "")
    if drive_id:
        member_of(call, drive_id, "organizer")
    for file in [one for one in drive.files.values() if one.get("explicitlyTrashed")]:
        is_ours = file.get("driveId") == drive_id if drive_id else file.get("owner") == call.who.email
        if is_ours and file["id"] in drive.files:
            delete_for_good(drive, file)
    return NoContent()
