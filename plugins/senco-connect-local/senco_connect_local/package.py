"""The container of a workbook: a ZIP whose members are guarded, read and copied.

Everything is checked before anything is parsed (safety.md rules 23 and 24), and
calamine is handed only the checked parts, unpacked: a member whose header lies
about its size never reaches it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Final

from senco_connect.errors import InputRefused

__all__ = ["MAX_FILE", "WORKBOOK", "Package"]

WORKBOOK: Final = "xl/workbook.xml"
# A register with a photograph for each child has some 10 MB; what is larger is no register.
MAX_FILE: Final = 50_000_000
_MAX_UNPACKED: Final = 200_000_000
_MAX_MEMBERS: Final = 2_000
_MAX_RATIO: Final = 100
# A small part may shrink further than 100:1 (a thousand equal cells); only a large one can hurt.
_RATIO_FROM: Final = 1_000_000
# A fixed time, so that the same batch makes the same bytes.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_SAVE_AS = "Open it and save it as an Excel workbook (*.xlsx), then run again."


class Package:
    """The members of one workbook, as read once; the bytes stay as they were."""

    def __init__(self, data: bytes) -> None:
        _refuse_other_kinds(data)
        self.digest = hashlib.sha256(data).hexdigest()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
            raise _damaged() from None
        self._members = self._zip.infolist()
        _refuse_bombs(self._members)
        _refuse_other_workbooks({m.filename for m in self._members})

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def names(self) -> list[str]:
        """List the members in their order."""
        return [m.filename for m in self._members]

    def raw(self, name: str) -> bytes:
        """Unpack one member; InputRefused where it is damaged."""
        try:
            return self._zip.read(name)
        # ValueError: the archive says that the part begins before the file.
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
            raise _damaged() from None

    def xml(self, name: str) -> bytes:
        """Unpack one XML part; one with a DTD or in an unusual encoding is refused."""
        data = self.raw(name)
        head = data[:200].lower()
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise InputRefused(
                "The workbook contains a document type declaration, which no spreadsheet program writes.",
                "Do not open it; ask where it comes from.",
                code="X107",
            )
        if head[:2] in {b"\xfe\xff", b"\xff\xfe"} or (b"encoding=" in head and b"utf-8" not in head):
            raise InputRefused("The workbook's parts are not written in UTF-8.", _SAVE_AS, code="X106")
        return data

    def excerpt(self, parts: Mapping[str, bytes]) -> io.BytesIO:
        """Make a workbook of some checked parts only, unpacked, for a parser."""
        # Not packed again: the parser gains by it, and the sizes it reads are true.
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as out:
            for name, data in parts.items():
                out.writestr(zipfile.ZipInfo(name, _EPOCH), data)
        stream.seek(0)
        return stream

    def rewritten(self, changed: Mapping[str, bytes | None]) -> bytes:
        """Make the workbook again with some parts new or left out (None); all others are copied as they are."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
            for member in self._members:
                # Content types come first and stay first: some readers want them there.
                data = changed[member.filename] if member.filename in changed else self.raw(member.filename)
                if data is not None:
                    out.writestr(_same_member(member), data)
            for name, data in changed.items():
                if name not in self and data is not None:
                    out.writestr(_new_member(name), data)
        return stream.getvalue()


def _same_member(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(member.filename, member.date_time)
    copy.compress_type = member.compress_type
    copy.external_attr = member.external_attr
    copy.create_system = member.create_system
    return copy


def _new_member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _refuse_other_kinds(data: bytes) -> None:
    """Tell by the first bytes, never by the name (mis-exports.md 3, wrong extension)."""
    head = data[:512].lstrip().lower()
    if data[:8] == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise InputRefused(
                "The workbook is protected with a password to open it.",
                "Take the password off (File, Info, Protect Workbook) and keep the file in a protected folder instead.",
                code="X102",
            )
        raise InputRefused("The workbook is in the old .xls format.", _SAVE_AS, code="X103")
    if head.startswith((b"<", b"\xef\xbb\xbf<")):
        raise InputRefused("The file is a web page that is only named like a workbook.", _SAVE_AS, code="X101")
    if data[:4] not in {b"PK\x03\x04", b"PK\x05\x06"}:
        raise InputRefused("The file is not an Excel workbook.", _SAVE_AS, code="X101")


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MAX_MEMBERS:
        raise _too_much(f"it has more than {_MAX_MEMBERS:,} parts")
    if sum(m.file_size for m in members) > _MAX_UNPACKED:
        raise _too_much(f"it unpacks to more than {_MAX_UNPACKED // 1_000_000} MB")
    if any(m.file_size > max(_RATIO_FROM, _MAX_RATIO * m.compress_size) for m in members):
        raise _too_much(f"a part of it is packed more than {_MAX_RATIO}:1")
    # Two parts of one name: programs do not agree which of them counts.
    if len({m.filename for m in members}) != len(members):
        raise _damaged()
    if any(m.flag_bits & 1 for m in members):
        raise InputRefused("The workbook's parts are encrypted.", _SAVE_AS, code="X102")


def _refuse_other_workbooks(names: Iterable[str]) -> None:
    names = set(names)
    # Macros run when the workbook is opened, and a change breaks their signature.
    if any(name.endswith("vbaProject.bin") for name in names):
        raise InputRefused("The workbook contains macros (.xlsm).", _SAVE_AS, code="X104")
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise InputRefused("The workbook is in another program's format (.xlsb or .ods).", _SAVE_AS, code="X104")
    if WORKBOOK not in names:
        raise InputRefused("The file is not an Excel workbook.", _SAVE_AS, code="X101")


def _too_much(why: str) -> InputRefused:
    return InputRefused(f"The workbook is not read: {why}.", "Remove pictures or unused tabs and save it.", code="X105")


def _damaged() -> InputRefused:
    return InputRefused(
        "The workbook is damaged: a part of it cannot be unpacked.",
        "Restore an earlier version of the file (right click, Version history).",
        code="X106",
    )
