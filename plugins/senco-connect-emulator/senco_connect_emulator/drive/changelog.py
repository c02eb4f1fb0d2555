"""What changed, in order: one entry for each file and shared drive, with its last change only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["ChangeLog"]

Json = dict[str, Any]


class ChangeLog:
    """Numbers changes.  An entry remembers who lost sight of the file, and when: they are told that it is gone."""

    def __init__(self) -> None:
        self.last = 1
        self.entries: dict[str, Json] = {}

    def record(
        self, file_id: str, time: str, *, drive_id: str = "", lost: Iterable[tuple[str, str]] = (), kind: str = "file"
    ) -> None:
        """Enter a change; an earlier one of the same file gives way."""
        self.last += 1
        earlier = self.entries.pop(file_id, None)
        # With the number of the change that took it from them: later ones are no matter of theirs.
        gone = {(whose, name): number for whose, name, number in earlier["lost"]} if earlier else {}
        gone |= dict.fromkeys(lost, self.last)
        told = [(*one, number) for one, number in sorted(gone.items())]
        self.entries[file_id] = {
            "number": self.last, "id": file_id, "time": time, "drive": drive_id, "lost": told, "kind": kind,
        }  # fmt: skip

    def since(self, number: int) -> list[Json]:
        """Give the entries later than a number, oldest first."""
        found = []
        for entry in reversed(self.entries.values()):
            if entry["number"] <= number:
                break
            found.append(entry)
        return found[::-1]

    def snapshot(self) -> Json:
        """Give the entries as JSON."""
        return {"last": self.last, "entries": list(self.entries.values())}

    def restore(self, told: Json) -> None:
        """Take them back."""
        self.last = told["last"]
        for entry in told["entries"]:
            entry["lost"] = [tuple(one) for one in entry["lost"]]
        self.entries = {entry["id"]: entry for entry in told["entries"]}
