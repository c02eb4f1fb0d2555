"""Make of a value what a function expects, or the error that names the function and the argument."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from senco_connect_emulator.sheets.formulas.areas import Area, Value
from senco_connect_emulator.sheets.formulas.values import CellError, Failed, read_number, text_of

__all__ = ["KINDS", "Slot", "as_boolean", "as_number", "at_least"]


class Slot(NamedTuple):
    """The argument that is looked at: its function, its number from 1, and the locale that texts are read in."""

    function: str
    position: int
    locale: str = "en_US"


def as_number(value: Value, slot: Slot) -> float:
    """Make a number of a value; a text must show one."""
    if type(value) is float:
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, CellError):
        raise Failed(*value)
    if isinstance(value, str):
        number = read_number(value, slot.locale)
        if number is None:
            raise _unfit(value, slot, "number")
        return number
    return float(value)  # type: ignore[arg-type]


def as_boolean(value: Value, slot: Slot) -> bool:
    """Make a boolean of a value; a text must be TRUE or FALSE."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value.upper() not in {"TRUE", "FALSE"}:
            raise _unfit(value, slot, "boolean")
        return value.upper() == "TRUE"
    return as_number(value, slot) != 0


def at_least(least: int, number: int, slot: Slot, error: str = "NUM") -> int:
    """Give a number that is not too small, or the error that says so."""
    if number < least:
        said = f"Function {slot.function} parameter {slot.position} value is {number}."
        raise Failed(error, f"{said} It should be greater than or equal to {least}.")
    return number


def _as_number_or_nothing(value: Value, slot: Slot) -> float:
    return 0.0 if value == "" else as_number(value, slot)


def _as_whole(value: Value, slot: Slot) -> int:
    return int(_as_number_or_nothing(value, slot))


def _as_text(value: Value, slot: Slot) -> str:
    return text_of(value, slot.locale)  # type: ignore[arg-type]


def _as_scalar(value: Value, _: Slot) -> Value:
    if isinstance(value, CellError):
        raise Failed(*value)
    return value


def _as_it_is(value: Value, _: Slot) -> Value:
    return value


def _as_cells(value: Value, _: Slot) -> Area:
    if isinstance(value, CellError):
        raise Failed(*value)
    if not isinstance(value, Area):
        raise Failed("N_A", "Argument must be a range.")
    return value


def _unfit(value: str, slot: Slot, kind: str) -> Failed:
    said = f"Function {slot.function} parameter {slot.position} expects {kind} values."
    return Failed("VALUE", f"{said} But '{value}' is a text and cannot be coerced to a {kind}.")


KINDS: dict[str, Callable[[Value, Slot], Any]] = {
    "n": _as_number_or_nothing, "o": as_number, "i": _as_whole, "t": _as_text, "b": as_boolean, "s": _as_scalar,
    "e": _as_it_is, "r": _as_it_is, "a": _as_cells,
}  # fmt: skip
