"""Pupil folders on a disk or a synced drive: found by their mark, made whole, renamed, never deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from senco_connect.adapters import Filing, FolderBatch, FolderOperation, NewFolder, Outcome, RenameFolder, Result
from senco_connect.folder_names import SEPARATOR, is_key, safe_folder_name, safe_name
from senco_connect.snapshot import FolderSnapshot
from senco_connect_local.config import FoldersConfig
from senco_connect_local.folder_tree import BEING_MADE, Tree, find_folders, leave_mark, marked_key

__all__ = ["Folders"]

Verdict = tuple[Result, str]
_DONE: Verdict = (Result.DONE, "")


class Folders(Filing):
    """A folder for each pupil under one root."""

    name = "folders"
    title = "Folders on disk"
    Config = FoldersConfig
    config: FoldersConfig

    @property
    def root(self) -> Path:
        """The folder that holds the pupil folders."""
        return (self.tools.folder / self.config.root).resolve()

    def read(self) -> FolderSnapshot:
        """List the pupil folders."""
        tree = find_folders(self.root)
        listing = "\n".join(f"{folder.key}\t{folder.name}" for folder in tree.folders)
        digest = hashlib.sha256(listing.encode("utf-8", "surrogatepass")).hexdigest()
        return FolderSnapshot(tuple(tree.folders), digest, tree.complete, tuple(tree.findings))

    def apply(self, batch: FolderBatch) -> Sequence[Outcome]:
        """Look what is there, then carry out the operations in order."""
        tree = find_folders(self.root)
        return [Outcome(operation.id, *self._perform(operation, tree)) for operation in batch.operations]

    def _perform(self, operation: FolderOperation, tree: Tree) -> Verdict:
        there = tree.paths.setdefault(operation.key, [])
        if len(there) > 1 or not is_key(operation.key):
            return Result.REFUSED, "two folders are marked as this pupil's, or the key is none of the library's"
        try:
            match operation:
                case NewFolder() if there and marked_key(there[0]):
                    return _DONE
                case NewFolder() if not there and not tree.complete:
                    return Result.REFUSED, "a part of the tree could not be read: the folder may be there"
                case NewFolder():
                    return self._fill(there[0], operation) if there else self._make(there, operation)
                case RenameFolder():
                    return _rename(there, operation)
        except OSError:
            return Result.REFUSED, "the folder is in use, or may not be changed"

    def _make(self, there: list[Path], new: NewFolder) -> Verdict:
        """Make a folder aside and move it to its place whole: a run that is cut off leaves no half of one there."""
        place, aside = _free_place(self.root, new), self.root / f"{BEING_MADE}{new.key}"
        # A link could lead the sections away.
        if aside.is_symlink():
            raise FileExistsError
        self._fill(aside, new)
        there[:] = [aside.rename(place)]
        return _DONE

    def _fill(self, folder: Path, new: NewFolder) -> Verdict:
        """Give a folder its sections, and its mark last: one without it is filled again."""
        folder.mkdir(exist_ok=True)
        for section in new.sections or self.config.sections:
            (folder / safe_name(section, instead="Section")).mkdir(exist_ok=True)
        leave_mark(folder, new.key)
        return _DONE


def _free_place(root: Path, new: NewFolder) -> Path:
    """Find a name that nothing has, be it somebody's folder or a link that leads away."""
    name = safe_folder_name(new.name, new.key)
    # Windows and macOS take two names that differ in capitals for one.
    taken = {entry.name.casefold() for entry in root.iterdir()}
    if name.casefold() in taken:
        name = safe_folder_name(f"{name}{SEPARATOR}{new.key}", new.key)
    if name.casefold() in taken:
        raise FileExistsError
    return root / name


def _rename(there: list[Path], rename: RenameFolder) -> Verdict:
    name = safe_folder_name(rename.name, rename.key)
    if there and there[0].name == name:
        return _DONE
    if not there or rename.folder != rename.key or there[0].name != rename.expect:
        return Result.STALE, "the folder was renamed or removed meanwhile"
    wanted = there[0].with_name(name)
    # A change of capitals alone meets the folder itself on Windows.
    if wanted.exists() and not wanted.samefile(there[0]):
        return Result.REFUSED, "another folder has that name"
    there[:] = [there[0].rename(wanted)]
    return _DONE
