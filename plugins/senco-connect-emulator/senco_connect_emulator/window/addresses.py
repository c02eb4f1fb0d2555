"""Addresses within the window."""

from __future__ import annotations

from urllib.parse import quote, urlencode

__all__ = ["address"]


def address(path: str, **query: object) -> str:
    """Make an address; what is empty is left out of the query."""
    told = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return f"/window/{quote(path)}" + (f"?{urlencode(told)}" if told else "")
