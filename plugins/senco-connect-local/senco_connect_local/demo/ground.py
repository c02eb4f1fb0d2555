"""The folder that the demo plays in: made afresh, and never one that holds anything else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from senco_connect.errors import AccessRefused, ConfigProblem

__all__ = ["clear_ground"]

_MARK: Final = ".senco-demo"
_WORDS: Final = "Everything in this folder is invented. The demo throws it away when it is run again.\n"


def clear_ground(folder: Path) -> None:
    """Make the folder, or empty it where it was made here before; ConfigProblem for any other that holds something."""
    try:
        if folder.exists():
            _refuse_foreign(folder)
            _throw_away(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).write_text(_WORDS, encoding="utf-8")
    except OSError:
        raise AccessRefused(
            "The demo's folder may not be written.",
            "Close what is open in it, or name another folder.",
            code="D302",
        ) from None


def _refuse_foreign(folder: Path) -> None:
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / _MARK).is_file()):
        raise ConfigProblem(
            "The folder holds something that the demo did not make, so nothing was written.",
            "Name a folder that is empty or not there yet.",
            code="D301",
        )


def _throw_away(folder: Path) -> None:
    # The mark goes last: a folder that could not be emptied is still known as ours.
    for entry in sorted(folder.iterdir(), key=lambda path: path.name == _MARK):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
