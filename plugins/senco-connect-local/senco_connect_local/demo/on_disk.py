"""The place that the demo plays in by itself: the register as a workbook and the pupil folders on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from senco_connect.adapters import Tools
from senco_connect_local.demo.entries import Entry
from senco_connect_local.demo.grid import Grid, read_grid
from senco_connect_local.demo.paperwork import SECTIONS, add_key, folder_names, rename_folder, write_folders
from senco_connect_local.demo.people import Child
from senco_connect_local.demo.person import Person
from senco_connect_local.demo.register import write_register

__all__ = ["PUPILS", "REGISTER", "OnDisk"]

REGISTER: Final = "SEN register.xlsx"
PUPILS: Final = "Pupils"
_SETTINGS: Final = f"""\
[register]
adapter = "xlsx"
file = "{REGISTER}"

[filing]
adapter = "folders"
root = "{PUPILS}"
sections = {SECTIONS}
"""


class OnDisk:
    """The register as a workbook and the pupil folders as folders, beside the exports."""

    register = REGISTER
    pupils = PUPILS
    program = "Excel"

    def __init__(self, folder: Path) -> None:
        self._register, self._pupils = folder / REGISTER, folder / PUPILS

    def prepare(self, lines: Sequence[Entry], by_hand: Sequence[Child]) -> None:
        """Write the workbook and the folders made by hand."""
        write_register(self._register, lines)
        self._pupils.mkdir()
        write_folders(self._pupils, by_hand)

    def settings(self) -> str:
        """Name the two by their paths."""
        return _SETTINGS

    def tools(self, usual: Tools) -> Tools:
        """Leave the clock as it is."""
        return usual

    def senco(self) -> Person:
        """Open the workbook as Excel would."""
        return Person(self._register)

    def read_grid(self) -> Grid:
        """Read the workbook with calamine, which neither the library's writer nor the demo's person uses."""
        return read_grid(self._register)

    def folder_names(self) -> frozenset[str]:
        """List the names of the folders on disk."""
        return folder_names(self._pupils)

    def add_key(self, child: Child, key: str) -> str:
        """Rename a folder on disk."""
        return add_key(self._pupils, child, key)

    def rename_folder(self, child: Child) -> None:
        """Rename a folder on disk."""
        rename_folder(self._pupils, child)
