"""The order of a list: ``orderBy`` read into a sort key for each of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from senco_connect_emulator.drive.editors import FOLDER
from senco_connect_emulator.errors import invalid

if TYPE_CHECKING:
    from senco_connect_emulator.drive.access import Access

__all__ = ["ordered"]

Json = Mapping[str, Any]
_PART = re.compile(r"(\w+)(?:\s+(asc|desc))?", re.I)
_DIGITS = re.compile(r"(\d+)")


def _natural(name: str) -> list[tuple[int, int, str]]:
    # A number sorts before letters and by its size.
    parts = _DIGITS.split(name.casefold())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part]


def _by_me(name: str) -> Callable[[Access, Json], Any]:
    return lambda access, file: file.get(name, {}).get(access.who.email, "")


def _shared_with_me(access: Access, file: Json) -> str:
    return str(file.get("sharedWith", {}).get(access.who.email, {}).get("time", ""))


def _recent(access: Access, file: Json) -> str:
    mine = (_by_me("viewed")(access, file), _by_me("modifiedBy")(access, file), _shared_with_me(access, file))
    return str(max(file["createdTime"], file["modifiedTime"], *mine))


_KEYS: dict[str, Callable[[Access, Json], Any]] = {
    "createdTime": lambda _, file: file["createdTime"],
    "folder": lambda _, file: file["mimeType"] != FOLDER,
    "modifiedByMeTime": _by_me("modifiedBy"),
    "modifiedTime": lambda _, file: file["modifiedTime"],
    "name": lambda _, file: file["name"].casefold(),
    "name_natural": lambda _, file: _natural(file["name"]),
    "quotaBytesUsed": lambda _, file: int(file.get("size", 0)),
    "recency": _recent,
    "sharedWithMeTime": _shared_with_me,
    "starred": lambda access, file: access.who.email not in file.get("starred", ()),
    "viewedByMeTime": _by_me("viewed"),
}


def ordered(access: Access, files: list[Json], order_by: str) -> list[Json]:
    """Sort files as ``orderBy`` says; without it the last changed comes first."""
    parts = [part.strip() for part in order_by.split(",") if part.strip()] or ["modifiedTime desc"]
    for part in reversed(parts):
        found = _PART.fullmatch(part)
        if not found or found.group(1) not in _KEYS:
            raise invalid("Invalid Value", reason="invalid", location=("orderBy", "parameter"))
        descending = (found.group(2) or "").lower() == "desc"
        files = sorted(files, key=partial(_KEYS[found.group(1)], access), reverse=descending)
    return files
