"""Who decides a field: its declaration, unless the school says otherwise."""

from __future__ import annotations

import pytest

from senco_connect.ownership import MIS, REGISTER, Ownership
from senco_connect.record import FIELDS, Owner


@pytest.mark.parametrize(
    ("owner", "store"),
    [(Owner.MIS, MIS), (Owner.SENCO, REGISTER), (Owner.SHARED, None), (Owner.COMPUTED, None)],
    ids=lambda value: getattr(value, "name", value),
)
def test_an_owner_stands_for_a_store_or_for_comparing(owner: Owner, store: str | None) -> None:
    chosen = Ownership({"surname": owner})
    assert (chosen.owner("surname"), chosen.store("surname")) == (owner, store)
    assert chosen.is_compared("surname") is (owner is not Owner.COMPUTED)


def test_a_field_of_which_the_school_says_nothing_is_as_declared() -> None:
    assert all(
        Ownership({"surname": Owner.SENCO}).owner(name) is f.owner for name, f in FIELDS.items() if name != "surname"
    )


def test_nothing_is_enforced_unasked() -> None:
    assert Ownership().enforced == frozenset()
