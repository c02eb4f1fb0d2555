"""Write a number as a whole and a fraction: "# ???/???" makes 5.125 into 5 1/8."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from senco_connect_emulator.sheets.formats.patterns import Mark

__all__ = ["fraction_text"]


def fraction_text(number: float, marks: Sequence[Mark]) -> str | None:
    """Write it; None where the pattern is none of a fraction."""
    runs = [(kind, "".join(mark.text for mark in run)) for kind, run in groupby(marks, lambda mark: mark.kind)]
    slash = next((at for at, (kind, text) in enumerate(runs) if kind == "literal" and text.strip() == "/"), 0)
    if not 0 < slash < len(runs) - 1 or runs[slash - 1][0] != "digit" or runs[slash + 1][0] != "digit":
        return None
    above, below = runs[slash - 1][1], runs[slash + 1][1]
    has_whole = slash > 2 and runs[slash - 3][0] == "digit"
    fraction = Fraction(abs(number)).limit_denominator(10 ** len(below) - 1)
    whole = fraction.numerator // fraction.denominator if has_whole else 0
    rest = fraction - whole
    told = _parts(rest, above, below) if rest or not has_whole else ""
    head = str(whole) if whole or not told else ""
    return " ".join(filter(None, (head, told)))


def _parts(rest: Fraction, above: str, below: str) -> str:
    top, bottom = str(rest.numerator), str(rest.denominator)
    if "0" in above:
        top = top.zfill(len(above))
    return f"{top}/{bottom.zfill(len(below)) if '0' in below else bottom}"
