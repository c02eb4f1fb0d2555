"""Turn a workbook that was looked at into what the register shows."""

from __future__ import annotations

from senco_connect import lines
from senco_connect.lines import Lines
from senco_connect.snapshot import Snapshot
from senco_connect_local.look import Look

__all__ = ["snapshot"]

# calamine shows an error, or a formula that nobody has calculated, as blank: that is not what they say.
_CURE = "the formula here shows no value: open the workbook in Excel and save it"


def snapshot(look: Look) -> Snapshot:
    """Give what the register shows: a row for each pupil's line, and findings in the order of the lines."""
    hollow = look.sheet.hollow
    shown = Lines(look.layout, look.sheet.grid, hollow.formulas, hollow.valueless, program="Excel", cure=_CURE)
    return lines.snapshot(shown, digest=look.package.digest, stamp=look.workbook.stamp)
