"""Pass over the records that were accepted last time, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import compress

from senco_connect.adapters import Known
from senco_connect_mis.records import Block, RawBlock, Tangled, TextForm, parse

__all__ = ["Gate", "NothingKnown", "Twice"]

_DIGEST_SIZE = 16


class NothingKnown:
    """What a first reading knows; without a secret no record gets a digest."""

    def __init__(self, secret: bytes = b"") -> None:
        self.secret = secret

    def records(self, layout: str) -> Mapping[bytes, str]:
        """Give nothing, whatever the layout."""
        del layout
        return {}


class Twice(Tangled):
    """A known record stands twice, so that no row may pass unread."""


class Gate:
    """Sorts records into those known and those to be read; ``unchanged`` holds the pupils of the known ones."""

    def __init__(self, known: Known, layout: str) -> None:
        self.unchanged: list[str] = []
        self.sample: bytes | None = None
        self._secret = known.secret
        self._accepted = known.records(layout)

    def new(self, blocks: Iterator[RawBlock], form: TextForm) -> Iterator[Block]:
        """Give the rows of the records that are not known; raises Tangled or Twice where that can't be trusted."""
        for block in blocks:
            lines, records, raws = self._unknown(block)
            rows = Block(lines, parse(records, form), raws)
            yield rows if all(rows.cells) else rows.at([n for n, cells in enumerate(rows.cells) if cells])
        if len(set(self.unchanged)) < len(self.unchanged):
            # The same record twice is one pupil twice: that must be seen.
            raise Twice

    def _unknown(self, block: RawBlock) -> tuple[Sequence[int], Sequence[bytes], Sequence[bytes]]:
        lines, records = block
        raws = self._digests(records)
        keys = list(map(self._accepted.get, raws))
        if not any(keys):
            return lines, records, raws
        self.unchanged += filter(None, keys)
        # One record that passes unread still tells which school the others are of.
        self.sample = self.sample or next(compress(records, keys))
        new = [key is None for key in keys]
        return list(compress(lines, new)), list(compress(records, new)), list(compress(raws, new))

    def _digests(self, records: Sequence[bytes]) -> list[bytes]:
        secret = self._secret
        # A digest without a key could be found by trying all names.
        if not secret:
            return [b""] * len(records)
        return [blake2b(record, key=secret, digest_size=_DIGEST_SIZE).digest() for record in records]
