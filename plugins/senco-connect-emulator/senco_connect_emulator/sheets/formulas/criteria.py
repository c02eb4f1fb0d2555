"""Conditions as COUNTIF takes them: ``>5``, ``<>x``, ``Sm*th?``, or a value that must be met."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import ge, gt, le, lt
from typing import Any

from senco_connect_emulator.sheets.formulas.areas import Area, Block
from senco_connect_emulator.sheets.formulas.values import CellError, Scalar, key_of, number_text, read_number

__all__ = ["places", "wildcards"]

OPERATOR = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)

ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def places(block: Block, wanted: Scalar, locale: str) -> Sequence[int]:
    """Tell at which places of a block, counted along its rows, a condition holds."""
    if isinstance(block, Area):
        return block.remembered((type(wanted), wanted), lambda: _places(block, wanted, locale))
    return _places(block, wanted, locale)


def _places(block: Block, wanted: Scalar, locale: str) -> Sequence[int]:
    operator, value = _read(wanted, locale) if isinstance(wanted, str) else ("=", wanted)
    if operator in {"", "=", "<>"}:
        same = _same(block, value, wanted, bare=not operator)
        return same if operator != "<>" else _others(block, same)
    return _ordered(operator, value, block.flat())


def _read(wanted: str, locale: str) -> tuple[str, Scalar]:
    found = OPERATOR.fullmatch(wanted)
    assert found is not None
    operator, text = found[1] or "", found[2]
    if text.upper() in {"TRUE", "FALSE"}:
        return operator, text.upper() == "TRUE"
    number = read_number(text, locale)
    return operator, text if number is None else number


def _same(block: Block, value: Scalar, wanted: Scalar, *, bare: bool) -> Sequence[int]:
    standing = block.positions()
    if isinstance(value, str):
        return _same_text(block, value, bare=bare)
    if type(value) is float:
        # A text that shows the number counts as the number.
        texts = {number_text(value), str(wanted).lstrip("=").casefold()}
        return sorted([*standing.get(value, ()), *(at for text in texts for at in standing.get(text, ()))])
    if isinstance(value, CellError):
        return [at for at, one in enumerate(block.flat()) if isinstance(one, CellError) and one.type == value.type]
    return standing.get(0.0 if value is None else key_of(value), ())


def _same_text(block: Block, text: str, *, bare: bool) -> Sequence[int]:
    standing = block.positions()
    if not text:
        # A condition of nothing at all means blanks and empty texts, "=" blanks alone.
        return sorted([*_blank(block, standing.get(None, ())), *(standing.get("", ()) if bare else ())])
    if not set(text) & set("*?~"):
        return standing.get(key_of(text), ())
    pattern = wildcards(text)
    return [at for at, one in enumerate(block.flat()) if isinstance(one, str) and pattern.fullmatch(one)]


def _blank(block: Block, within: Sequence[int]) -> list[int]:
    """Blanks below the last filled row are blanks too."""
    return [*within, *range(len(block.flat()), block.height * block.width)]


def _others(block: Block, same: Sequence[int]) -> list[int]:
    left_out = set(same)
    return [at for at in range(block.height * block.width) if at not in left_out]


def _ordered(operator: str, limit: Scalar, values: Sequence[Scalar]) -> list[int]:
    """Only numbers are more or less than a number, only texts than a text."""
    holds = ORDERS[operator]
    if isinstance(limit, str):
        folded = limit.casefold()
        return [at for at, one in enumerate(values) if isinstance(one, str) and holds(one.casefold(), folded)]
    return [at for at, one in enumerate(values) if type(one) is float and holds(one, limit)]


@lru_cache(maxsize=512)
def wildcards(text: str) -> re.Pattern[str]:
    """Make a pattern of a text in which ``*`` and ``?`` stand for any letters; after ``~`` they are themselves."""
    parts = re.findall(r"~[*?~]|.", text, re.DOTALL)
    made = {"*": ".*", "?": "."}
    return re.compile("".join(made.get(part) or re.escape(part[-1]) for part in parts), re.IGNORECASE | re.DOTALL)
