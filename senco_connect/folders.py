"""Plan the pupil folders: one for each pupil on the register, found by its mark, never made twice.

The name is for people.  It is changed only where it is still the one that the
library gave; a folder that a person renamed or moved is followed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from senco_connect.batch import FolderOperation, Matter, NewFolder, RenameFolder
from senco_connect.identity import CALLED, called_token
from senco_connect.memory import Memory
from senco_connect.snapshot import Folder, FolderSnapshot
from senco_connect.tokens import TOKEN_SIZE, Tokens

__all__ = ["FILING", "FolderPlan", "folder_name", "name_token", "plan_folders"]

FILING = "filing"
_DOT = "·"

_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_TWICE = "Two folders bear one pupil key. Move the papers of one into the other; neither is touched until then."
_KEYLESS = (
    "A folder bears this pupil's names and no key. If it is theirs, add the key to the end of its name; "
    "no other is made until then."
)
_UNKNOWN = (
    "A folder bears this pupil's names, of now or before, and another key. If it is theirs, give it this pupil's key; "
    "if not, give it another name. No other is made until then."
)
_UNSURE = "The folder tree could not be listed whole, so no folder is made."


def folder_name(key: str, surname: str, forename: str) -> str:
    """Give a pupil folder's name: SURNAME Forename · key (practice.md 1); never a UPN.

    >>> folder_name("P234567", "Exampleby", "Tamsin")
    'EXAMPLEBY Tamsin · P234567'
    """
    # What NTFS refuses is left out here already: a plan shows the name that will be there.
    names = _ILLEGAL.sub(" ", f"{surname.upper()} {forename}")
    return f"{' '.join(names.split())} {_DOT} {key}"


def name_token(name: str, key: str, tokens: Tokens) -> bytes:
    """Give the token by which a name that we gave is recognised."""
    return tokens.identity(FILING, f"{key}\0{name}")[:TOKEN_SIZE]


class FolderPlan(NamedTuple):
    """What would be done to the folders, what is open, and the names found to be the library's own (key -> token).

    ``anothers`` counts the folders that bear another pupil's name, though nothing but their key says whose they are.
    """

    operations: list[FolderOperation]
    matters: list[Matter]
    learned: dict[str, bytes]
    anothers: int = 0


class _Stray(NamedTuple):
    """A folder of which nobody knows that it is its key's pupil's: its words, and whom the MIS calls so, or called."""

    key: str
    words: frozenset[str]
    pupils: frozenset[str]


def plan_folders(
    folders: FolderSnapshot,
    names: Mapping[str, tuple[str, str]],
    memory: Memory,
    tokens: Tokens,
    *,
    sections: tuple[str, ...],
    others: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
    called: Mapping[bytes, tuple[str, ...]] = MappingProxyType({}),
) -> FolderPlan:
    """Plan a folder for each of these pupils (key -> surname, forename) on the register.

    ``others`` is what else they are called; ``called`` gives those whom the MIS calls so, by token (``Roll.called``).
    """
    if not folders.complete:
        return FolderPlan([], [Matter("folders not listed", "", "", (), "the technician", _UNSURE)], {})
    counts = Counter(f.key for f in folders.folders if f.key)
    matters = [Matter("folder twice", key, "", (), "the SENCO", _TWICE) for key, n in sorted(counts.items()) if n > 1]
    found = {f.key: f for f in folders.folders if f.key}
    keyless = [_words(f.name) for f in folders.folders if not f.key]
    strays = list(_strays(folders, names, memory, tokens, called=called))
    operations: list[FolderOperation] = []
    for key, (surname, forename) in names.items():
        if key not in found and surname and _is_among(keyless, surname, forename):
            matters.append(Matter("folder without a key", key, "", (), "the SENCO", _KEYLESS))
        elif key not in found and surname and _is_one_theirs(strays, key, [(surname, forename), *others.get(key, ())]):
            matters.append(Matter("folder of an unknown key", key, "", (), "the SENCO", _UNKNOWN))
        elif key not in found and surname and forename:
            why = "the pupil is on the register and has no folder"
            operations.append(NewFolder(f"{key}.folder", key, folder_name(key, surname, forename), sections, why))
        elif key in found and counts[key] == 1 and surname and forename:
            operations += _rename(found[key], folder_name(key, surname, forename), memory, tokens)
    # What the state knows was looked at when it was learned; a new one believes keys, and a sort may have moved them.
    anothers = sum(1 for stray in strays if stray.key in names and stray.pupils and not memory.knows(stray.key))
    return FolderPlan(operations, matters, dict(_ours(found, names, memory, tokens)), anothers)


def _strays(
    folders: FolderSnapshot,
    names: Mapping[str, tuple[str, str]],
    memory: Memory,
    tokens: Tokens,
    *,
    called: Mapping[bytes, tuple[str, ...]],
) -> Iterator[_Stray]:
    """A state that was lost takes with it whose the keys were: the folders' names still tell."""
    for folder in folders.folders:
        key = folder.key
        if not key or _is_noted(folder, memory, tokens):
            continue
        words = _words(folder.name)
        if key not in names or not _words(" ".join(names[key])) <= words:
            pupils = frozenset(_called_as(folder.name, called, memory, tokens))
            if key not in pupils:
                yield _Stray(key, words, pupils)


def _is_noted(folder: Folder, memory: Memory, tokens: Tokens) -> bool:
    """Tell whether the state knows that the library gave the folder this name and this key, or was about to."""
    token = name_token(folder.name, folder.key, tokens)
    return token == _given(folder.key, memory) or token in memory.meant_names(folder.key)


def _called_as(name: str, called: Mapping[bytes, tuple[str, ...]], memory: Memory, tokens: Tokens) -> Iterator[str]:
    """Name the pupils of whom a folder's name, in the library's own form, is the name, or was."""
    words = name.partition(_DOT)[0].split()
    for at in range(1, len(words)):
        token = called_token(" ".join(words[:at]), " ".join(words[at:]), tokens)
        yield from called.get(token, ())
        if before := memory.holder(CALLED, token):
            yield before


def _ours(
    found: Mapping[str, Folder], names: Mapping[str, tuple[str, str]], memory: Memory, tokens: Tokens
) -> Iterator[tuple[str, bytes]]:
    """A folder that is called as the library would call it, or was about to, was called so by the library."""
    for key, folder in found.items():
        token = name_token(folder.name, key, tokens)
        is_ours = key in names and folder.name == folder_name(key, *names[key])
        if _given(key, memory) != token and (is_ours or token in memory.meant_names(key)):
            yield key, token


def _given(key: str, memory: Memory) -> bytes | None:
    return (memory.cells(FILING, key) or {}).get("name")


def _is_among(keyless: Sequence[frozenset[str]], surname: str, forename: str) -> bool:
    """A folder that people made for a child bears both names, in any order; a second one would split the papers."""
    return any(_words(f"{surname} {forename}") <= words for words in keyless)


def _is_one_theirs(strays: Sequence[_Stray], key: str, called: Sequence[tuple[str, str]]) -> bool:
    words = [stray.words for stray in strays]
    is_known = any(key in stray.pupils for stray in strays)
    return is_known or any(_is_among(words, *names) for names in called if names[0])


def _words(text: str) -> frozenset[str]:
    """The words of a name as they are compared: accents, case and marks aside."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return frozenset("".join(c if c.isalnum() else " " for c in plain.casefold()).split())


def _rename(folder: Folder, name: str, memory: Memory, tokens: Tokens) -> Iterator[FolderOperation]:
    if folder.name != name and _is_noted(folder, memory, tokens):
        yield RenameFolder(f"{folder.key}.folder", folder.key, folder.id, folder.name, name, "the pupil's name changed")
