"""How Google spells names in its complaints: fields in snake_case, types by their protocol buffer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from senco_connect_emulator.contract.documents import Schema

__all__ = ["camel", "enum_type", "message_type", "scalar_type", "snake"]

_PACKAGES = {"sheets": "google.apps.sheets.v4", "docs": "google.apps.docs.v1", "drive": "google.apps.drive.v3"}
_SCALARS = {
    "boolean": "TYPE_BOOL", "string": "TYPE_STRING", "number": "TYPE_DOUBLE", "integer": "TYPE_INT32",
    "int32": "TYPE_INT32", "uint32": "TYPE_UINT32", "int64": "TYPE_INT64",
    "double": "TYPE_DOUBLE", "float": "TYPE_FLOAT",
}  # fmt: skip
# Messages that are declared inside another.
_NESTED = {"Request": {"sheets": "BatchUpdateSpreadsheetRequest.Request", "docs": "Request"}}
# Enums with a name of their own; any other is taken to be declared in the message that uses it.
_ENUMS = {
    "majorDimension": "Dimension", "dimension": "Dimension",
    "valueInputOption": "ValueInputOption",
    "valueRenderOption": "ValueRenderOption", "responseValueRenderOption": "ValueRenderOption",
    "dateTimeRenderOption": "DateTimeRenderOption", "responseDateTimeRenderOption": "DateTimeRenderOption",
    "insertDataOption": "InsertDataOption",
    "horizontalAlignment": "HorizontalAlign", "verticalAlignment": "VerticalAlign",
    "hyperlinkDisplayType": "HyperlinkDisplayType", "textDirection": "TextDirection",
    "visibility": "DeveloperMetadataVisibility", "locationType": "DeveloperMetadataLocationType",
    "locationMatchingStrategy": "DeveloperMetadataLocationMatchingStrategy",
    "sortOrder": "SortOrder", "sheetType": "SheetType", "recalculationInterval": "RecalculationInterval",
    "pasteType": "PasteType", "pasteOrientation": "PasteOrientation",
}  # fmt: skip


@lru_cache(maxsize=2048)
def camel(name: str) -> str:
    """Write a name as JSON does."""
    return re.sub(r"_([a-z0-9])", lambda found: found.group(1).upper(), name)


@lru_cache(maxsize=2048)
def snake(name: str) -> str:
    """Write a name as protocol buffers do."""
    return re.sub(r"[A-Z]", lambda found: "_" + found.group().lower(), name)


def scalar_type(schema: Schema) -> str:
    """Name the type of a number, text or truth value."""
    return _SCALARS.get(schema.get("format", ""), _SCALARS.get(str(schema.get("type")), "TYPE_STRING"))


def message_type(schema: Schema, service: str) -> str:
    """Name the type of a message; one without a name is a Struct."""
    name = str(schema.get("id", ""))
    if not name:
        return "type.googleapis.com/google.protobuf.Struct"
    nested: Mapping[str, str] = _NESTED.get(name, {})
    return f"type.googleapis.com/{_PACKAGES[service]}.{nested.get(service, name)}"


def enum_type(name: str, owner: str, service: str) -> str:
    """Name the type of an enum: ``name`` is the field's, ``owner`` the message's that holds it ("" for a parameter)."""
    known = _ENUMS.get(name)
    own = name[:1].upper() + name[1:]
    return f"type.googleapis.com/{_PACKAGES[service]}.{known or (f'{owner}.{own}' if owner else own)}"
