"""Change a CSV file as a MIS or an office would, without touching a byte that stays.

A file that is no delimited text gives nothing to try: a contract over XML or a
workbook says for itself how a column is taken out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

__all__ = ["columns_taken_out", "headings_renamed", "records_reversed"]

_BOM = b"\xef\xbb\xbf"
_DELIMITERS = (b",", b"\t", b";", b"|")
_OTHER_FORMATS = (b"PK", b"<", b"{", b"[", b"%")


def columns_taken_out(content: bytes) -> Iterator[bytes]:
    """Give the file once for each of its columns, without that column."""
    lines = _cells(content)
    for place in range(len(lines[0]) if lines else 0):
        yield _written(content, [line[:place] + line[place + 1 :] for line in lines])


def headings_renamed(content: bytes) -> Iterator[bytes]:
    """Give the file once for each of its columns, under a heading that means nothing."""
    first, *others = _cells(content) or [[]]
    for place in range(len(first)):
        yield _written(content, [[*first[:place], "Unheard of", *first[place + 1 :]], *others])


def records_reversed(content: bytes) -> Iterator[bytes]:
    """Give the file with its records from last to first, each byte for byte as it was."""
    if _delimiter(content):
        heading, *records = _records(content)
        yield b"".join([heading, *reversed(records)])


def _delimiter(content: bytes) -> str:
    """Find what parts the headings; "" is no delimited text."""
    heading = content.removeprefix(_BOM).partition(b"\n")[0]
    if b"\0" in content or heading.startswith(_OTHER_FORMATS):
        return ""
    most = max(_DELIMITERS, key=heading.count)
    return most.decode() if most in heading else ""


def _cells(content: bytes) -> list[list[str]]:
    delimiter = _delimiter(content)
    # Latin-1 takes every byte and gives it back, whatever the file's true encoding.
    text = content.removeprefix(_BOM).decode("latin-1")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) if delimiter else []


def _written(content: bytes, lines: Sequence[Sequence[str]]) -> bytes:
    end = "\r\n" if b"\r\n" in content else "\n"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=_delimiter(content), lineterminator=end).writerows(lines)
    return (_BOM if content.startswith(_BOM) else b"") + text.getvalue().encode("latin-1")


def _records(content: bytes) -> list[bytes]:
    """Cut a file into records; a line end inside quotes ends none, and every record gets one."""
    end = b"\r\n" if b"\r\n" in content else b"\n"
    records = [b""]
    for line in content.splitlines(keepends=True):
        records[-1] += line
        if records[-1].count(b'"') % 2 == 0:
            records.append(b"")
    return [record.rstrip(b"\r\n") + end for record in records if record]
