"""Read a JSON body against a schema, as leniently as Google's own reader, into canonical form.

Names may be snake_case, numbers and truth values may be text, null is absent, one
thing may stand for a list of one, and a list inside a list is flattened; what
remains is refused in Google's words, all of it at once.
"""

from __future__ import annotations

import math
import re
from typing import Any

from senco_connect_emulator.contract.documents import Method, Schema, services
from senco_connect_emulator.contract.spelling import camel, enum_type, message_type, scalar_type, snake
from senco_connect_emulator.errors import Refused

__all__ = ["Reader", "complaint"]

_INTEGER = re.compile(r"[-+]?\d+(\.0+)?")
_LIST = "type.googleapis.com/google.protobuf.ListValue"
_BOUNDS = {"int32": 2**31, "uint32": 2**32, "int64": 2**63}
# Of the messages that allow one of several fields, those that clients get wrong; the documents do not tell of them.
_ONE_OF = {"Request": "kind", "ExtendedValue": "value"}


class Reader:
    """Reads one body of a method."""

    def __init__(self, method: Method) -> None:
        service = services()[method.service]
        self._schemas = service.schemas
        self._service = method.service
        # Drive passes over what it does not know, as those find out who send version 2's "title".
        self._strict = method.service != "drive"
        self._faults: list[tuple[str, str]] = []

    def read(self, value: Any, schema: Schema, at: str) -> Any:
        """Give a value in canonical form; whatever is wrong with it is kept for ``raise_faults``."""
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"]]
        kind = schema.get("type", "any")
        if kind == "object":
            return self._message(value, schema, at)
        if kind == "array":
            return self._array(value, schema, at)
        return value if kind == "any" else self._scalar(value, schema, at)

    def raise_faults(self) -> None:
        """Refuse the body if anything was wrong."""
        if self._faults:
            raise complaint(self._faults)

    def _message(self, value: Any, schema: Schema, at: str) -> Any:
        if isinstance(value, list):
            return self._no_list(at)
        if not isinstance(value, dict):
            return self._wrong(value, at, message_type(schema, self._service))
        if "properties" not in schema and "additionalProperties" in schema:
            return self._map(value, schema["additionalProperties"], at)
        found: dict[str, Any] = {}
        for given, inner in value.items():
            self._field(given, inner, (schema, at), found)
        return found

    def _map(self, value: dict[str, Any], declared: Schema, at: str) -> dict[str, Any]:
        # A null in a map stays: it is how Drive is told to remove an app property.
        return {
            name: None if inner is None else self.read(inner, declared, f"{at}.{name}") for name, inner in value.items()
        }

    def _field(self, given: str, inner: Any, owner: tuple[Schema, str], found: dict[str, Any]) -> None:
        schema, at = owner
        properties = schema.get("properties", {})
        name = given if given in properties else camel(given)
        declared = properties.get(name)
        if declared is None:
            if self._strict:
                self._unknown(given, at, "Cannot find field.")
            return
        if inner is None:
            return
        kind = _ONE_OF.get(str(schema.get("id")))
        if kind and found and name not in found:
            words = f"oneof field '{kind}' is already set. Cannot set '{given}'"
            self._fault(at, f"Invalid value at '{at}' (oneof), {words}")
            return
        inside = f"{at}.{snake(name)}" if at else snake(name)
        if "enum" in declared:
            kind = enum_type(name, str(schema.get("id", "")), self._service)
            found[name] = self._enum(inner, declared, (inside, kind))
        else:
            found[name] = self.read(inner, declared, inside)

    def _array(self, value: Any, schema: Schema, at: str) -> Any:
        items = self._schemas.get(schema["items"].get("$ref", ""), schema["items"])
        if items.get("type") == "array":
            return self._lists(value, items, at)
        if not isinstance(value, list):
            return [self._item(value, items, at)]
        present = ((place, inner) for place, inner in enumerate(_flat(value)) if inner is not None)
        return [self._item(inner, items, f"{at}[{place}]") for place, inner in present]

    def _lists(self, value: Any, items: Schema, at: str) -> Any:
        if not isinstance(value, list):
            return self._wrong(value, at, _LIST)
        return [self._row(inner, items, f"{at}[{place}]") for place, inner in enumerate(value)]

    def _row(self, value: Any, items: Schema, at: str) -> Any:
        if value is None:
            return []
        if not isinstance(value, list):
            return self._wrong(value, at, _LIST)
        return value if items["items"].get("type") == "any" else self.read(value, items, at)

    def _item(self, value: Any, items: Schema, at: str) -> Any:
        return self._enum(value, items, (at, "TYPE_ENUM")) if "enum" in items else self.read(value, items, at)

    def _enum(self, value: Any, schema: Schema, place: tuple[str, str]) -> Any:
        names, (at, kind) = schema["enum"], place
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(names):
            return names[value]
        return value if value in names else self._wrong(value, at, kind)

    def _scalar(self, value: Any, schema: Schema, at: str) -> Any:
        if schema.get("format") == "google-fieldmask":
            value = _mask(value)
        if isinstance(value, dict):
            words = f"({_last(at)}), Starting an object on a scalar field"
            return self._fault(_parent(at), f"Invalid value{_where(_parent(at))} {words}")
        if isinstance(value, list):
            return self._no_list(at)
        read = _SCALARS[schema["type"]](value, schema)
        return self._wrong(value, at, scalar_type(schema)) if read is None else read

    def _wrong(self, value: Any, at: str, kind: str) -> None:
        self._fault(at, f"Invalid value{_where(at)} ({kind}), {_shown(value)}")

    def _no_list(self, at: str) -> None:
        self._unknown(_last(at), _parent(at), "Proto field is not repeating, cannot start list.")

    def _unknown(self, name: str, at: str, why: str) -> None:
        self._fault(at, f'Invalid JSON payload received. Unknown name "{name}"{_where(at)}: {why}')

    def _fault(self, at: str, words: str) -> None:
        self._faults.append((at, words))


def complaint(faults: list[tuple[str, str]]) -> Refused:
    """Make the refusal that names every fault, each a field and what is wrong with it."""
    violations = [{"field": at, "description": words} if at else {"description": words} for at, words in faults]
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}]
    return Refused(400, "\n".join(words for _, words in faults), details=details)


def _mask(value: Any) -> Any:
    # A mask may also come as the message that it is.
    paths = value.get("paths") if isinstance(value, dict) and len(value) == 1 else None
    whole = isinstance(paths, list) and all(isinstance(path, str) for path in paths)
    return ",".join(paths) if paths and whole else value


def _string(value: Any, schema: Schema) -> str | None:
    if schema.get("format") in _BOUNDS:
        number = _integer(value, schema)
        return None if number is None else str(number)
    return value if isinstance(value, str) else None


def _boolean(value: Any, _: Schema) -> bool | None:
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    return value if isinstance(value, bool) else None


def _integer(value: Any, schema: Schema) -> int | None:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value.partition(".")[0])
    if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, float) and value.is_integer())):
        return None
    bound = _BOUNDS.get(schema.get("format", "int32"), 2**63)
    return int(value) if -bound <= value < bound else None


def _number(value: Any, _: Schema) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) else None


_SCALARS = {"string": _string, "boolean": _boolean, "integer": _integer, "number": _number}


def _flat(values: list[Any]) -> list[Any]:
    if not any(isinstance(value, list) for value in values):
        return values
    return [inner for value in values for inner in (_flat(value) if isinstance(value, list) else [value])]


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def _where(at: str) -> str:
    return f" at '{at}'" if at else ""


def _parent(at: str) -> str:
    return at.rpartition(".")[0]


def _last(at: str) -> str:
    return re.sub(r"\[\d+\]$", "", at.rpartition(".")[2])
