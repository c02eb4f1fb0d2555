"""Work out the tree of a formula at the cell it stands in."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from senco_connect_emulator.errors import Refused, not_built
from senco_connect_emulator.sheets.a1 import area_of
from senco_connect_emulator.sheets.formulas.areas import Area, Value
from senco_connect_emulator.sheets.formulas.coercion import KINDS, Slot
from senco_connect_emulator.sheets.formulas.functions import FUNCTIONS
from senco_connect_emulator.sheets.formulas.functions.shapes import Function, Special
from senco_connect_emulator.sheets.formulas.functions.unbuilt import UNBUILT
from senco_connect_emulator.sheets.formulas.parser import (
    UNREADABLE,
    Binary,
    Block,
    Call,
    Literal,
    Name,
    Node,
    Range,
    Unary,
    parse,
)
from senco_connect_emulator.sheets.formulas.references import Reference, sheet_title
from senco_connect_emulator.sheets.formulas.tokens import tokens
from senco_connect_emulator.sheets.formulas.values import CellError, Failed, Grid, Scalar
from senco_connect_emulator.sheets.formulas.workings import Workings
from senco_connect_emulator.sheets.model import Book, Sheet

__all__ = ["Scope", "calculate"]

# The commonest sums of two numbers need none of the care that other values do.
PLAIN: dict[str, Callable[[float, float], float]] = {
    "ADD": lambda left, right: left + right,
    "MINUS": lambda left, right: left - right,
    "MULTIPLY": lambda left, right: left * right,
}

# The kinds of argument that are taken as they are, be they one value or many.
BLOCKS = frozenset("ra")


def calculate(work: Workings, sheet: Sheet, row: int, column: int) -> Value:
    """Give what the formula in a cell comes to."""
    cell = sheet.cell(row, column) or {}
    formula = cell["userEnteredValue"]["formulaValue"]
    tree = parse(formula, work.book.locale)
    if tree == UNREADABLE:
        _refuse_unbuilt(formula)
    scope = Scope(work, sheet, (row, column))
    if isinstance(tree, Range | Name):
        return scope.scalar(tree)
    return scope.value(tree)


def _refuse_unbuilt(formula: str) -> None:
    """What can't be read may be Google's to read: a function called at once, a table's column."""
    for token in tokens(formula):
        if token.kind == "call" and token.text.upper() in UNBUILT:
            raise not_built(f"the spreadsheet function {token.text.upper()}")
        if token == ("bad", "["):
            raise not_built("references to tables in formulas")


class Scope:
    """The place of a formula: references without a sheet's name mean its own, and a column means its own row of it."""

    __slots__ = ("arrays", "column", "names", "row", "sheet", "work")

    def __init__(self, work: Workings, sheet: Sheet, at: tuple[int, int], *, arrays: bool = False) -> None:
        self.names: dict[str, Value] = {}
        self.work = work
        self.sheet = sheet
        self.row, self.column = at
        self.arrays = arrays

    @property
    def book(self) -> Book:
        """The book."""
        return self.work.book

    @property
    def locale(self) -> str:
        """The book's language and country."""
        return self.work.book.locale

    @property
    def now(self) -> datetime:
        """The time at the spreadsheet's own place."""
        return self.work.now

    def random(self) -> float:
        """Give a random number of the book's own."""
        return self.work.random()

    def inside_arrays(self) -> Scope:
        """Give the same place inside ARRAYFORMULA."""
        return self if self.arrays else self._like(arrays=True)

    def knowing(self, name: str, value: Value) -> Scope:
        """Give the same place where a name means a value."""
        other = self._like(arrays=self.arrays)
        other.names = {**self.names, name.casefold(): value}
        return other

    def _like(self, *, arrays: bool) -> Scope:
        other = Scope(self.work, self.sheet, (self.row, self.column), arrays=arrays)
        other.names = self.names
        return other

    def value(self, node: Node) -> Value:
        """Work out a part of the formula."""
        if isinstance(node, Literal):
            return node.value
        self.work.depth += 1
        try:
            return PARTS[type(node)](self, node)
        except Failed as failed:
            return failed.error
        finally:
            self.work.depth -= 1

    def scalar(self, node: Node) -> Scalar:
        """Work out a part of the formula to one value."""
        return self.single(self.operand(node))

    def operand(self, node: Node) -> Value:
        """Work out a part of the formula; a reference to one cell gives its value."""
        if isinstance(node, Range) and node.reference.last is None:
            try:
                sheet, (top, left, _, _) = self._resolved(node.reference)
            except Failed as failed:
                return failed.error
            return self.work.read(sheet, top, left)
        return self.value(node)

    def single(self, value: Value) -> Scalar:
        """Give the one value of a block: of a column that of the formula's own row, of a result the first."""
        if isinstance(value, Grid):
            return value.at(0, 0)
        if not isinstance(value, Area):
            return value
        top, left, bottom, right = value.box
        if (bottom - top, right - left) == (1, 1):
            return value.at(0, 0)
        if right - left == 1 and top <= self.row < bottom:
            return value.at(self.row - top, 0)
        if bottom - top == 1 and left <= self.column < right:
            return value.at(0, self.column - left)
        return CellError("VALUE", "An array value could not be found.")

    def area(self, node: Node) -> Area:
        """Give the area that a part of the formula refers to."""
        value = self.value(node)
        if isinstance(value, CellError):
            raise Failed(*value)
        if not isinstance(value, Area):
            raise Failed("N_A", "Argument must be a range.")
        return value

    def named(self, text: str) -> Area:
        """Give the area that a text names."""
        tree = parse(f"={text}", self.locale)
        if not isinstance(tree, Range | Name):
            message = f"Function INDIRECT parameter 1 value is '{text}'. It is not a valid cell/range reference."
            raise Failed("REF", message)
        return self.area(tree)

    def _resolved(self, reference: Reference) -> tuple[Sheet, tuple[int, int, int, int]]:
        sheet = self.sheet
        if reference.prefix:
            title = sheet_title(reference.prefix)
            found = self.work.book.titled(title)
            if found is None:
                raise Failed("REF", f"Unresolved sheet name '{title}'.")
            sheet = found
        return sheet, _box(reference, sheet)


def _box(reference: Reference, sheet: Sheet) -> tuple[int, int, int, int]:
    first, last = reference.first, reference.last or reference.first
    top, bottom = _span(first.row, last.row, sheet.row_count)
    left, right = _span(first.column, last.column, sheet.column_count)
    if top >= bottom or left >= right:
        raise Failed("REF", "Reference does not exist.")
    return top, left, bottom, right


def _span(one: int | None, other: int | None, count: int) -> tuple[int, int]:
    """Give where a range begins and ends along one side; an open end reaches to the edge of the grid."""
    if one is None or other is None:
        return (one or other or 0), count
    return min(one, other), min(max(one, other) + 1, count)


def _range(scope: Scope, node: Range) -> Value:
    sheet, box = scope._resolved(node.reference)
    return Area(scope.work, sheet, box)


def _name(scope: Scope, node: Name) -> Value:
    known = node.name.casefold()
    return scope.names[known] if known in scope.names else _named_range(scope, node.name)


def _named_range(scope: Scope, name: str) -> Value:
    for named in scope.book.named_ranges:
        if named.get("name", "").casefold() == name.casefold():
            try:
                found = area_of(scope.book, named["range"])
            except Refused as refused:
                raise Failed("REF", "Reference does not exist.") from refused
            return Area(scope.work, found.sheet, (found.top, found.left, found.bottom, found.right))
    return CellError("NAME", f"Unknown range name: '{name.upper()}'.")


def _unary(scope: Scope, node: Unary) -> Value:
    return _called(scope, node.name, [scope.operand(node.operand)])


def _binary(scope: Scope, node: Binary) -> Value:
    """Work along the left side in a loop: a long sum is a deep tree."""
    spine, first = [node], node.left
    while isinstance(first, Binary):
        spine.append(first)
        first = first.left
    left = scope.operand(first)
    for one in reversed(spine):
        right = scope.operand(one.right)
        if type(left) is float and type(right) is float and one.name in PLAIN:
            left = _clean(PLAIN[one.name](left, right))
        else:
            left = _called(scope, one.name, [left, right])
    return left


def _block(scope: Scope, node: Block) -> Value:
    inside = scope.inside_arrays()
    bands = [_beside([_rows(inside.value(part)) for part in row]) for row in node.rows]
    if len({len(band[0]) for band in bands}) > 1:
        raise Failed("VALUE", "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.")
    return Grid([row for band in bands for row in band])


def _rows(value: Value) -> Sequence[Sequence[Scalar]]:
    return value.rows if isinstance(value, Grid | Area) else [[value]]


def _beside(blocks: list[Sequence[Sequence[Scalar]]]) -> list[list[Scalar]]:
    if len({len(block) for block in blocks}) > 1:
        raise Failed("VALUE", "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.")
    return [[value for block in blocks for value in block[row]] for row in range(len(blocks[0]))]


def _call(scope: Scope, node: Call) -> Value:
    function = FUNCTIONS.get(node.name)
    if function is None:
        if node.name in UNBUILT:
            raise not_built(f"the spreadsheet function {node.name}")
        return CellError("NAME", f"Unknown function: '{node.name}'.")
    _check_count(function, node.name, len(node.arguments))
    if isinstance(function, Special):
        return function.work(scope, node.arguments)
    inside = scope.inside_arrays() if function.arrays else scope
    values = [
        inside.value(part) if function.kind(index) in BLOCKS else inside.operand(part)
        for index, part in enumerate(node.arguments)
    ]
    return _called(inside, node.name, values)


def _check_count(function: Function | Special, name: str, count: int) -> None:
    least, most = function.least, function.most
    if count < least or (most is not None and count > most) or not _comes_out(function, count):
        said = f"Wrong number of arguments to {name}. Expected {_wanted(least, most)} arguments"
        raise Failed("N_A", f"{said}, but got {count} arguments.")


def _wanted(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least}"
    return str(least) if least == most else f"between {least} and {most}"


def _comes_out(function: Function | Special, count: int) -> bool:
    """Tell whether the arguments that come in pairs are all paired."""
    if isinstance(function, Special) or not function.more:
        return True
    return max(count - len(function.kinds), 0) % len(function.more) == 0


def _called(scope: Scope, name: str, values: list[Value]) -> Value:
    function = FUNCTIONS[name]
    if isinstance(function, Special):
        raise TypeError(name)
    single = [
        index
        for index, value in enumerate(values)
        if isinstance(value, Grid | Area) and function.kind(index) not in BLOCKS
    ]
    if single and scope.arrays:
        return _spread(scope, name, (values, single))
    for index in single:
        values[index] = scope.single(values[index])
    return _applied(scope, (name, function), values)


def _applied(scope: Scope, called: tuple[str, Function], values: Sequence[Value]) -> Value:
    name, function = called
    locale = scope.work.book.locale
    try:
        made = [KINDS[function.kind(index)](value, Slot(name, index + 1, locale)) for index, value in enumerate(values)]
        return _clean(function.work(scope, *made) if function.placed else function.work(*made))
    except Failed as failed:
        return failed.error
    except OverflowError:
        return CellError("NUM", f"Function {name} result is too large.")


def _clean(result: Any) -> Value:
    if isinstance(result, int) and not isinstance(result, bool):
        return float(result)
    if isinstance(result, Grid) and not (result.height and result.width):
        return CellError("REF", "Reference does not exist.")
    if isinstance(result, float) and not math.isfinite(result):
        return CellError("NUM", "Numeric value is too large to be displayed.")
    return result  # type: ignore[no-any-return]


def _spread(scope: Scope, name: str, given: tuple[list[Value], list[int]]) -> Value:
    """Call a function of one value for each place of the arrays; one row or column serves all."""
    values, single = given
    blocks = {index: _rows(values[index]) for index in single}
    height = max(len(block) for block in blocks.values())
    width = max(len(block[0]) for block in blocks.values())
    function = FUNCTIONS[name]
    assert isinstance(function, Function)
    rows = []
    for row in range(height):
        line: list[Scalar] = []
        for column in range(width):
            picked = [
                _picked(blocks[index], row, column) if index in blocks else value for index, value in enumerate(values)
            ]
            line.append(scope.single(_applied(scope, (name, function), picked)))
        rows.append(line)
    return Grid(rows)


def _picked(block: Sequence[Sequence[Scalar]], row: int, column: int) -> Scalar:
    line = block[row if len(block) > 1 else 0] if row < len(block) or len(block) == 1 else ()
    at = column if len(line) > 1 else 0
    if at >= len(line):
        return CellError("N_A", "Array arguments are of different size.")
    return line[at]


PARTS: dict[type, Callable[[Scope, Any], Value]] = {
    Range: _range, Name: _name, Unary: _unary, Binary: _binary, Block: _block, Call: _call,
}  # fmt: skip
