"""changes: what became of files since a token was given, one entry for each file with its last state."""

from __future__ import annotations

from typing import Any

from senco_connect_emulator.call import Call, answers
from senco_connect_emulator.drive.access import Access
from senco_connect_emulator.drive.corpora import is_known
from senco_connect_emulator.drive.drives import drive_resource, member_of
from senco_connect_emulator.drive.fields import asked, shown
from senco_connect_emulator.drive.reaching import supports_drives, wants_drives
from senco_connect_emulator.errors import forbidden, invalid

__all__ = ["get_start_page_token", "list_changes"]

Json = dict[str, Any]


def _drive_id(call: Call) -> str:
    drive_id = call.params.get("driveId") or call.params.get("teamDriveId") or ""
    if drive_id:
        member_of(call, drive_id)
        if not supports_drives(call):
            words = "The client does not say that it supports shared drives."
            raise forbidden(words, reason="teamDrivesNotSupported")
    return str(drive_id)


@answers("drive.changes.getStartPageToken")
def get_start_page_token(call: Call) -> Json:
    """Give the token that stands for now: what changes later is listed from it."""
    _drive_id(call)
    return {"kind": "drive#startPageToken", "startPageToken": str(call.world.drive.changes.last)}


@answers("drive.changes.list")
def list_changes(call: Call) -> Json:
    """List what changed after a token, oldest first, with the token to ask with next."""
    drive, token = call.world.drive, _token(call)
    access, drive_id, size = drive.access(call.who), _drive_id(call), call.params.get("pageSize", 100)
    if short := call.world.faults.asked(call.method.id, "short_page"):
        size = min(size, int(short.amount))
    found: list[Json] = []
    for entry in drive.changes.since(int(token)):
        told = _change(call, access, drive_id, entry)
        if told is None:
            continue
        if len(found) == size:
            return _page(found, {"nextPageToken": token})
        found.append(told)
        token = str(entry["number"])
    return _page(found, {"newStartPageToken": str(drive.changes.last)})


def _token(call: Call) -> str:
    token, last = str(call.params["pageToken"]), call.world.drive.changes.last
    is_one = token.isdigit() and 0 < int(token) <= last
    if not is_one or call.world.faults.asked(call.method.id, "expired_token"):
        raise invalid("Invalid Value", reason="invalid", location=("pageToken", "parameter"))
    return token


def _page(found: list[Json], following: Json) -> Json:
    return {"kind": "drive#changeList", **following, "changes": found}


def _change(call: Call, access: Access, drive_id: str, entry: Json) -> Json | None:
    """Give an entry as the one who asks sees it; None where it is no matter of theirs."""
    if entry["drive"] and (not wants_drives(call) or drive_id not in {"", entry["drive"]}):
        return None
    if entry["kind"] == "drive":
        return _drive_change(call, access, entry)
    # The top of a shared drive is the drive itself, whose changes are told as such.
    is_elsewhere = bool(drive_id) and not entry["drive"]
    return None if is_elsewhere or entry["id"] == entry["drive"] else _file_change(call, access, entry)


def _file_change(call: Call, access: Access, entry: Json) -> Json | None:
    file = access.drive.files.get(entry["id"])
    if file and file["parents"] and _is_theirs(call, access, file):
        return _entry(entry) | {"removed": False, "file": shown(access, file, asked(call, "changes", "file"))}
    tells = call.params.get("includeRemoved", True) and _is_lost(call, access, entry)
    return _entry(entry) | {"removed": True} if tells else None


def _is_theirs(call: Call, access: Access, file: Json) -> bool:
    if not access.sees(file) or file.get("space", "drive") not in call.params.get("spaces", "drive"):
        return False
    if call.params.get("restrictToMyDrive"):
        tops = {one["id"] for one in access.drive.above(file)}
        return access.drive.roots.get(access.who.email) in tops
    return bool(file.get("driveId")) or is_known(access, file, by_domain=False)


def _is_lost(call: Call, access: Access, entry: Json) -> bool:
    since = int(call.params["pageToken"])
    return any((kind, name) in access.principals and number > since for kind, name, number in entry["lost"])


def _entry(entry: Json) -> Json:
    return {"kind": "drive#change", "time": entry["time"], "type": "file", "changeType": "file", "fileId": entry["id"]}


def _drive_change(call: Call, access: Access, entry: Json) -> Json | None:
    drive_id, told = entry["drive"], access.drive.drives.get(entry["drive"])
    made = {"kind": "drive#change", "time": entry["time"], "type": "drive", "changeType": "drive", "driveId": drive_id}
    if told is not None and access.at_least(drive_id, "reader"):
        return made | {"removed": False, "drive": drive_resource(access, told)}
    return made | {"removed": True} if _is_lost(call, access, entry) else None
