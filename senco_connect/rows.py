"""Plan a register row for each pupil whose status belongs on the register and who never had one.

Pure.  The row shows what the export understands; what it does not is left blank
and listed, as it would be by the next run.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from senco_connect.batch import Matter, NewRow
from senco_connect.computed import computed_values
from senco_connect.ownership import MIS
from senco_connect.pupils import NOT_UNDERSTOOD, Desk, View, plan_pupil
from senco_connect.record import BLANK, FIELDS, Owner
from senco_connect.snapshot import Row, Snapshot

__all__ = ["plan_rows"]

_STATUS = "sen_status"
_NO_ROW_YET = "The MIS's status is no code that is known here. Correct it there; until then no row is made."


def plan_rows(
    pupils: Mapping[str, Row], source: Snapshot, register: Snapshot, *, desk: Desk, include: Collection[str]
) -> tuple[list[NewRow], list[Matter]]:
    """Give the new rows, and what is open about pupils who get one or whose status nobody understands.

    ``pupils`` are those whom only the export shows; ``include`` the statuses that belong on the register.
    """
    rows: list[NewRow] = []
    matters: list[Matter] = []
    if _STATUS not in source.fields:
        return rows, matters
    place = source.fields.index(_STATUS)
    doubtful = desk.doubtful[MIS]
    doubtful_lines = {line for line, _ in doubtful}
    for key, row in pupils.items():
        if (row.line, _STATUS) in doubtful:
            shown = ((MIS, str(row.values[place])),)
            matters.append(Matter(NOT_UNDERSTOOD, key, FIELDS[_STATUS].label, shown, "the office", _NO_ROW_YET))
        elif row.values[place] in include:
            values = _values(row, source, register, doubtful)
            opened = _opened(key, row, values, register, desk) if row.line in doubtful_lines else []
            derived = computed_values(values, len(opened))
            values |= {name: text for name, text in derived.items() if name in register.writable}
            matters += opened
            # The reason is kept in the state, where no value may stand.
            why = f"the SEN status in export line {row.line} belongs on the register"
            rows.append(NewRow(f"{key}.row", key, values, why))
    return rows, matters


def _values(row: Row, source: Snapshot, register: Snapshot, doubtful: Collection[tuple[int, str]]) -> dict[str, str]:
    return {
        name: value
        for name, value in source.cells(row)
        if value
        and isinstance(value, str)
        and name in register.writable
        and FIELDS[name].owner is not Owner.COMPUTED
        and (row.line, name) not in doubtful
    }


def _opened(key: str, row: Row, values: Mapping[str, str], register: Snapshot, desk: Desk) -> list[Matter]:
    """What the next run will find open about the row, once it is there."""
    to_be = Row(key, 0, [values.get(name, BLANK) for name in register.fields])
    return plan_pupil(View(key, row, to_be), desk).matters
