"""Check a request against its discovery document: the body, and the parameters of path and query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from senco_connect_emulator.contract.documents import Method, Schema, services
from senco_connect_emulator.contract.reading import Reader, complaint
from senco_connect_emulator.contract.spelling import camel, enum_type, scalar_type, snake
from senco_connect_emulator.errors import Refused, invalid

__all__ = ["check_body", "check_params"]

_INTEGER = re.compile(r"-?\d+")
# Methods whose body is one field of the request, and what that field is called; elsewhere it is the whole request.
_BODY_OF = {
    "sheets.spreadsheets.create": "spreadsheet",
    "sheets.spreadsheets.values.update": "data",
    "sheets.spreadsheets.values.append": "data",
    "docs.documents.create": "document",
}


def check_body(method: Method, body: Any) -> dict[str, Any]:
    """Give the body in canonical form, or raise Refused."""
    if not method.request or body is None:
        return {}
    if not isinstance(body, dict):
        raise complaint([("", "Invalid JSON payload received. Root element must be a message.")])
    reader = Reader(method)
    checked: dict[str, Any] = reader.read(body, {"$ref": method.request}, _BODY_OF.get(method.id, ""))
    reader.raise_faults()
    return checked


def check_params(method: Method, path: Mapping[str, str], query: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Give path and query parameters, typed; a parameter that nobody knows is refused (Drive passes it over)."""
    service = services()[method.service]
    found: dict[str, Any] = {name: _param(name, text, method.params[name], method) for name, text in path.items()}
    for given, text in query:
        name = given if given in method.params or given in service.params else camel(given)
        declared = method.params.get(name) or service.params.get(name)
        if declared is None:
            _pass_over(given, method)
        elif declared.get("repeated"):
            found.setdefault(name, []).append(_param(name, text, declared, method))
        elif name not in path:
            found[name] = _param(name, text, declared, method)
    for name in method.required - found.keys():
        raise invalid(f"Required parameter: {name}", reason="required", location=(name, "parameter"))
    return found


def _pass_over(name: str, method: Method) -> None:
    if method.service != "drive":
        words = f"Cannot bind query parameter. Field '{name}' could not be found in request message."
        raise complaint([("", f'Invalid JSON payload received. Unknown name "{name}": {words}')])


def _param(name: str, text: str, declared: Schema, method: Method) -> Any:
    read = _READ[declared.get("type", "string")](text, declared)
    if read is None:
        raise _unreadable(name, text, declared, method)
    if isinstance(read, int) and ("minimum" in declared or "maximum" in declared):
        _require_within(name, read, declared)
    return read


def _text(text: str, declared: Schema) -> str | None:
    return text if "enum" not in declared or text in declared["enum"] else None


def _boolean(text: str, _: Schema) -> bool | None:
    return {"true": True, "1": True, "": True, "false": False, "0": False}.get(text.lower())


def _integer(text: str, _: Schema) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None


_READ = {"string": _text, "boolean": _boolean, "integer": _integer}


def _unreadable(name: str, text: str, declared: Schema, method: Method) -> Refused:
    if method.lists_errors:
        allowed = f" Allowed values: [{', '.join(declared['enum'])}]" if "enum" in declared else ""
        return invalid(f"Invalid value '{text}'.{allowed}", reason="invalidParameter", location=(name, "parameter"))
    kind = enum_type(name, "", method.service) if "enum" in declared else scalar_type(declared)
    return complaint([(snake(name), f"Invalid value at '{snake(name)}' ({kind}), \"{text}\"")])


def _require_within(name: str, value: int, declared: Schema) -> None:
    least, most = declared.get("minimum"), declared.get("maximum")
    if (least is not None and value < int(least)) or (most is not None and value > int(most)):
        words = f"Invalid value '{value}'. Values must be within the range: [{least}, {most}]"
        raise invalid(words, reason="invalidParameter", location=(name, "parameter"))
