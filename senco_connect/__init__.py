"""Keep a school's MIS, its SEN register and its pupil folders telling one story.

    >>> from senco_connect import School
    >>> school = School.open("senco.toml")      # doctest: +SKIP
    >>> print(len(school.plan().plan.operations))  # doctest: +SKIP

Names are loaded when they are used: importing the package is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from senco_connect.adapters import Filing as Filing
    from senco_connect.adapters import Register as Register
    from senco_connect.adapters import Source as Source
    from senco_connect.apply import Applied as Applied
    from senco_connect.errors import SencoError as SencoError
    from senco_connect.plan import Plan as Plan
    from senco_connect.record import FIELDS as FIELDS
    from senco_connect.record import MISSING as MISSING
    from senco_connect.record.models import Pupil as Pupil
    from senco_connect.run import Planned as Planned
    from senco_connect.school import School as School
    from senco_connect.snapshot import Snapshot as Snapshot

__version__ = "0.1.0"

__all__ = [
    "FIELDS", "MISSING", "Applied", "Filing", "Plan", "Planned", "Pupil", "Register", "School", "SencoError",
    "Snapshot", "Source",
]  # fmt: skip

_HOMES = {
    "FIELDS": "record",
    "MISSING": "record",
    "Applied": "apply",
    "Filing": "adapters",
    "Plan": "plan",
    "Planned": "run",
    "Pupil": "record.models",
    "Register": "adapters",
    "School": "school",
    "SencoError": "errors",
    "Snapshot": "snapshot",
    "Source": "adapters",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
