"""Local authority numbers that may stand in positions 2-4 of a UPN.

Source: census rule 1530 as published with the children-in-need validator
(rules 1510-1560Q).  The authority in a UPN is historic, so closed ones stay
valid.  001-005 are the Northern Ireland boards and test authorities, 660-681
the Welsh ones, 701-708 service schools abroad.  A number missing from this list
is a reason to ask, never to refuse: the list grows.
"""

from __future__ import annotations

__all__ = ["SOURCE", "UPN_AUTHORITIES", "VALID_FROM"]

SOURCE = "Census rule 1530, rule set 2023-24"
VALID_FROM = "2023-09-01"

_RANGES = (
    "001-005 201-213 301-320 330-336 340-344 350-359 370-373 380-384 390-394 420 660-681 701-708 "
    "800-803 805-808 810-813 815 816 820-823 825 826 830 831 835-841 845 846 850-852 855-857 860 "
    "861 865-896 908 909 916 919 921 925 926 928 929 931 933 935-938 940-943"
)


def _expand(ranges: str) -> frozenset[str]:
    numbers: set[str] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        numbers.update(f"{n:03d}" for n in range(int(first), int(last or first) + 1))
    return frozenset(numbers)


UPN_AUTHORITIES = _expand(_RANGES)
