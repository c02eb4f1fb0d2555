"""Arbor: reports exported as CSV or Excel.

The SEN report has a row for each need and the status twice, as label and as
code.  Headings and what is known of them: docs/adapters/arbor.md.
"""

from __future__ import annotations

from senco_connect_mis.table import GenericTable, Report

__all__ = ["Arbor"]


class Arbor(GenericTable):
    """Arbor report, one row for each pupil, or for each need (SEN report)."""

    name = "arbor"
    title = "Arbor (exported report)"
    signature = frozenset({
        "Arbor Student ID", "Globally Unique Student ID", "Legal first name", "Legal last name",
        "Registration form(s) this academic year", "Year group(s) this academic year", "SEN Need Ranking",
        "SEN at any time this academic year?", "Primary guardian", "Annual review due",
    })  # fmt: skip
    reports = (
        # Elsewhere "Start Date" may be that of a status, a placement or the report.
        Report(frozenset({"Sen Need", "SEN Need Ranking"}), {"Start Date": "need_1_since"}, partial=True),
        # Two numbers of one system: the shorter one is what people see.
        Report(frozenset({"Arbor Student ID"}), {"Globally Unique Student ID": ""}),
    )
