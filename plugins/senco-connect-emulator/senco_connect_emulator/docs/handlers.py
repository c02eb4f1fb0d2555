"""Everything of Docs that registers itself when it is imported: the methods, and what Drive asks of the editor."""

from __future__ import annotations

from senco_connect_emulator.docs import answers, editor

__all__ = ["answers", "editor"]
