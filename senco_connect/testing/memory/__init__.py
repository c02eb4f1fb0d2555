"""A MIS, a register and a cabinet of folders in memory, with people who use them.

What a school owns (Mis, Workbook, Cabinet) outlives the adapter that opens it,
so a test can end a run anywhere and start another over the same school.
"""

from __future__ import annotations

from senco_connect.testing.memory.cabinet import Cabinet, Entry
from senco_connect.testing.memory.filing import CabinetConfig, MemoryFiling
from senco_connect.testing.memory.mis import MemoryFile, Mis
from senco_connect.testing.memory.register import MemoryRegister, WorkbookConfig
from senco_connect.testing.memory.source import MemorySource
from senco_connect.testing.memory.workbook import Workbook

__all__ = [
    "Cabinet", "CabinetConfig", "Entry", "MemoryFile", "MemoryFiling", "MemoryRegister", "MemorySource", "Mis",
    "Workbook", "WorkbookConfig",
]  # fmt: skip
