"""SEN type, or primary need (CBDS 100081, `SENtype`), with its broad area (dfe.md 1.2).

`note` holds the broad area of the Code of Practice (6.28-6.35); DS, OTH and NSA
have none.  BESD ended in 2014 and is no safe alias of SEMH: it is asked about.
"""

from __future__ import annotations

from senco_connect.codesets.codeset import Code, CodeSet

__all__ = ["BROAD_AREAS", "SEN_TYPE"]

_COGNITION = "Cognition and learning"
_COMMUNICATION = "Communication and interaction"
_SEMH = "Social, emotional and mental health"
_SENSORY = "Sensory and/or physical"

SEN_TYPE = CodeSet(
    "SEN type",
    "CBDS 100081; DS from the SEN2 2025 guide, item 5.8a",
    (
        Code("SPLD", "Specific learning difficulty", ("Specific learning difficulties",), "2004-01-01", "", _COGNITION),
        Code("MLD", "Moderate learning difficulty", ("Moderate learning difficulties",), "2004-01-01", "", _COGNITION),
        Code("SLD", "Severe learning difficulty", ("Severe learning difficulties",), "2004-01-01", "", _COGNITION),
        Code(
            "PMLD",
            "Profound and multiple learning difficulty",
            ("Profound and multiple learning difficulties",),
            "2004-01-01",
            "",
            _COGNITION,
        ),
        Code(
            "SEMH",
            "Social, emotional and mental health",
            ("Social, emotional and mental health needs", "Social, emotional and mental health difficulties"),
            "2014-09-01",
            "",
            _SEMH,
        ),
        Code(
            "SLCN",
            "Speech, language and communication needs",
            ("Speech, language and communication need", "Speech, language or communication needs"),
            "2004-01-01",
            "",
            _COMMUNICATION,
        ),
        Code("HI", "Hearing impairment", ("Hearing impaired",), "2004-01-01", "", _SENSORY),
        Code("VI", "Vision impairment", ("Visual impairment", "Visually impaired"), "2004-01-01", "", _SENSORY),
        Code("MSI", "Multi-sensory impairment", (), "2004-01-01", "", _SENSORY),
        Code("PD", "Physical disability", ("Physical difficulty",), "2004-01-01", "", _SENSORY),
        Code(
            "ASD",
            "Autistic spectrum disorder",
            ("ASC", "Autism spectrum disorder", "Autistic spectrum condition", "Autism spectrum condition", "Autism"),
            "2004-01-01",
            "",
            _COMMUNICATION,
        ),
        Code("DS", "Down syndrome", ("Down's syndrome", "Downs syndrome"), "2025-01-01"),
        Code(
            "OTH",
            "Other difficulty/disability",
            ("Other difficulties/disability", "Other difficulty or disability", "Other"),
            "2004-01-01",
        ),
        Code(
            "NSA",
            "SEN support but no specialist assessment of type of need",
            ("No specialist assessment", "NSA*"),
            "2014-09-01",
        ),
        Code("BESD", "Behaviour, emotional and social difficulties", (), "2004-01-01", "2014-08-31"),
    ),
)

BROAD_AREAS = {c.code: c.note for c in SEN_TYPE.codes if c.note}
