"""The record as a Python user holds it: one frozen, typed object for each child.

Made from the declaration, so a new line in record/pupil.py is all that a new
field needs.  The flat fields are the record; ``needs``, ``status_history`` and
``plan`` are views of them and can't say anything else.  Needs pydantic, so it is
imported only where a pupil is asked for, never on the way of a quiet sync.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints, create_model

from senco_connect.codesets.sen_provision import SEN_PROVISION
from senco_connect.codesets.sen_type import BROAD_AREAS, SEN_TYPE
from senco_connect.record.kinds import Kind
from senco_connect.record.pupil import FIELDS, PupilTable
from senco_connect.record.values import Value

__all__ = ["Need", "Plan", "Pupil", "StatusPeriod", "pupil_from_values"]


class Need(NamedTuple):
    """One need of the ranking: rank 1 is the primary need; ``broad_area`` is "" where the Code of Practice has none."""

    rank: int
    code: str
    label: str
    broad_area: str
    since: date | None


class StatusPeriod(NamedTuple):
    """A time with one SEN status; one without ``until`` is still running."""

    code: str
    label: str
    since: date | None
    until: date | None


class Plan(NamedTuple):
    """An education, health and care plan: when it began and when it is next reviewed."""

    since: date | None
    next_review: date | None


class _Keyed(BaseModel):
    # A pydantic error would repeat what it was given, which is a child's record.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    key: str


def _annotation(kind: Kind) -> Any:
    if kind.codes:
        return Literal[tuple(kind.codes.by_code)]
    pattern = kind.schema.get("pattern")
    return Annotated[str, StringConstraints(pattern=str(pattern))] if pattern else kind.python


if TYPE_CHECKING:

    class _Flat(PupilTable, _Keyed): ...

else:
    _Flat = create_model("_Flat", __base__=_Keyed, **{n: (_annotation(f.kind) | None, None) for n, f in FIELDS.items()})


class Pupil(_Flat):
    """One child's record: a typed attribute for each declared field, None where it is blank or not shown.

    ``key`` is the library's own; ``unread`` names the fields whose text is not of their type.
    """

    unread: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[Need, ...]:
        """The needs in rank order; those after the third have no date."""
        codes = (self.need_1, self.need_2, self.need_3, *re.split("[,;]", self.other_needs or ""))
        since = (self.need_1_since, self.need_2_since, self.need_3_since)
        ranked = enumerate(zip_longest(codes, since), start=1)
        return tuple(_need(rank, code.strip(), day) for rank, (code, day) in ranked if code and code.strip())

    @property
    def status_history(self) -> tuple[StatusPeriod, ...]:
        """The periods of SEN status that are known, the newest first; empty where no status is shown."""
        if self.sen_status is None:
            return ()
        label = SEN_PROVISION.by_code[self.sen_status].label
        return (StatusPeriod(self.sen_status, label, self.sen_since, self.sen_until),)

    @property
    def plan(self) -> Plan | None:
        """The EHC plan, where the status or the plan's own column says that there is one."""
        has_status = self.sen_status == "E"
        if not (has_status or self.ehcp):
            return None
        return Plan(self.ehcp_since or (self.sen_since if has_status else None), self.next_review)

    def __repr_args__(self) -> Iterable[tuple[str, Any]]:
        """Show the key alone, however a pupil is printed: no log or traceback tells of a child (safety.md 34)."""
        return [("key", self.key)]


def _need(rank: int, code: str, since: date | None) -> Need:
    known = SEN_TYPE.by_code.get(code)
    return Need(rank, code, known.label if known else code, BROAD_AREAS.get(code, ""), since)


def pupil_from_values(key: str, values: Mapping[str, Value]) -> Pupil:
    """Make a pupil of canonical text, by field name; blank and MISSING are None.

    Text that is not of its field's type is None too and the field is named in
    ``unread``: the words themselves are in the snapshot.
    """
    typed = {n: _typed(FIELDS[n].kind, v) for n, v in values.items() if isinstance(v, str) and v}
    unread = tuple(name for name in FIELDS if name in typed and typed[name] is None)
    return Pupil.model_validate({"key": key, "unread": unread, **typed})


def _typed(kind: Kind, value: str) -> object | None:
    text, problem = kind.read(value)
    if kind.python is str:
        return text if _is_of(kind, text) else None
    return None if problem else _MAKE[kind.python](text)


def _is_of(kind: Kind, text: str) -> bool:
    # Legacy codes and a UPN with a wrong check letter are doubtful, but they are codes and UPNs.
    if kind.codes:
        return text in kind.codes.by_code
    pattern = kind.schema.get("pattern")
    return pattern is None or re.fullmatch(str(pattern), text) is not None


_MAKE: dict[type, Callable[[str], object]] = {date: date.fromisoformat, bool: "true".__eq__, float: float}
