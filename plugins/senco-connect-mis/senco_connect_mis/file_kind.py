"""Tell a table from everything else by the bytes it begins with; names of files lie.

MIS systems and browsers call HTML pages ".xls", and a workbook can be saved as
".csv".  What is not a table is refused with the way to get one.
"""

from __future__ import annotations

from enum import Enum

from senco_connect.adapters import ReadFile
from senco_connect.errors import InputRefused
from senco_connect_mis.findings import FOREIGN_KIND, UNSAFE_WORKBOOK, opening

__all__ = ["Kind", "kind_of"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it in a spreadsheet program, save it as .xlsx or as CSV UTF-8, and use that file."
_AS_TABLE = "Export the report as CSV or Excel; a CTF or census file has an adapter of its own."


class Kind(Enum):
    """How a table is stored."""

    TEXT = "text"
    WORKBOOK = "workbook"


def kind_of(file: ReadFile) -> Kind:
    """Tell a text from a workbook, or raise InputRefused for anything that is neither."""
    head = file.head()
    if head.startswith(_ZIP):
        return Kind.WORKBOOK
    if head.startswith(_OLE):
        raise _old_or_locked(file)
    # Text in UTF-16 has a NUL beside each letter; without them the marks below show.
    start = head[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    refusal = _markup(opening(file.token), start) if start.startswith(b"<") else _foreign(opening(file.token), start)
    if refusal:
        raise refusal
    return Kind.TEXT


def _foreign(the: str, start: bytes) -> InputRefused | None:
    if not start:
        return InputRefused(f"{the} is empty.", "Export it again.", code=FOREIGN_KIND)
    if start.startswith(b"%pdf"):
        return InputRefused(f"{the} is a PDF page.", "Export the report as CSV or Excel.", code=FOREIGN_KIND)
    if start.startswith((b'{"', b"{\n", b"[{", b"[\n")):
        return InputRefused(f"{the} is JSON, no table.", "Export the report as CSV or Excel.", code=FOREIGN_KIND)
    if start.startswith(b"\x1f\x8b"):
        return InputRefused(f"{the} is packed (gzip).", "Unpack it and use the CSV inside.", code=FOREIGN_KIND)
    return None


def _markup(the: str, start: bytes) -> InputRefused:
    if b"commandreportererror" in start:
        cure = "Put right in SIMS what it says and export again."
        return InputRefused(f"{the} is an error message of the SIMS reporter.", cure, code=FOREIGN_KIND)
    if b"superstarreport" in start:
        return InputRefused(f"{the} is a SIMS report in XML.", _AS_TABLE, code=FOREIGN_KIND)
    if start.startswith(b"<?xml") and b"<html" not in start:
        return InputRefused(f"{the} is XML, no table.", _AS_TABLE, code=FOREIGN_KIND)
    return InputRefused(f"{the} is a web page, whatever its name ends in.", _SAVE_AS, code=FOREIGN_KIND)


def _old_or_locked(file: ReadFile) -> InputRefused:
    if not _holds(file, _ENCRYPTED):
        what = f"{opening(file.token)} is an Excel file of the old kind (.xls)."
        return InputRefused(what, _SAVE_AS, code=FOREIGN_KIND)
    cure = "Open it, take the password off (File, Info, Protect Workbook) and save it again."
    return InputRefused(f"{opening(file.token)} is a workbook with a password.", cure, code=UNSAFE_WORKBOOK)


def _holds(file: ReadFile, mark: bytes) -> bool:
    before = b""
    with file.open() as stream:
        while chunk := stream.read(1 << 20):
            if mark in before + chunk:
                return True
            before = chunk[-len(mark) :]
    return False
