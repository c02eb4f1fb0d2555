"""Ids of folders that are about to be made, kept on disk before Google hears of them.

A list of Drive may lag by minutes, and an answer may get lost: only an id that was
fixed beforehand makes sure that a folder is made once (safety.md rules 10 and 12).
Nothing but pupil keys and ids of Drive stands in the file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

__all__ = ["Ledger"]

_NAME: Final = ".senco-drive-ids.json"


class Ledger:
    """The ids by pupil key: the folder's first, then those of its sections while they are being made."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._ids: dict[str, list[str]] | None = None

    def ids(self, key: str) -> list[str]:
        """Give what was fixed for a pupil; nothing where the file is lost or damaged, for then the marks still tell."""
        return list(self._known.get(key, ()))

    def fix(self, key: str, ids: Sequence[str]) -> None:
        """Keep these ids for a pupil, on disk before this returns."""
        self._known[key] = list(ids)
        aside = self._path.with_name(f"{_NAME}.new")
        with aside.open("w", encoding="utf-8", newline="\n") as stream:
            json.dump(self._known, stream)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(self._path)

    @property
    def _known(self) -> dict[str, list[str]]:
        if self._ids is None:
            try:
                told = json.loads(self._path.read_text("utf-8"))
                self._ids = {str(key): [str(id) for id in ids] for key, ids in told.items()}
            except (OSError, ValueError, AttributeError, TypeError):
                self._ids = {}
        return self._ids
