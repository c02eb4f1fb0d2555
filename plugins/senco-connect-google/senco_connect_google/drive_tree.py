"""Find the pupil folders under a root: by the mark on them wherever they are, then by the key in their name."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from senco_connect.errors import Stopped
from senco_connect.folder_names import is_key, key_in_name
from senco_connect.snapshot import Finding, Folder

__all__ = [
    "ENTRY_FIELDS", "FOLDER", "KEY_PROPERTY", "KIND_PROPERTY", "MAKING", "PUPIL", "Entry", "Root", "Tree", "entry_of",
    "find_folders", "find_root",
]  # fmt: skip

FOLDER: Final = "application/vnd.google-apps.folder"
# Hidden properties: they stay on a folder when people rename or move it, and only this account's project sees them.
KIND_PROPERTY, KEY_PROPERTY = "sencoKind", "sencoPupil"
PUPIL, MAKING = "pupil", "making"
ENTRY_FIELDS: Final = "id,name,parents,trashed,appProperties"
_PAGE: Final = 1_000
# People may sort pupil folders into year folders; deeper than this they are not looked for.
_DEPTH: Final = 3
# Forty ids of 33 letters and their words stay well under what an address may hold.
_AT_ONCE: Final = 40


class Entry(NamedTuple):
    """A folder as Drive tells it."""

    id: str
    name: str
    parent: str
    key: str
    is_whole: bool
    is_trashed: bool = False


class Root(NamedTuple):
    """The folder that holds the pupil folders, and its shared drive ("" in nobody's)."""

    id: str
    drive: str


class Tree:
    """What was found: the folders, whose they are, what a person should know, and whether all was listed."""

    def __init__(self, root: Root) -> None:
        self.root = root
        self.entries: dict[str, Entry] = {}
        self.complete = True

    @property
    def folders(self) -> tuple[Folder, ...]:
        """The folders by name; those without a key are people's own."""
        known = sorted(self.entries.values(), key=lambda e: (e.name, e.id))
        return tuple(Folder(entry.id, entry.key, entry.name) for entry in known)

    def of(self, key: str) -> list[Entry]:
        """Give the folders that are this pupil's."""
        return [entry for entry in self.entries.values() if entry.key == key]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Say which keys are on several folders, and that a listing was cut."""
        words = "two folders are marked as one pupil's: neither is touched until one is put into the bin"
        counts = Counter(entry.key for entry in self.entries.values())
        del counts[""]
        found = [Finding("X750", words) for number in counts.values() if number > 1]
        if not self.complete:
            found.append(Finding("X751", "Drive listed a part of the folders only: no folder is made in this run"))
        return tuple(found)

    @property
    def digest(self) -> str:
        """Change with every folder that was made, renamed, moved or marked."""
        listing = repr(sorted(self.entries.values()))
        return hashlib.sha256(listing.encode("utf-8", "surrogatepass")).hexdigest()


def find_root(drive: Any, root: str) -> Root:
    """Look at the root; Stopped where it is in the bin or no folder, or where this account can't see it."""
    told = drive.files().get(
        fileId=root, fields="id,mimeType,trashed,driveId", supportsAllDrives=True
    ).execute()  # fmt: skip
    if told.get("trashed") or told.get("mimeType") != FOLDER:
        raise Stopped(
            "The folder that holds the pupil folders is in the bin, or is no folder.",
            'Restore it, or correct "folder" in senco.toml; a new one is never made unasked.',
            code="X752",
        )
    return Root(told["id"], told.get("driveId", ""))


def find_folders(drive: Any, root: Root) -> Tree:
    """List the pupil folders, a thousand at a time, and people's own folders below the root."""
    tree = Tree(root)
    kinds = (f"appProperties has {{ key='{KIND_PROPERTY}' and value='{kind}' }}" for kind in (PUPIL, MAKING))
    marked = " or ".join(kinds)
    found = list(_listed(drive, tree, f"({marked} or '{root.id}' in parents)"))
    for _ in range(_DEPTH):
        tree.entries |= {entry.id: entry for entry in found}
        # Whatever lies in a pupil's folder is a section or a paper.
        outer = [entry.id for entry in found if not entry.key]
        found = [
            entry for some in range(0, len(outer), _AT_ONCE)
            for entry in _listed(drive, tree, _in_any(outer[some : some + _AT_ONCE]))
            if entry.id not in tree.entries
        ]  # fmt: skip
        if not found:
            break
    return tree


def _in_any(parents: Sequence[str]) -> str:
    return "(" + " or ".join(f"'{parent}' in parents" for parent in parents) + ")"


def _listed(drive: Any, tree: Tree, query: str) -> Iterator[Entry]:
    # Ids are all that goes into a query: they need no quoting, and a name never does.
    where = {"corpora": "drive", "driveId": tree.root.drive} if tree.root.drive else {}
    token = None
    while True:
        page = drive.files().list(
            q=f"mimeType = '{FOLDER}' and trashed = false and {query}", pageSize=_PAGE, pageToken=token,
            fields=f"nextPageToken,incompleteSearch,files({ENTRY_FIELDS})",
            supportsAllDrives=True, includeItemsFromAllDrives=True, **where,
        ).execute()  # fmt: skip
        tree.complete &= not page.get("incompleteSearch", False)
        yield from map(entry_of, page.get("files", ()))
        token = page.get("nextPageToken")
        if not token:
            return


def entry_of(told: Any) -> Entry:
    """Read a folder; its mark says whose it is, else the key at the end of its name."""
    marks = told.get("appProperties", {})
    marked = marks.get(KEY_PROPERTY, "")
    key = marked if is_key(marked) else key_in_name(told.get("name", ""))
    return Entry(
        told["id"], told.get("name", ""), next(iter(told.get("parents", ())), ""), key,
        is_whole=marks.get(KIND_PROPERTY) == PUPIL, is_trashed=told.get("trashed", False),
    )  # fmt: skip
