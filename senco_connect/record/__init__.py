"""The canonical SEN record: what the facts about one child are called, and how each is read."""

from __future__ import annotations

from senco_connect.record.declare import Field, Owner, Tier
from senco_connect.record.kinds import Kind, Reading
from senco_connect.record.pupil import FIELDS, GROUPS, KEY_LABEL
from senco_connect.record.values import BLANK, MISSING, Missing, Value

__all__ = [
    "BLANK", "FIELDS", "GROUPS", "KEY_LABEL", "MISSING", "Field", "Kind", "Missing", "Owner", "Reading", "Tier",
    "Value",
]  # fmt: skip
