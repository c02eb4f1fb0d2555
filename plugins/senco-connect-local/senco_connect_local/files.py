"""The workbook as a file: read whole, replaced whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from senco_connect.errors import AccessRefused, InputRefused, Locked, RegisterRefused, TryAgain
from senco_connect_local.package import MAX_FILE

__all__ = ["clear_leftover", "make_file", "not_there", "read_file", "refuse_if_open", "replace_file"]


def read_file(path: Path) -> bytes:
    """Read the workbook's bytes; it may be open in Excel."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise InputRefused(
                f"The workbook is larger than {MAX_FILE // 1_000_000} MB.", "Remove pictures from it.", code="X105"
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise not_there() from None
    except OSError:
        raise _open_elsewhere(path) from None


def not_there() -> RegisterRefused:
    """Give the error for a workbook that is gone."""
    return RegisterRefused(
        "The register workbook is not where senco.toml says.",
        'Put it back, or correct "file"; a new one is never made unasked.',
        code="X206",
    )


def refuse_if_open(path: Path) -> None:
    """Raise Locked while Excel or LibreOffice has the workbook open: its next save would undo ours."""
    if any(lock.exists() for lock in _lock_files(path)):
        raise Locked(
            "The register is open in Excel or LibreOffice.",
            "Close the workbook and run again. If nobody has it open, delete the lock file a crash left beside it.",
            code="X401",
        )


def clear_leftover(path: Path) -> None:
    """Remove the unfinished copy that a crash may have left beside the workbook."""
    try:
        _unfinished(path).unlink(missing_ok=True)
    except OSError:
        raise _open_elsewhere(path) from None


def replace_file(path: Path, new: bytes, *, seen: bytes) -> bool:
    """Put new bytes in the place of the ones that were seen; False, and nothing done, if the file changed meanwhile.

    A crash leaves the old file or the new one, never a mixture.
    """
    with _writing(path) as unfinished:
        # The copy holds what the workbook holds: nobody else may read it before it has the workbook's permissions.
        _write(unfinished, new)
        unfinished.chmod(stat.S_IMODE(path.stat().st_mode))
        if path.read_bytes() != seen:
            return False
        unfinished.replace(path)
    return True


def make_file(path: Path, new: bytes) -> None:
    """Put bytes where no file stands yet; RegisterRefused where one does."""
    if path.exists():
        raise RegisterRefused(
            "A file stands where the new register should go.", "Choose another file name.", code="X207"
        )
    with _writing(path) as unfinished:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(unfinished, new)
        unfinished.replace(path)


@contextmanager
def _writing(path: Path) -> Iterator[Path]:
    """Give the name of the unfinished copy, remove what is left of it, and say what a failure means."""
    unfinished = _unfinished(path)
    try:
        try:
            yield unfinished
        finally:
            unfinished.unlink(missing_ok=True)
    except PermissionError:
        raise _open_elsewhere(path) from None
    except OSError:
        raise TryAgain(
            "The workbook could not be written; what was there is as it was.",
            "See that the disk is not full and the folder can be reached, then run again.",
            code="X403",
        ) from None


def _write(unfinished: Path, new: bytes) -> None:
    unfinished.touch(mode=0o600, exist_ok=False)
    with unfinished.open("wb") as stream:
        stream.write(new)
        stream.flush()
        os.fsync(stream.fileno())


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.senco-unfinished")


def _lock_files(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")


def _open_elsewhere(path: Path) -> AccessRefused | Locked:
    """Windows refuses a file that a program holds open with the same error as one without permission."""
    if any(lock.exists() for lock in _lock_files(path)):
        return Locked("The register is open in another program.", "Close the workbook and run again.", code="X401")
    return AccessRefused(
        "The register workbook may not be read or written.",
        "Close it if it is open; else give this account permission for the file and its folder.",
        code="X402",
    )
