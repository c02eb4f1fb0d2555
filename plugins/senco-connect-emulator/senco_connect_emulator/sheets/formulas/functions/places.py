"""Cells themselves: where they are, what is in them, and cells that are named by numbers or texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from senco_connect_emulator.sheets.a1 import quoted
from senco_connect_emulator.sheets.formulas.areas import Area, Value
from senco_connect_emulator.sheets.formulas.coercion import Slot, as_number, at_least
from senco_connect_emulator.sheets.formulas.functions.blocks import rows_of
from senco_connect_emulator.sheets.formulas.functions.shapes import Here, Table, of, special
from senco_connect_emulator.sheets.formulas.parser import Literal, Node, Range
from senco_connect_emulator.sheets.formulas.references import Corner
from senco_connect_emulator.sheets.formulas.values import Failed, Grid, Scalar

__all__ = ["FUNCTIONS"]


def _row(here: Here, nodes: Sequence[Node]) -> Value:
    if not nodes:
        return float(here.row + 1)
    if (corner := _one_cell(nodes[0])) and corner.row is not None:
        return float(corner.row + 1)
    top, _, bottom, _ = here.area(nodes[0]).box
    return Grid([[float(row + 1)] for row in range(top, bottom)]) if here.arrays else float(top + 1)


def _column(here: Here, nodes: Sequence[Node]) -> Value:
    if not nodes:
        return float(here.column + 1)
    if (corner := _one_cell(nodes[0])) and corner.column is not None:
        return float(corner.column + 1)
    _, left, _, right = here.area(nodes[0]).box
    return Grid([[float(column + 1) for column in range(left, right)]]) if here.arrays else float(left + 1)


def _one_cell(node: Node) -> Corner | None:
    """Give the cell that is named, which has a row and a column even where the grid has no such cell."""
    if not isinstance(node, Range) or node.reference.last is not None or node.reference.prefix:
        return None
    return node.reference.first


def _address(row: int, column: int, kind: int = 1, a1: bool = True, title: str = "") -> str:
    """Write a cell's name: 1 fixes both parts, 2 the row, 3 the column, 4 neither."""
    at_least(1, row, Slot("ADDRESS", 1), "VALUE")
    at_least(1, column, Slot("ADDRESS", 2), "VALUE")
    row_fixed, column_fixed = kind in {1, 2}, kind in {1, 3}
    prefix = f"{quoted(title)}!" if title else ""
    if a1:
        return prefix + Corner(row - 1, column - 1, row_fixed, column_fixed).text
    return f"{prefix}R{row if row_fixed else f'[{row}]'}C{column if column_fixed else f'[{column}]'}"


def _indirect(here: Here, text: str, a1: bool = True) -> Value:
    if not a1:
        raise Failed("REF", f"Function INDIRECT parameter 1 value is '{text}'. It is not a valid cell/range reference.")
    return here.named(text)


def _offset(here: Here, nodes: Sequence[Node]) -> Value:
    area = here.area(nodes[0])
    top, left, _, _ = area.box

    def given(at: int, otherwise: int) -> int:
        if at >= len(nodes) or nodes[at] == Literal(None):
            return otherwise
        return int(as_number(here.scalar(nodes[at]), Slot("OFFSET", at + 1, here.locale)))

    top, left = top + given(1, 0), left + given(2, 0)
    height, width = given(3, area.height), given(4, area.width)
    sheet = area.sheet
    if top < 0 or left < 0 or top + height > sheet.row_count or left + width > sheet.column_count:
        raise Failed("REF", "Function OFFSET evaluates to an out of bounds range.")
    at_least(1, height, Slot("OFFSET", 4))
    at_least(1, width, Slot("OFFSET", 5))
    return area.part((top, left, top + height, left + width))


def _formula_of(here: Here, node: Node) -> str | None:
    area = here.area(node)
    cell = area.sheet.cell(area.box[0], area.box[1]) or {}
    formula: str | None = cell.get("userEnteredValue", {}).get("formulaValue")
    return formula


def _is_formula(here: Here, nodes: Sequence[Node]) -> Value:
    return _formula_of(here, nodes[0]) is not None


def _formula_text(here: Here, nodes: Sequence[Node]) -> Value:
    formula = _formula_of(here, nodes[0])
    if formula is None:
        raise Failed("N_A", "Function FORMULATEXT parameter 1 is not a formula.")
    return formula


def _is_reference(here: Here, nodes: Sequence[Node]) -> Value:
    return isinstance(here.value(nodes[0]), Area)


def _size(of_rows: bool) -> Callable[[Value], int]:
    def work(value: Value) -> int:
        if isinstance(value, Grid | Area):
            return value.height if of_rows else value.width
        return len(rows_of(value))

    return work


def _link(url: str, label: Scalar = None) -> Scalar:
    return url if label is None else label


FUNCTIONS: Table = {
    "ROW": special(_row, 0, 1),
    "COLUMN": special(_column, 0, 1),
    "ROWS": of("r", _size(of_rows=True)),
    "COLUMNS": of("r", _size(of_rows=False)),
    "ADDRESS": of("i i i? b? t?", _address),
    "INDIRECT": of("t b?", _indirect, placed=True),
    "OFFSET": special(_offset, 3, 5),
    "ISFORMULA": special(_is_formula, 1, 1),
    "FORMULATEXT": special(_formula_text, 1, 1),
    "ISREF": special(_is_reference, 1, 1),
    "HYPERLINK": of("t s?", _link),
    # A picture and a chart in a cell are shown and are no values.
    "SPARKLINE": of("r r?", lambda *_: None),
    "IMAGE": of("t i? n? n?", lambda *_: None),
}
