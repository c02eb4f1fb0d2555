"""Mark the cells that a workbook holds but doesn't show: errors, and formulas that were never worked out.

The reader of workbooks shows them as empty, and a blank would be believed
(fault F3).
"""

from __future__ import annotations

import io
import re
from typing import IO, Final
from zipfile import ZipFile

from senco_connect.adapters import ReadFile
from senco_connect_mis.cells import NOT_SHOWN
from senco_connect_mis.workbook_guard import is_sheet, named_damage

__all__ = ["hides_something", "with_marks"]

_ERROR: Final = b't="e"'
# Few workbooks have such cells: the patterns are compiled where they are used.
_NO_RESULT: Final = rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|</\w+:f>\s*(?:<\w+:v\s*/>|<(\w+:v)></\1>)?\s*</\w+:c>"
_HIDDEN_CELL: Final = (
    rb"<(?P<ns>(?:\w+:)?)c(?P<attributes>\s[^<>]*)(?<!/)>\s*"
    rb"(?:<(?P=ns)f(?:\s[^<>]*)?(?:/>|>[^<]*</(?P=ns)f>))?\s*(?P<value><(?P=ns)v>[^<]+</(?P=ns)v>)?"
    rb"(?:<(?P=ns)v\s*/>|<(?P=ns)v></(?P=ns)v>)?\s*</(?P=ns)c>"
)
_TYPE: Final = rb'\s+t="[^"]*"'


def hides_something(file: ReadFile, workbook: IO[bytes]) -> bool:
    """Tell whether a sheet holds a cell that is not shown; raises InputRefused where the workbook is damaged."""
    with named_damage(file), ZipFile(workbook) as archive:
        parts = ((part.filename, archive.read(part)) for part in archive.infolist())
        return any(_hides(content) for name, content in parts if is_sheet(name, (content,)))


def with_marks(file: ReadFile, workbook: IO[bytes]) -> IO[bytes]:
    """Give a copy in which such cells hold NOT_SHOWN; raises InputRefused as above."""
    copy = io.BytesIO()
    with named_damage(file), ZipFile(workbook) as archive, ZipFile(copy, "w") as target:
        for part in archive.infolist():
            content = archive.read(part)
            marked = is_sheet(part.filename, (content,))
            target.writestr(part.filename, re.sub(_HIDDEN_CELL, _mark, content) if marked else content)
    copy.seek(0)
    return copy


def _hides(sheet: bytes) -> bool:
    # One byte is looked for first: that is many times quicker than more.
    has_formulas = b"</f>" in sheet or (b":" in sheet and b":f>" in sheet)
    return _ERROR in sheet or (has_formulas and re.search(_NO_RESULT, sheet) is not None)


def _mark(cell: re.Match[bytes]) -> bytes:
    ns, attributes = cell["ns"], cell["attributes"]
    is_error = _ERROR in attributes
    # A formula whose result is no text at all ("") is shown, and blank.
    is_unknown = b"f" in cell[0] and not cell["value"] and b't="str"' not in attributes
    if not is_error and not is_unknown:
        return cell[0]
    text = b"<%bis><%bt>%b</%bt></%bis>" % (ns, ns, NOT_SHOWN.encode(), ns, ns)
    return b'<%bc%b t="inlineStr">%b</%bc>' % (ns, re.sub(_TYPE, b"", attributes), text, ns)
