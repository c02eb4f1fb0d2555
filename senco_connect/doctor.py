"""Look over the set-up of a machine: each check says what is so, and where that is bad, the cure."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from senco_connect.adapters import Leases
from senco_connect.auditing import entries_verified, rows_verified
from senco_connect.catalogue import list_adapters
from senco_connect.errors import ConfigProblem, SencoError
from senco_connect.observing import newest_file
from senco_connect.school import School
from senco_connect.store import run_lock

__all__ = ["Check", "examine"]

PYTHON = (3, 11)
_SYNCED = ("onedrive", "google drive", "googledrive", "my drive", "dropbox", "icloud")


class Check(NamedTuple):
    """One thing that was looked at; where it is not well, ``cure`` says what to do and ``exit_code`` is not 0."""

    name: str
    words: str
    cure: str = ""
    exit_code: int = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing has to be done."""
        return self.exit_code == 0


def examine(config: Path) -> Iterator[Check]:
    """Make every check that can be made, one after the other."""
    yield _python()
    yield _adapters()
    try:
        school = School.open(config)
    except SencoError as problem:
        yield _bad("configuration", problem)
        return
    yield Check("configuration", "senco.toml is well formed")
    yield from _state_folder(school.config.state)
    for name, check in _CHECKS.items():
        yield _made(name, check, school)


def _made(name: str, check: Callable[[School], str], school: School) -> Check:
    try:
        return Check(name, check(school))
    except SencoError as problem:
        return _bad(name, problem)


def _bad(name: str, problem: SencoError) -> Check:
    return Check(name, " ".join([problem.what, *problem.also]), problem.cure, problem.exit_code)


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < PYTHON:
        return Check("Python", f"this is Python {found}", "Install Python 3.11 or newer.", ConfigProblem.exit_code)
    return Check("Python", f"this is Python {found}")


def _adapters() -> Check:
    listed = list_adapters()
    names = ", ".join(one.installed.name for one in listed)
    broken = ", ".join(one.installed.name for one in listed if one.problem)
    if names and not broken:
        return Check("adapters", names)
    words = f"can't be loaded: {broken}" if broken else "none is installed"
    return Check("adapters", words, "Install their plugins again.", ConfigProblem.exit_code)


# --- the state folder


def _state_folder(folder: Path) -> Iterator[Check]:
    if not folder.is_dir():
        yield Check("state folder", "there is none yet; the first plan makes it")
        return
    yield _privacy(folder)
    yield _writing(folder)
    yield _place(folder)


def _privacy(folder: Path) -> Check:
    # On Windows the permissions of the school's own folder decide.
    open_to_others = os.name == "posix" and any(
        path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) for path in (folder, folder / "secret") if path.exists()
    )
    if open_to_others:
        cure = "Take the rights of group and others away: chmod 700 the folder, chmod 600 what is in it."
        return Check("privacy of the state", "others on this machine may read it", cure, 6)
    return Check("privacy of the state", "nobody else may read it")


def _writing(folder: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Check("writing the state", "it can be written")
    except OSError:
        cure = "Give the account that runs senco the right to write there."
        return Check("writing the state", "it can't be written", cure, 6)


def _place(folder: Path) -> Check:
    whole = folder.resolve()
    synced = any(part.casefold().startswith(_SYNCED) for part in whole.parts)
    if synced or whole.drive.startswith("\\\\"):
        where = "a synced folder" if synced else "a network share"
        cure = "Name a folder on this machine's own disk: state in the part [school] of senco.toml."
        return Check("place of the state", f"it lies in {where}, where a database gets damaged", cure, 2)
    return Check("place of the state", "it lies on this machine's own disk")


# --- what needs the stores


def _lock(school: School) -> str:
    with run_lock(school.config.state):
        return "no other run is at work"


def _lease(school: School) -> str:
    register = school.stores.register
    if not isinstance(register, Leases):
        return "there is none to take"
    holder = register.read_mark().holder
    return f"a run holds the register under {holder}; `senco unlock {holder}` if it is dead" if holder else "it is free"


def _audit(school: School) -> str:
    return f"the chain of its {entries_verified(school):,} entries holds"


def _rows(school: School) -> str:
    return f"each of its {rows_verified(school):,} rows is as it was written"


def _exports(school: School) -> str:
    sources = school.stores.sources
    for name, source in sources:
        newest_file(name, source, school.tools)
    return f"{len(sources)} found"


def _register(school: School) -> str:
    register = school.stores.register
    return "none is configured" if register is None else f"it has {len(register.read().rows)} rows"


def _folders(school: School) -> str:
    filing = school.stores.filing
    return "none are configured" if filing is None else f"there are {len(filing.read().folders)}"


_CHECKS: dict[str, Callable[[School], str]] = {
    "lock": _lock,
    "lease": _lease,
    "audit log": _audit,
    "state": _rows,
    "exports": _exports,
    "register": _register,
    "pupil folders": _folders,
}
