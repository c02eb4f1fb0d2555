"""Share a file: who may get which role, and what becomes of permissions, owners and those who lose access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.clock import rfc3339
from senco_connect_emulator.drive.access import RANK, Access, grants, principal
from senco_connect_emulator.drive.editors import FOLDER
from senco_connect_emulator.drive.grantees import grantee_id, owner_permission
from senco_connect_emulator.drive.places import place
from senco_connect_emulator.drive.writing import moment
from senco_connect_emulator.errors import Refused, forbidden, invalid

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive

__all__ = ["checked_expiry", "check_grant", "give_away", "grant", "new_permission", "revoke"]

Json = dict[str, Any]
TYPES = {"user", "group", "domain", "anyone"}
ROLES = {"owner", "organizer", "fileOrganizer", "writer", "commenter", "reader"}
LONGEST = timedelta(days=366)


def new_permission(drive: Drive, body: Mapping[str, Any]) -> Json:
    """Make a permission as a request asks for it; raises Refused where it names nobody or no role."""
    kind, role = _known(body, "type", TYPES), _known(body, "role", ROLES)
    made: Json = {"type": kind, "role": role}
    if kind in {"user", "group"}:
        made["emailAddress"] = _address(body, "emailAddress")
    elif kind == "domain":
        made["domain"] = _address(body, "domain")
    findable = kind in {"domain", "anyone"} and bool(body.get("allowFileDiscovery"))
    if kind in {"domain", "anyone"}:
        made["allowFileDiscovery"] = findable
    made["id"] = grantee_id(drive, kind, principal(made)[1], findable=findable)
    if "expirationTime" in body:
        made["expirationTime"] = checked_expiry(drive, made, body["expirationTime"])
    return made


def _known(body: Mapping[str, Any], name: str, known: set[str]) -> str:
    value, where = str(body.get(name, "")), (f"permission.{name}", "other")
    if not value:
        raise invalid(f"The permission {name} field is required.", reason="required", location=where)
    if value not in known:
        raise invalid(f"The specified {name} is invalid or not supported.", reason="invalid", location=where)
    return value


def _address(body: Mapping[str, Any], name: str) -> str:
    value = str(body.get(name, "")).strip()
    if not value or (name == "emailAddress" and "@" not in value):
        words = "The specified emailAddress is invalid or not applicable for the given permission type."
        if name == "domain":
            words = "The specified domain is invalid or not applicable for the given permission type."
        raise invalid(words, reason="invalid", location=(f"permission.{name}", "other"))
    return value


def checked_expiry(drive: Drive, permission: Mapping[str, Any], text: str) -> str:
    """Give the time until which a permission holds: one for somebody by name, to come, and within a year."""
    until, now = datetime.fromisoformat(moment(text, "expirationTime")), drive.world.clock.now
    by_name = permission["type"] in {"user", "group"} and permission["role"] in {"writer", "commenter", "reader"}
    if not by_name or not now < until <= now + LONGEST:
        raise forbidden("Expiration dates cannot be set on this item.", reason="cannotSetExpiration")
    return rfc3339(until)


def check_grant(access: Access, file: Json, made: Mapping[str, Any]) -> None:
    """Refuse a role or a grantee that a file can't have where it lies, or that the one who asks may not give."""
    shared, role = file.get("driveId", ""), made["role"]
    if reason := _misplaced(file, shared, role):
        raise forbidden(f"The role {role} can't be given on this item.", reason=reason)
    for_everybody = made["type"] in {"anyone", "domain"}
    if for_everybody and (file["id"] == shared or RANK[role] > RANK["writer"]):
        words = "A shared drive's members are people and groups."
        raise forbidden(words, reason="cannotShareTeamDriveTopFolderWithAnyoneOrDomains")
    if shared:
        _check_restrictions(access, shared, made)


def _misplaced(file: Json, shared: str, role: str) -> str:
    """Give the reason why a role has no place on a file; "" where it has."""
    if role == "owner" and shared:
        return "ownerOnTeamDriveItemNotSupported"
    if role == "organizer" and file["id"] != shared:
        return "organizerOnNonTeamDriveItemNotSupported"
    if role == "fileOrganizer" and not shared:
        return "fileOrganizerOnNonTeamDriveNotSupported"
    return "fileOrganizerOnFoldersInSharedDriveOnly" if role == "fileOrganizer" and file["mimeType"] != FOLDER else ""


def _check_restrictions(access: Access, drive_id: str, made: Mapping[str, Any]) -> None:
    told, directory = access.drive.drives[drive_id]["restrictions"], access.drive.world.directory
    name = made.get("emailAddress") or "@" + made.get("domain", "")
    outside = made["type"] == "anyone" or not directory.in_domain(name)
    if told.get("domainUsersOnly") and outside:
        words = "The domain users only restriction of this shared drive does not allow this sharing."
        raise forbidden(words, reason="teamDriveDomainUsersOnlyRestriction")
    members = {principal(one) for one in access.drive.files[drive_id]["permissions"]}
    if told.get("driveMembersOnly") and principal(made) not in members:
        words = "The members only restriction of this shared drive does not allow this sharing."
        raise forbidden(words, reason="teamDriveTeamMembersOnlyRestriction")


def grant(access: Access, file: Json, made: Json) -> None:
    """Give a permission; one that the grantee has on the file itself gives way."""
    drive, me = access.drive, access.who.email
    others = [one for one in file["permissions"] if one["id"] != made["id"]]
    after = {**file, "permissions": [*others, made]}
    if made["type"] == "user" and made["emailAddress"].casefold() != me.casefold():
        email = _as_known(drive, made["emailAddress"])
        after["sharedWith"] = {email: {"time": drive.now, "by": me}} | file.get("sharedWith", {})
    drive.put(after)
    _note_below(drive, file)


def _as_known(drive: Drive, email: str) -> str:
    account = drive.world.directory.account(email)
    return account.email if account else email


def revoke(drive: Drive, file: Json, permission_id: str) -> None:
    """Take a permission away; whoever sees the file no more is told that it is gone."""
    kept = [one for one in file["permissions"] if one["id"] != permission_id]
    lost = [principal(one) for one in file["permissions"] if one["id"] == permission_id]
    after = {**file, "permissions": kept, "sharedWith": _without(file, {name for _, name in lost})}
    drive.put(after, lost=lost)
    _note_below(drive, file, lost)


def _without(file: Json, names: set[str]) -> Json:
    return {email: told for email, told in file.get("sharedWith", {}).items() if email.casefold() not in names}


def _note_below(drive: Drive, file: Json, lost: Iterable[tuple[str, str]] = ()) -> None:
    """Let the changes tell of what lies below, and of a shared drive whose members have changed."""
    for below in list(drive.tree(file["id"]))[1:]:
        drive.changes.record(below["id"], drive.now, drive_id=below.get("driveId", ""), lost=lost)
    if file["id"] in drive.drives:
        drive.changes.record(f"drive {file['id']}", drive.now, drive_id=file["id"], lost=lost, kind="drive")


def give_away(access: Access, file: Json, email: str, *, to_root: bool) -> Json:
    """Make somebody else the owner; the one before keeps a writer's permission.  Gives the new owner's permission."""
    drive = access.drive
    if access.role(file["id"]) != "owner":
        words = "The user does not have sufficient permissions for this file."
        raise Refused(403, words, reason="insufficientFilePermissions")
    if not drive.world.directory.in_domain(email):
        words = "Ownership can only be transferred to another user in the same organization as the current owner."
        raise forbidden(words, reason="ownershipChangeAcrossDomainNotPermitted")
    mine, theirs = owner_permission(drive, access.who.email), owner_permission(drive, _as_known(drive, email))
    others = [one for one in file["permissions"] if one["id"] not in {mine["id"], theirs["id"]}]
    after = {**file, "owner": theirs["emailAddress"], "permissions": [theirs, {**mine, "role": "writer"}, *others]}
    after["sharedWith"] = _without(file, {email.casefold()})
    if to_root:
        after["parents"] = [place(drive, drive.world.directory.identity(email), "root")["id"]]
    drive.put(after, lost=[principal(found.permission) for found in grants(drive, file)])
    return theirs
