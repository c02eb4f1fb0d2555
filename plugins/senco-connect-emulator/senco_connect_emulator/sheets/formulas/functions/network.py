"""Functions that fetch something: here is no network, and they say so."""

from __future__ import annotations

from collections.abc import Callable

from senco_connect_emulator.sheets.formulas.areas import Value
from senco_connect_emulator.sheets.formulas.functions.shapes import Table, of
from senco_connect_emulator.sheets.formulas.values import Failed

__all__ = ["FUNCTIONS"]

FETCHING = {
    "IMPORTRANGE": "REF", "IMPORTDATA": "N_A", "IMPORTFEED": "N_A", "IMPORTHTML": "N_A", "IMPORTXML": "N_A",
    "GOOGLEFINANCE": "N_A", "GOOGLETRANSLATE": "N_A", "DETECTLANGUAGE": "N_A",
}  # fmt: skip


def _unfetched(name: str, kind: str) -> Callable[..., Value]:
    def work(*_: Value) -> Value:
        raise Failed(kind, f"senco-emulator has no network: {name} fetches nothing.")

    return work


FUNCTIONS: Table = {name: of("r (r)", _unfetched(name, kind)) for name, kind in FETCHING.items()}
