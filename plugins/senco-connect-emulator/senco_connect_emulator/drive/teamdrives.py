"""teamdrives: shared drives under the name that they had before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from senco_connect_emulator.call import Call, NoContent, answers
from senco_connect_emulator.drive.access import Access
from senco_connect_emulator.drive.drives import (
    drive_resource,
    drives_for,
    made_drive,
    member_of,
    remove_drive,
    updated_drive,
)

__all__ = ["create", "delete", "get", "list_drives", "update"]

Json = dict[str, Any]
DEFAULTS = ("kind", "id", "name")
_OLD_NAMES = {
    "driveMembersOnly": "teamMembersOnly", "canChangeDriveBackground": "canChangeTeamDriveBackground",
    "canChangeDriveMembersOnlyRestriction": "canChangeTeamMembersOnlyRestriction",
    "canDeleteDrive": "canDeleteTeamDrive", "canRenameDrive": "canRenameTeamDrive",
    "canResetDriveRestrictions": "canResetTeamDriveRestrictions",
}  # fmt: skip
_NEW_NAMES = {old: new for new, old in _OLD_NAMES.items()}


def _renamed(told: Mapping[str, Any], names: Mapping[str, str]) -> Json:
    return {names.get(name, name): value for name, value in told.items()}


def _resource(call: Call, access: Access, told: Json) -> Json:
    made = drive_resource(access, told) | {"kind": "drive#teamDrive"}
    del made["hidden"]
    for name in ("restrictions", "capabilities"):
        made[name] = _renamed(made[name], _OLD_NAMES)
    return made if call.params.get("fields", "").strip() else {name: made[name] for name in DEFAULTS}


@answers("drive.teamdrives.create")
def create(call: Call) -> Json:
    """Make a shared drive."""
    return _resource(call, *made_drive(call))


@answers("drive.teamdrives.get")
def get(call: Call) -> Json:
    """Give a shared drive."""
    return _resource(call, *member_of(call, call.params["teamDriveId"]))


@answers("drive.teamdrives.list")
def list_drives(call: Call) -> Json:
    """List the shared drives of which the one who asks is a member."""
    access, found, token = drives_for(call)
    answer = {"kind": "drive#teamDriveList", "teamDrives": [_resource(call, access, one) for one in found]}
    return answer | ({"nextPageToken": token} if token else {})


@answers("drive.teamdrives.update")
def update(call: Call) -> Json:
    """Change a shared drive."""
    body = dict(call.body)
    if "restrictions" in body:
        body["restrictions"] = _renamed(body["restrictions"], _NEW_NAMES)
    return _resource(call, *updated_drive(call, call.params["teamDriveId"], body))


@answers("drive.teamdrives.delete")
def delete(call: Call) -> NoContent:
    """Delete an empty shared drive."""
    remove_drive(call, call.params["teamDriveId"])
    return NoContent()
