"""Write the SEN report as Arbor does: a line for each need, and two columns that are both called "SEN status".

The headings are those of mis-exports.md 2.3, with the admission number that a
school adds; no vendor publishes a sample.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from typing import Final

from senco_connect.codesets.sen_type import SEN_TYPE
from senco_connect_local.demo.people import Child, Need

__all__ = ["sen_report"]

_HEADINGS: Final = (
    "UPN", "Admission number", "Name", "Year group(s) this academic year", "Registration form(s) this academic year",
    "Date of Birth", "SEN status", "Sen Need", "SEN Description", "SEN Need Ranking", "Start Date", "Funded Hours",
    "SEN status",
)  # fmt: skip
_LABELS: Final = {"E": "Education, Health and Care Plan", "K": "SEN Support"}
# strftime would name the months in the language of the machine.
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def sen_report(children: Iterable[Child]) -> bytes:
    """Give the bytes of the report on the children who have SEN; the others are not in it."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    writer.writerows(line for child in children if child.is_sen for line in _lines(child))
    return text.getvalue().encode("utf-8-sig")


def _lines(child: Child) -> Iterator[tuple[str, ...]]:
    for rank, need in enumerate(child.needs, start=1):
        yield _line(child, rank, need)


def _line(child: Child, rank: int, need: Need) -> tuple[str, ...]:
    return (
        child.upn,
        child.admission_no,
        f"{child.surname}, {child.forename}",
        f"Year {child.year}",
        child.form,
        child.born.isoformat(),
        _LABELS[child.status],
        SEN_TYPE.by_code[need.code].label,
        "",
        str(rank),
        _in_words(need.since),
        "15h 0m" if child.status == "E" else "",
        child.status,
    )


def _in_words(day: date) -> str:
    return f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year}"
