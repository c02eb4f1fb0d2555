"""Make a new, empty register workbook with the default columns, dropdowns and tabs.

openpyxl is the right tool here: there is nothing of anybody's to keep.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from senco_connect.codesets.codeset import CodeSet
from senco_connect.codesets.sen_provision import SEN_PROVISION
from senco_connect.codesets.sen_type import SEN_TYPE
from senco_connect.codesets.simple import YEAR_GROUP
from senco_connect.layout import KEY, label
from senco_connect.record import FIELDS, Field, Owner
from senco_connect.record.kinds import DAY
from senco_connect_local.addresses import MAX_LINE, address, column_letters
from senco_connect_local.aids import KEY_WORDS, choices
from senco_connect_local.issues_tab import TITLE, issue_lines
from senco_connect_local.look import mark_name
from senco_connect_local.workbook import ISSUES

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["COLUMNS", "new_workbook"]

_REGISTER: Final = "Register"
# The name stands first and stays in sight; the key and the numbers follow it.
_FIRST: Final = ("surname", "forename", KEY)
COLUMNS: Final = (*_FIRST, *(f.name for f in FIELDS.values() if f.column and f.name not in _FIRST))
_FROZEN: Final = 2
_WIDTHS: Final = {"surname": 18, "forename": 16, "diagnosis": 30, "strategy_1": 30, "strategy_2": 30, "strategy_3": 30}
_WIDTH: Final = 14
_LISTS: Final = (SEN_PROVISION, SEN_TYPE, YEAR_GROUP)
_HOW_TO: Final = (
    "How this register works",
    "Type in the white columns: they are yours. The library never overwrites what you typed.",
    "Grey columns in italics come from the MIS. Correct them there; what you correct here is listed under Issues.",
    "Pale blue columns are worked out by the library.",
    "Sort, filter, hide, colour and comment as you like. Add columns of your own anywhere: they are never touched.",
    "Move a column by inserting it (Shift while dragging), not by copying it. Headings may be renamed.",
    "Leave the pupil key as it is: it says which child a line is about. It is not the UPN.",
    "Take a child off by leaving the line there and setting the status: no line is ever deleted for you.",
    "Close this workbook before the library writes. It can read while the workbook is open.",
)


def new_workbook(now: datetime) -> bytes:
    """Make the workbook's bytes; ``now`` is the day it was made."""
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    workbook.properties.created = workbook.properties.modified = now.replace(tzinfo=None)
    sheet = workbook.worksheets[0]
    sheet.title = _REGISTER
    _lay_out(sheet)
    for column, field in enumerate(COLUMNS, start=1):
        _head(sheet, column, field)
        _add_choices(sheet, column, field)
        _add_name(workbook, mark_name(field), f"'{_REGISTER}'!{address(1, column, fixed=True)}")
    _fill(workbook.create_sheet(TITLE), issue_lines(()), bold=2)
    _add_name(workbook, ISSUES, f"'{TITLE}'!$A$1")
    _fill(workbook.create_sheet("Lists"), _lists(_LISTS), bold=1)
    _fill(workbook.create_sheet("How to"), [[text] for text in _HOW_TO], bold=1)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _lay_out(sheet: Worksheet) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    last = column_letters(len(COLUMNS))
    sheet.freeze_panes = address(2, _FROZEN + 1)
    sheet.auto_filter.ref = f"A1:{last}1"
    sheet.row_dimensions[1].height = 32
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    # A3 by its number in the format.
    sheet.page_setup.paperSize = 8
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _head(sheet: Worksheet, column: int, field: str) -> None:
    """Write a heading in its owner's colours: grey italics the MIS's, white the SENCO's, pale blue worked out."""
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415

    owner = FIELDS[field].owner if field != KEY else Owner.COMPUTED
    fill = {Owner.MIS: "D9D9D9", Owner.COMPUTED: "DDEBF7"}.get(owner, "FFFFFF")
    cell = sheet.cell(1, column, label(field))
    cell.font = Font(bold=True, italic=owner is Owner.MIS, color="595959" if owner is Owner.MIS else "000000")
    cell.fill = PatternFill("solid", start_color=fill)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    # A format of the whole column reaches the lines that are yet to come.
    dimension = sheet.column_dimensions[column_letters(column)]
    dimension.width = _WIDTHS.get(field, _WIDTH)
    if field != KEY:
        dimension.hidden = FIELDS[field].hidden
        dimension.number_format = _number_format(FIELDS[field])


def _number_format(field: Field) -> str:
    return "dd/mm/yyyy" if field.kind is DAY else "General"


def _add_choices(sheet: Worksheet, column: int, field: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    offered = choices(field, "") if field != KEY else ()
    if field == KEY:
        rule = DataValidation(type="custom", formula1="FALSE", errorStyle="stop", showErrorMessage=True)
        rule.errorTitle, rule.error = label(KEY), KEY_WORDS
    elif offered:
        # A wrong word may be typed all the same: it is kept, and asked about.
        rule = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True, showErrorMessage=False)
    else:
        return
    letter = column_letters(column)
    rule.add(f"{letter}2:{letter}{MAX_LINE}")
    sheet.add_data_validation(rule)


def _add_name(workbook: Workbook, name: str, text: str) -> None:
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

    workbook.defined_names[name] = DefinedName(name, attr_text=text, hidden=True)


def _lists(sets: Iterable[CodeSet]) -> list[list[str]]:
    lines = [["List", "Code", "Means"]]
    lines += [[codes.name, code.code, code.label] for codes in sets for code in codes.live()]
    return lines


def _fill(sheet: Worksheet, lines: Sequence[Sequence[str]], *, bold: int) -> None:
    """Write lines of text; the one that ``bold`` counts to is the heading."""
    from openpyxl.styles import Font  # noqa: PLC0415

    for line, texts in enumerate(lines, start=1):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(line, column, text)
            cell.font = Font(bold=line == bold)
    for column in range(1, 8):
        sheet.column_dimensions[column_letters(column)].width = 24
