"""Conditions: what isn't chosen isn't worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from senco_connect_emulator.sheets.formulas.areas import Area, Value
from senco_connect_emulator.sheets.formulas.coercion import Slot, as_boolean, as_number
from senco_connect_emulator.sheets.formulas.functions.blocks import rows_of, sound
from senco_connect_emulator.sheets.formulas.functions.shapes import Here, Table, of, special
from senco_connect_emulator.sheets.formulas.parser import Name, Node, Range
from senco_connect_emulator.sheets.formulas.values import CellError, Failed, Grid, Scalar, equal

__all__ = ["FUNCTIONS"]

Rows: TypeAlias = Sequence[Sequence[Scalar]]


def _if(here: Here, nodes: Sequence[Node]) -> Value:
    asked = here.value(nodes[0]) if here.arrays else here.scalar(nodes[0])
    if isinstance(asked, Grid | Area):
        return _if_each(here, rows_of(asked), nodes)
    if as_boolean(asked, Slot("IF", 1, here.locale)):
        return here.value(nodes[1])
    return here.value(nodes[2]) if len(nodes) > 2 else False


def _if_each(here: Here, asked: Rows, nodes: Sequence[Node]) -> Value:
    """Choose for each place of an array; both branches are worked out once."""
    branches = [rows_of(here.value(node)) for node in nodes[1:]]
    yes, no = branches if len(branches) > 1 else (branches[0], [[False]])
    slot = Slot("IF", 1, here.locale)

    def chosen(row: int, column: int) -> Scalar:
        try:
            return _at(yes if as_boolean(_at(asked, row, column), slot) else no, row, column)
        except Failed as failed:
            return failed.error

    height, width = max(map(len, (asked, yes, no))), max(len(rows[0]) for rows in (asked, yes, no))
    return Grid([[chosen(row, column) for column in range(width)] for row in range(height)])


def _at(rows: Rows, row: int, column: int) -> Scalar:
    line = rows[0] if len(rows) == 1 else rows[row] if row < len(rows) else ()
    if len(line) == 1:
        return line[0]
    return line[column] if column < len(line) else CellError("N_A", "Array arguments are of different size.")


def _ifs(here: Here, nodes: Sequence[Node]) -> Value:
    if len(nodes) % 2:
        raise Failed("N_A", "Wrong number of arguments to IFS. Expected a positive even number of arguments.")
    for at in range(0, len(nodes), 2):
        if as_boolean(here.scalar(nodes[at]), Slot("IFS", at + 1, here.locale)):
            return here.value(nodes[at + 1])
    raise Failed("N_A", "No match.")


def _instead(caught: Callable[[CellError], bool]) -> Callable[[Here, Sequence[Node]], Value]:
    """Make IFERROR or IFNA: errors that are caught give way to the second argument."""

    def is_caught(value: Scalar) -> bool:
        return isinstance(value, CellError) and caught(value)

    def work(here: Here, nodes: Sequence[Node]) -> Value:
        plain = isinstance(nodes[0], Range | Name) and not here.arrays
        value: Value = here.scalar(nodes[0]) if plain else here.value(nodes[0])
        if not isinstance(value, Grid | Area):
            return _other(here, nodes) if is_caught(value) else value
        if not any(map(is_caught, value.flat())):
            return value
        return _mended(rows_of(value), rows_of(_other(here, nodes)), is_caught)

    return work


def _mended(rows: Rows, other: Rows, is_caught: Callable[[Scalar], bool]) -> Grid:
    return Grid(
        [
            [_at(other, down, at) if is_caught(one) else one for at, one in enumerate(row)]
            for down, row in enumerate(rows)
        ]
    )


def _other(here: Here, nodes: Sequence[Node]) -> Value:
    return here.value(nodes[1]) if len(nodes) > 1 else ""


def _switch(here: Here, nodes: Sequence[Node]) -> Value:
    asked = here.scalar(nodes[0])
    if isinstance(asked, CellError):
        return asked
    cases = nodes[1:]
    for at in range(0, len(cases) - 1, 2):
        if equal(asked, here.scalar(cases[at])):
            return here.value(cases[at + 1])
    if len(cases) % 2:
        return here.value(cases[-1])
    raise Failed("N_A", "Function SWITCH did not find a match and no default was given.")


def _choose(here: Here, nodes: Sequence[Node]) -> Value:
    index = int(as_number(here.scalar(nodes[0]), Slot("CHOOSE", 1, here.locale)))
    if not 1 <= index < len(nodes):
        highest = len(nodes) - 1
        said = f"Function CHOOSE parameter 1 value is {index}. Valid values are between 1 and {highest} inclusive."
        raise Failed("NUM", said)
    return here.value(nodes[index])


def _truths(name: str, values: Sequence[Value]) -> list[bool]:
    """Give what the arguments say; texts and blanks in cells say nothing."""
    found: list[bool] = []
    for position, value in enumerate(values, 1):
        if isinstance(value, Grid | Area):
            found += [bool(one) for one in value.flat() if isinstance(sound(one), bool | float)]
        else:
            found.append(as_boolean(value, Slot(name, position)))
    if not found:
        raise Failed("VALUE", f"{name} has no valid input data.")
    return found


def _if_array(here: Here, nodes: Sequence[Node]) -> Value:
    value = here.inside_arrays().value(nodes[0])
    return Grid(value.rows) if isinstance(value, Area) else value


def _let(here: Here, nodes: Sequence[Node]) -> Value:
    if len(nodes) % 2 == 0:
        raise Failed("N_A", "Wrong number of arguments to LET. Expected an odd number of arguments.")
    for named, node in zip(nodes[:-1:2], nodes[1::2], strict=True):
        if not isinstance(named, Name):
            raise Failed("NAME", "Argument of LET must be a valid name.")
        here = here.knowing(named.name, here.value(node))
    return here.value(nodes[-1])


FUNCTIONS: Table = {
    "LET": special(_let, 3, None),
    "IF": special(_if, 2, 3),
    "IFS": special(_ifs, 2, None),
    "IFERROR": special(_instead(lambda _: True), 1, 2),
    "IFNA": special(_instead(lambda error: error.type == "N_A"), 1, 2),
    "SWITCH": special(_switch, 3, None),
    "CHOOSE": special(_choose, 2, None),
    "ARRAYFORMULA": special(_if_array, 1, 1),
    "AND": of("r (r)", lambda *values: all(_truths("AND", values))),
    "OR": of("r (r)", lambda *values: any(_truths("OR", values))),
    "XOR": of("r (r)", lambda *values: sum(_truths("XOR", values)) % 2 == 1),
    "NOT": of("b", lambda value: not value),
    "TRUE": of("", lambda: True),
    "FALSE": of("", lambda: False),
}
