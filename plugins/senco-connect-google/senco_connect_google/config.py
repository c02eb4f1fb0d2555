"""What senco.toml says about the register in Google Sheets and the pupil folders in a shared drive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from senco_connect.adapters import AdapterConfig
from senco_connect.record import FIELDS

__all__ = ["SECTIONS", "DriveConfig", "SheetsConfig", "id_in"]

# practice.md 1: the sections of a pupil folder, in order.
SECTIONS = (
    "00 Index and chronology",
    "01 Profile",
    "02 Support plans",
    "03 EHC plan",
    "04 Annual reviews",
    "05 Professional reports",
    "06 Assessments",
    "07 Provision and costs",
    "08 Parents and pupil voice",
    "09 Agencies and referrals",
    "10 Access arrangements",
    "11 Transition",
    "12 Health and care",
    "90 Restricted",
)
_IN_ADDRESS = re.compile(r"/(?:d|folders|drives)/([A-Za-z0-9_-]{10,})")
_ID = re.compile(r"[A-Za-z0-9_-]{10,}")


def id_in(text: str) -> str:
    """Give the id in an address copied from a browser, or the id itself; ValueError where there is none.

    >>> id_in("https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOp/edit#gid=0")
    '1AbCdEfGhIjKlMnOp'
    """
    found = _IN_ADDRESS.search(text)
    if found:
        return found[1]
    if _ID.fullmatch(text):
        return text
    raise ValueError("this is neither an id nor the address of a spreadsheet, a folder or a shared drive")


def _refuse_unknown(columns: Mapping[str, str]) -> None:
    unknown = sorted(heading for heading, name in columns.items() if name and name not in FIELDS)
    if unknown:
        raise ValueError(f"what these headings stand for is no field: {', '.join(unknown)}")


@dataclass(frozen=True, slots=True)
class SheetsConfig(AdapterConfig):
    """The spreadsheet (its id or address), its tab ("" finds it), and what people's headings mean.

    With "" for the ``spreadsheet`` one is made in ``folder``, and found there by its mark.  ``credentials`` is a
    key file; "" is what the machine itself has.  ``access`` "drive" asks for the whole drive, for a
    register that the account neither made nor was given.  ``endpoint`` is an emulator on this machine.
    """

    spreadsheet: str
    folder: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    credentials: str = ""
    access: Literal["made here", "drive"] = "made here"
    endpoint: str = ""

    def __post_init__(self) -> None:
        """Refuse a mapping to a field that is not declared and an address without an id, with ValueError."""
        _refuse_unknown(self.columns)
        if not (self.spreadsheet or self.folder):
            raise ValueError('name the register under "spreadsheet", or the folder to make it in under "folder"')
        for place in filter(None, (self.spreadsheet, self.folder)):
            id_in(place)


@dataclass(frozen=True, slots=True)
class DriveConfig(AdapterConfig):
    """The folder that holds the pupil folders (its id or address), and the sections each of them gets.

    ``access`` "drive" lets the library see folders that people made, which it otherwise can't.
    """

    folder: str
    sections: tuple[str, ...] = SECTIONS
    credentials: str = ""
    access: Literal["made here", "drive"] = "drive"
    endpoint: str = ""

    def __post_init__(self) -> None:
        """Refuse an address without an id, with ValueError."""
        id_in(self.folder)
