"""What somebody may do with a file, as ``capabilities`` tells it; methods ask the same table before they act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from senco_connect_emulator.drive.access import RANK, insufficient
from senco_connect_emulator.drive.editors import FOLDER, SHORTCUT

if TYPE_CHECKING:
    from senco_connect_emulator.drive.access import Access

__all__ = ["capabilities", "may", "require_capability"]

Json = dict[str, Any]


class _Facts(NamedTuple):
    """What the table decides by.

    ``takes`` tells of who reads and may have a copy; ``manages`` of an owner, or a content manager in a shared drive;
    ``rules`` of an owner, or a shared drive's manager.
    """

    reads: bool
    takes: bool
    comments: bool
    writes: bool
    manages: bool
    rules: bool
    folder: bool
    shared: bool
    top: bool
    limited: bool
    writers_share: bool
    shortcut: bool
    locked: bool
    organizes_above: bool
    folders_shared_by_organizers: bool


def _facts(access: Access, file: Mapping[str, Any]) -> _Facts:
    rank, shared = RANK[access.role(file["id"])], bool(file.get("driveId"))
    return _Facts(
        reads=rank >= RANK["reader"],
        takes=rank >= RANK["writer" if file.get("copyRequiresWriterPermission") else "reader"],
        comments=rank >= RANK["commenter"],
        writes=rank >= RANK["writer"],
        manages=rank >= RANK["fileOrganizer"] if shared else rank >= RANK["owner"],
        rules=rank >= RANK["organizer"] if shared else rank >= RANK["owner"],
        folder=file["mimeType"] == FOLDER,
        shared=shared,
        top=not file["parents"],
        limited=bool(file.get("inheritedPermissionsDisabled")),
        writers_share=file.get("writersCanShare", True),
        shortcut=file["mimeType"] == SHORTCUT,
        locked=bool(file.get("contentRestrictions")),
        organizes_above=any(access.at_least(parent, "fileOrganizer") for parent in file["parents"]),
        folders_shared_by_organizers=shared and _only_organizers_share_folders(access, file["driveId"]),
    )


def _only_organizers_share_folders(access: Access, drive_id: str) -> bool:
    restrictions = access.drive.drives[drive_id]["restrictions"] if drive_id in access.drive.drives else {}
    return bool(restrictions.get("sharingFoldersRequiresOrganizerPermission"))


def _may_share(f: _Facts) -> bool:
    if f.shared and f.folder:
        return f.rules if f.folders_shared_by_organizers else f.manages
    return f.manages or (f.writes and (f.shared or f.writers_share))


def _may_limit(f: _Facts) -> bool:
    return f.folder and not f.top and (f.rules or (not f.shared and f.writes and f.writers_share))


def _moves_within(f: _Facts) -> bool:
    # In a shared drive the role must be one on a folder above: on the item itself it is not enough.
    return not f.top and (f.organizes_above if f.shared else f.writes)


EVERYWHERE: dict[str, Callable[[_Facts], bool]] = {
    "canAcceptOwnership": lambda _: False,
    "canAddChildren": lambda f: f.folder and f.writes,
    "canChangeCopyRequiresWriterPermission": lambda f: f.writes and not f.folder,
    "canChangeItemDownloadRestriction": lambda f: f.rules and not f.folder,
    "canChangeSecurityUpdateEnabled": lambda _: False,
    "canChangeViewersCanCopyContent": lambda f: f.writes and not f.folder,
    "canComment": lambda f: f.comments and not f.locked,
    "canCopy": lambda f: f.takes and not f.folder,
    "canDelete": lambda f: f.rules and not f.top,
    "canDisableInheritedPermissions": lambda f: _may_limit(f) and not f.limited,
    "canDownload": lambda f: f.takes and not f.shortcut,
    "canEdit": lambda f: f.writes,
    "canEnableInheritedPermissions": lambda f: _may_limit(f) and f.limited,
    "canListChildren": lambda f: f.folder and f.reads,
    "canModifyContent": lambda f: f.writes and not f.locked,
    "canModifyContentRestriction": lambda f: f.writes and not f.folder,
    "canModifyEditorContentRestriction": lambda f: f.writes and not f.folder,
    "canModifyLabels": lambda _: False,
    "canModifyOwnerContentRestriction": lambda f: f.rules and not f.folder and not f.shared,
    "canMoveChildrenWithinDrive": lambda f: f.folder and (f.manages if f.shared else f.writes),
    "canMoveItemOutOfDrive": lambda f: f.rules and not f.top,
    "canMoveItemWithinDrive": _moves_within,
    "canReadLabels": lambda _: False,
    "canReadRevisions": lambda f: f.writes and not f.folder,
    "canRemoveChildren": lambda f: f.folder and (f.manages if f.shared else f.writes),
    "canRemoveContentRestriction": lambda f: f.writes and f.locked,
    "canRename": lambda f: f.writes and not f.top and not f.locked,
    "canShare": _may_share,
    "canStartApproval": lambda _: False,
    "canTrash": lambda f: f.manages and not f.top,
    "canUntrash": lambda f: (f.writes if f.shared else f.manages) and not f.top,
}
MY_DRIVE: dict[str, Callable[[_Facts], bool]] = {
    "canAddMyDriveParent": lambda _: False,
    # Told of folders too, though a folder can't be moved there.
    "canMoveItemIntoTeamDrive": lambda f: f.writes and not f.top,
    "canRemoveMyDriveParent": lambda f: f.writes and not f.top,
}
SHARED_DRIVE: dict[str, Callable[[_Facts], bool]] = {
    "canAddFolderFromAnotherDrive": lambda f: f.folder and f.manages,
    "canDeleteChildren": lambda f: f.folder and f.rules,
    "canMoveChildrenOutOfDrive": lambda f: f.folder and f.rules,
    "canMoveChildrenOutOfTeamDrive": lambda f: f.folder and f.rules,
    "canMoveChildrenWithinTeamDrive": lambda f: f.folder and f.manages,
    "canMoveItemIntoTeamDrive": lambda f: f.rules and not f.top,
    "canMoveItemOutOfTeamDrive": lambda f: f.rules and not f.top,
    "canMoveItemWithinTeamDrive": _moves_within,
    "canMoveTeamDriveItem": _moves_within,
    "canReadDrive": lambda f: f.reads,
    "canReadTeamDrive": lambda f: f.reads,
    "canTrashChildren": lambda f: f.folder and f.manages,
}


_TABLES = {
    shared: dict(sorted((EVERYWHERE | more).items())) for shared, more in ((False, MY_DRIVE), (True, SHARED_DRIVE))
}


def capabilities(access: Access, file: Mapping[str, Any]) -> dict[str, bool]:
    """Give all capabilities, in the order of their names."""
    facts = _facts(access, file)
    return {name: holds(facts) for name, holds in _TABLES[facts.shared].items()}


def may(access: Access, file: Mapping[str, Any], *names: str) -> bool:
    """Tell whether somebody has any of these capabilities."""
    facts = _facts(access, file)
    table = _TABLES[facts.shared]
    return any(name in table and table[name](facts) for name in names)


def require_capability(access: Access, file: Mapping[str, Any], *names: str) -> None:
    """Refuse what needs a capability that somebody has not."""
    if not may(access, file, *names):
        raise insufficient(file["id"])
