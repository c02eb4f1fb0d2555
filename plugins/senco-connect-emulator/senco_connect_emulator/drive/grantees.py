"""People, groups and domains as Drive writes them: the User of an answer, the grantee of a permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.ids import number_of

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive
    from senco_connect_emulator.identity import Identity

__all__ = ["PICTURE", "grantee_id", "name_of", "owner_permission", "user"]

Json = dict[str, Any]
# Everybody's picture, but for its size.
PICTURE = "//lh3.googleusercontent.com/a/default-user"
WITH_LINK, FINDABLE = "anyoneWithLink", "anyone"


def name_of(drive: Drive, address: str) -> str:
    """Give the name that goes with an address; for groups and strangers the part before the @."""
    account = drive.world.directory.account(address)
    return account.name if account else address.partition("@")[0]


def grantee_id(drive: Drive, kind: str, name: str = "", *, findable: bool = False) -> str:
    """Give the id of a permission, which is that of its grantee: the same on every file."""
    if kind == "anyone":
        return FINDABLE if findable else WITH_LINK
    if kind == "user" and (account := drive.world.directory.account(name)):
        return account.permission_id
    return number_of(name) + ("k" if kind == "domain" else "")


def owner_permission(drive: Drive, email: str) -> Json:
    """Make the permission that the owner of a file has."""
    return {"id": grantee_id(drive, "user", email), "type": "user", "role": "owner", "emailAddress": email}


def user(drive: Drive, email: str, asking: Identity) -> Json:
    """Give somebody as a User resource."""
    told: Json = {"kind": "drive#user", "displayName": name_of(drive, email), "photoLink": f"https:{PICTURE}=s64"}
    told["me"] = email == asking.email
    return {**told, "permissionId": grantee_id(drive, "user", email), "emailAddress": email}
