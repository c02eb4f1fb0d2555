"""batchUpdate: requests of 74 kinds, applied in order to a copy of the book, all or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from senco_connect_emulator.errors import Refused, invalid, not_built
from senco_connect_emulator.sheets.batch import (
    cells,
    dimensions,
    filling,
    filters,
    groups,
    looks,
    metadata,
    names,
    objects,
    pasting,
    ranges,
    sheets,
    sorting,
    tables,
    texts,
)
from senco_connect_emulator.sheets.batch.kinds import KINDS, Clash, Json, Step
from senco_connect_emulator.sheets.model import Book

if TYPE_CHECKING:
    from senco_connect_emulator.identity import Identity
    from senco_connect_emulator.world import World

__all__ = [
    "apply_requests", "cells", "dimensions", "filling", "filters", "groups", "looks", "metadata", "names", "objects",
    "pasting", "ranges", "sheets", "sorting", "tables", "texts",
]  # fmt: skip


# After these, formulas are in the rows in which they were; a cell writer that writes one forgets the rows itself.
_KEEPS_FORMULAS = frozenset(
    {
        "insertDimension", "deleteDimension", "moveDimension", "appendDimension", "updateDimensionProperties",
        "createDeveloperMetadata", "updateDeveloperMetadata", "deleteDeveloperMetadata", "updateCells", "appendCells",
        "repeatCell", "addSheet", "updateBorders",
    }
)  # fmt: skip


def apply_requests(world: World, book: Book, requests: Sequence[Json], who: Identity) -> list[Json]:
    """Change the book as the requests say, in their order, and give a reply for each.

    The book is the caller's copy: when a request is refused, what came before it
    has been done to the copy, which the caller throws away.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    step = Step(world, book, who)
    return [_applied(step, place, request) for place, request in enumerate(requests)]


def _applied(step: Step, place: int, request: Json) -> Json:
    if not request:
        raise invalid(f"Invalid requests[{place}]: No request set.")
    kind, *more = request
    if more:
        words = (
            f"Invalid value at 'requests[{place}]' (oneof), oneof field 'kind' is already set. Cannot set '{more[0]}'"
        )
        raise invalid(words, field=f"requests[{place}]")
    if kind not in KINDS:
        raise not_built(f"the request {kind} of batchUpdate")
    try:
        reply = KINDS[kind](step, request[kind])
    except Clash as clash:
        field = f"requests[{place}].{_snake(kind)}{clash.path}"
        raise invalid(f"Invalid value at '{field}' (oneof), {clash.message}", field=field) from None
    except Refused as refused:
        if refused.built and refused.code == 400 and not refused.details:
            refused.message = f"Invalid requests[{place}].{kind}: {refused.message}"
        raise
    # Whatever was worked out before this request may be otherwise after it.
    lines = step.book.formula_lines if kind in _KEEPS_FORMULAS else {}
    step.book.changed()
    step.book.formula_lines = lines
    # A kind that has an answer gives one, even where there is nothing to say in it.
    return {} if reply is None else {kind: reply}


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "_" + found.group().lower(), name)
