"""A Google to rehearse on: Sheets v4, Drive v3 and Docs v1 over HTTP, on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from senco_connect_emulator.emulator import Emulator

__all__ = ["Emulator"]


def __getattr__(name: str) -> Any:
    if name != "Emulator":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # pytest loads the plugin, and with it this module, in every run: what most runs do not need is left for later.
    from senco_connect_emulator.emulator import Emulator  # noqa: PLC0415

    return Emulator
