"""Read the planted mistakes: each a patch with a header that says what it would do and which check must notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["FOLDER", "HEADINGS", "ROOT", "Mutant", "planted", "places_of"]

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
HEADINGS = ("Mistake", "Would do", "Stands for", "Killed by")

_NAME = re.compile(r"(\d\d)-([a-z0-9-]+)\.patch")
_HEADING = re.compile(rf"({'|'.join(HEADINGS)}): ")
_HUNK = re.compile(r"^@@ .*$", re.MULTILINE)


class Mutant(NamedTuple):
    """One planted mistake; ``words`` holds its header by heading, ``patch`` the whole file."""

    number: int
    name: str
    words: dict[str, str]
    patch: str

    @property
    def check(self) -> str:
        """The check that must notice it, as pytest names it."""
        return self.words["Killed by"]

    @property
    def files(self) -> list[str]:
        """The files that the patch changes."""
        return re.findall(r"^\+\+\+ b/(\S+)$", self.patch, re.MULTILINE)


def planted(folder: Path = FOLDER) -> list[Mutant]:
    """Read every patch in the order of their numbers; ValueError for one whose name or header is not whole."""
    return [_read(path) for path in sorted(folder.glob("*.patch"))]


def _read(path: Path) -> Mutant:
    named = _NAME.fullmatch(path.name)
    if not named:
        raise ValueError(f"{path.name}: a patch is called NN-what-it-is.patch")
    patch = path.read_text(encoding="utf-8")
    words = dict(_words(patch.partition("\n--- a/")[0]))
    missing = [heading for heading in HEADINGS if not words.get(heading)]
    if missing or list(words) != list(HEADINGS):
        raise ValueError(f"{path.name}: the header lacks {', '.join(missing) or 'its order'}")
    return Mutant(int(named[1]), named[2], words, patch)


def _words(header: str) -> Iterator[tuple[str, str]]:
    """A heading's words go on over lines until the next heading."""
    parts = _HEADING.split(header)[1:]
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        yield heading, " ".join(text.split())


def places_of(mutant: Mutant, root: Path = ROOT) -> dict[str, list[int]]:
    """Count, for each file, in how many places each hunk of the patch fits; anything but one is a doubt."""
    found = {}
    for part in re.split(r"^--- a/", mutant.patch, flags=re.MULTILINE)[1:]:
        name = part.splitlines()[0]
        text = (root / name).read_text(encoding="utf-8")
        found[name] = [f"\n{text}".count(f"\n{_before(hunk)}") for hunk in _HUNK.split(part)[1:]]
    return found


def _before(hunk: str) -> str:
    kept = [line[1:] for line in hunk.split("\n")[1:] if line[:1] in {" ", "-"}]
    return "".join(f"{line}\n" for line in kept)
