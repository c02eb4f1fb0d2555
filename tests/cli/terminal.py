"""A person at a terminal, for commands that ask."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def answered(folder: Path, answer: bytes, *words: str) -> tuple[int, str]:
    """Run a command in a folder at a made-up terminal, and answer what it asks: its exit code, and all that it shows."""
    assert sys.platform != "win32", "only a POSIX system has such a terminal"
    import pty

    pid, terminal = pty.fork()
    if not pid:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "senco_connect.cli", *words])
    os.write(terminal, answer)
    shown = _all_of(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


def _all_of(terminal: int) -> str:
    told = b""
    try:
        while piece := os.read(terminal, 65_536):
            told += piece
    except OSError:
        # Linux says so when the other end has gone.
        pass
    os.close(terminal)
    return told.decode("utf-8", errors="replace")
