"""Who may do what with a file: direct and inherited permissions, groups, the domain, members of shared drives.

Access only widens on the way down, but for folders with limited access
(``inheritedPermissionsDisabled``): there nothing is inherited but an
organizer's role, and whoever sees the parent sees that the folder exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from senco_connect_emulator.clock import rfc3339
from senco_connect_emulator.errors import Refused, forbidden, not_found

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive
    from senco_connect_emulator.identity import Identity

__all__ = ["RANK", "Access", "Grant", "grants", "insufficient", "no_file", "principal"]

Json = dict[str, Any]
Principal = tuple[str, str]

# The roles from the least to the most; "metadata" is what a limited folder shows to those who see its parent.
RANK = {"": 0, "metadata": 1, "reader": 2, "commenter": 3, "writer": 4, "fileOrganizer": 5, "organizer": 6, "owner": 7}
# Instead of a role: each permission hands down its own.
_EVERYTHING = "*"
ANYONE: Principal = ("anyone", "")
_WHOLE_DRIVE = {"drive", "drive.readonly", "drive.metadata", "drive.metadata.readonly", "drive.meet.readonly"}
_APP_DATA = {"drive", "drive.appdata"}
_OWN_SERVICE = {"sheets": {"spreadsheets", "spreadsheets.readonly"}, "docs": {"documents", "documents.readonly"}}


class Grant(NamedTuple):
    """A permission as it counts for a file: where it is written (an id), and the role it gives here."""

    permission: Mapping[str, Any]
    origin: str
    role: str


def principal(permission: Mapping[str, Any]) -> Principal:
    """Tell whom a permission is for."""
    name = permission.get("emailAddress") or permission.get("domain") or ""
    return permission["type"], name.casefold()


def grants(drive: Drive, file: Mapping[str, Any], *, shown: bool = False) -> Iterator[Grant]:
    """Walk all permissions that count for a file, its own first, then those of each folder above it.

    ``shown`` adds those that count for no more than to show that a limited folder exists, with the role "metadata".
    """
    now, handed_down = rfc3339(drive.world.clock.now), _EVERYTHING
    for at in (file, *drive.above(file)):
        is_own = at is file
        for permission in at["permissions"]:
            role = permission["role"] if is_own else _inherited_role(permission["role"])
            if role != "organizer" and handed_down != _EVERYTHING:
                role = handed_down
            if role and permission.get("expirationTime", "~") > now:
                yield Grant(permission, at["id"], role)
        if at.get("inheritedPermissionsDisabled"):
            # What a limited folder shows of itself goes no further down than itself.
            handed_down = "metadata" if shown and is_own else ""


def _inherited_role(role: str) -> str:
    # The owner of a folder edits what others put into it.
    return "writer" if role == "owner" else role


class Access:
    """What one identity may do.  It remembers what it worked out, so it lives no longer than one request."""

    def __init__(self, drive: Drive, who: Identity) -> None:
        self.drive, self.who = drive, who
        directory = drive.world.directory
        email = who.email.casefold()
        self.principals: set[Principal] = {("user", email), ANYONE}
        self.principals |= {("group", group.casefold()) for group in directory.groups_of(who.email)}
        if directory.in_domain(who.email):
            self.principals.add(("domain", directory.domain.casefold()))
        self._now = rfc3339(drive.world.clock.now)
        self._roles: dict[str, str] = {}
        scopes = {scope.rpartition("/")[2] for scope in who.scopes}
        self.sees_all = bool(scopes & _WHOLE_DRIVE)
        self.scopes = scopes

    def role(self, file_id: str) -> str:
        """Give the identity's role on a file; "" is none, or no such file."""
        if file_id not in self._roles:
            file = self.drive.files.get(file_id)
            self._roles[file_id] = self.role_on(file) if file else ""
        return self._roles[file_id]

    def role_on(self, file: Mapping[str, Any]) -> str:
        """Give the role on a file in a state that may not be its present one."""
        role = self.direct_role(file)
        if file["parents"]:
            above = self.role(file["parents"][0])
            role = max(
                role, _handed_down(above, limited=bool(file.get("inheritedPermissionsDisabled"))), key=RANK.__getitem__
            )
        return role

    def direct_role(self, file: Mapping[str, Any]) -> str:
        """Give the best role that the file's own permissions give."""
        best = ""
        for permission in file["permissions"]:
            if self.includes(permission) and permission.get("expirationTime", "~") > self._now:
                best = max(best, permission["role"], key=lambda role: RANK.get(role, 0))
        return best

    def includes(self, permission: Mapping[str, Any]) -> bool:
        """Tell whether a permission is for the one who asks, by name, group, domain, or for anyone."""
        return principal(permission) in self.principals

    def at_least(self, file_id: str, role: str) -> bool:
        """Tell whether the role reaches that far."""
        return RANK[self.role(file_id)] >= RANK[role]

    def app_may_see(self, file: Mapping[str, Any], style: str = "drive") -> bool:
        """Tell whether the token's scopes let the app see the file: drive.file shows what the app made or was given."""
        is_its_own = self.who.app in file["apps"]
        if file.get("space"):
            return is_its_own and bool(self.scopes & _APP_DATA)
        if self.sees_all or is_its_own or self.scopes & _OWN_SERVICE.get(style, set()):
            return True
        # The top of a My Drive is there for every app; that of a shared drive is a matter of doubt.
        is_top_of_drive = not file["parents"] and "driveId" in file
        return self.drive.world.switches.app_sees_drives if is_top_of_drive else not file["parents"]

    def sees(self, file: Mapping[str, Any], style: str = "drive") -> bool:
        """Tell whether the file exists for the one who asks."""
        return RANK[self.role(file["id"])] > 0 and self.app_may_see(file, style)

    def require(self, file_id: str, role: str, *, style: str = "drive") -> Json:
        """Give the file, or raise what the service (``style``) says where it is missing or the role is too small."""
        file = self.drive.files.get(file_id)
        if file is None:
            raise no_file(file_id) if style == "drive" else not_found()
        if not self.sees(file, style):
            raise no_file(file_id) if style == "drive" else forbidden()
        is_locked = role == "writer" and bool(file.get("contentRestrictions"))
        if is_locked or not self.at_least(file_id, role):
            raise insufficient(file_id) if style == "drive" else forbidden()
        return file


def _handed_down(above: str, *, limited: bool) -> str:
    if above == "metadata":
        return ""
    if limited and above and above != "organizer":
        return "metadata"
    return _inherited_role(above)


def no_file(file_id: str) -> Refused:
    """Make Drive's 404, which also hides what exists and may not be seen."""
    return not_found(f"File not found: {file_id}.", parameter="fileId")


def insufficient(file_id: str) -> Refused:
    """Make Drive's 403 for a role that is too small."""
    return forbidden(
        f"The user does not have sufficient permissions for file {file_id}.", reason="insufficientFilePermissions"
    )
