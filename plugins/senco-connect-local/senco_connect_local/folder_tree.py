"""Find the pupil folders under a root: by the mark inside them, then by the key in their name.

A link is never followed, so that nothing outside the root is read or written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from senco_connect.errors import AccessRefused, Stopped
from senco_connect.folder_names import is_key, key_in_name
from senco_connect.snapshot import Finding, Folder

__all__ = ["BEING_MADE", "MARKER", "Tree", "find_folders", "leave_mark", "marked_key"]

MARKER: Final = ".senco-pupil"
# A folder is made under this name and its key, and moved to its place when it is whole.
BEING_MADE: Final = ".senco-making-"
# People may sort pupil folders into year folders; deeper than this they are not looked for.
_DEPTH: Final = 3
_MAX_MARK: Final = 200


class Tree:
    """What was found: the pupil folders, where they are by key, what a person should know, and whether all was read.

    A folder's id is the key on it: that is what survives a rename and a move.
    Folders without a key are listed too, by their place.
    """

    def __init__(self) -> None:
        self.folders: list[Folder] = []
        self.paths: dict[str, list[Path]] = {}
        self.findings: list[Finding] = []
        self.complete = True

    def add(self, folder: Folder, path: Path) -> None:
        """Add a pupil's folder."""
        self.folders.append(folder)
        self.paths.setdefault(folder.key, []).append(path)

    def note(self, code: str, words: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, words))


def find_folders(root: Path) -> Tree:
    """Look through the tree; Stopped where the root is missing, AccessRefused where it may not be read."""
    tree = Tree()
    try:
        for path in _subfolders(root, tree):
            _visit(path, _DEPTH - 1, tree)
    except (FileNotFoundError, NotADirectoryError):
        raise Stopped(
            "The folder that holds the pupil folders is not where senco.toml says.",
            'Put it back, or correct "root"; a new one is never made unasked.',
            code="X611",
        ) from None
    except OSError:
        raise AccessRefused(
            "The folder that holds the pupil folders may not be read.", "Give this account permission.", code="X612"
        ) from None
    _note_doubles(tree)
    return tree


def marked_key(folder: Path) -> str:
    """Read the mark of a folder: the pupil's key, "" where there is none that can be read."""
    mark = folder / MARKER
    # A link could make any folder anybody's.
    if mark.is_symlink() or not mark.is_file() or mark.stat().st_size > _MAX_MARK:
        return ""
    key = mark.read_text("utf-8", errors="replace").strip()
    return key if is_key(key) else ""


def leave_mark(folder: Path, key: str) -> None:
    """Mark a folder as a pupil's; a damaged mark, or a link in its place, is replaced and not written through."""
    mark = folder / MARKER
    mark.unlink(missing_ok=True)
    with mark.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{key}\n")


def _visit(path: Path, depth: int, tree: Tree) -> None:
    try:
        key = marked_key(path) or key_in_name(path.name)
        if key:
            tree.add(Folder(key, key, path.name), path)
            return
        # A folder without a key may be one that people made for a pupil: the plan looks at its name.
        tree.folders.append(Folder(path.as_posix(), "", path.name))
        for child in _subfolders(path, tree) if depth else ():
            _visit(child, depth - 1, tree)
    except OSError:
        tree.complete = False
        tree.note("X602", "a folder may not be read: pupil folders may be in it")


def _subfolders(path: Path, tree: Tree) -> Iterator[Path]:
    with os.scandir(path) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.name.startswith(BEING_MADE):
                continue
            if entry.is_dir(follow_symlinks=False) and not _is_junction(entry):
                yield Path(entry.path)
            elif entry.is_dir():
                tree.note("X603", "a link to a folder is not followed: move the folder itself here")


def _is_junction(entry: os.DirEntry[str]) -> bool:
    # Python 3.12 tells Windows junctions, which point elsewhere as links do; 3.11 shows them as links already.
    check = getattr(entry, "is_junction", None)
    return bool(check and check())


def _note_doubles(tree: Tree) -> None:
    for folder in tree.folders:
        if len(tree.paths.get(folder.key, ())) > 1:
            tree.note("X601", "two folders are marked as one pupil's: neither is touched until one mark is removed")
