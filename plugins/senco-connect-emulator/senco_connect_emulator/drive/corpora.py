"""What a list looks through: one's own files, a shared drive, all of them; and which files are one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from senco_connect_emulator.call import Call
from senco_connect_emulator.drive.access import RANK, Access, Grant, grants
from senco_connect_emulator.drive.drives import member_of
from senco_connect_emulator.drive.reaching import wants_drives
from senco_connect_emulator.errors import invalid

__all__ = ["Corpus", "is_known"]

Json = Mapping[str, Any]
# Each with the name that it had when shared drives were team drives.
_ONE_DRIVE, _ALL_DRIVES = {"drive", "teamDrive"}, {"allDrives", "allTeamDrives"}
_SPACES = {"drive", "appDataFolder", "photos"}


class Corpus:
    """The corpora, spaces and shared drive of a request; raises Refused where they don't go together.

    ``by_folder`` tells that the query names a folder: what lies in it is found however one comes to see it.
    """

    def __init__(self, call: Call, access: Access, *, by_folder: bool) -> None:
        told = call.params
        self._access, self._by_folder = access, by_folder
        self._drive_id = told.get("driveId") or told.get("teamDriveId") or ""
        self._name = told.get("corpora") or told.get("corpus") or ("drive" if self._drive_id else "user")
        self._wants_drives = wants_drives(call)
        self._spaces = {one.strip() for one in told.get("spaces", "drive").split(",")}
        self._check()
        if self._drive_id:
            member_of(call, self._drive_id)

    def _check(self) -> None:
        if self._name not in {"user", "domain", "default"} | _ONE_DRIVE | _ALL_DRIVES:
            raise invalid("Invalid Value", reason="invalid", location=("corpora", "parameter"))
        if not self._spaces <= _SPACES:
            raise invalid("Invalid Value", reason="invalid", location=("spaces", "parameter"))
        if (self._name in _ONE_DRIVE) != bool(self._drive_id):
            words = "The driveId parameter must be specified if and only if corpora is set to drive."
            raise invalid(words, location=("driveId", "parameter"))
        if self._name in _ONE_DRIVE | _ALL_DRIVES and not self._wants_drives:
            words = "The includeItemsFromAllDrives parameter must be set to true when shared drives are searched."
            raise invalid(words, location=("includeItemsFromAllDrives", "parameter"))

    def holds(self, file: Json) -> bool:
        """Tell whether a list over the corpus may show a file."""
        drive_id = file.get("driveId", "")
        if not file["parents"] or file.get("space", "drive") not in self._spaces or not self._fits(drive_id):
            return False
        if not self._access.app_may_see(file):
            return False
        if self._by_folder or (drive_id and self._name in _ONE_DRIVE | _ALL_DRIVES):
            return _is_seen(self._access, file)
        return is_known(self._access, file, by_domain=self._name == "domain")

    def _fits(self, drive_id: str) -> bool:
        if self._drive_id:
            return drive_id == self._drive_id
        return not drive_id or self._wants_drives


def _is_seen(access: Access, file: Json) -> bool:
    return RANK[access.role_on(file)] > 0


def is_known(access: Access, file: Json, *, by_domain: bool) -> bool:
    """Tell whether a file is among somebody's own: theirs, shared with them by name, opened, or open to be found."""
    me = access.who.email
    if file.get("owner") == me:
        return True
    if not _is_seen(access, file):
        return False
    was_opened = me in file.get("viewed", {}) or me in file.get("modifiedBy", {})
    if was_opened or file.get("driveId"):
        return was_opened or bool(access.direct_role(file))
    return any(_names(access, grant, by_domain=by_domain) for grant in grants(access.drive, file))


def _names(access: Access, grant: Grant, *, by_domain: bool) -> bool:
    kind = grant.permission["type"]
    if not access.includes(grant.permission):
        return False
    return kind in {"user", "group"} or (kind == "domain" and by_domain) or bool(grant.permission["allowFileDiscovery"])
