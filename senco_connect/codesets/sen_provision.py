"""SEN provision (CBDS 100472, `SENprovision`): the status of a pupil.

`M` is the register's own word for a pupil of concern; no MIS and no census
knows it.  The codes before 2014 are read and reported, never written (dfe.md 1.1).
"""

from __future__ import annotations

from senco_connect.codesets.codeset import Code, CodeSet

__all__ = ["SEN_PROVISION"]

SEN_PROVISION = CodeSet(
    "SEN status",
    "CBDS 100472; SEND Code of Practice 2015",
    (
        Code(
            "E",
            "EHC plan",
            ("EHCP", "EHC", "Education, Health and Care Plan", "Education health care plan", "E - EHCP"),
            "2014-09-01",
        ),
        Code("K", "SEN support", ("SEN Support without an EHC plan", "SENS", "Sen sup"), "2014-09-01"),
        Code("M", "Monitoring", ("Monitor",), note="register only, never exported"),
        Code(
            "N",
            "No special educational need",
            ("No SEN", "None", "No Special Educational Needs", "No special provision"),
        ),
        Code("S", "Statement", ("Statement of SEN",), "", "2018-03-31", "ask whether there is an EHC plan now"),
        Code("A", "School Action", ("Early Years Action",), "", "2014-08-31", "ask whether it is SEN support now"),
        Code(
            "P",
            "School Action Plus",
            ("Early Years Action Plus",),
            "",
            "2014-08-31",
            "ask whether it is SEN support now",
        ),
        Code(
            "Q",
            "School Action Plus and statutory assessment",
            (),
            "",
            "2014-08-31",
            "ask whether it is SEN support now",
        ),
    ),
)
