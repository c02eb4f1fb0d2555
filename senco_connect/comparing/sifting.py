"""Leave out of two exports the records that stand in both, so that only what differs has to be read.

It works on lines, whatever the adapter makes of them, and is believed only where
the adapter proves it right: each row must bear the digest of one record that was
kept.  Anything doubtful (a workbook, letters that need the whole file to be
understood, one record twice) is not sifted.
"""

from __future__ import annotations

from bisect import bisect_right
from codecs import getincrementaldecoder
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from itertools import compress, repeat
from operator import contains
from typing import NamedTuple

from senco_connect.adapters import ReadFile, ReadsChanges
from senco_connect.errors import SencoError
from senco_connect.excerpt import Excerpt
from senco_connect.snapshot import Snapshot

__all__ = ["Both", "read_sifted"]

# Titles and headings stand near the top; they are never left out.
_TOP = 20
_PIECE = 1 << 16
_SECRET = b"two exports, compared once"


class Both(NamedTuple):
    """Two exports as read, and how many records of the new one were passed over because they stand in the old one."""

    old: Snapshot
    new: Snapshot
    passed: int = 0


def read_sifted(source: ReadsChanges, old: ReadFile, new: ReadFile) -> Both | None:
    """Read what differs between two exports; None where they have to be read whole."""
    try:
        files = _sift(_bytes_of(old), _bytes_of(new))
        if files is None:
            return None
        before, after = (_read(source, file, part) for file, part in zip((old, new), files, strict=True))
    except (SencoError, OSError):
        # It may be an effect of what was left out; if not, the adapter says it of the whole file.
        return None
    if before is None or after is None or before.layout != after.layout:
        return None
    return Both(before, after, files[1].passed)


class _Text:
    """A file cut into records: at line ends, but not inside quotes."""

    def __init__(self, content: bytes) -> None:
        self.records = content.split(b"\n")
        self._ends, self._more = [0], [0]
        lines = self.records
        quoting = compress(range(len(lines)), map(contains, lines, repeat(ord('"'))))
        odd = [n for n in quoting if lines[n].count(b'"') % 2]
        if odd:
            self._join(lines, odd)
        self.distinct = set(self.records)

    def _join(self, lines: list[bytes], odd: list[int]) -> None:
        records, done = [], 0
        for first, last in zip(odd[::2], odd[1::2], strict=False):
            records += lines[done:first]
            records.append(b"\n".join(lines[first : last + 1]))
            done = last + 1
            self._ends.append(len(records))
            self._more.append(self._more[-1] + last - first)
        self.records = records + lines[done:]

    def line(self, place: int) -> int:
        """Give the line (from 1) on which the record at a place (from 0) begins."""
        return place + 1 + self._more[bisect_right(self._ends, place) - 1]


class _Part(NamedTuple):
    """What is kept of a file: its records, and the number of each of their lines in the whole file."""

    records: list[bytes]
    lines: list[int]
    passed: int

    @property
    def content(self) -> bytes:
        return b"\n".join(self.records)

    def digests(self) -> frozenset[bytes]:
        """Digests of the kept records, as the contract has them made."""
        ends = (record.removesuffix(b"\r") for record in self.records)
        return frozenset(blake2b(record, key=_SECRET, digest_size=16).digest() for record in ends)


def _sift(old: bytes, new: bytes) -> tuple[_Part, _Part] | None:
    if b"\0" in old or b"\0" in new:
        return None
    one, other = _Text(old), _Text(new)
    # The same record twice may be one pupil twice: that has to be seen.
    if any(len(text.distinct) < len(text.records) for text in (one, other)):
        return None
    # What is kept of one file has to be kept of the other, wherever it stands there.
    top = {*one.records[:_TOP], *other.records[:_TOP]}
    one.distinct -= top
    other.distinct -= top
    parts = _part(one, other.distinct), _part(other, one.distinct)
    return parts if _letters_are_plain(parts, old) else None


def _part(text: _Text, others: AbstractSet[bytes]) -> _Part:
    records = text.records
    kept = [n for n, record in enumerate(records) if record not in others]
    lines = [text.line(n) + more for n in kept for more in range(records[n].count(b"\n") + 1)]
    return _Part([records[n] for n in kept], lines, len(records) - len(kept) - (b"" in others))


def _letters_are_plain(parts: tuple[_Part, _Part], old: bytes) -> bool:
    """Whether the kept letters read the same on their own as within the whole file.

    What is left out of the new file stands in the old one.
    """
    contents = [part.content for part in parts]
    return all(map(bytes.isascii, contents)) or (_is_utf8(old) and _is_utf8(contents[1]))


def _is_utf8(content: bytes) -> bool:
    decoder = getincrementaldecoder("utf-8")()
    try:
        # In pieces that stay small: the text itself is not wanted.
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _bytes_of(file: ReadFile) -> bytes:
    with file.open() as stream:
        return stream.read()


class _Nothing:
    """Knows no record, so that each is read and bears its digest."""

    secret = _SECRET

    def records(self, layout: str) -> Mapping[bytes, str]:
        del layout
        return {}


def _read(source: ReadsChanges, file: ReadFile, part: _Part) -> Snapshot | None:
    """Read what is kept, with the lines of the whole file; None where a row is not what one record says."""
    shown = source.read_since(Excerpt(file.path, file.token, part.content), _Nothing())
    if not part.digests().issuperset(row.raw for row in shown.rows):
        return None
    at = part.lines
    return shown._replace(
        rows=[row._replace(line=at[row.line - 1]) for row in shown.rows],
        findings=tuple(f._replace(line=at[f.line - 1]) if f.line else f for f in shown.findings),
    )
