"""The permissions of a file as answers show them: its own and inherited ones, one for each grantee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.drive.access import RANK, Access, Grant, grants
from senco_connect_emulator.drive.grantees import name_of

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive

__all__ = ["find_granted", "permission_resource", "permission_resources"]

Json = dict[str, Any]


def permission_resources(access: Access, file: Mapping[str, Any]) -> list[Json]:
    """Give everybody's permission on a file, in the order in which they are met on the way up."""
    return [permission_resource(access.drive, file, found) for found in _by_grantee(access.drive, file).values()]


def find_granted(drive: Drive, file: Mapping[str, Any], permission_id: str) -> list[Grant]:
    """Give where a grantee's access to a file comes from: on the file itself first; empty where there is none."""
    return _by_grantee(drive, file).get(permission_id, [])


def _by_grantee(drive: Drive, file: Mapping[str, Any]) -> dict[str, list[Grant]]:
    found: dict[str, list[Grant]] = {}
    for grant in grants(drive, file, shown=True):
        found.setdefault(grant.permission["id"], []).append(grant)
    return found


def permission_resource(drive: Drive, file: Mapping[str, Any], found: list[Grant]) -> Json:
    """Give one grantee's permission, with where it comes from."""
    told = found[0].permission
    role = max((grant.role for grant in found), key=RANK.__getitem__)
    made: Json = {"kind": "drive#permission", "id": told["id"], "type": told["type"], "role": _shown_role(role)}
    made |= {name: told[name] for name in ("emailAddress", "domain") if name in told}
    if role == "metadata":
        made["view"] = "metadata"
    if told["type"] in {"domain", "anyone"}:
        made["allowFileDiscovery"] = told.get("allowFileDiscovery", False)
    else:
        made |= {"deleted": False, "pendingOwner": False} if not file.get("driveId") else {"deleted": False}
    if name := _display_name(drive, told):
        made["displayName"] = name
    if "expirationTime" in told:
        made["expirationTime"] = told["expirationTime"]
    if file.get("inheritedPermissionsDisabled"):
        made["inheritedPermissionsDisabled"] = True
    return made | _details(file, found)


def _shown_role(role: str) -> str:
    return "reader" if role == "metadata" else role


def _display_name(drive: Drive, told: Mapping[str, Any]) -> str:
    if told["type"] == "domain":
        return str(told["domain"])
    return name_of(drive, told["emailAddress"]) if "emailAddress" in told else ""


def _details(file: Mapping[str, Any], found: list[Grant]) -> Json:
    # Who owns a file and the folder above it is told of as the owner and no more.
    counting = [one for one in found if one.role == "owner"] or found
    told = {"permissionDetails": [_detail(file, grant, "permissionType") for grant in counting]}
    if file.get("driveId"):
        told["teamDrivePermissionDetails"] = [_detail(file, grant, "teamDrivePermissionType") for grant in counting]
    return told


def _detail(file: Mapping[str, Any], grant: Grant, type_name: str) -> Json:
    shared_drive, inherited = file.get("driveId"), grant.origin != file["id"]
    kind = "member" if grant.origin == shared_drive else "file"
    told = {type_name: kind, "role": _shown_role(grant.role), "inherited": inherited}
    return told | ({"inheritedFrom": grant.origin} if inherited and shared_drive else {})
