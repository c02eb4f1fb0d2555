"""Tell from a formula alone whether it may come to an array that fills other cells."""

from __future__ import annotations

import re

from senco_connect_emulator.sheets.formulas.parser import Binary, Block, Call, Literal, Name, Node, Range, Unary, parse

__all__ = ["may_spill"]

ARRAYS = frozenset({
    "ARRAYFORMULA", "ARRAY_CONSTRAIN", "CHOOSECOLS", "CHOOSEROWS", "FILTER", "FLATTEN", "HSTACK", "INDEX", "INDIRECT",
    "OFFSET", "RANDARRAY", "REGEXEXTRACT", "SEQUENCE", "SORT", "SPLIT", "TOCOL", "TOROW", "TRANSPOSE", "UNIQUE",
    "VSTACK", "XLOOKUP",
})  # fmt: skip
# These hand on what one of their arguments came to.
CHOOSERS = frozenset({"CHOOSE", "IF", "IFERROR", "IFNA", "IFS", "LET", "SWITCH"})
LIKELY = re.compile(rf"\{{|\b(?:{'|'.join(sorted(ARRAYS | CHOOSERS))})\s*\(", re.IGNORECASE)


def may_spill(formula: str, locale: str) -> bool:
    """Tell whether a formula may fill more than its own cell; a plain reference to a range never does."""
    return bool(LIKELY.search(formula)) and _is_array(parse(formula, locale))


def _is_array(node: Node) -> bool:
    if isinstance(node, Block):
        return True
    if isinstance(node, Call):
        return node.name in ARRAYS or (node.name in CHOOSERS and any(map(_is_many, node.arguments)))
    return False


def _is_many(node: Node) -> bool:
    if isinstance(node, Range):
        return node.reference.last is not None
    if isinstance(node, Literal | Unary | Binary):
        return False
    return isinstance(node, Name) or _is_array(node)
