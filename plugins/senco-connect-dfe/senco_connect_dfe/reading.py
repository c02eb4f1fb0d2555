"""One pass over a CTF: the header first, then one row after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from senco_connect.snapshot import Row
from senco_connect_dfe import refusals
from senco_connect_dfe.header import Header, read_header
from senco_connect_dfe.markup import Found, records
from senco_connect_dfe.notes import Notes
from senco_connect_dfe.pupil import PupilReader

__all__ = ["Reading", "iter_pupils"]


class Reading:
    """A CTF that is being read; ``notes`` is whole once the rows are.

    Raises InputRefused, at once for a file that is not a CTF we know, later for
    one that turns out to be broken: rows given before that are not to be used.
    """

    def __init__(self, stream: IO[bytes], *, token: str = "the export") -> None:
        self.notes = Notes()
        self._records = records(stream, token=token)
        self.header = _header(next(self._records, None), token)

    def rows(self) -> Iterator[Row]:
        """Give the pupils in the order of the file, in constant memory, without those who must be left out."""
        reader = PupilReader(self.header, self.notes)
        for line, record in self._records:
            if record.tag != "Pupil":
                self.notes.pass_over(record.tag)
            elif row := reader.read(record, line):
                yield row


def iter_pupils(stream: IO[bytes]) -> Iterator[Row]:
    """Walk the pupils of a CTF of any size in constant memory.

    Values stand in the order of FIELDS_READ.  Raises InputRefused as ``Reading``
    does; the last row has to be reached before any is believed.
    """
    return Reading(stream).rows()


def _header(first: Found | None, token: str) -> Header:
    if first is None or first[1].tag != "Header":
        raise refusals.wrong_header(token, "has no header before its pupils", "Make the CTF again in the MIS.")
    return read_header(first[1], token=token)
