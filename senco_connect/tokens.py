"""Keyed digests: all that is kept of a value, because a merge only ever compares.

A token is bound to the pupil and the field, so that equal values of two pupils
have different tokens and a stolen state tells nothing (safety.md rule 30).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from senco_connect.record import FIELDS, Value
from senco_connect.record.kinds import composed

__all__ = ["TOKEN_SIZE", "Tokens"]

TOKEN_SIZE = 8

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Tokens:
    """Makes tokens with one school's secret.

    >>> Tokens(b"x" * 32).value("P234567", "surname", "Exampleby").hex()
    '95fae4b16ebfc078'
    """

    def __init__(self, secret: bytes) -> None:
        self.secret = secret

    def value(self, key: str, field: str, value: str) -> bytes:
        """Give the 8-byte token of one value of one pupil's field."""
        digest = self._pupil(key)
        digest.update(f"{field}\0{FIELDS[field].kind.compare(value)}".encode())
        return digest.digest()

    def _pupil(self, key: str) -> blake2b:
        # A key of the pupil's own, hashed in front: half the work of a keyed hash, and as hard to guess.
        return blake2b(blake2b(key.encode(), key=self.secret, digest_size=16).digest(), digest_size=TOKEN_SIZE)

    def row(self, fields: Sequence[str]) -> Callable[[str, Iterable[Value]], list[bytes | None]]:
        """Give a function that makes the tokens of a row's values in these fields (None where not shown)."""
        forms = [(f"{name}\0".encode(), FIELDS[name].kind.compare) for name in fields]

        def tokens(key: str, values: Iterable[Value]) -> list[bytes | None]:
            # The hash of secret and key is taken once for the row; each value goes on from a copy.
            start = self._pupil(key).copy
            made: list[bytes | None] = []
            for (mark, compare), value in zip(forms, values, strict=True):
                if not isinstance(value, str):
                    made.append(None)
                    continue
                # Composing leaves ASCII text alone: most values need no call.
                text = value if compare is composed and value.isascii() else compare(value)
                digest = start()
                digest.update(mark + text.encode())
                made.append(digest.digest())
            return made

        return tokens

    def identity(self, kind: str, value: str) -> bytes:
        """Give the 16-byte token by which an identifier is looked up (it is the same for whoever bears it)."""
        return blake2b(f"{kind}\0{value}".encode(), key=self.secret, digest_size=16).digest()

    def line(self, key: str, fields: Sequence[str], values: Sequence[Value]) -> bytes:
        """Give the 16-byte digest of a whole row as shown."""
        try:
            shown = "\x1f".join(values)  # type: ignore[arg-type]
        except TypeError:
            # Some cell is not shown: rare, and slower to say.
            shown = "\x1f".join(value if isinstance(value, str) else "\x1e" for value in values)
        text = "\0".join((key, "\x1f".join(fields), shown))
        return blake2b(text.encode(), key=self.secret, digest_size=16).digest()

    def key(self, seed: str, attempt: int = 0) -> str:
        """Make a pupil key from an identifier: P, five characters and a figure, so that it is never read as a word.

        ``attempt`` counts up where the key is taken.
        """
        digest = blake2b(f"key\0{seed}\0{attempt}".encode(), key=self.secret, digest_size=5).digest()
        number = int.from_bytes(digest, "big")
        return "P" + "".join(_ALPHABET[number >> shift & 31] for shift in range(0, 25, 5)) + _ALPHABET[number >> 25 & 7]
