"""The words in which a field is declared, once.

A table is a class whose attributes are fields; the attribute's type is what a
Python user of the record gets.  Everything else (models, schema, columns,
dropdowns, aliases, owners, docs) is read from the declaration.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import ClassVar, NamedTuple, TypedDict, Unpack, cast

from senco_connect.record import kinds
from senco_connect.record.kinds import Kind

__all__ = ["Field", "Owner", "Table", "Tier", "coded", "day", "flag", "link", "number", "text"]


class Owner(Enum):
    """Who decides a field: the MIS, the SENCO, both (compared), or the library that derives it."""

    MIS = "MIS"
    SENCO = "SENCO"
    SHARED = "both"
    COMPUTED = "computed"


class Tier(Enum):
    """Who may see a field (practice.md 1): classroom, SEN team, costs, restricted."""

    A = "A"
    B = "B"
    COSTS = "B+"
    C = "C"


class Field(NamedTuple):
    """One column of the canonical record.

    ``aliases`` are headings that name this field and no other; ``maybe`` are
    headings that name it where no field wants them more, in order of
    declaration; ``asks`` are headings that may mean it and are never taken
    without a person's word.  ``column`` says whether a new register has it; ``group`` names fields that are decided
    together (the whole ranking of needs is one value).
    """

    name: str
    label: str
    kind: Kind
    owner: Owner
    tier: Tier
    aliases: tuple[str, ...]
    maybe: tuple[str, ...]
    asks: tuple[str, ...]
    column: bool
    hidden: bool
    group: str
    doc: str


class Table:
    """Base of a declared table; collects its fields in order."""

    fields: ClassVar[dict[str, Field]]

    def __init_subclass__(cls) -> None:
        found = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        cls.fields = {name: value._replace(name=name) for name, value in found.items()}


class _Options(TypedDict, total=False):
    owner: Owner
    tier: Tier
    aliases: str
    maybe: str
    asks: str
    column: bool
    hidden: bool
    group: str
    doc: str


def text(label: str, **options: Unpack[_Options]) -> str | None:
    """Declare words that are kept as they were typed."""
    return cast("str | None", _declare(kinds.TEXT, label, options))


def link(label: str, **options: Unpack[_Options]) -> str | None:
    """Declare an address of a page or file."""
    return cast("str | None", _declare(kinds.LINK, label, options))


def day(label: str, **options: Unpack[_Options]) -> date | None:
    """Declare a day, kept as ISO and shown as dd/mm/yyyy."""
    return cast("date | None", _declare(kinds.DAY, label, options))


def flag(label: str, **options: Unpack[_Options]) -> bool | None:
    """Declare a yes or no."""
    return cast("bool | None", _declare(kinds.FLAG, label, options))


def number(label: str, **options: Unpack[_Options]) -> float | None:
    """Declare a number."""
    return cast("float | None", _declare(kinds.NUMBER, label, options))


def coded(label: str, kind: Kind, **options: Unpack[_Options]) -> str | None:
    """Declare text of a stricter kind: an identifier with a check, or a code of a set."""
    return cast("str | None", _declare(kind, label, options))


def _declare(kind: Kind, label: str, options: _Options) -> Field:
    return Field(
        name="",
        label=label,
        kind=kind,
        owner=options.get("owner", Owner.SENCO),
        tier=options.get("tier", Tier.B),
        aliases=_split(options.get("aliases", "")),
        maybe=_split(options.get("maybe", "")),
        asks=_split(options.get("asks", "")),
        column=options.get("column", False),
        hidden=options.get("hidden", False),
        group=options.get("group", ""),
        doc=options.get("doc", ""),
    )


def _split(headings: str) -> tuple[str, ...]:
    return tuple(h.strip() for h in headings.split(";") if h.strip())
