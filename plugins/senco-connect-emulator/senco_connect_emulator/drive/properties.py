"""Custom properties: open ones and those of one app, merged as a patch and kept within Drive's limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from senco_connect_emulator.errors import forbidden, invalid

__all__ = ["merged_properties"]

Json = dict[str, Any]
MOST_BYTES, MOST_OF_EACH, MOST_IN_ALL = 124, 30, 100


def merged_properties(file: Mapping[str, Any], asked: Mapping[str, Any], app: str) -> Json:
    """Give a file's ``properties`` and ``appProperties`` after a request; null takes one away.  Raises Refused."""
    found: Json = {}
    if "properties" in asked:
        found["properties"] = _merged(file.get("properties", {}), asked["properties"], "properties")
    if "appProperties" in asked:
        every = file.get("appProperties", {})
        mine = _merged(every.get(app, {}), asked["appProperties"], "appProperties")
        found["appProperties"] = {**every, app: mine}
    if found:
        after = {"properties": {}, "appProperties": {}, **file, **found}
        _check_total(after["properties"], after["appProperties"])
    return found


def _merged(before: Mapping[str, str], asked: Mapping[str, str | None], name: str) -> dict[str, str]:
    after = dict(before)
    for key, value in asked.items():
        if value is None:
            after.pop(key, None)
        else:
            _check_size(key, value)
            after[key] = value
    if len(after) > MOST_OF_EACH:
        words = f"The limit of {MOST_OF_EACH} {name} for a file has been exceeded."
        raise forbidden(words, reason="propertyCountLimitExceeded")
    return after


def _check_size(key: str, value: str) -> None:
    if not key:
        raise invalid("Invalid Value", reason="invalid")
    if len(key.encode()) + len(value.encode()) > MOST_BYTES:
        words = (
            f"Properties and app properties are limited to {MOST_BYTES} bytes in UTF-8 encoding, "
            "counting both the key and the value."
        )
        raise forbidden(words, reason="propertyLengthLimitExceeded")


def _check_total(opened: Mapping[str, str], private: Mapping[str, Mapping[str, str]]) -> None:
    if len(opened) + sum(len(one) for one in private.values()) > MOST_IN_ALL:
        words = f"The limit of {MOST_IN_ALL} custom properties for a file has been exceeded."
        raise forbidden(words, reason="propertyCountLimitExceeded")
