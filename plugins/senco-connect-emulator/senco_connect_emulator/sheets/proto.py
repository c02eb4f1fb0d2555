"""What an object of the API looks like once it is stored, and what of it an answer says.

Answers come from proto3: a field that has its default is not told, but for those
whose absence would mean something else.  A colour is told twice, as a colour and
as a style, whichever of the two was given; a channel has one byte.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from senco_connect_emulator.contract import services
from senco_connect_emulator.sheets.model import Book

__all__ = ["RANGE_KEYS", "as_link", "colour_of", "number", "spoken", "stored", "theme_of"]

Json = dict[str, Any]

# Keys of a GridRange, a DimensionRange and a GridCoordinate: what has no other is one of them.
RANGE_KEYS = frozenset(
    {
        "sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex",
        "dimension", "startIndex", "endIndex", "rowIndex", "columnIndex",
    }
)  # fmt: skip

# What is stored of these always names its sheet.
_PLACES = frozenset({"GridRange", "DimensionRange", "GridCoordinate"})
_EVERY = frozenset({"*"})
# Fields that are told even at their default, by message.
_TOLD: Mapping[str, frozenset[str]] = {
    "GridRange": _EVERY,
    "DimensionRange": frozenset({"sheetId", "startIndex", "endIndex"}),
    "GridCoordinate": frozenset({"sheetId"}),
    "TextFormat": _EVERY,
    "ExtendedValue": _EVERY,
    "TextRotation": _EVERY,
    "SheetProperties": frozenset({"sheetId", "index"}),
    "EmbeddedObjectPosition": _EVERY,
    "DeveloperMetadataLocation": frozenset({"sheetId"}),
    "ConditionValue": _EVERY,
    "SortSpec": frozenset({"dimensionIndex"}),
    "FilterSpec": frozenset({"columnIndex"}),
    "PivotGroup": frozenset({"sourceColumnOffset"}),
    "PivotValue": frozenset({"sourceColumnOffset"}),
    "PivotFilterSpec": frozenset({"columnOffsetIndex"}),
}


class _Field(NamedTuple):
    kind: str
    message: str
    told: bool
    style: str
    many: bool
    mapped: bool


_UNKNOWN = _Field("", "", told=True, style="", many=False, mapped=False)


@cache
def _fields(message: str) -> Mapping[str, _Field]:
    properties = services()["sheets"].schemas[message].get("properties", {})
    told = _TOLD.get(message, frozenset())
    found = {}
    for name, declared in properties.items():
        inner = declared.get("items", declared.get("additionalProperties", declared))
        reference = inner.get("$ref", "")
        style = name + "Style" if reference == "Color" and name + "Style" in properties else ""
        kept = "*" in told or name in told
        found[name] = _Field(
            declared.get("type", ""), reference, kept, style, "items" in declared, "additionalProperties" in declared
        )
    return found


def stored(message: str, value: Json, theme: Mapping[str, Json] | None = None) -> Json:
    """Give an object of the API without its defaults, and its colours in both forms."""
    if message == "Color":
        return _channels(value)
    fields = _fields(message)
    kept: Json = {"sheetId": 0} if message in _PLACES else {}
    for name, inner in value.items():
        field = fields.get(name, _UNKNOWN)
        if field.message:
            kept[name] = _inner(field, inner, theme)
        elif field.told or not _is_default(inner):
            kept[name] = number(inner) if field.kind == "number" else inner
    kept = _coloured(kept, fields, theme or {})
    return _linked(kept, theme or {}) if message == "TextFormat" else kept


def _linked(text: Json, theme: Mapping[str, Json]) -> Json:
    uri = text.get("link", {}).get("uri")
    return {**as_link({}, uri, theme), **text} if uri else text


def _inner(field: _Field, inner: Any, theme: Mapping[str, Json] | None) -> Any:
    if field.many:
        return [stored(field.message, one, theme) for one in inner]
    if field.mapped:
        return {key: stored(field.message, one, theme) for key, one in inner.items()}
    return stored(field.message, inner, theme)


def _is_default(value: Any) -> bool:
    return not value or (isinstance(value, str) and value.endswith(("_UNSPECIFIED", "_UNDEFINED")))


def _coloured(value: Json, fields: Mapping[str, _Field], theme: Mapping[str, Json]) -> Json:
    for name, field in fields.items():
        if field.style and name not in value and value.get(field.style) == {}:
            # A style that names no colour is none, which is not black.
            del value[field.style]
        elif field.style and (name in value or field.style in value):
            style = value.get(field.style) or {"rgbColor": value.get(name, {})}
            value[field.style], value[name] = style, colour_of(style, theme)
    return value


def colour_of(style: Json, theme: Mapping[str, Json]) -> Json:
    """Give the colour that a style comes to; ``theme`` tells the colours of the spreadsheet by their type."""
    if "themeColor" in style:
        return dict(theme.get(style["themeColor"], {}))
    return dict(style.get("rgbColor", {}))


def _channels(value: Json) -> Json:
    channels = {name: _byte(value.get(name, 0)) for name in ("red", "green", "blue")}
    return {name: _single(byte / 255) for name, byte in channels.items() if byte}


def _byte(channel: float) -> int:
    # Cut, not rounded: a half becomes 127 and nine tenths 229.
    single: float = struct.unpack("f", struct.pack("f", min(max(channel, 0), 1)))[0]
    return int(single * 255)


@cache
def _single(value: float) -> Any:
    packed = struct.pack("f", value)
    exact = struct.unpack("f", packed)[0]
    shortest = (float(f"{exact:.{digits}g}") for digits in range(1, 10))
    return number(next(one for one in shortest if struct.pack("f", one) == packed))


def number(value: Any) -> Any:
    """Give a whole number without its decimal point, as answers have it."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def spoken(value: Any) -> Any:
    """Give what an answer says of stored objects: a range on sheet 0 doesn't name its sheet, nor a corner its zeros."""
    if isinstance(value, list):
        return [spoken(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    told = {name: spoken(inner) for name, inner in value.items()}
    if told.get("sheetId") == 0 and told.keys() <= RANGE_KEYS:
        del told["sheetId"]
    return told


def theme_of(book: Book) -> dict[str, Json]:
    """Give the spreadsheet's theme as colours by type."""
    pairs = book.properties.get("spreadsheetTheme", {}).get("themeColors", ())
    return {pair["colorType"]: pair.get("color", {}).get("rgbColor", {}) for pair in pairs}


def as_link(text: Json, uri: str, theme: Mapping[str, Json]) -> Json:
    """Give a text format as a link has it: in the theme's colour for links, underlined."""
    colour = dict(theme.get("LINK", {}))
    return {
        **text,
        "foregroundColor": colour,
        "underline": True,
        "foregroundColorStyle": {"rgbColor": colour},
        "link": {"uri": uri},
    }
