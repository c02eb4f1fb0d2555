"""The school's secret: 32 random bytes in a file of their own, beside the state but not in it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from senco_connect.errors import StateNotTrusted

__all__ = ["load_secret", "new_lineage", "private_file"]

_SIZE = 32


def private_file(path: Path) -> None:
    """Let nobody else read a file; on Windows the folder's own permissions decide."""
    with contextlib.suppress(OSError):
        path.chmod(0o600)


def load_secret(folder: Path) -> bytes:
    """Read the secret, or make it where there is no state yet; a state without its secret is not trusted."""
    path = folder / "secret"
    if path.exists():
        secret = path.read_bytes()
        if len(secret) != _SIZE:
            cure = "Restore the state folder from a backup."
            raise StateNotTrusted("The state's secret is damaged.", cure, code="E071")
        return secret
    if (folder / "state.sqlite").exists():
        raise StateNotTrusted(
            "The state has lost its secret.",
            "Restore the file `secret` from a backup, or move the state folder away: it is rebuilt by looking.",
            code="E072",
        )
    secret = os.urandom(_SIZE)
    with path.open("xb") as stream:
        private_file(path)
        stream.write(secret)
    return secret


def new_lineage() -> str:
    """Name a state that begins: twelve random figures, so that two are never taken for one."""
    return os.urandom(6).hex()
