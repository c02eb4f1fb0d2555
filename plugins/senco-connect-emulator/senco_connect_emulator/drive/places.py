"""The folders that everybody has: My Drive and the hidden one of each app; and the words that stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from senco_connect_emulator.drive.editors import FOLDER
from senco_connect_emulator.drive.grantees import owner_permission

if TYPE_CHECKING:
    from senco_connect_emulator.drive.store import Drive
    from senco_connect_emulator.identity import Identity

__all__ = ["is_top", "place", "resolved"]

Json = dict[str, Any]
APP_DATA = "appDataFolder"


def resolved(drive: Drive, who: Identity, file_id: str) -> str:
    """Give the id that a request means: ``root`` and ``appDataFolder`` stand for folders of who asks."""
    return str(place(drive, who, file_id)["id"]) if file_id in {"root", APP_DATA} else file_id


def place(drive: Drive, who: Identity, alias: str) -> Json:
    """Give somebody's My Drive (``root``) or an app's hidden folder, which is made when it is first asked for."""
    known, key, name = drive.roots, who.email, "My Drive"
    if alias == APP_DATA:
        known, key, name = drive.app_data, f"{who.email} {who.app}", "Application Data"
    if key not in known:
        known[key] = drive.world.ids.drive()
        drive.put(_top(drive, known[key], name, who) | ({"space": APP_DATA} if alias == APP_DATA else {}))
    return drive.files[known[key]]


def _top(drive: Drive, file_id: str, name: str, who: Identity) -> Json:
    now = drive.now
    return {
        "id": file_id, "name": name, "mimeType": FOLDER, "parents": [], "createdTime": now, "modifiedTime": now,
        "owner": who.email, "permissions": [owner_permission(drive, who.email)], "apps": [who.app],
    }  # fmt: skip


def is_top(file: Json) -> bool:
    """Tell whether a file is the top of a tree: a My Drive, an app's hidden folder, or a shared drive."""
    return not file["parents"]
