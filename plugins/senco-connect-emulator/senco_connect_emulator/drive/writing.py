"""What the body of files.create, files.update and files.copy changes in a file, and what of it nobody writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.clock import rfc3339
from senco_connect_emulator.contract import services
from senco_connect_emulator.drive.capabilities import require_capability
from senco_connect_emulator.drive.properties import merged_properties
from senco_connect_emulator.errors import forbidden, invalid

if TYPE_CHECKING:
    from senco_connect_emulator.drive.access import Access

__all__ = ["check_writable", "moment", "written"]

Json = dict[str, Any]
# Not marked so in the discovery document, and yet Drive's own.
_OWN = {"trashedTime", "sharedWithMeTime", "labelInfo", "linkShareMetadata", "modifiedByMeTime"}
# Sent back by clients that update the very object which they were given.
_HARMLESS = {"kind"}
_ONLY_AT_FIRST = {"id", "createdTime", "shortcutDetails"}
_TIMES = {"createdTime", "modifiedTime", "viewedByMeTime"}
_PLAIN = (
    "name", "description", "folderColorRgb", "originalFilename", "copyRequiresWriterPermission", "writersCanShare",
    "createdTime", "modifiedTime", "downloadRestrictions",
)  # fmt: skip


def check_writable(body: Mapping[str, Any], *, updating: bool) -> None:
    """Refuse a body that holds what only Drive writes, or what can't be written any more."""
    if updating and "parents" in body:
        words = (
            "The parents field is not directly writable in update requests. "
            "Use the addParents and removeParents parameters instead."
        )
        raise forbidden(words, reason="fieldNotWritable")
    if body.keys() & (_read_only() | (_ONLY_AT_FIRST if updating else set())):
        words = "The resource body includes fields which are not directly writable."
        raise forbidden(words, reason="fieldNotWritable")
    for name in _TIMES & body.keys():
        moment(body[name], name)


def _read_only() -> set[str]:
    properties = services()["drive"].schemas["File"]["properties"]
    told = {name for name, one in properties.items() if one.get("readOnly") or "Output only" in one["description"]}
    return (told | _OWN) - _HARMLESS


def moment(text: str, name: str) -> str:
    """Give a time as Drive keeps it: UTC, in milliseconds; raises Refused where it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise invalid("Invalid Value", reason="invalid", location=(name, "parameter")) from None
    return rfc3339(at if at.tzinfo else at.replace(tzinfo=UTC))


def written(access: Access, file: Mapping[str, Any], body: Mapping[str, Any]) -> Json:
    """Give the fields of a file that a body sets, as they are kept; raises Refused where a right is missing."""
    told = {name: body[name] for name in _PLAIN if name in body}
    told |= {name: moment(told[name], name) for name in _TIMES & told.keys()}
    if "viewersCanCopyContent" in body:
        told["copyRequiresWriterPermission"] = not body["viewersCanCopyContent"]
    if "contentHints" in body:
        told["indexableText"] = body["contentHints"].get("indexableText", "")
    if "contentRestrictions" in body:
        told["contentRestrictions"] = _restricted(access, body["contentRestrictions"])
    if "inheritedPermissionsDisabled" in body:
        told["inheritedPermissionsDisabled"] = _limited(access, file, body["inheritedPermissionsDisabled"])
    return told | _of_ones_own(access.who.email, file, body) | merged_properties(file, body, access.who.app)


def _of_ones_own(email: str, file: Mapping[str, Any], body: Mapping[str, Any]) -> Json:
    """Give what everybody says for themselves: the star, and when they looked at the file."""
    told: Json = {}
    if "starred" in body:
        others = set(file.get("starred", ())) - {email}
        told["starred"] = sorted(others | {email} if body["starred"] else others)
    if "viewedByMeTime" in body:
        told["viewed"] = {**file.get("viewed", {}), email: moment(body["viewedByMeTime"], "viewedByMeTime")}
    return told


def _restricted(access: Access, asked: list[Json]) -> list[Json]:
    made = {"type": "globalContentRestriction", "restrictingUser": access.who.email}
    made["restrictionTime"] = access.drive.now
    return [{**made, **one, "systemRestricted": False} for one in asked if one.get("readOnly")]


def _limited(access: Access, file: Mapping[str, Any], wanted: bool) -> bool:
    if file.get("id") and wanted != bool(file.get("inheritedPermissionsDisabled")):
        name = "canDisableInheritedPermissions" if wanted else "canEnableInheritedPermissions"
        require_capability(access, file, name)
    return wanted
