"""What a value is."""

from __future__ import annotations

import re

from senco_connect_emulator.sheets.formulas.functions.shapes import Table, of
from senco_connect_emulator.sheets.formulas.values import CellError, Failed, Scalar

__all__ = ["FUNCTIONS"]

ADDRESS = re.compile(r"[\w.+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
LINK = re.compile(r"((https?|ftp|mailto|telnet):(//)?)?([\w-]+\.)+[A-Za-z]{2,}(:\d+)?([/?#]\S*)?", re.IGNORECASE)
NUMBERS = {"NULL_VALUE": 1, "DIVIDE_BY_ZERO": 2, "VALUE": 3, "REF": 4, "NAME": 5, "NUM": 6, "N_A": 7}


def _missing() -> float:
    raise Failed("N_A", "Error")


def _as_number(value: Scalar) -> float:
    return float(value) if isinstance(value, float | bool) else 0.0


def _type(value: Scalar) -> int:
    if isinstance(value, CellError):
        return 16
    if isinstance(value, bool):
        return 4
    return 2 if isinstance(value, str) else 1


def _error_type(value: Scalar) -> int:
    if not isinstance(value, CellError):
        raise Failed("N_A", "Function ERROR.TYPE parameter 1 is not an error.")
    return NUMBERS.get(value.type, 8)


FUNCTIONS: Table = {
    "ISBLANK": of("e", lambda value: value is None),
    "ISNUMBER": of("e", lambda value: type(value) is float),
    "ISTEXT": of("e", lambda value: isinstance(value, str)),
    "ISNONTEXT": of("e", lambda value: not isinstance(value, str)),
    "ISLOGICAL": of("e", lambda value: isinstance(value, bool)),
    "ISERROR": of("e", lambda value: isinstance(value, CellError)),
    "ISERR": of("e", lambda value: isinstance(value, CellError) and value.type != "N_A"),
    "ISNA": of("e", lambda value: isinstance(value, CellError) and value.type == "N_A"),
    "ISEVEN": of("n", lambda value: int(value) % 2 == 0),
    "ISODD": of("n", lambda value: int(value) % 2 == 1),
    "ISEMAIL": of("e", lambda value: isinstance(value, str) and ADDRESS.fullmatch(value) is not None),
    "ISURL": of("e", lambda value: isinstance(value, str) and LINK.fullmatch(value) is not None),
    "N": of("s", _as_number),
    "T": of("s", lambda value: value if isinstance(value, str) else ""),
    "TYPE": of("e", _type),
    "ERROR.TYPE": of("e", _error_type),
    # These change how a value is shown, and a text not at all.
    "TO_DATE": of("s", lambda value: value),
    "TO_DOLLARS": of("s", lambda value: value),
    "TO_PERCENT": of("s", lambda value: value),
    "TO_PURE_NUMBER": of("s", lambda value: value),
    "TO_TEXT": of("t", lambda text: text),
    "NA": of("", _missing),
}
