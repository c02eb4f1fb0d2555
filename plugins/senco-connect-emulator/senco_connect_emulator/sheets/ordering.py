"""The order in which values are sorted: numbers, then text, then truths, then errors; empty cells always last."""

from __future__ import annotations

from typing import Any

__all__ = ["is_empty", "sort_key"]

_RANK = {"numberValue": 0, "stringValue": 1, "boolValue": 2, "errorValue": 3}


def is_empty(value: dict[str, Any]) -> bool:
    """Tell whether an effective value is none."""
    return not value or value.get("stringValue") == ""


def sort_key(value: dict[str, Any]) -> tuple[int, Any, Any]:
    """Give the key of an effective value that is not empty; text is compared without regard to case first."""
    name = next(iter(value))
    told = value[name]
    if name == "stringValue":
        return _RANK[name], told.casefold(), told.swapcase()
    if name == "errorValue":
        return _RANK[name], told.get("type", ""), ""
    return _RANK[name], told, ""
