"""The small Department sets a register needs (dfe.md 1.6): sex, enrolment, year group."""

from __future__ import annotations

from senco_connect.codesets.codeset import Code, CodeSet

__all__ = ["ENROLMENT", "SEX", "YEAR_GROUP"]

SEX = CodeSet("Sex", "CBDS, CTF 25", (Code("F", "Female"), Code("M", "Male")))

ENROLMENT = CodeSet(
    "Enrolment status",
    "CBDS",
    (
        Code("C", "Current", ("Current (single registration at this school)", "On roll", "Single registration")),
        Code("G", "Guest", ("Guest pupil",)),
        Code("M", "Main dual registration", ("Main (dual registration)", "Current main", "Main dual")),
        Code("S", "Subsidiary dual registration", ("Subsidiary (dual registration)", "Subsidiary dual")),
        Code("P", "Previous", ("Leaver", "Left", "Off roll", "Former")),
        Code("F", "FE college"),
        Code("O", "Other provider"),
    ),
)

YEAR_GROUP = CodeSet(
    "Year group",
    "CBDS NCyearActual",
    (
        Code("E1", "Early years first year"),
        Code("E2", "Early years second year"),
        Code("N1", "Nursery first year"),
        Code("N2", "Nursery second year"),
        Code("N", "Nursery", ("Nur",)),
        Code("R", "Reception", ("YR", "Year R", "Rec", "Year Reception", "0", "0.0", "Year 0")),
        # "7.0" is how a spreadsheet or a data frame writes a whole number.
        *(
            Code(str(n), f"Year {n}", (f"Y{n}", f"Yr {n}", f"{n:02d}", f"Y{n:02d}", f"Year {n:02d}", f"{n}.0"))
            for n in range(1, 15)
        ),
        Code("M", "Mixed"),
        Code("X", "Not followed"),
    ),
)
