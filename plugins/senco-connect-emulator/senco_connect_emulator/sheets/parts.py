"""Objects of the API and lists of them taken apart: with some of what they have, or without."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any, TypeVar

__all__ = ["dropped", "only", "some", "swapped", "without"]

T = TypeVar("T")


def only(told: Mapping[str, Any] | None, names: Container[str]) -> dict[str, Any]:
    """Give an object with these fields alone, as far as it has them; None has none."""
    return {name: inner for name, inner in (told or {}).items() if name in names}


def without(told: Mapping[str, Any] | None, *names: str) -> dict[str, Any]:
    """Give an object without these fields; None has none."""
    return {name: inner for name, inner in (told or {}).items() if name not in names}


def some(told: Mapping[str, Any]) -> dict[str, Any]:
    """Give an object without the fields that hold nothing."""
    return {name: inner for name, inner in told.items() if inner}


def swapped(items: Iterable[T], old: object, new: T) -> list[T]:
    """Give a list with one of its objects in another's place."""
    return [new if one is old else one for one in items]


def dropped(items: Iterable[T], old: object) -> list[T]:
    """Give a list without one of its objects."""
    return [one for one in items if one is not old]
