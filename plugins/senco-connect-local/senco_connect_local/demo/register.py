"""Write the register as a SENCO keeps it in Excel: titles, colours, comments, a formula, a filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from senco_connect_local.demo.entries import HEADINGS, Entry
from senco_connect_local.demo.people import SCHOOL
from senco_connect_local.demo.values import save_workbook

__all__ = ["COLOURS", "HEADING_LINE", "REMARKS", "TAB", "help_formula", "write_register"]

TAB: Final = "Register 26-27"
HEADING_LINE: Final = 4
_WIDTHS: Final = {"Adm No": 9, "Surname": 24, "Forename": 14, "Strategies": 38, "Notes": 30, "Yr": 5, "Form": 7}
COLOURS: Final = ("FFF2CC", "E2EFDA")
REMARKS: Final = {
    2: ("Key worker", "Swapped in October, see minutes."),
    17: ("Primary need", "EP visit booked for the spring."),
    40: ("Strategies", "Agreed with parents on the phone."),
    93: ("Next review", "Moved because of mocks."),
}


def write_register(path: Path, entries: Sequence[Entry]) -> None:
    """Write the workbook: the register's tab, and one with notes of the SENCO's own."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = TAB
    _write_titles(sheet)
    _write_headings(sheet)
    for line, entry in enumerate(entries, start=HEADING_LINE + 1):
        _write_line(sheet, line, entry)
    _colour(sheet, last=HEADING_LINE + len(entries))
    _write_meetings(workbook.create_sheet("Meetings"))
    workbook.properties.created = datetime(2025, 9, 4, 8, 0)
    workbook.properties.creator = f"SENCO, {SCHOOL}"
    save_workbook(workbook, path, shown=_shown(entries))


def _column(heading: str) -> int:
    return HEADINGS.index(heading) + 1


def _write_titles(sheet: Worksheet) -> None:
    width = len(HEADINGS)
    titles = (f"{SCHOOL}: SEN register 2026-27", "Confidential. Do not print. Yellow: new this year. Green: settled.")
    for line, title in enumerate(titles, start=1):
        sheet.cell(line, 1, title).font = Font(bold=line == 1, italic=line == 2, size=18 - 4 * line)
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=width)


def _write_headings(sheet: Worksheet) -> None:
    looks = NamedStyle(
        "Register heading",
        font=Font(bold=True, color="FFFFFF"),
        fill=PatternFill("solid", start_color="305496"),
        alignment=Alignment(wrap_text=True, vertical="top"),
    )
    for column, heading in enumerate(HEADINGS, start=1):
        sheet.cell(HEADING_LINE, column, heading).style = looks
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(heading, 13)
    sheet.column_dimensions[get_column_letter(_column("UPN"))].hidden = True
    sheet.freeze_panes = f"{get_column_letter(_column('DOB'))}{HEADING_LINE + 1}"


def _write_line(sheet: Worksheet, line: int, entry: Entry) -> None:
    for column, heading in enumerate(HEADINGS, start=1):
        value = entry.cells[heading]
        cell = sheet.cell(line, column, value)
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        if heading == "Strategies":
            cell.alignment = Alignment(wrap_text=True)
    number = line - HEADING_LINE
    sheet.cell(line, _column("Help a week (min)"), help_formula(line))
    # Colours that a person paints stand for something, and are on the cells themselves.
    if number % 6 == 1:
        sheet.cell(line, _column("Surname")).fill = PatternFill("solid", start_color=COLOURS[number // 6 % 2])
    if number in REMARKS:
        heading, words = REMARKS[number]
        sheet.cell(line, _column(heading)).comment = Comment(words, "SENCO")


def help_formula(line: int) -> str:
    """Give the SENCO's own formula in a line: what a child's help comes to in a week."""
    sessions, minutes = (f"{get_column_letter(_column(heading))}{line}" for heading in ("Sessions", "Minutes each"))
    return f"={sessions}*{minutes}"


def _shown(entries: Sequence[Entry]) -> dict[tuple[str, str], object]:
    letter = get_column_letter(_column("Help a week (min)"))
    return {
        (TAB, f"{letter}{line}"): int(str(entry.cells["Sessions"])) * int(str(entry.cells["Minutes each"]))
        for line, entry in enumerate(entries, start=HEADING_LINE + 1)
    }


def _colour(sheet: Worksheet, *, last: int) -> None:
    """Shade plans, and reviews that are near; let people filter."""
    status, review = (get_column_letter(_column(heading)) for heading in ("SEN status", "Next review"))
    first, width = HEADING_LINE + 1, get_column_letter(len(HEADINGS))
    blue = DifferentialStyle(fill=PatternFill("solid", end_color="DDEBF7"))
    red = DifferentialStyle(font=Font(color="C00000"))
    plan = _rule(f'LEFT(${status}{first},1)="E"', blue)
    near = _rule(f"AND(ISNUMBER({review}{first}),{review}{first}<DATE(2027,1,1))", red)
    sheet.conditional_formatting.add(f"A{first}:{width}{last}", plan)
    sheet.conditional_formatting.add(f"{review}{first}:{review}{last}", near)
    sheet.auto_filter.ref = f"A{HEADING_LINE}:{width}{last}"


def _rule(condition: str, looks: DifferentialStyle) -> Rule:
    return Rule(type="expression", formula=[condition], dxf=looks)


def _write_meetings(sheet: Worksheet) -> None:
    for line in (("Date", "With", "Agreed"), (date(2026, 10, 8), "Educational psychologist", "Two visits this term")):
        sheet.append(line)
