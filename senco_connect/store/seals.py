"""A digest on each row, because SQLite's own check misses most single flipped bits."""

from __future__ import annotations

from hashlib import blake2b

from senco_connect.errors import StateNotTrusted

__all__ = ["REBUILT", "damaged", "seal"]

REBUILT = (
    "Move the state folder away and run `senco plan`: the state is rebuilt by looking, nothing is written unasked."
)


def seal(secret: bytes, *parts: str | bytes | int) -> bytes:
    """Give the keyed digest of a row's columns."""
    body = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return blake2b(b"\0".join(body), key=secret, digest_size=8).digest()


def damaged() -> StateNotTrusted:
    """Give the error for a row that is not what was written."""
    return StateNotTrusted("The state file is damaged.", REBUILT, code="E073")
