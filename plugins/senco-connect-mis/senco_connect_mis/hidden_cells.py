"""Mark the cells that a workbook holds but doesn't show: errors, and formulas that were never worked out.

The reader of workbooks shows them as empty, and a blank would be believed
(fault F3).
"""

from __future__ import annotations

import re
from typing import Final

from senco_connect_mis.cells import NOT_SHOWN

__all__ = ["may_hide", "with_marks"]

_ERROR: Final = b't="e"'
# Few workbooks have such cells: the patterns are compiled where they are used.
_NO_RESULT: Final = rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|</\w+:f>\s*(?:<\w+:v\s*/>|<(\w+:v)></\1>)?\s*</\w+:c>"
_HIDDEN_CELL: Final = (
    rb"<(?P<ns>(?:\w+:)?)c(?P<attributes>\s[^<>]*)(?<!/)>\s*"
    rb"(?:<(?P=ns)f(?:\s[^<>]*)?(?:/>|>[^<]*</(?P=ns)f>))?\s*(?P<value><(?P=ns)v>[^<]+</(?P=ns)v>)?"
    rb"(?:<(?P=ns)v\s*/>|<(?P=ns)v></(?P=ns)v>)?\s*</(?P=ns)c>"
)
_TYPE: Final = rb'\s+t="[^"]*"'


def may_hide(piece: bytes) -> bool:
    """Tell quickly whether a piece of a sheet, cut between tags, may hold a cell that is not shown."""
    # One byte is looked for first: that is many times quicker than more.
    return _ERROR in piece or b"</f>" in piece or (b":" in piece and b":f>" in piece)


def with_marks(sheet: bytes) -> bytes:
    """Give a sheet in which such cells hold NOT_SHOWN."""
    hides = _ERROR in sheet or re.search(_NO_RESULT, sheet)
    return re.sub(_HIDDEN_CELL, _mark, sheet) if hides else sheet


def _mark(cell: re.Match[bytes]) -> bytes:
    ns, attributes = cell["ns"], cell["attributes"]
    is_error = _ERROR in attributes
    # A formula whose result is no text at all ("") is shown, and blank.
    is_unknown = b"f" in cell[0] and not cell["value"] and b't="str"' not in attributes
    if not is_error and not is_unknown:
        return cell[0]
    text = b"<%bis><%bt>%b</%bt></%bis>" % (ns, ns, NOT_SHOWN.encode(), ns, ns)
    return b'<%bc%b t="inlineStr">%b</%bc>' % (ns, re.sub(_TYPE, b"", attributes), text, ns)
