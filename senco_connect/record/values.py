"""The values that travel from a store to a decision: text, blank, or not shown.

Every value is canonical text: days are ISO, flags are "true" and "false", codes
are the Department's.  Blank ("") was shown and is empty; MISSING was not shown.
"""

from __future__ import annotations

from typing import Final, final

__all__ = ["BLANK", "MISSING", "Missing", "Value"]


@final
class Missing:
    """The type of MISSING, of which there is one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing()
BLANK: Final = ""

Value = str | Missing
