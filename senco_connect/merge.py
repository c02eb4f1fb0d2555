"""Decide one field of one pupil.

Pure: the same arguments give the same Decision.  Values are opaque here, only
equality counts, so tokens do as well as texts.  The rules are numbered as in
docs/concepts/merging.md; tests/unit/merge/table.txt holds every combination.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

__all__ = ["CONFLICT", "HELD", "RULES", "Decision", "Shown", "merge_field"]

CONFLICT = "conflict"
HELD = "held"

Shown = Mapping[str, Hashable]

RULES = {
    1: "nobody changed it; it had not arrived",
    2: "the store caught up",
    3: "one side changed it",
    4: "every side shows the same",
    5: "both sides changed it, differently",
    6: "its owner changed it",
    7: "it was changed by somebody who does not own it",
    8: "it was blank and another source knows it",
    9: "its owner cleared it",
    10: "it is not shown",
    11: "the stores meet for the first time",
}


class Decision(NamedTuple):
    """What becomes of a field.

    ``take`` names the store whose shown value is agreed from now on ("" keeps
    what was agreed, "offer" takes the offer); ``deliver`` the stores that should
    be sent the agreed value; ``flag`` the open matter, with the stores whose
    text it is about in ``flagged``.
    """

    rule: int
    take: str = ""
    deliver: tuple[str, ...] = ()
    flag: str = ""
    flagged: tuple[str, ...] = ()


def merge_field(
    agreed: Hashable | None,
    shadow: Shown,
    seen: Shown,
    *,
    owner: str | None,
    blank: Hashable = "",
    offer: Hashable | None = None,
    enforced: bool = False,
) -> Decision:
    """Settle a field from what each store was known to hold and now shows.

    ``agreed`` is None before first contact.  A store that shows nothing is left
    out of ``seen``: it takes no part and settles nothing (rule 10).  ``owner``
    is a store, or None where all are compared.  ``offer`` is a fill source's
    value that nobody has refused.  ``enforced``: text that is not the owner's is
    replaced instead of held.
    """
    if not seen:
        return Decision(10)
    if agreed is None:
        return _first_contact(seen, owner, blank, enforced)
    edits = {s: v for s, v in seen.items() if v != agreed and v != shadow.get(s)}
    if not edits:
        return _unedited(agreed, shadow, seen, owner=owner, blank=blank, offer=offer)
    if owner is None:
        return _shared(agreed, shadow, seen, edits)
    if owner in edits and shadow.get(owner) != agreed and not enforced:
        # An owner who never had what was agreed replaces nothing: it is another's text, from before they decided.
        theirs = tuple(sorted(s for s, v in seen.items() if v == agreed != blank))
        if theirs:
            return Decision(7, flag=HELD, flagged=theirs)
    return _owned(agreed, seen, edits, owner, blank=blank, enforced=enforced)


def _unedited(
    agreed: Hashable, shadow: Shown, seen: Shown, *, owner: str | None, blank: Hashable, offer: Hashable | None
) -> Decision:
    if owner is not None and offer is not None and agreed == blank and seen.get(owner, blank) == blank:
        return Decision(8, take="offer", deliver=_others(seen, offer))
    caught_up = any(v == agreed and shadow.get(s) != v for s, v in seen.items())
    return Decision(2 if caught_up else 1, deliver=_others(seen, agreed))


def _first_contact(seen: Shown, owner: str | None, blank: Hashable, enforced: bool) -> Decision:
    if owner is not None and owner not in seen:
        # Nobody who may decide the field has shown it yet.
        return Decision(10)
    values = set(seen.values())
    if len(values) == 1:
        return Decision(11, take=min(seen))
    if owner is None:
        told = sorted(s for s, v in seen.items() if v != blank)
        if len(values - {blank}) > 1:
            return Decision(11, flag=CONFLICT, flagged=tuple(told))
        return Decision(11, take=told[0], deliver=_others(seen, seen[told[0]]))
    return _with_text_held(11, owner, seen, seen[owner], blank=blank, enforced=enforced)


def _shared(agreed: Hashable, shadow: Shown, seen: Shown, edits: Shown) -> Decision:
    # One store alone is not "every store": absence settles nothing (rule 10).
    if len(seen) > 1 and len(set(seen.values())) == 1:
        return Decision(4, take=min(seen))
    only = next(iter(edits))
    # An author to whom the agreed value was never delivered could not have seen it.
    if len(edits) == 1 and shadow.get(only) == agreed:
        return Decision(3, take=only, deliver=_others(seen, seen[only]))
    return Decision(5, flag=CONFLICT, flagged=tuple(sorted(edits)))


def _owned(agreed: Hashable, seen: Shown, edits: Shown, owner: str, *, blank: Hashable, enforced: bool) -> Decision:
    if owner in edits:
        rule, take, value = (9 if edits[owner] == blank else 6), owner, edits[owner]
    else:
        rule, take, value = 7, "", agreed
    held = _with_text_held(rule, take, edits, value, blank=blank, enforced=enforced)
    unedited = {s: v for s, v in seen.items() if s not in edits}
    return held._replace(deliver=tuple(sorted({*held.deliver, *_others(unedited, value)})))


def _with_text_held(rule: int, take: str, seen: Shown, value: Hashable, *, blank: Hashable, enforced: bool) -> Decision:
    """Keep a person's text where it stands; a cleared cell asks for the owner's value back."""
    differing = _others(seen, value)
    held = () if enforced else tuple(s for s in differing if seen[s] != blank)
    deliver = tuple(s for s in differing if s not in held)
    return Decision(rule, take, deliver, HELD if held else "", held)


def _others(seen: Shown, value: Hashable) -> tuple[str, ...]:
    return tuple(sorted(s for s, v in seen.items() if v != value))
