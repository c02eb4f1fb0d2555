"""Colours of the API as CSS, and which text can be read on them."""

from __future__ import annotations

from typing import Any

__all__ = ["css_colour", "ink_on"]

Json = dict[str, Any]


def css_colour(told: Json | None) -> str:
    """Give a Color as CSS; "" for none."""
    if told is None:
        return ""
    parts = [max(0, min(255, round(float(told.get(name, 0)) * 255))) for name in ("red", "green", "blue")]
    return "#" + "".join(f"{part:02x}" for part in parts)


def ink_on(paper: str) -> str:
    """Give a colour of text that can be read on a background: dark on light, light on dark."""
    red, green, blue = (int(paper[at : at + 2], 16) for at in (1, 3, 5))
    return "#202124" if red * 299 + green * 587 + blue * 114 > 128_000 else "#ffffff"
