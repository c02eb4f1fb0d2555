"""Folders and documents in memory, and what people do to them."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

__all__ = ["Cabinet", "Entry"]


class Entry(NamedTuple):
    """A folder (``content`` None) or a document; ``marker`` is the key that the library left on a folder."""

    id: str
    marker: str
    content: bytes | None


class Cabinet:
    """Paths to entries, in one place that holds the pupils' folder and whatever else the school keeps.

    A path is made as a disk makes it: "Pupils/../Staff" is "Staff".  People
    name what they mean by its path; an entry's id survives every rename.
    """

    root = "Pupils"

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self._made = 0

    def put(self, path: str, content: bytes | None = None, *, marker: str = "") -> None:
        """Put a document (or, without content, a folder) at a path."""
        self._made += 1
        self.entries[posixpath.normpath(path)] = Entry(f"id{self._made}", marker, content)

    def rename(self, old: str, new: str) -> None:
        """Rename or move an entry with all that is in it; a taken name is refused."""
        new = posixpath.normpath(new)
        if new in self.entries:
            raise FileExistsError
        self.entries = {_moved(path, old, new): entry for path, entry in self.entries.items()}

    def copy(self, old: str, new: str) -> None:
        """Copy an entry with all that is in it, markers too, as a person does who wants a spare one."""
        for path, entry in list(self.entries.items()):
            if _moved(path, old, new) != path:
                self.put(_moved(path, old, new), entry.content, marker=entry.marker)

    def remove(self, path: str) -> None:
        """Throw an entry away with all that is in it."""
        self.entries = {p: entry for p, entry in self.entries.items() if _moved(p, path, "") == p}

    def everything(self) -> dict[str, bytes | None]:
        """List every path with its content; a folder has None."""
        return {path: entry.content for path, entry in self.entries.items()}

    def folders(self) -> dict[str, Entry]:
        """Map the names of the folders right under the root to their entries."""
        return {
            posixpath.basename(path): entry
            for path, entry in self.entries.items()
            if posixpath.dirname(path) == self.root and entry.content is None
        }


def _moved(path: str, old: str, new: str) -> str:
    return new + path.removeprefix(old) if path == old or path.startswith(old + "/") else path
