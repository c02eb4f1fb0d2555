"""Turn why-records into sentences a SENCO or a technician can act on.

Pure.  Every sentence about a plan is made here, so that a message is changed in
one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from senco_connect.batch import CellWrite, Matter, NewRow
from senco_connect.errors import ConfigProblem
from senco_connect.ownership import MIS, Ownership
from senco_connect.plan import Plan
from senco_connect.record import FIELDS, GROUPS, Owner
from senco_connect.record.headings import plain_heading

__all__ = ["Entry", "Explanation", "explain_cell", "field_named", "matter_words", "shown_words"]

_OWNERS = {
    Owner.MIS: "The MIS decides it; text typed in the register is kept beside it and listed.",
    Owner.SENCO: "The SENCO decides it; the library never writes over it and fills it only while it is blank.",
    Owner.SHARED: "Both sides are compared: a change on one side is taken over, two different ones wait for a person.",
    Owner.COMPUTED: "The library derives it from other fields.",
}
_KINDS = {"CellWrite": "written", "NewRow": "the row was added", "Link": "the row was recognised and got its key"}


class Entry(NamedTuple):
    """One operation of the past; ``before`` and ``after`` are None once their image is gone (30 days)."""

    run: str
    at: str
    kind: str
    why: str
    outcome: str
    before: str | None
    after: str | None


class Explanation(NamedTuple):
    """How one cell came to show what it shows, and what would change it."""

    pupil: str
    field: str
    owner: str
    now: tuple[str, ...]
    history: tuple[str, ...]


def explain_cell(pupil: str, field: str, plan: Plan, done: Sequence[Entry], *, ownership: Ownership) -> Explanation:
    """Tell the story of a cell: the plan's word on it now, then the past, newest first."""
    label = FIELDS[field].label
    group = FIELDS[field].group
    now = list(_planned(plan, pupil, field))
    about = ("", label, group.capitalize() or label)
    now += [matter_words(m) for m in plan.matters if m.key == pupil and m.field in about]
    history = [_past(entry) for entry in done] or ["The library has never written this cell."]
    owner = _OWNERS[ownership.owner(field)]
    return Explanation(pupil, field, owner, tuple(now) or ("Nothing waits here, the stores agree.",), tuple(history))


def field_named(text: str, headings: Iterable[tuple[str, str]] = ()) -> str:
    """Find a field by its name, its label or a heading that names it; raise ConfigProblem where none has it.

    ``headings`` are the school's own, as (field, heading).

    >>> field_named("SEN status"), field_named("Reg Group")
    ('sen_status', 'registration_group')
    """
    wanted = plain_heading(text)
    names = {plain_heading(heading): f.name for f in FIELDS.values() for heading in (*f.maybe, *f.aliases)}
    names |= {plain_heading(own): f.name for f in FIELDS.values() for own in (f.label, f.name)}
    names |= {plain_heading(group): members[0] for group, members in GROUPS.items()}
    names |= {plain_heading(heading): field for field, heading in headings if field in FIELDS}
    if wanted in names:
        return names[wanted]
    # Loaded where somebody mistyped, not on every run.
    from difflib import get_close_matches

    near = [FIELDS[names[close]].label for close in get_close_matches(wanted, names, n=3)]
    cure = f"Near it: {', '.join(dict.fromkeys(near))}." if near else "`senco schema` lists them all."
    raise ConfigProblem("No field is called that.", cure, code="E029")


def _planned(plan: Plan, pupil: str, field: str) -> Iterator[str]:
    for op in plan.operations:
        match op:
            case CellWrite() if (op.key, op.field) == (pupil, field):
                yield f"Planned: {_told(op.expect)} → {_told(op.value)} ({op.why})."
            case NewRow() if op.key == pupil:
                yield f"Planned: a new row, with {_told(op.values.get(field))} here ({op.why})."


def _told(text: str | None) -> str:
    return text or "blank"


def _past(entry: Entry) -> str:
    moved = f": {_told(entry.before)} → {_told(entry.after)}" if entry.before is not None else ""
    at = entry.at[:16].replace("T", " ")
    return f"{at} · run {entry.run} · {_KINDS[entry.kind]}{moved} · {entry.why} · {entry.outcome}"


def matter_words(matter: Matter) -> str:
    """Say an open matter in one line: what, what each store shows, who acts, how it ends."""
    return f"{matter.kind}{shown_words(matter)} · {matter.owner} · {matter.words}"


def shown_words(matter: Matter) -> str:
    """Say what each store shows, "" where that is no part of the matter."""
    shown = "; ".join(f"{_STORES.get(store, store)}: {text or 'blank'}" for store, text in matter.shown)
    return f" · {shown}" if shown else ""


_STORES = {MIS: "MIS"}
