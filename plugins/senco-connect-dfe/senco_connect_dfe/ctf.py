"""Read a common transfer file (CTF 12 to 26), the Department's XML for moving pupils between schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from operator import attrgetter, itemgetter
from typing import IO, ClassVar, Final

from senco_connect.adapters import AdapterConfig, Answer, Match, ReadFile, Source
from senco_connect.errors import AccessRefused, TryAgain
from senco_connect.record import BLANK, MISSING, Value
from senco_connect.snapshot import Row, Snapshot
from senco_connect_dfe.markup import ROOT, root_of
from senco_connect_dfe.pupil import FIELDS_READ
from senco_connect_dfe.reading import Reading, iter_pupils

__all__ = ["FIELDS_READ", "Ctf", "CtfConfig", "iter_pupils"]

# What every CTF gives of every pupil (dfe.md 3.3).
_CORE: Final = frozenset({"upn", "surname", "forename", "dob", "sex"})
# Parts of a block that a MIS may leave out of its CTFs altogether: then they are not shown, however whole the block.
_MAY_BE_LEFT_OUT: Final = frozenset({
    "leaving_date", "town", "postcode", "contact_phone", "contact_email",
    "need_1_since", "need_2_since", "need_3_since",
})  # fmt: skip

_values = attrgetter("values")


@dataclass(frozen=True, slots=True)
class CtfConfig(AdapterConfig):
    """The part of senco.toml for a CTF: the file (a pattern takes the newest)."""

    file: str


class Ctf(Source):
    """Common transfer file of the Department for Education."""

    name = "ctf"
    title = "Common transfer file (CTF 12 to 26)"
    Config: ClassVar[type[AdapterConfig]] = CtfConfig

    def identify(self, file: ReadFile) -> Match:
        """Tell a CTF by its root element."""
        if root_of(file.head()) == ROOT:
            return Match(Answer.YES, f"its root element is {ROOT}")
        return Match(Answer.NO, f"it is not XML with the root element {ROOT}")

    def read(self, file: ReadFile) -> Snapshot:
        """Read the whole file, or raise InputRefused (F020 to F051), AccessRefused or TryAgain.

        Holds the rows of all pupils at once; ``iter_pupils`` gives them one by one.
        """
        try:
            return _read(file)
        except PermissionError:
            raise AccessRefused(f"There is no permission to read {file.token}.", "Ask who owns the folder.") from None
        except OSError:
            raise TryAgain(f"{file.token} can't be read just now.", "Close it elsewhere and run again.") from None


def _read(file: ReadFile) -> Snapshot:
    with file.open() as stream:
        digest = _digest_of(stream)
        stream.seek(0)
        reading = Reading(stream, token=file.token)
        rows = list(reading.rows())
    shown = itemgetter(*(place for place, field in enumerate(FIELDS_READ) if _is_shown(field, place, rows)))
    # One by one in their place: a trust's rows need not be held twice.
    for place, (_, line, values, _) in enumerate(rows):
        rows[place] = Row(BLANK, line, shown(values))
    return Snapshot(
        fields=shown(FIELDS_READ),
        rows=rows,
        digest=digest,
        made_at=reading.header.made_at,
        laestab=reading.header.laestab,
        urn=reading.header.urn,
        partial=reading.header.partial,
        findings=reading.notes.findings(),
        unused=tuple(reading.notes.unused),
    )


def _digest_of(stream: IO[bytes]) -> str:
    digest = blake2b(digest_size=16)
    for block in iter(partial(stream.read, 1 << 20), b""):
        digest.update(block)
    return digest.hexdigest()


def _is_shown(field: str, place: int, rows: Sequence[Row]) -> bool:
    if field in _CORE:
        return True
    nothing: frozenset[Value] = frozenset((MISSING, BLANK) if field in _MAY_BE_LEFT_OUT else (MISSING,))
    return not nothing.issuperset(map(itemgetter(place), map(_values, rows)))
