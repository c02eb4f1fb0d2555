"""Import every module that answers a method of Drive, so that it is registered."""

from senco_connect_emulator.drive import (
    about,
    changes,
    comments,
    copying,
    drives,
    exporting,
    files,
    listing,
    permissions,
    replies,
    revisions,
    teamdrives,
    trash,
)

__all__ = [
    "about", "changes", "comments", "copying", "drives", "exporting", "files", "listing", "permissions", "replies",
    "revisions", "teamdrives", "trash",
]  # fmt: skip
