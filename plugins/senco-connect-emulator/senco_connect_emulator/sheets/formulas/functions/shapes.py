"""How a function says what it takes, and what it may ask about its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeAlias

from senco_connect_emulator.sheets.formulas.areas import Area, Value
from senco_connect_emulator.sheets.formulas.parser import Node
from senco_connect_emulator.sheets.formulas.values import Scalar
from senco_connect_emulator.sheets.model import Book, Sheet

__all__ = ["Function", "Here", "Special", "Table", "of", "special"]


class Here(Protocol):
    """The cell that a formula stands in, and the way to what it refers to."""

    @property
    def book(self) -> Book:
        """The book."""

    @property
    def sheet(self) -> Sheet:
        """The formula's own sheet."""

    @property
    def row(self) -> int:
        """The formula's own row, from 0."""

    @property
    def column(self) -> int:
        """The formula's own column, from 0."""

    @property
    def locale(self) -> str:
        """The book's language and country."""

    @property
    def arrays(self) -> bool:
        """Whether functions of one value work through arrays, as inside ARRAYFORMULA."""

    @property
    def now(self) -> datetime:
        """The time at the spreadsheet's own place."""

    def random(self) -> float:
        """Give a random number of the book's own."""

    def value(self, node: Node) -> Value:
        """Work out a part of the formula."""

    def scalar(self, node: Node) -> Scalar:
        """Work out a part of the formula to one value."""

    def area(self, node: Node) -> Area:
        """Give the area that a part of the formula refers to."""

    def named(self, text: str) -> Area:
        """Give the area that a text names."""

    def knowing(self, name: str, value: Value) -> Here:
        """Give the same place where a name means a value."""

    def inside_arrays(self) -> Here:
        """Give the same place inside ARRAYFORMULA."""


class Function(NamedTuple):
    """A function whose arguments are worked out before it is called.

    A kind says what an argument becomes: n number, o number but no empty text,
    i whole number, t text, b boolean, s any one value, e the same or an error,
    r whatever it is, a cells only.
    ``kinds`` are those of the first arguments; ``more`` repeat after them.
    """

    work: Callable[..., Any]
    kinds: str
    more: str
    least: int
    arrays: bool
    placed: bool

    @property
    def most(self) -> int | None:
        """How many arguments there may be; None for any number."""
        return None if self.more else len(self.kinds)

    def kind(self, index: int) -> str:
        """Tell what an argument becomes."""
        if index < len(self.kinds):
            return self.kinds[index]
        return self.more[(index - len(self.kinds)) % len(self.more)] if self.more else "s"


class Special(NamedTuple):
    """A function that works its arguments out itself, or not at all."""

    work: Callable[[Here, Sequence[Node]], Value]
    least: int
    most: int | None


Table: TypeAlias = dict[str, Function | Special]


def of(shape: str, work: Callable[..., Any], *, arrays: bool = False, placed: bool = False) -> Function:
    """Make a function; ``n i?`` takes one or two arguments, ``r (r s)`` one, three, five and so on.

    With ``arrays`` its arguments are worked out as inside ARRAYFORMULA; one that
    is ``placed`` is told its place first.
    """
    fixed, _, more = shape.partition("(")
    kinds = fixed.split()
    least = sum(not kind.endswith("?") for kind in kinds)
    return Function(work, "".join(kind[0] for kind in kinds), more.rstrip(")").replace(" ", ""), least, arrays, placed)


def special(work: Callable[[Here, Sequence[Node]], Value], least: int, most: int | None) -> Special:
    """Make a function that works its arguments out itself."""
    return Special(work, least, most)
