"""Pupil folders as they were before: made by hand, for some children, with a paper or two in them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from senco_connect_local.demo.people import Child

__all__ = ["EARLIER", "rename_folder", "write_folders"]

EARLIER: Final = "Earlier years"
_NUMBER: Final = 40
_PAPERS: Final = ("2026-03-12 One-page profile.txt", "2026-05-20 Support plan review.txt")


def write_folders(root: Path, children: Iterable[Child]) -> int:
    """Make folders for every third child, up to 40, under "Earlier years"; give their number."""
    chosen = list(islice(children, 0, 3 * _NUMBER, 3))
    for child in chosen:
        folder = root / EARLIER / f"{child.surname}, {child.forename} ({child.admission_no})"
        folder.mkdir(parents=True)
        for paper in _PAPERS:
            (folder / paper).write_text("A paper about nobody, for the demo.\n", encoding="utf-8")
    return len(chosen)


def rename_folder(root: Path, child: Child) -> None:
    """Give a child's folder a name that a person likes better; the library's mark in it stays."""
    name = f"{child.surname.upper()} {child.forename} "
    folder = next(path for path in root.iterdir() if path.name.startswith(name))
    folder.rename(folder.with_name(f"{child.forename} {child.surname[0]}, see also the blue file"))
