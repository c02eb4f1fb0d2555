"""What senco.toml says about the register workbook and the pupil folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from senco_connect.adapters import AdapterConfig
from senco_connect.record import FIELDS

__all__ = ["SECTIONS", "FoldersConfig", "XlsxConfig"]

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


@dataclass(frozen=True, slots=True)
class XlsxConfig(AdapterConfig):
    """The workbook, its tab ("" finds it) and what people's headings mean.

    ``columns`` maps headings to fields; "" is a column of people's own, which
    is never read.  A heading that occurs twice is told apart as "SEN status#2".
    """

    file: str
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a mapping to a field that is not declared, with ValueError."""
        unknown = sorted(heading for heading, name in self.columns.items() if name and name not in FIELDS)
        if unknown:
            raise ValueError(f"what these headings stand for is no field: {', '.join(unknown)}")


@dataclass(frozen=True, slots=True)
class FoldersConfig(AdapterConfig):
    """The folder that holds the pupil folders, and the sections each of them gets."""

    root: str
    sections: tuple[str, ...] = SECTIONS
