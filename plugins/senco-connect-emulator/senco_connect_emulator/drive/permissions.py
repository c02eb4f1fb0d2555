"""permissions: who may do what with a file, folder or shared drive, given, changed and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from senco_connect_emulator.call import Call, NoContent, answers
from senco_connect_emulator.drive.access import RANK, Access, Grant, insufficient
from senco_connect_emulator.drive.capabilities import may
from senco_connect_emulator.drive.granted import find_granted, permission_resource, permission_resources
from senco_connect_emulator.drive.pages import page
from senco_connect_emulator.drive.reaching import reach
from senco_connect_emulator.drive.sharing import check_grant, checked_expiry, give_away, grant, new_permission, revoke
from senco_connect_emulator.errors import Refused, forbidden, invalid, not_built, not_found

__all__ = ["create", "delete", "get", "list_permissions", "update"]

Json = dict[str, Any]
DEFAULTS = ("kind", "id", "type", "role", "allowFileDiscovery")
_LEVERAGE = (
    " Leverage limited access (https://developers.google.com/workspace/drive/api/guides/limited-expansive-access)."
)


def _reach(call: Call, role: str = "reader") -> tuple[Access, Json]:
    if call.params.get("useDomainAdminAccess"):
        raise not_built("useDomainAdminAccess")
    return reach(call, role)


def _shown(call: Call, told: Json) -> Json:
    return told if call.params.get("fields", "").strip() else {name: told[name] for name in DEFAULTS if name in told}


def _answer(call: Call, access: Access, file_id: str, permission_id: str) -> Json:
    file = access.drive.files[file_id]
    return _shown(call, permission_resource(access.drive, file, find_granted(access.drive, file, permission_id)))


@answers("drive.permissions.list")
def list_permissions(call: Call) -> Json:
    """List everybody's permissions on a file; for readers of a file in My Drive only those that share it can."""
    access, file = _reach(call)
    if not may(access, file, "canShare", "canEdit", "canReadDrive"):
        words = "The user does not have sufficient permissions for this file."
        raise Refused(403, words, reason="insufficientFilePermissions")
    told = {one["id"]: one for one in permission_resources(access, file)}
    # A folder's list is whole unless a size is asked for; a shared drive's comes in pages of a hundred.
    ids, token = page(call, lambda: list(told), default=100 if file.get("driveId") else len(told) or 1)
    found = [_shown(call, told[one]) for one in ids if one in told]
    answer: Json = {"kind": "drive#permissionList", "permissions": found}
    return answer | ({"nextPageToken": token} if token else {})


@answers("drive.permissions.get")
def get(call: Call) -> Json:
    """Give one permission."""
    access, file = _reach(call)
    _found(access, file, call.params["permissionId"])
    return _answer(call, access, file["id"], call.params["permissionId"])


def _found(access: Access, file: Json, permission_id: str) -> list[Grant]:
    found = find_granted(access.drive, file, permission_id)
    if not found:
        raise not_found(f"Permission not found: {permission_id}.", parameter="permissionId")
    return found


def _check_may_share(call: Call, access: Access, file: Json) -> None:
    is_drive = file["id"] == file.get("driveId")
    if not (access.at_least(file["id"], "organizer") if is_drive else may(access, file, "canShare")):
        raise insufficient(call.params["fileId"])


@answers("drive.permissions.create")
def create(call: Call) -> Json:
    """Share a file with somebody."""
    access, file = _reach(call, "metadata")
    made = new_permission(access.drive, call.body)
    _check_may_share(call, access, file)
    check_grant(access, file, made)
    if made["role"] == "owner":
        _check_transfer(call, made)
    _check_mail(call, made)
    if made["role"] == "owner":
        theirs = give_away(access, file, made["emailAddress"], to_root=bool(call.params.get("moveToNewOwnersRoot")))
        return _answer(call, access.drive.access(call.who), file["id"], theirs["id"])
    already = [one for one in file["permissions"] if one["id"] == made["id"]]
    # Sharing once more never takes away what somebody has.
    if not already or RANK[already[0]["role"]] <= RANK[made["role"]]:
        grant(access, file, made)
    return _answer(call, access, file["id"], made["id"])


def _check_transfer(call: Call, made: Mapping[str, Any]) -> None:
    if made["type"] != "user":
        raise forbidden("The owner of a file is a user.", reason="invalidOwnershipTransfer")
    if not call.params.get("transferOwnership"):
        words = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise Refused(403, words, reason="forbidden", location=("transferOwnership", "parameter"))


def _check_mail(call: Call, made: Mapping[str, Any]) -> None:
    silent = call.params.get("sendNotificationEmail") is False
    if silent and made["role"] == "owner":
        words = "The sendNotificationEmail parameter is not applicable when transferring ownership."
        raise invalid(words, reason="badRequest", location=("sendNotificationEmail", "parameter"))
    if made["type"] in {"user", "group"} and not silent:
        call.world.drive.mails.append(
            {"to": made["emailAddress"], "file": call.params["fileId"], "message": call.params.get("emailMessage", "")}
        )


@answers("drive.permissions.update")
def update(call: Call) -> Json:
    """Change a permission's role or the time until which it holds."""
    access, file = _reach(call, "metadata")
    permission_id = call.params["permissionId"]
    found = _found(access, file, permission_id)
    if call.body.keys() - {"role", "expirationTime", "kind", "view", "pendingOwner"}:
        words = "The resource body includes fields which are not directly writable."
        raise forbidden(words, reason="fieldNotWritable")
    _check_may_share(call, access, file)
    _check_consent(call)
    role = _role(access, found, call.body)
    _check_above(file, found, role, said="role" in call.body)
    before = next((one.permission for one in found if one.origin == file["id"]), found[0].permission)
    if before["role"] == "owner" != role:
        raise forbidden("The owner of a file cannot be removed.", reason="cannotRemoveOwner")
    _check_last_organizer(file, before, role)
    made = {**before, "role": role}
    if role == "owner":
        _check_transfer(call, made)
        give_away(access, file, made["emailAddress"], to_root=False)
        return _answer(call, access.drive.access(call.who), file["id"], permission_id)
    check_grant(access, file, made)
    _replace(access, file, _timed(call, made), lower=RANK[role] < RANK[before["role"]])
    return _answer(call, access, file["id"], permission_id)


def _check_consent(call: Call) -> None:
    # Owners to be are asked for their consent only outside organisations.
    if call.body.get("pendingOwner"):
        words = "The target user cannot be a pending owner on this file."
        raise Refused(403, words, reason="targetUserCannotBePendingOwnerOnFile")


def _role(access: Access, found: list[Grant], body: Mapping[str, Any]) -> str:
    if "role" not in body:
        return max((one.role for one in found), key=RANK.__getitem__)
    return str(new_permission(access.drive, {**found[0].permission, "role": body["role"]})["role"])


def _timed(call: Call, made: Json) -> Json:
    """Give the permission with the time until which it shall hold, or without one."""
    if call.params.get("removeExpiration"):
        return {name: value for name, value in made.items() if name != "expirationTime"}
    if "expirationTime" in call.body:
        return {**made, "expirationTime": checked_expiry(call.world.drive, made, call.body["expirationTime"])}
    return made


def _replace(access: Access, file: Json, made: Json, *, lower: bool) -> None:
    if lower:
        revoke(access.drive, file, made["id"])
    grant(access, access.drive.files[file["id"]], made)


def _check_above(file: Json, found: list[Grant], role: str, *, said: bool) -> None:
    """Refuse less than what comes from a folder above, and to touch what comes from there alone."""
    above = [one for one in found if one.origin != file["id"]]
    only_above = len(above) == len(found)
    if any(RANK[one.role] > RANK[role] for one in above) or (only_above and not said):
        words = (
            "Cannot modify a permission on an item to be less than the inherited access "
            "from a direct or indirect parent."
        )
        raise forbidden(words + _LEVERAGE, reason="cannotModifyInheritedPermission")


def _check_last_organizer(file: Json, before: Mapping[str, Any], role: str) -> None:
    organizers = [one for one in file["permissions"] if one["role"] == "organizer"]
    if file["id"] == file.get("driveId") and before["role"] == "organizer" != role and len(organizers) == 1:
        raise forbidden("A shared drive must have a manager.", reason="cannotRemoveLastOrganizer")


@answers("drive.permissions.delete")
def delete(call: Call) -> NoContent:
    """Take a permission away: anybody may give up their own, whoever shares the file may take others'."""
    access, file = _reach(call, "metadata")
    permission_id = call.params["permissionId"]
    found = _found(access, file, permission_id)
    if permission_id != call.who.permission_id:
        _check_may_share(call, access, file)
    own = [one.permission for one in found if one.origin == file["id"]]
    if not own:
        words = "Cannot delete a permission on an item that is inherited from a direct or indirect parent."
        raise forbidden(words + _LEVERAGE, reason="cannotDeletePermission")
    if own[0]["role"] == "owner":
        raise forbidden("The owner of a file cannot be removed.", reason="cannotRemoveOwner")
    _check_last_organizer(file, own[0], "")
    revoke(access.drive, file, permission_id)
    return NoContent()
