"""Pupil folders as they were before: made by hand, for a few children, with a paper or two in them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from senco_connect_local.demo.people import Child

__all__ = [
    "PAPERS", "SECTIONS", "WORDS", "add_key", "filed_by_hand", "folder_names", "hand_made_name", "liked_better",
    "rename_folder", "with_key", "write_folders",
]  # fmt: skip

# As TOML writes a list: the sections that each new folder gets.
SECTIONS: Final = '["01 Profile", "02 Support plans", "03 EHC plan", "05 Professional reports"]'
PAPERS: Final = ("2026-03-12 One-page profile.txt", "2026-05-20 Support plan review.txt")
WORDS: Final = "A paper about nobody, for the demo.\n"

_FIRST: Final = 18
_STEP: Final = 25


def filed_by_hand(children: Iterable[Child]) -> tuple[Child, ...]:
    """Choose the children who had a folder before: a few, of all ages, no two of one name."""
    return tuple(islice(children, _FIRST, None, _STEP))


def hand_made_name(child: Child) -> str:
    """Give the name of a folder made by hand: as many people, as many fashions, and a key in none."""
    fashions = (
        f"{child.surname}, {child.forename} ({child.admission_no})",
        child.full_name,
        f"{child.surname.upper()} {child.forename} - papers",
    )
    return fashions[int(child.admission_no) % len(fashions)]


def write_folders(root: Path, children: Iterable[Child]) -> None:
    """Make a folder for each of these children, with two papers in it."""
    for child in children:
        folder = root / hand_made_name(child)
        folder.mkdir()
        for paper in PAPERS:
            (folder / paper).write_text(WORDS, encoding="utf-8")


def folder_names(root: Path) -> frozenset[str]:
    """List the names of the pupil folders."""
    return frozenset(path.name for path in root.iterdir())


def add_key(root: Path, child: Child, key: str) -> str:
    """Add the key to the end of a folder made by hand, as a person does; give its name now."""
    folder = root / hand_made_name(child)
    return folder.rename(folder.with_name(with_key(child, key))).name


def with_key(child: Child, key: str) -> str:
    """Give the name of a folder made by hand once a person has added the key to it."""
    return f"{hand_made_name(child)} · {key}"


def rename_folder(root: Path, child: Child) -> None:
    """Give a child's folder a name that a person likes better; the library's mark in it stays."""
    began, better = liked_better(child)
    folder = next(path for path in root.iterdir() if path.name.startswith(began))
    folder.rename(folder.with_name(better))


def liked_better(child: Child) -> tuple[str, str]:
    """Give how the name of a folder that the library made begins, and the name that a person likes better."""
    return f"{child.surname.upper()} {child.forename} ", f"{child.forename} {child.surname[0]}, see also the blue file"
