"""What a cell becomes when a value is written into it: the value changes, and with it the format it brings along."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from senco_connect_emulator.errors import invalid
from senco_connect_emulator.sheets.canonical import canonical
from senco_connect_emulator.sheets.formats import DATED
from senco_connect_emulator.sheets.limits import CHARACTERS, check_text
from senco_connect_emulator.sheets.model import Book, Cell
from senco_connect_emulator.sheets.parsing import parse_entered, raw

__all__ = ["CellWriter", "Nested", "cell_writer", "emptied", "is_entered"]

Json = dict[str, Any]
# Gives the new cell of the old one and a value that isn't null.
CellWriter = Callable[["Cell | None", Any], "Cell | None"]

# What belongs to the value that was there, and goes with it.
_WITH_VALUE = frozenset({"userEnteredValue", "textFormatRuns", "chipRuns", "hyperlink"})
_MOST_EXACT = 2**53


def is_entered(option: str | None) -> bool:
    """Tell whether values are to be read as if they were typed; no option, or the one that says nothing, is refused."""
    if option not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    return option == "USER_ENTERED"


def cell_writer(book: Book, *, entered: bool, year: int) -> CellWriter:
    """Give the function that writes values into cells of this book."""
    return _entered_writer(book, year) if entered else _raw_writer


def _raw_writer(old: Cell | None, value: Any) -> Cell | None:
    if isinstance(value, str):
        if len(value) > CHARACTERS:
            check_text(value)
        told: Json = {"stringValue": value} if value else {}
    else:
        told = raw(_scalar(value))
    return _with_value(old, told)


def _entered_writer(book: Book, year: int) -> CellWriter:
    locale = book.locale

    def write(old: Cell | None, value: Any) -> Cell | None:
        if not isinstance(value, str):
            return _with_value(old, raw(_scalar(value)))
        if len(value) > CHARACTERS:
            check_text(value)
        own = _own_type(old) if old else ""
        if own == "TEXT":
            return _with_value(old, raw(value))
        told, number_format = _typed(value, locale, year)
        if "formulaValue" in told:
            told = {"formulaValue": canonical(told["formulaValue"], book)}
        if own == "PERCENT" and number_format is None and "numberValue" in told:
            # In a cell that shows percent, 5 is typed for 5%.
            told = {"numberValue": told["numberValue"] / 100}
        return _formatted(_with_value(old, told), number_format) if number_format else _with_value(old, told)

    return write


@lru_cache(maxsize=65536)
def _typed(value: str, locale: str, year: int) -> tuple[Json, Json | None]:
    # Cells are replaced and never changed, so that two may share what the same text came to.
    return parse_entered(value, locale, year=year)


def _own_type(old: Cell) -> str:
    told: Json = old.get("userEnteredFormat", {})
    return str(told.get("numberFormat", {}).get("type", ""))


def _with_value(old: Cell | None, told: Json) -> Cell | None:
    if not old:
        return {"userEnteredValue": told} if told else None
    kept = {name: inner for name, inner in old.items() if name not in _WITH_VALUE}
    if told:
        kept["userEnteredValue"] = told
    return kept or None


def _formatted(cell: Cell | None, number_format: Json) -> Cell:
    told = cell or {}
    own = told.get("userEnteredFormat", {})
    has = own.get("numberFormat", {}).get("type")
    # A format that somebody chose stays, unless it would show a date as a plain number, or the other way about.
    if has and (has in DATED) == (number_format["type"] in DATED):
        return told
    return {**told, "userEnteredFormat": {**own, "numberFormat": number_format}}


def emptied(old: Cell) -> Cell | None:
    """Give a cell without its value: formats, notes and validation stay."""
    kept = {name: inner for name, inner in old.items() if name not in _WITH_VALUE}
    return kept or None


def _scalar(value: Any) -> Any:
    if isinstance(value, dict | list):
        raise Nested(value)
    if isinstance(value, int) and abs(value) > _MOST_EXACT:
        return float(value)
    return value


class Nested(ValueError):
    """A value that no cell can hold: a list or an object."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value
        kind = "list_value" if isinstance(value, list) else "struct_value"
        self.told = f"{kind} \t {{\n{_proto(value)}}}\n"


def _proto(value: Any, indent: str = "  ") -> str:
    # Google tells such a value as protocol buffers' text.
    if isinstance(value, list):
        return "".join(f"{indent}values {{\n{_proto_value(one, indent + '  ')}{indent}}}\n" for one in value)
    return "".join(
        f"{indent}fields {{\n{indent}  key: {_proto_text(name)}\n{indent}  value {{\n"
        f"{_proto_value(one, indent + '    ')}{indent}  }}\n{indent}}}\n"
        for name, one in value.items()
    )


def _proto_value(value: Any, indent: str) -> str:
    if isinstance(value, dict | list):
        kind = "list_value" if isinstance(value, list) else "struct_value"
        return f"{indent}{kind} {{\n{_proto(value, indent + '  ')}{indent}}}\n"
    if value is None:
        return f"{indent}null_value: NULL_VALUE\n"
    if isinstance(value, bool):
        return f"{indent}bool_value: {str(value).lower()}\n"
    if isinstance(value, str):
        return f"{indent}string_value: {_proto_text(value)}\n"
    return f"{indent}number_value: {float(value)!r}\n"


def _proto_text(text: str) -> str:
    bytes_told = "".join(chr(byte) if byte < 128 else f"\\{byte:03o}" for byte in text.encode())
    return '"' + bytes_told.replace('"', '\\"').replace("\n", "\\n") + '"'
