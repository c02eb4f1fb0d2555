"""The digest of the whole state file at rest, in a small file beside it.

The seals cover each row; this covers what no row uses, and rows that were taken
away.  It goes before the first write and comes back when the file is closed: a
run that was cut off leaves none.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b, file_digest
from pathlib import Path

from senco_connect.store.secret import private_file
from senco_connect.store.trouble import unusable

__all__ = ["forget_rest", "is_as_left", "note_rest"]

_NOTE = "state.digest"


def forget_rest(folder: Path) -> None:
    """Take the note away, because the file is about to change."""
    try:
        (folder / _NOTE).unlink(missing_ok=True)
    except OSError:
        raise unusable() from None


def note_rest(folder: Path, secret: bytes) -> None:
    """Note the digest of the file, now that it is closed; where somebody else has it open, or can't, there is none."""
    fresh = folder / f"{_NOTE}.new"
    with suppress(OSError):
        if not _is_open(folder):
            fresh.write_text(_digest(folder, secret), encoding="ascii")
            private_file(fresh)
            fresh.replace(folder / _NOTE)


def is_as_left(folder: Path, secret: bytes) -> bool | None:
    """Tell whether the file is, byte for byte, as it was left; None where a run is at work or was cut off.

    Never to be asked while this process has the file open: closing it a second
    time would let go of SQLite's locks.
    """
    noted = _noted(folder)
    if noted is None:
        return None
    is_same = noted == _digest(folder, secret) and not _is_open(folder)
    # A run that began meanwhile has taken its note away.
    return is_same if noted == _noted(folder) else None


def _is_open(folder: Path) -> bool:
    wal = folder / "state.sqlite-wal"
    return wal.exists() and wal.stat().st_size > 0


def _noted(folder: Path) -> str | None:
    with suppress(OSError):
        # After a power cut the note may be there without what it said.
        return (folder / _NOTE).read_bytes().decode("latin-1") or None
    return None


def _digest(folder: Path, secret: bytes) -> str:
    with (folder / "state.sqlite").open("rb") as stream:
        return file_digest(stream, lambda: blake2b(key=secret, digest_size=16)).hexdigest()
