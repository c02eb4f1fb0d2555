"""Short-lived encrypted before-images: what a cell said before and after, for `explain` and for undoing.

AES-GCM with a key derived from the school's secret; they are dropped after 30
days (safety.md rule 38).  Only this module ever sees values in the state.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

__all__ = ["KEPT_DAYS", "Image", "open_image", "seal_image"]

KEPT_DAYS = 30
_NONCE = 12


def _key(secret: bytes) -> bytes:
    return blake2b(b"before-images", key=secret, digest_size=32).digest()


class Image(NamedTuple):
    """What a cell (or a folder's name) was before and after; ``beside`` are the other cells of the same value."""

    before: str
    after: str
    beside: Mapping[str, str] = {}


def seal_image(secret: bytes, image: Image, *, bound_to: str) -> bytes:
    """Encrypt an image, bound to the operation it belongs to."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(secret)).encrypt(nonce, json.dumps(image).encode(), bound_to.encode())


def open_image(secret: bytes, image: bytes, *, bound_to: str) -> Image | None:
    """Decrypt an image; None where it is not what was sealed for this operation."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        body = AESGCM(_key(secret)).decrypt(image[:_NONCE], image[_NONCE:], bound_to.encode())
    except (InvalidTag, ValueError):
        return None
    return Image(*json.loads(body))
