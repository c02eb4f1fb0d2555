"""Read a text once from end to end: how its letters are written, and the digest of its bytes.

Tried in order: what a byte order mark says, strict UTF-8, the configured
encoding or Windows-1252.  A guess that gives nonsense ("RenÃ©e") is refused, for
a wrong name would travel into the register (safety rule 25).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import IO, Final, NamedTuple

from senco_connect.adapters import ReadFile
from senco_connect.errors import ConfigProblem, InputRefused
from senco_connect_mis.findings import BROKEN_RECORD, ENCODING, TOO_MUCH
from senco_connect_mis.limits import LONGEST_RECORD

__all__ = ["Survey", "digest_of", "likely_encoding", "survey_text"]

_CHUNK: Final = 1 << 16
_DIGEST_SIZE: Final = 16

_FOREIGN_LETTERS = re.compile(r"[^\x00-\x7f]+")
# What é, ë, ó ... of the old DOS code pages turn into when they are read as Windows-1252.
_DOS_LETTERS = re.compile("[A-Za-z][€‚ƒ„†‡ˆ‰‹•˜™›¡¢£¤¥]")
_ENOUGH: Final = 500
_PIECE: Final = 1 << 16
_MOJIBAKE_SHARE: Final = 0.2

_CURE = 'Save it as "CSV UTF-8", or name its encoding in senco.toml (encoding = "cp850" is that of MS-DOS).'


class Survey(NamedTuple):
    """The encoding of a text, the digest of its bytes and their number."""

    encoding: str
    digest: str
    size: int


def survey_text(file: ReadFile, configured: str) -> Survey:
    """Find the encoding that fits the whole text, or raise InputRefused."""
    for encoding in _candidates(file.head(4), configured):
        try:
            return _read_through(file, encoding)
        except UnicodeDecodeError:
            continue
    raise InputRefused(f"The letters of {file.token} can't be told from its bytes.", _CURE, code=ENCODING)


def digest_of(file: ReadFile) -> str:
    """Give the digest of a file's bytes, as a survey does."""
    total = blake2b(digest_size=_DIGEST_SIZE)
    with file.open() as stream:
        for chunk in _chunks(stream):
            total.update(chunk)
    return total.hexdigest()


def likely_encoding(head: bytes) -> str:
    """Give the encoding tried first for a text that begins so."""
    return _candidates(head, "")[0]


def _candidates(head: bytes, configured: str) -> tuple[str, ...]:
    if head.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    # Strict UTF-8 first: no other text passes for it by chance.
    try:
        return ("utf-8", codecs.lookup(configured or "cp1252").name)
    except LookupError:
        raise ConfigProblem(
            "The encoding in the source's part of senco.toml is not one that exists.",
            'Leave it out, or use "utf-8", "cp1252" or "cp850".',
        ) from None


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _read_through(file: ReadFile, encoding: str) -> Survey:
    total, decoder, letters = blake2b(digest_size=_DIGEST_SIZE), codecs.getincrementaldecoder(encoding)(), _Letters()
    size = line_starts = 0
    with file.open() as stream:
        for chunk in _chunks(stream):
            # Once through the file for all of it: the file may be larger than the memory.
            total.update(chunk)
            text = decoder.decode(chunk)
            if "\0" in text:
                raise _nul(file, size)
            letters.weigh(text)
            line_starts = size + len(chunk) if b"\n" in chunk or b"\r" in chunk else line_starts
            size += len(chunk)
            if size - line_starts > LONGEST_RECORD:
                raise _endless(file)
    decoder.decode(b"", final=True)
    if letters.are_nonsense:
        what = f"The letters of {file.token} were garbled before it came here: accents and dashes read as nonsense."
        raise InputRefused(what, _CURE, code=ENCODING)
    return Survey(encoding, total.hexdigest(), size)


def _endless(file: ReadFile) -> InputRefused:
    return InputRefused(f"A line of {file.token} is longer than any row of a table.", "Export it again.", code=TOO_MUCH)


def _nul(file: ReadFile, start: int) -> InputRefused:
    """Name the line of the first NUL at or after a byte."""
    line = 1
    with file.open() as stream:
        for chunk in _chunks(stream):
            before, nul, _ = chunk.partition(b"\0") if start <= 0 else (chunk, b"", b"")
            line += before.count(b"\n")
            start -= len(chunk)
            if nul:
                break
    what = f"Line {line} of {file.token} holds a NUL byte, which no text has."
    return InputRefused(what, 'Export it again, as "CSV UTF-8".', code=BROKEN_RECORD, line=line)


class _Letters:
    """A sample of a text's accented letters, and how many of them are signs of a wrong encoding."""

    def __init__(self) -> None:
        self.seen = 0
        self.wrong = 0

    def weigh(self, text: str) -> None:
        """Look at a piece of the text, until the sample is large enough."""
        if self.seen >= _ENOUGH or text.isascii():
            return
        for start in range(0, len(text), _PIECE):
            piece = text[start : start + _PIECE]
            runs = _FOREIGN_LETTERS.findall(piece)
            self.seen += len(runs)
            self.wrong += sum(map(_is_twice_encoded, runs)) + len(_DOS_LETTERS.findall(piece))
            if self.seen >= _ENOUGH:
                return

    @property
    def are_nonsense(self) -> bool:
        """Whether too many of them are wrong; a pasted "donâ€™t" in one note among many is not."""
        return self.wrong > _MOJIBAKE_SHARE * self.seen


def _is_twice_encoded(run: str) -> bool:
    # "Ã©" is é in UTF-8, read as Windows-1252; only such text survives the way back.
    try:
        run.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True
