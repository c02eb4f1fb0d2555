"""Look at the exports: which files, whether they are the last ones, and only as far into them as is needed.

Reads, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from senco_connect.adapters import Filing, ReadFile, ReadsChanges, Register, Source, Tools
from senco_connect.errors import AccessRefused, InputRefused
from senco_connect.identity import Roll, place_rows
from senco_connect.memory import Memory
from senco_connect.snapshot import Snapshot
from senco_connect.tokens import Tokens

__all__ = ["Stores", "needed_pupils", "newest_file", "observe_sources"]


class Stores(NamedTuple):
    """The school's adapters, made ready: sources in the order of their authority, register, folders."""

    sources: tuple[tuple[str, Source], ...]
    register: Register | None
    filing: Filing | None


def needed_pupils(register: Snapshot | None, memory: Memory, at_rest: frozenset[str]) -> frozenset[str] | None:
    """The pupils whose export rows are needed whatever the file says: their row is new, moved on or waiting.

    None is everybody: whose a row in doubt may be is asked of the whole roll.
    """
    waiting = {key for key, standing in memory.registered.items() if standing.waiting}
    if register is None:
        return frozenset(waiting)
    nobody = Roll({}, frozenset(), frozenset(), ())
    placed = place_rows(register, nobody, memory, Tokens(memory.secret), at_rest=at_rest)
    if placed.doubts:
        return None
    return frozenset(waiting | (placed.rows.keys() - at_rest) | placed.links.keys())


def observe_sources(stores: Stores, memory: Memory, *, attention: frozenset[str] | None, tools: Tools) -> Snapshot:
    """Read the exports; ``attention`` names the pupils whose rows are needed whatever the files say (None: all)."""
    files = [(name, source, newest_file(name, source, tools)) for name, source in stores.sources]
    digest = _digest_of(files)
    # Lines that were set aside are told again as long as they are there.
    is_settled = memory.facts.get("doubts", "0") == "0"
    is_same = is_settled and bool(memory.accepted) and memory.accepted[-1].digest == digest
    if is_same and attention == frozenset():
        laestab, urn = memory.facts.get("laestab", ""), memory.facts.get("urn", "")
        layout = memory.facts.get("layout", "")
        return Snapshot((), (), digest, same=True, laestab=laestab, urn=urn, layout=layout)
    from senco_connect.join import join

    snapshots = [_read(source, file, memory, attention, alone=len(files) == 1) for _, source, file in files]
    return join(snapshots)._replace(digest=digest)


def _read(source: Source, file: ReadFile, memory: Memory, attention: frozenset[str] | None, *, alone: bool) -> Snapshot:
    if alone and isinstance(source, ReadsChanges):
        snapshot = source.read_since(file, _Known(memory, attention))
    else:
        snapshot = source.read(file)
    return snapshot if snapshot.made_at else snapshot._replace(made_at=file.modified)


class _Known:
    """What was accepted last time, but for the pupils who have to be looked at."""

    def __init__(self, memory: Memory, attention: frozenset[str] | None) -> None:
        self._memory = memory
        self._attention = attention

    @property
    def secret(self) -> bytes:
        return self._memory.secret

    def records(self, layout: str) -> Mapping[bytes, str]:
        if self._attention is None:
            return {}
        records = self._memory.records(layout)
        return {raw: key for raw, key in records.items() if key not in self._attention}


def newest_file(name: str, source: Source, tools: Tools) -> ReadFile:
    """Find the file of a source: a pattern takes the one changed last; raises InputRefused where there is none."""
    try:
        files = _files(tools.folder, str(source.config.file))
        found = sorted(files, key=lambda path: (path.stat().st_mtime_ns, path.name))
    except (OSError, ValueError):
        # A file that went away meanwhile, or a pattern that is none.
        found = []
    if not found:
        raise InputRefused(
            f"No export was found for the source {name}.", "Export it again, or correct the file in senco.toml.",
            code="E081",
        )  # fmt: skip
    return ReadFile(found[-1], token=f"the export {name}")


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    """Give the file of just that name, else those that fit the pattern, but for what Office lays beside an open one."""
    exact = folder / pattern
    if exact.is_file():
        yield exact
        return
    # A pattern may begin at the root of a drive, where no folder's glob can follow.
    anchor = Path(pattern).anchor
    fitting = (folder / anchor).glob(str(Path(pattern).relative_to(anchor))) if Path(pattern).name else ()
    yield from (path for path in fitting if path.is_file() and not path.name.startswith("~$"))


def _digest_of(files: list[tuple[str, Source, ReadFile]]) -> str:
    """One digest for the bytes of every export and for how each is read."""
    whole = blake2b(digest_size=16)
    for name, source, file in files:
        whole.update(repr((name, source.name, source.config)).encode())
        try:
            with file.open() as stream:
                while block := stream.read(1 << 20):
                    whole.update(block)
        except OSError:
            raise AccessRefused(
                f"{file.token[0].upper()}{file.token[1:]} can't be opened.",
                "Close it where it is open, and give the account that runs senco the right to read it.",
                code="E062",
            ) from None
    return whole.hexdigest()
