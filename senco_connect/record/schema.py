"""The record's published descriptions: JSON Schema, table schema of a CSV, table for the docs.

All three are read from the declaration and nothing else; they need only the
standard library.  docs/reference/fields.md holds what they give.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from senco_connect.codesets.codeset import Code, CodeSet
from senco_connect.record.declare import Field
from senco_connect.record.kinds import LINK
from senco_connect.record.pupil import FIELDS, KEY_LABEL

__all__ = ["csv_profile", "field_table", "json_schema"]

_KEY_WORDS = "The library's own key, as the register shows it; never the UPN"
_TABLE_TYPES = {str: "string", date: "date", bool: "boolean", float: "number"}


def json_schema() -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of a pupil as ``Pupil.model_dump(mode="json")`` writes it.

    ``x-owner`` and ``x-tier`` say who decides a field and who may see it; old codes
    are marked deprecated: they are read, never written.
    """
    properties = {name: _property(field) for name, field in FIELDS.items()}
    key = {"type": "string", "title": KEY_LABEL, "description": _KEY_WORDS}
    unread = {"type": "array", "items": {"type": "string"}, "title": "Fields whose text is not of their type"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:senco-connect:record:pupil",
        "title": "Pupil",
        "description": "The canonical SEN record of one child; null is blank or not shown.",
        "type": "object",
        "properties": {"key": key, **properties, "unread": unread},
        "required": ["key"],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, object]:
    codes = field.kind.codes
    shape = {"oneOf": [*_choices(codes), {"type": "null"}]} if codes else _nullable(field.kind.schema)
    described = {"description": field.doc} if field.doc else {}
    return {"title": field.label, **described, **shape, "x-owner": field.owner.value, "x-tier": field.tier.value}


def _nullable(schema: dict[str, object]) -> dict[str, object]:
    return {**schema, "type": [schema["type"], "null"]}


def _choices(codes: CodeSet) -> Iterator[dict[str, object]]:
    for code in codes.codes:
        old = {} if codes.is_live(code.code) else {"deprecated": True}
        yield {"const": code.code, "title": code.label, **old}


def csv_profile() -> dict[str, object]:
    """Give the table schema (Frictionless) of a CSV of canonical text, one line for each pupil.

    The enumerations hold the codes that may be written; ``aliases`` are the
    headings that name a column as well.
    """
    key = {"name": "key", "title": KEY_LABEL, "type": "string", "format": "default", "description": _KEY_WORDS}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": "pupil",
        "title": "Pupil",
        "fields": [{**key, "constraints": {"required": True, "unique": True}}, *map(_column, FIELDS.values())],
        "primaryKey": ["key"],
        "missingValues": [""],
    }


def _column(field: Field) -> dict[str, object]:
    kind = field.kind
    described = {"description": field.doc} if field.doc else {}
    flag = {"trueValues": ["true"], "falseValues": ["false"]} if kind.python is bool else {}
    limits = {"enum": [code.code for code in kind.codes.live()]} if kind.codes else {}
    pattern = {"pattern": kind.schema["pattern"]} if "pattern" in kind.schema else {}
    return {
        "name": field.name,
        "title": field.label,
        "type": _TABLE_TYPES[kind.python],
        "format": "uri" if kind is LINK else "default",
        **described,
        **flag,
        **({"constraints": {**limits, **pattern}} if limits or pattern else {}),
        **({"categories": _labels(kind.codes.live())} if kind.codes else {}),
        "owner": field.owner.value,
        "tier": field.tier.value,
        "aliases": list(field.aliases),
    }


def _labels(codes: tuple[Code, ...]) -> list[dict[str, str]]:
    return [{"value": code.code, "label": code.label} for code in codes]


def field_table() -> str:
    """Give the table of fields for the docs, in markdown, in the register's order."""
    head = "| field | label | kind | owner | tier | in a new register | headings recognised |"
    rule = "|---|---|---|---|---|---|---|"
    return "\n".join([head, rule, *map(_line, FIELDS.values())]) + "\n"


def _line(field: Field) -> str:
    new = "hidden" if field.column and field.hidden else "yes" if field.column else ""
    headings = "; ".join(_headings(field)).replace("|", "\\|")
    cells = (f"`{field.name}`", field.label, field.kind.name, field.owner.value, field.tier.value, new, headings)
    return f"| {' | '.join(cells)} |"


def _headings(field: Field) -> Iterator[str]:
    yield from field.aliases
    yield from (f"{heading} (if no other column has it)" for heading in field.maybe)
    yield from (f"{heading} (asked about)" for heading in field.asks)
