"""Derive the columns that are no one's facts: broad areas, open issues, sync state.

They are written only where the register has the column, and only into a cell
that is blank or still shows what was derived before: text that a person typed
there is left alone and listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from senco_connect.batch import CellWrite, Matter
from senco_connect.codesets.sen_type import BROAD_AREAS
from senco_connect.ownership import REGISTER
from senco_connect.pupils import Desk
from senco_connect.record import FIELDS
from senco_connect.snapshot import Row, Snapshot

__all__ = ["computed_cells", "computed_values"]

_NEEDS = ("need_1", "need_2", "need_3")
_WHY = "derived by the library"
_TYPED_OVER = "This column is derived. Clear the cell and it is filled again; what was typed is left alone."


def computed_values(shown: Mapping[str, str], matters: int) -> dict[str, str]:
    """Give the derived fields of one pupil from the values shown after this run."""
    areas = dict.fromkeys(BROAD_AREAS[code] for name in _NEEDS if (code := shown.get(name, "")) in BROAD_AREAS)
    return {
        "broad_areas": "; ".join(areas),
        "open_issues": str(matters),
        "sync_state": "needs a person" if matters else "in step",
    }


def computed_cells(
    register: Snapshot, rows: Mapping[str, Row], matters: Sequence[Matter], cells: Sequence[CellWrite], *, desk: Desk
) -> Iterator[CellWrite | Matter]:
    """Give the cells to write for each placed row, and a matter for each that a person typed over."""
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
            if isinstance(seen, str) and not _same(name, seen, wanted[name]):
                yield _restored(key, name, seen, wanted[name], desk=desk)


_DERIVED = frozenset(computed_values({}, 0))


def _same(name: str, seen: str, wanted: str) -> bool:
    compare = FIELDS[name].kind.compare
    return compare(seen) == compare(wanted)


def _restored(key: str, name: str, seen: str, wanted: str, *, desk: Desk) -> CellWrite | Matter:
    ours = (desk.memory.cells(REGISTER, key) or {}).get(name) == desk.tokens.value(key, name, seen)
    if seen and not ours:
        return Matter("typed over", key, FIELDS[name].label, ((REGISTER, seen),), "the SENCO", _TYPED_OVER)
    return CellWrite(f"{key}.{name}", key, name, seen, wanted, _WHY)
