"""about: who asks, how much room they have, and what Drive can turn into what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from senco_connect_emulator.call import Call, answers
from senco_connect_emulator.drive.comments import require_fields
from senco_connect_emulator.drive.editors import DOCUMENT, SPREADSHEET
from senco_connect_emulator.drive.formats import DRAWING, EXPORTS, IMPORTS, OTHER_EXPORTS, PRESENTATION
from senco_connect_emulator.drive.grantees import user

__all__ = ["get"]

Json = dict[str, Any]
LIMIT = 5 * 1024**4
_PALETTE = [
    "#ac725e", "#d06b64", "#f83a22", "#fa573c", "#ff7537", "#ffad46", "#fad165", "#fbe983", "#b3dc6c", "#7bd148",
    "#16a765", "#42d692", "#92e1c0", "#9fe1e7", "#9fc6e7", "#4986e7", "#9a9cff", "#b99aff", "#a47ae2", "#cd74e6",
    "#f691b2", "#cca6ac", "#cabdbf", "#8f8f8f",
]  # fmt: skip

_LARGEST = {DOCUMENT: "10485760", SPREADSHEET: "104857600", PRESENTATION: "104857600", DRAWING: "2097152"}
_COLOURS = (
    "abacus ea6100", "blueprints 4285f4", "bok_choy 689f38", "books 4285f4", "bread ef6c00", "bubbles_color f06292",
    "circuit 039be5", "clams e91e63", "clovers 689f38", "cocktails db4437", "concert ef6c00", "desk 607d8b",
    "donut_coffee f06292", "fabric_rolls 78909c", "flags 009688", "flower_field e06055", "flowers 689f38",
    "glass 0f9d58", "lighthouse 4285f4", "maps 8d6e63", "mountains 5c6bc0", "notebook 689f38", "paper_colored 9c27b0",
    "pencils 0097a7", "roofing_metal 039be5", "sticky_notes 0097a7", "table 8d6e63", "travel 039be5", "waves ff5722",
    "waves_blue 5c6bc0", "wood 8d6e63",
)  # fmt: skip
_PICTURES = "https://ssl.gstatic.com/team_drive_themes/"
_THEMES = [
    {"id": name, "backgroundImageLink": f"{_PICTURES}{name}_background.jpg", "colorRgb": f"#{colour}"}
    for name, colour in (told.split() for told in _COLOURS)
]


@answers("drive.about.get")
def get(call: Call) -> Json:
    """Tell about the one who asks and about Drive."""
    require_fields(call)
    drive, who = call.world.drive, call.who
    is_person = who.kind == "user"
    return {
        "kind": "drive#about",
        "user": user(drive, who.email, who),
        "storageQuota": _quota(call),
        "importFormats": IMPORTS,
        "exportFormats": EXPORTS | OTHER_EXPORTS,
        "maxImportSizes": _LARGEST,
        "maxUploadSize": "5242880000000",
        "appInstalled": True,
        "folderColorPalette": _PALETTE,
        "driveThemes": _THEMES,
        "teamDriveThemes": _THEMES,
        "canCreateDrives": is_person,
        "canCreateTeamDrives": is_person,
    }


def _quota(call: Call) -> Json:
    mine = [file for file in call.world.drive.files.values() if file.get("owner") == call.who.email]
    used, trashed = _bytes(mine), _bytes(file for file in mine if call.world.drive.is_trashed(file))
    limit = LIMIT if call.who.kind == "user" else 0
    return {"limit": str(limit), "usage": used, "usageInDrive": used, "usageInDriveTrash": trashed}


def _bytes(files: Iterable[Json]) -> str:
    return str(sum(int(file.get("size", 0)) for file in files))
