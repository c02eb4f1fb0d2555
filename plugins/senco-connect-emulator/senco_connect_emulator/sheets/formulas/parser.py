"""Make a tree of a formula."""

from __future__ import annotations

from functools import lru_cache
from math import isfinite
from typing import NamedTuple, TypeAlias

from senco_connect_emulator.sheets.formulas.references import Reference, read_reference
from senco_connect_emulator.sheets.formulas.tokens import Token, has_decimal_comma, tokens
from senco_connect_emulator.sheets.formulas.values import TYPES, CellError, Failed, Scalar

__all__ = ["UNREADABLE", "Binary", "Block", "Call", "Literal", "Name", "Node", "Range", "Unary", "parse"]

# Operators by how tightly they bind; each is a function too, by which errors name it.
BINARY = {
    "=": (1, "EQ"), "<>": (1, "NE"), "<": (1, "LT"), "<=": (1, "LTE"), ">": (1, "GT"), ">=": (1, "GTE"),
    "&": (2, "CONCAT"), "+": (3, "ADD"), "-": (3, "MINUS"), "*": (4, "MULTIPLY"), "/": (4, "DIVIDE"), "^": (5, "POW"),
}  # fmt: skip
PREFIX = {"-": "UMINUS", "+": "UPLUS"}
DEEPEST = 100


class Literal(NamedTuple):
    """A number, text, boolean or error that the formula names; an argument that is left out is a blank."""

    value: Scalar


class Range(NamedTuple):
    """A reference to cells."""

    reference: Reference


class Name(NamedTuple):
    """A named range."""

    name: str


class Unary(NamedTuple):
    """A sign before or a per cent after a value, by its function's name."""

    name: str
    operand: Node


class Binary(NamedTuple):
    """Two values and the function that an operator stands for."""

    name: str
    left: Node
    right: Node


class Call(NamedTuple):
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]


class Block(NamedTuple):
    """An array in braces, row by row."""

    rows: tuple[tuple[Node, ...], ...]


Node: TypeAlias = Literal | Range | Name | Unary | Binary | Call | Block


UNREADABLE = Literal(CellError("ERROR", "Formula parse error."))


@lru_cache(maxsize=20000)
def parse(formula: str, locale: str = "en_US") -> Node:
    """Read a formula with its ``=``; one that can't be read becomes the error that its cell shows."""
    found = [token for token in tokens(formula.removeprefix("="), locale) if token.kind != "space"]
    try:
        return _Reading(found, has_decimal_comma(locale)).whole()
    except Failed as failed:
        return Literal(failed.error)


class _Reading:
    """One pass over the tokens, from the left."""

    def __init__(self, found: list[Token], comma: bool) -> None:
        self.tokens = [*found, Token("end", "")]
        self.at = self.depth = 0
        self.comma = comma

    def whole(self) -> Node:
        node = self.expression(1)
        if self.tokens[self.at].kind != "end":
            raise _unreadable()
        return node

    def expression(self, least: int) -> Node:
        left = self.prefixed()
        while True:
            tightness, name = BINARY.get(self.tokens[self.at].text, (0, ""))
            if tightness < least or self.tokens[self.at].kind != "mark":
                return left
            self.at += 1
            left = Binary(name, left, self.expression(tightness + 1))

    def prefixed(self) -> Node:
        signs = []
        while self.tokens[self.at].text in PREFIX and self.tokens[self.at].kind == "mark":
            signs.append(PREFIX[self.tokens[self.at].text])
            self.at += 1
        self.depth += len(signs) + 1
        if self.depth > DEEPEST:
            raise _unreadable()
        node = self.operand()
        self.depth -= len(signs) + 1
        while self.accept("%"):
            node = Unary("UNARY_PERCENT", node)
        for sign in reversed(signs):
            node = Unary(sign, node)
        return node

    def accept(self, mark: str) -> bool:
        token = self.tokens[self.at]
        if token.kind == "mark" and token.text == mark:
            self.at += 1
            return True
        return False

    def operand(self) -> Node:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "call":
            self.at += 1
            return Call(token.text.upper(), self.arguments())
        if token.kind == "mark":
            return self.grouped(token.text)
        return _leaf(token)

    def grouped(self, mark: str) -> Node:
        if mark == "{":
            return self.block()
        if mark != "(":
            raise _unreadable()
        node = self.expression(1)
        if not self.accept(")"):
            raise _unreadable()
        return node

    def arguments(self) -> tuple[Node, ...]:
        if self.accept(")"):
            return ()
        given: list[Node] = []
        while True:
            given.append(self.argument())
            if self.accept(")"):
                return tuple(given)
            if not (self.accept(";") or (not self.comma and self.accept(","))):
                raise _unreadable()

    def argument(self) -> Node:
        token = self.tokens[self.at]
        if token.kind == "mark" and token.text in {",", ";", ")"}:
            return Literal(None)
        return self.expression(1)

    def block(self) -> Node:
        if self.accept("}"):
            return Literal(CellError("REF", "Reference does not exist."))
        rows = [self.row()]
        while self.accept(";"):
            rows.append(self.row())
        if not self.accept("}"):
            raise _unreadable()
        return Block(tuple(rows))

    def row(self) -> tuple[Node, ...]:
        values = [self.expression(1)]
        while self.accept("\\" if self.comma else ","):
            values.append(self.expression(1))
        return tuple(values)


def _leaf(token: Token) -> Node:
    text = token.text
    if token.kind == "number":
        number = float(text.replace(",", "."))
        return Literal(number if isfinite(number) else CellError("NUM", "Numeric value is too large to be displayed."))
    if token.kind == "string":
        return Literal(text[1:-1].replace('""', '"'))
    if token.kind == "reference":
        return Range(read_reference(text))
    if token.kind == "error":
        return Literal(_literal_error(text))
    if token.kind == "name":
        return Literal(text.upper() == "TRUE") if text.upper() in {"TRUE", "FALSE"} else Name(text)
    raise _unreadable()


def _literal_error(text: str) -> CellError:
    shown = text.rpartition("#")[2]
    kind = TYPES[f"#{shown}"]
    return CellError(kind, "Reference does not exist." if kind == "REF" else "")


def _unreadable() -> Failed:
    return Failed("ERROR", "Formula parse error.")
