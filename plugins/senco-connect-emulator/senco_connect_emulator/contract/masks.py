"""Field masks: read ``a.b``, ``a/b``, ``a(b,c)`` and ``*``, check them against a schema, keep what they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from senco_connect_emulator.contract.documents import Method, Schema, services
from senco_connect_emulator.contract.spelling import camel
from senco_connect_emulator.errors import Refused, invalid

__all__ = ["Mask", "apply_mask", "parse_mask"]

# A mask by name of what it keeps; an empty one keeps everything below.
Mask = Mapping[str, "Mask"]
_TOKEN = re.compile(r"\s*([(),./]|[^(),./\s]+)\s*")


def parse_mask(text: str, method: Method) -> Mask | None:
    """Read the ``fields`` of a request for a method's response; None keeps everything.  Raises Refused."""
    if text.strip() in {"", "*"} or not method.response:
        return None
    return _checked(text, method)


@lru_cache(maxsize=512)
def _checked(text: str, method: Method) -> Mask:
    tree = _parse(text, method)
    return _check(tree, services()[method.service].schemas[method.response], "", method)


def _parse(text: str, method: Method) -> dict[str, Any]:
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise _unknown(text, method)
    tree: dict[str, Any] = {}
    rest = _list(tokens, 0, tree, text, method)
    if rest != len(tokens):
        raise _unknown(text, method)
    return tree


def _list(tokens: list[str], at: int, tree: dict[str, Any], text: str, method: Method) -> int:
    while True:
        at = _path(tokens, at, tree, text, method)
        if at >= len(tokens) or tokens[at] != ",":
            return at
        at += 1


def _path(tokens: list[str], at: int, tree: dict[str, Any], text: str, method: Method) -> int:
    if at >= len(tokens) or tokens[at] in "(),./":
        raise _unknown(text, method)
    whole = tokens[at] in tree and not tree[tokens[at]]
    inner: dict[str, Any] = tree.setdefault(tokens[at], {})
    at += 1
    target = {} if whole else inner
    if at < len(tokens) and tokens[at] in "./":
        return _path(tokens, at + 1, target, text, method)
    if at < len(tokens) and tokens[at] == "(":
        at = _list(tokens, at + 1, target, text, method)
        if at >= len(tokens) or tokens[at] != ")":
            raise _unknown(text, method)
        return at + 1
    inner.clear()
    return at


def _check(tree: Mask, schema: Schema, path: str, method: Method) -> Mask:
    schema = _message(schema, method)
    return dict(_named(name, inner, schema, (path, method)) for name, inner in tree.items())


def _named(name: str, inner: Mask, schema: Schema, place: tuple[str, Method]) -> tuple[str, Mask]:
    path, method = place
    here = f"{path}.{name}" if path else name
    if name == "*" or schema.get("type") == "any":
        return name, inner
    properties = schema.get("properties", {})
    known = name if name in properties else camel(name)
    declared = properties.get(known) or schema.get("additionalProperties")
    if declared is None:
        raise _unknown(here, method)
    known = known if known in properties else name
    return known, _check(inner, declared, here, method) if inner else inner


def _message(schema: Schema, method: Method) -> Schema:
    schemas = services()[method.service].schemas
    while "$ref" in schema or schema.get("type") == "array":
        schema = schemas[schema["$ref"]] if "$ref" in schema else schema["items"]
    return schema


def _unknown(path: str, method: Method) -> Refused:
    if method.lists_errors:
        name = path.rpartition(".")[2]
        return invalid(f"Invalid field selection {name}", reason="invalidParameter", location=("fields", "parameter"))
    words = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    violation = {"field": path, "description": words}
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return Refused(400, "Request contains an invalid argument.", details=details)


def apply_mask(value: Any, mask: Mask | None) -> Any:
    """Keep of an answer what the mask names."""
    if not mask:
        return value
    if isinstance(value, list):
        return [apply_mask(inner, mask) for inner in value]
    if not isinstance(value, dict):
        return value
    if "*" in mask:
        every = mask["*"]
        return {name: apply_mask(inner, mask.get(name, every)) for name, inner in value.items()}
    return {name: apply_mask(inner, mask[name]) for name, inner in value.items() if name in mask}
