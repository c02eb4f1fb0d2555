"""What Excel does by itself when somebody inserts a column: everything that points to the right of it moves along.

openpyxl moves the cells and nothing else, so this does the rest: formulas,
merged titles, coloured ranges, dropdowns, the filter, widths and defined names.
"""

from __future__ import annotations

import re
from typing import Final

from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["insert_column", "shifted_formula", "shifted_ranges"]

_CELL: Final = re.compile(r"(\$?)([A-Z]{1,3})(\$?[0-9]+)")
_RANGE: Final = re.compile(rf"{_CELL.pattern}(:{_CELL.pattern})?")


def insert_column(workbook: Workbook, sheet: Worksheet, at: int) -> None:
    """Insert an empty column before the column ``at`` (from 1)."""
    # A merged cell cannot be moved: part them, and merge what is there afterwards.
    merged = [str(cells) for cells in sheet.merged_cells.ranges]
    for cells in merged:
        sheet.unmerge_cells(cells)
    sheet.insert_cols(at)
    for cells in merged:
        sheet.merge_cells(shifted_ranges(cells, at))
    _shift_formulas(sheet, at)
    _shift_colours(sheet, at)
    _shift_dropdowns(sheet, at)
    _shift_widths(sheet, at)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = shifted_ranges(sheet.auto_filter.ref, at)
    _shift_names(workbook, sheet.title, at)


def shifted_ranges(text: str, at: int) -> str:
    """Give ranges ("C4:D9 $F$2") as they are called after a column was inserted before ``at``.

    >>> shifted_ranges("A1:C1 $D$7", 3)
    'A1:D1 $E$7'
    """
    return " ".join(_CELL.sub(lambda cell: _shifted_cell(cell, at), part) for part in text.split())


def shifted_formula(formula: str, at: int) -> str:
    """Give a formula of the same tab; texts and functions inside it stay as they are.

    >>> shifted_formula('=IF(C5="D7",LOG10(B5),D$5)', 3)
    '=IF(D5="D7",LOG10(B5),E$5)'
    """
    tokens = Tokenizer(formula).items
    return "=" + "".join(shifted_ranges(t.value, at) if _is_range(t) else t.value for t in tokens)


def _is_range(token: Token) -> bool:
    return token.type == Token.OPERAND and token.subtype == Token.RANGE and bool(_RANGE.fullmatch(token.value))


def _shifted_cell(cell: re.Match[str], at: int) -> str:
    column = column_index_from_string(cell[2])
    return f"{cell[1]}{get_column_letter(column + (column >= at))}{cell[3]}"


def _shift_formulas(sheet: Worksheet, at: int) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.value = shifted_formula(str(cell.value), at)


def _shift_colours(sheet: Worksheet, at: int) -> None:
    moved = ConditionalFormattingList()
    for coloured in sheet.conditional_formatting:
        for rule in coloured.rules:
            rule.formula = [_shifted_condition(text, at) for text in rule.formula]
            moved.add(shifted_ranges(str(coloured.sqref), at), rule)
    sheet.conditional_formatting = moved


def _shift_dropdowns(sheet: Worksheet, at: int) -> None:
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(shifted_ranges(str(rule.sqref), at))
        rule.formula1 = _shifted_condition(rule.formula1, at) if rule.formula1 else rule.formula1


def _shifted_condition(text: str, at: int) -> str:
    # A condition is a formula that is kept without its sign.
    return shifted_formula(f"={text}", at)[1:]


def _shift_widths(sheet: Worksheet, at: int) -> None:
    looks = {column_index_from_string(letter): (d.width, d.hidden) for letter, d in sheet.column_dimensions.items()}
    sheet.column_dimensions.clear()
    for column, (width, hidden) in looks.items():
        place = sheet.column_dimensions[get_column_letter(column + (column >= at))]
        place.width, place.hidden = width, hidden


def _shift_names(workbook: Workbook, tab: str, at: int) -> None:
    for name in workbook.defined_names.values():
        owner, mark, cells = (name.attr_text or "").rpartition("!")
        if mark and owner.strip("'").replace("''", "'") == tab:
            name.attr_text = f"{owner}!{shifted_ranges(cells, at)}"
