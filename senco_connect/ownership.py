"""Who decides each field, and who may be written.

The default is the field's declaration; a school changes it under [owners] in
senco.toml.  A change of this table is a guard's business: its digest is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from senco_connect.record import FIELDS, Owner

__all__ = ["MIS", "REGISTER", "STORES", "Ownership"]

MIS = "mis"
REGISTER = "register"
STORES = (MIS, REGISTER)

_STORE_OF = {Owner.MIS: MIS, Owner.SENCO: REGISTER}


class Ownership(NamedTuple):
    """The school's choice of owners; ``enforced`` fields are restored rather than held."""

    changed: Mapping[str, Owner] = {}
    enforced: frozenset[str] = frozenset()

    def owner(self, name: str) -> Owner:
        """Tell who decides the field."""
        return self.changed.get(name, FIELDS[name].owner)

    def store(self, name: str) -> str | None:
        """Name the store that decides the field; None where both are compared."""
        return _STORE_OF.get(self.owner(name))

    def is_compared(self, name: str) -> bool:
        """Whether the field is one that stores tell each other; computed ones are derived instead."""
        return self.owner(name) is not Owner.COMPUTED
