"""Make sure that a workbook is harmless before it is opened.

The reader of workbooks makes room for the whole rectangle up to the last cell,
and ends the program if there is none.  So each part is looked through first,
piece by piece (safety rule 23, fault F2), and the reader is handed just the
parts that were looked through, unpacked: what they hold is what was seen.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from senco_connect.adapters import ReadFile
from senco_connect.errors import InputRefused
from senco_connect_mis.findings import FOREIGN_KIND, TOO_MUCH, UNSAFE_WORKBOOK, opening
from senco_connect_mis.hidden_cells import may_hide, with_marks
from senco_connect_mis.limits import CELL_CHARACTERS, MEMBERS, RATIO, UNPACKED_BYTES

__all__ = ["harmless"]

_PIECE: Final = 1 << 20
# Markup and escapes may make a cell's text this much longer than it is.
_LONGEST_CELL: Final = 16 * CELL_CHARACTERS
_SAVE_PLAIN = "Copy the table into a new workbook, save it as .xlsx (or as CSV UTF-8), and use that file."
_BREAK_LINKS = "Break the links (Data, Edit Links), or save the table as CSV UTF-8."
_SAVE_XLSX = "Save it as an Excel workbook (.xlsx) and use that file."

# Column OK is number 401.  Rows are counted once they are read; this only stops a cell far away.
_FAR_ROW = rb"[A-Za-z]*(?:[3-9]\d{4}|2[1-9]\d{3}|\d{6,})"
_FAR_COLUMN = rb"(?:[A-Za-z]{3,}|[Oo][K-Zk-z]|[P-Zp-z][A-Za-z])\d*"
# What is surely near is passed over first: there is one such reference in every cell.
_NEAR = rb'="[A-N]?[A-Z]?\d{1,4}"'
_FAR_CELL = re.compile(rb" r(?!" + _NEAR + rb")\s*=\s*[\"'](?:" + _FAR_ROW + rb"|" + _FAR_COLUMN + rb")[\"']")
# The search above is quick because it begins with two plain letters.
_OTHER_SPACES: Final = (b"\t", b"\n", b"\r", b"\v", b"\f")
_AS_SPACES: Final = bytes.maketrans(b"".join(_OTHER_SPACES), b" " * len(_OTHER_SPACES))

_SHARED = re.compile(rb'\bt="s"[^<>]*>\s*<(?:\w+:)?v>(\d+)<')
_END_OF_SHARED = re.compile(rb"</(?:\w+:)?si>")


def harmless(file: ReadFile) -> IO[bytes]:
    """Give a copy of a workbook that can be read safely, hidden cells marked, or raise InputRefused."""
    copy = io.BytesIO()
    with file.open() as stream, _named_damage(file), ZipFile(stream) as archive:
        _check_members(file, archive.infolist())
        with ZipFile(copy, "w") as target:
            hiding = _look_through(file, archive, target)
    safe = _with_marks(copy, hiding) if hiding else copy
    safe.seek(0)
    return safe


def _with_marks(workbook: IO[bytes], hiding: Container[str]) -> IO[bytes]:
    copy = io.BytesIO()
    with ZipFile(workbook) as archive, ZipFile(copy, "w") as target:
        for name in archive.namelist():
            content = archive.read(name)
            target.writestr(name, with_marks(content) if name in hiding else content)
    return copy


@contextmanager
def _named_damage(file: ReadFile) -> Iterator[None]:
    """Raise InputRefused where an archive turns out to be damaged."""
    try:
        yield
    # What a damaged archive makes zipfile and zlib raise.
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        what = f"{opening(file.token)} is damaged or cut off: its parts can't be unpacked."
        raise InputRefused(what, "Export it again.", code=FOREIGN_KIND) from None


def _check_members(file: ReadFile, members: list[ZipInfo]) -> None:
    for is_wrong, refusal in (*_sizes(opening(file.token), members), *_kinds(opening(file.token), members)):
        if is_wrong:
            raise refusal


def _sizes(the: str, members: list[ZipInfo]) -> Iterator[tuple[bool, InputRefused]]:
    many = len(members) > MEMBERS
    yield many, InputRefused(f"{the} holds more than {MEMBERS} parts.", _SAVE_PLAIN, code=TOO_MUCH)
    large = sum(m.file_size for m in members) > UNPACKED_BYTES
    yield large, InputRefused(f"{the} unpacks to more than 200 MB.", _SAVE_PLAIN, code=TOO_MUCH)
    dense = any(m.file_size > max(_PIECE, RATIO * m.compress_size) for m in members)
    yield dense, InputRefused(f"{the} unpacks to more than {RATIO} times its size.", _SAVE_PLAIN, code=TOO_MUCH)


def _kinds(the: str, members: list[ZipInfo]) -> Iterator[tuple[bool, InputRefused]]:
    names = [m.filename.lower() for m in members]
    locked = any(m.flag_bits & 1 for m in members)
    yield locked, InputRefused(f"{the} is locked with a password.", "Save it without one.", code=UNSAFE_WORKBOOK)
    double = len(set(names)) < len(names)
    yield double, InputRefused(f"{the} holds two parts of one name.", _SAVE_PLAIN, code=UNSAFE_WORKBOOK)
    nameless = "" in names
    yield nameless, InputRefused(f"{the} holds a part without a name.", _SAVE_PLAIN, code=FOREIGN_KIND)
    binary = "xl/workbook.bin" in names
    yield binary, InputRefused(f"{the} is a binary workbook (.xlsb).", _SAVE_XLSX, code=FOREIGN_KIND)
    other = "xl/workbook.xml" not in names
    yield other, InputRefused(f"{the} is packed, but is no Excel workbook.", _SAVE_XLSX, code=FOREIGN_KIND)
    macros = any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names)
    yield macros, InputRefused(f"{the} holds macros (.xlsm).", _SAVE_XLSX, code=UNSAFE_WORKBOOK)
    linked = any(name.startswith("xl/externallinks/") for name in names)
    yield linked, InputRefused(f"{the} is linked to other workbooks.", _BREAK_LINKS, code=UNSAFE_WORKBOOK)


def _look_through(file: ReadFile, archive: ZipFile, target: ZipFile) -> set[str]:
    """Copy every part that the reader may read while it is looked through; gives the sheets that may hide cells."""
    sheets: dict[str, ZipInfo] = {}
    hiding: set[str] = set()
    lengths: list[int] = []
    for part in archive.infolist():
        name = part.filename
        if not name.lower().endswith((".xml", ".rels")):
            continue
        with target.open(name, "w") as out:
            pieces = _pieces(file, archive, part)
            for piece in _measured(pieces, lengths) if name.lower().endswith("sharedstrings.xml") else pieces:
                out.write(piece)
                if name in sheets or _is_sheet(name, piece):
                    sheets[name] = part
                    _check_reach(file, piece)
                    if may_hide(piece):
                        hiding.add(name)
    for part in sheets.values() if lengths else ():
        _check_weight(file, part, _pieces(file, archive, part), lengths)
    return hiding


def _check_reach(file: ReadFile, piece: bytes) -> None:
    """Refuse a sheet whose rectangle would fill the memory."""
    if _has_a_far_cell(piece):
        what = f"{opening(file.token)} has a sheet with something far below or right of any table."
        raise InputRefused(what, _SAVE_PLAIN, code=TOO_MUCH)


def _has_a_far_cell(piece: bytes) -> bool:
    if any(space in piece for space in _OTHER_SPACES):
        piece = piece.translate(_AS_SPACES)
    return _FAR_CELL.search(piece) is not None


def _is_sheet(name: str, piece: bytes) -> bool:
    """Tell whether a part is a sheet with cells, wherever the workbook keeps it."""
    return "worksheets/" in name.lower() or b"sheetData" in piece


def _pieces(file: ReadFile, archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """Unpack a part piece by piece, cut between tags; raises InputRefused for what no workbook has."""
    carry = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_PIECE):
            end = chunk.rfind(b">") + 1
            piece, carry = (carry + chunk[:end], chunk[end:]) if end else (b"", carry + chunk)
            if len(carry) > _LONGEST_CELL:
                what = f"{opening(file.token)} has a cell of more than {CELL_CHARACTERS} characters."
                raise InputRefused(what, "Shorten it and save the workbook again.", code=TOO_MUCH)
            _check_kind(file, piece)
            yield piece
    yield carry


def _check_kind(file: ReadFile, piece: bytes) -> None:
    # One byte is looked for first: that is many times quicker than more.
    if b"\0" in piece or (b"!" in piece and b"<!DOCTYPE" in piece):
        what = f"{opening(file.token)} holds a part that no Excel workbook has."
        raise InputRefused(what, _SAVE_PLAIN, code=UNSAFE_WORKBOOK)


def _measured(pieces: Iterable[bytes], lengths: list[int]) -> Iterator[bytes]:
    """Pass the pieces of the shared texts on, and note how long each text is."""
    open_text = 0
    for piece in pieces:
        yield piece
        found = [len(text) for text in _END_OF_SHARED.split(piece)]
        found[0] += open_text
        open_text = found.pop()
        lengths += found
    lengths.append(open_text)


def _check_weight(file: ReadFile, part: ZipInfo, pieces: Iterable[bytes], lengths: list[int]) -> None:
    """Refuse a sheet that repeats long shared texts until they fill the memory."""
    most_cells = part.file_size // len(b'<c t="s"><v>0</v></c>')
    if max(lengths) * most_cells <= UNPACKED_BYTES:
        return
    places = (int(m[1]) for piece in pieces for m in _SHARED.finditer(piece))
    if sum(lengths[place] for place in places if place < len(lengths)) > UNPACKED_BYTES:
        what = f"{opening(file.token)} repeats long texts until they fill more than 200 MB."
        raise InputRefused(what, "Shorten them and save the workbook again.", code=TOO_MUCH)
