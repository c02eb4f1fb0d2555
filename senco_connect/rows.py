"""Plan a register row for each pupil whose status belongs on the register and who never had one.

Pure.  The row shows what the export understands; what it does not is left blank
and listed, as it would be by the next run.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from senco_connect.batch import Matter, NewRow
from senco_connect.computed import computed_values
from senco_connect.ownership import MIS, REGISTER
from senco_connect.pupils import NOT_UNDERSTOOD, Desk, View, plan_pupil
from senco_connect.record import BLANK, FIELDS, Owner
from senco_connect.snapshot import Row, Snapshot

__all__ = ["plan_rows"]

_STATUS = "sen_status"
_NO_ROW_YET = "The MIS's status is no code that is known here. Correct it there; until then no row is made."
_NUMBERS = ("upn", "admission_no", "mis_id")
HAS_A_ROW = "number on another row"
_WHICH_ROW = "A row with another key, or none, bears a number of this child. Correct it: a second row is not made."


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
    standing = _Standing(source, register)
    for key, row in pupils.items():
        if (row.line, _STATUS) in doubtful:
            shown = ((MIS, str(row.values[place])),)
            matters.append(Matter(NOT_UNDERSTOOD, key, FIELDS[_STATUS].label, shown, "the office", _NO_ROW_YET))
        elif row.values[place] in include and (line := standing.line_of(row)):
            # Keys that a sort left behind are believed no more once the state is lost: the numbers still are.
            matters.append(Matter(HAS_A_ROW, key, "", ((REGISTER, f"row {line}"),), "the SENCO", _WHICH_ROW))
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


class _Standing:
    """The register's rows by the numbers that they show."""

    def __init__(self, source: Snapshot, register: Snapshot) -> None:
        names = [name for name in _NUMBERS if name in source.fields and name in register.fields]
        self._places = [(name, source.fields.index(name)) for name in names]
        self._register = register

    @cached_property
    def _lines(self) -> Mapping[tuple[str, str], int]:
        return {
            (name, FIELDS[name].kind.compare(str(value))): row.line
            for row in self._register.rows
            for name, _ in self._places
            if (value := self._register.value(row, name))
        }

    def line_of(self, row: Row) -> int | None:
        """Give the line of a register row that bears a number of this export line's pupil, or None."""
        shown = ((name, row.values[place]) for name, place in self._places)
        numbers = ((name, FIELDS[name].kind.compare(str(value))) for name, value in shown if value)
        return next((self._lines[number] for number in numbers if number in self._lines), None)


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
