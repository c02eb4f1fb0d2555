"""A part of a file, for whoever asks for no more with a Range header."""

from __future__ import annotations

import re

from senco_connect_emulator.exchange import Response

__all__ = ["ranged"]

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def ranged(response: Response, header: str) -> Response:
    """Give the bytes that a Range header asks for; all of them where it can't be read."""
    found = _RANGE.fullmatch(header.strip())
    size = len(response.body)
    if not found or not any(found.groups()) or response.status != 200:
        return response
    first, last = _span(found.group(1), found.group(2), size)
    if first >= size or first > last:
        return Response(416, b"", (*response.headers, ("content-range", f"bytes */{size}")))
    told = ("content-range", f"bytes {first}-{last}/{size}")
    return Response(206, response.body[first : last + 1], (*response.headers, told))


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
