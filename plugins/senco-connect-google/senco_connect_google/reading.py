"""Turn a spreadsheet that was looked at into what the register shows, and say where it calls out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from senco_connect import lines
from senco_connect.lines import Lines
from senco_connect.snapshot import Finding, Snapshot
from senco_connect_google.look import STAMP, Look

__all__ = ["snapshot"]

_CURE: Final = "the formula here shows an error: mend it in the sheet"


def snapshot(look: Look) -> Snapshot:
    """Give what the register shows: a row for each pupil's line, and findings in the order of the lines."""
    tab = look.tab
    shown = Lines(look.layout, tab.grid, tab.formulas, tab.valueless, program="Sheets", cure=_CURE)
    return lines.snapshot(shown, digest=look.digest, stamp=look.book.told(STAMP), alarms=_alarms(look))


# safety.md rule 28: these fetch an address, which may carry off what stands in other cells.
_CALLS_OUT: Final = re.compile(r"\b(IMPORT(HTML|XML|DATA|FEED|RANGE)|IMAGE|GOOGLEFINANCE)\s*\(", re.IGNORECASE)


def _alarms(look: Look) -> Iterator[Finding]:
    """Say where the register's own tab fetches from outside, and that the spreadsheet lets it."""
    for line in _calling_out(look):
        yield Finding("X505", "a formula on this line fetches from outside the sheet: see that it may", line)
    if look.book.locale == "en_US":
        words = "this spreadsheet reads 3/4/2015 as the 4th of March: set File, Settings, Locale to United Kingdom"
        yield Finding("X507", words)
    if look.book.calls_out:
        yield Finding("X506", "formulas of this spreadsheet may fetch from outside unasked: that can't be undone")


def _calling_out(look: Look) -> list[int]:
    return sorted(line for (line, _), formula in look.tab.formulas.items() if _CALLS_OUT.search(formula))
