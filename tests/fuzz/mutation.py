"""Change bytes as damage, hands and malice do; the same chance makes the same change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

__all__ = ["Kit", "mutated", "mutated_markup", "swollen"]

_ROUNDS = (1, 1, 1, 1, 2, 2, 3, 5, 8)
_LONGEST = 6_000
_SWOLLEN = 0.001
_BYTES = b"\0\x01\t\n\r\x1a\"'#&+,-./0159;<=>@AZ[]_az\x7f\x80\x9d\xa0\xc3\xe9\xef\xfe\xff"


class Kit(NamedTuple):
    """What changes are made of: telling words, other seeds, and the bytes that part the pieces of this kind."""

    words: Sequence[bytes]
    seeds: Sequence[bytes]
    edges: bytes
    longest: int = _LONGEST
    texts: Sequence[bytes] = ()


def mutated(data: bytes, chance: Random, kit: Kit) -> bytes:
    """Give the bytes after one to eight changes; one of a thousand is swollen instead."""
    if chance.random() < _SWOLLEN:
        return swollen(data, chance, kit)
    changed = bytearray(data)
    for _ in range(chance.choice(_ROUNDS)):
        chance.choice(_CHANGES)(changed, chance, kit)
    del changed[kit.longest :]
    return bytes(changed)


def mutated_markup(data: bytes, chance: Random, kit: Kit) -> bytes:
    """Give well-formed markup after changes that keep it so, or bytes after any changes."""
    if chance.random() < 0.35:
        return mutated(data, chance, kit)
    if chance.random() < _SWOLLEN:
        return swollen(data, chance, kit)
    for _ in range(chance.choice(_ROUNDS)):
        data = _change_element(data, chance, kit)
    return data[: kit.longest]


def swollen(data: bytes, chance: Random, kit: Kit) -> bytes:
    """Give the bytes with some of them, or a word, again and again: what is slow for many of a thing shows."""
    first, end = chance.choice((_piece, _piece, _span_of_kit))(bytearray(data), chance, kit)
    piece = chance.choice((data[first : end + 1], data[first : end + 1], chance.choice(kit.words))) or b" "
    return data[:first] + piece * (chance.choice(_SIZES) // len(piece)) + data[first:]


_SIZES = (20_000, 100_000, 300_000)
_ELEMENT = re.compile(rb"<(\w+)(?:\s[^<>]*)?>(?:[^<>]*|.*?)</\1>", re.DOTALL)
_TEXT = re.compile(rb">([^<>]*)<")


def _change_element(data: bytes, chance: Random, kit: Kit) -> bytes:
    place = int(chance.random() * (len(data) + 1))
    what = chance.random()
    if what < 0.4:
        text = _TEXT.search(data, place)
        return data[: text.start(1)] + chance.choice(kit.texts) + data[text.end(1) :] if text else data
    found = _ELEMENT.search(data, place)
    if found is None:
        return data
    if what < 0.55:
        return data[: found.start()] + data[found.end() :]
    if what < 0.7:
        return data[: found.end()] + data[found.start() :]
    if what < 0.8:
        other = _ELEMENT.search(data, int(chance.random() * len(data)))
        new = other[0] if other else b""
    elif what < 0.95:
        other = _ELEMENT.search(chance.choice(kit.seeds), int(chance.random() * 2_000))
        new = other[0] if other else b""
    else:
        new = b"<x>" + found[0] + b"</x>"
    cut = found.start() if what < 0.75 or what >= 0.95 else found.end()
    return data[:cut] + new + data[found.end() :]


def _place(data: bytearray, chance: Random) -> int:
    return int(chance.random() * (len(data) + 1))


def _piece(data: bytearray, chance: Random, kit: Kit) -> tuple[int, int]:
    """Give the borders of the cell, tag or word at a place."""
    place = _place(data, chance)
    first = max(data.rfind(edge, 0, place) for edge in kit.edges) + 1
    ends = [end for edge in kit.edges if (end := data.find(edge, place)) >= 0]
    return first, min(ends, default=len(data))


def _span(data: bytearray, chance: Random) -> tuple[int, int]:
    first = _place(data, chance)
    return first, first + int(chance.choice((1, 2, 4, 16, 64, 400)) * chance.random()) + 1


def _span_of_kit(data: bytearray, chance: Random, kit: Kit) -> tuple[int, int]:
    return _span(data, chance)


def _flip(data: bytearray, chance: Random, kit: Kit) -> None:
    if data:
        data[int(chance.random() * len(data))] ^= 1 << int(chance.random() * 8)


def _set(data: bytearray, chance: Random, kit: Kit) -> None:
    if data:
        data[int(chance.random() * len(data))] = chance.choice(_BYTES)


def _insert_byte(data: bytearray, chance: Random, kit: Kit) -> None:
    data.insert(_place(data, chance), chance.choice(_BYTES))


def _insert_word(data: bytearray, chance: Random, kit: Kit) -> None:
    place = _place(data, chance)
    data[place:place] = chance.choice(kit.words)


def _put_word(data: bytearray, chance: Random, kit: Kit) -> None:
    first, end = _piece(data, chance, kit)
    data[first:end] = chance.choice(kit.words)


def _copy_piece(data: bytearray, chance: Random, kit: Kit) -> None:
    first, end = _piece(data, chance, kit)
    piece = data[first:end]
    first, end = _piece(data, chance, kit)
    data[first:end] = piece


def _delete(data: bytearray, chance: Random, kit: Kit) -> None:
    first, end = _span(data, chance)
    del data[first:end]


def _delete_piece(data: bytearray, chance: Random, kit: Kit) -> None:
    first, end = _piece(data, chance, kit)
    del data[first : end + chance.choice((0, 1))]


def _repeat(data: bytearray, chance: Random, kit: Kit) -> None:
    first, end = _span(data, chance)
    data[first:first] = data[first:end] * chance.choice((1, 1, 1, 2, 3, 20))


def _line(data: bytearray, chance: Random) -> tuple[int, int]:
    place = _place(data, chance)
    return data.rfind(b"\n", 0, place) + 1, (data.find(b"\n", place) + 1) or len(data)


def _copy_line(data: bytearray, chance: Random, kit: Kit) -> None:
    first, end = _line(data, chance)
    line = data[first:end]
    place, _ = _line(data, chance)
    data[place:place] = line


def _drop_line(data: bytearray, chance: Random, kit: Kit) -> None:
    first, end = _line(data, chance)
    del data[first:end]


def _splice(data: bytearray, chance: Random, kit: Kit) -> None:
    other = chance.choice(kit.seeds)
    cut = int(chance.random() * (len(other) + 1))
    data[_place(data, chance) :] = other[cut:]


def _graft(data: bytearray, chance: Random, kit: Kit) -> None:
    other = bytearray(chance.choice(kit.seeds))
    first, end = _line(other, chance)
    place, _ = _line(data, chance)
    data[place:place] = other[first:end]


def _cut(data: bytearray, chance: Random, kit: Kit) -> None:
    del data[_place(data, chance) :]


def _noise(data: bytearray, chance: Random, kit: Kit) -> None:
    place = _place(data, chance)
    data[place:place] = chance.randbytes(chance.choice((1, 2, 3, 8, 30)))


def _other_letters(data: bytearray, chance: Random, kit: Kit) -> None:
    written = chance.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "cp850", "utf-7"))
    data[1:] = bytes(data[1:]).decode("utf-8", "replace").encode(written, "replace")


_Change = Callable[[bytearray, Random, Kit], None]
_CHANGES: Sequence[_Change] = (
    _flip, _set, _set, _insert_byte, _insert_byte, _insert_word, _insert_word, _put_word, _put_word, _put_word,
    _put_word, _copy_piece, _copy_piece, _delete, _delete_piece, _repeat, _copy_line, _drop_line, _graft, _splice,
    _cut, _noise, _other_letters,
)  # fmt: skip
