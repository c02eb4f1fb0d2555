"""The header of a CTF: which version, which school, when, and whether it is whole."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

from senco_connect_dfe import refusals
from senco_connect_dfe.cells import text_of

__all__ = ["Header", "read_header"]

_VERSION = re.compile(r"(1[2-9]|2[0-6])(\.[0-9]+)?")
_CURE = "Make a CTF of version 12 to 26, or install a newer senco-connect-dfe."


class Header(NamedTuple):
    """What a header says; text that it does not give is ""."""

    made_at: str
    laestab: str
    urn: str
    partial: bool


def read_header(header: Element, *, token: str) -> Header:
    """Read the header; raises InputRefused for a version that is not from 12 to 26 (dfe.md 3.1).

    Only a header that says "full" makes the file speak for pupils who are not in it.
    """
    if not _VERSION.fullmatch(text_of(header, "CTFversion")):
        raise refusals.wrong_header(token, "does not say that it is a CTF of version 12 to 26", _CURE)
    school = header.find("SourceSchool")
    source = school if school is not None else Element("SourceSchool")
    return Header(
        made_at=_moment(text_of(header, "DateTime")),
        laestab=text_of(source, "LEA") + text_of(source, "Estab"),
        urn=text_of(source, "URN"),
        partial=text_of(header, "DocumentQualifier").casefold() != "full",
    )


def _moment(text: str) -> str:
    # The file's own time is only ever compared with its earlier ones, so its zone does not matter.
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None).isoformat(timespec="seconds")
    except ValueError:
        return ""
