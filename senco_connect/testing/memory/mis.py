"""A MIS in memory: the pupils as the office keeps them, and the exports that it makes.

An export is lines of JSON: what it is (made when, of which school, which fields,
how many pupils), then one list of cells for each pupil; null is a cell not shown.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import IO

from senco_connect.adapters import ReadFile
from senco_connect.record import BLANK

__all__ = ["MemoryFile", "Mis"]

KIND = "senco memory export"


class MemoryFile(ReadFile):
    """An export that is on no disk; its path is a name only."""

    __slots__ = ("content", "day")

    def __init__(self, content: bytes, day: str) -> None:
        super().__init__(Path("memory.jsonl"))
        self.content = content
        self.day = day

    def head(self, size: int = 65_536) -> bytes:
        """Give the first bytes."""
        return self.content[:size]

    @property
    def size(self) -> int:
        """Size in bytes."""
        return len(self.content)

    @property
    def modified(self) -> str:
        """The day it was made (ISO)."""
        return self.day

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open for reading bytes."""
        yield io.BytesIO(self.content)


class Mis:
    """The pupils of one school by field; ``day`` moves on by one with each export.

    The office types, enters and removes pupils; ``load`` is its import screen,
    which compares nothing: it writes what the file says.
    """

    def __init__(self, fields: Sequence[str], pupils: Iterable[Mapping[str, str]], *, laestab: str = "9999999") -> None:
        self.fields = list(fields)
        self.pupils = [dict(pupil) for pupil in pupils]
        self.laestab = laestab
        self.day = date(2026, 9, 1)

    def type(self, place: int, field: str, text: str) -> str:
        """Type over a field of the pupil at this place (from 0); give the text that stood there."""
        replaced = self.pupils[place].get(field, BLANK)
        self.pupils[place][field] = text
        return replaced

    def enter(self, pupil: Mapping[str, str]) -> None:
        """Take a pupil on roll."""
        self.pupils.append(dict(pupil))

    def remove(self, place: int) -> None:
        """Take the pupil at this place off roll, and so out of the exports."""
        del self.pupils[place]

    def export(self, fields: Sequence[str] = (), *, partial: bool = False) -> MemoryFile:
        """Export all pupils, with some fields or all."""
        shown = list(fields or self.fields)
        head = {
            "kind": KIND,
            "made_at": self.day.isoformat(),
            "laestab": self.laestab,
            "partial": partial,
            "fields": shown,
            "pupils": len(self.pupils),
        }
        lines = [head, *([pupil.get(field, BLANK) for field in shown] for pupil in self.pupils)]
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
        file = MemoryFile(content, self.day.isoformat())
        self.day += timedelta(days=1)
        return file

    def load(self, content: bytes) -> None:
        """Import a write-back file; a line that names nobody here is passed over."""
        for line in content.splitlines():
            change = json.loads(line)
            for pupil in self.pupils:
                if _is(pupil, change["identifiers"]):
                    pupil[change["field"]] = change["value"]


def _is(pupil: Mapping[str, str], identifiers: Mapping[str, str]) -> bool:
    # No identifiers at all would name every pupil.
    return bool(identifiers) and all(pupil.get(field) == text for field, text in identifiers.items())
