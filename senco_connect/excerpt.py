"""A part of a file in the place of the whole, for adapters that need not see all of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from senco_connect.adapters import ReadFile

__all__ = ["Excerpt", "beginning_of"]


class Excerpt(ReadFile):
    """A file of which only some bytes are shown; path and token are those of the whole."""

    __slots__ = ("content",)

    def __init__(self, path: Path, token: str, content: bytes) -> None:
        super().__init__(path, token)
        self.content = content

    def head(self, size: int = 65_536) -> bytes:
        """Give the first bytes."""
        return self.content[:size]

    @property
    def size(self) -> int:
        """Size in bytes of what is shown."""
        return len(self.content)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open for reading bytes."""
        yield io.BytesIO(self.content)


def beginning_of(file: ReadFile) -> ReadFile:
    """Give the first lines of a text; a file that is no plain text is given whole."""
    head = file.head()
    lines, _, _ = head.rpartition(b"\n")
    return file if b"\0" in head or not lines else Excerpt(file.path, file.token, lines + b"\n")
