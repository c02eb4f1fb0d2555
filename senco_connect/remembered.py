"""A memory held in dictionaries: two exports are compared with it, and tests plan from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from senco_connect.memory import Accepted, Cells, Standing

__all__ = ["Remembered"]


@dataclass(slots=True)
class Remembered:
    """What is remembered, by name; the reference for the store."""

    secret: bytes
    lineage: str = ""
    serial: int = 0
    accepted: tuple[Accepted, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    tokens: dict[tuple[str, str], dict[str, bytes]] = field(default_factory=dict)
    holders: dict[tuple[str, bytes], str] = field(default_factory=dict)
    layout: str = ""
    raw: dict[bytes, str] = field(default_factory=dict)

    @property
    def exported(self) -> Collection[str]:
        """The pupils of the last accepted export."""
        return {key for key, standing in self.standings.items() if standing.in_export}

    @property
    def registered(self) -> Mapping[str, Standing]:
        """The pupils who have or had a register row, and those waiting."""
        return {key: s for key, s in self.standings.items() if s.in_register or s.waiting}

    def knows(self, key: str) -> bool:
        """Whether the key was ever given."""
        return key in self.standings

    def cells(self, store: str, key: str) -> Cells | None:
        """Tokens by field, or None."""
        return self.tokens.get((store, key))

    def sent(self, stamp: str) -> Mapping[tuple[str, str], bytes]:  # noqa: ARG002
        """Nothing: what is remembered here never wrote."""
        return {}

    def meant_names(self, key: str) -> Collection[bytes]:  # noqa: ARG002
        """Nothing: no run of this memory was cut off."""
        return ()

    def prefetch(self, keys: Collection[str]) -> None:
        """Nothing to do: everything is here."""

    def expect(self, rows: int) -> None:
        """Nothing to do: everything is here."""

    def holder(self, kind: str, token: bytes) -> str | None:
        """Name the pupil who bears an identifier."""
        return self.holders.get((kind, token))

    def records(self, layout: str) -> Mapping[bytes, str]:
        """Digest of each raw record -> pupil key, if the layout is the same."""
        return self.raw if layout == self.layout else {}
