"""The records of a text, in two ways: whole lines of bytes, fast; or by the CSV reader, sure.

The fast way cuts at line ends outside quotes and takes each record's digest
before anything is parsed.  Where that cut and the CSV reader would disagree (a
stray quote) it gives up (Tangled), and the sure way reads the file or says what
is wrong with it and where.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import IO, Final, NamedTuple, TextIO

from senco_connect.adapters import ReadFile
from senco_connect.errors import InputRefused
from senco_connect_mis.findings import BROKEN_RECORD, TOO_MUCH, opening
from senco_connect_mis.header_row import Line
from senco_connect_mis.limits import CELL_CHARACTERS, LONGEST_RECORD, TEXT_ROWS

__all__ = ["Block", "RawBlock", "Tangled", "TextForm", "lines_of", "parse", "raw_blocks", "sure_blocks"]

# Small blocks stay within the processor's cache: a quarter faster than large ones.
CHUNK: Final = 1 << 16
_ROWS_OF_A_BLOCK: Final = 256
_LONGEST_REST: Final = 1 << 18


class Tangled(Exception):
    """The fast way can't tell the records of this text apart."""


class TextForm(NamedTuple):
    """How a text is written: encoding, delimiter, the last line of its headings, its number of columns."""

    encoding: str
    delimiter: str
    top: int
    width: int


class RawBlock(NamedTuple):
    """Some records in a row, as bytes without line ends, and the lines they begin on."""

    lines: Sequence[int]
    records: list[bytes]


class Block(NamedTuple):
    """Some rows of cells, the lines they begin on, and the digests of their bytes (b"" where there is none)."""

    lines: Sequence[int]
    cells: Sequence[Sequence[str]]
    raws: Sequence[bytes]

    def at(self, places: Sequence[int]) -> Block:
        """Give the rows at these places only."""
        lines, cells, raws = self
        return Block([lines[n] for n in places], [cells[n] for n in places], [raws[n] for n in places])


def lines_of(text: TextIO, delimiter: str, token: str) -> Iterator[Line]:
    """Walk a text by the CSV reader; raises InputRefused with the line where it can't be read."""
    line = 1
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield Line(line, reader.line_num, cells)
            line = reader.line_num + 1
    except csv.Error:
        raise _broken(token, line, reader.line_num) from None


def sure_blocks(file: ReadFile, form: TextForm) -> Iterator[Block]:
    """Walk the rows below the headings, each checked for its width and its longest cell."""
    with file.open() as stream:
        text = io.TextIOWrapper(stream, form.encoding, newline="")
        rows = (row for row in lines_of(text, form.delimiter, file.token) if row.first > form.top and row.cells)
        while block := list(islice(rows, _ROWS_OF_A_BLOCK)):
            for row in block:
                _check(row, form.width, file.token)
            yield Block([row.first for row in block], [row.cells for row in block], [b""] * len(block))


def raw_blocks(file: ReadFile, top: int) -> Iterator[RawBlock]:
    """Walk the records below line ``top`` as bytes; raises Tangled where quotes don't pair up.

    Right for encodings in which a quote and a line end are one byte.
    """
    line = top + 1
    with file.open() as stream:
        _skip_lines(stream, top)
        for records in _whole_records(stream):
            *lines, line = _line_numbers(line, records)
            if line > TEXT_ROWS:
                raise _too_many(file.token)
            yield RawBlock(lines, _without_returns(records))


def parse(records: Sequence[bytes], form: TextForm) -> list[list[str]]:
    """Give the cells of each record; raises Tangled unless each is exactly one row of the right width, or blank."""
    if max(map(len, records), default=0) > CELL_CHARACTERS:
        raise Tangled
    encoding = form.encoding
    # Each record is an item of its own for the CSV reader: then it can be no row or one, never two.
    texts = [record.decode(encoding) for record in records]
    try:
        rows = list(csv.reader(texts, delimiter=form.delimiter, strict=True))
    except csv.Error:
        raise Tangled from None
    if len(rows) != len(records) or not set(map(len, rows)) <= {0, form.width}:
        raise Tangled
    return rows


def _skip_lines(stream: IO[bytes], count: int) -> None:
    for _ in range(count):
        # The CSV reader counts a lone carriage return as a line end, this way does not.
        if b"\r" in stream.readline(LONGEST_RECORD)[:-2]:
            raise Tangled


def _whole_records(stream: IO[bytes]) -> Iterator[list[bytes]]:
    rest = b""
    while chunk := stream.read(CHUNK):
        *lines, tail = (rest + chunk).split(b"\n")
        records, unfinished = _joined(lines)
        # What has no end yet is looked at again with the next chunk.
        rest = b"\n".join([*unfinished, tail])
        if len(rest) > _LONGEST_REST:
            raise Tangled
        yield records
    records, unfinished = _joined([rest] if rest else [])
    if unfinished:
        raise Tangled
    yield records


def _joined(lines: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Join the lines of quoted cells to records; what a last open quote leaves unfinished is given back."""
    # A line with an odd number of quotes opens a cell or closes it; lines between two such are inside.
    odd = [n for n, line in enumerate(lines) if b'"' in line and line.count(b'"') % 2]
    records, done = [], 0
    for first, last in zip(odd[::2], odd[1::2], strict=False):
        records += [*lines[done:first], b"\n".join(lines[first : last + 1])]
        done = last + 1
    # An odd number of such lines: the last quote is still open.
    end = odd[-1] if len(odd) % 2 else len(lines)
    return records + lines[done:end], lines[end:]


def _line_numbers(first: int, records: Sequence[bytes]) -> Sequence[int]:
    """Number the lines that records begin on, and the one after them."""
    if b"\n" not in b"".join(records):
        return range(first, first + len(records) + 1)
    return list(accumulate((record.count(b"\n") + 1 for record in records), initial=first))


def _without_returns(records: list[bytes]) -> list[bytes]:
    # A last line without an end must not differ from the same line elsewhere.
    return [r.removesuffix(b"\r") for r in records] if b"\r" in b"".join(records) else records


def _check(row: Line, width: int, token: str) -> None:
    line = row.first
    if line > TEXT_ROWS:
        raise _too_many(token)
    if len(row.cells) != width:
        what = f"Line {line} of {token} has {len(row.cells)} columns where the headings have {width}."
        raise InputRefused(what, "The file may be cut off: export it again, whole.", code=BROKEN_RECORD, line=line)
    if max(map(len, row.cells)) > CELL_CHARACTERS:
        raise _too_long(token, line)


def _too_many(token: str) -> InputRefused:
    what = f"{opening(token)} has more than {TEXT_ROWS} lines."
    return InputRefused(what, "Export fewer pupils at a time.", code=TOO_MUCH)


def _too_long(token: str, line: int) -> InputRefused:
    what = f"Line {line} of {token} has a cell of more than {CELL_CHARACTERS} characters."
    return InputRefused(what, "Shorten it in the MIS and export again.", code=TOO_MUCH, line=line)


def _broken(token: str, first: int, last: int) -> InputRefused:
    where = f"Line {first}" if first >= last else f"What begins on line {first}"
    what = f"{where} of {token} can't be read: a quotation mark is not closed, or a cell is far too long."
    cure = "The file may be cut off or edited by hand: export it again."
    return InputRefused(what, cure, code=BROKEN_RECORD, line=first)
