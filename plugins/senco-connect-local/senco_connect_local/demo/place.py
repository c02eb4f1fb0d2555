"""Where the demo's register and pupil folders are kept: what the story needs of a place, and of a person there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from senco_connect.adapters import Tools
from senco_connect_local.demo.entries import Entry, Typed
from senco_connect_local.demo.grid import Grid
from senco_connect_local.demo.people import Child

__all__ = ["AtRegister", "Place"]


class AtRegister(Protocol):
    """A person with the register open, who finds cells by heading and child."""

    def types(self, admission_no: str, heading: str, value: Typed) -> None:
        """Type over one cell; None clears it."""

    def sees(self, admission_no: str, heading: str) -> object:
        """Read one cell; a day is a date, an empty cell None."""

    def renames(self, heading: str, new: str) -> None:
        """Type another heading over a heading."""

    def inserts_column_before(self, heading: str, new: str) -> None:
        """Insert a column and give it a heading."""

    def sorts_by(self, *headings: str) -> None:
        """Sort whole lines of children by columns."""

    def save(self) -> None:
        """Let everybody have what was done."""


class Place(Protocol):
    """A register and pupil folders that a school keeps in one manner."""

    @property
    def register(self) -> str:
        """What people call the register's file."""

    @property
    def pupils(self) -> str:
        """What people call the folder of the pupil folders."""

    @property
    def program(self) -> str:
        """The program in which the SENCO keeps the register."""

    def prepare(self, lines: Sequence[Entry], by_hand: Sequence[Child]) -> None:
        """Let people have kept the register with these lines, and folders made by hand, before the story begins."""

    def settings(self) -> str:
        """Give the tables of senco.toml that say where register and folders are."""

    def tools(self, usual: Tools) -> Tools:
        """Give the clock that goes at this place."""

    def senco(self) -> AtRegister:
        """Let the SENCO open the register."""

    def read_grid(self) -> Grid:
        """Read the register's tab by other means than the library's and the SENCO's."""

    def folder_names(self) -> frozenset[str]:
        """List the names of the pupil folders."""

    def add_key(self, child: Child, key: str) -> str:
        """Let a person add the key to the name of a folder made by hand; give its name now."""

    def rename_folder(self, child: Child) -> None:
        """Let a person give a child's folder a name that they like better."""
