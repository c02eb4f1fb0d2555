"""List the pupils as Python objects: the export's facts, with the people's own where the register has them."""

from __future__ import annotations

from collections.abc import Iterator

from senco_connect.adapters import Tools
from senco_connect.identity import keyed_bearers, place_rows, resolve_roll, with_names
from senco_connect.join import join
from senco_connect.observing import Stores, newest_file
from senco_connect.ownership import Ownership
from senco_connect.record import Owner, Value
from senco_connect.record.models import Pupil, pupil_from_values
from senco_connect.store import State
from senco_connect.tokens import Tokens

__all__ = ["pupils_of"]


def pupils_of(stores: Stores, state: State, tools: Tools, *, ownership: Ownership) -> Iterator[Pupil]:
    """Read every store whole and give one Pupil for each row of the export, then those whom only the register shows."""
    memory, tokens = state.memory(), Tokens(state.secret)
    register = stores.register.read() if stores.register else None
    source = join([s.read(newest_file(name, s, tools)) for name, s in stores.sources])
    told = keyed_bearers(register, memory, tokens) if register else None
    roll = with_names(resolve_roll(source, memory, tokens, bearers=told), source, tokens)
    placed = place_rows(register, roll, memory, tokens) if register else None
    rows = {**placed.rows, **placed.links} if placed else {}
    for key in dict.fromkeys((*roll.rows, *rows)):
        values: dict[str, Value] = dict(source.cells(roll.rows[key])) if key in roll.rows else {}
        if register is not None and key in rows:
            for name, value in register.cells(rows[key]):
                # A cell that is not shown takes nothing away.
                if name not in values or (isinstance(value, str) and ownership.owner(name) is not Owner.MIS):
                    values[name] = value
        yield pupil_from_values(key, values)
