"""The window: what people see of the spreadsheets and of Drive, and where they act."""

from __future__ import annotations

from senco_connect_emulator.window.opening import Window
from senco_connect_emulator.window.picture import photograph

__all__ = ["Window", "photograph"]
