"""Names of folders that every system accepts, that hide nothing and lead nowhere else.

NTFS is the strictest of the file systems that schools use, so its rules hold
everywhere (safety.md rule 27).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["SEPARATOR", "is_key", "key_in_name", "safe_folder_name", "safe_name"]

SEPARATOR: Final = " · "
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')
# Windows opens these as devices, whatever follows a dot.
_DEVICES: Final = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(\..*)?", re.IGNORECASE
)
_MAX_LETTERS: Final = 100
# Linux counts bytes, 255 of them, and an accent takes more than one.
_MAX_BYTES: Final = 200
# The keys that the library makes end in a figure, so that a surname in capitals is not taken for one.
_OUR_KEY: Final = re.compile("P[2-9A-HJ-NP-Z]{5}[2-9]")
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def safe_folder_name(name: str, key: str) -> str:
    """Make a pupil folder's name safe; a key at its end stays whole, however long the name is.

    >>> safe_folder_name("O’MADEUP Zoë / .. · k7f2", "k7f2")
    'O’MADEUP Zoë · k7f2'
    """
    ending = SEPARATOR + key
    if not name.endswith(ending):
        return safe_name(name, instead=key)
    room = _MAX_BYTES - len(ending.encode())
    words = _cut(safe_name(name.removesuffix(ending), instead=""), _MAX_LETTERS - len(ending), room)
    return f"{words or 'Pupil'}{ending}"


def safe_name(text: str, *, instead: str) -> str:
    """Make one folder's name of a text: no separators, devices, control or direction marks, no dot or space at an end.

    ``instead`` is the name where nothing is left of the text.
    """
    # All of Unicode's C: controls, bidi and zero-width marks, halves of pairs, private and unassigned characters.
    seen = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    seen = "".join(c for c in seen if not unicodedata.category(c).startswith("C"))
    plain = _cut(" ".join(_FORBIDDEN.sub(" ", seen).split()), _MAX_LETTERS, _MAX_BYTES)
    return f"_{plain}" if _DEVICES.fullmatch(plain) else plain or instead


def is_key(text: str) -> bool:
    """Whether a text has the shape of a pupil key, and so may stand in a path."""
    return _KEY.fullmatch(text) is not None


def key_in_name(name: str) -> str:
    """Give the key at the end of a folder's name, "" where there is none.

    Our mark may stand before it; a key of our own making is known without, since few people can type the mark.
    """
    _, mark, key = name.rpartition(SEPARATOR.strip())
    key = key.strip()
    if mark and is_key(key):
        return key
    last = re.split(r"[\s\-–_]+", name.strip())[-1]
    return last if _OUR_KEY.fullmatch(last) else ""


def _cut(text: str, letters: int, room: int) -> str:
    short = text.strip(". ")[:letters]
    while len(short.encode()) > room:
        short = short[:-1]
    return short.strip(". ")
