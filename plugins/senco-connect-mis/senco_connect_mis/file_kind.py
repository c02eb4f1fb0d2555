"""Tell a table from everything else by the bytes it begins with; names of files lie.

MIS systems and browsers call HTML pages ".xls", and a workbook can be saved as
".csv".  What is not a table is refused with the way to get one.
"""

from __future__ import annotations

from enum import Enum

from senco_connect.adapters import ReadFile
from senco_connect.errors import InputRefused
from senco_connect_mis.findings import FOREIGN_KIND, UNSAFE_WORKBOOK

__all__ = ["Kind", "kind_of"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it in a spreadsheet program, save it as .xlsx or as CSV UTF-8, and use that file."


class Kind(Enum):
    """How a table is stored."""

    TEXT = "text"
    WORKBOOK = "workbook"


def kind_of(file: ReadFile) -> Kind:
    """Tell a text from a workbook, or raise InputRefused for anything that is neither."""
    head = file.head()
    if not head:
        raise InputRefused(f"{_the(file)} is empty.", "Export it again.", code=FOREIGN_KIND)
    if head.startswith(_ZIP):
        return Kind.WORKBOOK
    if head.startswith(_OLE):
        raise _old_or_encrypted(file)
    # Text in UTF-16 has a NUL beside each letter; without them the marks below show.
    start = head[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    for marks, what, cure in _FOREIGN:
        if start.startswith(marks):
            raise InputRefused(f"{_the(file)} is {what}.", cure, code=FOREIGN_KIND)
    if start.startswith(b"<"):
        raise _markup(file, start)
    return Kind.TEXT


def _the(file: ReadFile) -> str:
    return file.token[:1].upper() + file.token[1:]


_FOREIGN = (
    ((b"%pdf",), "a PDF page", "Choose CSV or Excel as the output of the report and export again."),
    ((b'{"', b"{\n", b"[{", b"[\n"), "JSON, not a table", "Export the report as CSV or Excel."),
    ((b"\x1f\x8b",), "packed (gzip)", "Unpack it and use the CSV inside."),
)


def _markup(file: ReadFile, start: bytes) -> InputRefused:
    if b"commandreportererror" in start:
        what, cure = (
            "an error message of the SIMS reporter",
            "Put right in SIMS what it says and export again.",
        )
    elif b"superstarreport" in start:
        what, cure = "a SIMS report in XML", "Set the report's output to CSV or Excel in SIMS and export again."
    elif start.startswith(b"<?xml") and b"<html" not in start:
        what, cure = "XML, not a table", "Export a CSV or Excel report; a CTF or census file has an adapter of its own."
    else:
        what, cure = "a web page, whatever its name ends in", _SAVE_AS
    return InputRefused(f"{_the(file)} is {what}.", cure, code=FOREIGN_KIND)


def _old_or_encrypted(file: ReadFile) -> InputRefused:
    if _holds(file, _ENCRYPTED):
        cure = "Open it, take the password off (File, Info, Protect Workbook) and save it again."
        return InputRefused(f"{_the(file)} is a workbook with a password.", cure, code=UNSAFE_WORKBOOK)
    return InputRefused(f"{_the(file)} is an Excel file of the old kind (.xls).", _SAVE_AS, code=FOREIGN_KIND)


def _holds(file: ReadFile, mark: bytes) -> bool:
    before = b""
    with file.open() as stream:
        while chunk := stream.read(1 << 20):
            if mark in before + chunk:
                return True
            before = chunk[-len(mark) :]
    return False
