"""The reference filing: pupil folders in a Cabinet in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import ClassVar

from senco_connect.adapters import (
    AdapterConfig,
    Filing,
    FolderBatch,
    FolderOperation,
    NewFolder,
    Outcome,
    RenameFolder,
    Result,
    Tools,
)
from senco_connect.snapshot import Finding, Folder, FolderSnapshot
from senco_connect.testing.memory.cabinet import Cabinet

__all__ = ["CabinetConfig", "MemoryFiling"]

Answered = tuple[Result, str]
DONE: Answered = (Result.DONE, "")

_DEVICES = {"AUX", "CON", "NUL", "PRN", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class CabinetConfig(AdapterConfig):
    """Names the cabinet that a MemoryFiling opens."""

    cabinet: Cabinet


class MemoryFiling(Filing):
    """A filing that keeps every promise of the contract and has no disk under it.

    A folder is known by its id and by the key left on it, never by its name.
    """

    name: ClassVar[str] = "memory-filing"
    title: ClassVar[str] = "Pupil folders in memory"
    Config: ClassVar[type[AdapterConfig]] = CabinetConfig
    config: CabinetConfig

    @classmethod
    def on(cls, cabinet: Cabinet, tools: Tools | None = None) -> MemoryFiling:
        """Open a cabinet, as a new run would."""
        return cls(CabinetConfig(cls.name, cabinet), tools or Tools(Path("nowhere")))

    def read(self) -> FolderSnapshot:
        """List the folders that carry a key; a key on two of them is a finding."""
        marked = {name: entry for name, entry in self._cabinet.folders().items() if entry.marker}
        keys = Counter(entry.marker for entry in marked.values())
        return FolderSnapshot(
            folders=tuple(Folder(entry.id, entry.marker, name) for name, entry in marked.items()),
            digest=blake2b(repr(marked).encode(), digest_size=16).hexdigest(),
            findings=tuple(Finding("M002", "two folders carry one key") for n in keys.values() if n > 1),
        )

    def apply(self, batch: FolderBatch) -> Sequence[Outcome]:
        """Perform the operations one after another."""
        return [Outcome(operation.id, *self._perform(operation)) for operation in batch.operations]

    @property
    def _cabinet(self) -> Cabinet:
        return self.config.cabinet

    def _perform(self, operation: FolderOperation) -> Answered:
        match operation:
            case NewFolder():
                return self._make(operation)
            case RenameFolder():
                return self._rename(operation)

    def _make(self, new: NewFolder) -> Answered:
        if not self._is_made(new):
            path = f"{self._cabinet.root}/{self._free_name(new.name, new.key)}"
            self._cabinet.put(path, marker=new.key)
            for section in new.sections:
                self._cabinet.put(f"{path}/{_plain_name(section, new.key)}")
        return DONE

    def _is_made(self, new: NewFolder) -> bool:
        return any(entry.marker == new.key for entry in self._cabinet.folders().values())

    def _rename(self, change: RenameFolder) -> Answered:
        # By its id, never by name: the name is people's to change.
        names = {entry.id: name for name, entry in self._cabinet.folders().items()}
        present = names.get(change.folder)
        if present == change.name:
            return DONE
        if present != change.expect:
            return Result.STALE, "the folder is gone, or a person has named it"
        root = self._cabinet.root
        self._cabinet.rename(f"{root}/{present}", f"{root}/{self._free_name(change.name, change.key)}")
        return DONE

    def _free_name(self, name: str, key: str) -> str:
        plain = _plain_name(name, key)
        taken = self._cabinet.folders()
        return f"{plain} {key}" if plain in taken else plain


def _plain_name(name: str, key: str) -> str:
    """Make a name of one level that every disk takes; the key stands in where nothing is left of it."""
    legal = "".join("-" if c in '/\\:*?"<>|' else c for c in name if c.isprintable())
    plain = legal[:_LONGEST_NAME].strip(" .") or key
    return f"{key} {plain}" if plain.partition(".")[0].strip().upper() in _DEVICES else plain
