"""Bodies of several parts, as they come in uploads and batches; lines may end as anybody likes."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["boundary_of", "halves", "headers_of", "pieces_of"]

_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^;\s]+))', re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")


def boundary_of(content_type: str) -> str:
    """Find what parts a body; "" where nothing is said."""
    found = _BOUNDARY.search(content_type)
    return (found.group(1) or found.group(2)) if found else ""


def pieces_of(body: bytes, boundary: str) -> Iterator[tuple[bytes, bytes]]:
    """Give each part as its headers and what follows them."""
    mark = b"--" + boundary.encode("latin-1")
    # A body without its last boundary was cut off on the way: its last part is none.
    for piece in re.split(rb"(?:^|\r?\n)" + re.escape(mark), body)[1:-1]:
        yield halves(re.sub(rb"^[ \t]*\r?\n", b"", piece, count=1))


def halves(block: bytes) -> tuple[bytes, bytes]:
    """Part headers from what follows the first empty line."""
    if block[:1] == b"\n" or block[:2] == b"\r\n":
        return b"", block.lstrip(b"\r").removeprefix(b"\n")
    found = _BLANK.search(block)
    return (block[: found.start()], block[found.end() :]) if found else (block, b"")


def headers_of(block: bytes) -> dict[str, str]:
    """Read header lines, by lower-case name."""
    lines = (line.partition(":") for line in _FOLD.sub(" ", block.decode("latin-1")).splitlines())
    return {name.strip().lower(): value.strip() for name, colon, value in lines if colon}
