"""Find a pupil's name and UPN in the rows that a plan was made from; the state holds neither.

Pure.  What no row shows any more is blank: a leaver's UPN is known only while
the register shows it.
"""

from __future__ import annotations

from collections.abc import Mapping

from senco_connect.plan import Inputs, Plan
from senco_connect.snapshot import Row, Snapshot

__all__ = ["Shown"]


class Shown:
    """What the export and the register show of each pupil, the export first."""

    def __init__(self, plan: Plan, inputs: Inputs) -> None:
        register = {**plan.placed.rows, **plan.placed.links} if plan.placed else {}
        self._stores: list[tuple[Snapshot | None, Mapping[str, Row]]] = [
            (inputs.source, plan.roll.rows if plan.roll else {}),
            (inputs.register, register),
        ]

    def text(self, key: str, field: str) -> str:
        """Give the first text that is shown for a field, "" where there is none."""
        for snapshot, rows in self._stores:
            if snapshot is not None and key in rows:
                value = snapshot.value(rows[key], field)
                if isinstance(value, str) and value:
                    return value
        return ""

    def name(self, key: str) -> str:
        """Give the name as "Exampleby, Tamsin"; "" where no store shows one."""
        return ", ".join(part for part in (self.text(key, "surname"), self.text(key, "forename")) if part)
