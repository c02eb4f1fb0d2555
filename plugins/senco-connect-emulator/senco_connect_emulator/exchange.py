"""A request as it came and an answer as it goes: what travels, before and after it means anything."""

from __future__ import annotations

import json
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

__all__ = ["JSON", "Request", "Response", "headers_around", "json_body"]

JSON = "application/json; charset=UTF-8"


class Request(NamedTuple):
    """A request as it came: path percent-encoded, headers by lower-case name; ``part`` tells one call of a batch."""

    verb: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    origin: str
    part: bool = False


class Response(NamedTuple):
    """An answer as it goes; a status of 0 is none at all: the connection is closed instead."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = (("content-type", JSON),)


_SERVED = (
    ("server", "ESF"), ("x-xss-protection", "0"), ("x-frame-options", "SAMEORIGIN"),
    ("x-content-type-options", "nosniff"),
)  # fmt: skip
_PRIVATE = (*_SERVED, ("vary", "Origin"), ("vary", "X-Origin"), ("vary", "Referer"), ("cache-control", "private"))
_NEVER_KEPT = (
    *_SERVED, ("vary", "Origin, X-Origin"), ("cache-control", "no-cache, no-store, max-age=0, must-revalidate"),
    ("pragma", "no-cache"), ("expires", "Mon, 01 Jan 1990 00:00:00 GMT"),
)  # fmt: skip


def headers_around(method: str, date: str) -> tuple[tuple[str, str], ...]:
    """Give the headers that every answer to a method has: Drive's forbid what the others only call private."""
    return (*(_NEVER_KEPT if method.startswith("drive") else _PRIVATE), ("date", date))


def json_body(value: Any, *, compact: bool = False) -> bytes:
    """Write JSON as Google does: indented unless asked not to, as UTF-8, with a line break at the end."""
    if compact:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return _indented(value, "\n").encode() + b"\n"


def _indented(value: Any, line: str) -> str:
    # What json.dumps does with indent=2, but faster: most of a small answer's time goes into this.
    kind = type(value)
    if kind is str:
        return quoted(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is dict and value:
        within = line + "  "
        told = [f"{quoted(name)}: {_indented(inner, within)}" for name, inner in value.items()]
        return "{" + within + f",{within}".join(told) + line + "}"
    if kind is list and value:
        within = line + "  "
        return "[" + within + f",{within}".join([_indented(inner, within) for inner in value]) + line + "]"
    return str(value) if kind is int else json.dumps(value, ensure_ascii=False)
