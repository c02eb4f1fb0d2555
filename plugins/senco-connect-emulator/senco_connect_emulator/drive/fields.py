"""A file as an answer shows it: each field worked out only when it is asked for, from the eyes of who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from senco_connect_emulator.contract import Mask, parse_mask
from senco_connect_emulator.drive.access import Access, grants
from senco_connect_emulator.drive.capabilities import capabilities, may
from senco_connect_emulator.drive.editors import DOCUMENT, FOLDER, GOOGLE, SHORTCUT, SPREADSHEET
from senco_connect_emulator.drive.formats import EXPORTS, export_links
from senco_connect_emulator.drive.granted import permission_resources
from senco_connect_emulator.drive.grantees import user

if TYPE_CHECKING:
    from senco_connect_emulator.call import Call

__all__ = ["DEFAULTS", "asked", "file_resource", "shown"]

Json = dict[str, Any]
DEFAULTS = ("kind", "driveId", "teamDriveId", "id", "name", "mimeType", "resourceKey")
_PAGES = {
    FOLDER: "https://drive.google.com/drive/folders/{}",
    SPREADSHEET: "https://docs.google.com/spreadsheets/d/{}/edit?usp=drivesdk",
    DOCUMENT: "https://docs.google.com/document/d/{}/edit?usp=drivesdk",
    GOOGLE + "presentation": "https://docs.google.com/presentation/d/{}/edit?usp=drivesdk",
}
# What the editors' files are said to take up: Google counts no less for each.
EDITOR_SIZE = "1024"
# A mask that keeps no field that there is.
_NOTHING: Mask = {"": {}}


class _View(NamedTuple):
    access: Access
    file: Mapping[str, Any]

    @property
    def me(self) -> str:
        return self.access.who.email

    @property
    def shared_drive(self) -> bool:
        return bool(self.file.get("driveId"))

    def mine(self, name: str) -> Any:
        """What the file says of who asks."""
        return self.file.get(name, {}).get(self.me)

    def user(self, email: str | None) -> Json | None:
        return user(self.access.drive, email, self.access.who) if email else None


Field = Callable[[_View], Any]


def _stored(name: str, default: Any = None) -> Field:
    return lambda v: v.file.get(name, default)


def _parents(v: _View) -> list[str] | None:
    return [parent for parent in v.file["parents"] if v.access.role(parent)] or None


def _is_blob(v: _View) -> bool:
    return not v.file["mimeType"].startswith(GOOGLE)


def _size(v: _View) -> str | None:
    if _is_blob(v):
        return str(v.file.get("size", "0"))
    return EDITOR_SIZE if v.file["mimeType"] not in (FOLDER, SHORTCUT) else None


def _quota(v: _View) -> str:
    kept = v.access.drive.revisions.get(v.file["id"], [])[:-1] if _is_blob(v) else []
    return str(int(_size(v) or 0) + sum(int(one["size"]) for one in kept if one.get("keepForever")))


def _full_extension(v: _View) -> str | None:
    name, dot, extension = v.file["name"].partition(".")
    return extension if _is_blob(v) and name and dot and " " not in extension else None


def _extension(v: _View) -> str | None:
    full = _full_extension(v)
    return full.rpartition(".")[2] if full else None


def _download_link(v: _View) -> str | None:
    return f"https://drive.google.com/uc?id={v.file['id']}&export=download" if _is_blob(v) else None


def _page(v: _View) -> str:
    pattern = _PAGES.get(v.file["mimeType"], "https://drive.google.com/file/d/{}/view?usp=drivesdk")
    return pattern.format(v.file["id"])


def _is_shared(v: _View) -> bool | None:
    if v.shared_drive:
        return None
    owner = v.file.get("owner")
    return any(grant.permission.get("emailAddress") != owner for grant in grants(v.access.drive, v.file))


def _permissions(v: _View) -> list[Json] | None:
    if v.shared_drive or not may(v.access, v.file, "canShare"):
        return None
    return permission_resources(v.access, v.file)


def _permission_ids(v: _View) -> list[str] | None:
    if not may(v.access, v.file, "canShare"):
        return None
    return list(dict.fromkeys(grant.permission["id"] for grant in grants(v.access.drive, v.file)))


def _shortcut(v: _View) -> Json | None:
    details: Json | None = v.file.get("shortcutDetails")
    target = v.access.drive.files.get(details["targetId"]) if details else None
    return details | {"targetMimeType": target["mimeType"]} if details and target else details


def _download_restrictions(v: _View) -> Json:
    free = {"restrictedForReaders": False, "restrictedForWriters": False}
    item = free | v.file.get("downloadRestrictions", {}).get("itemDownloadRestriction", {})
    return {"itemDownloadRestriction": item, "effectiveDownloadRestrictionWithContext": item}


def _sharing_user(v: _View) -> Json | None:
    shared = v.mine("sharedWith")
    return v.user(shared["by"]) if shared else None


def _restrictions(v: _View) -> list[Json] | None:
    told = v.file.get("contentRestrictions")
    return [one | {"restrictingUser": v.user(one["restrictingUser"])} for one in told] if told else None


def _links(v: _View) -> Json | None:
    return export_links(v.file["id"], v.file["mimeType"]) if v.file["mimeType"] in EXPORTS else None


def _of_blob(name: str) -> Field:
    return lambda v: v.file.get(name) if _is_blob(v) else None


def _in_shared_drive(name: str) -> Field:
    return lambda v: v.file.get(name) if v.shared_drive else None


def _in_my_drive(found: Field) -> Field:
    return lambda v: None if v.shared_drive else found(v)


FIELDS: dict[str, Field] = {
    "kind": lambda _: "drive#file",
    "driveId": _stored("driveId"),
    "teamDriveId": _stored("driveId"),
    "id": _stored("id"),
    "name": _stored("name"),
    "mimeType": _stored("mimeType"),
    "description": _stored("description"),
    "starred": lambda v: v.me in v.file.get("starred", ()),
    "trashed": lambda v: v.access.drive.is_trashed(v.file),
    "explicitlyTrashed": lambda v: bool(v.file.get("explicitlyTrashed")),
    "trashedTime": _in_shared_drive("trashedTime"),
    "trashingUser": lambda v: v.user(v.file.get("trashingUser")) if v.shared_drive else None,
    "parents": _parents,
    "properties": lambda v: v.file.get("properties") or None,
    "appProperties": lambda v: v.file.get("appProperties", {}).get(v.access.who.app) or None,
    "spaces": lambda v: [v.file.get("space", "drive")],
    "version": lambda v: str(v.file["version"]),
    "webContentLink": _download_link,
    "webViewLink": _page,
    "iconLink": lambda v: f"https://drive-thirdparty.googleusercontent.com/16/type/{v.file['mimeType']}",
    "hasThumbnail": lambda _: False,
    "thumbnailVersion": lambda _: "0",
    "viewedByMe": lambda v: v.mine("viewed") is not None,
    "viewedByMeTime": lambda v: v.mine("viewed"),
    "createdTime": _stored("createdTime"),
    "modifiedTime": _stored("modifiedTime"),
    "modifiedByMe": lambda v: v.mine("modifiedBy") is not None,
    "modifiedByMeTime": lambda v: v.mine("modifiedBy"),
    "sharedWithMeTime": lambda v: (v.mine("sharedWith") or {}).get("time"),
    "sharingUser": _sharing_user,
    "owners": _in_my_drive(lambda v: [v.user(v.file.get("owner"))]),
    "lastModifyingUser": lambda v: v.user(v.file.get("lastModifyingUser")),
    "shared": _is_shared,
    "ownedByMe": _in_my_drive(lambda v: v.file.get("owner") == v.me),
    "capabilities": lambda v: capabilities(v.access, v.file),
    "viewersCanCopyContent": lambda v: not v.file.get("copyRequiresWriterPermission", False),
    "copyRequiresWriterPermission": _stored("copyRequiresWriterPermission", default=False),
    "writersCanShare": _in_my_drive(_stored("writersCanShare", default=True)),
    "permissions": _permissions,
    "permissionIds": _permission_ids,
    "hasAugmentedPermissions": lambda v: bool(v.file["permissions"]) if v.shared_drive else None,
    "folderColorRgb": lambda v: v.file.get("folderColorRgb", "#8f8f8f") if v.file["mimeType"] == FOLDER else None,
    "originalFilename": _of_blob("originalFilename"),
    "fullFileExtension": _full_extension,
    "fileExtension": _extension,
    "md5Checksum": _of_blob("md5Checksum"),
    "sha1Checksum": _of_blob("sha1Checksum"),
    "sha256Checksum": _of_blob("sha256Checksum"),
    "size": _size,
    "quotaBytesUsed": _quota,
    "headRevisionId": _of_blob("headRevisionId"),
    "isAppAuthorized": lambda v: v.access.who.app in v.file["apps"],
    "exportLinks": _links,
    "shortcutDetails": _shortcut,
    "contentRestrictions": _restrictions,
    "linkShareMetadata": lambda _: {"securityUpdateEligible": False, "securityUpdateEnabled": True},
    "downloadRestrictions": _download_restrictions,
    "inheritedPermissionsDisabled": lambda v: bool(v.file.get("inheritedPermissionsDisabled")),
}


def asked(call: Call, *path: str, defaults: Iterable[str] = DEFAULTS) -> Iterable[str]:
    """Name the fields that a request asks for of the resource at ``path`` in its answer, or the defaults."""
    text = call.params.get("fields", "")
    if not text.strip():
        return defaults
    mask = parse_mask(text, call.method)
    for name in path:
        # An empty mask keeps everything that is below it, "*" whatever has no mask of its own.
        mask = mask.get(name, mask.get("*", _NOTHING)) if mask else mask
    return FIELDS if not mask or "*" in mask else mask


def shown(access: Access, file: Mapping[str, Any], names: Iterable[str]) -> Json:
    """Give these fields of a file; what has no value is left out."""
    view = _View(access, file)
    found = ((name, FIELDS[name](view)) for name in names if name in FIELDS)
    return {name: value for name, value in found if value is not None}


def file_resource(call: Call, access: Access, file: Mapping[str, Any]) -> Json:
    """Give a file as the answer of a method that answers with one."""
    return shown(access, file, asked(call))
