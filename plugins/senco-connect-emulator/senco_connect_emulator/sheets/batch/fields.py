"""What a request's own ``fields`` says is to change: read, checked against the message, applied.

Such a mask starts below the object (``title``, not ``properties.title``), and a
named field that the request leaves out is cleared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from senco_connect_emulator.contract import services
from senco_connect_emulator.errors import Refused, invalid

__all__ = ["Fields", "changed", "read_fields"]

Json = dict[str, Any]
# Fields by name of what changes below them; an empty one means all of it.
Fields = Mapping[str, Any]

_TOKEN = re.compile(r"[(),./]|[^(),./\s]+")
_SNAKE = re.compile(r"_([a-z0-9])")


def read_fields(text: str, message: str) -> Fields:
    """Read a mask for a message; ``*`` gives every field that it has."""
    if not text.strip():
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return _read(text, message)


@lru_cache(maxsize=512)
def _read(text: str, message: str) -> Fields:
    tokens = _TOKEN.findall(text)
    tree: Json = {}
    if _list(tokens, 0, tree) != len(tokens):
        raise invalid(f"Invalid field: {text}")
    return _known(tree, message, "")


def _list(tokens: list[str], at: int, tree: Json) -> int:
    while True:
        at = _path(tokens, at, tree)
        if at >= len(tokens) or tokens[at] != ",":
            return at
        at += 1


def _path(tokens: list[str], at: int, tree: Json) -> int:
    if at >= len(tokens) or tokens[at] in "(),./":
        raise _unreadable(tokens)
    name = _SNAKE.sub(lambda found: found.group(1).upper(), tokens[at])
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if following not in {".", "/", "("}:
        tree[name] = {}
        return at + 1
    # What is named whole already is not narrowed by what is named below it.
    inner = {} if tree.get(name) == {} else tree.setdefault(name, {})
    if following != "(":
        return _path(tokens, at + 2, inner)
    return _closed(tokens, _list(tokens, at + 2, inner))


def _closed(tokens: list[str], at: int) -> int:
    if at >= len(tokens) or tokens[at] != ")":
        raise _unreadable(tokens)
    return at + 1


def _unreadable(tokens: list[str]) -> Refused:
    return invalid(f"Invalid field: {''.join(tokens)}")


def _known(tree: Json, message: str, path: str) -> Json:
    properties = services()["sheets"].schemas[message].get("properties", {})
    if "*" in tree:
        return {name: {} for name in properties}
    found = {name: _known_below(inner, properties.get(name), f"{path}{name}") for name, inner in tree.items()}
    return _with_styles(found, properties)


def _known_below(tree: Json, declared: Mapping[str, Any] | None, path: str) -> Json:
    if declared is None or (tree and "$ref" not in declared):
        raise invalid(f"Invalid field: {_snake(path)}")
    return _known(tree, declared["$ref"], f"{path}.") if tree else {}


def _with_styles(found: Json, properties: Mapping[str, Any]) -> Json:
    # A colour and its style are one field with two names.
    for name in [one for one in found if properties.get(one, {}).get("$ref") in {"Color", "ColorStyle"}]:
        other = name.removesuffix("Style") if name.endswith("Style") else name + "Style"
        if other in properties:
            found[name] = {}
            found[other] = {}
    return found


def _snake(path: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "_" + found.group().lower(), path)


def changed(old: Json, new: Json, fields: Fields) -> Json:
    """Give the old object with the named fields as in the new one; neither is touched."""
    result = dict(old)
    for name, inner in fields.items():
        value = _below(old.get(name), new.get(name), inner) if inner else new.get(name)
        if value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result


def _below(old: Json | None, new: Json | None, fields: Fields) -> Json | None:
    return changed(old or {}, new or {}, fields) or None
