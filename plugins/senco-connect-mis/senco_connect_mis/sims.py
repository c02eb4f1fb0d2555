"""SIMS 7: reports exported as CSV or Excel.

Each school designs its reports, so these are the usual titles of their columns,
no more.  Headings and what is known of them: docs/adapters/sims.md.
"""

from __future__ import annotations

from senco_connect_mis.table import GenericTable, Report

__all__ = ["Sims"]


class Sims(GenericTable):
    """SIMS report, one row for each pupil, or for each need."""

    name = "sims"
    title = "SIMS 7 (exported report)"
    signature = frozenset({
        "Adno", "Reg", "Legal Surname", "Legal Forename", "Preferred Forename", "Preferred Surname", "In Care",
        "Year taught in Code", "primary_id", "multiple_id", "SEN need type 1", "Member of SEN unit",
        "Pupil Premium Indicator", "Priority 1 contact",
    })  # fmt: skip
    reports = (
        # SIMS shows the year twice, in words and as a bare number.
        Report(frozenset({"Year", "Year taught in Code"}), {"Year taught in Code": ""}),
    )
