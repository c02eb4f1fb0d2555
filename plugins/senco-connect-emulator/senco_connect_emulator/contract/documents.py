"""The three discovery documents, read once, as methods and schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

__all__ = ["Method", "Service", "services"]

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A method as the discovery document describes it; ``request`` and ``response`` name schemas ("" none).

    ``scopes`` holds those of which a caller needs one; ``takes_media`` and ``gives_media`` tell
    that a file's bytes may come with the request or go with the answer; ``required`` names parameters.
    """

    id: str
    verb: str
    path: str
    params: Mapping[str, Schema]
    request: str
    response: str
    service: str
    scopes: frozenset[str] = frozenset()
    takes_media: bool = False
    gives_media: bool = False
    required: frozenset[str] = frozenset()

    @property
    def lists_errors(self) -> bool:
        """Whether errors are told as Drive tells them."""
        return self.service == "drive"


class Service(NamedTuple):
    """One API: its name, its methods, its schemas, and the parameters that every method takes."""

    name: str
    methods: tuple[Method, ...]
    schemas: Mapping[str, Schema]
    params: Mapping[str, Schema]


@cache
def services() -> Mapping[str, Service]:
    """Read Sheets v4, Drive v3 and Docs v1."""
    return {name: _service(name, version) for name, version in (("sheets", "v4"), ("drive", "v3"), ("docs", "v1"))}


def _service(name: str, version: str) -> Service:
    path = files("googleapiclient.discovery_cache.documents").joinpath(f"{name}.{version}.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    methods = tuple(_methods(document, document["servicePath"], name))
    return Service(name, methods, document["schemas"], document["parameters"])


def _methods(resource: Mapping[str, Any], base: str, service: str) -> Iterator[Method]:
    for told in resource.get("methods", {}).values():
        yield Method(
            told["id"],
            told["httpMethod"],
            "/" + base + told["path"],
            told.get("parameters", {}),
            told.get("request", {}).get("$ref", ""),
            told.get("response", {}).get("$ref", ""),
            service,
            frozenset(told.get("scopes", ())),
            takes_media="mediaUpload" in told,
            gives_media=told.get("supportsMediaDownload", False),
            required=frozenset(name for name, one in told.get("parameters", {}).items() if one.get("required")),
        )
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner, base, service)
