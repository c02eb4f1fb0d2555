"""From bytes to elements, one record (the header, a pupil) at a time.

The tree is built in C and given away record by record, so a file of any size
takes the memory of a few pupils.  Nothing hostile gets that far: a document
type declaration can stand only before the root, where a parser of its own looks
for one first; and no record may be larger or deeper than any pupil's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Final, NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from senco_connect_dfe import refusals

__all__ = ["ROOT", "Found", "records", "root_of"]

ROOT: Final = "CTfile"

_PUPILS: Final = "CTFpupilData"
_BLOCK: Final = 65_536
_LARGEST: Final = 2_000_000
# The parser looks again at an unfinished tag or comment with each piece, so pieces without result are few.
_MOST_PIECES: Final = 200
# Counted from the root, which is 1 (safety.md 24).
_DEEPEST: Final = 64
_DEEPEST_IN_PUPIL: Final = _DEEPEST - 2

# A whole record after the line on which it begins.
Found = tuple[int, Element]


class _DtdFound(Exception):
    """Carries the answer out of the parser's call."""


class _Prolog:
    """What stands before the root: notes the root, stops at a document type declaration."""

    root = ""

    def doctype(self, *_declared: object) -> NoReturn:
        raise _DtdFound

    def start(self, tag: str, _attributes: object) -> None:
        self.root = self.root or tag


def root_of(head: bytes) -> str:
    """Name the root element from a file's first bytes; "" if they are not XML or declare a document type."""
    prolog = _Prolog()
    # Bytes that stop making sense after the root are read's to refuse, with the line.
    with suppress(_DtdFound, ParseError, LookupError, ValueError):
        XMLParser(target=prolog).feed(head)
    return _local(prolog.root)


def records(stream: IO[bytes], *, token: str) -> Iterator[Found]:
    """Walk the records of a CTF in the order of the file, in constant memory.

    Gives the children of the root, and in place of CTFpupilData its children,
    under their names without namespace.  Raises InputRefused for what is not a
    well-formed, harmless CTF; ``token`` stands for the file in its words.
    """
    try:
        yield from _records(stream, token)
    except _DtdFound:
        raise refusals.has_dtd(token) from None
    except ParseError as error:
        raise refusals.broken(token, error.position[0]) from None


def _records(stream: IO[bytes], token: str) -> Iterator[Found]:
    tree = _Tree(token)
    line, size, idle = 1, 0, 0
    for began, piece in _pieces(stream):
        whole = tree.feed(piece)
        size, idle = (0, 0) if whole else (size + len(piece), idle + 1)
        if size > _LARGEST or idle > _MOST_PIECES:
            raise refusals.too_large(token, began)
        if idle and tree.is_open_too_deep():
            raise refusals.too_deep(token, began)
        for record in whole:
            yield line, _checked(record, line, token)
        line = began
    for record in tree.close():
        yield line, _checked(record, line, token)


def _pieces(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Cut the bytes before each pupil; each piece comes with the line on which its record begins.

    Blocks end with a line, so that no tag is cut (in a file without line ends all is on line 1).
    """
    began = line = 1
    mark = newline = b""
    while block := stream.read(_BLOCK) + stream.readline(_BLOCK):
        if not mark:
            mark, newline = (text.encode(_codec(block)) for text in ("<Pupil", "\n"))
        rest, *pupils = block.split(mark)
        yield began, rest
        line += rest.count(newline)
        for pupil in pupils:
            began = line
            yield began, mark + pupil
            line += pupil.count(newline)


def _codec(block: bytes) -> str:
    # Two bytes a letter, with a byte order mark or without; all else that expat reads is ASCII in its tags.
    if block[1:2] == b"\0" or block.startswith(b"\xff\xfe"):
        return "utf-16-le"
    return "utf-16-be" if block[:1] in (b"\0", b"\xfe") else "ascii"


class _Tree:
    """A tree that grows with each piece fed and gives away what is whole."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._prolog = _Prolog()
        self._guard = XMLParser(target=self._prolog)
        builder = TreeBuilder()
        # An element of ours around the root lets us look at the tree while it grows.
        self._file = builder.start("file", {})
        self._parser = XMLParser(target=builder)
        self._pupils: Element | None = None

    def feed(self, piece: bytes) -> list[Element]:
        """Parse on and give the records that are whole now; the last one may still grow."""
        if self._pupils is None:
            return self._before_pupils(piece)
        self._parser.feed(piece)
        return _taken(self._pupils, -1)

    def close(self) -> Iterator[Element]:
        """Check that the file ends where it should, and give the last records."""
        if not self._prolog.root:
            raise refusals.foreign(self._token)
        self._parser.close()
        if self._pupils is None:
            raise refusals.without_pupils(self._token)
        for child in self._file[0]:
            yield from child if _local(child.tag) == _PUPILS else (child,)

    def is_open_too_deep(self) -> bool:
        """Whether the element that is being read lies deeper than any CTF's."""
        element = self._file
        for _ in range(_DEEPEST + 1):
            if not len(element):
                return False
            element = element[-1]
        return True

    def _before_pupils(self, piece: bytes) -> list[Element]:
        if not self._prolog.root:
            self._look_before_root(piece)
        self._parser.feed(piece)
        for root in self._file:
            tags = [_local(child.tag) for child in root]
            if _PUPILS in tags:
                self._pupils = root[tags.index(_PUPILS)]
                return _taken(root, tags.index(_PUPILS))
        return []

    def _look_before_root(self, piece: bytes) -> None:
        try:
            self._guard.feed(piece)
        except (LookupError, ValueError):
            raise refusals.unknown_encoding(self._token) from None
        except ParseError:
            if _local(self._prolog.root) == ROOT:
                raise
            raise refusals.foreign(self._token) from None
        if self._prolog.root and _local(self._prolog.root) != ROOT:
            raise refusals.foreign(self._token)


def _taken(parent: Element, number: int) -> list[Element]:
    """Take out the first children."""
    taken = parent[:number]
    del parent[:number]
    return taken


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _checked(record: Element, line: int, token: str) -> Element:
    if _is_too_deep(record):
        raise refusals.too_deep(token, line)
    if record.tag.startswith("{"):
        for element in record.iter():
            element.tag = _local(element.tag)
    return record


def _is_too_deep(record: Element) -> bool:
    # Quick answers first: a chain has one element on each level, and no more parents than there are.
    elements = list(record.iter())
    beside = len(record) + sum(map(len, record[:])) - 2
    if len(elements) - beside <= _DEEPEST_IN_PUPIL or len(list(filter(len, elements))) < _DEEPEST_IN_PUPIL:
        return False
    level = [record]
    for _ in range(_DEEPEST_IN_PUPIL):
        level = [child for parent in filter(len, level) for child in parent[:]]
    return bool(level)
