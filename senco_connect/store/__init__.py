"""State on disk: keyed digests, ids and serials in SQLite; losing it loses no data."""

from __future__ import annotations

from senco_connect.store.lock import run_lock
from senco_connect.store.state import State, open_state

__all__ = ["State", "open_state", "run_lock"]
