"""A digest on each row, because SQLite's own check misses most single flipped bits."""

from __future__ import annotations

from hashlib import blake2b

from senco_connect.errors import StateNotTrusted

__all__ = ["damaged", "seal"]


def seal(secret: bytes, *parts: str | bytes | int) -> bytes:
    """Give the keyed digest of a row's columns."""
    body = b"\0".join(p if isinstance(p, bytes) else str(p).encode() for p in parts)
    return blake2b(body, key=secret, digest_size=8).digest()


def damaged() -> StateNotTrusted:
    """Give the error for a row that is not what was written."""
    return StateNotTrusted(
        "The state file is damaged.",
        "Move the state folder away and run `senco plan`: the state is rebuilt by looking, and nothing is written unasked.",
        code="E073",
    )
