"""Derive the columns that are no one's facts: broad areas, open issues, sync state.

They are written only where the register has the column, and only into a cell
that is blank or shows what was derived before: text that a person typed there
is left alone and listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from senco_connect.batch import CellWrite, Matter
from senco_connect.codesets.sen_type import BROAD_AREAS
from senco_connect.ownership import REGISTER
from senco_connect.pupils import Desk
from senco_connect.record import FIELDS
from senco_connect.snapshot import Row, Snapshot

__all__ = ["Stands", "computed_cells", "computed_values"]

_NEEDS = ("need_1", "need_2", "need_3")
_WHY = "derived by the library"
_TYPED_OVER = "This column is derived. Clear the cell and it is filled again; what was typed is left alone."


_STATES = ("in step", "needs a person")


class Stands(NamedTuple):
    """A derived cell that shows what it should, though nobody noted that it was written."""

    key: str
    field: str
    token: bytes


def computed_values(shown: Mapping[str, str], matters: int) -> dict[str, str]:
    """Give the derived fields of one pupil from the values shown after this run."""
    areas = dict.fromkeys(BROAD_AREAS[code] for name in _NEEDS if (code := shown.get(name, "")) in BROAD_AREAS)
    return {
        "broad_areas": "; ".join(areas),
        "open_issues": str(matters),
        "sync_state": _STATES[bool(matters)],
    }


def computed_cells(
    register: Snapshot, rows: Mapping[str, Row], matters: Sequence[Matter], cells: Sequence[CellWrite], *, desk: Desk
) -> Iterator[CellWrite | Matter | Stands]:
    """Give the cells to write for each placed row, a matter for each that a person typed over, and what stands."""
    places = {n: p for p, n in enumerate(register.fields) if n in _DERIVED and n in register.writable}
    if not places:
        return
    counts = Counter(m.key for m in matters)
    written: dict[str, dict[str, str]] = {}
    for cell in cells:
        written.setdefault(cell.key, {})[cell.field] = cell.value
    for key, row in rows.items():
        shown = {n: v for n, v in register.cells(row) if isinstance(v, str)} | written.get(key, {})
        wanted = computed_values(shown, counts[key])
        for name, place in places.items():
            seen = row.values[place]
            if isinstance(seen, str):
                yield from _settled(key, name, seen, wanted[name], desk=desk)


_DERIVED = frozenset(computed_values({}, 0))


def _settled(key: str, name: str, seen: str, wanted: str, *, desk: Desk) -> Iterator[CellWrite | Matter | Stands]:
    known = (desk.memory.cells(REGISTER, key) or {}).get(name)
    token = desk.tokens.value(key, name, seen)
    if token == desk.tokens.value(key, name, wanted):
        if token != known:
            yield Stands(key, name, token)
    elif seen and known != token and not _must_be_ours(name, seen, is_known=known is not None):
        yield Matter("typed over", key, FIELDS[name].label, ((REGISTER, seen),), "the SENCO", _TYPED_OVER)
    else:
        yield CellWrite(f"{key}.{name}", key, name, seen, wanted, _WHY)


def _must_be_ours(name: str, seen: str, *, is_known: bool) -> bool:
    """A run that was cut off, and a state that was lost, noted nothing of what they wrote.

    A count and its two words say nothing that a person would mean; areas may be a person's own.
    """
    if name == "broad_areas":
        return not is_known and set(seen.split("; ")) <= set(BROAD_AREAS.values())
    return seen.isdigit() or seen in _STATES
