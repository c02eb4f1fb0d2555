"""What each plan that was shown was made from: digests only, so that a stale one can be refused with the reason.

A plan itself is never kept, for it holds values: it is made again, and its id
says whether it is still the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from senco_connect.store.secret import private_file

__all__ = ["inputs_of", "remember"]

_KEPT = 20


def remember(folder: Path, plan_id: str, inputs: Mapping[str, str]) -> None:
    """Note what a plan was made from, beside the state; the last twenty are kept."""
    path = _path(folder)
    kept = {plan: made for plan, made in _read(path).items() if plan != plan_id} | {plan_id: dict(inputs)}
    unfinished = path.with_name(f"{path.name}.unfinished")
    # A note that can't be written costs a reason, not a plan.
    with suppress(OSError):
        unfinished.write_text(json.dumps(dict(list(kept.items())[-_KEPT:])), encoding="utf-8")
        private_file(unfinished)
        unfinished.replace(path)


def inputs_of(folder: Path, plan_id: str) -> Mapping[str, str] | None:
    """Tell what a plan was made from; None where none of that id was shown here of late."""
    return _read(_path(folder)).get(plan_id)


def _path(folder: Path) -> Path:
    return folder / "plans.json"


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    kept = found.items() if isinstance(found, dict) else ()
    return {plan: inputs for plan, inputs in kept if isinstance(inputs, dict)}
