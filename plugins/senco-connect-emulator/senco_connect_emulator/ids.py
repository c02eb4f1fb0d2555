"""Ids as Google's look, made from a seed so that a run can be repeated."""

from __future__ import annotations

import hashlib
import string
from typing import Any

__all__ = ["Ids", "number_of"]

_LETTERS = string.ascii_letters + string.digits + "-_"


class Ids:
    """Gives ids nobody else has."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._given = 0

    def _bytes(self) -> bytes:
        self._given += 1
        return hashlib.blake2b(f"{self._seed} {self._given}".encode(), digest_size=64).digest()

    def text(self, length: int) -> str:
        """Give so many letters, digits, dashes and underscores."""
        return "".join(_LETTERS[byte % 64] for byte in self._bytes()[:length])

    def hexadecimal(self, length: int) -> str:
        """Give so many hexadecimal digits, as keys' ids have."""
        return self._bytes().hex()[:length]

    def file(self) -> str:
        """Give the id of a file or folder: 33 characters, the first a 1."""
        return "1" + self.text(32)

    def drive(self) -> str:
        """Give the id of a shared drive or a My Drive: 0A…PVA, 19 characters."""
        return "0A" + self.text(11) + "Uk9PVA"

    def number(self, most: int = 2_147_483_647) -> int:
        """Give a positive whole number, as sheets, charts and metadata have."""
        return int.from_bytes(self._bytes()[:8], "big") % most + 1

    def snapshot(self) -> dict[str, Any]:
        """Give what is remembered."""
        return {"seed": self._seed, "given": self._given}

    def restore(self, told: dict[str, Any]) -> None:
        """Take it back."""
        self._seed, self._given = told["seed"], told["given"]


def number_of(address: str) -> str:
    """Give the twenty digits by which Drive knows an address, whether it is anybody's yet or not."""
    return f"{int.from_bytes(hashlib.blake2b(address.casefold().encode(), digest_size=8).digest(), 'big'):020d}"
