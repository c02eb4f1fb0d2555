"""Find the file that a request names, as far as the one who asks may know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.drive.access import Access, insufficient, no_file
from senco_connect_emulator.drive.places import resolved

if TYPE_CHECKING:
    from senco_connect_emulator.call import Call

__all__ = ["reach", "supports_drives", "wants_drives"]

Json = dict[str, Any]


def supports_drives(call: Call) -> bool:
    """Tell whether the client says that it knows shared drives; methods that don't ask take it for granted."""
    asks = "supportsAllDrives" in call.method.params
    return not asks or bool(call.params.get("supportsAllDrives") or call.params.get("supportsTeamDrives"))


def wants_drives(call: Call) -> bool:
    """Tell whether a list shall hold what lies in shared drives: the client must know them and want them."""
    wants = call.params.get("includeItemsFromAllDrives") or call.params.get("includeTeamDriveItems")
    return bool(wants) and supports_drives(call)


def reach(call: Call, role: str = "metadata", *, file_id: str | None = None) -> tuple[Access, Json]:
    """Give the file (that of the path, or ``file_id``) and what may be done; raises 404 and 403 as Drive does."""
    drive = call.world.drive
    named = file_id or call.params["fileId"]
    access = drive.access(call.who)
    file = drive.files.get(resolved(drive, call.who, named))
    if file is None or not access.sees(file) or not _fits(call, file):
        raise no_file(named)
    if not access.at_least(file["id"], role):
        raise insufficient(named)
    return access, file


def _fits(call: Call, file: Json) -> bool:
    return not file.get("driveId") or supports_drives(call)
