"""Which method a path and verb name; lenient as Google is about a slash at the end or before the verb of a method."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from senco_connect_emulator.contract.documents import Method, services

__all__ = ["Route", "find_route"]

_UPLOADS = ("/upload/", "/resumable/upload/")
_DOWNLOADS = "/download/"


class Route(NamedTuple):
    """A method and what the path says of its parameters, as text."""

    method: Method
    params: dict[str, str]
    uploads: bool = False


class _Pattern(NamedTuple):
    verb: str
    match: re.Pattern[str]
    method: Method


@cache
def _patterns() -> dict[str, tuple[_Pattern, ...]]:
    found: dict[str, list[_Pattern]] = {}
    for service in services().values():
        for method in service.methods:
            # A literal segment is tried before a parameter: files/trash is no file.
            found.setdefault(_first(method.path), []).append(_Pattern(method.verb, _compiled(method.path), method))
    return {first: tuple(sorted(ps, key=lambda p: p.method.path.count("{"))) for first, ps in found.items()}


def _first(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


def _compiled(path: str) -> re.Pattern[str]:
    parts = re.split(r"\{\+?(\w+)\}", path)
    pattern = "".join(_one(part) if odd % 2 else re.escape(part) for odd, part in enumerate(parts))
    return re.compile(pattern.replace(":", "/?:") + "/?")


def _one(name: str) -> str:
    # A colon belongs to a range; after an id it begins the verb of a method.
    return f"(?P<{name}>[^/]+?)" if name not in {"spreadsheetId", "documentId"} else f"(?P<{name}>[^/:]+)"


@lru_cache(maxsize=4096)
def find_route(verb: str, raw_path: str) -> Route | None:
    """Find the method; ``raw_path`` is percent-encoded, so that a slash inside a range is not one of the path's."""
    prefix = next((prefix for prefix in (*_UPLOADS, _DOWNLOADS) if raw_path.startswith(prefix)), "/")
    path, uploads = "/" + raw_path.removeprefix(prefix), prefix in _UPLOADS
    for pattern in _patterns().get(_first(path), ()):
        if pattern.verb == verb and (found := pattern.match.fullmatch(path)):
            if uploads and not pattern.method.takes_media:
                return None
            return Route(pattern.method, {name: unquote(text) for name, text in found.groupdict().items()}, uploads)
    return None
