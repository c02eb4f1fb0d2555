"""Check the numbers that name a pupil: UPN and ULN.

Pure arithmetic, from the Department's definitions (CBDS) and census rules
1510-1550 and 1575.  A check says what is wrong in words for a school office; it
never prints the number itself.
"""

from __future__ import annotations

import re
from operator import mul
from typing import Literal

from senco_connect.codesets.upn_authorities import UPN_AUTHORITIES

__all__ = ["is_temporary_upn", "uln_problem", "upn_check_letter", "upn_kind", "upn_problem"]

# I, O and S are left out because they read like digits.
_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
# What each character counts for: a letter its place among the 23, a digit itself.
_VALUES = bytes.maketrans(f"{_LETTERS}0123456789".encode(), bytes([*range(23), *range(10)]))
_WEIGHTS = tuple(range(2, 14))
_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
_SHAPE = "a UPN is a letter and 12 digits, or a letter, 11 digits and a letter (never I, O or S)"

UpnKind = Literal["permanent", "temporary"]


def upn_kind(upn: str) -> UpnKind | None:
    """Tell a permanent UPN from a temporary one by shape; None is neither."""
    if not _UPN.fullmatch(upn):
        return None
    return "permanent" if upn[12].isdigit() else "temporary"


def is_temporary_upn(upn: str) -> bool:
    """Whether the UPN is an interim one, to be replaced when the real one arrives."""
    return upn_kind(upn) == "temporary"


def upn_check_letter(upn: str) -> str:
    """Compute position 1 of a UPN from its positions 2 to 13 (GDSC, CBDS).

    >>> upn_check_letter("H801200001001")
    'H'
    """
    values = upn[1:].encode().translate(_VALUES)
    return _LETTERS[sum(map(mul, _WEIGHTS, values)) % 23]


def upn_problem(upn: str) -> str | None:
    """Say what is wrong with a UPN, or None; an unknown authority is a problem to ask about.

    Census rules 1550 (shape), 1510 (check letter), 1530 (authority), in that order.
    """
    if not _UPN.fullmatch(upn):
        return _SHAPE if len(upn) == 13 else "a UPN has 13 characters"
    if upn_check_letter(upn) != upn[0]:
        return "the check letter does not fit the number"
    if upn[1:4] not in UPN_AUTHORITIES:
        return "positions 2 to 4 are not a local authority we know"
    return None


def uln_problem(uln: str) -> str | None:
    """Say what is wrong with a ULN, or None (census rule 1575).

    Weights 10 to 1 over all ten digits must leave remainder 10 when divided by 11.
    """
    if not re.fullmatch(r"[1-9][0-9]{9}", uln):
        return "a ULN has ten digits and does not begin with 0"
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 0, -1), uln, strict=True))
    return None if total % 11 == 10 else "the check digit does not fit the number"
