"""Shared drives: who made them, what they are called, what their members may do with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.call import Call, NoContent, answers
from senco_connect_emulator.drive.access import RANK, Access
from senco_connect_emulator.drive.editors import FOLDER
from senco_connect_emulator.drive.grantees import grantee_id
from senco_connect_emulator.drive.matching import drive_matcher
from senco_connect_emulator.drive.pages import page
from senco_connect_emulator.errors import Refused, forbidden, not_built, not_found

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive
    from senco_connect_emulator.identity import Identity

__all__ = ["drive_resource", "drives_for", "made_drive", "member_of", "new_drive", "remove_drive", "updated_drive"]

Json = dict[str, Any]
DEFAULTS = ("kind", "id", "name")
RESTRICTIONS = (
    "adminManagedRestrictions", "copyRequiresWriterPermission", "domainUsersOnly", "driveMembersOnly",
    "sharingFoldersRequiresOrganizerPermission",
)  # fmt: skip
_LEAST_ROLE = {
    "canAddChildren": "writer", "canChangeCopyRequiresWriterPermissionRestriction": "organizer",
    "canChangeDomainUsersOnlyRestriction": "organizer", "canChangeDownloadRestriction": "organizer",
    "canChangeDriveBackground": "organizer", "canChangeDriveMembersOnlyRestriction": "organizer",
    "canChangeSharingFoldersRequiresOrganizerPermissionRestriction": "organizer", "canComment": "commenter",
    "canCopy": "reader", "canDeleteChildren": "organizer", "canDeleteDrive": "organizer", "canDownload": "reader",
    "canEdit": "writer", "canListChildren": "reader", "canManageMembers": "organizer", "canReadRevisions": "writer",
    "canRename": "writer", "canRenameDrive": "organizer", "canResetDriveRestrictions": "organizer",
    "canShare": "fileOrganizer", "canTrashChildren": "fileOrganizer",
}  # fmt: skip


def new_drive(drive: Drive, who: Identity, name: str, **settings: Any) -> str:
    """Make a shared drive whose manager is ``who``, and give its id."""
    drive_id, now = drive.world.ids.drive(), drive.now
    made = {"id": drive_id, "name": name, "createdTime": now, "restrictions": {}, "hidden": [], **settings}
    drive.drives[drive_id] = made
    kind = "group" if drive.world.directory.is_group(who.email) else "user"
    first = {"id": grantee_id(drive, kind, who.email), "type": kind, "role": "organizer", "emailAddress": who.email}
    drive.put(
        {
            "id": drive_id, "name": "Drive", "mimeType": FOLDER, "parents": [], "driveId": drive_id, "createdTime": now,
            "modifiedTime": now, "apps": [], "permissions": [first],
        }
    )  # fmt: skip
    drive.changes.record(f"drive {drive_id}", now, drive_id=drive_id, kind="drive")
    return drive_id


def member_of(call: Call, drive_id: str, role: str = "metadata") -> tuple[Access, Json]:
    """Give a shared drive of which the one who asks is a member; raises 404 where not, 403 for too small a role."""
    drive = call.world.drive
    if call.params.get("useDomainAdminAccess"):
        raise not_built("useDomainAdminAccess")
    access, found = drive.access(call.who), drive.drives.get(drive_id)
    if found is None or not access.at_least(drive_id, "metadata"):
        raise not_found(f"Shared drive not found: {drive_id}", parameter="driveId")
    if not access.at_least(drive_id, role):
        words = "The user does not have sufficient permissions for this shared drive."
        raise forbidden(words, reason="insufficientPermissions")
    return access, found


def drive_resource(access: Access, told: Mapping[str, Any]) -> Json:
    """Give a shared drive as its member sees it."""
    rank = RANK[access.role(told["id"])]
    made: Json = {"kind": "drive#drive", "id": told["id"], "name": told["name"], "createdTime": told["createdTime"]}
    made |= {name: told[name] for name in ("themeId", "colorRgb", "backgroundImageFile") if name in told}
    made["hidden"] = access.who.email in told["hidden"]
    made["restrictions"] = {**dict.fromkeys(RESTRICTIONS, False), **told["restrictions"]}
    made["capabilities"] = {name: rank >= RANK[role] for name, role in _LEAST_ROLE.items()}
    return made


def _answer(call: Call, access: Access, told: Mapping[str, Any]) -> Json:
    made = drive_resource(access, told)
    return made if call.params.get("fields", "").strip() else {name: made[name] for name in DEFAULTS}


def made_drive(call: Call) -> tuple[Access, Json]:
    """Make the shared drive that a request asks for, once for each requestId."""
    drive, request_id = call.world.drive, call.params["requestId"]
    if call.who.kind == "serviceAccount":
        raise forbidden("The authenticated user cannot create new shared drives.", reason="userCannotCreateTeamDrives")
    if any(one.get("requestId") == [call.who.email, request_id] for one in drive.drives.values()):
        words = "A shared drive already exists with the specified request ID."
        raise Refused(409, words, reason="duplicate", location=("requestId", "parameter"))
    if not call.body.get("name"):
        raise Refused(400, "The name of a shared drive can't be empty.", reason="badRequest")
    settings = _settings(call.body) | {"requestId": [call.who.email, request_id]}
    drive_id = new_drive(drive, call.who, call.body["name"], **settings)
    return drive.access(call.who), drive.drives[drive_id]


def _settings(body: Mapping[str, Any]) -> Json:
    names = ("restrictions", "themeId", "colorRgb", "backgroundImageFile")
    return {name: body[name] for name in names if name in body}


@answers("drive.drives.create")
def create(call: Call) -> Json:
    """Make a shared drive."""
    return _answer(call, *made_drive(call))


@answers("drive.drives.get")
def get(call: Call) -> Json:
    """Give a shared drive."""
    return _answer(call, *member_of(call, call.params["driveId"]))


def drives_for(call: Call) -> tuple[Access, list[Json], str]:
    """Give a page of the shared drives of which the one who asks is a member, and the token of the next."""
    drive = call.world.drive
    if call.params.get("useDomainAdminAccess"):
        raise not_built("useDomainAdminAccess")
    access, matches = drive.access(call.who), drive_matcher(call)
    ids, token = page(call, lambda: [one["id"] for one in drive.drives.values() if matches(access, one)], default=10)
    return access, [drive.drives[one] for one in ids if one in drive.drives], token


@answers("drive.drives.list")
def list_drives(call: Call) -> Json:
    """List the shared drives of which the one who asks is a member."""
    access, found, token = drives_for(call)
    every: Iterable[Json] = [drive_resource(access, one) for one in found]
    if not call.params.get("fields", "").strip():
        every = [{name: one[name] for name in DEFAULTS} for one in every]
    answer = {"kind": "drive#driveList", "drives": list(every)}
    return answer | ({"nextPageToken": token} if token else {})


def updated_drive(call: Call, drive_id: str, body: Mapping[str, Any]) -> tuple[Access, Json]:
    """Change a shared drive's name, looks and restrictions."""
    access, told = member_of(call, drive_id, "organizer")
    restrictions = {**told["restrictions"], **body.get("restrictions", {})}
    told |= {"name": body.get("name", told["name"]), **_settings(body), "restrictions": restrictions}
    _note(call, drive_id)
    return access, told


def _note(call: Call, drive_id: str) -> None:
    drive = call.world.drive
    drive.changes.record(f"drive {drive_id}", drive.now, drive_id=drive_id, kind="drive")


@answers("drive.drives.update")
def update(call: Call) -> Json:
    """Change a shared drive."""
    return _answer(call, *updated_drive(call, call.params["driveId"], call.body))


@answers("drive.drives.hide", "drive.drives.unhide")
def hide(call: Call) -> Json:
    """Hide a shared drive from one's own view, or show it again."""
    access, told = member_of(call, call.params["driveId"])
    others = [email for email in told["hidden"] if email != call.who.email]
    told["hidden"] = [*others, call.who.email] if call.method.id.endswith(".hide") else others
    return _answer(call, access, told)


def remove_drive(call: Call, drive_id: str) -> None:
    """Delete a shared drive, which must be empty."""
    drive = call.world.drive
    member_of(call, drive_id, "organizer")
    if any(not drive.is_trashed(one) for one in drive.children(drive_id)):
        raise forbidden("A shared drive that holds items can't be deleted.", reason="cannotDeleteResourceWithChildren")
    lost = [(one["type"], one.get("emailAddress", "").casefold()) for one in drive.files[drive_id]["permissions"]]
    for one in reversed(list(drive.tree(drive_id))):
        drive.drop(one["id"], lost=lost)
    del drive.drives[drive_id]
    drive.changes.record(f"drive {drive_id}", drive.now, drive_id=drive_id, lost=lost, kind="drive")


@answers("drive.drives.delete")
def delete(call: Call) -> NoContent:
    """Delete an empty shared drive."""
    if call.params.get("allowItemDeletion"):
        raise not_built("allowItemDeletion")
    remove_drive(call, call.params["driveId"])
    return NoContent()
