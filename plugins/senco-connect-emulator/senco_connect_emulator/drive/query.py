"""The language of ``q``: read into a tree of terms, each checked against the operators that its field allows.

``and`` and ``or`` bind alike and are taken from left to right; text stands in quotes, in which a
backslash escapes a quote or a backslash.  What does not parse is "Invalid Value" and no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from senco_connect_emulator.errors import Refused, invalid

__all__ = ["Both", "Either", "Has", "Node", "Not", "Term", "bad_query", "parse_query", "terms"]


class Term(NamedTuple):
    """A field, an operator and a value; of ``in`` the value is what stands before it."""

    field: str
    operator: str
    value: str


class Has(NamedTuple):
    """A custom property by key, and by value where one is given."""

    field: str
    key: str
    value: str | None


class Both(NamedTuple):
    """Two conditions of which both hold."""

    left: Node
    right: Node


class Either(NamedTuple):
    """Two conditions of which one holds."""

    left: Node
    right: Node


class Not(NamedTuple):
    """A condition that does not hold."""

    inner: Node


Node = Term | Has | Both | Either | Not
_EQUAL, _ORDER = ("=", "!="), ("=", "!=", "<", "<=", ">", ">=")
FILES: Mapping[str, tuple[str, ...]] = {
    "name": ("contains", *_EQUAL), "fullText": ("contains",), "mimeType": ("contains", *_EQUAL),
    "modifiedTime": _ORDER, "viewedByMeTime": _ORDER, "createdTime": _ORDER, "sharedWithMeTime": _ORDER,
    "trashed": _EQUAL, "starred": _EQUAL, "sharedWithMe": _EQUAL, "parents": ("in",), "owners": ("in",),
    "writers": ("in",), "readers": ("in",), "properties": ("has",), "appProperties": ("has",), "visibility": _EQUAL,
    "shortcutDetails.targetId": _EQUAL,
}  # fmt: skip
DRIVES: Mapping[str, tuple[str, ...]] = {
    "name": ("contains", *_EQUAL), "hidden": _EQUAL, "createdTime": _ORDER, "memberCount": _ORDER,
    "organizerCount": _ORDER,
}  # fmt: skip
_TRUTHS = {"trashed", "starred", "sharedWithMe", "hidden"}
_NUMBERS = {"memberCount", "organizerCount"}
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<sign><=|>=|!=|[=<>(){}])|(?P<word>[\w.]+))""", re.S
)


def bad_query() -> Refused:
    """Make the refusal of a query that does not parse."""
    return invalid("Invalid Value", reason="invalid", location=("q", "parameter"))


@lru_cache(maxsize=512)
def parse_query(text: str, *, of_drives: bool = False) -> Node | None:
    """Read a query; None where it is empty.  Raises Refused."""
    if not text.strip():
        return None
    reader = _Reader(_tokens(text), DRIVES if of_drives else FILES)
    tree = reader.expression()
    reader.end()
    return tree


class _Token(NamedTuple):
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise bad_query()
        token = match.group(match.lastgroup)
        if match.lastgroup == "text":
            token = re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.S)
        found.append(_Token(match.lastgroup, token))
        at = match.end()
    return found


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[_Token], fields: Mapping[str, tuple[str, ...]]) -> None:
        self._tokens, self._fields, self._at = tokens, fields, 0

    def _next(self) -> _Token:
        if self._at >= len(self._tokens):
            raise bad_query()
        self._at += 1
        return self._tokens[self._at - 1]

    def _is(self, *words: str) -> bool:
        if self._at >= len(self._tokens):
            return False
        token = self._tokens[self._at]
        return token.kind != "text" and token.text.lower() in words

    def _take(self, word: str) -> None:
        if not self._is(word):
            raise bad_query()
        self._at += 1

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise bad_query()

    def expression(self) -> Node:
        left = self._condition()
        while self._is("and", "or"):
            join = Both if self._next().text.lower() == "and" else Either
            left = join(left, self._condition())
        return left

    def _condition(self) -> Node:
        if self._is("not"):
            self._at += 1
            return Not(self._condition())
        if self._is("("):
            self._at += 1
            inner = self.expression()
            self._take(")")
            return inner
        return self._term()

    def _term(self) -> Node:
        first = self._next()
        if first.kind == "text":
            self._take("in")
            return self._allowed(Term(self._next().text, "in", first.text))
        if self._is("has"):
            self._at += 1
            return self._has(first.text)
        if first.text == "sharedWithMe" and not self._is(*_EQUAL):
            return self._allowed(Term(first.text, "=", "true"))
        operator = self._next()
        if operator.kind == "text":
            raise bad_query()
        return self._allowed(Term(first.text, operator.text.lower(), self._value(first.text)))

    def _value(self, field: str) -> str:
        token = self._next()
        if field in _TRUTHS:
            if token.text.lower() not in {"true", "false"}:
                raise bad_query()
            return token.text.lower()
        bare_number = field in _NUMBERS and token.text.isdigit()
        if token.kind != "text" and not bare_number:
            raise bad_query()
        return token.text

    def _allowed(self, term: Term) -> Term:
        operators = self._fields.get(term.field)
        if operators is None:
            raise bad_query()
        if term.field == "name" and term.operator in {"<", "<=", ">", ">="}:
            # So the real service: the parser lets it through and the search behind it falls over.
            raise Refused(500, "Internal Error", reason="internalError")
        if term.operator not in operators:
            raise bad_query()
        return term

    def _has(self, field: str) -> Has:
        if "has" not in self._fields.get(field, ()):
            raise bad_query()
        self._take("{")
        told = {"value": None, **self._part()}
        while self._is("and"):
            self._at += 1
            told |= self._part()
        self._take("}")
        if "key" not in told:
            raise bad_query()
        return Has(field, str(told["key"]), told["value"])

    def _part(self) -> dict[str, str | None]:
        name = self._next()
        self._take("=")
        value = self._next()
        if name.text not in {"key", "value"} or value.kind != "text":
            raise bad_query()
        return {name.text: value.text}


def terms(node: Node | None) -> list[Term | Has]:
    """Give all terms of a tree, whatever joins them."""
    if node is None:
        return []
    if isinstance(node, (Term, Has)):
        return [node]
    if isinstance(node, Not):
        return terms(node.inner)
    return terms(node.left) + terms(node.right)
